"""The reply to a notice as a Word document: what a clerk would send back (see kg.export.reports.letter)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def letter(told: Mapping[str, Any], corrected: Mapping[str, str]) -> bytes:
    """The DOCX of a check; ``told`` has the form of the contract, ``corrected`` is what people put right."""
    from kg.export.reports.letter import letter as report
    from kg.export.reports.writing import write

    return write(report(told, corrected), "docx")
