"""The gate before every query: what would go outward is refused.

Tokens follow the SPARQL 1.1 grammar (https://www.w3.org/TR/sparql11-query/#sparqlGrammar, section
19.8): a keyword counts only where it is one, not inside an IRI, string, comment or prefixed name.
The engine itself would send SERVICE requests (measured), so the text is checked before. Its parser
knows no tokens and takes a keyword even where none stands by itself (``SERVICE:a {``,
``SERVICESILENT<…>``, ``trueSERVICE<…>`` all send, measured), so such near-keywords are refused too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.errors import QueryError
from kg.terms import PREFIXES

_TOKEN = re.compile(
    r"""
      (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<long>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*''')
    | (?P<string>"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    | (?P<comment>\#[^\n\r]*)
    | (?P<variable>[?$]\w+)
    | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<name>(?:[^\W\d_](?:[\w.\-]*[\w\-])?)?:(?:[\w:%.\-]|\\[_~.\-!$&'()*+,;=/?\#@%])*|_:[\w.\-]+)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<space>\s+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_GRAPH_BEFORE = frozenset(("GRAPH", "FROM", "NAMED"))
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
Token = tuple[str, str]
"""(kind, text) of a token."""


def tokens(query: str) -> Iterator[Token]:
    """Yield the tokens of a query; code point escapes are resolved first, as 19.2 says."""
    return _tokens(_unescaped(query))


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        if match.lastgroup not in {"space", "comment"}:
            yield match.lastgroup or "other", match[0]


def refuse_outward(query: str) -> None:
    """Let a query pass that calls no other server.

    Raises:
        QueryError: the query would (SERVICE, LOAD).
    """
    # Escapes can hide a keyword or a quotation mark, and engines resolve them differently: whichever
    # way the text is read, no keyword may stand in it.
    for text in dict.fromkeys((_unescaped(query), query)):
        word = _outward_word(_tokens(text))
        if word:
            raise QueryError(
                f"不允许 {word}：查询只在本图库内进行 ({word} is refused: queries stay in the store)"
            )


def _outward_word(found: Iterator[Token]) -> str | None:
    before, last, kind_of_last = "", "", ""
    for kind, text in found:
        upper = text.upper()
        if kind == "word" and (upper == "LOAD" or "SERVICE" in upper):
            return "LOAD" if upper == "LOAD" else "SERVICE"
        # A prefixed name before { is a graph's name, or a keyword grown together with a name.
        grown = text == "{" and kind_of_last == "name" and before not in _GRAPH_BEFORE
        if grown and "SERVICE" in last.partition(":")[0]:
            return "SERVICE"
        before, last, kind_of_last = last, upper, kind
    return None


def refuse_dataset(query: str) -> None:
    """Let a query pass that asks the whole store.

    Raises:
        QueryError: the query names graphs of its own (FROM); all data lie in the default graph.
    """
    if any(kind == "word" and text.upper() == "FROM" for kind, text in tokens(query)):
        raise QueryError(
            "不允许 FROM：数据都在默认图里 (FROM is refused: all data lie in the default graph)"
        )


def dataset_of(query: str) -> tuple[list[str], list[str]]:
    """The IRIs a query's own FROM and FROM NAMED clauses name (relative ones as they stand)."""
    prefixes = dict(PREFIXES)
    default: list[str] = []
    named: list[str] = []
    words: list[str] = []
    for kind, text in tokens(query):
        if text == "{":
            break
        if kind == "iri" and words[-2:-1] == ["PREFIX"]:
            prefixes[words[-1].rstrip(":").lower()] = text[1:-1]
        elif kind in {"iri", "name"} and words[-1:] in (["FROM"], ["NAMED"]):
            prefix, _, local = text.partition(":")
            iri = text[1:-1] if kind == "iri" else prefixes.get(prefix.lower(), "") + local
            (default if words[-1] == "FROM" else named).append(iri)
        words.append(text.upper())
    return default, named


def _unescaped(query: str) -> str:
    def character(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else match[0]

    return _ESCAPE.sub(character, query) if "\\" in query else query


def string_term(text: str) -> str:
    """``text`` as a SPARQL string literal, every special character escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    escaped = escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return f'"{escaped}"'


def iri_term(iri: str) -> str:
    """``iri`` in angle brackets.

    Raises:
        QueryError: it holds characters no IRI may hold.
    """
    if re.search(r"[<>\"{}|^`\\\x00-\x20]", iri):
        raise QueryError(f"网址里有不允许的字符 (not an IRI): {iri!r}")
    return f"<{iri}>"
