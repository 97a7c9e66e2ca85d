"""Mapping files: what a person says about a document the program cannot settle alone.

``list.xlsx.map.json`` beside ``list.xlsx`` (``kg inspect`` writes a draft) is an object with any of
``list`` (basic, cooperation, reclaimed), ``place`` (省/州市/县/乡镇), ``edition`` (YYYY-MM), ``columns``
(printed header → role of headers.csv), ``tables`` (line of a header, or its place as ``kg inspect``
says it → list) and ``accept`` (kinds of findings a person has looked at; they no longer stop the build).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.folding import strip_blanks
from kg.reading.naming import Stated
from kg.values import ListKind
from kg.vocabulary.sheets import decoded

SUFFIX = ".map.json"
ACCEPTABLE = frozenset(
    "serial-start row-broken row-unclear row-shifted holder-unclear holder-column-missing "
    "department-column-missing department-odd duty-column-missing columns-swapped list-twice "
    "cut-off title-header-differ place-differs category-odd list-empty".split()
)
"""The kinds of errors a person may accept: judgements about how a list looks."""
_KEYS = frozenset({"list", "place", "edition", "columns", "tables", "accept"})
_EDITION = re.compile(r"(?:19|20)\d{2}-(?:0[1-9]|1[0-2])")


class MappingError(ValueError):
    """A mapping file cannot be used; the message says why, for people."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """What is said about one document; everything may be left out."""

    kind: ListKind | None = None
    place: str | None = None
    edition: str | None = None
    columns: AnyMapping[str, str] = field(default_factory=dict)
    tables: AnyMapping[str, ListKind] = field(default_factory=dict)
    accept: frozenset[str] = frozenset()

    @property
    def stated(self) -> Stated:
        """The lists said of tables."""
        return Stated(self.kind, self.tables)

    def or_else(self, other: Mapping) -> Mapping:
        """This mapping, with what it leaves out taken from ``other``."""
        return Mapping(
            self.kind or other.kind,
            self.place or other.place,
            self.edition or other.edition,
            self.columns or other.columns,
            self.tables or other.tables,
            self.accept | other.accept,
        )


def read_mapping(document: Path) -> Mapping:
    """The mapping file beside ``document``; an empty mapping where there is none.

    Raises:
        MappingError: the file cannot be used.
    """
    path = document.with_name(document.name + SUFFIX)
    try:
        text = decoded(path.read_bytes())
    except FileNotFoundError:
        return Mapping()
    except (OSError, UnicodeDecodeError) as error:
        raise MappingError(
            f"{path.name} 读不到，应为 UTF-8、GB18030 或 UTF-16 编码"
            f" (cannot be read as text: {type(error).__name__})"
        ) from error
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MappingError(f"{path.name} 不是合法的 JSON (no valid JSON): {error}") from error
    if not isinstance(found, dict):
        raise MappingError(f"{path.name} 应为一个 JSON 对象 (must be a JSON object)")
    unknown = sorted(set(found) - _KEYS)
    if unknown:
        raise MappingError(
            f"{path.name} 里不认识 {'、'.join(unknown)}；可用：{'、'.join(sorted(_KEYS))} (unknown keys)"
        )
    return _mapping(path.name, found)


def _mapping(name: str, found: dict[str, Any]) -> Mapping:
    columns, tables = found.get("columns") or {}, found.get("tables") or {}
    accept = found.get("accept") or []
    if not (
        isinstance(columns, dict)
        and isinstance(tables, dict)
        and isinstance(accept, list)
        and all(isinstance(value, str) for value in (*columns.values(), *tables.values(), *accept))
    ):
        raise MappingError(
            f"{name}：columns 和 tables 应为对象，accept 应为数组，值为文字"
            " (columns and tables must be objects, accept an array, of texts)"
        )
    wrong = sorted(set(accept) - ACCEPTABLE)
    if wrong:
        raise MappingError(
            f"{name}：accept 里的 {'、'.join(wrong)} 不能认可；可用：{'、'.join(sorted(ACCEPTABLE))} (cannot be accepted)"
        )
    place, edition = found.get("place"), found.get("edition")
    if place is not None and not isinstance(place, str):
        raise MappingError(
            f"{name}：place 应为 省/州市/县/乡镇 (must be PROVINCE/PREFECTURE/COUNTY/TOWNSHIP)"
        )
    if edition is not None and not (isinstance(edition, str) and _EDITION.fullmatch(edition)):
        raise MappingError(f"{name}：edition 应为 YYYY-MM (must be YYYY-MM)")
    try:
        kind = ListKind(found["list"]) if found.get("list") else None
        by_header = {strip_blanks(where): ListKind(value) for where, value in tables.items()}
    except ValueError as error:
        kinds = "、".join(ListKind)
        raise MappingError(
            f"{name}：清单应为 {kinds} 之一，tables 的键应为表头所在行号，或 kg inspect 说的位置（如“表1第2行”）"
            f" (lists are {kinds}; keys of tables are lines of headers, or where kg inspect says they stand)"
        ) from error
    return Mapping(kind, place, edition, columns, by_header, frozenset(accept))
