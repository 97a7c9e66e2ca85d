"""Tools for agents: the graph over the Model Context Protocol, every answer with its evidence.

https://modelcontextprotocol.io; the official Python SDK is an extra: ``pip install 'duty-kg[mcp]'``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from kg.errors import KgError, UsageError
from kg.store.graph import Graph
from kg.version import VERSION
from kg.web.site.page import Page, Visit
from kg.web.sources import Newest

if TYPE_CHECKING:
    from mcp.server.fastmcp import FastMCP

_INSTRUCTIONS = (
    "履职事项清单知识图谱：乡镇（街道）的基本、配合、收回三张清单。只回答已载入的清单；每个回答都有文件和行作依据，引用时请一并给出。"
    " Duty lists of China's townships. Answers come from the loaded lists only, each with document and line:"
    " cite them. status not_found means that the lists do not have it; do not guess."
)
_MOST = 50
"""Rows of a result that an agent is given; the whole number is told besides."""


def tools(graph: Graph) -> dict[str, Callable[..., dict[str, Any]]]:
    """The tools by name, as plain functions."""
    from kg.web.site import comparing, library, searching
    from kg.web.site.answers import asking, checking
    from kg.web.site.things import named, things

    def visit(page: Callable[[Graph, Visit], Page], path: str, **fields: str) -> dict[str, Any]:
        given = {name: value for name, value in fields.items() if value}
        try:
            found = page(graph, Visit(path.partition("/")[0], path, given))
        except KgError as error:
            return {"error": str(error)}
        if found.form:
            return {"error": found.form}
        data = found.data
        return data if isinstance(data, dict) else {"items": data}

    def ask(question: str) -> dict[str, Any]:
        """Ask a question about the duty lists in Chinese or English; the answer has its evidence.

        用中文或英文提问，例如：县水利局把哪些事项交给乡镇配合？
        """
        return visit(asking.ask, "ask", question=question)

    def check(text: str, township: str = "", department: str = "") -> dict[str, Any]:
        """The entry check: may a township be asked for the tasks of this text? One verdict a task.

        准入核对：通知里的每件事在乡镇的哪张清单、谁的事，附答复和出处。
        """
        return visit(checking.check, "check", text=text, township=township, department=department)

    def search(text: str, list: str = "", township: str = "") -> dict[str, Any]:  # noqa: A002 -- the name agents see
        """Full text over names, clauses and ways of working; all words must occur.

        list: basic, cooperation or reclaimed. 全文查找，空格分开的词都要有。
        """
        return visit(searching.search, "search", text=text, list=list, township=township)

    def query(name: str = "", parameters: dict[str, str] | None = None) -> dict[str, Any]:
        """Answer a query of the library with its parameters; without a name, list the library.

        现成查询；不给名称时列出全部查询和参数。
        """
        if not name:
            return visit(library.queries, "queries")
        found = visit(library.queries, f"queries/{name}", **(parameters or {}))
        if "results" not in found:
            return found
        rows = [
            {key: term["value"] for key, term in row.items()}
            for row in found["results"]["bindings"]
        ]
        return {"total": len(rows), "rows": rows[:_MOST], "cut": len(rows) > _MOST}

    def entity(iri_or_name: str) -> dict[str, Any]:
        """What the graph says of a duty, department, township, category …, by its IRI or name.

        一个节点的全部内容：网址（IRI）或名称，例如 木垒县水利局。
        """
        path = iri_or_name.removeprefix(graph.base)
        if path == iri_or_name:
            path = named.page_of_name(graph, iri_or_name)
        if not path:
            return {"error": f"图谱里没有 (not in the graph): {iri_or_name[:200]}"}
        return _cut(visit(things.thing, path))

    def compare(a: str, b: str) -> dict[str, Any]:
        """Two townships: duties in another list, with another department, on one side only, the same.

        比较两个乡镇的清单。
        """
        found = visit(comparing.compare, "compare", a=a, b=b, topics="yes")
        return _cut(found)

    made = (ask, check, search, query, entity, compare)
    return {tool.__name__: tool for tool in made}


def _cut(found: dict[str, Any]) -> dict[str, Any]:
    """An answer with the first rows of each list, and how many there are."""
    lists = {key: rows for key, rows in found.items() if isinstance(rows, list)}
    cut = {key: rows[:_MOST] for key, rows in lists.items()}
    return found | cut | {"totals": {key: len(rows) for key, rows in lists.items()}}


def _of_newest(newest: Newest, name: str) -> Callable[..., dict[str, Any]]:
    """A tool over whatever generation is current when it is called."""

    @wraps(tools(newest.graph)[name])
    def call(**values: Any) -> dict[str, Any]:
        return tools(newest.graph)[name](**values)

    return call


def server(newest: Newest, host: str = "127.0.0.1", port: int = 8001) -> FastMCP[Any]:
    """The MCP server with its tools; a new store is taken up without a restart.

    A call with an argument that a tool does not have is refused: an agent would take what comes without
    it for its answer.

    Raises:
        UsageError: the SDK is not installed.
    """
    try:
        from mcp.server.fastmcp import FastMCP
        from mcp.types import ToolAnnotations
    except ImportError as error:
        raise UsageError(
            "kg mcp 要先安装：pip install 'duty-kg[mcp]' (the extra mcp is not installed)"
        ) from error
    made: FastMCP[Any] = FastMCP("duty-kg", instructions=_INSTRUCTIONS, host=host, port=port)
    made._mcp_server.version = VERSION
    reads = ToolAnnotations(readOnlyHint=True, openWorldHint=False)
    for name in tools(newest.graph):
        made.add_tool(_of_newest(newest, name), name=name, annotations=reads)
        tool = made._tool_manager.get_tool(name)
        assert tool
        taken = tool.fn_metadata.arg_model
        taken.model_config["extra"] = "forbid"
        taken.model_rebuild(force=True)
        tool.parameters = taken.model_json_schema(by_alias=True)
    return made
