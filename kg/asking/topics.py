"""Topics: a duty named loosely, linked to the rows whose names say it.

A name fits if it has (nearly) all characters of the topic in runs of two or more; characters left
out between runs are allowed (烈士纪念设施保护 – 烈士纪念设施巡查保护), abbreviations too (危化品 –
危险化学品). Rows of one Matter fit together. Nothing that says another act fits: 发放 ≠ 追缴.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from kg.asking.linking import TOPIC_LENGTH
from kg.asking.rows import list_of, order, township_code
from kg.frozen import frozen
from kg.patterns import regex
from kg.store.gate import Bound, batches, iris
from kg.store.search import Name, Named, TextIndex, name_key

if TYPE_CHECKING:
    from kg.store.graph import Graph

FITS = 0.82
"""Share of the topic's characters a name must have."""

_KEPT = 200
_DUTIES = 250
"""Duties of a township, roughly."""
_SAME_SHAPE = 0.2
_STEP = 3
_NEARLY = 0.8
_LIGHT = regex("(?:建设|管理|服务|推进|建立|设立|设置|实施|保障|办理)+$")
_HEAD = regex(
    "^(?:关于|对于|有关|开展|做好|负责|进行|组织|落实|加强|推进|办理|协助|配合|去做|从事|实施|承担|履行|参与|完成|要求|[对把将在于由让去做办搞管])+(?=..)"
)
_TAIL = regex(
    "(?:工作|事项|事宜|情况|问题|任务|业务|活动|这件事|的事|事情|方面|[等时中里的之上吗呢了啊办做干搞])+$"
)


@frozen
class Fit:
    """How well a name says a topic: ``cover`` of its characters, ``unbroken`` of its pairs."""

    name: Name
    cover: float
    unbroken: float
    exact: bool


@frozen
class Linked:
    """The duties a topic means, in order, and the nearest names where it means none."""

    duties: tuple[str, ...]
    near: tuple[str, ...]


def core(text: str) -> str:
    """The key of a topic or name without what says nothing about the duty."""
    key = name_key(text)
    shorter = _TAIL.sub("", _HEAD.sub("", key)).replace("的", "")
    return shorter if len(shorter) > 1 else key.replace("的", "")


def fit(topic: str, name: str) -> tuple[float, float]:
    """(cover, unbroken) of a topic's core by a name's key."""
    size = len(topic)
    if not size:
        return 0.0, 0.0
    if topic in name:
        return 1.0, 1.0
    covered, joints, position, end = 0.0, 0, 0, -1
    while position < size:
        length = _run(topic, position, name)
        if length:
            covered += length
            joints += length - 1
            end = name.find(topic[position : position + length]) + length
            position += length
            continue
        if end >= 0:
            near = name.find(topic[position], end, end + _STEP)
            if near >= 0:  # an abbreviation goes on: 危(险)化(学)品
                covered += 0.9
                end = near + 1
            elif size >= 5 and topic[position + 1 : position + 3] == name[end + 1 : end + 3] != "":
                covered += 0.6  # one character misspelt between two runs
                end += 1
        position += 1
    return covered / size, joints / max(size - 1, 1)


def _run(topic: str, position: int, name: str) -> int:
    """The length of the longest run from ``position`` that the name has, at least two."""
    length = 0
    for stop in range(position + 2, len(topic) + 1):
        if topic[position:stop] not in name:
            break
        length = stop - position
    return length


class Topics:
    """Links topics to the duties of one graph."""

    def __init__(self, graph: Graph, index: TextIndex) -> None:
        """Prepare for a graph and its text index."""
        self._graph = graph
        self._index = index
        self._fits: dict[str, list[Fit]] = {}

    def link(
        self, topic: str, townships: Collection[str] = (), kinds: Collection[str] = ()
    ) -> Linked:
        """The duties that a topic means in townships (codes; none: everywhere) and lists.

        The topic is first understood over all loaded lists; a township's own row counts if it fits
        by itself or is of the same Matter as the row that fits best.
        """
        text = core(topic)
        fits = self.fits(text)
        near = tuple(fit.name.text for fit in fits[:5])
        good = [fit for fit in fits if fit.cover >= FITS]
        lighter = _LIGHT.sub("", text)
        if not good and len(lighter) >= TOPIC_LENGTH and lighter != text:
            good = [fit for fit in self.fits(lighter) if fit.cover >= 1.0]
        if not good:
            return Linked((), near)
        by_name = {fit.name.id: fit for fit in good}
        named = self._current(self._index.duties(by_name, townships))
        best = max(fit.unbroken for fit in good)
        exact = {name for name, fit in by_name.items() if fit.exact}
        elsewhere: list[Named] | None = None
        chosen: list[str] = []
        groups: dict[str, list[Named]] = {}
        for row in named:
            groups.setdefault(row.township, []).append(row)
        for rows in groups.values():
            said = [row.duty for row in rows if row.name in exact]
            if said:
                chosen.extend(said)
                continue
            top = max(by_name[row.name].unbroken for row in rows)
            if exact and top < _NEARLY:
                elsewhere = self._named(exact) if elsewhere is None else elsewhere
                if elsewhere:
                    continue  # said exactly elsewhere: here only the same Matter counts
            chosen.extend(
                row.duty
                for row in rows
                if by_name[row.name].unbroken >= max(top, best) - _SAME_SHAPE
            )
        have = {township_code(d) for d in chosen if not kinds or list_of(d) in kinds}
        current = self._graph.current_editions
        missing = {code for code in townships or current if code in current} - have
        if missing:
            alike = {name for name, fit in by_name.items() if fit.unbroken >= best}
            seeds = (self._named(exact) if elsewhere is None else elsewhere) or self._named(alike)
            chosen.extend(self.same_matter([row.duty for row in seeds], missing))
        found = [d for d in dict.fromkeys(chosen) if not kinds or list_of(d) in kinds]
        return Linked(tuple(sorted(found, key=order)), near)

    def said(self, topic: str) -> bool:
        """Whether some row's name says just this, so that no other wording is meant."""
        text = core(topic)
        return len(text) >= TOPIC_LENGTH and any(
            fit.exact or (fit.cover >= 1 and fit.unbroken >= 1) for fit in self.fits(text)[:3]
        )

    def fits(self, text: str) -> list[Fit]:
        """Names that share characters with a topic's core, the best first."""
        if text in self._fits:
            return self._fits[text]
        found = []
        for name in self._index.candidates(text):
            key = name.key.replace("的", "")
            cover, unbroken = fit(text, key)
            exact = text in (key, core(name.text))
            found.append(Fit(name, cover, unbroken, exact))
        found.sort(
            key=lambda f: (not f.exact, -round(f.cover + f.unbroken, 3), len(f.name.key), f.name.id)
        )
        if len(self._fits) >= _KEPT:
            self._fits.clear()
        self._fits[text] = found
        return found

    def _current(self, rows: list[Named]) -> list[Named]:
        current = self._graph.current_editions
        return [row for row in rows if current.get(row.township) == row.edition]

    def _named(self, names: Collection[int]) -> list[Named]:
        """The duties of the current editions that have one of these names."""
        return self._current(self._index.duties(names)) if names else []

    def same_matter(self, duties: Sequence[str], townships: Collection[str]) -> list[str]:
        """The duties of these townships' (codes) current editions that are of the same Matters."""
        query = "SELECT DISTINCT ?m WHERE {{ VALUES ?a {{ {} }} ?a :matter ?m }}"
        matters = {
            row["m"]
            for batch in batches(duties)
            for row in self._graph.rows(Bound(query.format(iris(batch))))
        }
        if not matters:
            return []
        current = self._graph.current_editions
        if len(townships) * _DUTIES < len(duties):  # fewer than the duties of those Matters
            editions = [f"{code}/{current[code]}" for code in townships]
            there = self._index.listed(townships=townships, editions=editions)
            return [duty for duty, matter in self._matters(there) if matter in matters]
        query = (
            f"SELECT DISTINCT ?b WHERE {{ VALUES ?m {{ {iris(sorted(matters))} }} ?b :matter ?m }}"
        )
        found = [row["b"] for row in self._graph.table(query, "b")]
        return [
            duty
            for duty in found
            if (code := township_code(duty)) in townships
            and current.get(code) == duty.rsplit("/", 2)[1]
        ]

    def _matters(self, duties: list[str]) -> Iterator[tuple[str, str]]:
        """(duty, Matter) of these duties."""
        query = "SELECT ?b ?m WHERE {{ VALUES ?b {{ {} }} ?b :matter ?m }}"
        for batch in batches(duties):
            for row in self._graph.rows(Bound(query.format(iris(batch)))):
                yield row["b"], row["m"]
