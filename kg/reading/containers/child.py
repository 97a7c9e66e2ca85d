"""The child process that opens documents: it may run out of memory, hang or crash, and nothing else.

It is told a name and bytes on stdin and says blocks and problems on stdout, frame by frame: the
length of a JSON head, the length of a body, then both. It ends with its parent's end of the pipe.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
import sys
from pathlib import Path
from typing import IO, Any

from kg.reading.blocks import Block
from kg.reading.containers.limits import MAX_MEMORY, TextProblem, Waiting
from kg.reading.containers.opening import Contents, open_any

_BUSY = {"busy": True}
"""Said between two pages that take long."""
FRAME = struct.Struct(">IQ")


def main() -> None:
    """Answer until stdin ends."""
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _limit_memory()
    Waiting.tell = staticmethod(lambda: write(output, _BUSY, b""))
    while (asked := read(sys.stdin.buffer)) is not None:
        head, data = asked
        write(output, _answer(head["name"], data), b"")


def _answer(name: str, data: bytes) -> dict[str, Any]:
    try:
        return pack(open_any(name, data))
    except MemoryError:
        return {"lost": "memory"}
    except RecursionError:
        return {"lost": "nesting"}
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - libraries raise what they like on broken files
        return {"lost": type(error).__name__}


def pack(contents: Contents) -> dict[str, Any]:
    """Contents as JSON."""
    return {
        "kind": contents.kind.value,
        "blocks": [
            [
                b.line,
                None if b.tabular and b.text == "\t".join(b.cells) else b.text,
                b.cells,
                b.tabular,
                b.locator,
                b.table,
                b.page,
                b.sheet,
                b.merged,
                b.parts,
                b.picture,
            ]
            for b in contents.blocks
        ],
        "problems": [[p.kind, p.line, p.message, p.quote] for p in contents.problems],
    }


def unpack(said: dict[str, Any]) -> tuple[list[Block], list[TextProblem]]:
    """The blocks and problems of what `pack` made."""
    blocks = []
    for line, text, cells, tabular, *where, merged, parts, picture in said["blocks"]:
        words = "\t".join(cells) if text is None else text
        locator, table, page, sheet = where
        covered, lines = tuple(merged), tuple(map(tuple, parts))
        place = (tabular, locator, table, page, sheet)
        blocks.append(Block(line, words, tuple(cells), *place, covered, lines, picture))
    return blocks, [TextProblem(*problem) for problem in said["problems"]]


def read(stream: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """The next message, or None at the end."""
    frame = stream.read(FRAME.size)
    if len(frame) < FRAME.size:
        return None
    head, body = FRAME.unpack(frame)
    text = stream.read(head)
    data = stream.read(body)
    if len(text) < head or len(data) < body:
        return None
    return dict(json.loads(text)), data


def write(stream: IO[bytes], head: dict[str, Any], body: bytes) -> None:
    """Send a message."""
    text = json.dumps(head, ensure_ascii=True).encode("ascii")
    stream.write(FRAME.pack(len(text), len(body)))
    stream.write(text)
    stream.write(body)
    stream.flush()


def _limit_memory() -> None:
    """Bound this process's memory: by the system's limit (POSIX), by a job object (Windows)."""
    if sys.platform == "win32":
        with contextlib.suppress(OSError, AttributeError):
            _limit_job()
        return
    import resource

    with contextlib.suppress(ValueError, OSError):
        limit = _reserved() + MAX_MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _reserved() -> int:
    """Bytes of address space of this process; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _limit_job() -> None:
    """Put this process into a job with a limit on memory (JOBOBJECT_EXTENDED_LIMIT_INFORMATION)."""
    import ctypes

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    job = kernel.CreateJobObjectW(None, None)
    process_memory, extended_limits = 0x100, 9
    # Basic limits (64 bytes on 64-bit systems), I/O counters (48), then four sizes.
    words = (ctypes.c_size_t * 18)()
    flags_at, process_memory_at = 2, 14
    words[flags_at] = process_memory
    words[process_memory_at] = MAX_MEMORY
    kernel.SetInformationJobObject(
        ctypes.c_void_p(job), extended_limits, ctypes.byref(words), ctypes.sizeof(words)
    )
    kernel.AssignProcessToJobObject(
        ctypes.c_void_p(job), ctypes.c_void_p(kernel.GetCurrentProcess())
    )
