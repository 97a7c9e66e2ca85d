"""What was answered before is sent again without a worker; what could differ never is."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from loops import run

from kg.web.http.remembered import Remembered

PATH = b"query=ASK%7B%7D"


class Server:
    """An application that counts how often it is asked, behind its memory."""

    def __init__(self, **answer: Any) -> None:
        """``answer`` differs from a tagged one of 200 in what is given."""
        self.asked = 0
        self.pool: Any = SimpleNamespace(generation="g-1", alive=True)
        self._answer = {"status": 200, "headers": [(b"etag", b'W/"1"')], "more": False, **answer}
        self._remembered = Remembered(self._app, cast("Any", self.pool))

    async def _app(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked += 1
        body = f"{self.pool.generation} {scope['headers']}".encode()
        start = {key: self._answer[key] for key in ("status", "headers")}
        await send({"type": "http.response.start", **start})
        more = bool(self._answer["more"])
        await send({"type": "http.response.body", "body": body, "more_body": more})
        if more:
            await send({"type": "http.response.body", "body": b"rest"})

    def get(self, *headers: tuple[bytes, bytes], method: str = "GET", query: bytes = PATH) -> bytes:
        """The body of an answer."""
        pieces: list[bytes] = []

        async def send(message: dict[str, Any]) -> None:
            pieces.append(message.get("body", b""))

        scope = {
            "type": "http", "method": method, "scheme": "http", "path": "/sparql",
            "query_string": query, "headers": [(b"host", b"a"), *headers],
        }  # fmt: skip
        run(self._remembered(scope, None, send))
        return b"".join(pieces)


def test_the_same_request_is_answered_from_memory() -> None:
    server = Server()

    assert server.get((b"user-agent", b"x")) == server.get((b"user-agent", b"x"))
    server.get((b"user-agent", b"y"))
    assert server.asked == 1


@pytest.mark.parametrize(
    "other",
    [(b"accept", b"text/csv"), (b"cookie", b"lang=en"), (b"accept-encoding", b"gzip"),
     (b"host", b"b"), (b"if-none-match", b'W/"1"'), (b"x-forwarded-host", b"c")],
)  # fmt: skip
def test_another_header_makes_another_request(other: tuple[bytes, bytes]) -> None:
    server = Server()

    assert server.get() != server.get(other)
    assert server.asked == 2


def test_a_newer_generation_is_asked_again() -> None:
    server = Server()
    server.get()
    server.pool.generation = "g-2"

    assert server.get().startswith(b"g-2")
    assert server.asked == 2


@pytest.mark.parametrize("state", [{"generation": None}, {"alive": False}])
def test_nothing_is_remembered_while_no_generation_answers(state: dict[str, Any]) -> None:
    server = Server()
    server.get()
    vars(server.pool).update(state)
    server.get()
    server.get()

    assert server.asked == 3


@pytest.mark.parametrize(
    "answer",
    [{"status": 404}, {"headers": []}, {"headers": [(b"etag", b"1"), (b"set-cookie", b"lang=en")]},
     {"more": True}],
    ids=["no success", "no tag", "a cookie", "in pieces"],
)  # fmt: skip
def test_other_answers_are_not_kept(answer: dict[str, Any]) -> None:
    server = Server(**answer)
    server.get()
    server.get()

    assert server.asked == 2


def test_only_reading_is_remembered() -> None:
    server = Server()
    server.get(method="POST")
    server.get(method="POST")
    server.get(method="HEAD")

    assert server.asked == 3


def test_short_answers_take_memory_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of them, a few bytes each, are as much as the longest: each has its headers."""
    monkeypatch.setattr("kg.web.http.remembered._ALL", 1 << 20)
    server = Server()
    for number in range(300):
        server.get(query=b"%d" % number)
    server.get(query=b"299")
    asked = server.asked
    server.get(query=b"0")

    assert (asked, server.asked) == (300, 301)


def test_memory_is_bounded() -> None:
    server = Server()
    large = b"x" * 60_000
    for number in range(400):
        server.get(query=b"%d%s" % (number, large))
    asked = server.asked
    server.get(query=b"%d%s" % (399, large))
    server.get(query=b"%d%s" % (0, large))

    assert server.asked == asked + 1
