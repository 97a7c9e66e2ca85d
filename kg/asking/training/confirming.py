"""Confirming: whether an answer is the gold one, by what it says and not by how it was found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any


def is_right(record: Mapping[str, Any], answer: Mapping[str, Any]) -> bool:
    """Whether an answer (as JSON) is the gold of a record, or one of its alternatives."""
    accepted = [record, *record.get("gold_alt", ())]
    if answer["status"] != "answered":
        return any(one.get("status", "answered") == answer["status"] for one in accepted)
    return any(
        one.get("status", "answered") == "answered"
        and one["type"] == answer["type"]
        and _form(one["gold"]) == _form(answer["answer"])
        for one in accepted
    )


def _form(value: Any) -> Any:
    """A value without order, repeats and what only describes it."""
    if not isinstance(value, list):
        return value
    return {_item(item) for item in value}


def _item(item: Any) -> Any:
    if isinstance(item, dict):
        return item.get("township"), item.get("list"), item.get("number")
    return re.sub(r"^\d+[.．、]|\W", "", str(item))
