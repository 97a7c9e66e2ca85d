"""Opening apart: documents are opened in a child process with limits on time and memory.

The libraries that read PDF, workbooks and XML are native code; a hostile or broken file may crash
them, hang them or fill the memory. Then the child is lost and the file refused in one sentence; the
next file gets a new child. One child serves many files.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

from kg.errors import reason
from kg.reading.containers.child import read, unpack, write
from kg.reading.containers.kinds import Kind
from kg.reading.containers.limits import MAX_SECONDS, TextProblem
from kg.reading.containers.opening import Contents, open_text

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    " from kg.reading.containers.child import main; main()"
)
_QUIETLY = {"PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""Libraries of numbers set aside memory for each thread, of which the child may use little."""
_FILES_A_CHILD = 200
"""Files after which a child is replaced: what a library leaks does not add up."""


def open_apart(name: str, data: bytes, seconds: float = MAX_SECONDS) -> Contents:
    """The contents of a file: text is read here, everything else in the child process."""
    found = open_text(name, data)
    return found if found is not None else _CHILD.open(name, data, seconds)


class _Child:
    """The child process; started at the first file that needs it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._files = 0
        self._owner = os.getpid()

    def open(self, name: str, data: bytes, seconds: float) -> Contents:
        with self._lock:
            try:
                said = self._ask(name, data, seconds)
            except OSError as error:
                self.end()
                what = f"读文档的子进程启动不了：{reason(error)} (no child process)"
                return _lost("unreadable", what)
            except BaseException:
                self.end()
                raise
        if said is None:
            what = f"用了 {seconds:g} 秒还没有读完，已停止；请检查文件是否损坏，或拆成几个文件"
            return _lost("too-large", f"{what} (out of time)")
        lost = said.get("lost")
        if lost == "memory":
            what = "读它要用的内存超过上限，已停止；请检查文件是否损坏，或拆成几个文件"
            return _lost("too-large", f"{what} (out of memory)")
        if lost == "nesting":
            what = "文件里的嵌套太深，不是正常的清单；请检查文件是否损坏 (nested too deeply)"
            return _lost("too-large", what)
        if lost is not None:
            what = (
                f"文件打不开（{lost}），可能损坏，或读它要用的内存超过上限；"
                "请用 WPS、Word 或 Excel 打开，另存为 .docx 或 .xlsx (cannot be opened)"
            )
            return _lost("damaged", what)
        blocks, problems = unpack(said)
        return Contents(Kind(said["kind"]), blocks, problems)

    def _ask(self, name: str, data: bytes, seconds: float) -> dict[str, Any] | None:
        """What the child says of a file; None if it does not in time."""
        if self._owner != os.getpid():  # a fork has the parent's child: leave it alone
            self._owner, self._process = os.getpid(), None
        if self._process is None or self._process.poll() is not None or self._files <= 0:
            self.end()
            self._start()
        process = self._process
        assert process is not None
        assert process.stdin is not None
        self._files -= 1
        with contextlib.suppress(OSError):  # it has ended: its answer is that it is lost
            write(process.stdin, {"name": name}, data)
        said: dict[str, Any] | None = {"busy": True}
        while said is not None and "busy" in said:
            try:
                said = self._answers.get(timeout=seconds)
            except queue.Empty:
                self.end()
                return None
        if said is None:
            self.end()
            return {"lost": f"exit {process.returncode}"}
        if "lost" in said:
            self.end()  # its memory may be in pieces
        return said

    def _start(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - this Python with our own module
            [sys.executable, "-P", "-c", _START, json.dumps(_import_path())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | _QUIETLY,
        )
        self._answers = queue.SimpleQueue()
        self._files = _FILES_A_CHILD
        assert self._process.stdout is not None
        threading.Thread(
            target=_listen, args=(self._process.stdout, self._answers), daemon=True
        ).start()

    def end(self) -> None:
        """End the child, whatever it does."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        with contextlib.suppress(OSError):
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError, ValueError):
                    stream.close()


def _listen(stream: IO[bytes], answers: queue.SimpleQueue[dict[str, Any] | None]) -> None:
    """Hand on what the child says; None when it ends."""
    with contextlib.suppress(OSError, ValueError):
        while (said := read(stream)) is not None:
            answers.put(said[0])
    answers.put(None)


def _lost(kind: str, what: str) -> Contents:
    return Contents(Kind.OTHER, [], [TextProblem(kind, 0, what)])


def _import_path() -> list[str]:
    """Where the child finds modules: where this process does, but for the current directory.

    That one stays if it is where this package is: a checkout in which somebody works.
    """
    package = Path(__file__).resolve().parents[3]
    here = None
    with contextlib.suppress(OSError):  # it has been removed
        here = Path.cwd()
    found = [Path(entry).absolute() for entry in sys.path if entry]
    kept = [path for path in found if path == package or path != here]
    return [str(path) for path in dict.fromkeys([*kept, package])]


_CHILD = _Child()
atexit.register(_CHILD.end)
