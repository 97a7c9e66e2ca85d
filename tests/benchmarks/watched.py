"""``kg`` with its event loop watched: how much CPU time each step of the one thread that serves takes.

python tests/benchmarks/watched.py FILE serve …: FILE has, twice a second anew, the longest steps as JSON:
[seconds of CPU, when (monotonic clock), what]. Steps, not times between: other processes do not count.
"""

from __future__ import annotations

import asyncio.events
import heapq
import json
import sys
import threading
import time
from pathlib import Path

KEPT = 100


def main() -> None:
    """Run the command line, watched."""
    longest: list[tuple[float, float, str]] = []
    run = asyncio.events.Handle._run

    def watched(handle: asyncio.events.Handle) -> None:
        begun = time.thread_time()
        run(handle)
        took = time.thread_time() - begun
        if len(longest) < KEPT or took > longest[0][0]:
            task = getattr(handle._callback, "__self__", None)  # type: ignore[attr-defined]
            step = (took, time.monotonic(), f"{task!r} {handle!r}"[:600])
            (heapq.heappush if len(longest) < KEPT else heapq.heapreplace)(longest, step)

    asyncio.events.Handle._run = watched  # type: ignore[assignment,method-assign]
    file = Path(sys.argv[1])
    sys.argv = ["kg", *sys.argv[2:]]

    def tell() -> None:
        while True:
            time.sleep(0.5)
            part = file.with_suffix(".part")
            part.write_text(json.dumps(sorted(longest, reverse=True)), "utf-8")
            part.replace(file)

    threading.Thread(target=tell, daemon=True).start()
    from kg.cli import main as kg

    kg()


if __name__ == "__main__":
    main()
