"""The web application in this process: requests without sockets, answered by an evaluator of our own."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from kg.store.generations import current
from kg.web.app import remembering
from kg.web.errors import Refused
from kg.web.evaluation import Evaluator
from kg.web.limits import Limits
from kg.web.pool import Pool
from kg.web.process import Answer
from kg.web.sources import Source


class _Inside:
    """What the application needs of a pool, over one evaluator here instead of worker processes."""

    alive = True

    def __init__(self, store: Path) -> None:
        self.limits = Limits()
        self.warming = SimpleNamespace(keeper=None)
        self.source = Source(store)
        generation = current(store)
        self.generation = generation.path.name
        self._evaluator = Evaluator(
            store, generation.path, generation.path / "graph", self.limits.rows, self.limits.answer
        )

    async def run(self, message: dict[str, Any], client: str) -> Answer:
        head, body = self._evaluator.answer(message)
        if head["status"] != 200:
            raise Refused(head["status"], head["error"])
        return Answer(head, body, self.generation)


@dataclass(frozen=True)
class Got:
    """What the application answered."""

    status: int
    headers: dict[str, str]
    body: bytes


class Inside:
    """The application over one store."""

    def __init__(self, store: Path) -> None:
        self._app = remembering(cast(Pool, _Inside(store)))

    async def send(
        self,
        method: str,
        path: str,
        query: bytes = b"",
        body: bytes = b"",
        headers: Sequence[tuple[bytes, bytes]] = (),
    ) -> Got:
        """The answer to a request (ASGI); what the application raises is raised."""
        sent: list[MutableMapping[str, Any]] = []
        pieces: list[MutableMapping[str, Any]] = [{"type": "http.request", "body": body}]

        async def receive() -> MutableMapping[str, Any]:
            return pieces.pop() if pieces else {"type": "http.disconnect"}

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode("utf-8", "surrogatepass"),
            "root_path": "",
            "query_string": query,
            "headers": [(b"host", b"lists.example"), *headers],
            "client": ("127.0.0.1", 1),
            "server": ("lists.example", 80),
        }
        # As uvicorn decodes it: what is no UTF-8 is replaced.
        scope["path"] = path.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        await self._app(scope, receive, send)
        start = next(m for m in sent if m["type"] == "http.response.start")
        return Got(
            start["status"],
            {k.decode("latin-1"): v.decode("latin-1") for k, v in start["headers"]},
            b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body"),
        )
