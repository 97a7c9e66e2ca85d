"""The gate before every query: what would go outward, or bring the engine down, is refused.

A keyword counts only where it is a token (kg/store/tokens.py), not inside an IRI, string, comment or prefixed
name. The engine itself would send SERVICE requests (measured), so the text is checked before. Its parser
knows no tokens and takes a keyword even where none stands by itself (``SERVICE:a {``,
``SERVICESILENT<…>``, ``trueSERVICE<…>`` all send, measured), so such near-keywords are refused too.
Where prefix and local name together make no valid IRI it even takes the prefix alone for a name and
reads on (``x:1SERVICE<…>`` sends with ``PREFIX x: <http://a:80>``, measured).

The engine calls itself for every level of brackets and every link of a chain; a query of some thousand
ends the whole process with a stack overflow (docs/decisions/0007 has the figures). And it goes back to
what it has read, twice as often with each level of certain functions (kg/store/rereading.py): such a
query would never be read to its end, and holds the interpreter meanwhile.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from kg.errors import QueryError
from kg.patterns import regex
from kg.rdf.terms import PREFIXES
from kg.store.rereading import Rereading
from kg.store.tokens import OPERANDS, Brackets, Token, read, tokens, unescaped

CHARACTERS = 4 << 20
"""Longest text of a query."""
TOKENS = 300_000
"""Words, terms and marks of a query: 75,000 rows of two values, a second of reading."""
AGAIN = 100_000
"""Those the engine reads again: 15 levels of functions it reads twice, half a second to a second."""
DEPTH = 50
"""Levels of brackets; a stack of 8 MiB ends at some 900 (FILTER NOT EXISTS, functions)."""
PARTS = 440
"""Patterns, groups and operators side by side; a stack of 8 MiB ends at some 2,500 patterns."""
_ROW = 8
"""Terms and words side by side without a mark between them; more count as links."""
_NAME_FOLLOWS = frozenset(("GRAPH", "FROM", "NAMED", "DESCRIBE"))
_ASKING = frozenset(("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"))
_PLAIN = frozenset(("variable", "iri"))
"""Kinds of tokens that can be read in one way only, outside brackets of expressions."""
_SPLIT = regex(r"[-.]\d|TRUE|FALSE", re.IGNORECASE)
_BATCH = 1_000  # Virtuoso takes some 4,000 values
_SPLITS = 3
"""Places where a name can be split into more terms (``x:1-1-1``, see above); further ones count as links."""
_NEW_ROW = frozenset(("PREFIX", "BASE", "FROM", "NAMED"))
_OPERATORS = frozenset(("||", "&&", "^^", "<<", ">>", *"|&+-*/^!<>=?~$@`\\"))


class Bound(str):
    """A query of the library with its values bound: our own text and escaped terms, admitted as it is."""

    __slots__ = ()


def admit(query: str, *, dataset: bool = False) -> None:
    """Let a query pass that calls no other server and that the engine can bear.

    ``dataset`` says whether it may name graphs of its own (FROM).

    Raises:
        QueryError: it calls another server (SERVICE, LOAD), names graphs where it may not, or is too
            long, nested too deeply or chained of too many parts.
    """
    if isinstance(query, Bound):  # thousands of prepared rows are not weighed each time
        return
    if len(query) > CHARACTERS:
        raise QueryError(
            f"查询长 {len(query):,} 个字符，上限 {CHARACTERS:,} (the query is longer than the limit)"
        )
    # Escapes can hide a keyword or a quotation mark, and engines resolve them differently: whichever
    # way the text is read, no keyword may stand in it.
    for text in dict.fromkeys((query, unescaped(query))):
        _Gate(dataset, strict=text is query).read(text)


_CHANGING = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
)
"""What SPARQL Update begins with (https://www.w3.org/TR/sparql11-update/); no query does."""


def misread(query: str, error: SyntaxError) -> QueryError:
    """What is said of a query the engine does not understand; of a change, that there are none here."""
    opening = next(
        (text.upper() for kind, text in tokens(query) if text.upper() in _CHANGING | _ASKING), ""
    )
    if opening in _CHANGING:
        return QueryError("图谱只能查，不能用 SPARQL 改 (read-only: no SPARQL Update here)")
    return QueryError(f"SPARQL 语法有误 (syntax error): {error}")


class _Gate:
    """One reading of a query; ``strict`` refuses at once what no grammar knows."""

    def __init__(self, dataset: bool, *, strict: bool) -> None:
        self._dataset = dataset
        self._strict = strict
        self._brackets = Brackets()
        self._again = Rereading()
        self._kind, self._last = "", ""
        self._past = deque[Token]([("", "")] * 4, maxlen=4)
        self._row = 0

    def read(self, query: str) -> None:
        parts = 0
        brackets = self._brackets
        for number, (kind, text) in enumerate(read(query, brackets)):
            if number >= TOKENS:
                raise QueryError(
                    f"查询超过 {TOKENS:,} 个词和符号 (more than {TOKENS:,} words and marks in the query)"
                )
            if kind == "other" or self._again.deep:
                self._count((kind, text))
            upper = text
            if kind == "other":
                self._mark(text)
            elif kind == "word":
                upper = text.upper()
                self._word(upper)
            if not brackets.values:
                parts += self._links(kind, upper)
                if parts > PARTS:
                    raise QueryError(
                        f"查询由 {PARTS} 个以上的模式、分组或运算连成；长列的值请用 VALUES 或 IN (more"
                        f" than {PARTS} patterns, groups or operators; put long lists in VALUES or IN)"
                    )
            self._last, self._kind = upper, kind
            self._past.append((kind, upper))
        self._count(("", ""))  # blanks at the end

    def _count(self, token: Token) -> None:
        self._again.count(token, self._past, self._brackets)
        if self._again.tokens > AGAIN:
            raise QueryError(
                "查询里 REPLACE、SUBSTR、REGEX、GROUP_CONCAT、自定函数或 ! 套得太深，引擎要反复读，读不完；最多 15"
                " 层，长的还要少 (functions whose last argument may be left out, or !, are nested too deeply and"
                " would be read over and over: 15 levels at most, fewer if they are long)"
            )

    def _word(self, upper: str) -> None:
        if upper == "LOAD" or "SERVICE" in upper:
            raise _outward("LOAD" if upper == "LOAD" else "SERVICE")
        if upper == "FROM" and not self._dataset:
            raise QueryError(
                "不允许 FROM：数据都在默认图里 (FROM is refused: all data lie in the default graph)"
            )

    def _mark(self, text: str) -> None:
        if text == "{" and self._grown():
            raise QueryError(
                "不允许 SERVICE：这里可能被读成它；如果是名称，请在 { 前加句点 (SERVICE is refused, and this can"
                " be read as such; if it is a name, put a full stop before the bracket)"
            )
        if text in "{([":
            if len(self._brackets.open) >= DEPTH:
                raise QueryError(
                    f"查询的括号嵌套超过 {DEPTH} 层 (the query is nested more than {DEPTH} levels deep)"
                )
        elif not self._strict:
            return
        elif text in {"'", '"'}:
            raise QueryError(f"引号没有配对 (a quotation mark without its partner): {text}")
        elif text in "})]":
            if not self._brackets.open:
                raise QueryError(f"多了一个括号 (a bracket too many): {text}")
        elif text not in _OPERATORS and text not in ".;,":
            raise QueryError(
                f"查询里有 SPARQL 不认识的字符 (a character SPARQL does not know): {text!r}"
            )

    def _grown(self) -> bool:
        """Whether a keyword may have grown together with a name: the one before {, or before that."""
        start, (subject, _), (verb, before), (kind, name) = self._past
        if kind == "name" and "SERVICE" in name.upper():
            if _ends_with_stop(name) or before in _NAME_FOLLOWS:
                return False
            # After these, an object must come: the name, if it starts with no other (true, false).
            prefix, _, local = name.upper().partition(":")
            first = start[1] in {"{", "}", "."} or _ends_with_stop(start[1])
            term = subject in _PLAIN and (verb in _PLAIN or before == "A")
            return not (first and term and prefix.startswith("SERVICE") and "SERVICE" not in local)
        if before == "SILENT":
            verb, before = self._past[1]
        return (
            (kind in _PLAIN or kind == "name")
            and verb == "name"
            and "SERVICE" in before.upper()
            and not _ends_with_stop(name)
        )

    def _links(self, kind: str, text: str) -> int:
        """How many links a token adds to the engine's chains; lists of IN add none."""
        inside = self._brackets.open[-1] if self._brackets.open else ""
        after_term = (self._kind in OPERANDS and self._kind != "word") or self._last in {"]", ")"}
        if kind == "other":
            self._row = 0
            if text in "{([":
                return 2 if inside == "(" and after_term else 1
            if text in ".;,":
                return int(inside != "(")
            if text == "<<":  # a level, too
                return 2
            if text in {"=", ">"} and self._kind != "other":  # they make no chains
                return 0
            return int(text not in "})]" and text != "^^" and self._last not in {"(", ","})
        self._row = 0 if text in _NEW_ROW else self._row + 1
        links = int(self._row > _ROW)
        if kind == "name":
            links += text.endswith(".")  # it may have taken in the full stop behind it
            links += max(0, len(_SPLIT.findall(text)) - _SPLITS)
        if inside != "(" or kind == "tag":
            return links
        # Members of a collection, of two patterns each; the engine takes truetrue for two.
        if kind == "word":
            return links + 2 * (text.count("TRUE") + text.count("FALSE"))
        return links + 2 * after_term


def _ends_with_stop(name: str) -> bool:
    """Whether a name has taken in the full stop behind it (the last character of none is one)."""
    return name.endswith(".") and not name.endswith("\\.")


def _outward(word: str) -> QueryError:
    return QueryError(
        f"不允许 {word}：查询只在本图库内进行 ({word} is refused: queries stay in the store)"
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


def batches(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """The values in pieces that every engine takes in a query."""
    for start in range(0, len(values), _BATCH):
        yield values[start : start + _BATCH]


def iris(values: Iterable[str]) -> str:
    """IRIs as SPARQL terms."""
    return " ".join(f"<{value}>" for value in values)
