"""Noted: the slips that each Matter had, kept so that only Matters whose rows changed are looked through again."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from operator import attrgetter

from kg.findings import Finding
from kg.frozen import frozen
from kg.hashing import sha256
from kg.matters.matching import DutyRef


@frozen
class Noted:
    """The slips of Matters, each by the checksum of the rows that it had."""

    slips: Mapping[str, tuple[Finding, ...]]

    def to_bytes(self) -> bytes:
        """As :meth:`from_bytes` takes it; Matters without slips are many, and only named."""
        values = attrgetter(*(field.name for field in fields(Finding)))
        found = {key: [values(one) for one in own] for key, own in self.slips.items()}
        text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)

    @classmethod
    def from_bytes(cls, data: bytes) -> Noted | None:
        """What :meth:`to_bytes` wrote; None where it is damaged."""
        try:
            found = json.loads(zlib.decompress(data))
            return cls({key: tuple(Finding(*one) for one in own) for key, own in found.items()})
        except (ValueError, TypeError, AttributeError, zlib.error):
            return None


def key(members: Iterable[DutyRef], parts: Mapping[str, bytes]) -> str:
    """The checksum of the rows of a Matter; ``parts``: that of what all rows of a township were made of."""
    digest = sha256()
    for township, edition, kind, number in members:
        digest.update(parts[township])
        digest.update(f"{edition}/{kind}/{number}\n".encode())
    return digest.hexdigest()
