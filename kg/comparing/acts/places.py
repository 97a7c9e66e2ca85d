"""Places: whose lists can contradict each other: those of one province, each of which decides for itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence, Set
from typing import TypeVar

from kg.comparing.rows import Entry
from kg.values import Level

T = TypeVar("T")


def province(row: Entry) -> str:
    """The code of the province a row's township is in; of the highest place known, where no province is."""
    place = row.township.place
    return (place.ancestor(Level.PROVINCE) or [*place.lineage()][-1]).code


def parted(
    items: Sequence[T], entry: Callable[[T], Entry], gone: Set[str]
) -> tuple[list[list[T]], list[T]]:
    """(those of each province that says both, all of them if some are of a province that says one side only).

    ``gone``: the rows (IRIs) of one side.
    """
    provinces: dict[str, list[T]] = defaultdict(list)
    for item in items:
        provinces[province(entry(item))].append(item)
    within = [own for own in provinces.values() if len({entry(x).iri in gone for x in own}) > 1]
    return within, list(items) if len(within) < len(provinces) else []
