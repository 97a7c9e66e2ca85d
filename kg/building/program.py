"""The program's own checksum: what an older program worked out is not believed."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from kg import version
from kg.resources import folder
from kg.version import VERSION


@cache
def fingerprint() -> str:
    """One checksum of the version, of every module of the program and of the queries of its tables."""
    digest = hashlib.sha256(VERSION.encode())
    modules = Path(version.__file__).parent.rglob("*.py")
    for path in (*sorted(modules), *sorted(folder("queries").rglob("*.rq"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def key(*parts: object) -> str:
    """The checksum of what something is made from, this program included."""
    text = json.dumps([fingerprint(), *parts], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
