"""The generator of synthetic lists: what benchmarks of many townships rest on."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import synthetic

from kg.building import Build
from kg.findings import errors
from kg.reading import documents as reading
from kg.resources import folder
from kg.values import Document
from kg.vocabulary.loading import Vocabulary

COUNT = 10
"""Two townships of each of five counties; the eighth has a second edition."""


def read(where: Path, tables: Vocabulary) -> dict[str, Document]:
    found = reading.read_documents(reading.collect([where]).sources, tables)
    return {document.path: document for document in found}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, tables: Vocabulary) -> dict[str, Document]:
    home = tmp_path_factory.mktemp("synthetic")
    synthetic.write(COUNT, home)
    return read(home, tables)


@pytest.fixture(scope="module")
def pairs(made: dict[str, Document], five: Build) -> list[tuple[Document, Document]]:
    """Every synthetic list beside the bundled one behind it."""
    bundled = {document.path: document for document in five.documents}
    sources = {t.number: t.source for t in synthetic.townships(COUNT)}
    return [(made[name], bundled[sources[int(name[5:10]) - 1]]) for name in sorted(made)]


def names(document: Document) -> list[str]:
    return [duty.row.name for duty in document.duties]


def clauses(document: Document) -> list[str]:
    return [c.text for duty in document.duties for c in (*duty.superior, *duty.township)]


DOUBTS = {
    "category-doubtful",
    "category-own",
    "word-misused",
    "cell-unfinished",
    "cells-repeated",
    "department-doubtful",
    "list-doubtful",
    "name-doubtful",
    "rows-crossed",
}
"""Reworded duties may fit their list, category, body, name or way of working less well: doubts, which stop nothing."""


def test_lists_are_read_without_errors_and_the_new_place_is_the_only_new_finding(
    pairs: list[tuple[Document, Document]],
) -> None:
    for document, source in pairs:
        assert not errors(document.findings)
        before = {finding.kind for finding in source.findings}
        assert {finding.kind for finding in document.findings} <= before | {
            "place-unknown"
        } | DOUBTS


def test_every_duty_clause_and_department_is_kept(
    pairs: list[tuple[Document, Document]],
) -> None:
    for document, source in pairs:
        assert len(document.duties) == len(source.duties)
        for duty, original in zip(document.duties, source.duties, strict=True):
            assert (duty.row.kind, duty.row.printed) == (original.row.kind, original.row.printed)
            assert len(duty.superior) == len(original.superior)
            assert len(duty.township) == len(original.township)
            assert [d.function for d in duty.departments] == [
                d.function for d in original.departments
            ]


def test_departments_are_renamed_with_their_county(
    pairs: list[tuple[Document, Document]],
) -> None:
    for document, source in pairs:
        assert document.township is not None
        assert source.township is not None
        county, old = document.township.county, source.township.county
        assert county.code != old.code
        for duty in document.duties:
            for department in (d for d in duty.departments if d.known):
                assert department.code != old.code
                assert old.printed not in department.name


def test_lists_of_a_county_agree_on_its_code_and_counties_are_more_than_in_the_sources() -> None:
    found = list(synthetic.townships(200))
    assert len({t.county for t in found}) == 20
    assert len({t.township for t in found}) == 200
    assert {t.source for t in found if t.county == found[0].county} == {found[0].source}


def test_made_up_names_differ_and_are_no_places_of_the_tables(tables: Vocabulary) -> None:
    made_up = [synthetic.made_up(number) for number in range(5_000)]
    assert len(set(made_up)) == len(made_up)
    known = {name for index in tables.places_by_name.values() for name in index}
    for name in made_up:
        assert not known & {name, f"{name}县", f"{name}市"}


def test_the_stated_share_of_names_and_clauses_is_really_changed(
    pairs: list[tuple[Document, Document]],
) -> None:
    first = [(made, source) for made, source in pairs if "second" not in made.path]
    sources = {name for _, source in pairs for name in names(source)}
    written = [name for made, _ in first for name in names(made)]
    changed = [name for name in written if name not in sources]
    assert len(changed) / len(written) == pytest.approx(synthetic.SHARE, abs=0.03)
    assert len(set(changed)) >= 0.99 * len(changed), "each change is of its own"
    texts = [text for made, _ in first for text in clauses(made)]
    assert sum("（含" in text for text in texts) / len(texts) > 0.8 * synthetic.SHARE


def test_a_second_edition_changes_a_few_duties_of_the_same_township(
    made: dict[str, Document],
) -> None:
    first, second = made["list-00008.txt"], made["list-00008-second.txt"]
    assert first.township == second.township
    assert (first.edition, second.edition) == ("2025-07", "2026-01")
    changed = sum(a != b for a, b in zip(names(first), names(second), strict=True))
    assert 0 < changed < 0.12 * len(first.duties)
    assert [name for name in made if "second" in name] == ["list-00008-second.txt"]


def test_the_same_arguments_give_the_same_bytes_and_more_townships_the_same_first_ones() -> None:
    few, again, more = (dict(synthetic.documents(count)) for count in (3, 3, 12))
    assert few == again
    assert few.items() <= more.items()
    assert len({hashlib.sha256(text.encode()).digest() for text in more.values()}) == len(more)


def test_without_a_share_only_places_are_renamed() -> None:
    (first,) = synthetic.townships(1)
    plain = dict(synthetic.documents(1, share=0))["list-00001.txt"]
    text = (folder("sources") / first.source).read_bytes().decode("utf-8")
    assert plain.count("\n") == text.count("\n")
    assert first.county in plain
    assert first.township in plain
    assert first.thing not in plain
