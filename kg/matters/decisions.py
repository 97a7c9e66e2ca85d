"""Opinions: what people decided about pairs of duties, kept in a table anyone can edit.

``matters.csv`` has one pair a row: ``a,b,verdict,note`` with verdict ``same`` or ``different`` and
duties written ``township code/edition/list letter-number`` or as their IRI. In a folder of one's
own (``--vocabulary``) it adds to the packaged table and overrules it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.errors import UsageError, VocabularyError
from kg.folding import guarded
from kg.values import ListKind
from kg.vocabulary.tables import read_table, replace_file, table_text

TABLE = "matters"
COLUMNS = ("a", "b", "verdict", "note")
SAME = "same"
DIFFERENT = "different"
_KEY = re.compile(r"(?:^|/duty/)([^/\s]+)/([^/\s]+)/([bcr])-0*([1-9]\d*)$")


def duty_key(township: str, edition: str, kind: ListKind, number: int) -> str:
    """``652328104/2025-07/c-012``: a duty without the base of its IRI."""
    return f"{township}/{edition}/{kind.letter}-{number:03d}"


def parse_key(text: str) -> str:
    """The key in a key or IRI as people paste it.

    Raises:
        UsageError: it names no duty.
    """
    found = _KEY.search(text.strip().strip("<>"))
    if not found:
        raise UsageError(
            f"看不懂的事项“{text}”：应写成 乡镇代码/版本/清单字母-序号，如 652328104/2025-07/c-012，"
            "或完整网址 (not a duty: write township code/edition/letter-number or its IRI)"
        )
    township, edition, letter, number = found.groups()
    return f"{township}/{edition}/{letter}-{int(number):03d}"


@dataclass(frozen=True, slots=True, order=True)
class Opinion:
    """A person's decision on two duties; ``pair`` holds their keys in order."""

    pair: tuple[str, str]
    same: bool
    note: str = ""


def opinion(a: str, b: str, *, same: bool, note: str = "") -> Opinion:
    """Make an opinion of two keys or IRIs.

    Raises:
        UsageError: one names no duty, or both are the same one.
    """
    one, two = sorted((parse_key(a), parse_key(b)))
    if one == two:
        raise UsageError(f"两个事项相同：{one} (the two duties are one)")
    return Opinion((one, two), same, note)


@dataclass(frozen=True)
class Opinions:
    """All decisions, one a pair, sorted."""

    items: tuple[Opinion, ...]

    @cached_property
    def rejected_keys(self) -> frozenset[str]:
        """Duties that a person keeps apart from another one."""
        return frozenset(key for item in self.items if not item.same for key in item.pair)


def load_opinions(folders: Sequence[Path]) -> Opinions:
    """Read matters.csv of every vocabulary folder; later folders overrule earlier ones.

    Raises:
        VocabularyError: the table cannot be used; the message lists problems as file:line.
    """
    found: dict[tuple[str, str], Opinion] = {}
    problems = []
    for where, row in read_table(folders, TABLE, COLUMNS, 2):
        if row["verdict"] not in (SAME, DIFFERENT):
            problems.append(
                f"{where}: verdict 应为 (must be) {SAME} / {DIFFERENT}: {row['verdict']!r}"
            )
            continue
        try:
            item = opinion(row["a"], row["b"], same=row["verdict"] == SAME, note=row["note"])
        except UsageError as error:
            problems.append(f"{where}: {error}")
            continue
        found[item.pair] = item
    if problems:
        raise VocabularyError("词表有误 (vocabulary tables have errors):\n" + "\n".join(problems))
    return Opinions(tuple(sorted(found.values())))


def save_opinions(folder: Path, added: Iterable[Opinion]) -> Opinions:
    """Add decisions to matters.csv of one folder and return all of that table.

    A pair that is there already gets the new verdict. The file is replaced in one step.

    Raises:
        VocabularyError: the table there cannot be used.
        OSError: the folder cannot be written.
    """
    found = {item.pair: item for item in load_opinions((folder,)).items}
    found.update((item.pair, item) for item in added)
    items = tuple(sorted(found.values()))
    rows = ((*i.pair, SAME if i.same else DIFFERENT, guarded(i.note)) for i in items)
    folder.mkdir(parents=True, exist_ok=True)
    replace_file(folder / f"{TABLE}.csv", table_text(COLUMNS, rows))
    return Opinions(items)
