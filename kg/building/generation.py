"""A generation's further files: text index, prepared tables, index of meanings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kg.building import tables
from kg.building.parts import TABLES, Documents, Part
from kg.building.renewing import renewed
from kg.building.stages import Stages
from kg.matters.matching import Matters, member_iri
from kg.meaning.encoding import senses
from kg.meaning.index import FILE as MEANINGS
from kg.meaning.index import Index
from kg.meaning.sayings import named
from kg.meaning.words import Words, words_of
from kg.rdf.sorted_lines import Statements
from kg.store import meanings, prepared, search, text_writing
from kg.store.passages import DutyText
from kg.values import Document
from kg.vocabulary.loading import Vocabulary


def derived(
    target: Path,
    stages: Stages,
    matters: Matters,
    common: Statements,
    vocabulary: Vocabulary,
    crew: int,
) -> None:
    """Write all that is derived from the graph in the new generation ``target``.

    ``crew`` threads make the senses of its rows, which takes ten milliseconds a row; 0: they and what is kept of the rows' names are left out.

    Raises:
        StoreError: it cannot be written.
    """
    _write_texts(target / search.FILE, stages)
    base = stages.iris.base
    matter_of = {
        member_iri(base, member): iri
        for matter in matters.matters
        for iri in (matter.iri(base),)
        for member in matter.members
    }
    _prepare_tables(target, stages, matter_of, common)
    index = _index(stages, matter_of, words_of(vocabulary.folders))
    meanings.save(index, target / MEANINGS)
    if crew:
        former = stages.former.path if stages.former else None
        meanings.write_senses(index, target / senses.FILE, former and former / senses.FILE, crew)
        meanings.write_named(index, target / named.FILE, former and former / named.FILE)


def _index(stages: Stages, matter_of: Mapping[str, str], words: Words) -> Index:
    """The index of meanings, of the former one where there is one."""
    stages.make_wordings()
    former, fresh = stages.former, stages.changed_wordings()
    if former is not None:
        there = {part.recipe.code for part in stages.parts} - fresh
        begin = len(f"{stages.iris.base}duty/")

        def stays(iri: str) -> bool:
            return iri[begin : iri.index("/", begin)] in there

        rows = stages.wordings(fresh, matter_of)
        index = renewed(former.path / MEANINGS, stays, rows, matter_of, words)
        if index is not None:
            return index
    every = {part.recipe.code for part in stages.parts}
    return Index.of_wordings(stages.wordings(every, matter_of), words)


def _write_texts(path: Path, stages: Stages) -> None:
    """Write the text index, of the former one where there is one."""
    former = stages.former
    if former is not None:
        now = {part.key for part in stages.parts}
        then = {recipe.key for recipe in former.recipes.values()}
        gone = [code for code, recipe in former.recipes.items() if recipe.key not in now]
        fresh = [part for part in stages.parts if part.key not in then]
        try:
            text_writing.change_index(path, former.path / search.FILE, gone, _texts(fresh))
        except text_writing.NoRoom:
            path.unlink()
        else:
            return
    text_writing.write_index(path, _texts(stages.parts))


def _texts(parts: Sequence[Part]) -> Iterator[DutyText]:
    for part in sorted(parts, key=lambda part: part.recipe.code):
        yield from part.duty_texts()
        part.forget()


def document_rows(parts: Sequence[Part], vocabulary: Vocabulary) -> tuple[Document, ...]:
    """The documents of parts, from the shelf.

    Raises:
        LookupError: they are no longer there.
    """
    return tuple(
        document
        for part in parts
        for document in Documents(part.shelf).of(part.recipe, vocabulary).documents
    )


def _prepare_tables(
    target: Path, stages: Stages, matter_of: Mapping[str, str], common: Statements
) -> None:
    found, asked = [], list[str]()
    for part in stages.parts:
        rows, folded, lines = part.texts(TABLES)
        found.append((rows, folded))
        asked += lines
    if asked:
        with common.open() as stream:
            asked += [line.decode().removesuffix("\n") for line in stream]
    terms = {f"<{iri}>": f"<{matter}>" for iri, matter in matter_of.items()}
    tables.write(target / prepared.FOLDER, found, asked, terms)
