"""Editions: the links between the editions of one township, kept on the shelf.

Which row follows which depends on the township's documents alone and on which of its rows are one Matter:
while neither changes they are not matched again.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.building import program
from kg.building.parts import Documents, Part
from kg.matters.matching import DutyRef, Matter, Matters
from kg.rdf.iris import Iris
from kg.rdf.ntriples import Lines
from kg.triples.revisions import revision_lines
from kg.vocabulary.loading import Vocabulary

ENTRY = "editions"
"""Kind of the entries on the shelf."""

Groups = Sequence[tuple[DutyRef, ...]]
"""The rows of one township that are one Matter, where there are several."""


def several(parts: Iterable[Part]) -> list[Part]:
    """The parts of townships with several editions."""
    return [
        part for part in parts if len({placing.edition for _, placing in part.recipe.documents}) > 1
    ]


def groups(codes: Iterable[str], matters: Matters) -> Mapping[str, Groups]:
    """The rows that are one Matter, for each of these townships by its code."""
    wanted = set(codes)
    found: defaultdict[str, list[tuple[DutyRef, ...]]] = defaultdict(list)
    for matter in matters.matters if wanted else ():
        own: defaultdict[str, list[DutyRef]] = defaultdict(list)
        for member in matter.members:
            if member.township in wanted:
                own[member.township].append(member)
        for code, members in own.items():
            if len(members) > 1:
                found[code].append(tuple(members))
    return found


def key(part: Part, own: Groups) -> str:
    """The key of a part's links: its own, and which of its rows are one Matter."""
    return program.key(ENTRY, part.key, sorted([ref.key for ref in group] for group in own))


def lines_of(
    part: Part, entry: str, own: Groups, documents: Documents, vocabulary: Vocabulary, iris: Iris
) -> list[str]:
    """The links of a part, from the shelf or made and put there.

    Raises:
        LookupError: its documents are not on the shelf.
        VocabularyError: a table cannot be used.
    """
    kept = part.shelf.get(ENTRY, entry)
    if kept is not None:
        return list(_lines(kept))
    made = Lines()
    found = documents.of(part.recipe, vocabulary).documents
    matters = Matters(tuple(Matter(group, "") for group in own), (), ())
    revision_lines(found, matters, vocabulary, iris, made)
    part.shelf.put(ENTRY, entry, zlib.compress(json.dumps(made.found).encode(), 1))
    return made.found


def _lines(data: bytes) -> Iterator[str]:
    yield from json.loads(zlib.decompress(data))
