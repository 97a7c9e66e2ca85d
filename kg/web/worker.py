"""A worker: one process that answers queries over a read-only store, told what to do on stdin.

It is spawned, never forked from the threaded server, and may be killed at any moment. Messages have
a frame: the length of a JSON head, the length of a body, then both. A worker says that it has started
or why it cannot, and of each query first that it has it, then the answer.

It ends with its server, even if that is killed over a query: a thread waits for the end of stdin (where
the system does not tell of it, the thread reads stdin), which the engine leaves room while it evaluates
(it gives the interpreter free, measured). Linux ends the process besides by itself.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import queue
import select
import signal
import struct
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

FRAME = struct.Struct(">IQ")
ASKED = FRAME.pack(0, 0)
"""What a worker says first when it has a query: the frame of nothing."""
_FRESH = 1 << 12


def main() -> None:
    """Serve until stdin ends. The single argument is a JSON object: directory, generation, graph, memory, rows, answer."""
    settings = json.loads(sys.argv[1])
    _end_with_server()
    _cut_off_network()
    from kg.errors import KgError
    from kg.web.evaluation import Evaluator

    # The protocol has stdout for itself; whatever else prints there goes to stderr.
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _bound_opening()
    try:
        evaluator = Evaluator(
            Path(settings["directory"]),
            Path(settings["generation"]),
            Path(settings["graph"]),
            int(settings["rows"]),
            int(settings["answer"]),
        )
    except (KgError, OSError, RuntimeError) as error:
        write(output, {"error": str(error)}, b"")
        return
    gc.freeze()  # what is there for good is not looked through for garbage time and again
    listen = _listen()
    _limit_memory(int(settings["memory"]))
    write(output, {"ready": True}, b"")
    while True:
        message = listen()
        output.write(ASKED)
        output.flush()
        head, body = evaluator.answer(message)
        if "warm" in message:  # what is read for everybody is no query's memory either
            _limit_memory(int(settings["memory"]))
            gc.freeze()
        write(output, head, body)


def _listen() -> Callable[[], dict[str, Any]]:
    """What waits for the next message; the process ends with them."""
    messages: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    listening = threading.Event()
    # A message that another thread reads is handed over twice: half of what a cheap query takes.
    here = hasattr(select, "poll") and sys.platform != "win32"

    def watch() -> None:
        try:
            bytearray(_FRESH)  # what the allocator reserves for a thread is no query's memory
            if here:
                ended = select.poll()
                ended.register(sys.stdin.fileno(), 0)
                listening.set()
                ended.poll()
            else:
                listening.set()
                while (message := read(sys.stdin.buffer)) is not None:
                    messages.put(message)
        finally:
            os._exit(0)

    def next_message() -> dict[str, Any]:
        message = read(sys.stdin.buffer) if here else messages.get()
        if message is None:
            os._exit(0)
        return message

    threading.Thread(target=watch, daemon=True).start()
    listening.wait()
    return next_message


def read(stream: IO[bytes]) -> dict[str, Any] | None:
    """The next message, or None at the end."""
    frame = stream.read(FRAME.size)
    if len(frame) < FRAME.size:
        return None
    head, _ = FRAME.unpack(frame)
    return dict(json.loads(stream.read(head)))


def write(stream: IO[bytes], head: dict[str, Any], body: bytes) -> None:
    """Send a message."""
    text = json.dumps(head).encode()
    stream.write(FRAME.pack(len(text), len(body)) + text)
    stream.write(body)  # one with what is before it, if it is small
    stream.flush()


def _limit_memory(query: int) -> None:
    """Bound the address space (POSIX): beyond it the engine ends the process, not the machine.

    What an open store has reserved already is not the query's: 440 to 700 MiB, by how many arenas
    the allocator happened to give the engine's threads, of which 40 are in use.
    """
    if sys.platform != "win32" and query:
        import resource

        with contextlib.suppress(ValueError, OSError):
            _, hard = resource.getrlimit(resource.RLIMIT_AS)
            limit = _reserved() + query
            soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
            resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _bound_opening() -> None:
    """Let opening the store take three quarters of the machine at most (POSIX), should it be damaged."""
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(ValueError, OSError):
            whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
            _, hard = resource.getrlimit(resource.RLIMIT_AS)
            resource.setrlimit(resource.RLIMIT_AS, (whole // 4 * 3, hard))


def _reserved() -> int:
    """Bytes of address space of this process; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _end_with_server() -> None:
    """Have Linux kill this process when its server ends, however it ends."""
    if sys.platform == "linux":
        import ctypes

        parent_death = 1  # PR_SET_PDEATHSIG, see prctl(2)
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(parent_death, signal.SIGKILL)


def _cut_off_network() -> None:
    """Leave the network where Linux lets us: a second lock behind the gate of kg/store/gate.py."""
    if sys.platform == "linux":
        import ctypes

        new_network = 0x40000000  # CLONE_NEWNET, see unshare(2)
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).unshare(new_network)
