"""Places: which township a printed name means, and the jurisdictions above it.

Known places have Ministry of Civil Affairs codes; names repeat nationwide (there are four
townships of one name), so a township is known by its county. Unknown places are allowed and flagged.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.folding import strip_blanks
from kg.values import Level, Place, Township
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.peoples import without_peoples
from kg.vocabulary.rows import PlaceRow

_CORPS = re.compile(r"新疆生产建设兵团|^(?:新疆)?兵团")
_DIVISION = re.compile(r"第?[一二三四五六七八九十]{1,3}师")
_UNKNOWN = {
    Level.PROVINCE: re.compile(r"[\u4e00-\u9fff]{2,6}?(?:省|自治区|特别行政区)"),
    Level.PREFECTURE: re.compile(
        r"[\u4e00-\u9fff]{2,10}?(?:自治州|地区|州|盟|市)(?=.{2,}[县市区旗])"
    ),
    Level.COUNTY: re.compile(r"[\u4e00-\u9fff]{1,10}?(?:自治县|自治旗|新区|林区|特区|县|市|区|旗)"),
}
_TOWNSHIP = re.compile(
    r"[\u4e00-\u9fff〇○0-9·]{1,18}?(?:民族乡|街道|苏木|团场|开发区|管理区|农场|牧场|林场|园区|镇|乡|团)"
    r"(?![镇乡]|街道)"
)
_VILLAGE = re.compile(
    r"[\u4e00-\u9fff]{1,8}?(?:村|社区)(?!振兴|级|庄|民|镇|务|居|治理|建设|服务|矫正|工作)"
)
_RANKS = tuple("省市州县区盟旗")
_LEVEL = re.compile(r"(?:自治[县州旗]|[县市区旗州盟]|地区)$")
_BEFORE_PLACE = re.compile(r"^[^\u4e00-\u9fff〇○]+(?![0-9〇○]*团)")
"""Marks and numbers before a place: ``01_``, ``（``; 150 of 150团 is its name."""
_BEHIND_PLACE = re.compile(r"$|[^\u4e00-\u9fff]|二[〇○零]|(?:人民)?政府|办事处|党委|党工委")
_MOST_RUNS = 40
_LONGEST_NEW = 4
_TAIL = re.compile(r"(?:党委|委员会|人民政府|政府|办事处|党工委)?")


@dataclass(frozen=True, slots=True)
class PlaceProblem:
    """Why a place could not be told: the kind of finding and a message for people."""

    kind: str
    message: str


def unknown_code(name: str) -> str:
    """The code of a place or body outside the tables: ``x-`` + 10 hex of its SHA-256."""
    return "x-" + hashlib.sha256(strip_blanks(name).encode()).hexdigest()[:10]


def place_of(code: str, vocabulary: Vocabulary, printed: str = "") -> Place:
    """The place with this six-digit code, with its parents.

    Raises:
        KeyError: the code is not in the table of divisions.
    """
    row = vocabulary.places[code]
    parent = (
        place_of(row.parent, vocabulary)
        if row.parent in vocabulary.places and row.parent != code
        else None
    )
    return Place(row.code, row.name, Level(row.level), printed or row.name, True, parent)


def bare_name(name: str, peoples: Sequence[str]) -> str:
    """The name of a place without its level and peoples: 云磨 of 云磨县 and of 云磨哈尼族自治县."""
    return without_peoples(_LEVEL.sub("", name), peoples)


def split_path(path: str) -> str:
    """Turn ``省/州市/县/乡镇`` of the command line into one text to locate."""
    return "".join(part.strip() for part in re.split(r"[/\\]", path))


def locate(text: str, vocabulary: Vocabulary) -> Township | PlaceProblem | None:
    """Find the township a title or cover names.

    ``text`` is the place part of a title (``乙州甲县丙镇``), of a cover or of a file's name. None means that
    no township is named there. Words of a sheet or title (履职事项汇总) are no part of a place: what stands
    between them is looked at, one after the other.
    """
    above = ""
    for at, run in enumerate(_runs(_CORPS.sub("", strip_blanks(text)), vocabulary)):
        if not run:
            continue
        located = _locate(above + run, vocabulary)
        if located is not None and not (at and _is_doubtful(located, run)):
            return located
        above = run if _is_above(run, vocabulary) else ""
    return None


def _runs(text: str, vocabulary: Vocabulary) -> list[str]:
    """The pieces of a text between words that no place has, without marks and numbers before them."""
    words = vocabulary.signs.get("not-in-place", ())
    pieces = _any_of(tuple(words)).split(text) if words else [text]
    return [_BEFORE_PLACE.sub("", piece) for piece in pieces[:_MOST_RUNS]]


@lru_cache(maxsize=4)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these words, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def _is_above(run: str, vocabulary: Vocabulary) -> bool:
    """Whether a piece is nothing but a province and prefecture, which lie above what follows."""
    parents, rest = _above(run, vocabulary)
    return parents is not None and parents.known and not rest


def _is_doubtful(located: Township | PlaceProblem, run: str) -> bool:
    """Whether a place behind other words may be one that a sentence speaks of, or no place at all.

    It is followed by nothing, a date or the name of its government; a county no table has has a short name.
    """
    if not isinstance(located, Township):
        return True
    county, behind = located.county, run.partition(located.place.printed)[2]
    long = not county.known and len(county.name) > _LONGEST_NEW
    return long or _BEHIND_PLACE.match(behind) is None


def _locate(text: str, vocabulary: Vocabulary) -> Township | PlaceProblem | None:
    """Find the township that a text begins with."""
    parents, rest = _above(text, vocabulary)
    division = _DIVISION.match(rest)
    prefix = division[0] if division else ""
    rest = rest[len(prefix) :]
    if parents is not None and parents.level is Level.PREFECTURE and not prefix:
        direct = _township(rest, parents, vocabulary, known_only=True)
        if direct:
            return Township(parents.printed + direct.printed, direct)
    counties = _known(rest, Level.COUNTY, parents, vocabulary)
    if not counties and parents is not None and parents.known:
        # A printed parent that is not the table's (older divisions): the county decides.
        counties = _known(rest, Level.COUNTY, None, vocabulary)
    if len(counties) > 1:
        counties = _with_township(counties, rest, vocabulary) or counties
    if len(counties) > 1:
        names = "、".join(sorted(_path(county) for county in counties))
        return PlaceProblem(
            "place-ambiguous",
            f"“{counties[0].printed}”有多个：{names}；请用 --place 省/州市/县/乡镇 指明",
        )
    county: Place | None = counties[0] if counties else None
    if county is None:
        match = _UNKNOWN[Level.COUNTY].match(rest)
        if match and _TOWNSHIP.match(rest[match.end() :]):
            county = _make_unknown(match[0], Level.COUNTY, parents)
        elif prefix and _TOWNSHIP.match(rest):
            # 第八师一五〇团: a division whose city is not printed stands where a county does.
            county = _make_unknown(prefix, Level.COUNTY, parents)
            rest, prefix = prefix + rest, ""
        elif parents is not None and parents.level is Level.PREFECTURE:
            township = _township(rest, parents, vocabulary)
            return Township(parents.printed + township.printed, township) if township else None
        else:
            return None
    county = Place(
        county.code,
        county.name,
        county.level,
        prefix + county.printed,
        county.known,
        _as_printed(county.parent, parents),
    )
    township = _township(rest[len(county.printed) - len(prefix) :], county, vocabulary)
    if township is None:
        return None
    whole = Township(county.printed + township.printed, township)
    village = _village_after(rest, whole, vocabulary)
    if village:
        what = f"是{whole.name}下面“{village}”的清单，不是乡镇的清单"
        return PlaceProblem("village-list", what)
    return whole


def printed_above(text: str, vocabulary: Vocabulary) -> Place | None:
    """The prefecture, else the province, that a text prints in front of the county of its township.

    None where it prints none, or other words there. The county may lie elsewhere by the tables.
    """
    words = _CORPS.sub("", strip_blanks(text))
    located = locate(words, vocabulary)
    if not isinstance(located, Township):
        return None
    above = ""
    for run in filter(None, _runs(words, vocabulary)):
        parents, rest = _above(above + run, vocabulary)
        if rest.startswith(located.county.printed):
            return parents
        above = run if _is_above(run, vocabulary) else ""
    return None


def _above(rest: str, vocabulary: Vocabulary) -> tuple[Place | None, str]:
    """The province and prefecture that a text begins with, and what follows them."""
    parents: Place | None = None
    for level in (Level.PROVINCE, Level.PREFECTURE):
        found = _known(rest, level, parents, vocabulary)
        if len(found) == 1:
            parents, rest = found[0], rest[len(found[0].printed) :]
    if parents is None:
        for level in (Level.PROVINCE, Level.PREFECTURE):
            match = _UNKNOWN[level].match(rest)
            if match and not _known(rest, Level.COUNTY, None, vocabulary):
                parents, rest = _make_unknown(match[0], level, parents), rest[match.end() :]
    elif parents.level is Level.PROVINCE and not _known(rest, Level.COUNTY, parents, vocabulary):
        match = _UNKNOWN[Level.PREFECTURE].match(rest)
        if match:
            parents, rest = _make_unknown(match[0], Level.PREFECTURE, parents), rest[match.end() :]
    return parents, rest


def _as_printed(place: Place | None, printed: Place | None) -> Place | None:
    """``place`` and its parents, with the names of ``printed`` where both are the same place."""
    if place is None:
        return None
    match = printed.ancestor(place.level) if printed else None
    name = match.printed if match and match.code == place.code else place.printed
    parent = _as_printed(place.parent, printed)
    return Place(place.code, place.name, place.level, name, place.known, parent)


def _path(place: Place) -> str:
    return (
        _path(place.parent) if place.parent and place.parent.level is not Level.NATION else ""
    ) + place.name


def _make_unknown(printed: str, level: Level, parent: Place | None) -> Place:
    path = (_path(parent) if parent else "") + printed
    return Place(unknown_code(path), printed, level, printed, False, parent)


def _with_township(counties: list[Place], rest: str, vocabulary: Vocabulary) -> list[Place]:
    """Of several counties of one name those that have the township that follows."""
    tail = rest[len(counties[0].printed) :]
    return [county for county in counties if _township(tail, county, vocabulary, known_only=True)]


def _known(text: str, level: Level, within: Place | None, vocabulary: Vocabulary) -> list[Place]:
    """Known places of ``level`` whose name or alias ``text`` begins with; the longest name wins."""
    index = vocabulary.places_by_name.get(level, {})
    for length in range(min(len(text), 20), 1, -1):
        if text[length : length + 1] in _RANKS and text[length - 1] not in _RANKS:
            continue  # 山南 of 山南省 is not the city of that name
        rows = [
            row
            for row in index.get(text[:length], ())
            if within is None or _is_within(row, within.code, vocabulary)
        ]
        if rows:
            return [place_of(row.code, vocabulary, text[:length]) for row in rows]
    return []


def _is_within(row: PlaceRow, code: str, vocabulary: Vocabulary) -> bool:
    seen = row
    while seen.parent in vocabulary.places and seen.parent != seen.code:
        if seen.parent == code:
            return True
        seen = vocabulary.places[seen.parent]
    return False


def _is_no_name(words: str, vocabulary: Vocabulary) -> bool:
    """Whether words that end in 乡 or 镇 mean all of them (各乡镇), or begin another sentence."""
    return words in vocabulary.signs.get("everyone", ()) or words.startswith(
        vocabulary.signs.get("not-in-township", ())
    )


def _village_after(text: str, township: Township, vocabulary: Vocabulary) -> str:
    """The village or community named right after the township, '' if none is."""
    start = text.rfind(township.place.printed)
    match = _VILLAGE.match(text, start + len(township.place.printed)) if start >= 0 else None
    if match is None or match[0][:-1].endswith(vocabulary.signs.get("village-before", ())):
        return ""
    return match[0]


def _township(
    text: str, county: Place, vocabulary: Vocabulary, *, known_only: bool = False
) -> Place | None:
    known = vocabulary.townships_of(county.code) if county.known else {}
    fits = [name for name in known if text.startswith(name)]
    if fits:
        name = max(fits, key=len)
        return Place(known[name], name, Level.TOWNSHIP, name, True, county)
    if known_only:
        return None
    match = _TOWNSHIP.match(text)
    if match is None or _is_no_name(match[0], vocabulary):
        return None
    full = [name for name in known if name.startswith(match[0]) or match[0].startswith(name)]
    if len(full) == 1:
        return Place(known[full[0]], full[0], Level.TOWNSHIP, match[0], True, county)
    return _make_unknown(match[0], Level.TOWNSHIP, county)
