"""The endpoint speaks the SPARQL 1.1 Protocol, read-only (compare the W3C's suite in docs/conformance.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from serving import Site, serving

from kg.building import Build
from kg.querying import library as queries
from kg.store.graph import Graph

ONE, TWO, THREE = (f"https://example.org/graph/{n}" for n in (1, 2, 3))
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
BOTH = f"ASK {{ <{ONE}> a ?t . <{TWO}> a ?u }}"
NAMED = f"ASK {{ GRAPH ?g {{ <{ONE}> a ?t }} GRAPH ?h {{ <{TWO}> a ?u }} }}"


@pytest.fixture(scope="module")
def site(five: Build, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with three named graphs beside the five lists; all three share one triple."""
    folder = tmp_path_factory.mktemp("with")
    options = ["--time-limit", "60"]
    for number, graph in enumerate((ONE, TWO, THREE), 1):
        path = folder / f"graph-{number}.nt"
        path.write_text(
            f"<{graph}> <{TYPE}> <https://example.org/Graph> .\n"
            f"<https://example.org/s> <https://example.org/p> <https://example.org/o> .\n",
            "utf-8",
        )
        options += ["--with", f"{graph}={path}"]
    with serving(five.store, *options) as started:
        yield started


def truth(answer: object) -> bool:
    assert answer.status == 200, answer.text  # type: ignore[attr-defined]
    return bool(json.loads(answer.body)["boolean"])  # type: ignore[attr-defined]


# -- forms of request ----------------------------------------------------------------------


def test_a_query_is_taken_by_get(site: Site) -> None:
    assert truth(site.get("ASK {}"))


def test_a_query_is_taken_by_form(site: Site) -> None:
    assert truth(site.send("POST", "/sparql", b"query=ASK%20%7B%7D", FORM))


def test_a_query_is_taken_directly(site: Site) -> None:
    assert truth(site.post("ASK {}"))
    assert truth(site.post("\ufeffASK {}"))
    assert truth(site.post("ASK {}", **{"Content-Type": "application/sparql-query; charset=UTF-8"}))


def test_default_graphs_are_merged(site: Site) -> None:
    fields = {"default_graph_uri": [ONE, TWO]}
    assert truth(site.get(BOTH, **fields))
    assert not truth(site.get(BOTH, default_graph_uri=ONE))
    path = "/sparql?" + urlencode([("default-graph-uri", ONE), ("default-graph-uri", TWO)])
    assert truth(site.send("POST", path, f"query={quote(BOTH)}".encode(), FORM))
    count = site.get("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv", **fields)
    assert count.text.split() == ["n", "3"]  # not 4: the shared triple counts once


def test_csv_that_a_browser_saves_opens_right_in_a_spreadsheet(site: Site) -> None:
    query = "SELECT ?n { ?t a :Township ; rdfs:label ?n } LIMIT 1"
    saved = site.get(query, "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", format="csv")

    assert saved.media == "text/csv"
    assert saved.body.startswith(b"\xef\xbb\xbfn\r\n")
    assert site.get(query, "text/csv").body.startswith(b"n\r\n")
    assert site.get(query, "*/*", format="csv").body.startswith(b"n\r\n")


def test_a_triple_of_several_from_clauses_counts_once(site: Site) -> None:
    froms = " ".join(f"FROM <{graph}>" for graph in (ONE, TWO, THREE))
    answer = site.get(f"SELECT (COUNT(*) AS ?n) {froms} {{ ?s ?p ?o }}", "text/csv")
    assert answer.text.split() == ["n", "4"]


def test_named_graphs_are_those_of_the_request(site: Site) -> None:
    assert truth(site.get(NAMED, named_graph_uri=[ONE, TWO]))
    assert not truth(site.get(NAMED, named_graph_uri=[ONE, THREE]))
    assert truth(site.get(NAMED))


def test_the_request_overrules_the_query(site: Site) -> None:
    query = NAMED.replace("ASK", f"ASK FROM <{THREE}>")
    assert truth(site.get(query, named_graph_uri=[ONE, TWO]))
    assert not truth(site.get(f"ASK FROM <{ONE}> {{ <{ONE}> a ?t }}", default_graph_uri=TWO))


def test_a_graph_that_is_not_loaded_is_empty(site: Site) -> None:
    assert truth(site.get("ASK {}", default_graph_uri="https://example.org/none"))
    assert not truth(site.get("ASK { ?s ?p ?o }", default_graph_uri="https://example.org/none"))
    assert not truth(site.get("ASK FROM <file:///etc/passwd> { ?s ?p ?o }"))


@pytest.mark.parametrize(
    ("method", "path", "body", "media", "status"),
    [
        ("PUT", "/sparql?query=ASK%7B%7D", None, "", 405),
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, "", 400),
        ("POST", "/sparql?query=ASK%7B%7D", b"ASK {}", "application/sparql-query", 400),
        ("POST", "/sparql", b"ASK {}", "text/plain", 415),
        ("POST", "/sparql", b"ASK {}", "", 415),
        ("POST", "/sparql", b"query=ASK%7B%7D", "", 415),
        ("POST", "/sparql", "ASK {}".encode("utf-16"), "application/sparql-query; charset=UTF-16", 415),
        ("POST", "/sparql", b"ASK { ?s ?p '\xff' }", "application/sparql-query", 400),
        ("POST", "/sparql", b"query=%FF", "application/x-www-form-urlencoded", 400),
        ("POST", "/sparql", b"nothing=1", "application/x-www-form-urlencoded", 400),
        ("GET", "/sparql?query=ASK%20%7B", None, "", 400),
        ("GET", "/sparql?update=CLEAR%20ALL", None, "", 403),
        ("POST", "/sparql", b"update=CLEAR+ALL", "application/x-www-form-urlencoded", 403),
        ("POST", "/sparql", b"CLEAR ALL", "application/sparql-update", 403),
        ("POST", "/sparql", b"CLEAR ALL", "application/sparql-query", 400),
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=%20x", None, "", 400),
        ("GET", "/nothing", None, "", 404),
    ],
)  # fmt: skip
def test_what_the_protocol_does_not_allow_is_refused_in_json(
    site: Site, method: str, path: str, body: bytes | None, media: str, status: int
) -> None:
    answer = site.send(method, path, body, {"Content-Type": media} if media else {})
    error = json.loads(answer.body)

    assert answer.status == status
    assert (error["ok"], error["status"]) == (False, status)
    assert error["error"]


def test_too_many_parameters_are_told_as_that(site: Site) -> None:
    allowed = "/sparql?query=ASK%7B%7D" + "&x=1" * 199

    assert truth(site.send("GET", allowed))
    refused = site.send("GET", allowed + "&x=1")
    assert refused.status == 400
    assert "200" in json.loads(refused.body)["error"]


# -- formats -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        ("SELECT * {}", "", "application/sparql-results+json"),
        ("SELECT * {}", "*/*", "application/sparql-results+json"),
        ("SELECT * {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("SELECT * {}", "text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values"),
        ("SELECT * {}", "text/*", "text/csv"),
        ("SELECT * {}", "application/json", "application/json"),
        ("SELECT * {}", "*/*;q=0.1, application/sparql-results+json;q=0, text/csv", "text/csv"),
        ("ASK {}", "text/turtle, application/sparql-results+xml;q=0.2", "application/sparql-results+xml"),
        ("DESCRIBE <urn:x>", "", "text/turtle"),
        ("CONSTRUCT {} {}", "application/n-triples", "application/n-triples"),
        ("CONSTRUCT {} {}", "application/rdf+xml", "application/rdf+xml"),
        ("CONSTRUCT {} {}", "application/ld+json", "application/ld+json"),
    ],
)  # fmt: skip
def test_the_format_is_negotiated(site: Site, query: str, accept: str, media: str) -> None:
    answer = site.get(query, accept)

    assert (answer.status, answer.media) == (200, media)
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("query", ["SELECT * {}", "ASK {}", "CONSTRUCT {} {}"])
def test_406_lists_what_there_is(site: Site, query: str) -> None:
    answer = site.get(query, "image/png")

    assert answer.status == 406
    listed = "text/turtle" if "CONSTRUCT" in query else "application/sparql-results+json"
    assert listed in json.loads(answer.body)["error"]


def test_relative_iris_have_the_service_as_base(site: Site) -> None:
    answer = site.get("CONSTRUCT { <s> <p> 1 } {}", "application/n-triples")

    assert answer.text.startswith(f"<{site.address}s> <{site.address}p> ")


@pytest.mark.parametrize("name", ["turtle", "ntriples", "jsonld", "rdfxml"])
def test_graphs_are_the_same_in_every_format(site: Site, graph: Graph, name: str) -> None:
    query = "CONSTRUCT { ?d rdfs:label ?n } WHERE { ?d a :Department ; rdfs:label ?n }"
    answer = site.get(query, format=name)
    kinds = {"turtle": "TURTLE", "ntriples": "N_TRIPLES", "jsonld": "JSON_LD", "rdfxml": "RDF_XML"}
    parsed = {q.triple for q in ox.parse(answer.body, getattr(ox.RdfFormat, kinds[name]))}

    assert parsed == set(graph.query(query))


# -- descriptions, pages, library ----------------------------------------------------------


def test_the_service_describes_itself(site: Site, five: Build) -> None:
    answer = site.send("GET", "/sparql", headers={"Accept": "application/n-triples"})
    triples = {
        (t.predicate.value.rpartition("#")[2], str(t.object))
        for t in ox.parse(answer.body, ox.RdfFormat.N_TRIPLES)
    }

    assert ("endpoint", f"<{site.endpoint}>") in triples
    assert (
        "supportedLanguage",
        "<http://www.w3.org/ns/sparql-service-description#SPARQL11Query>",
    ) in triples
    assert {("name", f"<{graph}>") for graph in (ONE, TWO, THREE)} <= triples
    assert any(p == "triples" and f'"{five.triples}"' in o for p, o in triples)


@pytest.mark.parametrize("path", ["/void", "/.well-known/void"])
def test_the_dataset_is_described(site: Site, path: str) -> None:
    answer = site.send("GET", path)
    store = ox.Store()
    store.load(answer.body, ox.RdfFormat.TURTLE)

    assert answer.media == "text/turtle"
    assert store.query(
        "PREFIX void: <http://rdfs.org/ns/void#> ASK { ?d a void:Dataset ; void:classPartition ?p ."
        " ?p void:class <https://dutykg.example/ontology#BasicDuty> ; void:entities 524 }"
    )


def test_the_front_page_has_a_question_box_and_what_is_loaded(site: Site, five: Build) -> None:
    page = site.send("GET", "/").text

    assert '<form class="ask" action="/ask"' in page
    assert all(d.township.name in page for d in five.documents if d.township)
    assert "http://" not in page.replace("http://www.w3.org/", "")


def test_the_editor_and_the_library_are_pages(site: Site) -> None:
    editor = site.send("GET", "/sparql", headers={"Accept": "text/html"}).text
    page = site.send("GET", "/queries").text

    assert 'name="query"' in editor
    assert all(item.title in page for item in queries.library().values())


def test_former_addresses_of_the_library_lead_to_the_new_ones(site: Site) -> None:
    moved = site.send("GET", "/library/pushed-down?department=" + quote("县水利局"))
    away = site.send("GET", "/library/" + "x" * 256)

    assert (moved.status, moved.headers["location"]) == (
        301,
        "/queries/pushed-down?department=" + quote("县水利局"),
    )
    assert away.status == 301
    assert site.send("GET", "/queries/" + "x" * 256).status == 404


def test_a_browser_gets_a_table(site: Site) -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    answer = site.get('SELECT ("<b>" AS ?x) {}', accept)

    assert answer.media == "text/html"
    assert "&lt;b&gt;" in answer.text
    assert "<b>" not in answer.text


def test_a_browser_gets_triples_too(site: Site) -> None:
    answer = site.get("CONSTRUCT { <a:a> <a:b> '<i>' } {}", "text/html")

    assert (answer.status, answer.media) == (200, "text/html")
    assert "&lt;i&gt;" in answer.text


def test_a_page_of_answers_names_the_question_and_the_lists_and_leads_back(site: Site) -> None:
    item = queries.find("townships")
    page = site.send("GET", f"/queries/{item.name}?format=html").text

    assert item.title in page
    assert item.title_en in site.send("GET", f"/queries/{item.name}?lang=en").text
    for _, heading in item.columns:
        assert f">{heading}</th>" in page
    assert ">t</th>" not in page
    assert "已载入 5 份清单" in page
    assert 'href="/"' in page
    assert 'href="/"' in site.get("ASK {}", "text/html").text


def test_a_page_of_answers_is_grouped_as_the_terminal_does(site: Site) -> None:
    path = "/queries/pushed-down?" + urlencode({"department": "县水利局", "format": "html"})
    page = site.send("GET", path).text

    assert "<h2>木垒县 · 木垒县水利局（" in page
    assert ">配合履职事项<" in page
    assert "部门 <strong>县水利局</strong>" in page
    assert ">cooperation<" not in page


@pytest.mark.parametrize(
    ("path", "accept", "status", "message"),
    [
        (
            "/queries/pushed-down?format=html&department=" + quote("木磊县水利局"),
            "",
            400,
            "木垒县水利局",
        ),
        ("/queries/pushed-down?x=1", "text/html,*/*;q=0.8", 400, "没有参数"),
        ("/queries/" + quote("<b>"), "text/html", 404, "&lt;b&gt;"),
        ("/sparql?format=html&query=SELECT", "", 400, "没有回答"),
        ("/nowhere", "text/html", 404, "没有这个页面"),
    ],
)
def test_a_person_reads_of_an_error_on_a_page(
    site: Site, path: str, accept: str, status: int, message: str
) -> None:
    answer = site.send("GET", path, headers={"Accept": accept})

    assert (answer.status, answer.media) == (status, "text/html")
    assert message in answer.text
    assert "<b>" not in answer.text
    assert 'href="/"' in answer.text


@pytest.mark.parametrize(
    ("path", "wrong", "right"),
    [
        ("/queries/pushed-down", {"department": "木磊县水利局"}, {"department": "木垒县水利局"}),
        ("/compare", {"a": "东城镇", "b": "六户镇"}, {"a": "东城镇", "b": "玛纳斯县六户地镇"}),
        ("/graph", {"kind": "department", "name": "水力局"}, {"kind": "department", "name": "水利局"}),
    ],
)  # fmt: skip
def test_a_name_that_is_nearly_right_is_one_click_from_its_answer(
    site: Site, path: str, wrong: dict[str, str], right: dict[str, str]
) -> None:
    answer = site.send("GET", f"{path}?{urlencode(wrong)}", headers={"Accept": "text/html"})

    assert answer.status == 400
    assert escape(f'href="?{urlencode(right)}"', quote=False) in answer.text


def test_a_page_that_is_not_there_names_the_lists_that_are(site: Site) -> None:
    answer = site.send("GET", "/nowhere?lang=en", headers={"Accept": "text/html"})

    assert answer.status == 404
    assert "<h1>No such page</h1>" in answer.text
    assert "木垒县东城镇" in answer.text


@pytest.mark.parametrize(
    ("path", "name", "there"),
    [
        ("department/木垒县水力局", "木垒县水利局", "org/652328/water-resources"),
        ("department/水力局", "水利局", "function/water-resources"),
        ("township/东域镇", "木垒县东城镇", "township/652328104"),
        ("township/652328109", "木垒县东城镇", "township/652328104"),
        ("function/县水力局", "水利局", "function/water-resources"),
        ("category/经济发", "经济发展", "category/economic-development"),
        ("county/木磊县", "木垒县", "place/652328"),
        ("matter/农业水价调整", "农业水价调整工作", "matter/0500598d6bde"),
        ("duty/652328104/1999-01/c-012", "木垒县东城镇配合12", "duty/652328104/2025-07/c-012"),
    ],
)
def test_an_address_that_leads_to_nothing_offers_what_is_near(
    site: Site, path: str, name: str, there: str
) -> None:
    answer = site.send("GET", f"/{quote(path)}", headers={"Accept": "text/html"})
    told = site.send("GET", f"/{quote(path)}", headers={"Accept": "application/json"})

    assert answer.status == told.status == 404
    assert f'<a class="plain" href="/{there}">{name}</a>' in answer.text
    assert f"是不是：{name}" in json.loads(told.body)["error"]
    assert site.send("GET", f"/{there}").status == 200


@pytest.mark.parametrize("path", ["nowhere", "nowhere/水力局", "township/", "matter/" + "0" * 12])
def test_nothing_is_offered_where_nothing_is_near(site: Site, path: str) -> None:
    answer = site.send("GET", f"/{quote(path)}", headers={"Accept": "text/html"})

    assert answer.status == 404
    assert "是不是" not in answer.text


@pytest.mark.parametrize("kind", ["duty", "matter"])
def test_the_name_of_a_duty_leads_to_its_matter(site: Site, kind: str) -> None:
    answer = site.send("GET", f"/{kind}/{quote('农业水价调整工作')}")

    assert answer.status == 303
    assert answer.headers["location"] == "/matter/0500598d6bde"


def test_a_library_question_is_answered(site: Site, graph: Graph) -> None:
    path = "/queries/pushed-down?" + urlencode({"department": "木垒县水利局", "format": "csv"})
    bound = queries.find("pushed-down").bind(graph, {"department": "木垒县水利局"})

    assert len(site.send("GET", path).text.splitlines()) == 1 + len(list(graph.rows(bound)))


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("/queries/pushed-down?format=json", 400, "需要参数"),
        ("/queries/pushed-down?department=" + quote("木磊县水利局"), 400, "木垒县水利局"),
        ("/queries/pushed-down?department=a&department=b", 400, "重复"),
        ("/queries/several-departments?least=" + quote("²"), 400, "whole number"),
        ("/queries/push-down", 404, "pushed-down"),
        ("/queries/..%2Fpyproject", 404, ""),
    ],
)
def test_a_wrong_library_question_is_explained(
    site: Site, path: str, status: int, message: str
) -> None:
    answer = site.send("GET", path)

    assert answer.status == status
    assert message in json.loads(answer.body)["error"]


def test_every_library_question_is_answered_over_http(site: Site) -> None:
    for item in queries.library().values():
        needed = {p.name: p.example for p in item.parameters if p.required}
        path = f"/queries/{item.name}?" + urlencode({**needed, "format": "json"})
        answer = site.send("GET", path)
        assert len(json.loads(answer.body)["results"]["bindings"]) == item.expected_rows, item.name


@pytest.mark.parametrize("text", ["nonsense", "relative=x.nt", "https://example.org/g=missing.nt"])
def test_a_wrong_with_is_refused(kg: object, five: Build, tmp_path: Path, text: str) -> None:
    done = kg("serve", "--store", five.store, "--with", text)  # type: ignore[operator]

    assert done.exit_code == 2
    assert "--with" in done.stderr
