"""Push: load a graph into another store over the SPARQL 1.1 Graph Store Protocol, parcel by parcel.

https://www.w3.org/TR/sparql11-http-rdf-update/: the first piece replaces what is there (PUT), the
others add to it (POST). There are no blank nodes, so a piece sent twice does no harm. Where the other
store can be asked as well, each parcel is looked for there, and in the end all triples are counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import urlencode, urlsplit, urlunsplit

from kg.errors import QueryError
from kg.querying.confirmed import Confirmed
from kg.querying.parcels import PIECE, OfStore, Parcel, Parcels
from kg.querying.remote import RemoteGraph
from kg.querying.transport import Client, checked
from kg.store.graph import Graph
from kg.vocabulary.plural import how_many

_MEDIA = "text/turtle"
"""N-Triples are Turtle; this media type every store knows."""
_LOOKED_FOR = 50
"""Of the parcels that were sent before about so many are looked for."""
_ASKED_BESIDE = {
    "/store": "/query",
    "/sparql-graph-crud-auth": "/sparql",
    "/sparql-graph-crud": "/sparql",
    "/data": "/sparql",
    "/statements": "",
    "/rdf-graphs/service": "",
}
"""End of the address at which a store is written → that at which it is asked: oxigraph, Virtuoso, Fuseki, RDF4J and GraphDB."""


def asked_beside(url: str) -> str:
    """Where a store that is written at ``url`` is asked, if that is one of the usual addresses."""
    parts = urlsplit(url)
    for written, asked in _ASKED_BESIDE.items():
        if parts.path.endswith(written):
            path = parts.path.removesuffix(written) + asked
            return urlunsplit((parts.scheme, parts.netloc, path, "", ""))
    return ""


def push(
    graph: Graph,
    url: str,
    target: str,
    client: Client,
    progress: Callable[[int], None] = lambda _: None,
    size: int = PIECE,
) -> int:
    """Replace the graph ``target`` (empty: the default graph) at ``url`` by ``graph``; the number of triples.

    ``progress`` is told how many triples are there so far. Memory stays at one piece of ``size``
    bytes.

    Raises:
        QueryError: the other side refuses or does not answer; once a piece has been sent, what is
            there is part of the graph, and the message says so.
        UsageError: ``url`` is none that can be asked.
    """
    return Push(OfStore(graph.store), url, target, client, size=size).run(progress)


class _Gone(Exception):
    """What was confirmed is no longer there."""


class Push:
    """A graph on its way to another store."""

    def __init__(
        self,
        found: Parcels,
        url: str,
        target: str,
        client: Client,
        *,
        confirmed: Confirmed | None = None,
        there: RemoteGraph | None = None,
        say: Callable[[str], None] = lambda message: None,
        size: int = PIECE,
    ) -> None:
        """Send ``found`` to the graph ``target`` at ``url``.

        ``confirmed`` is what of it is there already; ``there`` is where the other store is asked.

        Raises:
            UsageError: ``url`` is none that can be asked.
        """
        checked(url, "网址")
        mark = "&" if "?" in url else "?"
        self._address = f"{url}{mark}{urlencode({'graph': target}) if target else 'default'}"
        self._found, self._client, self._there = found, client, there
        self._confirmed = confirmed or Confirmed(None, url, target, found.dataset)
        self._target, self._say, self._size = target, say, size
        self.skipped = 0
        """So many triples were there before."""

    def run(self, progress: Callable[[int], None]) -> int:
        """Send what is not there yet; the number of triples that are there then.

        Raises:
            QueryError: see :func:`push`.
            StoreError: a part is not what it should be.
        """
        try:
            sent = self._sent(progress)
        except _Gone:
            self._say(
                "以前送到的那里已没有，从头载入 (what was sent before is gone there: starting anew)"
            )
            self._confirmed.keep(0)
            sent = self._sent(progress)
        if self._there is not None:
            self._count(self._there, sent)
        self._confirmed.done()
        return sent

    def _sent(self, progress: Callable[[int], None]) -> int:
        """Send every parcel behind those that are confirmed."""
        before, sent, self.skipped = [sha256 for sha256, _ in self._confirmed.parcels], 0, 0
        looked_for = set(range(0, len(before), max(1, len(before) // _LOOKED_FOR)))
        looked_for.add(len(before) - 1)
        for at, parcel in enumerate(self._found.parcels(self._size)):
            if at < len(before):
                if before[at] == parcel.sha256:
                    if at in looked_for and not self._is_there(parcel.bodies(self._size)):
                        raise _Gone
                    sent += parcel.statements
                    self.skipped = sent
                    continue
                self._confirmed.keep(at)
                before = []
            self._send(parcel, at == 0, sent)
            self._confirmed.add(parcel.sha256, parcel.statements)
            sent += parcel.statements
            progress(sent)
        return sent

    def _send(self, parcel: Parcel, replacing: bool, sent: int) -> None:
        begun = sent
        try:
            bodies = parcel.bodies(self._size)
            for body in bodies:
                method = "PUT" if replacing else "POST"
                self._client.send(method, self._address, body, {"Content-Type": _MEDIA})
                replacing, begun = False, begun + 1
            if not self._is_there(bodies):
                assert self._there is not None
                raise QueryError(
                    f"{self._there.origin} 里找不到刚送到的内容；查询网址和 --graph 是同一个图吗？"
                    " (what was just sent is not found there: is it the same graph?)"
                )
        except QueryError as error:
            if not begun:
                raise
            raise QueryError(
                f"{error}\n那里的图谱只有 {sent:,} 条三元组，不完整；再运行一次同样的 kg push 就接着送"
                f" (only {how_many(sent, 'triple')} there: run the same kg push again to go on)"
            ) from error

    def _is_there(self, bodies: list[bytes]) -> bool:
        """Whether the first and the last link of a parcel are there, as far as one can ask."""
        if self._there is None:
            return True
        links = [_link(bodies[0].split(b"\n")), _link(reversed(bodies[-1].split(b"\n")))]
        found = b" ".join(dict.fromkeys(links)).decode()
        # Virtuoso answers an ASK with a row, not with a truth value.
        row = next(self._there.rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ {found} }}"), {})
        return row.get("n") == "1"

    def _count(self, there: RemoteGraph, sent: int) -> None:
        counted = there.count()
        if counted > sent and not self._target:
            self._say(
                f"{there.origin} 一共有 {counted:,} 条三元组：那里的默认图还包括别的图"
                " (more is asked there than the default graph that was loaded)"
            )
        elif counted != sent:
            raise QueryError(
                f"{there.origin} 里有 {counted:,} 条三元组，应有 {sent:,} 条；载入时有别人在写？请用 --restart 从头再载"
                f" ({counted:,} there instead of {sent:,}: push again with --restart)"
            )


def _link(lines: Iterable[bytes]) -> bytes:
    """The first line whose object is an IRI: stores may write numbers in other ways."""
    return next((line for line in lines if line.split(b" ", 2)[-1].startswith(b"<")), b"")
