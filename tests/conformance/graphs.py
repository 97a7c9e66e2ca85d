"""Write the good and the broken graphs of test_validation.py to files, with pySHACL's results.

Other engines then show whether they agree: `python tests/conformance/graphs.py OUT` writes, and
compares pyrudof where it is installed; `node tests/conformance/engines.mjs OUT MODULES` compares
the npm packages shacl-engine and jsonld. Ends with 1 where an engine differs.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.namespace import RDF, SH

from kg.building import build
from kg.querying.validation import SHAPES
from kg.resources import folder
from kg.store.graph import Graph

HERE = Path(__file__).resolve().parent


def module(name: str) -> ModuleType:
    """A test module, read by its path."""
    spec = importlib.util.spec_from_file_location(name, HERE.parent / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def write(out: Path) -> dict[str, dict[str, Any]]:
    """Write the graphs; give back each one's name, conformance and results."""
    tests, source = module("test_validation"), module("conftest").SMALL
    shapes = rdflib.Graph().parse(folder("ontology") / "shapes.ttl")
    expected: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "list.txt").write_text(source, "utf-8")
        good = Graph(build([Path(home) / "list.txt"], into=Path(home) / "store").store)
        cases = {"good": None, **{name: update for name, (update, _, _) in tests.BROKEN.items()}}
        for number, (name, update) in enumerate(cases.items()):
            graph = tests.copy(good)
            if update:
                graph.update(tests.PREFIXES + update)
            data = graph.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
            (out / f"{number:02d}.nt").write_bytes(data)
            parsed = rdflib.Graph().parse(data=data, format="nt")
            conforms, report, _ = pyshacl.validate(parsed, shacl_graph=shapes)
            expected[f"{number:02d}"] = {
                "name": name,
                "conforms": conforms,
                "results": sorted(
                    {result(report, r) for r in report.subjects(RDF.type, SH.ValidationResult)}
                ),
            }
        del good
    text = json.dumps(expected, ensure_ascii=False, indent=1)
    (out / "expected.json").write_text(text, encoding="utf-8")
    return expected


def result(report: rdflib.Graph, node: Any) -> str:
    """Shape and focus node of a result; blank nodes have no name to compare."""
    focus = report.value(node, SH.focusNode)
    name = "blank" if isinstance(focus, rdflib.BNode) else str(focus)
    return f"{str(report.value(node, SH.sourceShape)).removeprefix(SHAPES)} {name}"


def rudof(out: Path, expected: dict[str, dict[str, Any]]) -> int:
    """The number of graphs on which pyrudof gives other results."""
    import pyrudof

    shapes = (folder("ontology") / "shapes.ttl").read_text(encoding="utf-8")
    different = 0
    for number, case in expected.items():
        engine = pyrudof.Rudof(pyrudof.RudofConfig())
        engine.read_data((out / f"{number}.nt").read_text("utf-8"), pyrudof.RDFFormat.NTriples)
        engine.read_shacl(shapes, pyrudof.ShaclFormat.Turtle)
        report = engine.validate_shacl()
        found = sorted({shown(violation) for violation in report.violations})
        if report.conforms != case["conforms"] or found != case["results"]:
            different += 1
            print(f"pyrudof differs: {case['name']}: {sorted(set(found) ^ set(case['results']))}")
    print(f"pyrudof: {len(expected) - different} of {len(expected)} graphs alike")
    return different


def shown(violation: Any) -> str:
    """Shape and focus node of pyrudof's violation, in the form of `result`."""
    focus = str(violation.focus_node).strip("<>")
    shape = str(violation.source_shape).strip("<>").removeprefix(SHAPES)
    return f"{shape} {'blank' if focus.startswith('_:') else focus}"


def main() -> int:
    """Write into the folder named on the command line and compare."""
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    expected = write(out)
    broken = sum(not case["conforms"] for case in expected.values())
    print(f"{len(expected)} graphs, {broken} of them break a shape")
    if importlib.util.find_spec("pyrudof") is None:
        print("pyrudof is not installed: not compared")
        return 0
    return 1 if rudof(out, expected) else 0


if __name__ == "__main__":
    raise SystemExit(main())
