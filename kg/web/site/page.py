"""Pages as values: what a page shows, before it becomes HTML, CSV, XLSX, JSON or RDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.web.errors import Refused

_FEW = 12
"""Values that are named to whom chose another."""


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to ``path`` of this site (no leading slash), with a title for the pointer."""

    text: str
    path: str
    title: str | Words = ""
    en: str = ""
    """The text in English, where that is another."""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Words:
    """A text of the program in both languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its key in a row, its headings; ``kind`` is text, number, ordinal (第几项), list, source or stack (lines)."""

    key: str
    zh: str
    en: str
    kind: str = "text"


Row = dict[str, Any]
"""Column key → str, int, Link, Words, or a list of those; ``iri`` is the thing a row is about."""


@dataclass(slots=True)
class Table:
    """A table: a name in both languages, its columns and rows; ``id`` is its anchor in a page."""

    zh: str
    en: str
    columns: tuple[Column, ...]
    rows: list[Row]
    id: str = ""
    group: str = ""
    """The key of a column by which a page parts the rows: it heads them instead of standing in each."""
    total: int = 0
    """Rows there are, where a page has only the first of them."""
    rest: list[tuple[Link, int]] = field(default_factory=list)
    """Where the other rows are, and how many."""

    @property
    def count(self) -> int:
        """How many rows there are, shown or not."""
        return self.total or len(self.rows)


@dataclass(slots=True)
class Page:
    """What a page shows.

    ``template`` with ``context`` makes HTML; ``tables`` make CSV and XLSX; ``data`` is the JSON of
    the same; ``about`` are the IRIs whose triples are its RDF; ``queries`` (title, SPARQL) can be
    opened in the editor.
    """

    template: str
    title: str
    context: dict[str, Any] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    data: Any = None
    about: list[str] = field(default_factory=list)
    queries: list[tuple[str, str]] = field(default_factory=list)
    title_en: str = ""
    status: int = 200
    form: str = ""
    """Why there is nothing but a form yet; other formats than HTML are refused with it."""
    schema: dict[str, Any] | None = None
    """What search engines read: the page's thing in the words of schema.org."""
    triples: Callable[[], list[Any]] | None = None
    """Its triples, where they are not those of ``about``."""
    letter: Callable[[], bytes] | None = None
    """The page as a Word document, where it is one that is sent on."""
    solve: Callable[[str], bytes] | None = None
    """Rows in one of the W3C formats: xml, tsv."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visitor asked for: a page by name, its fields, its language."""

    page: str
    path: str
    fields: Mapping[str, str]
    lang: str = "zh"
    whole: bool = False
    """Whether all rows are wanted, as in a file; a page to read has the first of them."""

    def get(self, name: str, limit: int = 2_000) -> str:
        """A field without blanks around it; "" if it was not given.

        Raises:
            Refused: it is longer than ``limit`` characters.
        """
        value = self.fields.get(name, "").strip()
        if len(value) > limit:
            raise Refused(
                413, f"“{name}”超过 {limit:,} 个字的上限 (the field is longer than {limit:,})"
            )
        return value

    def number(self, name: str, usual: int) -> int:
        """A field that is a whole number, or ``usual``."""
        value = self.fields.get(name, "").strip()
        return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else usual


def chosen_of(zh: str, en: str, value: str, known: Iterable[str]) -> None:
    """Nothing, if a field that chooses has one of these values or "".

    Raises:
        Refused: it has another: a list of nothing would be taken for an answer.
    """
    choices = list(known)
    if value and value not in choices:
        few = f"；可用：{'、'.join(choices)}" if len(choices) <= _FEW else ""
        raise Refused(400, f"{zh}里没有“{value}”{few} (not one of the {en})")


def not_found(message: str) -> Refused:
    """The refusal of a page about something that is not there."""
    return Refused(404, message)


def term(iri: str, name: str, english: str = "") -> dict[str, Any]:
    """A thing that is a word of a list, as search engines read of it."""
    other = {"alternateName": english} if english and english != name else {}
    return {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "@id": iri,
        "name": name,
        **other,
    }
