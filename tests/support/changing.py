"""Editions changed at random, from a seed: one change of each kind, each of another row, and what they were."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from editing import BASIC, COOPERATION, RECLAIMED, Change, Edition

_HOLDER = re.compile(r"(?!承接部门)[^：:、<\s]{4,24}(?=[：:])")
"""Who took a duty over: 云溪县民政局：负责收养登记。"""
_PHRASES = re.compile("^[^，]{8,}，[^，]{8,}$")
"""A name of two parts that can stand alone: 开展甲乙丙丁戊己庚辛，做好甲乙丙丁戊己庚辛"""


def _several(row: list[str]) -> bool:
    """Whether several departments are printed, each once and plainly."""
    bodies = row[3].split("、")
    return len(bodies) > 2 and len({*bodies}) == len(bodies) and not set("（， ") & set(row[3])


class Changing:
    """Changes an edition; every row is changed once."""

    def __init__(self, edition: Edition, seed: str) -> None:
        self.edition, self.dice = edition, random.Random(seed)
        self.made: set[Change] = set()
        self._used: list[list[str]] = []

    def pick(self, which: int, fits: Callable[[list[str]], object] = bool) -> list[str]:
        rows = [
            row
            for row in self.edition.rows(which)
            if not any(row is used for used in self._used) and " " not in row[2] and fits(row)
        ]
        row = self.dice.choice(rows)
        self._used.append(row)
        return row

    def keep(self, which: int, name: str) -> None:
        self._used.append(self.edition.row(which, name))

    def put(self, which: int, after: int, *cells: str) -> None:
        """A row after one that was printed, and is not changed."""
        printed = [row for row in self.edition.rows(which) if row[0] != "0"]
        self.edition.add(which, int(printed[after][0]), *cells)
        self.keep(which, cells[1])

    def tell(self, kinds: str, old: str, new: str) -> None:
        self.made.add((kinds, (old,) if old else (), (new,) if new else ()))

    def category(self) -> None:
        """A category has another name in every row, half of the time one that means the same."""
        named: dict[str, list[list[str]]] = {}
        for which in (BASIC, COOPERATION, RECLAIMED):
            for row in self.edition.rows(which):
                named.setdefault(row[1], []).append(row)
        old = self.dice.choice(sorted(name for name, rows in named.items() if 2 < len(rows) < 12))
        new = f"{old}类" if self.dice.random() < 0.5 else f"{old[:2]}事务"
        for row in named[old]:
            row[1] = new
            self._used.append(row)
            self.tell("category", row[2], row[2])

    def nothing(self) -> None:
        """Marks, blanks and their width are no change."""
        row = self.pick(COOPERATION)
        row[4], row[3] = row[4].replace("；", "; "), row[3].replace("、", "，")
        row = self.pick(BASIC)
        row[2] = row[2].replace("，", ", ")

    def added(self) -> None:
        """A row in the middle of a list, and one behind the first: all below have another number."""
        body = self.pick(COOPERATION)[3].split("、")[0]
        for which, at, name, cells in (
            (COOPERATION, 5, "低空飞行器起降点管理", (body, "1.规划起降点。", "1.上报违规飞行。")),
            (RECLAIMED, 0, "古井水质检测资质认定", (f"{body}：由其组织认定。",)),
        ):
            self.put(which, at, self.edition.rows(which)[0][1], name, *cells)
            self.tell("added", "", name)

    def removed(self) -> None:
        for which in (BASIC, COOPERATION, RECLAIMED):
            name = self.pick(which)[2]
            self.edition.remove(which, name)
            self.tell("removed", name, "")

    def renamed(self) -> None:
        row = self.pick(COOPERATION)
        old, row[2] = row[2], f"{row[2]}和档案整理"
        self.tell("renamed", old, row[2])

    def moved(self) -> None:
        """From the departments' list to what is taken back."""
        row = self.pick(COOPERATION)
        self.edition.remove(COOPERATION, row[2])
        holder = row[3].split("、")[0]
        self.put(RECLAIMED, 3, row[1], row[2], f"{holder}：由其组织开展。")
        self.tell("moved", row[2], row[2])

    def departments(self) -> None:
        row = self.pick(COOPERATION, _several)
        row[3] = row[3].rpartition("、")[0]
        self.tell("departments", row[2], row[2])

    def clause(self) -> None:
        row = self.pick(COOPERATION)
        row[5] = f"{row[5]} 9.每年12月报送总结。"
        self.tell("clauses", row[2], row[2])

    def holder(self) -> None:
        def fits(row: list[str]) -> object:
            return _HOLDER.match(row[3])

        row, other = self.pick(RECLAIMED, fits), self.pick(RECLAIMED, fits)
        one, two = (_HOLDER.match(each[3]) for each in (row, other))
        assert one
        assert two
        if one[0] != two[0]:
            row[3] = row[3].replace(one[0], two[0], 1)
            self.tell("departments", row[2], row[2])

    def method(self) -> None:
        row = self.pick(RECLAIMED, lambda row: _HOLDER.match(row[3]))
        row[3] = f"{row[3].rstrip('。')}，结果向社会公开。"
        self.tell("method", row[2], row[2])

    def ended(self) -> None:
        row = self.pick(RECLAIMED, lambda row: _HOLDER.match(row[3]))
        row[3] = "不再开展此项工作"
        self.tell("ended", row[2], row[2])

    def several(self) -> None:
        """A new name, a department less and a clause more, all of one row."""
        row = self.pick(COOPERATION, _several)
        old, row[2] = row[2], f"{row[2]}及评估"
        row[3] = row[3].rpartition("、")[0]
        row[5] = f"{row[5]} 9.每年12月报送总结。"
        self.tell("departments renamed clauses", old, row[2])

    def split(self) -> None:
        row = self.pick(BASIC, lambda row: _PHRASES.match(row[2]))
        old = row[2]
        row[2], _, other = old.partition("，")
        self.edition.add(BASIC, int(row[0]), row[1], other)
        self.keep(BASIC, other)
        self.made.add(("split", (old,), (row[2], other)))


def changed(edition: Edition, seed: str) -> set[Change]:
    """Change an edition in each of these ways, and say how."""
    work = Changing(edition, seed)
    for step in (
        *(work.category, work.nothing, work.split, work.departments, work.several, work.holder),
        *(work.method, work.ended, work.clause, work.renamed, work.moved, work.removed, work.added),
    ):
        step()
    return work.made
