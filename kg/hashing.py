"""Hashing: checksums by Python's own modules, or by OpenSSL where something else has loaded it.

Loading OpenSSL is a tenth of what a start may take; whoever builds has it, and it is five times as fast.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import blake2b, sha256
else:

    def _own(name: str, *modules: str):
        """The function ``name`` of the first of Python's own modules that there is, else hashlib's."""
        for module in (*modules, "hashlib"):
            try:
                return getattr(import_module(module), name)
            except (ImportError, AttributeError):
                continue
        raise ImportError(name)

    blake2b = _own("blake2b", "_blake2")
    _sha256 = _own("sha256", "_sha2", "_sha256")

    def sha256(data: bytes = b""):
        """A SHA-256 that has taken ``data``."""
        return getattr(sys.modules.get("hashlib"), "sha256", _sha256)(data)


__all__ = ["blake2b", "sha256"]
