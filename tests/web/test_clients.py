"""Clients that others wrote ask the endpoint: SPARQLWrapper, rdflib, curl, Comunica."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from serving import Site, serving

from kg.building import Build
from kg.querying import library as queries
from kg.store.graph import Graph

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?d a <https://dutykg.example/ontology#Duty> }"
COUNTIES = """PREFIX : <https://dutykg.example/ontology#>
CONSTRUCT { ?c a :County ; :code ?code } WHERE { ?c a :County ; :code ?code }"""


@pytest.fixture(scope="module")
def site(five: Build) -> Iterator[Site]:
    with serving(five.store, "--workers", "2") as started:
        yield started


def wrapper(site: Site, query: str, form: str, method: str = "GET") -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SPARQLWrapper 2 uses what Python deprecates
        library = pytest.importorskip("SPARQLWrapper", reason="needs SPARQLWrapper")
        client = library.SPARQLWrapper(site.endpoint)
        client.setQuery(query)
        client.setReturnFormat(form)
        client.setMethod(method)
        return client.queryAndConvert()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper_reads_rows(site: Site, method: str) -> None:
    answer = wrapper(site, COUNT, "json", method)

    assert answer["results"]["bindings"][0]["n"]["value"] == "1258"  # type: ignore[index]


def test_sparqlwrapper_reads_xml_and_csv(site: Site) -> None:
    assert "1258" in wrapper(site, COUNT, "xml").toxml()  # type: ignore[attr-defined]
    assert b"1258" in wrapper(site, COUNT, "csv")  # type: ignore[operator]


def test_sparqlwrapper_reads_a_graph(site: Site) -> None:
    answer = wrapper(site, COUNTIES, "turtle")

    assert len(rdflib.Graph().parse(data=answer, format="turtle")) == 10  # type: ignore[arg-type]


def test_rdflib_uses_the_endpoint_as_its_store(site: Site, graph: Graph) -> None:
    store = SPARQLStore(site.endpoint, returnFormat="json")
    there = rdflib.Graph(store)
    item = queries.find("reclaimed-by")

    assert [int(row.n) for row in there.query(COUNT)] == [1258]  # type: ignore[union-attr]
    assert len(list(there.query(item.text))) == item.expected_rows
    county = rdflib.URIRef("https://dutykg.example/ontology#County")
    assert len(set(there.subjects(rdflib.RDF.type, county))) == 5


def test_curl_gets_every_format(site: Site) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("needs curl")
    for accept, start in {
        "application/sparql-results+json": '{"head"',
        "application/sparql-results+xml": "<?xml",
        "text/csv": "n\r\n1258",
        "text/tab-separated-values": "?n\n1258",
    }.items():
        command = [curl, "-sSf", "--compressed", site.endpoint, "-H", f"Accept: {accept}"]
        done = subprocess.run(
            [*command, "--data-urlencode", f"query={COUNT}"], capture_output=True, check=True
        )
        assert done.stdout.decode().startswith(start)
    refused = subprocess.run(
        [curl, "-sS", site.endpoint, "-d", "update=CLEAR ALL"], capture_output=True, check=True
    )
    assert json.loads(refused.stdout)["status"] == 403


def test_comunica_asks_the_endpoint(site: Site) -> None:
    modules = Path(os.environ.get("KG_NODE_MODULES", "")) / "@comunica" / "query-sparql"
    node = shutil.which("node")
    if node is None or not os.environ.get("KG_NODE_MODULES") or not modules.is_dir():
        pytest.skip("needs @comunica/query-sparql (npm; KG_NODE_MODULES names the folder)")
    program = """
const { QueryEngine } = require(process.argv[1]);
const context = { sources: [{ type: 'sparql', value: process.argv[2] }] };
(async () => {
  const engine = new QueryEngine();
  const rows = await (await engine.queryBindings(process.argv[3], context)).toArray();
  const quads = await (await engine.queryQuads(process.argv[4], context)).toArray();
  const truth = await engine.queryBoolean('ASK { ?s ?p ?o }', context);
  console.log(JSON.stringify([rows.length, quads.length, truth]));
})();
"""
    item = queries.find("discontinued")
    done = subprocess.run(
        [node, "-e", program, str(modules), site.endpoint, item.text, COUNTIES],
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [item.expected_rows, 10, True]
