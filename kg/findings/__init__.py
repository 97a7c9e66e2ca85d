"""Findings: everything about a source that a reader should know, with file and line.

Kinds are documented kebab-case ids. Severity says what the program did: an *error* stops the
build, a *warning* is built and reported, a *note* is worth knowing (design: contract Finding).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kg.citing import shorten
from kg.findings.kinds import KINDS, Kind, Severity

__all__ = ["KINDS", "Finding", "Kind", "Severity", "errors", "said", "shorten"]

_QUOTED = re.compile(r"“([^“”]+)”")
"""Words of the source, and what they are held against, in a message."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in a document.

    ``line`` is 0 where the whole document is meant; ``quote`` is verbatim; ``message`` is what
    a person reads (Chinese); ``list`` and ``number`` name the duty it is about, if any.
    """

    document: str
    line: int
    kind: str
    message: str
    quote: str = ""
    township: str | None = None
    list: str | None = None
    number: int | None = None
    locator: str = ""

    @property
    def severity(self) -> Severity:
        """The severity of its kind."""
        return KINDS[self.kind].severity

    def place(self) -> str:
        """``file:line`` for messages, in documents without lines the words for the place."""
        if self.locator and self.locator != f"第{self.line}行":
            return f"{self.document}: {self.locator}"
        return f"{self.document}:{self.line}" if self.line else self.document

    def render(self, language: str = "zh") -> str:
        """One line for a terminal: file:line, severity, message."""
        severity = self.severity.zh if language == "zh" else self.severity.value
        what = said(self.kind, self.message, self.quote, language)
        return f"{self.place()}: {severity}: {what} [{self.kind}]"

    def to_json(self) -> dict[str, Any]:
        """The JSON form of the contract."""
        return {
            "document": self.document,
            "township": self.township,
            "list": self.list,
            "number": self.number,
            "line": self.line,
            "locator": self.locator or (f"第{self.line}行" if self.line else ""),
            "kind": self.kind,
            "severity": self.severity.value,
            "quote": self.quote,
            "message": self.message,
        }


def said(kind: str, message: str, quote: str, language: str = "zh") -> str:
    """What a finding says, in a language: everywhere by this one rule.

    Messages are Chinese. In English it is what the kind means, and the words that the message quotes, else the quote.
    """
    if language == "zh":
        return message
    about = dict.fromkeys(_QUOTED.findall(message)) or ([quote] if quote else [])
    words = "; ".join(about)
    return f"{KINDS[kind].en}: {words}" if words else KINDS[kind].en


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that stop a build."""
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)
