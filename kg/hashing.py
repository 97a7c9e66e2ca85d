"""Hashing: Python's own checksums, without OpenSSL, whose loading is a tenth of what a start may take."""

from __future__ import annotations

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
    sha256 = _own("sha256", "_sha2", "_sha256")

__all__ = ["blake2b", "sha256"]
