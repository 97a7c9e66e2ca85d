"""Counties: clauses in which an office of another county acts or is told, its county printed without 县.

Behind a county's level the tables know an office of another place (``甲乙县民政局``); a neighbour's clause often has the
name alone (``甲乙民政局审核``). In the column of departments such a name is unresolved, in a clause it was no name at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from kg.bodies.names import NameReader
from kg.bodies.places import bare_name
from kg.findings import shorten
from kg.folding import fold_forms
from kg.reading.rows import RowProblem
from kg.values import Clause, Duty, Level, Township
from kg.vocabulary.loading import Vocabulary

_STEM = re.compile(r"[\u4e00-\u9fff]{2,4}")
_BEHIND = re.compile(
    r"(?:^|(?<=[，。；：])由?|(?:报[送告]?|上报|告知|配合|协助|会同|移送|移交|反馈|转交|提交)(?:至|给|到)?)(?=[\u4e00-\u9fff]{4})"
)
"""Where a body may stand that acts or is told."""
_NO_COUNTY = re.compile(
    r"[各本我该全所与和及或等对向将从到把给按就其以并报送交州旗省盟师、]|地$|属|辖|区|级|关$|管$|应$|业$|方$|直$|门$|会$|同$|镇|乡|县|市|村"
)
"""What is no county: 属地公安局, 相关, 主管, 各级."""
_LEVELS = "县区旗"
"""Counties of other kinds: of a 市 no office is called 县公安局."""
_NEAR = 30
"""Characters within which a county's name and an office end."""
_LONGEST, _QUOTE = 300, 60


_OF_TOWNSHIP = re.compile(r"(?<![城下])[乡镇](?P<office>[\u4e00-\u9fff]{2,12}?局)")
"""An office that counties have with the level of a township before it: ``乡农业农村局``; not ``城乡建设局``."""


def judge_counties(
    duties: Sequence[Duty],
    names: NameReader,
    township: Township | None,
    vocabulary: Vocabulary,
    acts: Callable[[str], bool],
    problems: list[RowProblem],
) -> None:
    """Add rows whose clauses name an office of another county to ``problems``.

    ``acts`` tells a text that begins with something to do.
    """
    if township is None:
        return
    known = _known(vocabulary)
    said = {p.line for p in problems if p.kind == "department-elsewhere"}
    problems.extend(_of_townships(duties, vocabulary))
    own = tuple(_words(township))
    level = township.county.printed[-1:]
    for duty in duties:
        if duty.row.line in said:
            continue
        found = (
            _foreign(clause, names, level, known, acts)
            for clause in (*duty.superior, *duty.township)
        )
        for word, stem, clause in filter(None, found):
            if any(stem in words for words in own):
                continue
            what = (
                f"本地是{township.county.printed}，条款里写的是“{word}”，像是别处的部门；"
                f"照原样保留，请核对：“{shorten(clause.text, 30)}”"
            )
            quote = clause.quote[:_QUOTE]
            problems.append(
                RowProblem("department-elsewhere", duty.row.line, what, quote, duty.row)
            )
            break


@lru_cache(maxsize=4)
def _of_townships(duties: Sequence[Duty], vocabulary: Vocabulary) -> Iterator[RowProblem]:
    """Clauses with an office of a county that is said to be a township's: of seventeen lists none has one."""
    for duty in duties:
        for clause in (*duty.superior, *duty.township):
            found = _OF_TOWNSHIP.search(fold_forms(clause.text))
            if found and found["office"] in vocabulary.spellings:
                what = f"条款里写的是“{found[0]}”，乡镇没有这样的部门，可能写错了一级；照原样保留，请核对"
                quote = clause.quote[:_QUOTE]
                yield RowProblem("word-doubtful", duty.row.line, what, quote, duty.row)
                break


def _known(vocabulary: Vocabulary) -> frozenset[str]:
    """The names of the nation's counties and prefectures, without their levels."""
    peoples = vocabulary.signs.get("ethnic", ())
    return frozenset(
        bare_name(place.name, peoples)
        for place in vocabulary.places.values()
        if place.level in (Level.COUNTY, Level.PREFECTURE)
    )


def _words(township: Township) -> Iterator[str]:
    """All that the township and the places above it are called."""
    yield from (township.name, township.place.name, township.place.printed)
    for place in township.county.lineage():
        yield from (place.name, place.printed)


def _foreign(
    clause: Clause,
    names: NameReader,
    level: str,
    known: frozenset[str],
    acts: Callable[[str], bool],
) -> tuple[str, str, Clause] | None:
    """The words for an office behind a county's bare name, the county's name, and their clause."""
    text = fold_forms(clause.text)[:_LONGEST]
    for place in _BEHIND.finditer(text):
        near = text[place.end() : place.end() + _NEAR]
        stems = [near[:count] for count in (2, 3, 4)]
        acting = place[0] in ("", "由") and not acts(near)
        other = near[0] if near[0] in _LEVELS and near[0] != level else ""
        if not (acting or other or known.intersection(stems)) or _is_body(near, names):
            continue
        if other and (word := _office(near[1:], names, level)):
            return other + word, other + word, clause
        for stem in stems:
            if not _STEM.fullmatch(stem) or _NO_COUNTY.search(stem):
                break
            rest = near[len(stem) :]
            if not (acting or stem in known) or not (word := _office(rest, names, level)):
                continue
            if stem in known or acts(text[place.end() + len(stem) + len(word) :]):
                return stem + word, stem, clause
    return None


def _is_body(text: str, names: NameReader) -> bool:
    return names.begins(text) is not None or names.bare_at(text, 0) is not None


def _office(text: str, names: NameReader, level: str) -> str:
    """The words at the beginning of a text that are an office's of the county, without its place; '' for none."""
    first = names.begins(level + text)
    return first.written[1:] if first is not None and first.department.known else ""
