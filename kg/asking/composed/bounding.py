"""Bounding: how many departments, clauses or rows there are to be, wherever the number stands.

不少于三家部门, 部门数≥3, 三家以上部门 and 部门达到三家 are the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.asking.closed.limits import LISTS, Unread
from kg.asking.closed.parse import Parse
from kg.asking.closed.words import NUMBER, TOWN, Item, code
from kg.asking.composed.asking import MANY
from kg.asking.frame import Bounds
from kg.patterns import regex

_N = NUMBER
_ENDS: dict[str, tuple[int, int | None]] = {
    "G": (0, None), "J": (0, None), "O": (1, None), "Y": (1, None), "V": (0, 0), "v": (0, 0),
    "L": (-1_000, 0), "j": (-1_000, 0), "o": (-1_000, -1),
}  # fmt: skip
"""What bounds a number: what the lower and the upper end have more than it; None: there is no upper one."""
_WAYS = (
    regex(f"(?:n?(?P<noun>[dDugr])[n&+@]*|n)?(?P<low>{_N})~(?P<high>{_N})(?P<after>[dDug])?"),
    regex(f"(?:n?(?P<noun>[dDugrbck])[n+&@]*|n[+]*)?(?P<how>[GLVOov]+)[bck+]*(?P<low>{_N})(?P<more>[JjY]*)(?P<after>[dDug])?"),
    regex(f"(?:(?P<noun>[dDugr])[n+&@]*)?(?P<low>{_N})(?P<after>[dDug])?(?P<how>[JjY]+)(?P<after2>[dDug])?"),
    regex(f"(?:(?P<noun>[dDu])[n+&@]*)?(?<![MEfz>~]){_N}(?P<after>[dDu])(?![?M])"),
    regex(f"(?P<noun>[Du])[n+&@]*{_N}"),
    regex(f"(?P<noun>d)[n+@]*{_N}(?![dtgr~JjYMEfz])"),
)  # fmt: skip
_ONE_OR_TWO = regex(f"(?<![{_N}~]){_N}{_N}(?![{_N}~])")
"""一两条."""
_TWO_OR_THREE = regex(f"{_N}[|]{_N}")
"""两项或三项."""
_AGAIN = regex(f"(?P<so>[.][+G]*{_N}[JjY]*)(?=[.]|$)")
_ROWS = tuple("项件条次回处桩样宗")
_OF_ROWS = regex("[项件条次]数|条目数|事项数|项目数")
"""The number of a body's rows."""


def bounded(parse: Parse) -> None:
    """Take the bounds of numbers and say what they bound.

    Raises:
        Unread: two bound the same, or one what has no number.
    """
    if not parse.has(_N):
        if parse.has("GLOoJjYV"):
            raise Unread
        return
    _inclusive(parse)
    if match := _ONE_OR_TWO.search(parse.code):
        low, high = parse.items[match.start() : match.end()]
        if high.number == low.number + 1 and not low.text:
            parse.items.insert(match.start() + 1, Item("~", ""))
    while match := _TWO_OR_THREE.search(parse.code):
        low, _, high = parse.items[match.start() : match.end()]
        if high.number != low.number + 1:
            raise Unread
        parse.items[match.start() + 1] = Item("~", "")
    for way in _WAYS:
        at = 0
        while match := way.search(parse.code, at):
            found = parse.items[match.start() : match.end()]
            if way in _WAYS[3:] and not _counts_departments(parse, match):
                at = match.end()
                continue
            noun = _noun(match, found)
            if noun in parse.bounds and parse.bounds[noun] != _bounds(match, found):
                raise Unread
            parse.bounds[noun] = _bounds(match, found)
            kept = [i for i in found if i.letter in "rbckdg" and i.letter != noun]
            kept += [i for i in found if i.letter == "n" and MANY.search(i.text)]
            parse.items[match.start() : match.end()] = kept
            at = match.start()
    if parse.has("GLOoJjYV"):
        raise Unread


_MORE_THAN_ONE = regex(
    f"(?:(?P<list>[bck])[lr+]*n?[+]*)?_{TOWN}[+]*(?:(?P<behind>[bck])[lr+]*)?n?[+]*(?P<how>[meY])[+]*[?]?t"
)
"""收回事项比甲镇多的乡镇."""


def more_than_one(items: list[Item], count: Callable[[str, tuple[str, ...]], int]) -> list[Item]:
    """The items, a township that others are held against being as many as it has: 收回事项比甲镇多的乡镇.

    ``count`` tells how many duties of a list some townships have.
    """
    letters = code(items)
    match = _MORE_THAN_ONE.search(letters)
    if match is None or letters.count(TOWN) != 1 or bool(match["list"]) is bool(match["behind"]):
        return items
    found = items[match.start() : match.end()]
    span = next(item.span for item in found if item.letter == TOWN)
    if span is None:
        return items
    kind = match["list"] or match["behind"]
    bound = Item("o" if match["how"] == "e" else "O", "")
    many = Item(NUMBER, "项", number=count(LISTS[kind], span.iris))
    listed = next(item for item in found if item.letter == kind)
    asked = [item for item in found[-2:] if item.letter in "?t"]
    more = [listed, bound, many, *asked]
    return [*items[: match.start()], *more, *items[match.end() :]]


def _counts_departments(parse: Parse, match: re.Match[str]) -> bool:
    """Whether a bare number beside a noun says how many each row has: 有三个部门的事项."""
    at = match.start() + match[0].index(_N)
    return parse.items[at].text in ("家", "个", "", "条") and not parse.has("MEa")


def _noun(match: re.Match[str], found: list[Item]) -> str:
    """What a number counts.

    Raises:
        Unread: that is not clear.
    """
    groups = match.groupdict()
    unit = next((i.text for i in found if i.letter == _N and i.text), "")  # 三到五次
    after = groups.get("after") or groups.get("after2") or ""
    before = groups.get("noun") or ""
    if after in ("d", "g") and any(i.letter == "n" and _OF_ROWS.search(i.text) for i in found):
        return "r"  # 件数正好为二的部门
    if after in ("d", "D", "u", "g") and not (unit in _ROWS and after in "dg"):
        return after
    if before in ("D", "u") and unit in ("条", "项", "", "个", "款"):
        return before
    if unit in _ROWS:
        return "r"
    if unit == "家" or before == "d":
        return "d"
    if before and before in "rbck":
        return "r"
    raise Unread


def _bounds(match: re.Match[str], found: list[Item]) -> Bounds:
    numbers = [i.number for i in found if i.letter == _N]
    if len(numbers) == 2:
        return numbers[0], numbers[1]
    groups = match.groupdict()
    how = [*(groups.get("how") or ""), *(groups.get("more") or "")] or ["V"]
    kinds = {"J" if h == "G" else "V" if h == "v" else "j" if h == "L" else h for h in how}
    if len(kinds - {"V"}) > 1:
        raise Unread
    kind = next(iter(kinds - {"V"}), "V")
    low, high = _ENDS[kind]
    return max(numbers[0] + low, 0), None if high is None else numbers[0] + high


def _inclusive(parse: Parse) -> None:
    """Take a number that is told again beside a bound: 十五项以上(含十五)."""
    said = [i.number for i in parse.of(_N)]
    for match in reversed([*_AGAIN.finditer(parse.code)]):
        number = next(i.number for i in parse.items[match.start() : match.end()] if i.letter == _N)
        if said.count(number) > 1 and re.search(f"{_N}[d]?[JjY]", parse.code[: match.start()]):
            del parse.items[match.start() : match.end()]
