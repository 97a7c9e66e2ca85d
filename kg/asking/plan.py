"""Plans: a frame becomes SPARQL over the graph's direct edges."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.asking.frame import BodyRef, Frame, Refusal, Status
from kg.asking.lexicon import Lexicon
from kg.asking.rows import iris, list_of, order
from kg.asking.texts import Mentions
from kg.asking.topics import Topics
from kg.sparql import string_term

if TYPE_CHECKING:
    from kg.graph import Graph

_CLASSES = {"basic": ":BasicDuty", "cooperation": ":CooperationDuty", "reclaimed": ":ReclaimedDuty"}
_EDGES = {"cooperation": ":leads", "reclaimed": ":reclaimed"}


@dataclass(frozen=True, slots=True)
class Found:
    """The duties of a frame, in order, and the query that found them."""

    duties: tuple[str, ...]
    sparql: str


class Planner:
    """Finds the duties of frames in one graph."""

    def __init__(self, graph: Graph, lexicon: Lexicon, topics: Topics, mentions: Mentions) -> None:
        """Prepare for a graph."""
        self._graph = graph
        self._lexicon = lexicon
        self._topics = topics
        self._mentions = mentions

    # -- scope ----------------------------------------------------------------------------

    def townships(self, frame: Frame) -> tuple[str, ...]:
        """The townships a frame is about; all loaded ones if it names none."""
        if frame.townships:
            return frame.townships
        if frame.places:
            found = {t for place in frame.places for t in self._lexicon.townships_in(place)}
            return tuple(t for t in self._lexicon.townships if t in found)
        return tuple(self._lexicon.townships)

    def codes(self, frame: Frame) -> tuple[str, ...]:
        """The codes of those townships."""
        return tuple(self._lexicon.townships[t].code for t in self.townships(frame))

    def bodies(self, ref: BodyRef, frame: Frame) -> tuple[str, ...]:
        """The departments a named body can mean within the frame's townships and places.

        Raises:
            Refusal: the counties in question have no such body.
        """
        if ref.place or not (frame.townships or frame.places):
            return ref.bodies
        wanted = {p for t in self.townships(frame) for p in self._lexicon.townships[t].places}
        found = tuple(b for b in ref.bodies if self._lexicon.bodies[b].place in wanted)
        if not found:
            where = "、".join(self._lexicon.townships[t].name for t in self.townships(frame)[:3])
            others = tuple(self._lexicon.bodies[b].label for b in ref.bodies)
            raise Refusal(Status.NOT_FOUND, f"{where}的清单里没有“{ref.text}”", others[:5])
        return found

    # -- queries --------------------------------------------------------------------------

    def find(self, frame: Frame) -> Found:
        """The duties of a frame.

        Raises:
            Refusal: a topic that no row says, a body that is not there.
        """
        patterns = self.patterns(frame)
        sparql = f"SELECT DISTINCT ?duty WHERE {{\n{patterns}\n}}"
        if frame.depts != (0, 0):
            low, high = frame.depts
            bound = f"COUNT(DISTINCT ?any) >= {low}" + (
                f" && COUNT(DISTINCT ?any) <= {high}" if high else ""
            )
            sparql = (
                f"SELECT ?duty WHERE {{\n{patterns}\n  ?any a :Department ; :leads ?duty .\n}}"
                f" GROUP BY ?duty HAVING({bound})"
            )
        found = sorted({row["duty"] for row in self._graph.table(sparql, "duty")}, key=order)
        return Found(tuple(found), sparql)

    def patterns(self, frame: Frame) -> str:
        """The graph patterns that bind ?duty to the duties of a frame."""
        parts: list[str] = []
        chosen = self._chosen(frame)
        if chosen is not None:
            parts.append(f"VALUES ?duty {{ {iris(chosen)} }}")
        parts.extend(self._body_patterns(frame))
        parts.extend(_class_patterns(frame, bound=chosen is not None))
        if frame.townships or frame.places:
            parts.append(
                f"VALUES ?township {{ {iris(self.townships(frame))} }} ?duty :ofTownship ?township ."
            )
        if frame.categories:
            parts.append(
                f"VALUES ?category {{ {iris(frame.categories)} }} ?duty :category ?category ."
            )
        if frame.name_words:
            parts.append("?duty rdfs:label ?name .")
            parts.extend(f"FILTER(CONTAINS(?name, {string_term(w)}))" for w in frame.name_words)
        if frame.discontinued:
            parts.append("?duty :discontinued true .")
        parts.extend(self._editions())
        return "\n".join(f"  {part}" for part in parts)

    def _editions(self) -> list[str]:
        """A pattern that keeps current editions, where a township has several."""
        if len(self._graph.documents) == len(self._graph.current_editions):
            return []
        return ["?duty :inList/:inDocument/:current true ."]

    def _body_patterns(self, frame: Frame) -> list[str]:
        edges = {_EDGES[kind] for kind in frame.lists or _EDGES if kind in _EDGES}
        path = "|".join(sorted(edges)) or ":leads"
        groups = [self.bodies(ref, frame) for ref in frame.bodies]
        if not groups:
            return []
        if not frame.joint:
            groups = [tuple(dict.fromkeys(body for group in groups for body in group))]
        return [
            f"VALUES ?body{n} {{ {iris(group)} }} ?body{n} {path} ?duty ."
            for n, group in enumerate(groups, 1)
        ]

    def _chosen(self, frame: Frame) -> tuple[str, ...] | None:
        """The duties a topic or mentioned words allow; None where neither limits them."""
        chosen: set[str] | None = None
        if frame.topic:
            linked = self._topics.link(frame.topic, self.codes(frame), frame.lists)
            if not linked.duties:
                self._refuse_topic(frame, linked.near)
            chosen = set(linked.duties)
        if frame.mentions:
            codes = self.codes(frame) if frame.townships or frame.places else ()
            found = {
                duty
                for word in frame.mentions
                for duty in self._mentions.duties(word, frame.clauses_only, codes)
            }
            chosen = found if chosen is None else chosen & found
        if chosen is not None and frame.lists:
            chosen = {duty for duty in chosen if list_of(duty) in frame.lists}
        return tuple(sorted(chosen, key=order)) if chosen is not None else None

    def _refuse_topic(self, frame: Frame, near: Sequence[str]) -> None:
        elsewhere = self._topics.link(frame.topic)
        where = "、".join(self._lexicon.townships[t].name for t in frame.townships)
        if not elsewhere.duties:
            raise Refusal(
                Status.NOT_FOUND,
                f"已载入的清单里没有“{frame.topic}”这样的事项",
                tuple(near),
            )
        here = self._topics.link(frame.topic, self.codes(frame))
        if here.duties:
            raise Refusal(
                Status.NOT_FOUND,
                f"“{frame.topic}”不在所问的清单里",
                _places(here.duties),
            )
        raise Refusal(
            Status.NOT_FOUND,
            f"{where or '所问地方'}的清单里没有“{frame.topic}”；别处有，不能当作这里的答案",
            _places(elsewhere.duties),
        )

    # -- what belongs to duties -----------------------------------------------------------

    def departments(self, duties: Collection[str]) -> tuple[list[tuple[str, str]], str]:
        """(duty, department) pairs of these duties, with the query."""
        sparql = f"""SELECT DISTINCT ?duty ?department WHERE {{
  VALUES ?duty {{ {iris(duties)} }}
  {{ ?department :leads ?duty }} UNION {{ ?department :reclaimed ?duty }}
  ?department a :Department .
}}"""
        return [(row["duty"], row["department"]) for row in self._graph.rows(sparql)], sparql

    def counts(self, frame: Frame, by: str) -> tuple[dict[str, int], str]:
        """Group → number of duties: by department, township or category."""
        patterns = self.patterns(frame)
        pattern = {
            "department": "{ ?group :leads ?duty } UNION { ?group :reclaimed ?duty } ?group a :Department .",
            "township": "?duty :ofTownship ?group .",
            "category": "?duty :category ?group .",
        }[by]
        sparql = (
            f"SELECT ?group (COUNT(DISTINCT ?duty) AS ?n) WHERE {{\n{patterns}\n  {pattern}\n}}"
            " GROUP BY ?group"
        )
        rows = self._graph.rows(sparql)
        return {row["group"]: int(row["n"]) for row in rows if "group" in row}, sparql

    def same_matter(self, duties: Collection[str]) -> dict[str, str]:
        """Duty → its Matter."""
        sparql = f"SELECT ?duty ?matter WHERE {{ VALUES ?duty {{ {iris(duties)} }} ?duty :matter ?matter }}"
        return {row["duty"]: row["matter"] for row in self._graph.rows(sparql)}


def _class_patterns(frame: Frame, bound: bool) -> list[str]:
    """The class of ?duty, where nothing else says it: bound duties and edges tell it already."""
    if bound or (frame.bodies and frame.lists != ("basic",)):
        return []
    if len(frame.lists) == 1:
        return [f"?duty a {_CLASSES[frame.lists[0]]} ."]
    if len(frame.lists) == 2:
        return [
            f"VALUES ?class {{ {' '.join(_CLASSES[k] for k in frame.lists)} }} ?duty a ?class ."
        ]
    return [] if frame.discontinued else ["?duty a :Duty ."]


def _places(duties: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(duties))[:5]
