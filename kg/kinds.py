"""Kinds of lists, and the order of lists and editions: all that those who only read need of the values."""

from __future__ import annotations

from enum import StrEnum


class ListKind(StrEnum):
    """The three parts of a duty list (履职事项清单)."""

    BASIC = "basic"
    COOPERATION = "cooperation"
    RECLAIMED = "reclaimed"

    __hash__ = str.__hash__  # that of Enum is a call of Python for each of many look-ups

    @property
    def zh(self) -> str:
        """The name of the list as such documents print it."""
        return _LIST_NAMES[self]

    @property
    def short(self) -> str:
        """What people call the list before a number: 收回 9, never 上级 9."""
        return _SHORT_NAMES[self]

    @property
    def letter(self) -> str:
        """The letter that stands for the list in IRIs: b, c or r."""
        return self[0]


_LIST_NAMES = {
    ListKind.BASIC: "基本履职事项",
    ListKind.COOPERATION: "配合履职事项",
    ListKind.RECLAIMED: "上级部门收回事项",
}
_SHORT_NAMES = {
    ListKind.BASIC: "基本",
    ListKind.COOPERATION: "配合",
    ListKind.RECLAIMED: "收回",
}


LIST_ORDER = {kind.value: position for position, kind in enumerate(ListKind)}
"""The place of each list in answers and records: basic, cooperation, reclaimed."""


def edition_order(edition: str) -> tuple[int, str, int]:
    """A key that sorts editions by age: undated ones first, then by month and number."""
    month, _, number = edition.partition(".")
    return (0 if edition.startswith("u-") else 1, month, int(number or 1))


UNDATED = "未注明日期"
"""What people read for an edition whose document prints no date."""


def shown_function(name: str) -> str:
    """A kind of department as people read it where no county stands before it: 委组织部 is 党委组织部."""
    return f"党{name}" if name.startswith("委") else name


def shown_edition(edition: str, undated: str = UNDATED) -> str:
    """An edition as people read it; the id of an undated one (``u-…``) is for programs."""
    return edition if edition_order(edition)[0] else undated
