"""Bounds of a request's head, looked at before any of it is parsed: the one thread serves everybody.

RFC 6585, section 5 (431), RFC 9110, section 15.5.15 (414), RFC 9112, section 6.3 (lengths).
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.web.protocol import decoded

FIELDS = 100
"""Header fields of a request."""
FIELD = 8 << 10
"""Bytes of one header field's value; browsers send cookies of up to 4 KiB."""
HEAD = 32 << 10
"""Bytes of all header fields."""
PREFERENCES = 2 << 10
"""Bytes of all fields of one name that say what a client likes: they are weighed against each other."""
_PREFERRED = (
    b"accept",
    b"accept-encoding",
    b"accept-language",
    b"accept-charset",
    b"content-type",
    b"host",
)


QUERY = 200
"""Parameters in an address: each is decoded, by several who look for theirs."""
_SIGNS = 4 << 10
"""Percent signs of an address that may begin no escape: each is looked at by itself."""


def address_problem(query: bytes) -> tuple[int, str] | None:
    """Status and message of what is wrong with the query string of an address, before it is parsed."""
    if query.count(b"&") >= QUERY:
        return 400, f"参数超过 {QUERY} 个的上限 (more than {QUERY} parameters)"
    if query.count(b"%") > _SIGNS and decoded(query) is None:
        return 400, "网址里有不成转义的百分号 (percent signs that begin no escape)"
    return None


def head_problem(headers: Iterable[tuple[bytes, bytes]]) -> tuple[int, str] | None:
    """Status and message of what is wrong with the header fields of a request (names in lower case).

    A length beside a coding of its own (RFC 9112, section 6.1) lets two servers read two requests
    where one was sent: such a request is refused.
    """
    total = 0
    preferred = dict.fromkeys(_PREFERRED, 0)
    framing: set[bytes] = set()
    for number, (name, value) in enumerate(headers, 1):
        total += len(name) + len(value)
        if name in preferred:
            preferred[name] += len(value)
        if name in {b"content-length", b"transfer-encoding"}:
            framing.add(name)
        if number > FIELDS or total > HEAD or len(value) > FIELD:
            return 431, (
                f"请求头超过上限：{FIELDS} 项，每项 {FIELD:,} 字节，一共 {HEAD:,} 字节"
                " (the header fields of the request exceed the limits)"
            )
    for name, size in preferred.items():
        if size > PREFERENCES:
            return 431, (
                f"请求头 {name.decode()} 超过 {PREFERENCES:,} 字节的上限 (the header field exceeds the limit)"
            )
    if len(framing) > 1:
        return 400, (
            "请求同时有 Content-Length 和 Transfer-Encoding，不予处理"
            " (a request with both is refused)"
        )
    return None
