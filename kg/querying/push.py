"""Push: load the graph into another store over the SPARQL 1.1 Graph Store Protocol.

https://www.w3.org/TR/sparql11-http-rdf-update/: the first piece replaces what is there (PUT), the
others add to it (POST). There are no blank nodes, so a piece sent twice does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pyoxigraph as ox

from kg.errors import QueryError
from kg.querying.transport import Client, checked
from kg.rdf.terms import D, W
from kg.store.graph import Graph

_PIECE = 4 << 20
_MEDIA = "text/turtle"
"""N-Triples are Turtle; this media type every store knows."""
_WHERE = ox.DefaultGraph()


def push(
    graph: Graph,
    url: str,
    target: str,
    client: Client,
    progress: Callable[[int], None] = lambda _: None,
    size: int = _PIECE,
) -> int:
    """Replace the graph ``target`` (empty: the default graph) at ``url`` by ``graph``; the number of triples.

    ``progress`` is told how many triples are there so far. Memory stays at one piece of ``size``
    bytes.

    Raises:
        QueryError: the other side refuses or does not answer; once a piece has been sent, what is
            there is part of the graph, and the message says so.
        UsageError: ``url`` is none that can be asked.
    """
    checked(url, "网址")
    mark = "&" if "?" in url else "?"
    address = f"{url}{mark}{urlencode({'graph': target}) if target else 'default'}"
    method, sent = "PUT", 0
    for piece, count in _pieces(graph.store, size):
        try:
            client.send(method, address, piece, {"Content-Type": _MEDIA})
        except QueryError as error:
            if not sent:
                raise
            raise QueryError(
                f"{error}\n那里的图谱只有 {sent:,} 条三元组，不完整，请重新 kg push"
                f" (only {sent:,} triples are there: push again)"
            ) from error
        method, sent = "POST", sent + count
        progress(sent)
    return sent


def _pieces(store: ox.Store, size: int) -> Iterator[tuple[bytes, int]]:
    """N-Triples in pieces of about ``size`` bytes, with the number of triples of each.

    The dataset's checksum comes last: who finds it there knows that everything is there.
    """
    piece, count = bytearray(), 0
    for quad in _checksum_last(store):
        piece += f"{quad.triple} .\n".encode()
        count += 1
        if len(piece) >= size:
            yield bytes(piece), count
            piece, count = bytearray(), 0
    yield bytes(piece), count


def _checksum_last(store: ox.Store) -> Iterator[ox.Quad]:
    checksum, dataset = ox.NamedNode(D.sha256), ox.NamedNode(D.Dataset)
    last = [
        quad
        for kind in store.quads_for_pattern(None, ox.NamedNode(W.type), dataset, _WHERE)
        for quad in store.quads_for_pattern(kind.subject, checksum, None, _WHERE)
    ]
    for quad in store.quads_for_pattern(None, None, None, _WHERE):
        if quad not in last:
            yield quad
    yield from last
