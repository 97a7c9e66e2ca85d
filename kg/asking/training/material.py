"""Material: what is learned from, read from build/training: templates, names, questions, what people tell."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.asking.engine import Asker
from kg.asking.reading.heads import HEADS
from kg.asking.training.confirming import is_right
from kg.asking.training.examples import Example, Maker, Names, pieces
from kg.asking.training.graphs import graph_of
from kg.resources import folder

SEED = 7
GRID = 0.4
"""How much a template of the grid counts: there are many, of few authors."""

CONFIRMED = 2.0
"""How much a question counts whose answer is known to be right."""


def records(data: Path, files: Mapping[str, float]) -> list[dict[str, Any]]:
    """The templates of these files, each with where it stands and how much it counts."""
    found = []
    for name, weight in files.items():
        lines = (data / f"{name}.jsonl").read_text("utf-8").splitlines()
        found += [
            {**json.loads(line), "source": f"{name[0]}:{n}", "weight": weight}
            for n, line in enumerate(lines)
            if line
        ]
    return found


def names(asker: Asker, data: Path) -> Names:
    """What is put into the slots."""
    from kg.vocabulary.loading import load
    from kg.vocabulary.tables import read_table

    pick = random.Random(SEED)
    query = "SELECT DISTINCT ?n WHERE { ?d a :Duty ; rdfs:label ?n }"
    duties = sorted(row["n"] for row in asker.graph.rows(query))
    topics = list(pieces(duties, pick))
    folders = load().folders
    everyday = [
        phrase
        for _, row in read_table(folders, "everyday", ("everyday", "formal", "note"), 2)
        for phrase in re.split("[;；]", f"{row['everyday']};{row['formal']}")
        if phrase
    ]
    english = [
        phrase
        for _, row in read_table(folders, "glossary", ("english", "chinese", "note"), 2)
        for phrase in re.split("[;；]", row["english"])
        if phrase and not phrase[0].isupper()
    ]
    words = [p for p in everyday if 2 <= len(p) <= 4] + ["处罚", "考核", "审批", "检查"] * 12
    topics = topics + everyday * 2
    complaints = [*told(data, ""), *(phrase for phrase in everyday if len(phrase) > 3)]
    return Names(
        asker.lexicon,
        topics,
        words,
        english,
        complaints,
        told(data, "en") or complaints,
        random.Random(SEED),
    )


_ASKS = re.compile(
    r"谁|哪|吗|么|怎么|请|来电|反映|市民|群众|\b(?:who|which|what|where|how|whom|whose)\b", re.I
)
_PAUSE = {"": re.compile("[，。！？,!?；;：:]"), "en": re.compile(r"(?<=[.!?;])\s+")}
_LONGEST = {"": 60, "en": 160}


def told(data: Path, language: str) -> list[str]:
    """What people tell of a matter, without what they ask: one to three clauses (English: sentences)."""
    found: list[str] = []
    for name in ("texts", "people"):
        for line in (data / f"{name}.jsonl").read_text("utf-8").splitlines():
            record = json.loads(line)
            if "complaint" not in record["kind"] or record["text"].isascii() is not bool(language):
                continue
            parts = (p.strip() for p in _PAUSE[language].split(record["text"]))
            kept = [p for p in parts if len(p) > 3 and not _ASKS.search(p)]
            count = 1 + len(found) % 3
            told_ = (" " if language else "，").join(kept[:count])[: _LONGEST[language]]
            if told_:
                found.append(told_.rstrip(".") if language else told_)
    return found


def examples(maker: Maker, found: Sequence[dict[str, Any]], each: int) -> list[Example]:
    """Sentences of the templates."""
    made = []
    for record in found:
        ways = record["q"].count("|")
        most = each * 5 if record["weight"] == 1 else each
        for _ in range(each if ways < 2 else min(most, each + ways)):
            example = maker.of_template(record, record["source"])
            if example:
                made.append(example)
    return made


def confirmed_examples(data: Path, left_out: str) -> Iterator[Example]:
    """How questions of strangers are read by the program as it is, where it answers them rightly.

    ``asked.jsonl`` has the questions and their gold, not how they are to be read.
    """
    graphs = {"five": [folder("sources")], "invented": [data / "lists"]}
    askers = {name: Asker(graph_of(paths)) for name, paths in graphs.items()}
    for line in (data / "asked.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        if left_out and record["id"].startswith(left_out):
            continue
        asker = askers[record["rows"]]
        answer = asker.ask(record["question"]).to_json()
        if is_right(record, answer) and answer["status"] in ("answered", "out_of_scope"):
            yield _as_read(asker, record)


def _as_read(asker: Asker, record: dict[str, Any]) -> Example:
    """An example labelled as the question was read."""
    plain = asker.normal(record["question"])
    trace = asker.reading.trace(asker.asked(plain).text)
    heads = {head: trace.guess.best(head) for head in HEADS}
    roles = [found[0][0] if found else None for found in trace.guess.roles]
    return Example(
        record["id"], plain, trace.tokens, trace.topical, trace.items, heads, roles, CONFIRMED
    )


def questions(data: Path, without: str) -> list[dict[str, Any]]:
    """The questions of the bank, one set left out."""
    lines = (data / "questions.jsonl").read_text("utf-8").splitlines()
    found = [json.loads(line) for line in lines if line]
    return [q for q in found if q["set"] != without and without != "all"]
