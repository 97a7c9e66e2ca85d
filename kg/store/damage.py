"""Damage: what the engine and the tables say when a store cannot be read, as one message for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from kg.errors import KgError, QueryError, StoreError

T = TypeVar("T")

_OF_STORE = (
    "corrupt",
    "io error",
    "checksum",
    "malformed",
    "rocksdb",
    "not a database",
)
"""Words by which the engine's messages about its files are known; other ones are about a query."""
_WITHIN = (*_OF_STORE, "no such file")
"""Those while the engine is at work; elsewhere a file that is not there may be anybody's."""


def is_damage(error: Exception) -> bool:
    """Whether an error that came from anywhere speaks of the engine's files."""
    return any(word in str(error).lower() for word in _OF_STORE)


def told(error: Exception) -> KgError:
    """What an error of the engine means: a store that is damaged, or a query that failed."""
    said = " ".join(str(error).split())[:300]
    if any(word in said.lower() for word in _WITHIN):
        return StoreError(
            f"图库损坏，请重新运行 kg build (damaged store, run kg build again): {said}"
        )
    return QueryError(f"查询失败 (query failed): {said}")


def watched(items: Iterator[T]) -> Iterator[T]:
    """The items, an error of the engine among them as one of ours.

    Raises:
        StoreError: the store is damaged.
        QueryError: the query failed.
    """
    try:
        yield from items
    except (OSError, ValueError, RuntimeError) as error:
        raise told(error) from error
