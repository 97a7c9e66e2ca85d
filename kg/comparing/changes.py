"""Changes between two editions of a township's lists, each of one kind or several.

Another number alone is no change. A row that went to another list has changed that: that its cells
are now those of the other list is not said a second time. Nor is that a duty which nobody does any
more has no holder and no way of working, or that one which a department does after all has both.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kg.comparing.comparison import Comparison, Match, Status
from kg.comparing.differences import Difference
from kg.comparing.rows import entry_json
from kg.comparing.texts import marked


class ChangeKind(StrEnum):
    """What happened to a row."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"
    ENDED = "ended"
    RESUMED = "resumed"
    DEPARTMENTS = "departments"
    CLAUSES = "clauses"
    METHOD = "method"
    CATEGORY = "category"
    OTHER = "other"
    SPLIT = "split"
    MERGED = "merged"

    @property
    def zh(self) -> str:
        """In Chinese."""
        return _ZH[self]


_ZH = {
    ChangeKind.ADDED: "新增",
    ChangeKind.REMOVED: "取消",
    ChangeKind.RENAMED: "更名",
    ChangeKind.MOVED: "转到另一张清单",
    ChangeKind.ENDED: "不再开展",
    ChangeKind.RESUMED: "改由部门承接",
    ChangeKind.DEPARTMENTS: "部门调整",
    ChangeKind.CLAUSES: "职责内容调整",
    ChangeKind.METHOD: "工作方式调整",
    ChangeKind.CATEGORY: "类别调整",
    ChangeKind.OTHER: "其他栏目调整",
    ChangeKind.SPLIT: "拆分",
    ChangeKind.MERGED: "合并",
}
_STATUS = {
    Status.ONLY_A: ChangeKind.REMOVED,
    Status.ONLY_B: ChangeKind.ADDED,
    Status.SPLIT: ChangeKind.SPLIT,
    Status.MERGED: ChangeKind.MERGED,
}
_DIFFERENCE = {
    Difference.LIST: ChangeKind.MOVED,
    Difference.NAME: ChangeKind.RENAMED,
    Difference.DEPARTMENTS: ChangeKind.DEPARTMENTS,
    Difference.CLAUSES: ChangeKind.CLAUSES,
    Difference.METHOD: ChangeKind.METHOD,
    Difference.CATEGORY: ChangeKind.CATEGORY,
    Difference.OTHER: ChangeKind.OTHER,
}


@dataclass(frozen=True, slots=True)
class Change:
    """One row (or the rows of a split or merger) and all that happened to it."""

    kinds: tuple[ChangeKind, ...]
    match: Match


def changes(comparison: Comparison) -> tuple[Change, ...]:
    """The changes from A, the older edition, to B, in the order of the lists."""
    found = []
    for match in comparison.matches:
        if match.status is Status.SAME:
            continue
        kind = _STATUS.get(match.status)
        kinds = (kind,) if kind else tuple(_DIFFERENCE[k] for k in match.kinds)
        found.append(Change(_once(kinds, match), match))
    return tuple(found)


def _once(kinds: tuple[ChangeKind, ...], match: Match) -> tuple[ChangeKind, ...]:
    """The kinds of a change; that nobody does a duty any more is one, not another holder and another way."""
    both = (ChangeKind.DEPARTMENTS, ChangeKind.METHOD)
    if not (set(both) <= set(kinds) and len(match.a) == len(match.b) == 1):
        return kinds
    old, new = match.a[0], match.b[0]
    if old.discontinued == new.discontinued or (old.departments and new.departments):
        return kinds
    one = ChangeKind.ENDED if new.discontinued else ChangeKind.RESUMED
    return tuple(one if k is both[0] else k for k in kinds if k is not both[1])


def changes_json(comparison: Comparison) -> dict[str, Any]:
    """``{"older", "newer", "changed", "counts": {kind: n}, "changes": [{"kinds", "old", "new", …}], "renumbered"}``."""
    found = changes(comparison)
    counts = Counter(kind.value for change in found for kind in change.kinds)
    return {
        "older": comparison.a.title,
        "newer": comparison.b.title,
        "changed": bool(found),
        "counts": {kind.value: counts[kind.value] for kind in ChangeKind},
        "changes": [
            {
                "kinds": [kind.value for kind in change.kinds],
                "old": [entry_json(row) for row in change.match.a],
                "new": [entry_json(row) for row in change.match.b],
                "departments_removed": [b.name for b in change.match.differences.only_a],
                "departments_added": [b.name for b in change.match.differences.only_b],
                "clauses": [
                    {"cell": c.cell, "status": c.status, "marked": marked(c.pieces)}
                    for c in change.match.differences.clauses
                ],
                "method": change.match.method,
                "score": change.match.score,
                "doubtful": change.match.doubtful,
            }
            for change in found
        ],
        "renumbered": len(comparison.renumbered),
    }
