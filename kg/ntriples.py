"""N-Triples: terms and lines as text.

Text is written directly, since building terms one by one costs ten times more.
"""

from __future__ import annotations

_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    | {chr(code): f"\\u{code:04X}" for code in (*range(9), 11, 12, *range(14, 32), 127)}
)


def literal(text: str, language: str = "") -> str:
    """An N-Triples literal."""
    quoted = f'"{text.translate(_ESCAPES)}"'
    return f"{quoted}@{language}" if language else quoted


def zh(text: str) -> str:
    """A Chinese literal."""
    return literal(text, "zh")


def typed(value: object, datatype: str) -> str:
    """A typed literal of a number, truth value or month."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f'"{text}"^^<{datatype}>'


class Lines:
    """Collects N-Triples lines (without line ends)."""

    def __init__(self) -> None:
        """Start empty."""
        self.found: list[str] = []

    def add(self, subject: str, predicate: str, value: str) -> None:
        """A triple whose object is a literal, already written as a term."""
        self.found.append(f"<{subject}> <{predicate}> {value} .")

    def link(self, subject: str, predicate: str, target: str) -> None:
        """A triple whose object is an IRI."""
        self.found.append(f"<{subject}> <{predicate}> <{target}> .")
