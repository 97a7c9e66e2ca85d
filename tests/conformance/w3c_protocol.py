"""Run the W3C's SPARQL 1.1 protocol tests against ``kg serve``: python w3c_protocol.py CHECKOUT [--write FILE].

CHECKOUT is a checkout of https://github.com/w3c/rdf-tests; nothing of it is copied. Tests that update
do not apply to a read-only server, tests of bad updates do.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, Namespace

HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ),
    "RDF": ("application/rdf+xml", "text/turtle", "application/n-triples"),
}


@dataclass(frozen=True)
class Outcome:
    """One test: its id, what it is called, and what was wrong (empty: passed)."""

    id: str
    name: str
    problem: str


def run(checkout: Path) -> list[Outcome]:
    """Every test that applies to a read-only server, in the manifest's order."""
    folder = checkout / "sparql" / "sparql11" / "protocol"
    manifest = rdflib.Graph().parse(folder / "manifest.ttl", format="turtle")
    head = next(manifest.subjects(RDF.type, MF.Manifest))
    entries = list(Collection(manifest, manifest.value(head, MF.entries)))  # type: ignore[arg-type]
    files = {}
    for data in {d for entry in entries for d in manifest.objects(entry, UT.graphData)}:
        name = str(manifest.value(data, UT.graph)).rpartition("/")[2]
        files[str(manifest.value(data, RDFS.label))] = folder / name
    outcomes = []
    with serving(files) as address:
        for entry in entries:
            test = str(entry).rpartition("#")[2]
            if test.startswith("update_"):
                continue
            action = manifest.value(entry, MF.action)
            requests = Collection(manifest, manifest.value(action, HT.requests))  # type: ignore[arg-type]
            problems = [p for request in requests if (p := check(manifest, request, address))]
            outcomes.append(Outcome(test, str(manifest.value(entry, MF.name)), "; ".join(problems)))
    return outcomes


def check(manifest: rdflib.Graph, request: rdflib.term.Node, address: str) -> str:
    """What is wrong with the answer to a request, or nothing."""

    def text(node: object, predicate: rdflib.URIRef) -> str:
        value = manifest.value(node, predicate)  # type: ignore[arg-type]
        return "" if value is None else str(value)

    path = text(request, HT.absolutePath).removeprefix("/sparql/")
    content = manifest.value(request, HT.body)  # type: ignore[arg-type]
    encoding = text(content, CNT.characterEncoding) or "utf-8"
    body = text(content, CNT.chars).encode(encoding) if content is not None else None
    headers = {}
    listed = manifest.value(request, HT.headers)  # type: ignore[arg-type]
    if listed is not None:
        for header in Collection(manifest, listed):
            headers[text(header, HT.fieldName)] = text(header, HT.fieldValue)
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    with contextlib.closing(connection):
        connection.request(text(request, HT.methodName), "/sparql" + path, body, headers)
        response = connection.getresponse()
        answer = response.read()
    return judge(manifest, manifest.value(request, HT.resp), response, answer)  # type: ignore[arg-type]


def judge(
    manifest: rdflib.Graph,
    expected: rdflib.term.Node,
    response: http.client.HTTPResponse,
    answer: bytes,
) -> str:
    """Compare status, format and truth value with what the test expects."""
    statuses = {
        str(s).rpartition("StatusCode")[2] for s in manifest.objects(expected, MF.expectedStatus)
    }
    if not any(pattern[0] == str(response.status)[0] for pattern in statuses):
        return f"status {response.status}, expected {sorted(statuses)}: {answer[:200]!r}"
    media = (response.getheader("content-type") or "").partition(";")[0]
    wanted = manifest.value(expected, MF.expectedFormat)
    if wanted is not None and media not in FORMATS[str(wanted)]:
        return f"format {media}, expected {wanted}"
    truth = manifest.value(expected, MF.expectedBoolean)
    if truth is not None and json.loads(answer)["boolean"] is not truth.toPython():  # type: ignore[union-attr]
        return f"answer {answer[:100]!r}, expected {truth}"
    return ""


@contextlib.contextmanager
def serving(files: dict[str, Path]) -> Iterator[str]:
    """A server over a store of the bundled lists with the suite's data beside it."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        kg = [sys.executable, "-m", "kg"]
        subprocess.run([*kg, "build", "--store", store], check=True, capture_output=True)
        named = [f"--with={graph}={path}" for graph, path in sorted(files.items())]
        command = [*kg, "serve", "--port", "0", "--store", str(store), *named]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as server:
            try:
                assert server.stdout is not None
                yield server.stdout.readline().strip()
            finally:
                server.terminate()


def table(outcomes: list[Outcome]) -> str:
    """The results as Markdown rows."""
    lines = ["| test | what it tests | result |", "|---|---|---|"]
    for outcome in outcomes:
        result = outcome.problem.replace("|", "\\|") or "pass"
        lines.append(f"| `{outcome.id}` | {outcome.name} | {result} |")
    return "\n".join(lines)


def main() -> int:
    """Print the results; exit status 1 if a test fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--write", type=Path, help="replace the table in this Markdown file")
    arguments = parser.parse_args()
    outcomes = run(arguments.checkout)
    passed = sum(1 for outcome in outcomes if not outcome.problem)
    summary = f"{passed} of {len(outcomes)} pass."
    text = f"<!-- results: begin -->\n{summary}\n\n{table(outcomes)}\n<!-- results: end -->"
    if arguments.write:
        page = arguments.write.read_text("utf-8")
        start, _, rest = page.partition("<!-- results: begin -->")
        end = rest.partition("<!-- results: end -->")[2]
        arguments.write.write_text(start + text + end, "utf-8", newline="\n")
    sys.stdout.write(text + "\n")
    return 0 if passed == len(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
