"""Limits of the endpoint, each a setting of ``kg serve`` and named in the error it causes."""

from __future__ import annotations

from kg.frozen import frozen

MIB = 1 << 20


@frozen
class Limits:
    """What one request, one client and the server may use.

    ``seconds`` (of a processor; by the clock four times that) a query may run; ``memory`` bytes it may use, besides what a worker has for itself (POSIX only); ``rows``
    and ``answer`` (bytes) of an answer; ``request`` bytes of a request; ``workers`` queries that run
    at once, slow ones on at most half of them and one of them for light queries only; ``waiting`` queries that may stand in line, ``wait``
    seconds each;
    ``patience`` seconds a client may let the server wait while sending or reading; ``sending``
    bytes of answers on their way at once; ``connections`` open at once; ``quiet`` seconds without a
    request after which workers get ready for pages that nobody has asked for yet.
    """

    seconds: float = 10.0
    memory: int = 1024 * MIB
    rows: int = 100_000
    answer: int = 32 * MIB
    request: int = MIB
    workers: int = 4
    waiting: int = 256
    wait: float = 300.0
    patience: float = 20.0
    sending: int = 256 * MIB
    quiet: float = 2.0
    connections: int = 1000

    @property
    def slice(self) -> float:
        """Seconds (of a processor, as ``brief`` and ``moment``) after which a query counts as slow."""
        return self.seconds / 8

    @property
    def brief(self) -> float:
        """Seconds after which a query that was weighed light counts as heavy."""
        return self.slice / 2

    @property
    def moment(self) -> float:
        """Seconds after which a query nobody knows gives way to others nobody knows."""
        return self.slice / 8

    @property
    def slow(self) -> int:
        """Slow queries that run at once."""
        return max(1, self.workers // 2)
