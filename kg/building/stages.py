"""Stages: the steps of one build from recipes to lines, each making only what is not there yet.

:class:`Steps` has those that go through all parts, whoever made them and whatever becomes of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from pathlib import Path
from types import TracebackType

from kg.building import editions, shelf, wordings
from kg.building.former import Former
from kg.building.parts import Part, Recipe, taken
from kg.building.workshop import Hands, Say, Workshop
from kg.collecting import uncollected
from kg.findings import Finding
from kg.frozen import frozen
from kg.matters.matching import DutyRef, Matters, Opinions, match_extracts
from kg.meaning.compared import Compared
from kg.meaning.packing import RowWording
from kg.meaning.wording import Wording, WordingReader
from kg.quality import noted
from kg.quality.differences import AS_GOOD
from kg.quality.slips import LEAST_OTHERS, Wordings, slips_of
from kg.rdf.checksums import shown
from kg.rdf.sheaves import Change, Sheaf
from kg.rdf.sorted_lines import HeldStatements, SortedLines, Statements
from kg.rdf.terms import D
from kg.store import generations
from kg.triples.documents import common_lines
from kg.values import ListKind

_PIECE = 1 << 22
"""So many bytes of lines are held against others at a time."""
_PART = 2
"""With less than one in so many parts new, the graph is made of the former one."""


@frozen
class Shared:
    """The lines that no part has alone, and number and checksum of those of the whole graph."""

    lines: Statements
    count: int
    checksum: str


class Steps:
    """The steps that go through all parts of a build."""

    parts: list[Part]
    former: Former | None

    def __init__(self, recipes: Sequence[Recipe], workshop: Workshop) -> None:
        """Of the parts that are made from these recipes."""
        self.former = None
        self.compared: Compared | None = None
        self.names: Mapping[str, Wording] = {}
        self.noted: noted.Noted | None = None
        self.edition_keys: list[str] = []
        self._recipes, self._workshop = recipes, workshop
        self.iris = workshop.iris

    def match(self, opinions: Opinions) -> Matters:
        """The Matters of all duties."""
        extracts = [one for part in self.parts for one in part.extracts()]
        vocabulary = self._workshop.vocabulary
        with uncollected():
            tables = vocabulary.checksum
            before = self.former.compared(tables) if self.former else None
            reader = WordingReader(vocabulary, self.former.names(tables) if self.former else {})
        try:
            matters, self.compared = match_extracts(extracts, vocabulary, opinions, before, reader)
            self.names = reader.known
            return matters
        finally:
            for part in self.parts:
                part.forget()

    def slips(self, matters: Matters) -> Iterator[Finding]:
        """What departs slightly from what the other rows of its Matter say; not looked for again in the same rows."""
        before = self.former.noted() if self.former else None
        known = before.slips if before else {}
        own = {part.recipe.code: bytes.fromhex(part.key) for part in self.parts}
        large = [matter.members for matter in matters.matters if len(matter.members) > LEAST_OTHERS]
        keys = [noted.key(members, own) for members in large]
        wanted = [members for members, key in zip(large, keys, strict=True) if key not in known]
        rows = self._words({member for members in wanted for member in members})
        as_good = self._workshop.vocabulary.signs.get(AS_GOOD, ())
        found: dict[str, tuple[Finding, ...]] = {}
        for members, key in zip(large, keys, strict=True):
            there = known.get(key)
            if there is None:
                there = tuple(slips_of([rows[member] for member in members], as_good))
            found[key] = there
            yield from there
        self.noted = noted.Noted(found)

    def _words(self, wanted: Collection[DutyRef]) -> dict[DutyRef, Wordings]:
        """The words of rows."""
        found: dict[DutyRef, Wordings] = {}
        codes = {ref.township for ref in wanted}
        with uncollected():
            for part in self.parts:
                if part.recipe.code not in codes:
                    continue
                for (edition, _), rows in zip(part.editions, part.wordings(), strict=True):
                    for row in rows:
                        ref = DutyRef(part.recipe.code, edition, ListKind(row.kind), row.number)
                        if ref in wanted:
                            found[ref] = row
                part.forget()
        return found

    def shared(self, matters: Matters, folder: Path) -> Shared:
        """The lines that belong to no part alone; what is much of them lies in ``folder``."""
        found = SortedLines(folder)
        notes = {key: said for part in self.parts for key, said in part.notes.items()}
        common_lines(
            (part.met() for part in self.parts),
            matters,
            self._revisions(matters),
            self._workshop.vocabulary,
            self.iris,
            found,
            notes,
        )
        total = sum(part.sum for part in self.parts)
        common = found.statements(self.iris.dataset(), D.sha256, total)
        count = sum(part.lines for part in self.parts) + len(common)
        return Shared(common, count, shown(total + common.sum))

    def _revisions(self, matters: Matters) -> Iterator[list[str]]:
        """The links between the editions of each township that has several."""
        own = editions.several(self.parts)
        groups = editions.groups([part.recipe.code for part in own], matters)
        documents, vocabulary = self._workshop.documents, self._workshop.vocabulary
        for part in own:
            rows = groups.get(part.recipe.code, ())
            entry = editions.key(part, rows)
            self.edition_keys.append(entry)
            yield editions.lines_of(part, entry, rows, documents, vocabulary, self.iris)


class Stages(Steps):
    """One build, under the lock of its store."""

    def __init__(
        self,
        recipes: Sequence[Recipe],
        former: Former | None,
        workshop: Workshop,
        crew: Hands,
        into: Path,
        say: Say,
    ) -> None:
        """Make the parts of ``recipes``; ``former`` is the current generation, if it can be built on."""
        super().__init__(recipes, workshop)
        self._crew, self._into, self._say = crew, into, say
        self.former = self._usable(former)
        self.wording_keys: list[str] = []
        self._open = ExitStack()

    def _usable(self, former: Former | None) -> Former | None:
        if former is None:
            return None
        there = {recipe.key for recipe in former.recipes.values()}
        fresh = [recipe for recipe in self._recipes if recipe.key not in there]
        gone = there - {recipe.key for recipe in self._recipes}
        return former if _PART * (len(fresh) + len(gone)) <= len(self._recipes) else None

    def __enter__(self) -> Stages:
        """Take the lock and make the parts."""
        try:
            self.writing = self._open.enter_context(generations.writing(self._into, self._say))
            if self._workshop.shelf.folder is None:
                self._workshop.shelf.settle(self._into / shelf.FOLDER)
            self._make_parts()
        except BaseException:
            self._open.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        """Free the lock; what was worked in is removed."""
        return self._open.__exit__(kind, error, trace)

    def quiet(self) -> AbstractContextManager[None]:
        """Where little is made anew, most of the values are those that stay: no garbage is looked for."""
        return nullcontext() if self.former is None else uncollected()

    def _make_parts(self) -> None:
        kept = self._workshop.shelf
        known = {recipe.code: taken(kept, recipe) for recipe in self._recipes}
        # All lines are wanted where there is no former graph, else those that changed.
        then = set[str]()
        if self.former is not None:
            then = {recipe.key for recipe in self.former.recipes.values()}
        tasks: list[tuple[Recipe, Path | None]] = [
            (recipe, None if recipe.key in then else self._file(recipe))
            for recipe in self._recipes
            if recipe.key not in then or known[recipe.code] is None
        ]
        for _ in self._crew.each("part", tasks, "写"):
            pass
        self.parts = []
        for recipe in self._recipes:
            part = known[recipe.code] or taken(kept, recipe)
            if part is None:
                raise OSError(f"{recipe.key}: lost from the shelf")
            self.parts.append(part)

    def _file(self, recipe: Recipe) -> Path:
        return self.writing.folder / f"part-{recipe.key[:16]}.nt"

    def lines(self, matters: Matters) -> tuple[Sheaf | Change, Statements]:
        """The lines of the graph, and those of them that belong to no part alone."""
        shared = self.shared(matters, self.writing.folder)
        common, count, checksum = shared.lines, shared.count, shared.checksum
        if self.former is not None:
            try:
                removed, added = self._changed(common)
                return Change(self.former.path / "graph", removed, added, count, checksum), common
            except LookupError:
                self.former = None
        files = []
        for recipe in self._recipes:
            files.append(self._file(recipe))
            if not files[-1].is_file():
                self._workshop.part((recipe, files[-1]))
        return Sheaf(tuple(files), common, count, checksum), common

    def make_wordings(self) -> None:
        """See that the rows of the current editions are on the shelf as the index of meanings takes them."""
        shelf_ = self._workshop.shelf
        met = [part.met() for part in self.parts]
        known = wordings.labels(met)
        keys = [wordings.key(part, own, known) for part, own in zip(self.parts, met, strict=True)]
        tasks = [
            (part.recipe, key, {body: known[body] for body in own.departments})
            for part, key, own in zip(self.parts, keys, met, strict=True)
            if not shelf_.has(wordings.ENTRY, key)
        ]
        for _ in self._crew.each("wordings", tasks, "编"):
            pass
        self.wording_keys = keys

    def changed_wordings(self) -> frozenset[str]:
        """The codes of the townships whose rows are not in the former generation as they are now."""
        then = self.former.others if self.former else frozenset[str]()
        parts = zip(self.parts, self.wording_keys, strict=True)
        return frozenset(part.recipe.code for part, key in parts if key not in then)

    def wordings(
        self, codes: Collection[str], matter_of: Mapping[str, str]
    ) -> Iterator[RowWording]:
        """The rows of some townships as the index of meanings takes them; ``matter_of``: their Matters."""
        for part, key in zip(self.parts, self.wording_keys, strict=True):
            if part.recipe.code in codes:
                yield from wordings.taken(self._workshop.shelf, key, matter_of)

    def _changed(self, common: Statements) -> tuple[list[str], list[str]]:
        """The lines that go and those that come, of the parts that changed and of what is common."""
        assert self.former is not None
        now = {recipe.key for recipe in self._recipes}
        then = {recipe.key for recipe in self.former.recipes.values()}
        gone, fresh = _apart(self.former.common(), common)
        old, new = set[str](), set[str]()
        for recipe in self.former.recipes.values():
            if recipe.key not in now:
                old.update(self._workshop.lines(recipe))
        for recipe in self._recipes:
            if recipe.key not in then:
                with self._file(recipe).open(encoding="utf-8", newline="\n") as stream:
                    new.update(line.removesuffix("\n") for line in stream)
        return sorted(gone | (old - new)), sorted(fresh | (new - old))


def _apart(before: set[str], now: Statements) -> tuple[set[str], set[str]]:
    """The lines that there were before and are no more, and those that are new; ``before`` is used up."""
    if isinstance(now, HeldStatements):
        return before.difference(now.lines), set(now.lines).difference(before)
    fresh = set[str]()
    with now.open() as stream:
        while text := stream.read(_PIECE) + stream.readline():
            piece = set(text.decode().split("\n")[:-1])
            fresh |= piece - before
            before -= piece
    return before, fresh
