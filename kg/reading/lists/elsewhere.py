"""Elsewhere: titles and headers of one document that name another place than the rest of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.bodies.places import bare_name, printed_above
from kg.reading.rows import RowProblem
from kg.values import Columns, Level, Place, Township
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.peoples import without_peoples

_NOUNS = "民族乡|乡|镇|街道|团场|苏木"
_NOUN = re.compile(f"(?:{_NOUNS})$")
_HEADED = re.compile(
    rf"(?P<name>[\u4e00-\u9fff·]{{1,18}}?(?P<noun>{_NOUNS}))"
    r"(?:（[^）]{1,10}）)?(?:党委|人民政府|政府|办事处)?的?(?:应当?|需|主要|承担|履行|具体|工作)*的?(?:配合|协助|协同|职责|责任)"
)
"""The township in a header: 六户地镇 of ``六户地镇配合职责``."""
_GROUPED = re.compile("分工|职责|责任")
"""The words of the upper row of a header in two rows, before those of the lower one."""
_OF_VILLAGE = re.compile("村|社区|居委会|居民委员会|网格")
_OF_TOWNSHIP = re.compile("乡|镇|街|团|场|苏木|基层|属地|本级|园区|管委会")
"""What a header says of the village and of the township: 村（社区）配合职责, but 镇村职责."""
_GENERAL = "乡镇街道团场苏木县市区旗村级各本我该此全所属辖内和与及或等、/·"
"""Characters that alone name no township: 各镇, 乡镇街道, 本乡, 县乡."""
_LEVELS = {Level.PROVINCE: "省", Level.PREFECTURE: "地州"}


@dataclass(frozen=True, slots=True)
class Printed:
    """A place as a title, cover or column prints it: ``words`` up to the township, where that stands."""

    line: int
    where: str
    words: str
    quote: str


def check_above(printed: Iterable[Printed], vocabulary: Vocabulary) -> Iterator[RowProblem]:
    """Prefectures and provinces in front of one county that are not the same everywhere.

    What most of them print counts, in a tie what is printed first. Some may print none.
    """
    found = [(one, above) for one in printed if (above := printed_above(one.words, vocabulary))]
    said: set[Printed] = set()
    for level in (Level.PREFECTURE, Level.PROVINCE):
        named = [(one, place) for one, above in found if (place := above.ancestor(level))]
        keys = [_key(place, vocabulary) for _, place in named]
        if len(set(keys)) < 2:
            continue
        usual = Counter(keys).most_common(1)[0][0]
        other = named[keys.index(usual)][1].printed
        for (one, place), key in zip(named, keys, strict=True):
            if key == usual or one in said:
                continue
            said.add(one)
            what = (
                f"{one.where}写的{_LEVELS[level]}是“{place.printed}”，别处写的是“{other}”，"
                "县和乡镇相同；请改正，或拆成两个文件"
            )
            yield RowProblem("place-differs", one.line, what, one.quote)


def check_headers(
    columns: Iterable[tuple[int, Columns]],
    own: Iterable[Township],
    vocabulary: Vocabulary,
    problems: list[RowProblem],
) -> None:
    """Headers, each with its line, that name another township than those the list is of, or villages."""
    townships = tuple(own)
    if not townships:
        return
    for line, header in columns:
        for role, title in zip(header.roles, header.titles, strict=True):
            village = _OF_VILLAGE.search(title) and not _OF_TOWNSHIP.search(title)
            if role == "township" and village:
                what = f"表头“{title}”写的是村（社区），读作乡镇的职责；是不是另一级的清单请核对"
                problems.append(RowProblem("header-other-name", line, what, title))
                continue
            name = _other_township(title, townships, vocabulary)
            if not name:
                continue
            what = f"表头“{title}”写的是“{name}”，这是{townships[0].name}的清单；照常读入，请核对"
            taken_for_own = ("header-own-name", line, title)
            problems[:] = [p for p in problems if (p.kind, p.line, p.quote) != taken_for_own]
            problems.append(RowProblem("header-other-name", line, what, title))


def _key(place: Place, vocabulary: Vocabulary) -> str:
    """What tells places apart: 昌吉州 and 昌吉回族自治州 are one, known by its name without level."""
    name = place.name if place.known else place.printed
    return bare_name(name, vocabulary.signs.get("ethnic", ()))


def _other_township(title: str, own: Iterable[Township], vocabulary: Vocabulary) -> str:
    """The township that a header names, where it is none of ``own`` by any of its names; else ''."""
    match = _HEADED.search(title)
    if match is None or match["name"] in vocabulary.signs.get("everyone", ()):
        return ""
    name, peoples = _GROUPED.split(match["name"])[-1], vocabulary.signs.get("ethnic", ())
    stem = without_peoples(name.removesuffix(match["noun"]), peoples)
    if not stem.strip(_GENERAL) or stem.startswith(vocabulary.signs.get("no-township", ())):
        return ""
    for township in own:
        for words in (township.name, township.place.name, township.place.printed):
            bare = without_peoples(_NOUN.sub("", words), peoples)
            if bare.endswith(stem) or stem.endswith(bare) or name in words:
                return ""
    return name


def told_apart(one: Township, other: Township) -> tuple[str, str]:
    """The names of two townships, with what lies above them where the names are equal."""
    if one.name != other.name:
        return one.name, other.name
    paths = tuple(_path(township) for township in (one, other))
    if paths[0] != paths[1]:
        return paths[0], paths[1]
    return f"{paths[0]}（{one.code}）", f"{paths[1]}（{other.code}）"


def _path(township: Township) -> str:
    """A township with the names of everything above it."""
    parts, above = [township.name], township.county.parent
    while above is not None and above.level is not Level.NATION:
        parts.append(above.printed or above.name)
        above = above.parent
    return "".join(reversed(parts))


def same_place(one: Township, other: Township) -> bool:
    """Whether two are the same township; one outside the tables may be printed with less above it."""
    return one.code == other.code or (one.name == other.name and is_new(one) and is_new(other))


def is_shorter(one: Township, other: Township) -> bool:
    """Whether two outside the tables are one by name, and one of them is printed with nothing above."""
    parents = (one.county.parent, other.county.parent)
    return None in parents and one.code != other.code and same_place(one, other)


def is_new(township: Township) -> bool:
    """Whether no table has the county: then one printed with its province and one without agree."""
    return not township.county.known
