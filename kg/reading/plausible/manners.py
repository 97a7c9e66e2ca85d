"""Manners: whether a row is put as rows of its list are.

What a township does itself is told by what it does (做好……，开展……), what it helps with by the matter (……监管工作),
what was taken back by the act (对……的处罚). Two small tables were learned: manners.csv of the names of all three lists,
works.csv of names and of what a department does, which tells what a department does with the township from what it took back.
A row that is put as those of another list was moved there; nothing is repaired.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from kg.findings import shorten
from kg.folding import fold_forms, strip_blanks, strip_markup
from kg.reading.plausible.topics import grams as pairs
from kg.reading.rows import RowProblem
from kg.values import Duty, ListKind, Row
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

COLUMNS = ("feature", *(kind.value for kind in ListKind))
WORKS_COLUMNS = ("feature", "weight")
ALL = "*"
"""The row with what speaks for each list whatever the name."""
_IN_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_MARKS = re.compile(r"[，；,;]")
_NO_IDEOGRAPHS = re.compile(r"[^\u4e00-\u9fff]+")
_MOST_PARTS = 2
_LENGTHS, _LONGEST = 8, 5
_LONGEST_END = 3
_END_SHARE = 0.4
"""What a beginning, an end or a length counts; all characters together count one."""
_TEXT_SHARE = 0.7
_LEAST = {
    (ListKind.BASIC, ListKind.COOPERATION): 2.0,
    (ListKind.BASIC, ListKind.RECLAIMED): 0.0,
    (ListKind.COOPERATION, ListKind.BASIC): 2.8,
    (ListKind.COOPERATION, ListKind.RECLAIMED): 3.5,
    (ListKind.RECLAIMED, ListKind.BASIC): 2.0,
    (ListKind.RECLAIMED, ListKind.COOPERATION): 5.3,
}
"""Evidence (log-odds) that a name of a list is one of another: of 1,565 rows of eight lists left out of the tables six have
it; of moved ones nine in ten to all, between the last two lists half."""
_LEAST_WORKS = {ListKind.COOPERATION: 0.7, ListKind.RECLAIMED: 4.6}
"""The same of a name and of what the department does together: one of 800 rows, of moved ones seven in ten."""
_ACTS = 2.2
"""So much more against a name of the basic list that begins with something to do, as most of it do."""
_SAID = ("name-doubtful", "row-shifted", "list-doubtful")
_MANY = 20
"""Rows of a list of which one alone has duties without number: of 71 lists two have such a row."""
_LEAST_UNNUMBERED = -3.0
"""What such a row must say for the reclaimed list; of cooperation rows one in twenty says more, of reclaimed ones nearly all."""
_RUN = 4
"""So many rows in a row are a page, not a way of putting things."""
_HELPS = re.compile(
    r"配合|(?:协助|协同)(?:好|做好)?(?:上级|[县市区旗]级|[县市区旗]直|[县市区旗]?(?:有关|相关|职能|主管)?部门)"
)
"""A duty of another that the township helps with: ``协助县级部门巡查``."""
_FEWEST, _FEW = 3, 0.1
"""Where more of a list's rows are put so, that is its manner."""


def features(name: str) -> dict[str, float]:
    """What characters a name has, how it begins and ends, how many parts and about how many characters it has."""
    words = _IN_BRACKETS.sub("", strip_blanks(strip_markup(fold_forms(name))))
    parts = min(_MOST_PARTS, len(_MARKS.findall(words)))
    whole = _NO_IDEOGRAPHS.sub("", words)
    found = _even({*whole, *pairs(whole)})
    for length in range(1, _LONGEST_END + 1):
        found[f"{words[:length]}…"] = found[f"…{words[-length:]}"] = _END_SHARE
    found[f"parts {parts}"] = _END_SHARE
    found[f"length {min(_LONGEST, len(words) // _LENGTHS)}"] = _END_SHARE
    return found


def work_features(name: str, text: str) -> dict[str, float]:
    """The same of a name, and the pairs of characters of what a department does."""
    found = {f"name {feature}": value for feature, value in features(name).items()}
    for pair, value in _even(pairs(text)).items():
        found[f"text {pair}"] = _TEXT_SHARE * value
    return found


def work_of(duty: Duty) -> str:
    """What the department of a cooperation or a reclaimed duty does."""
    return duty.row.cell("superior") or duty.method


def _even(found: Iterable[str]) -> dict[str, float]:
    """Features that count one together."""
    each = sorted(found)
    return dict.fromkeys(each, 1 / math.sqrt(len(each) or 1))


class MannerReader:
    """Tells rows of one list from those of another, by the tables of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use manners.csv and works.csv of ``vocabulary``; without them nothing is told."""
        self._weights = _read(vocabulary.checksum, vocabulary.folders)

    def judge(
        self,
        duties: Sequence[Duty],
        prints: Callable[[Row], bool],
        acts: Callable[[str], bool],
        problems: list[RowProblem],
    ) -> None:
        """Add rows that are put as rows of another list to ``problems``.

        ``prints`` tells whether a known list of the same kind prints the name of a row, ``acts`` whether a text
        begins with something to do.
        """
        said = {p.line for p in problems if p.kind in _SAID}
        for kind in ListKind:
            found = [duty for duty in duties if duty.row.kind is kind]
            most = max(_FEWEST, int(_FEW * len(found)))
            others = [
                (duty.row, self._is_put_as(duty, acts)) for duty in found if not prints(duty.row)
            ]
            if kind is ListKind.COOPERATION:
                problems.extend(_unnumbered(found, self._weights.of_work, said))
            for other in ListKind:
                odd = [row for row, list_ in others if list_ is other]
                if len(odd) > most:
                    problems.extend(_run_of_another([row for row, _ in others], odd, other))
                for row in odd if len(odd) <= most else ():
                    if row.line not in said:
                        said.add(row.line)
                        what = (
                            f"这一行的写法不像《{kind.zh}清单》的，像《{other.zh}清单》的："
                            f"“{shorten(row.name, 30)}”；请核对这一行是不是列错了清单"
                        )
                        problems.append(RowProblem("list-doubtful", row.line, what, row.name, row))

    def _is_put_as(self, duty: Duty, acts: Callable[[str], bool]) -> ListKind | None:
        """The other list whose rows are put as this one is; None if it is put as those of its own."""
        kind = duty.row.kind
        name = duty.row.name
        if kind is ListKind.BASIC and _HELPS.match(name):
            return ListKind.COOPERATION
        of_name = self._weights.of_name(name)
        does = kind is ListKind.BASIC and acts(name) and not name.startswith("对")
        more = _ACTS if does else 0.0
        gains = [
            (of_name[other] - of_name[kind] - least - more, other.value)
            for (one, other), least in _LEAST.items()
            if one is kind and of_name
        ]
        if kind is not ListKind.BASIC and work_of(duty):
            turned = 1 if kind is ListKind.COOPERATION else -1
            gain = turned * self._weights.of_work(name, work_of(duty))
            other = ListKind.RECLAIMED if turned > 0 else ListKind.COOPERATION
            gains.append((gain - _LEAST_WORKS[kind], other.value))
        if duty.discontinued and not duty.departments:
            gains = []  # what nobody does any more was the township's own work: 代办证明
        best, other_list = max(gains, default=(0.0, ""))
        return ListKind(other_list) if best > 0 else None


def _run_of_another(
    rows: Sequence[Row], odd: Sequence[Row], other: ListKind
) -> Iterator[RowProblem]:
    """Many rows that are put as those of another list, one behind the other: a page of that list stands here."""
    lines = {row.line for row in odd}
    runs = [list(run) for is_odd, run in groupby(rows, lambda row: row.line in lines) if is_odd]
    longest = max(runs, key=len, default=[])
    if len(longest) < _RUN or 2 * len(longest) < len(odd) or 2 * len(odd) > len(rows):
        return
    first, last = longest[0], longest[-1]
    what = (
        f"从这一行到第 {last.number} 项，{len(longest)} 行的写法都像《{other.zh}清单》的："
        f"“{shorten(first.name, 30)}”；像是那张清单的一页，请核对"
    )
    yield RowProblem("list-doubtful", first.line, what, first.name, first)


def _unnumbered(
    duties: Sequence[Duty], of_work: Callable[[str, str], float], said: set[int]
) -> Iterator[RowProblem]:
    """The one row of whose departments' duties none is numbered or says who does it; it is added to the lines ``said``."""
    told = [duty for duty in duties if duty.superior]
    bare = [duty for duty in told if not any(clause.printed for clause in duty.superior)]
    odd = [duty for duty in bare if not any(where.startswith("s") for _, _, where in duty.named)]
    if len(told) < _MANY or len(bare) != 1:
        return
    for row in (duty.row for duty in odd if duty.row.line not in said):
        if of_work(row.name, row.cell("superior") or "") < _LEAST_UNNUMBERED:
            continue
        said.add(row.line)
        what = (
            "别的各项的部门职责都编号、写明由谁做，这一项都没有，像是别的清单的："
            f"“{shorten(row.name, 30)}”；请核对这一行是不是列错了清单"
        )
        yield RowProblem("list-doubtful", row.line, what, row.name, row)


@dataclass(frozen=True, slots=True)
class _Weights:
    """The weights of features of names for each list, and of works for the reclaimed one."""

    names: dict[str, dict[ListKind, float]]
    works: dict[str, float]

    def of_name(self, name: str) -> dict[ListKind, float]:
        """What a name says for each list; nothing without a table."""
        if not self.names:
            return {}
        found = [(self.names[f], value) for f, value in features(name).items() if f in self.names]
        return {
            kind: math.fsum(
                (self.names[ALL][kind], *(weights[kind] * value for weights, value in found))
            )
            for kind in ListKind
        }

    def of_work(self, name: str, text: str) -> float:
        """How much a name and what a department does speak for the reclaimed list, and not for cooperation."""
        return self.works.get(ALL, 0.0) + math.fsum(
            self.works.get(feature, 0.0) * value
            for feature, value in work_features(name, text).items()
        )


@lru_cache(maxsize=4)
def _read(checksum: str, folders: tuple[Path, ...]) -> _Weights:
    names = {
        row["feature"]: {kind: float(row[kind.value]) for kind in ListKind}
        for _, row in read_table(folders, "manners", COLUMNS, 1)
    }
    works = {
        row["feature"]: float(row["weight"])
        for _, row in read_table(folders, "works", WORKS_COLUMNS, 1)
    }
    return _Weights(names, works)
