"""The JSON API as an OpenAPI description: the pages' own data under ``/api/``."""

from __future__ import annotations

from typing import Any

from kg.version import VERSION

_TEXT = {"type": "string", "maxLength": 500}


def _field(name: str, what: str, *, required: bool = False, example: str = "") -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": name,
        "in": "query",
        "required": required,
        "description": what,
        "schema": dict(_TEXT),
    }
    return field | ({"example": example} if example else {})


def _operation(name: str, summary: str, fields: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "parameters": fields,
        "responses": {
            "200": {
                "description": "OK",
                "content": {"application/json": {"schema": {"type": ["object", "array"]}}},
            },
            "default": {
                "description": "{ok: false, error, status}",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
            },
        },
    }


_ASK = [
    _field(
        "question", "问题 the question", required=True, example="县水利局把哪些事项交给乡镇配合？"
    )
]
_CHECK = [
    _field("text", "任务或通知 a task or notice", required=True, example="工伤认定调查"),
    _field("township", "乡镇 township; all loaded ones without it"),
    _field("department", "来文部门 who asks"),
]
_SEARCH = [
    _field(
        "text",
        "字词，空格分开的都要有 words, all of which must occur",
        required=True,
        example="防汛",
    ),
    _field("list", "basic, cooperation, reclaimed"),
    _field("township", "乡镇 township"),
    _field("field", "name, superior, township, method"),
]
_COMPARE = [
    _field("a", "甲 a township", required=True, example="东城镇"),
    _field("b", "乙 another", required=True, example="六户地镇"),
    _field(
        "topics",
        "yes：只有一方有的，也找对方在别的清单里相近的事 look for what the other has of its topic",
    ),
]


def description(server: str) -> dict[str, Any]:
    """The description, for the API at the address ``server``."""
    paths: dict[str, Any] = {
        "/ask": {"get": _operation("ask", "一个问题的回答 the answer to a question", _ASK)},
        "/check": {"get": _operation("check", "准入核对 the entry check", _CHECK)},
        "/search": {"get": _operation("search", "全文查找 full text", _SEARCH)},
        "/compare": {"get": _operation("compare", "比较两个乡镇 two townships", _COMPARE)},
        "/matrix": {"get": _operation("matrix", "部门×乡镇 functions × townships", [])},
        "/queries": {"get": _operation("queries", "现成查询 the query library", [])},
        "/report": {"get": _operation("report", "清单质量 irregularities", [])},
        "/{path}": {
            "get": _operation(
                "entity",
                "图谱里的一个节点，路径是它 IRI 的路径 a thing of the graph by the path of its IRI",
                [
                    {
                        "name": "path",
                        "in": "path",
                        "required": True,
                        "schema": dict(_TEXT),
                        "example": "duty/652328104/2025-07/c-012",
                    }
                ],
            )
        },
    }
    paths["/check"]["post"] = {
        **_operation("checkText", "准入核对，文字在请求里 the entry check of a posted text", []),
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "required": ["text"],
                        "properties": {
                            "text": {"type": "string", "maxLength": 100_000},
                            "township": dict(_TEXT),
                            "department": dict(_TEXT),
                        },
                    }
                }
            },
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "duty-kg",
            "version": VERSION,
            "summary": "履职事项清单：问答、核对、查找、比较 · duty lists: ask, check, search, compare",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": server}],
        "paths": paths,
        "components": {
            "schemas": {
                "Error": {
                    "type": "object",
                    "required": ["ok", "error", "status"],
                    "properties": {
                        "ok": {"const": False},
                        "error": {"type": "string"},
                        "status": {"type": "integer"},
                    },
                }
            }
        },
    }
