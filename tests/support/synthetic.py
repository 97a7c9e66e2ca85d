"""Synthetic lists: many townships in the source format, made out of the bundled ones.

``python tests/support/synthetic.py 200 -o DIR`` writes one list a township and a second edition of
some. Five counties share fifty townships, ten each, so that any first fifty have the mix of the
five sources. Counties and townships get made-up names; a county's departments are renamed with
it. In a stated share of the duties the name and the clauses really change (other words, a made-up
place): identical copies would make queries over texts look better or worse than life. Nothing
depends on a clock or on chance: the same arguments give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.resources import folder

SHARE = 0.3
"""Share of duties whose name and clauses are really changed. In the five lists 372 of 1,258 names
(30 %) have no twin."""
NEW = 3
"""One in so many changed duties gets a name of its own and so a Matter of its own (9 % in the five)."""
REVISED = 0.05
"""Share of duties a second edition changes."""
TOWNSHIPS_OF_COUNTY = 10

_SOURCES = {
    "changji-miaoergou-2025-07.txt": ("昌吉", "庙尔沟"),
    "manasi-liuhudi.txt": ("玛纳斯", "六户地"),
    "mulei-dongcheng-2025-07.txt": ("木垒", "东城"),
    "qitai-xibeiwan-2025-07.txt": ("奇台", "西北湾"),
    "yining-kalayagaqi-2025-07.txt": ("伊宁", "喀拉亚尕奇"),
}
_NOT_COUNTY = r"(?!\s*[州回])"
_FIRST = "桦榆枫桐杉椿槐栎楸檀菱荻芦蕙萱苇葵荞黍稷麦菽禾"
_LAST = "陂塬埠墩塘渚洲矶崖坳垭墚碛浦淀滩泓湄溆潭"
_THINGS = ("片区", "水库", "集市", "苗圃", "渡口", "货场", "林带")
_ACTS = ("采收", "晾晒", "巡护", "修缮", "育苗", "编织", "收储", "测绘", "补种", "展销", "清淤")
_SWAPS = (("做好", "抓好"), ("及时", "尽快"), ("加强", "强化"), ("定期", "按期"), ("推进", "推动"))
_DATE = re.compile(r"2025 ?年 ?7 ?月")
_SECOND_DATE = "2026年1月"
_ROW = re.compile(r"\d+\t[^\t]*\t")
_NAME = 2
_CLAUSES = slice(4, 6)
_CELLS_WITH_CLAUSES = 6
# Where a clause ends: a stop before a blank, markup or the end of its cell; headings have none.
_CLAUSE_END = re.compile(r"(?<=[^；。;：:\s>])(?=[；。;](?:\s|<|$))")


@dataclass(frozen=True, slots=True)
class Synthetic:
    """One made-up township: its number, names without 县/乡, and the bundled list behind it."""

    number: int
    county: str
    township: str
    thing: str
    source: str


def made_up(number: int) -> str:
    """The made-up name of this number: two characters, then three, four …; all are different.

    The two cycles have lengths without common divisor, so their pairs repeat only after
    23 x 20 numbers; a character between them counts the rounds.
    """
    first, last = _FIRST[number % len(_FIRST)], _LAST[number % len(_LAST)]
    rounds, middle = number // (len(_FIRST) * len(_LAST)), ""
    while rounds:
        rounds, digit = divmod(rounds - 1, len(_FIRST))
        middle += _FIRST[digit]
    return first + middle + last


def townships(count: int) -> Iterator[Synthetic]:
    """The first ``count`` made-up townships."""
    sources = list(_SOURCES)
    block = len(sources) * TOWNSHIPS_OF_COUNTY
    for number in range(count):
        kind = number % len(sources)
        county = len(sources) * (number // block) + kind
        # Numbers apart, so that no county, township and place of the same list share a name.
        names = (made_up(number_) for number_ in (county, number + 7, number + 101))
        yield Synthetic(number, *names, sources[kind])


def documents(count: int, share: float = SHARE) -> Iterator[tuple[str, str]]:
    """(file name, text) of every list: one a township, and its second edition if it has one."""
    texts = {
        name: (folder("sources") / name).read_bytes().decode("utf-8") for name in sorted(_SOURCES)
    }
    for township in townships(count):
        text = _changed(_renamed(texts[township.source], township), township, share, "")
        yield f"list-{township.number + 1:05}.txt", text
        if _has_second_edition(township, text):
            again = _changed(_DATE.sub(_SECOND_DATE, text), township, REVISED, "again")
            yield f"list-{township.number + 1:05}-second.txt", again


def write(count: int, into: Path, share: float = SHARE) -> list[Path]:
    """Write the lists of ``count`` townships into a folder."""
    into.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in documents(count, share):
        (into / name).write_bytes(text.encode("utf-8"))
        written.append(into / name)
    return written


def _has_second_edition(township: Synthetic, text: str) -> bool:
    """Every twelfth township, if its list is dated: an undated one has no later edition."""
    return township.number % 12 == 7 and _DATE.search(text) is not None


def _renamed(text: str, township: Synthetic) -> str:
    """The text with other names for county and township, also where blanks break the old ones."""
    old_county, old_township = (r"\s?".join(name) for name in _SOURCES[township.source])
    text = re.sub(old_township + r"(?=\s?[乡镇])", township.township, text)
    return re.sub(old_county + _NOT_COUNTY, township.county, text)


def _changed(text: str, township: Synthetic, share: float, salt: str) -> str:
    lines = text.split("\n")
    table = 0
    for index, line in enumerate(lines):
        if line.startswith("序号"):
            table += 1
        if _ROW.match(line):
            key = f"{township.number}/{line.split(chr(9), 1)[0]}/{table}/{salt}"
            draw = int.from_bytes(hashlib.sha256(key.encode()).digest()[:6], "big")
            if draw % 10_000 < share * 10_000:
                lines[index] = _changed_row(line, township.thing, draw // 10_000)
    return "\n".join(lines)


def _changed_row(line: str, place: str, draw: int) -> str:
    """A row whose name and clauses speak of a made-up place, and in other words."""
    thing = place + _THINGS[draw % len(_THINGS)]
    cells = line.split("\t")
    name = _reworded(cells[_NAME])
    if draw % NEW == 0:
        # A duty of its own: what it is about stands in no other list.
        what, act = made_up(draw // NEW % 9_973), _ACTS[draw % len(_ACTS)]
        cells[_NAME] = f"{place}{what}{act}"
    else:
        cells[_NAME] = f"{thing}{name}" if draw % 2 else f"{name.rstrip()}（含{thing}）"
    if len(cells) == _CELLS_WITH_CLAUSES:
        cells[_CLAUSES] = [
            _CLAUSE_END.sub(f"（含{thing}）", _reworded(cell)) for cell in cells[_CLAUSES]
        ]
    return "\t".join(cells)


def _reworded(text: str) -> str:
    for word, other in _SWAPS:
        text = text.replace(word, other)
    return text


def main() -> int:
    """Write lists as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int, help="number of townships")
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder for the lists")
    parser.add_argument("--share", type=float, default=SHARE, help="share of changed duties")
    options = parser.parse_args()
    written = write(options.count, options.output, options.share)
    print(f"{len(written)} lists of {options.count} townships in {options.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
