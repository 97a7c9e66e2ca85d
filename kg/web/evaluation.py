"""Evaluation inside a worker: a query or a library question becomes the bytes of an answer."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import KgError, QueryError, StoreError
from kg.rdf.terms import PREFIXES
from kg.rdf.xml import xml_safe
from kg.store.gate import admit, dataset_of, misread
from kg.store.generations import Generation
from kg.store.graph import Graph
from kg.web.errors import Refused
from kg.web.negotiation import Kind, answer_format, suits

if TYPE_CHECKING:
    from kg.web.site.site import Reply

_ROWS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
_WORTH = 1024
"""Bytes from which an answer is compressed for those who take gzip."""
_LEVEL = 5
_GZIP = 31
"""What zlib calls the format of gzip: 16 besides the largest window."""
_KEPT, _KEPT_BYTES = 64, 1 << 18
"""Pages a worker keeps, and the bytes of the largest of them."""
_SWEPT = "图谱刚换过或暂时打不开，请再试一次 (the graph has just been replaced, or cannot be read now: try again)"
_MISTAKES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""Mistakes of ours; without a reply of their own they would pass for a lack of memory."""


class Evaluator:
    """Answers the messages of one worker."""

    def __init__(
        self, directory: Path, generation: Path, graph: Path, rows: int, answer: int
    ) -> None:
        """Open the store at ``graph``, built as ``generation`` of the store in ``directory``."""
        self._graph = Graph(
            directory, (Generation.taken(generation), ox.Store.read_only(str(graph)))
        )
        _ = self._graph.summary  # read now: a build may sweep the folder while this worker goes on
        self._rows = rows
        self._bytes = answer
        self._pages: dict[str, Reply] = {}
        """Pages made before, the oldest first: the store of a worker never changes."""
        self._merged: dict[tuple[str, ...], ox.Store] = {}

    def answer(self, message: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """(head, body): status 200 with media type, encoding and body, or another with an error.

        Pages are made and answers compressed here, where the limits hold, and not in the one thread
        that serves everybody. ``code`` is the status of the page itself.
        """
        extra: dict[str, Any] = {}
        try:
            if "warm" in message:
                return self._warmed(message["warm"]), b""
            if "ahead" in message:
                return self._ahead(), b""
            if "sense" in message:
                return self._sensed(), b""
            if "path" in message:
                media, body, extra = self._visited(message)
            else:
                media, body, shown = self._evaluate(message["query"], message)
                if "page" in shown:
                    media, body = "text/html", self._page(body, media, shown)
            packed = bool(message.get("gzip")) and len(body) >= _WORTH
            if packed:
                body = zlib.compress(body, _LEVEL, _GZIP)
        except Refused as error:
            return {"status": error.status, "error": error.plain, "near": error.near}, b""
        except (StoreError, OSError):  # a build has swept what this worker has open
            return {"status": 503, "error": _SWEPT}, b""
        except KgError as error:
            return {"status": 400, "error": str(error)}, b""
        except MemoryError:
            return {"status": 507, "error": "查询用尽了内存 (out of memory)"}, b""
        except _MISTAKES as error:
            problem = type(error).__name__
            return {"status": 500, "error": f"服务器出错 (an error in the server): {problem}"}, b""
        return {"status": 200, "media": media, "encoding": "gzip" if packed else "", **extra}, body

    def _warmed(self, step: int) -> dict[str, Any]:
        """A step of getting ready (kg/web/site/warming.py), and whether there is another."""
        from kg.web.site.warming import warm

        return {"status": 200, "more": warm(self._graph, step)}

    def _ahead(self) -> dict[str, Any]:
        """Addresses of pages that may be made before anybody asks for them."""
        from kg.web.site.warming import ahead

        return {"status": 200, "addresses": ahead(self._graph)}

    def _sensed(self) -> dict[str, Any]:
        """A step of making what checks of this store will look at, and whether there is another."""
        from kg.web.site.warming import sense

        return {"status": 200, "more": sense(self._graph)}

    def _visited(self, message: dict[str, Any]) -> tuple[str, bytes, dict[str, Any]]:
        """A page of the site: its media type, itself, and what its headers say."""
        from kg.web.site.site import answer

        asked = {name: value for name, value in message.items() if name != "gzip"}
        key = json.dumps(asked, sort_keys=True)
        reply = self._pages.get(key)
        if reply is None:
            reply = answer(self._graph, message)
            if len(reply.body) > self._bytes:
                raise self._too_long()
            if len(key) + len(reply.body) <= _KEPT_BYTES:
                self._pages[key] = reply
                if len(self._pages) > _KEPT:
                    del self._pages[next(iter(self._pages))]
        extra = {
            "code": reply.status,
            "location": reply.location,
            "about": reply.about,
            "file": reply.file,
        }
        return reply.media, reply.body, extra

    def _page(self, answer: bytes, media: str, message: dict[str, Any]) -> bytes:
        from kg.web.site.site import of_results

        made = of_results(self._graph, answer, media, message).encode()
        if len(made) > self._bytes:
            raise self._too_long()
        return made

    def _evaluate(self, text: str, message: dict[str, Any]) -> tuple[str, bytes, dict[str, Any]]:
        """The answer, and the message as it was understood: a page, if ``format=`` did not fit."""
        admit(text, dataset=True)
        solutions = self._solutions(text, message)
        kind: Kind = "rows"
        if isinstance(solutions, ox.QueryBoolean):
            kind = "boolean"
        elif isinstance(solutions, ox.QueryTriples):
            kind = "graph"
        if "unfit" in message and not suits(message["format"], kind):
            message = {**message, **message["unfit"], "format": "", "saved": False}
        media, name = answer_format(message.get("format", ""), message["accept"], kind)
        sink = _Sink(self._bytes)
        try:
            if isinstance(solutions, ox.QueryTriples):
                triples = self._counted(solutions)
                ox.serialize(triples, sink, _GRAPHS[name], prefixes=_declared(name))
            else:
                solutions.serialize(sink, _ROWS[name])
        except (OSError, ValueError, RuntimeError) as error:
            if sink.full:
                raise self._too_long() from error
            if isinstance(error.__cause__, Refused):
                raise error.__cause__ from error
            raise QueryError(f"查询失败 (query failed): {error}") from error
        body = sink.getvalue()
        if name in {"xml", "rdfxml"}:
            body = xml_safe(body)
        if kind == "rows" and _more_rows(name, body, self._rows):
            raise self._too_many()
        if name == "csv" and message.get("saved"):  # by a person, who opens it in a spreadsheet
            body = codecs.BOM_UTF8 + body
        return media, body, message

    def _solutions(self, text: str, message: dict[str, Any]) -> Any:
        default, named = message.get("default"), message.get("named")
        store = self._graph.store
        if default is None and named is None:
            own_default, own_named = dataset_of(text)
            if len(own_default) > 1:
                default, named = own_default, own_named
        options: dict[str, Any] = {}
        try:
            if default is not None or named is not None:
                graphs = [ox.NamedNode(iri) for iri in dict.fromkeys(default or ())]
                options["named_graphs"] = [ox.NamedNode(iri) for iri in named or ()]
                options["default_graph"] = graphs
                if len(graphs) > 1:
                    store = self._merge(graphs, options["named_graphs"])
                    options["default_graph"] = ox.DefaultGraph()
            return store.query(text, prefixes=PREFIXES, base_iri=message["base"], **options)
        except SyntaxError as error:
            raise misread(text, error) from error
        except (OSError, ValueError, RuntimeError) as error:
            raise QueryError(f"查询失败 (query failed): {error}") from error

    def _merge(self, default: Sequence[ox.NamedNode], named: Sequence[ox.NamedNode]) -> ox.Store:
        """A store whose default graph is the RDF merge of ``default``; the engine's union repeats triples."""
        key = (*(g.value for g in default), "", *(g.value for g in named))
        if key not in self._merged:
            store = ox.Store()
            for graph in default:
                for quad in self._graph.store.quads_for_pattern(None, None, None, graph):
                    store.add(ox.Quad(quad.subject, quad.predicate, quad.object))
            for graph in named:
                store.extend(self._graph.store.quads_for_pattern(None, None, None, graph))
            self._merged = {key: store}
        return self._merged[key]

    def _counted(self, triples: ox.QueryTriples) -> Iterator[ox.Triple]:
        for number, triple in enumerate(triples):
            if number >= self._rows:
                raise self._too_many()
            yield triple

    def _too_long(self) -> Refused:
        return Refused(
            422, f"结果超过 {self._bytes:,} 字节的上限 (the answer exceeds the limit of bytes)"
        )

    def _too_many(self) -> Refused:
        return Refused(
            422,
            f"结果超过 {self._rows:,} 行的上限，请加 LIMIT (more rows than the limit; use LIMIT)",
        )


class _Sink(io.BytesIO):
    """Collects bytes up to a limit, then fails."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.full = False
        self._limit = limit

    def write(self, chunk: Any) -> int:
        if self.tell() + len(chunk) > self._limit:
            self.full = True
            raise OSError("the limit of bytes is reached")
        return super().write(chunk)


def _more_rows(name: str, body: bytes, limit: int) -> bool:
    """Whether a serialised answer has more than ``limit`` rows; a cheap bound first, then exactly."""
    if name == "tsv":
        return body.count(b"\n") - 1 > limit
    if name == "xml":
        return body.count(b"<result>") > limit
    if name == "csv":
        if body.count(b"\n") - 1 <= limit:
            return False
        return sum(1 for _ in csv.reader(io.StringIO(body.decode("utf-8")))) - 1 > limit
    if len(re.findall(rb"\},\s*\{", body)) + 1 <= limit:
        return False
    return len(json.loads(body)["results"]["bindings"]) > limit


def _declared(name: str) -> dict[str, str] | None:
    return PREFIXES if name in {"turtle", "rdfxml"} else None
