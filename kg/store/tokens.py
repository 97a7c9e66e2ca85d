"""The tokens of a SPARQL query, read in time linear in its length.

Tokens follow the SPARQL 1.1 grammar (https://www.w3.org/TR/sparql11-query/#sparqlGrammar, section
19.8), with one doubt that grammar leaves open: ``1<?x#>`` holds an IRI by the longest-match rule, while
a parser without tokens (the engine's, measured) compares and then meets a comment. Inside brackets,
after an operand, such a text is read as the comparison, or refused where the two readings would differ
in what follows. ``<<`` opens a triple of SPARQL 1.2, so no IRI starts with its second half.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from kg.errors import QueryError
from kg.patterns import regex

Token = tuple[str, str]
"""(kind, text); kinds: iri, string, variable, tag, name, number, word, other."""

OPERANDS = frozenset(("iri", "string", "variable", "tag", "name", "number", "word"))
"""Kinds of tokens that can be operands or terms (a word only as true, false)."""

_ESCAPE = regex(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_ABSOLUTE = regex(r"<[A-Za-z][A-Za-z0-9+.\-]*://")
_NO_OPERAND = frozenset(("||", "&&", "^^", "<<", *"(,=<>!|&+-*/^"))
# What stands in strings, by quotation mark; atomic, so that nothing is tried twice. A possessive group would say
# the same, but in Python before 3.11.5 it keeps what an alternative had read when it failed (python/cpython#106052).
_STRINGS = {
    '"""': r'(?>(?:[^"\\]|\\.|"(?!""))*)',
    "'''": r"(?>(?:[^'\\]|\\.|'(?!''))*)",
    '"': r'(?>(?:[^"\\\n\r]|\\.)*)',
    "'": r"(?>(?:[^'\\\n\r]|\\.)*)",
}
_IRI = r"""(?>(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*)>"""
_LOCAL = r"""[\w:%]|\\[_~.\-!$&'()*+,;=/?\#@%]"""
"""What a local name starts with; full stops and hyphens only follow."""
_NUMBER = r"(?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+\-]?\d+)?)"
_LONG = 32
"""Characters from which blanks and comments are counted."""
_IN_RUN = regex(_NUMBER + r"|(?P<word>[A-Za-z_]\w*+)|(?P<other>.)", re.DOTALL)


def tokens(query: str) -> Iterator[Token]:
    """Yield the tokens of a query; code point escapes are resolved first, as 19.2 says.

    Raises:
        QueryError: a comparison is written so that it can be taken for an IRI with a comment behind.
    """
    return read(unescaped(query))


def unescaped(query: str) -> str:
    """``query`` with its code point escapes resolved."""

    def character(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else match[0]

    return _ESCAPE.sub(character, query) if "\\" in query else query


class Brackets:
    """Those open where the reading stands, whether it is among the data of VALUES, and blanks so far."""

    __slots__ = ("blank", "open", "values")

    def __init__(self) -> None:
        """At the start of a query."""
        self.open: list[str] = []
        self.values = False
        self.blank = 0
        """Characters of long blanks and comments that were passed."""

    def pass_by(self, kind: str, text: str) -> None:
        """Go past one token."""
        if kind == "word":
            self.values = self.values or text.upper() == "VALUES"
        elif kind != "other":
            return
        elif text in {"{", "[", "("}:
            self.open.append(text)
        elif text in {"}", "]", ")"} and self.open:
            self.open.pop()
            self.values = self.values and text != "}"


def read(text: str, brackets: Brackets | None = None) -> Iterator[Token]:
    """Yield the tokens of a text as it stands, without blanks and comments.

    ``brackets`` shows how it stands before each token that is yielded.

    Raises:
        QueryError: as ``tokens``.
    """
    if brackets is None:
        brackets = Brackets()
    kind, last = "", ""
    for token in _raw(text):
        if token[0] == "blank":
            brackets.blank += len(token[1])
            continue
        found: Iterable[Token] = (token,)
        expression = brackets.open[-1:] == ["("] and not brackets.values
        if token[0] in {"iri", "doubt"} and expression and _may_compare(kind, last):
            found = _comparison(token[1])
        elif token[0] == "doubt":
            found = (("other", "<<"),)
        for kind, last in found:
            yield kind, last
            brackets.pass_by(kind, last)


def _may_compare(kind: str, text: str) -> bool:
    """Whether an operator can follow a token, as far as that one shows."""
    if kind == "word":
        return text.upper() not in {"DISTINCT", "REDUCED"}
    return text not in _NO_OPERAND


def _comparison(iri: str) -> Iterator[Token]:
    """What looks like an IRI, or << before one, but follows an operand: a comparison and its operand."""
    if _ABSOLUTE.match(iri):  # no expression goes on with //
        yield "iri", iri
        return
    if iri == "<<" or "#" in iri or "'" in iri or "\\" in iri:
        raise QueryError(
            f"这里的 < 可能是比较，也可能是网址，请在两边加空格 (set < apart by blanks): {iri[:60]}"
        )
    yield "other", "<"
    yield from _raw(iri[1:])  # no blanks are in an IRI


@cache
def _pattern(dead: str) -> re.Pattern[str]:
    """The pattern of tokens where nothing ends strings in the quotation marks ``dead`` (apart by blanks)."""
    strings = "".join(
        f"| (?P<string{len(quote)}{kind}>{quote}{inside}{quote}) "
        f"| (?P<open{len(quote)}{kind}>{quote}{inside}) "
        for kind, (quote, inside) in zip("abab", _STRINGS.items(), strict=True)
        if quote not in dead.split()
    )
    return regex(
        rf"""
          (?P<space>\s++)
        | (?P<variable>[?$]\w++)
        | (?P<plain>[A-Za-z_]\w*+(?![.\-:]))
        | (?P<name>(?:[^\W\d_][\w.\-]*+(?<!\.))?:(?>(?:(?:{_LOCAL})(?:[.\-]|{_LOCAL})*)?)|_:[\w.\-]++)
        | (?P<iri><{_IRI})
        | (?P<doubt><<(?=<|{_IRI}))
        {strings}
        | (?P<comment>\#[^\n\r]*+)
        | (?P<tag>@[A-Za-z]++(?>(?:-[A-Za-z0-9]+)*))
        | (?P<run>[^\W\d][\w.\-]*+)
        | {_NUMBER}
        | (?P<other>\|\||&&|\^\^|<<|>>|.)
        """,
        re.VERBOSE | re.DOTALL,
    )


def _raw(text: str, dead: str = "") -> Iterator[Token]:
    for match in _pattern(dead).finditer(text):
        kind = match.lastgroup or "other"
        if kind in {"space", "comment"}:
            if match.end() - match.start() >= _LONG:
                yield "blank", match[0]
            continue
        if kind == "plain":
            yield "word", match[0]
        elif kind == "run":  # no colon follows, so no name starts in it
            for inside in _IN_RUN.finditer(match[0]):
                yield inside.lastgroup or "other", inside[0]
        elif kind.startswith("string"):
            yield "string", match[0]
        elif kind.startswith("open"):
            # Nothing ends this string, so nothing ends one with the same mark that starts further on
            # in this stretch: the scan passed there in the same state. The stretch is read again
            # without such strings, hence at most five times.
            long = kind.startswith("open3")
            # Parsers fall back on an empty string before the third mark.
            yield ("string", match[0][:2]) if long else ("other", match[0][0])
            quote = match[0][:3] if long else match[0][0]
            yield from _raw(match[0][2 if long else 1 :], f"{dead} {quote}")
        else:
            yield kind, match[0]


_pattern("")  # made with the module, so that a build keeps it compiled
