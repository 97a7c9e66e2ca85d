"""SEMIC's own shapes over the profile export: python tests/conformance/semic.py CHECKOUT.

CHECKOUT is a folder with https://github.com/SEMICeu/CPSV-AP and https://github.com/SEMICeu/CPOV in
it, or one of them. Of each the newest release's SHACL file is used. Results that speak of missing
documents outside our data, none so far, would be listed in docs/conformance.md.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pyshacl
import rdflib
from rdflib import RDF, SH

from kg.building import build
from kg.export.vocabularies.cpsv import write_cpsv
from kg.store.graph import Graph

SHAPES = ("cpsv-ap-SHACL.ttl", "core-public-organisation-ap-SHACL.ttl")


def newest(checkout: Path, name: str) -> Path | None:
    """The shapes of the newest release: releases/3.2.0/shacl/NAME."""
    found = [path for path in checkout.rglob(name) if "releases" in path.parts]

    def version(path: Path) -> list[int]:
        release = path.parts[path.parts.index("releases") + 1]
        return [int(part) for part in re.findall(r"\d+", release)]

    return max(found, key=version, default=None)


def main() -> int:
    """Validate the bundled lists; 0 when every shapes file found is satisfied."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    files = [path for name in SHAPES if (path := newest(Path(sys.argv[1]), name))]
    if not files:
        print(f"{sys.argv[1]} 里没有 SEMIC 的 SHACL 文件 (no SHACL file of SEMIC there)")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        stream = io.BytesIO()
        write_cpsv(Graph(build(into=Path(folder) / "store").store), stream)
    data = rdflib.Graph().parse(data=stream.getvalue(), format="turtle")
    print(f"{len(data):,} triples, {len(set(data.subjects(RDF.type))):,} nodes")
    failed = 0
    for path in files:
        shapes = rdflib.Graph().parse(path)
        count = sum(1 for _ in shapes.subjects(RDF.type, SH.NodeShape))
        conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes)
        results = Counter(
            (str(report.value(node, SH.resultPath)), str(report.value(node, SH.resultMessage)))
            for node in report.subjects(RDF.type, SH.ValidationResult)
        )
        print(f"{path.name} ({path.parts[-3]}): {count} shapes, conforms: {conforms}")
        for (where, message), number in results.most_common(20):
            print(f"  {number} × {where}: {message}")
        failed |= not conforms
    return failed


if __name__ == "__main__":
    raise SystemExit(main())
