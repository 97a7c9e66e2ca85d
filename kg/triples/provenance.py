"""Provenance of a build: the prov:Activity that made a generation, beside the reproducible part.

The graph holds no clock, so that the same lists give the same bytes; when, from what and with
which program a generation was made stands in a file of its own next to the graph.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox

from kg.rdf.iris import Iris
from kg.rdf.ntriples import Lines, literal, typed, zh
from kg.rdf.terms import PREFIXES, D, W
from kg.version import VERSION

FILE = "provenance.ttl"
"""Name of the file in a generation."""
_PROV = PREFIXES["prov"]
_DATE_TIME = PREFIXES["xsd"] + "dateTime"


def now() -> datetime:
    """The time, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def write_provenance(
    path: Path,
    documents: Iterable[tuple[str, str, str]],
    vocabulary_checksum: str,
    iris: Iris,
    started: datetime,
) -> None:
    """Write the activity of a build that ends now; ``documents`` are IRI, path and checksum of each."""
    lines, ended = Lines(), now()
    activity = f"{iris.base}build/{started:%Y%m%dT%H%M%SZ}"
    program = f"{iris.base}program/duty-kg-{VERSION}"
    dataset, tables = iris.dataset(), f"{iris.base}vocabulary/{vocabulary_checksum[:16]}"
    lines.link(activity, W.type, f"{_PROV}Activity")
    lines.add(activity, W.label, zh("建图"))
    lines.add(activity, W.label, literal("build of the graph", "en"))
    lines.add(activity, f"{_PROV}startedAtTime", typed(started.isoformat(), _DATE_TIME))
    lines.add(activity, f"{_PROV}endedAtTime", typed(ended.isoformat(), _DATE_TIME))
    lines.link(activity, f"{_PROV}wasAssociatedWith", program)
    for kind in (f"{_PROV}Agent", f"{_PROV}SoftwareAgent"):
        lines.link(program, W.type, kind)
    engines = f"Python {platform.python_version()}, pyoxigraph {ox.__version__}"
    lines.add(program, W.label, literal(f"duty-kg {VERSION} ({engines})"))
    lines.link(dataset, W.type, W.Entity)
    lines.link(dataset, f"{_PROV}wasGeneratedBy", activity)
    lines.link(activity, f"{_PROV}used", tables)
    lines.link(tables, W.type, W.Entity)
    lines.add(tables, W.label, zh("建图所用的词表"))
    lines.add(tables, D.sha256, literal(vocabulary_checksum))
    for source, name, checksum in documents:
        lines.link(activity, f"{_PROV}used", source)
        lines.link(source, W.type, W.Entity)
        lines.add(source, D.path, literal(name))
        lines.add(source, D.sha256, literal(checksum))
        lines.link(dataset, W.wasDerivedFrom, source)
    data = "".join(f"{line}\n" for line in sorted(set(lines.found)))
    triples = (quad.triple for quad in ox.parse(data, ox.RdfFormat.N_TRIPLES))
    prefixes = {name: PREFIXES[name] for name in ("", "prov", "rdfs", "xsd")}
    path.write_bytes(ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b"")
