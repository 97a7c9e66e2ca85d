"""Packed documents: read documents as bytes and back, for processes and for the shelf of a store.

They are pickled; what is read back may name only the values that documents are made of, so that bytes
somebody else left in a store can do nothing but be wrong.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Sequence
from enum import Enum

from kg import findings, kinds, values
from kg.values import Document

_PROTOCOL = 5
_KNOWN = {
    ("kg.values", name)
    for name in (
        "Certainty Clause Columns Coverage Department Document Duty Level ListKind Mention Place"
        " Reclaim Responsibility Row Side Title Township"
    ).split()
} | {("kg.kinds", "ListKind"), ("kg.findings", "Finding"), ("kg.findings", "Severity")}
_MODULES = {"kg.values": values, "kg.kinds": kinds, "kg.findings": findings}


def _by_value(member: Enum) -> tuple[type[Enum], tuple[object]]:
    """A member as its class and value.

    The first releases of Python 3.11 write it as a call of getattr, which is not read back.
    """
    return type(member), (member.value,)


_MEMBERS = {
    kind: _by_value
    for kind in (getattr(_MODULES[module], name) for module, name in sorted(_KNOWN))
    if issubclass(kind, Enum)
}


def pack(documents: Sequence[Document]) -> bytes:
    """The bytes of documents, the same with every Python."""
    into = io.BytesIO()
    writer = pickle.Pickler(into, _PROTOCOL)
    writer.dispatch_table = _MEMBERS
    writer.dump(tuple(documents))
    return into.getvalue()


def unpack(data: bytes) -> tuple[Document, ...]:
    """The documents of bytes.

    Raises:
        ValueError: they are no documents.
    """
    try:
        found = _Reader(io.BytesIO(data)).load()
    except Exception as error:  # a pickle that is damaged may raise anything
        raise ValueError(f"no documents: {error}") from error
    if not isinstance(found, tuple) or not all(isinstance(one, Document) for one in found):
        raise ValueError("no documents")
    return found


class _Reader(pickle.Unpickler):  # noqa: S301
    """Reads only what documents are made of."""

    def find_class(self, module: str, name: str) -> object:
        """The class of a value of a document; of nothing else."""
        if (module, name) not in _KNOWN:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return getattr(_MODULES[module], name)
