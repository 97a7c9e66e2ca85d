"""No silent misreading in any container: what happens to lists between offices is told or harmless.

``doctored`` alters lists in nearly a hundred ways. An altered list must be read as it was, or stop, or
say more than the sound one did. KG_DOCTORED=20 tries more seeds; CI tries few.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from random import Random

import doctored
import doctored_again
import doctored_containers
import doctored_further
import doctored_outside
import forms
import pytest

from kg.quality import irregularities as quality
from kg.reading import documents as reading
from kg.reading.containers.opening import open_any
from kg.reading.documents import Source, read_source
from kg.values import Document
from kg.vocabulary.loading import Vocabulary

SEEDS = int(os.environ.get("KG_DOCTORED", "1"))
MAY_BE_SOUND = {
    # What is left is a sound list that nothing in it contradicts: a last row cut off whole, a clause or
    # a name cut where it might end, a neighbouring category, office or text that might be right.
    *("cut_in_the_middle", "cut_in_the_last_cell", "clause_cut", "cell_split_in_two"),
    *("category_blank_where_it_changes", "merged_categories_reach_too_far"),
    *("column_filled_down", "column_emptied_from_a_row_on", "column_sorted_alone"),
    *("cell_copied_from_above", "cell_of_the_next_row", "department_cut"),
    *("furniture_in_a_cell", "cells_exchanged_in_a_row", "cell_begins_in_the_one_before"),
    "row_of_another_list",
}
MAY_BE_SOUND_AGAIN = {
    # A number more or less that nothing counts, a name or a category that might be right.
    *(
        "row_gone_and_renumbered",
        "last_row_gone",
        "second_half_gone",
        "rows_upside_down_renumbered",
    ),
    *("row_in_two_renumbered", "rows_glued_renumbered", "names_a_row_down"),
    *("category_another_of_the_list", "name_cut_at_the_end", "name_cut_at_the_front"),
    *("name_misread", "clause_gone", "department_added", "clauses_swapped_in_a_row"),
    "department_another_of_the_list",
    # The number is read, whatever its width.
    "full_width_numbers",
}
MAY_BE_SOUND_FURTHER = {
    # Nothing in a list says that a short name was longer, or that another of its offices or holders is meant.
    *("name_without_its_object", "department_of_a_like_office", "holder_another_of_the_list"),
    "holder_and_method_of_different_rows",
    # Said in a note: a reclaimed duty that nobody has.
    "holder_no_longer",
    # In a list of a few rows one category for another, a row within its category, a heading between rows.
    *("row_moved_and_renumbered", "category_renamed_throughout", "category_heading_between_rows"),
}
MAY_BE_SOUND_OUTSIDE = {
    # Three rows may stand in any order; an office of which no list knows what it does may do anything.
    *("rows_sorted_by_name_renumbered", "holder_does_not_fit", "category_any_known"),
    # 水利 is a category as well as an office's; 民生服务类 is read as 民生服务.
    *("category_is_a_department", "category_with_count"),
    # 收回1 is a number of the reclaimed list.
    "serial_with_list_name",
}
MOST_SILENT = 0.3
"""Of the alterations that may leave a sound list, so many may go unnoticed."""

Found = Counter[tuple[str, str, str]]


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Containers are opened here: the files are our own, and there are thousands."""

    def read_blocks(name: str, data: bytes) -> tuple[list[object], list[object]]:
        contents = open_any(name, data)
        return list(contents.blocks), list(contents.problems)

    monkeypatch.setattr(reading, "read_blocks", read_blocks)


def read(path: Path, data: bytes, tables: Vocabulary) -> tuple[list[object], Found, bool]:
    """What a file says, its findings beyond notes, and whether it stops the build."""
    path.write_bytes(data)
    documents = read_source(Source(path.name, path), tables)
    found = [finding for document in documents for finding in document.findings]
    stops = any(finding.severity == "error" for finding in found)
    if not stops:
        found.extend(quality.check([d for d in documents if d.duties and d.township], tables))
    told = Counter((f.kind, str(f.severity), f.quote) for f in found if f.severity != "note")
    return sorted(map(repr, (r for d in documents for r in records(d)))), told, stops


def records(document: Document) -> list[tuple[object, ...]]:
    place = document.township.place.name if document.township else ""
    return [(place, *row[1:]) for row in forms.told(document)] if document.township else []


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, doctored.Paper]:
    folder = tmp_path_factory.mktemp("bases")
    found = {}
    for name, text in {"short": doctored.SHORT, "made up": doctored.MADE_UP}.items():
        (folder / "list.txt").write_text(text, "utf-8")
        found[name] = forms.sections(folder / "list.txt")
    return found


BASES = ("short", "made up")


def pairs(containers: Iterable[str]) -> list[tuple[str, str]]:
    """Each container with one of the lists, in turn, and text with both; with KG_DOCTORED all with both."""
    return [
        (base, container)
        for at, container in enumerate(containers)
        for base in BASES
        if "KG_DOCTORED" in os.environ or container == "text" or base == BASES[at % 2]
    ]


@pytest.mark.parametrize(("base", "container"), pairs(doctored.WRITERS))
def test_a_doctored_list_is_read_as_it_was_or_the_change_is_said(
    base: str,
    container: str,
    bases: dict[str, doctored.Paper],
    tables: Vocabulary,
    tmp_path: Path,
) -> None:
    suffix, write = doctored.WRITERS[container]
    path = tmp_path / f"list{suffix}"
    sound, told, stops = read(path, write(doctored.copy(bases[base])), tables)
    assert not stops
    silent: Counter[str] = Counter()
    for name, alter in doctored.DOCTORS.items():
        for seed in range(SEEDS):
            paper = doctored.copy(bases[base])
            alter(paper, Random(f"{name} {seed} {base}"))
            found, said, stopped = read(path, write(paper), tables)
            silent[name] += not (stopped or found == sound or said - told)
    assert {name: n for name, n in silent.items() if n and name not in MAY_BE_SOUND} == {}
    assert silent.total() <= MOST_SILENT * SEEDS * len(MAY_BE_SOUND)


@pytest.mark.parametrize(
    ("doctors", "may_be_sound"),
    [
        (doctored_again.AGAIN, MAY_BE_SOUND_AGAIN),
        (doctored_further.FURTHER, MAY_BE_SOUND_FURTHER),
        (doctored_outside.OUTSIDE, MAY_BE_SOUND_OUTSIDE),
    ],
    ids=["again", "further", "outside"],
)
@pytest.mark.parametrize("base", ["short", "made up"])
def test_a_list_doctored_again_is_read_as_it_was_or_the_change_is_said(
    base: str,
    doctors: dict[str, doctored.Doctor],
    may_be_sound: set[str],
    bases: dict[str, doctored.Paper],
    tables: Vocabulary,
    tmp_path: Path,
) -> None:
    path = tmp_path / "list.txt"
    sound, told, _ = read(path, doctored.text(doctored.copy(bases[base])), tables)
    silent: Counter[str] = Counter()
    for name, alter in doctors.items():
        for seed in range(SEEDS):
            paper = doctored.copy(bases[base])
            alter(paper, Random(f"{name} {seed} {base}"))
            found, said, stopped = read(path, doctored.text(paper), tables)
            silent[name] += not (stopped or found == sound or said - told)
    assert {name: n for name, n in silent.items() if n and name not in may_be_sound} == {}


@pytest.mark.parametrize(("base", "suffix"), pairs([".md", ".csv", ".xlsx", ".html", ".docx"]))
def test_what_a_program_spoilt_is_read_as_it_was_or_said(
    base: str, suffix: str, bases: dict[str, doctored.Paper], tables: Vocabulary, tmp_path: Path
) -> None:
    path = tmp_path / f"list{suffix}"
    sound, told, stops = read(path, doctored_containers.sound(bases[base], suffix), tables)
    assert not stops
    silent: Counter[str] = Counter()
    for name, (kind, spoil) in doctored_containers.SPOILT.items():
        for seed in range(SEEDS if kind == suffix else 0):
            data = spoil(doctored.copy(bases[base]), Random(f"{name} {seed} {base}"))
            found, said, stopped = read(path, data, tables)
            silent[name] += not (stopped or found == sound or said - told)
    assert {name: n for name, n in silent.items() if n} == {}
