"""The library over an endpoint answers as it does here; what it reads is read once and kept."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace

import pyoxigraph as ox
import pytest
from click.testing import Result
from stores import Other

from kg.asking.engine import asker
from kg.building import Build, build
from kg.errors import QueryError
from kg.querying.push import push
from kg.querying.remote import RemoteGraph
from kg.rdf.terms import PREFIXES, D
from kg.store.graph import Graph
from kg.store.search import FILE

Run = Callable[..., Result]
SECOND = "https://example.org/changing"
QUESTIONS = """县水利局把哪些事项交给乡镇配合？
工伤认定调查现在由谁承接
东城镇的基本履职事项有哪些
东城镇配合履职事项有多少项？
哪个部门交给乡镇配合的事项最多？
哪些乡镇要配合农业水价调整工作？
农业水价调整工作里东城镇要做什么？
木垒县水利局在农业水价调整工作里做什么？
机电井管理在哪张清单里？
东城镇能不能做工伤认定调查？
条款里提到宣传的事项有哪些？
东城镇收回的事项占全部的百分之几？
西北湾镇有而东城镇没有的配合事项有哪些？
东城镇的事项涉及哪些类别？
不分县，哪类部门交办最多，前3名？
今天天气怎么样
火星县水利局有哪些事项
How many duties does the county water bureau push down to townships?""".split("\n")


def tables(path: Path) -> list[str]:
    """Everything an index holds, the words' own tables included."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def kept(graph: RemoteGraph) -> Path:
    graph.text.find("x")
    (path,) = Path(graph._cache.folder).glob(FILE)
    return path


@pytest.fixture(scope="module")
def kept_of_them(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def keeping(cache: Path, kept_of_them: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test has read of a store, the next one need not: the first of each reads it."""
    monkeypatch.setenv("KG_CACHE", str(kept_of_them))


@pytest.fixture
def changing(oxigraph: Other, small_graph: Graph) -> Iterator[Other]:
    """A graph of its own in the oxigraph server, holding the small list."""
    store = Other("changing", oxigraph.query, oxigraph.write, SECOND)
    push(small_graph, store.write, SECOND, store.client())
    yield store
    store.client().send("DELETE", f"{store.write}?graph={SECOND}", None, {})


def test_the_index_is_the_one_a_build_writes(other: Other, graph: Graph, five: Build) -> None:
    assert tables(kept(other.open())) == tables(graph.generation.path / FILE)


def test_a_list_of_a_place_nobody_knows_too(changing: Other, small_graph: Graph) -> None:
    assert tables(kept(changing.open())) == tables(small_graph.generation.path / FILE)


def test_the_checksum_there_is_the_one_of_the_graph(other: Other, graph: Graph) -> None:
    query = "SELECT ?sum WHERE { ?d a :Dataset ; :sha256 ?sum }"

    assert [row["sum"] for row in graph.rows(query)] == [other.open().checksum]


def test_a_push_sends_the_checksum_last(small_graph: Graph) -> None:
    sent: list[bytes] = []
    client = SimpleNamespace(send=lambda method, url, body, headers: sent.append(body))
    push(small_graph, "http://a.example/", "", client, size=2_000)  # type: ignore[arg-type]
    lines = b"".join(sent).splitlines()
    says_it = [
        line.startswith(b"<https://dutykg.example/dataset> ") and b"#sha256>" in line
        for line in lines
    ]

    assert len(sent) > 5
    assert len(set(lines)) == len(lines) == small_graph.summary["triples"]
    assert says_it.index(True) == len(lines) - 1


def test_a_second_time_only_the_checksum_is_asked_for(other: Other, asked: list[str]) -> None:
    first = other.open().text.find("防汛")
    filled = len(asked)
    second = other.open().text.find("防汛")

    assert first == second != []
    assert filled < 15
    assert len(asked) == filled + 1


def test_another_graph_there_is_read_anew(changing: Other, small_text: str, tmp_path: Path) -> None:
    before = changing.open()
    assert before.text.find("收养登记")
    source = tmp_path / "zhulin.txt"
    source.write_text(small_text.replace("收养登记", "婚姻登记"), "utf-8")
    changed = Graph(build([source], into=tmp_path / "store").store)
    push(changed, changing.write, SECOND, changing.client())
    after = changing.open()

    assert after.checksum != before.checksum
    assert (after.text.find("收养登记"), len(after.text.find("婚姻登记"))) == ([], 2)


def test_several_datasets_in_one_graph_are_told_by_their_documents(
    changing: Other, small_graph: Graph
) -> None:
    both = ox.Store()
    both.extend(small_graph.store)
    other = ox.NamedNode("https://a.example/dataset")
    kind, checksum, path = (
        ox.NamedNode(iri) for iri in (f"{PREFIXES['rdf']}type", D.sha256, D.path)
    )
    both.add(ox.Quad(other, kind, ox.NamedNode(D.Dataset)))
    both.add(ox.Quad(other, checksum, ox.Literal("0" * 64)))
    push(SimpleNamespace(store=both), changing.write, SECOND, changing.client())  # type: ignore[arg-type]
    first = changing.open().checksum
    again = changing.open().checksum
    for quad in list(both.quads_for_pattern(None, path, None)):
        both.remove(quad)
        both.add(ox.Quad(quad.subject, path, ox.Literal("renamed.txt")))
    push(SimpleNamespace(store=both), changing.write, SECOND, changing.client())  # type: ignore[arg-type]

    assert len(first) == 64
    assert first == again != changing.open().checksum
    assert tables(kept(changing.open())) == tables(small_graph.generation.path / FILE)


def test_of_a_graph_that_is_there_in_part_nothing_is_answered(
    changing: Other, small_graph: Graph, kg: Run
) -> None:
    client = changing.client()
    last = f"/dataset> <{D.sha256}>".encode()

    def breaks_off(method: str, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        if last in body:
            raise QueryError("no answer")
        client.send(method, url, body, headers)

    with pytest.raises(QueryError, match="不完整"):
        push(small_graph, changing.write, SECOND, SimpleNamespace(send=breaks_off), size=2_000)  # type: ignore[arg-type]
    for command in (
        ("query", "township-duties", "-p", "township=竹林镇"),
        ("ask", "竹林镇有哪些事项"),
        ("search", "收养"),
        ("check", "收养登记", "--township", "竹林镇"),
        ("stats",),
        ("names",),
        ("matters",),
    ):
        done = kg(*command, *changing.options)

        assert done.exit_code == 1, done.stdout
        assert "不完整" in done.stderr
        assert done.stdout == ""


def test_a_graph_replaced_while_it_is_read_is_not_kept(
    changing: Other, monkeypatch: pytest.MonkeyPatch
) -> None:
    sums = iter("abcdefgh")
    monkeypatch.setattr(RemoteGraph, "_read_checksum", lambda self: next(sums))
    there = changing.open()

    with pytest.raises(QueryError, match="再试"):
        _ = there.text
    assert list(there._cache.folder.iterdir()) == []


def test_missing_duties_are_not_kept(changing: Other, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = RemoteGraph.pages

    def short(self: RemoteGraph, sparql: str, key: str) -> Iterator[dict[str, str]]:
        rows = list(ask(self, sparql, key))
        return iter(rows[:-1] if key == "duty" else rows)

    monkeypatch.setattr(RemoteGraph, "pages", short)

    with pytest.raises(QueryError, match="截短"):
        _ = changing.open().text


def test_nothing_secret_is_kept(
    changing: Other, cache: Path, monkeypatch: pytest.MonkeyPatch, kg: Run
) -> None:
    monkeypatch.setenv("KG_USER", "geheimer")
    monkeypatch.setenv("KG_PASSWORD", "geheimnis")
    done = kg("search", "收养", *changing.options)
    files = [path for path in cache.rglob("*") if path.is_file()]

    assert done.exit_code == 0, done.stderr
    assert {path.name for path in files} == {FILE, "figures.json", "meaning.sqlite"}
    assert not any(b"geheim" in path.read_bytes() for path in files)


# -- commands ------------------------------------------------------------------------------

COMMANDS = [
    ["search", "防汛", "--json"],
    ["search", "秸秆 焚烧", "--clauses", "--limit", "5"],
    ["names", "人社局"],
    ["matters", "机电井"],
    ["query", "pushed-down", "-p", "department=县水利局", "--format", "csv"],
]


@pytest.mark.usefixtures("keeping")
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_prints_the_same(other: Other, five: Build, kg: Run, command: list[str]) -> None:
    here, there = kg(*command, "--store", five.store), kg(*command, *other.options)

    assert there.exit_code == here.exit_code == 0, there.stderr
    assert there.stdout == here.stdout


@pytest.mark.usefixtures("keeping")
@pytest.mark.parametrize(
    "command",
    [
        ["check", "请各乡镇开展工伤认定调查", "--json"],
        ["check", "请东城镇配合做好农业水价调整", "--department", "县水利局", "--json"],
    ],
    ids=" ".join,
)
def test_a_check_comes_to_the_same(other: Other, five: Build, kg: Run, command: list[str]) -> None:
    """The verdicts and what they rest on; which rows are shown as related may differ.

    The senses of rows are made with a store of ours, and are not at hand in one of others.
    """
    here, there = kg(*command, "--store", five.store), kg(*command, *other.options)

    assert there.exit_code == here.exit_code == 0, there.stderr
    assert _verdicts(there.stdout) == _verdicts(here.stdout)


def _verdicts(printed: str) -> list[tuple[str, str, str, list[str]]]:
    return [
        (
            one["task"],
            one["township"],
            one["verdict"],
            [duty["iri"] for duty in one["duties"] if duty["act"] == "same"],
        )
        for one in json.loads(printed)["results"]
    ]


@pytest.mark.usefixtures("keeping")
def test_a_batch_of_questions_is_answered_the_same(
    other: Other, five: Build, kg: Run, tmp_path: Path
) -> None:
    batch, answers = tmp_path / "in.jsonl", {}
    lines = [json.dumps({"id": n, "question": text}) for n, text in enumerate(QUESTIONS)]
    batch.write_text("\n".join(lines), "utf-8")
    for name, options in (("here", ["--store", str(five.store)]), ("there", other.options)):
        done = kg("ask", "--batch", batch, "-o", tmp_path / name, *options)
        assert done.exit_code == 0, done.stderr
        answers[name] = [json.loads(x) for x in (tmp_path / name).read_text("utf-8").splitlines()]

    assert answers["there"] == answers["here"]
    assert {a["type"] for a in answers["here"]} == {
        "duties", "departments", "townships", "categories", "clauses", "lists", "number", "boolean", None
    }  # fmt: skip


@pytest.mark.usefixtures("keeping")
def test_a_batch_reads_no_table_twice(other: Other, asked: list[str]) -> None:
    ready = asker(other.open())
    for question in QUESTIONS:
        ready.ask(question)
    before = len(asked)
    for question in QUESTIONS:
        ready.ask(question)
    again = asked[before:]

    assert len(again) <= 4 * len(QUESTIONS)
    assert all("VALUES" in query or ":BasicDuty" in query or ":leads" in query for query in again)


@pytest.mark.usefixtures("keeping")
def test_a_view_is_the_same_file(other: Other, five: Build, kg: Run, tmp_path: Path) -> None:
    for name, options in (("here", ["--store", str(five.store)]), ("there", other.options)):
        done = kg("view", "township", "东城镇", "-o", tmp_path / f"{name}.html", *options)
        assert done.exit_code == 0, done.stderr

    assert (tmp_path / "there.html").read_bytes() == (tmp_path / "here.html").read_bytes()


def test_the_figures_are_the_same(other: Other, five: Build, kg: Run) -> None:
    here = json.loads(kg("stats", "--json", "--store", five.store).stdout)
    there = json.loads(kg("stats", "--json", *other.options).stdout)
    names = ("document", "sha256", "edition", "township", "basic", "cooperation", "reclaimed")
    names += ("superior_clauses", "township_clauses")

    assert there["triples"] == here["triples"]
    for one, two in zip(here["documents"], there["documents"], strict=True):
        assert {name: one[name] for name in names} == {name: two[name] for name in names}
    assert kg("stats", *other.options).exit_code == 0


def test_every_command_says_where_it_reads(
    changing: Other, five: Build, kg: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_ENDPOINT", changing.query)
    monkeypatch.setenv("KG_GRAPH", changing.graph)

    assert f"来自 (from) {changing.query} <{SECOND}>" in kg("search", "收养").stderr
    assert "不问 KG_ENDPOINT" in kg("search", "防汛", "--store", five.store).stderr
    assert "不问 KG_ENDPOINT" in kg("report", "--store", five.store).stderr


def test_two_sources_at_once_are_refused(five: Build, kg: Run) -> None:
    both = kg("stats", "--store", five.store, "--endpoint", "http://a.example/")

    assert both.exit_code == 2
    assert "只用一个" in both.stderr
    assert kg("stats", "--graph", SECOND).exit_code == 2
    assert kg("report", "--endpoint", "http://a.example/").exit_code == 2


def test_doubts_are_not_made_up(changing: Other, kg: Run) -> None:
    done = kg("matters", "--doubtful", *changing.options)

    assert done.exit_code == 2
    assert "只记在建图的地方" in done.stderr
