"""Wording: what people read in place of the codes that programs read.

The codes of roles, certainties, branches and lists with their words are a table that people edit,
``build/vocabulary/codes.csv``; the headings of tables in English are ``columns.csv``.
"""

from __future__ import annotations

import re
from functools import cache

from kg.kinds import shown_edition
from kg.patterns import regex
from kg.resources import folder
from kg.vocabulary.plural import ones
from kg.vocabulary.sorts import sort_name, sort_names
from kg.vocabulary.tables import read_table

CODED = {
    "list": "list",
    "otherList": "list",
    "role": "role",
    "roleName": "role",
    "basis": "certainty",
    "certaintyName": "certainty",
    "branch": "branch",
    "current": "truth",
}
"""Variables of the query library that hold codes, and the kind of code."""
SAID = frozenset(("side", "how", "part", "edge", "way", "verdict", "change"))
"""Variables of the query library that hold words which the query itself puts there."""
SORTED = frozenset(("categoryName", "office"))
"""Variables of the query library that hold the name of a category or of a kind of office."""
GROUPING = {
    "county": "县市",
    "department": "部门",
    "township": "乡镇",
    "list": "清单",
    "number": "序号",
    "duty": "事项",
}
"""Headings of what the tables of a query are grouped by, where it stands in a column and not in a title."""
LANGUAGES = ("zh", "en")
"""What tables for people are written in."""
_EDITION = regex(r"（(?:(\d{4}-\d{2}[^（）]{0,20})|未注明日期)）")
"""An edition behind the name of a township."""
_ROW = regex("（(基本履职事项|配合履职事项|上级部门收回事项)第 ([0-9]+) 项）")
"""The list and number behind the name of a duty."""
_EDITIONS = ("edition", "otherEdition")


@cache
def _codes() -> dict[tuple[str, str], dict[str, str]]:
    return {(row["kind"], row["code"]): row for row in _rows("codes", ("kind", "code", *LANGUAGES))}


@cache
def _headings() -> dict[str, str]:
    return {row["zh"]: row["en"] for row in _rows("columns", LANGUAGES)}


def _rows(name: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    return [row for _, row in read_table((folder("vocabulary"),), name, columns, len(columns))]


def word(kind: str, code: str, language: str = "zh") -> str:
    """The word for a ``code`` of a ``kind`` (list, role, certainty, branch, truth); itself if none is known."""
    found = _codes().get((kind, code))
    return found[language] if found else code


@cache
def _english() -> dict[str, str]:
    return {row["zh"]: row["en"] for (kind, _), row in _codes().items() if kind != "branch"}


def translated(chinese: str, language: str = "zh") -> str:
    """A word of codes.csv or a heading in the chosen language; itself if it is neither."""
    if language == "zh":
        return chinese
    return _english().get(chinese) or heading(chinese, language)


_MARKS = str.maketrans({"；": "; ", "：": ": ", "，": ", ", "（": " (", "）": ") "})
_PIECES = regex(r"([；：，、（）→%\s\d.]+)")
"""What stands between the words of a phrase of ours: 同一事项 0.80（名称用词相近 68%）."""
_MEASURE = regex(r"(?<=\d)( ?)[个项处条](?=[ ,;)]|$)")
"""A Chinese word of measure behind a number: 2 个."""
_LISTED = regex(r"(?<=[A-Za-z])、(?=[A-Za-z])")
"""A Chinese comma between English names."""
_LOOSE = regex(r" ([;:,)])")
"""A blank before a mark that needs none."""


def phrase(chinese: str, language: str = "zh") -> str:
    """A phrase that the program puts together, each of its words in the chosen language; names stay."""
    if language == "zh":
        return chinese
    if (whole := sentence(chinese, language)) != chinese:
        return whole
    pieces = _PIECES.split(chinese)
    words = (
        sort_name(translated(piece, language), language) if at % 2 == 0 else piece
        for at, piece in enumerate(pieces)
    )
    told = _LISTED.sub(", ", "".join(words))
    said = _MEASURE.sub(r"\1", " ".join(told.translate(_MARKS).split()))
    return _LOOSE.sub(r"\1", " ".join(said.split()))


def sentence(chinese: str, language: str = "zh") -> str:
    """A title or sentence of a report in the chosen language, by the patterns of codes.csv; names stay.

    One that has no pattern there stays as it is.
    """
    if language == "zh":
        return chinese
    for pattern, english in _sentences():
        if found := pattern.fullmatch(chinese):
            return ones(english.format(*map(_counted, found.groups())))
    return translated(chinese, language)


@cache
def _sentences() -> list[tuple[re.Pattern[str], str]]:
    """The patterns of kind ``sentence``, {0}, {1} … standing for anything, with what they are in English."""
    found = []
    for (kind, _), row in _codes().items():
        if kind == "sentence":
            parts = re.split(r"\{\d\}", row["zh"])
            found.append((re.compile("(.*?)".join(map(re.escape, parts)), re.DOTALL), row["en"]))
    return found


@cache
def _tallies() -> re.Pattern[str]:
    words = sorted(_english(), key=lambda word: (-len(word), word))
    return re.compile(f"({'|'.join(map(re.escape, words))}) (\\d+)(?: [处项个])?")


def _counted(text: str) -> str:
    """What stands in a sentence: words of ours that are counted (改名 3 处) are translated, names are not."""
    if (whole := sentence(text, "en")) != text:
        return whole
    text = sort_names(dated(text, "en"))
    said = _tallies().sub(lambda found: f"{translated(found[1], 'en')} {found[2]}", text)
    return said if said == text else _LOOSE.sub(r"\1", " ".join(said.translate(_MARKS).split()))


def dated(text: str, language: str = "zh") -> str:
    """A text with what stands behind its names in the chosen language: 甲镇（未注明日期） → 甲镇 (undated)."""
    if language == "zh":
        return text
    text = _ROW.sub(lambda found: f" ({translated(found[1], language)} {found[2]})", text)
    return _EDITION.sub(lambda found: f" ({found[1] or 'undated'})", text)


def heading(chinese: str, language: str = "zh") -> str:
    """A heading of a table in the chosen language; itself where the table has none."""
    return chinese if language == "zh" else _headings().get(chinese, chinese)


def cell(variable: str, value: str, language: str = "zh") -> str:
    """A value of a query's ``variable`` as people read it."""
    if variable in _EDITIONS:
        return edition(value, language)
    if variable in SAID:
        return translated(value, language)
    if variable in SORTED:
        return sort_name(value, language)
    kind = CODED.get(variable)
    return word(kind, value, language) if kind else value


def edition(value: str, language: str = "zh") -> str:
    """An edition as people read it: the month, or that none is printed (``u-…`` is for programs)."""
    return shown_edition(value) if language == "zh" else shown_edition(value, "undated")
