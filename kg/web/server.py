"""The server: uvicorn with the application, told apart from other servers by its one line on stdout."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import socket
import sys
from collections.abc import Callable
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.errors import KgError, UsageError, reason
from kg.web.app import remembering
from kg.web.http.bounds import address_problem, head_problem
from kg.web.http.connections import Connections, client_of
from kg.web.http.journal import journal
from kg.web.http.pieces import Pieces
from kg.web.http.refusals import crowded, ready, refusal
from kg.web.limits import Limits
from kg.web.pool import Pool
from kg.web.sources import Source

_HEAD_BYTES = 1 << 17
"""Longest request line with headers: GET queries of up to 128 KiB."""
_GRACE = 2
"""Seconds that requests have when the server ends."""
_OTHER_FILES = 256
"""Files open besides connections: the workers' pipes, the store, connections about to be refused."""


def serve(
    source: Source,
    limits: Limits,
    host: str,
    port: int,
    started: Callable[[str], None],
    prefix: str = "",
    log: str = "",
) -> None:
    """Serve until interrupted; ``started`` is told the address once requests are answered.

    Addresses begin with ``prefix`` ("" or ``/name``), as a reverse proxy gives them out. ``log`` is
    the file of the access log, ``-`` for stderr, "" for none.

    Raises:
        UsageError: the address cannot be used.
        KgError: the workers do not start.
    """
    write = journal(log)
    pool = Pool(source, limits)
    try:
        listener = socket.create_server((host, port), family=_family(host), backlog=512)
    except OSError as error:
        raise UsageError(
            f"不能在 {host}:{port} 上监听：{reason(error)} (cannot listen there)"
        ) from error
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listener.getsockname()[1]}{prefix}/"
    config = uvicorn.Config(
        remembering(pool, prefix, write),
        http=_protocol(limits),
        ws="none",
        lifespan="off",
        log_level="error",
        access_log=False,
        server_header=False,
        h11_max_incomplete_event_size=_HEAD_BYTES,
        timeout_keep_alive=max(1, int(limits.patience)),
        timeout_graceful_shutdown=_GRACE,
    )
    _allow_files(limits.connections)
    server = _Server(config, pool, lambda: started(address))
    with listener:
        server.run(sockets=[listener])
    if server.problem:
        raise server.problem


class _Server(uvicorn.Server):
    """Starts and closes the pool; says when it is ready, or keeps the problem why it is not."""

    def __init__(self, config: uvicorn.Config, pool: Pool, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.problem: KgError | None = None
        self._pool = pool
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            # Else the first refusal that a person sees would hold everybody up while it is imported.
            begun = (asyncio.to_thread(work) for work in (ready, self._pool.source.check))
            for told in await asyncio.gather(self._pool.start(), *begun, return_exceptions=True):
                if told is not None:
                    raise told
        except KgError as problem:
            self.problem = problem
            self.should_exit = True
            return
        await super().startup(sockets=sockets)
        # What is there for good is not looked through again: that took 40 ms of the one thread each time.
        gc.collect()
        gc.freeze()
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        ending = asyncio.create_task(self._end_queries())
        try:
            await super().shutdown(sockets=sockets)
        finally:
            ending.cancel()
            await self._pool.close()

    async def _end_queries(self) -> None:
        """Refuse whoever is not answered soon, before uvicorn cancels what it finds and says so at length."""
        await asyncio.sleep(_GRACE / 2)
        await self._pool.close()


def _protocol(limits: Limits) -> type[H11Protocol]:
    connections = Connections(limits.connections)

    class Careful(H11Protocol):
        """Ends a connection that keeps the server waiting too long; refuses as the application does."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self._pieces = Pieces(self.conn)
            self.address = ""
            self._served = self.app
            self._crowded = False
            self._waiting: asyncio.TimerHandle | None = None
            self.app = self._patiently

        async def _patiently(self, scope: Any, receive: Any, send: Any) -> None:
            """Answer; a piece the client does not take in time ends the connection."""

            async def patient(message: Any) -> None:
                try:
                    async with asyncio.timeout(limits.patience):
                        await send(message)
                except TimeoutError:
                    self.cut()

            wrong = head_problem(scope["headers"]) or address_problem(scope["query_string"])
            if scope["path"].startswith(("http://", "https://")):  # RFC 9112, section 3.2.2
                # The host is nobody's business here, and may be none at all: http://[::1
                path = "/" + scope["path"].partition("://")[2].partition("/")[2]
                scope = {**scope, "path": path, "raw_path": path.encode()}
            self._crowded = self._crowded and connections.crowded
            app = crowded(limits) if self._crowded else self._served
            if wrong:
                app = refusal(*wrong, {"Connection": "close"})
            try:
                await app(scope, receive, patient)
            except asyncio.CancelledError:  # the server ends
                self.cut()
                self.cycle.disconnected = True

        @property
        def idle(self) -> bool:
            """Whether no request is being answered; one that has not come whole is none."""
            cycle = getattr(self, "cycle", None)
            return cycle is None or cycle.response_complete

        def cut(self) -> None:
            """End the connection, with what the client has not taken."""
            self.transport.abort()

        def connection_made(self, transport: Any) -> None:
            # An answer's last piece would else wait for the client to acknowledge the one before.
            with contextlib.suppress(OSError, AttributeError):
                transport.get_extra_info("socket").setsockopt(
                    socket.IPPROTO_TCP, socket.TCP_NODELAY, 1
                )
            super().connection_made(transport)
            self.address = client_of(self.client[0] if self.client else "")
            connections.enter(self)
            self._crowded = connections.crowded
            self._await_request()

        def connection_lost(self, exc: Exception | None) -> None:
            connections.leave(self)
            if self._waiting:
                self._waiting.cancel()
            super().connection_lost(exc)

        def on_response_complete(self) -> None:
            self._await_request()
            super().on_response_complete()

        def _await_request(self) -> None:
            """Give the client its time, beginning now, to take the last answer and send a whole head."""
            if self._waiting:
                self._waiting.cancel()
            last = getattr(self, "cycle", None)
            self._waiting = asyncio.get_running_loop().call_later(
                limits.patience, self._end_if_last, last
            )

        def _end_if_last(self, cycle: object) -> None:
            if getattr(self, "cycle", None) is cycle:
                self.cut()

        def send_400_response(self, msg: str) -> None:
            if self.conn.our_state not in {h11.IDLE, h11.SEND_RESPONSE}:
                self.cut()  # the last request is being answered, or nothing may follow it
                return
            said_of_it = self._pieces.problem or msg
            told = refusal(400, f"不是有效的 HTTP 请求 (not a valid HTTP request): {said_of_it}")
            head = h11.Response(
                status_code=400, headers=[*told.raw_headers, (b"connection", b"close")]
            )
            # To a HEAD whose body is broken the answer has none (RFC 9110, section 9.3.2).
            begun = self.conn.our_state is h11.SEND_RESPONSE
            said = b"" if begun and self.scope["method"] == "HEAD" else bytes(told.body)
            if begun:  # what the application would answer comes too late
                self.cycle.disconnected = True
            for event in (head, h11.Data(data=said), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event=event))
            self.transport.close()

    return Careful


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _allow_files(connections: int) -> None:
    """Let this process have as many files open as connections, and what else it needs (POSIX)."""
    if sys.platform != "win32":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        needed = connections + _OTHER_FILES
        if soft != resource.RLIM_INFINITY and soft < needed:
            enough = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (enough, hard))
