"""An answer in a notebook: what is said, and the rows it rests on as a table with links to their addresses."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from kg.asking.frame import LIST_NAMES
from kg.citing import cited
from kg.vocabulary.plural import how_many

if TYPE_CHECKING:
    from kg.asking.answers import Answer

_HEADS = ("乡镇", "清单", "序号", "原文", "出处")
_SHOWN = 50
"""Rows in a notebook; the answer itself has them all."""


def table(answer: Answer) -> str:
    """The answer as HTML."""
    parts = [f"<p><strong>{escape(answer.text)}</strong></p>"]
    if answer.understood:
        parts.append(f"<p>{escape(answer.understood)}</p>")
    if answer.suggestions:
        near = "".join(f"<li>{escape(text)}</li>" for text in answer.suggestions)
        parts.append(f"<ul>{near}</ul>")
    if answer.evidence:
        heads = "".join(f"<th>{head}</th>" for head in _HEADS)
        rows = "".join(map(_row, answer.evidence[:_SHOWN]))
        parts.append(f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>")
        left = answer.evidence_total - min(len(answer.evidence), _SHOWN)
        if left > 0:
            parts.append(f"<p>另有 {left} 行 ({how_many(left, 'more row')})</p>")
    return "".join(parts)


def _row(item: Mapping[str, Any]) -> str:
    number = item.get("number")
    quote = escape(str(item["quote"]))
    iri = str(item.get("iri") or "")
    if iri.startswith(("http://", "https://")):
        quote = f'<a href="{escape(iri)}">{quote}</a>'
    cells = (
        escape(str(item["township"] or "")),
        escape(LIST_NAMES.get(item["list"], str(item["list"]))),
        "" if number is None else str(number),
        quote,
        escape(cited(item["document"], item["line"], item["locator"])),
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
