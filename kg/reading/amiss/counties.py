"""Counties: clauses in which an office of another county acts or is told, its county printed without 县.

Behind a county's level the tables know an office of another place (``奇台县民政局``); a neighbour's clause often has the
name alone (``奇台民政局审核``). In the column of departments such a name is unresolved, in a clause it was no name at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from kg.bodies.names import NameReader
from kg.bodies.places import bare_name
from kg.findings import shorten
from kg.folding import fold_forms
from kg.reading.rows import RowProblem
from kg.values import Clause, Duty, Level, Place, Township
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
_LONGEST, _QUOTE = 300, 60


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
    peoples = vocabulary.signs.get("ethnic", ())
    known = {
        bare_name(place.name, peoples)
        for place in vocabulary.places.values()
        if place.level in (Level.COUNTY, Level.PREFECTURE)
    }
    own = tuple(_words(township))
    level = township.county.printed[-1:]
    for duty in duties:
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


def _words(township: Township) -> Iterator[str]:
    """All that the township and the places above it are called."""
    yield from (township.name, township.place.name, township.place.printed)
    place: Place | None = township.county
    while place is not None:
        yield from (place.name, place.printed)
        place = place.parent


def _foreign(
    clause: Clause, names: NameReader, level: str, known: set[str], acts: Callable[[str], bool]
) -> tuple[str, str, Clause] | None:
    """The words for an office behind a county's bare name, the county's name, and their clause."""
    text = fold_forms(clause.text)[:_LONGEST]
    taken = {m.start: m.end for m in names.find(text)}
    for place in _BEHIND.finditer(text):
        start = place.end()
        if start in taken or names.bare_at(text, start):
            continue
        other = text[start]
        meant = next(iter(names.find(level + text[start + 1 :])), None)
        known_there = meant is not None and meant.start == 0 and meant.department.known
        if other in _LEVELS and other != level and meant is not None and known_there:
            return text[start : start + meant.end], f"{other}{meant.written[1:]}", clause
        for count in (2, 3, 4):
            stem, rest = text[start : start + count], text[start + count :]
            if not _STEM.fullmatch(stem) or _NO_COUNTY.search(stem):
                break
            meant = next(iter(names.find(level + rest)), None)
            if meant is None or meant.start != 0 or not meant.department.known:
                continue
            behind = rest[meant.end - 1 :]
            acting = place[0] in ("", "由") and acts(behind) and not acts(text[start:])
            if stem in known or acting:
                return stem + rest[: meant.end - 1], stem, clause
    return None
