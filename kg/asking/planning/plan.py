"""Plans: a frame becomes SPARQL over the graph's direct edges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.asking.frame import BodyRef, Frame, Refusal, Status, Words
from kg.asking.lexicon import Lexicon
from kg.asking.planning.counts import Counts
from kg.asking.planning.edges import Edges
from kg.asking.planning.patterns import (
    bound,
    class_patterns,
    condition_patterns,
    edge_path,
    is_plain,
    left_out,
    name_words,
)
from kg.asking.planning.restrictions import Restrictions
from kg.asking.rows import list_of, order, township_code
from kg.asking.texts import Mentions
from kg.frozen import frozen
from kg.store.gate import iris, string_term

if TYPE_CHECKING:
    from kg.store.graph import Graph

_DENSE = 57_000
"""From so many duties of a function (squared) a township on, its first ones are sought by township."""
_TOWNSHIPS_OF_CATEGORY = 10
"""A category's duties are told by township rather than by category in fewer townships than one of so many."""


@frozen
class Counted:
    """How many duties a frame has, the first of them in order, and the query that finds them."""

    total: int
    first: tuple[str, ...]
    sparql: str


@frozen
class Found:
    """The duties of a frame, in order, and the query that found them."""

    duties: tuple[str, ...]
    sparql: str


class Planner:
    """Finds the duties of frames in one graph."""

    def __init__(self, graph: Graph, lexicon: Lexicon, mentions: Mentions) -> None:
        """Prepare for a graph."""
        self._graph = graph
        self._lexicon = lexicon
        self._mentions = mentions
        self.tables = Counts(graph)
        self.edges = Edges(graph, lexicon)
        self._restrictions = Restrictions(lexicon, self.edges, self.listed)

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

    # -- duties ---------------------------------------------------------------------------

    def find(self, frame: Frame) -> Found:
        """The duties of a frame.

        Raises:
            Refusal: a topic that no row says, a body that is not there.
        """
        chosen = self._chosen(frame)
        return Found(self._duties(frame, chosen), self.sparql(frame, chosen))

    def count(self, frame: Frame, limit: int) -> Counted:
        """The number of a frame's duties and the first ``limit`` of them.

        Whole lists and categories are not gone through for it.

        Raises:
            Refusal: as for :meth:`find`.
        """
        total = self._total(frame)
        if total is None:
            found = self.find(frame)
            return Counted(len(found.duties), found.duties[:limit], found.sparql)
        first = self._first(frame, limit) if limit else ()
        return Counted(total, first, self.sparql(frame, None))

    def _total(self, frame: Frame) -> int | None:
        """The number of a frame's duties, if it is about whole lists, categories or a function."""
        if not is_plain(replace(frame, bodies=())):
            return None
        if frame.bodies:
            total = self.tables.of_function(self._function(frame), frame.lists)
            return total if total * total > _DENSE * len(self._lexicon.townships) else None
        if not frame.categories:
            return self.tables.listed(self.codes(frame), frame.lists)
        townships = None if self.is_everywhere(frame) else self.townships(frame)
        counts = self.tables.by_category(townships, frame.lists)
        return None if counts is None else sum(counts.get(k, 0) for k in set(frame.categories))

    def _first(self, frame: Frame, limit: int) -> tuple[str, ...]:
        if not (frame.categories or frame.bodies):
            return tuple(self.listed(frame, limit))
        found: list[str] = []
        start, size = 0, 4
        townships = sorted(self.townships(frame), key=lambda t: self._lexicon.townships[t].code)
        while start < len(townships) and len(found) < limit:
            part = replace(frame, townships=tuple(townships[start : start + size]))
            found.extend(self._of_function(part) if frame.bodies else self._duties(part, None))
            start, size = start + size, size * 2
        return tuple(found[:limit])

    def _function(self, frame: Frame) -> str:
        """The function of which a frame means all bodies everywhere, and no others, if there is one."""
        bodies = frame.bodies[0].bodies
        if len(frame.bodies) > 1 or frame.categories or not bodies or not self.is_everywhere(frame):
            return ""
        function, *others = {self._lexicon.bodies[body].function for body in bodies}
        every = not others and set(bodies) == set(self._lexicon.bodies_of(function))
        return function if every else ""

    def _of_function(self, frame: Frame) -> list[str]:
        """The duties of the bodies of a function in a few townships, in order."""
        function = self._lexicon.bodies[frame.bodies[0].bodies[0]].function
        query = f"""SELECT ?duty WHERE {{ VALUES ?township {{ {iris(frame.townships)} }}
          ?duty :ofTownship ?township . ?body {edge_path(frame)} ?duty .
          ?body org:classification <{function}> }}"""
        found = {row["duty"] for row in self._graph.table(query, "duty")}
        return sorted(filter(self.within(frame), found), key=order)

    def _duties(self, frame: Frame, chosen: tuple[str, ...] | None) -> tuple[str, ...]:
        """The duties of :meth:`sparql`, found with as few look-ups as possible.

        Township, edition and list stand in a duty's IRI; whole lists and words of names come from
        the text index. Only what is left is asked of the graph.
        """
        edged = bool(frame.bodies or frame.categories or frame.discontinued)
        words = name_words(frame)
        if words and chosen is None and not frame.bodies:
            chosen = tuple(self.listed(frame))
        if not edged:
            if chosen is None and self._counted(frame):
                found: Collection[str] = self._led(frame)
            elif chosen is None:
                found = self.listed(frame)
            else:
                found = chosen
                if words:
                    found = set(chosen).intersection(self._graph.text.listed(words=words))
        else:
            found = self._asked(frame, chosen)
        kept = sorted(filter(self.within(frame), found), key=order)
        out = {d for words in frame.words if words.negated for d in self._saying(words, frame)}
        without = self.named(frame.without, frame)
        return tuple(self._restrictions.kept(frame, kept, without, out))

    def named(self, refs: Sequence[BodyRef], frame: Frame) -> set[str]:
        """All departments these names can mean in a frame's places.

        Raises:
            Refusal: one is not there, so that leaving it out would leave nothing out.
        """
        found: set[str] = set()
        for ref in refs:
            found.update(self.bodies(ref, frame))
        return found

    def _saying(self, words: Words, frame: Frame) -> set[str]:
        """The duties in a frame's places that say one of the words where they should stand."""
        codes = () if self.is_everywhere(frame) else self.codes(frame)
        return {
            duty for text in words.texts for duty in self._mentions.duties(text, words.where, codes)
        }

    def _counted(self, frame: Frame) -> bool:
        """Whether a table tells the cooperation duties with so many departments."""
        if frame.departments is None or not self.is_everywhere(frame):
            return False
        return frame.lists == ("cooperation",) and frame.departments[0] > 0

    def _led(self, frame: Frame) -> Collection[str]:
        assert frame.departments is not None
        low, high = frame.departments
        led = self.tables.led_by(lambda n: low <= n <= (n if high is None else high))
        return self.listed(frame) if led is None else led

    def listed(self, frame: Frame, limit: int | None = None) -> list[str]:
        """The first duties of a frame that names places, lists and words of names only, in order."""
        current = self._graph.current_editions
        several = len(self._graph.documents) != len(current)
        return self._graph.text.listed(
            frame.lists,
            None if self.is_everywhere(frame) else self.codes(frame),
            [f"{code}/{edition}" for code, edition in current.items()] if several else None,
            name_words(frame),
            limit,
        )

    def is_everywhere(self, frame: Frame) -> bool:
        """Whether a frame names no place."""
        return not (frame.townships or frame.places)

    def within(self, frame: Frame) -> Callable[[str], bool]:
        """Tells from its IRI whether a duty is current, and in the frame's places and lists."""
        current = self._graph.current_editions
        codes = None if self.is_everywhere(frame) else set(self.codes(frame))

        def keep(duty: str) -> bool:
            code, edition, _ = duty.rsplit("/", 3)[1:]
            return (
                current.get(code) == edition
                and (codes is None or code in codes)
                and (not frame.lists or list_of(duty) in frame.lists)
            )

        return keep

    def _asked(self, frame: Frame, chosen: tuple[str, ...] | None) -> set[str]:
        """Duties from the graph, among them those of the frame; the rest tells their IRI."""
        if chosen is not None:
            rest = [f"VALUES ?duty {{ {iris(chosen)} }}"]
        else:
            rest = []
        rest += self._body_patterns(frame)
        townships = () if self.is_everywhere(frame) else self.townships(frame)
        few = len(townships) * _TOWNSHIPS_OF_CATEGORY <= len(self._lexicon.townships)
        if not rest and townships and (few or not frame.categories):
            rest.append(f"VALUES ?township {{ {iris(townships)} }} ?duty :ofTownship ?township .")
        rest += condition_patterns(frame, bare=True)
        sparql = f"SELECT ?duty WHERE {{ {' '.join(rest)} }}"
        return {row["duty"] for row in self._graph.table(sparql, "duty")}

    # -- queries --------------------------------------------------------------------------

    def sparql(self, frame: Frame, chosen: tuple[str, ...] | None) -> str:
        """The query that tells a frame's duties by itself."""
        patterns, having = self._patterns(frame, chosen), list[str]()
        if frame.departments is not None:
            patterns += f"\n  OPTIONAL {{ ?any {edge_path(frame)} ?duty . ?any a :Department }}"
            having.append(bound("any", frame.departments))
        for side, bounds in (("Township", frame.clauses), ("Superior", frame.upper)):
            if bounds is not None:
                patterns += f"\n  OPTIONAL {{ ?of{side} a :{side}Clause ; :clauseOf ?duty }}"
                having.append(bound(f"of{side}", bounds))
        if not having:
            return f"SELECT DISTINCT ?duty WHERE {{\n{patterns}\n}}"
        return f"SELECT ?duty WHERE {{\n{patterns}\n}} GROUP BY ?duty HAVING({' && '.join(having)})"

    def _patterns(self, frame: Frame, chosen: tuple[str, ...] | None) -> str:
        """The graph patterns that bind ?duty to the duties of a frame."""
        parts: list[str] = []
        if chosen is not None:
            parts.append(f"VALUES ?duty {{ {iris(chosen)} }}")
        parts.extend(self._body_patterns(frame))
        parts.extend(class_patterns(frame, bound=chosen is not None))
        if frame.townships or frame.places:
            parts.append(
                f"VALUES ?township {{ {iris(self.townships(frame))} }} ?duty :ofTownship ?township ."
            )
        parts.extend(condition_patterns(frame))
        if frame.numbers:
            numbers = ", ".join(map(str, frame.numbers))
            parts.append(f"?duty :number ?number . FILTER(?number IN ({numbers}))")
        without = sorted(self.named(frame.without, frame))
        parts.extend(left_out(frame, without, frame.in_all))
        for words in frame.words:
            if words.negated and words.where == "name":
                parts.append("?duty rdfs:label ?label .")
                parts.extend(f"FILTER(!CONTAINS(?label, {string_term(w)}))" for w in words.texts)
            elif words.negated:
                out = ", ".join(f"<{duty}>" for duty in sorted(self._saying(words, frame)))
                parts.append(f"FILTER(?duty NOT IN ({out}))")
        parts.extend(self._editions())
        return "\n".join(f"  {part}" for part in parts)

    def _editions(self) -> list[str]:
        """A pattern that keeps current editions, where a township has several."""
        if len(self._graph.documents) == len(self._graph.current_editions):
            return []
        return ["?duty :inList/:inDocument/:current true ."]

    def _body_patterns(self, frame: Frame) -> list[str]:
        path = edge_path(frame)
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
        chosen = None if frame.rows is None else set(frame.rows)
        quick = set(name_words(frame))
        for words in frame.words:
            if words.negated or (words.where == "name" and quick.issuperset(words.texts)):
                continue
            found = self._saying(words, frame)
            chosen = found if chosen is None else chosen & found
        if chosen is None:
            return None
        return tuple(sorted(filter(self.within(frame), chosen), key=order))

    # -- counting -------------------------------------------------------------------------

    def led(self, bodies: Collection[str], frame: Frame) -> list[tuple[str, str]]:
        """(body, duty) of the duties of these bodies in the frame's places and lists, in order."""
        query = f"""SELECT DISTINCT ?body ?duty WHERE {{
          VALUES ?body {{ {iris(bodies)} }} ?body {edge_path(frame)} ?duty }}"""
        keep = self.within(frame)
        pairs = {
            (r["body"], r["duty"]) for r in self._graph.table(query, "body") if keep(r["duty"])
        }
        return sorted(pairs, key=lambda pair: order(pair[1]))

    def group(self, frame: Frame, by: str) -> tuple[dict[str, int], str]:
        """Department, township or category → number of a frame's duties; and the query for it."""
        chosen = self._chosen(frame)
        patterns = self._patterns(frame, chosen)
        pattern = {
            "department": "{ ?group :leads ?duty } UNION { ?group :reclaimed ?duty } ?group a :Department .",
            "township": "?duty :ofTownship ?group .",
            "category": "?duty :category ?group .",
        }[by]
        sparql = (
            f"SELECT ?group (COUNT(DISTINCT ?duty) AS ?n) WHERE {{\n{patterns}\n  {pattern}\n}}"
            " GROUP BY ?group"
        )
        counts = self._prepared(frame, by)
        if counts is not None:
            return {group: n for group, n in counts.items() if n}, sparql
        duties = self._duties(frame, chosen)
        if by == "township":
            of = {township.code: iri for iri, township in self._lexicon.townships.items()}
            return dict(Counter(of[township_code(duty)] for duty in duties)), sparql
        pairs = (
            self.edges.categories(duties) if by == "category" else self.edges.departments(duties)[0]
        )
        return dict(Counter(group for _, group in pairs)), sparql

    def _prepared(self, frame: Frame, by: str) -> dict[str, int] | None:
        """The counts of :meth:`group`, if tables have them."""
        if not is_plain(frame):
            return None
        if by == "department":
            if not self.is_everywhere(frame):
                return None
            counts = self.tables.by_department(frame.categories, frame.lists)
            return counts and {b: n for b, n in counts.items() if b in self._lexicon.bodies}
        townships = self.townships(frame)
        if by == "township" and not frame.categories:
            codes = {t: self._lexicon.townships[t].code for t in townships}
            return {t: self.tables.listed([code], frame.lists) for t, code in codes.items()}
        if by == "township":
            counts = self.tables.by_township(frame.categories, frame.lists)
            wanted: Collection[str] = set(townships)
        else:
            everywhere = self.is_everywhere(frame)
            counts = self.tables.by_category(None if everywhere else townships, frame.lists)
            wanted = frame.categories or counts or ()
        return counts and {group: n for group, n in counts.items() if group in wanted}
