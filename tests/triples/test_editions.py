"""Editions: two of one township side by side, rows linked, withdrawn rows kept and marked."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pyoxigraph as ox
import pytest
import synthetic
from click.testing import Result

from kg.building import build
from kg.export.records import records
from kg.matters.matching import DutyRef, Matter, Matters
from kg.querying import library as queries
from kg.querying.validation import validate
from kg.rdf.iris import Iris
from kg.rdf.ntriples import Lines
from kg.resources import folder
from kg.store.graph import Graph
from kg.triples.revisions import revision_lines
from kg.values import Columns, Coverage, Document, Duty, Level, ListKind, Place, Row, Township
from kg.vocabulary.loading import Vocabulary

Run = Callable[..., Result]
_PROV = "PREFIX prov: <http://www.w3.org/ns/prov#> "
_DUTY = "https://dutykg.example/duty/"
_CODE = "652328104"


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A bundled list and an edition half a year later: one row changed, one gone, one new."""
    home = tmp_path_factory.mktemp("editions")
    source = next(
        path
        for path in sorted(folder("sources").glob("*.txt"))
        if "木垒县东城镇" in path.read_text("utf-8")
    )
    old = source.read_text("utf-8")
    lines = old.splitlines()
    rows = [at for at, line in enumerate(lines) if line.split("\t")[0].strip().isdigit()]
    lines[rows[0]] += "，并按月公开"
    lines[rows[108]] += "\n110\t社会管理\t设立无人机低空飞行管理站"
    del lines[rows[-1]]
    new = "\n".join(lines) + "\n"
    assert "2025年7月" in old.replace(" ", "")
    new = new.replace("2025年7月", "2026年1月").replace("2025 年 7 月", "2026年1月")
    (home / "a.txt").write_text(old, "utf-8")
    (home / "b.txt").write_text(new, "utf-8")
    return Graph(build([home / "a.txt", home / "b.txt"], into=home / "store").store)


def links(graph: Graph) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in graph.rows(_PROV + "SELECT ?n ?o WHERE { ?n a :Duty ; prov:wasRevisionOf ?o }"):
        found.setdefault(row["n"].removeprefix(_DUTY), []).append(row["o"].removeprefix(_DUTY))
    return found


def test_both_editions_are_whole(two: Graph) -> None:
    every = Counter((r["edition"], r["list"]) for r in records(two, all_editions=True))

    assert every == {
        (edition, kind): number
        for edition in ("2025-07", "2026-01")
        for kind, number in (
            ("basic", 109 + (edition == "2026-01")),
            ("cooperation", 102),
            ("reclaimed", 38 - (edition == "2026-01")),
        )
    }


def test_records_are_of_the_current_edition_unless_all_are_asked_for(kg: Run, two: Graph) -> None:
    one = kg("export", "--format", "jsonl", "--store", two.directory)
    both = kg("export", "--format", "jsonl", "--all-editions", "--store", two.directory)

    assert {json.loads(line)["edition"] for line in one.stdout.splitlines()} == {"2026-01"}
    assert (len(one.stdout.splitlines()), len(both.stdout.splitlines())) == (249, 498)


def test_rows_are_linked_to_their_older_form(two: Graph) -> None:
    found = links(two)

    assert len(found) == 248
    assert all(len(older) == 1 for older in found.values())
    assert found[f"{_CODE}/2026-01/b-001"] == [f"{_CODE}/2025-07/b-001"]
    assert f"{_CODE}/2026-01/b-110" not in found
    assert all(new.replace("2026-01", "2025-07") == old for new, (old,) in found.items())


def test_a_row_that_is_gone_keeps_its_iri_and_is_deprecated(two: Graph) -> None:
    gone = [row["x"] for row in two.rows("SELECT ?x WHERE { ?x owl:deprecated true ; a :Duty }")]

    assert gone == [f"{_DUTY}{_CODE}/2025-07/r-038"]


def test_lists_and_documents_follow_each_other(two: Graph) -> None:
    rows = two.rows(
        _PROV + "SELECT ?n ?o WHERE { ?n prov:wasRevisionOf ?o . MINUS { ?n a :Duty } }"
    )
    kinds = Counter(row["n"].split("/")[3] for row in rows)

    assert kinds == {"list": 3, "document": 1}


def test_a_graph_of_two_editions_keeps_the_rules(two: Graph) -> None:
    assert validate(two.store).problems == ()


@pytest.mark.parametrize(
    ("update", "rule"),
    [
        ("DELETE { ?x owl:deprecated true } WHERE { ?x owl:deprecated true }", "withdrawn"),
        (
            "INSERT { ?x owl:deprecated true } WHERE { ?y prov:wasRevisionOf ?x . ?x a :BasicDuty }",
            "withdrawn",
        ),
        (
            (
                "DELETE { ?n prov:wasRevisionOf ?o } INSERT { ?o prov:wasRevisionOf ?n }"
                " WHERE { ?n prov:wasRevisionOf ?o }"
            ),
            "revision-elsewhere",
        ),
        (
            "INSERT { ?x owl:deprecated false } WHERE { ?x owl:deprecated true }",
            "Duty-deprecated",
        ),
        (
            "INSERT { ?x prov:wasRevisionOf ?t } WHERE { ?x a :Duty ; :ofTownship ?t }",
            "Duty-revision",
        ),
    ],
)
def test_a_wrong_link_between_editions_is_caught(editions: Graph, update: str, rule: str) -> None:
    broken = ox.Store()
    broken.bulk_extend(iter(editions.store))
    prefixes = (
        "PREFIX : <https://dutykg.example/ontology#> PREFIX owl: <http://www.w3.org/2002/07/owl#> "
    )
    broken.update(prefixes + _PROV + update)

    assert rule in {problem.rule for problem in validate(broken).problems}


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory, small_text: str) -> Graph:
    """The small list and an edition a month later without one row."""
    home = tmp_path_factory.mktemp("small-editions")
    later = small_text.replace("2025年7月", "2025年8月")
    later = later.replace("开展临时救助工作", "设立低空飞行管理站")
    (home / "a.txt").write_text(small_text, "utf-8")
    (home / "b.txt").write_text(later, "utf-8")
    return Graph(build([home], into=home / "store").store)


def test_no_answer_of_the_library_shows_an_older_edition(two: Graph) -> None:
    """Only the questions about editions themselves do."""
    for query in queries.library().values():
        if query.name in {"edition-changes", "documents"}:
            continue
        rows = list(two.rows(query.text))
        old = [row for row in rows if any("/2025-07/" in value for value in row.values())]
        assert not old, query.name


def test_search_finds_the_current_edition_unless_all_are_asked_for(
    kg: Run, editions: Graph
) -> None:
    def found(*options: str) -> list[str]:
        done = kg("search", "供水保障", "--json", *options, "--store", editions.directory)
        return sorted(json.loads(line)["edition"] for line in done.stdout.splitlines())

    assert found() == ["2025-08"]
    assert found("--all-editions") == ["2025-07", "2025-08"]


def test_the_rows_of_a_matter_are_looked_through_once_however_many_townships_have_editions(
    tables: Vocabulary,
) -> None:
    looks = [0]

    class Counted(tuple[Any, ...]):
        def __iter__(self) -> Iterator[Any]:
            looks[0] += 1
            return super().__iter__()

    texts = synthetic.townships(30)
    places = [Place(f"x-{t.number}", t.township, Level.TOWNSHIP, t.township, False) for t in texts]
    documents, members = [], []
    for place, edition in itertools.product(places, ("2025-07", "2026-01")):
        row = Row(ListKind.BASIC, 1, "1", "民生服务", "临时救助", 1, "", Columns((), ()), ())
        nothing = Coverage(0, 0, 0, 0)
        path, name = f"{place.code}-{edition}.txt", Township(place.name, place)
        documents.append(Document(path, path, edition, "", name, (), (Duty(row),), (), nothing))
        members.append(DutyRef(place.code, edition, ListKind.BASIC, 1))
    matter = Matter(Counted(members), "临时救助")
    lines = Lines()

    revision_lines(Counted(documents), Matters((matter,), (), ()), tables, Iris(), lines)

    follows = [line for line in lines.found if "/duty/" in line.split()[0]]
    assert len(follows) == 30
    assert looks[0] <= 4, "members once, documents twice"
