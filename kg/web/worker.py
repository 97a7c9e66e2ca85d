"""A worker: one process that answers queries over a read-only store, told what to do on stdin.

It is spawned, never forked from the threaded server, and may be killed at any moment. Messages have
a frame: the length of a JSON head, the length of a body, then both.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
import sys
from pathlib import Path
from typing import IO, Any

FRAME = struct.Struct(">IQ")


def main() -> None:
    """Serve until stdin ends. The single argument is a JSON object: directory, generation, graph, memory, rows, answer."""
    settings = json.loads(sys.argv[1])
    _cut_off_network()
    from kg.web.evaluation import Evaluator

    # The protocol has stdout for itself; whatever else prints there goes to stderr.
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    evaluator = Evaluator(
        Path(settings["directory"]),
        Path(settings["generation"]),
        Path(settings["graph"]),
        int(settings["rows"]),
        int(settings["answer"]),
    )
    _limit_memory(int(settings["memory"]))
    write(output, {"ready": True}, b"")
    while (message := read(sys.stdin.buffer)) is not None:
        head, body = evaluator.answer(message)
        write(output, head, body)


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
    stream.write(body)
    stream.flush()


def _limit_memory(query: int) -> None:
    """Bound the address space (POSIX): beyond it the engine ends the process, not the machine.

    What an open store has reserved already is not the query's: 440 to 700 MiB, by how many arenas
    the allocator happened to give the engine's threads, of which 40 are in use.
    """
    if sys.platform != "win32" and query:
        import resource

        with contextlib.suppress(ValueError, OSError):
            limit = _reserved() + query
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _reserved() -> int:
    """Bytes of address space of this process; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _cut_off_network() -> None:
    """Leave the network where Linux lets us: a second lock behind the gate of kg/sparql.py."""
    if sys.platform == "linux":
        import ctypes

        new_network = 0x40000000  # CLONE_NEWNET, see unshare(2)
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).unshare(new_network)


if __name__ == "__main__":
    main()
