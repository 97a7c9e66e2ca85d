"""Ears for training: who listens to labelled tasks must not have been taught those very tasks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from kg.asking.training.recalling import NO_TALK, told_of, twins
from kg.asking.training.sorting import taught
from kg.meaning.sayings.listening import Listener
from kg.meaning.sayings.recalling import Memory
from kg.meaning.sayings.sorting import Sorter
from kg.store.graph import Graph


class Ear(Listener):
    """A listener with a memory and a sorter of its own."""

    def __init__(self, memory: Memory, sorter: Sorter) -> None:
        """Use these for what the program has in its files."""
        super().__init__()
        self.__dict__ |= {"_memory": memory, "_sorter": sorter}


def ear_without(
    texts: Sequence[dict[str, Any]], but: Collection[str], graphs: Iterable[Graph], data: Path
) -> Ear:
    """A listener who was taught all of ``texts`` (as in people.jsonl and texts.jsonl) but those of ``but``.

    ``graphs`` are those of the lists that the texts name rows of, ``data`` has the twins.
    """
    kept = [one for one in texts if one["text"] not in but]
    told = list(told_of(kept, graphs, twins(data)))
    said = {one["text"] for one in kept if one["kind"] not in NO_TALK}
    memory = Memory.of([(text, names[0] if names else "") for text, names in told if text in said])
    return Ear(memory, taught(told))
