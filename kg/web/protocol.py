"""SPARQL 1.1 Protocol: the query operation, read from a request (https://www.w3.org/TR/sparql11-protocol/)."""

from __future__ import annotations

import binascii
from dataclasses import dataclass
from email.message import Message
from urllib.parse import unquote_to_bytes

from kg.web.errors import Refused

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
_MAX_FIELDS = 200
_FORGIVEN = 1 << 14
"""Bytes of a value in which percent signs that begin no escape stand for themselves."""
_READ_ONLY = "本服务只读，不接受更新 (read-only: updates are refused)"


@dataclass(frozen=True, slots=True)
class Operation:
    """A query operation; ``query`` is None where the service itself is asked for.

    ``format`` is what the client gave to stand in for the Accept header, or empty.
    """

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str = ""

    @property
    def has_dataset(self) -> bool:
        """Whether the request gives a dataset, which then replaces the query's own."""
        return bool(self.default_graphs or self.named_graphs)


def read_operation(method: str, content_type: str, query_string: bytes, body: bytes) -> Operation:
    """The operation of a GET, HEAD or POST request, in any of the protocol's forms.

    Raises:
        Refused: the request is not one the protocol allows, or it updates.
    """
    fields = _fields(query_string)
    direct: list[str] = []
    if method == "POST":
        media, charset = _content_type(content_type)
        if charset not in {"", "utf-8", "utf8"}:
            raise Refused(415, f"只接受 UTF-8 (only UTF-8): {charset}")
        if media == UPDATE:
            raise Refused(403, _READ_ONLY)
        if media == FORM:
            fields += _fields(body)
        elif media == DIRECT:
            direct = [_decode(body)]
        else:
            raise Refused(
                415,
                f"POST 应为 {FORM} 或 {DIRECT} (unsupported media type): {media or '—'}",
            )
    values = {name: [v for key, v in fields if key == name] for name, _ in fields}
    if "update" in values:
        raise Refused(403, _READ_ONLY)
    queries = values.get("query", []) + direct
    if len(queries) > 1:
        raise Refused(400, "一次只能有一个查询 (more than one query)")
    if not queries and method == "POST":
        raise Refused(400, "缺少 query 参数 (the parameter query is missing)")
    return Operation(
        queries[0] if queries else None,
        tuple(values.get("default-graph-uri", [])),
        tuple(values.get("named-graph-uri", [])),
        values.get("format", [""])[-1],
    )


def _content_type(header: str) -> tuple[str, str]:
    message = Message()
    message["content-type"] = header
    media = message.get_content_type() if header else ""
    charset = message.get_param("charset", "")
    return media, charset.lower() if isinstance(charset, str) else "?"


def _fields(text: bytes) -> list[tuple[str, str]]:
    """The fields of a form, read in time that the one thread that serves everybody can spare.

    https://url.spec.whatwg.org/#urlencoded-parsing; a megabyte takes milliseconds.
    """
    if text.count(b"&") >= _MAX_FIELDS:
        raise Refused(400, f"参数超过 {_MAX_FIELDS} 个的上限 (more than {_MAX_FIELDS} parameters)")
    fields = []
    try:
        for part in text.split(b"&"):
            if part:
                name, _, value = part.partition(b"=")
                fields.append((_unquoted(name), _unquoted(value)))
    except ValueError as error:
        raise Refused(
            400, "参数应为百分号编码的 UTF-8 (parameters must be percent-encoded UTF-8)"
        ) from error
    return fields


def _unquoted(text: bytes) -> str:
    """Percent-decoded text, by the decoder of quoted-printable, which is written in C.

    Raises:
        ValueError: it is no UTF-8, or long and full of signs that begin no escape.
    """
    if not text.isascii():
        raise ValueError("raw bytes in a form")
    text = text.replace(b"+", b" ")
    if b"%" not in text:
        return text.decode("ascii")
    whole = decoded(text)
    if whole is None:
        if len(text) > _FORGIVEN:
            raise ValueError("percent signs that begin no escape")
        whole = unquote_to_bytes(text)
    return whole.decode("utf-8")


def decoded(text: bytes) -> bytes | None:
    """Percent-decoded bytes; None if a percent sign begins no escape."""
    # Signs that have a meaning of their own there; those written out add escapes.
    plain = text.replace(b"=", b"%3D").replace(b"\n", b"%0A").replace(b"\r", b"%0D")
    found = binascii.a2b_qp(plain.replace(b"%", b"="))
    # Every escape is three bytes that become one; anything else was none.
    return found if len(plain) - len(found) == 2 * plain.count(b"%") else None


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(400, "查询应为 UTF-8 (the query must be UTF-8)") from error
