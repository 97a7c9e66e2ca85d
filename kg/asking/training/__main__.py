"""Training: ``python -m kg.asking.training`` learns the weights from build/training.

Needs numpy and scikit-learn, which the program does not. Seeded and rounded: the same data give
the same file. ``--without SET`` leaves a set of the bank out and tells how it fares.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from kg.asking import reading
from kg.asking.engine import Asker
from kg.asking.reading import features
from kg.asking.reading.heads import HEADS
from kg.asking.reading.tagging import Surroundings, Tagger
from kg.asking.reading.weights import SCALE, Weights, write
from kg.asking.training.examples import Example, Maker, Names, pieces, shuffled
from kg.building import build
from kg.resources import folder
from kg.store.graph import Graph

SEED = 7
_SENTENCES = 5
"""Sentences made of a template for the tagger."""
_SEEN = 3
"""Templates in whose question words an n-gram stands that the tagger may know."""


def graph_of(data: Path) -> Graph:
    """The lists of the program and the invented ones, built into one graph."""
    into = Path(tempfile.mkdtemp()) / "store"
    return Graph(build([folder("sources"), data / "lists"], into=into).store)


def records(data: Path) -> list[dict[str, Any]]:
    """The templates, each with where it stands."""
    lines = (data / "templates.jsonl").read_text("utf-8").splitlines()
    return [{**json.loads(line), "source": f"t:{n}"} for n, line in enumerate(lines) if line]


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
    complaints = [*told(data), *(phrase for phrase in everyday if len(phrase) > 3)]
    return Names(asker.lexicon, topics, words, english, complaints, random.Random(SEED))


def told(data: Path) -> list[str]:
    """What citizens tell, without what they ask."""
    found = []
    for line in (data / "texts.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        if "complaint" not in record["kind"] or record["text"].isascii():
            continue
        parts = re.split("[，。！？,!?；;：:]", record["text"])
        kept = [
            p
            for p in parts
            if len(p) > 3 and not re.search("谁|哪|吗|么|怎么|请|来电|反映|市民|群众", p)
        ]
        if kept:
            found.append("，".join(kept[:2])[:40])
    return found


def examples(maker: Maker, found: Sequence[dict[str, Any]], each: int) -> list[Example]:
    """Sentences of the templates."""
    made = []
    for record in found:
        ways = record["q"].count("|")
        for _ in range(each if ways < 2 else min(each * 5, each + ways)):
            example = maker.of_template(record, record["source"])
            if example:
                made.append(example)
    return made


Rows = list[tuple[list[str], Any, float]]


def learned(
    rows: Rows, strength: float, prefix: str = ""
) -> tuple[dict[str, dict[str, float]], list[str]]:
    """Feature → class → weight of a logistic regression, and the classes."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    seen = Counter(f for fs, _, _ in rows for f in set(fs))
    known = {f: i for i, f in enumerate(sorted(f for f, n in seen.items() if n > 1))}
    data, index, starts = [], [], [0]
    for fs, _, _ in rows:
        own = sorted({known[f] for f in fs if f in known})
        index.extend(own)
        data.extend([1.0] * len(own))
        starts.append(len(index))
    x = csr_matrix((data, index, starts), shape=(len(rows), len(known)), dtype=np.float32)
    y = [label for _, label, _ in rows]
    w = [weight for _, _, weight in rows]
    classes = sorted(set(y))
    if len(classes) == 1:
        return {}, classes
    model = LogisticRegression(C=strength, max_iter=200, tol=1e-3)
    model.fit(x, y, sample_weight=w)
    weights: dict[str, dict[str, float]] = {}
    coefficients = model.coef_
    intercept = model.intercept_
    if len(model.classes_) == 2:
        coefficients, intercept = (
            np.vstack([-coefficients[0] / 2, coefficients[0] / 2]),
            np.array([-intercept[0] / 2, intercept[0] / 2]),
        )
    for f, i in known.items():
        column = coefficients[:, i]
        row = {
            str(c): float(v) for c, v in zip(model.classes_, column, strict=True) if abs(v) >= 0.03
        }
        if row:
            weights[f] = row
    weights["1"] = {str(c): float(v) for c, v in zip(model.classes_, intercept, strict=True)}
    return weights, [str(c) for c in model.classes_]


def tagger_rows(made: Sequence[Example], around: Surroundings) -> Rows:
    """Features and labels of every token that is no name."""
    sources: dict[str, set[str]] = defaultdict(set)
    for e in made:
        keys = features.padded(e.tokens)
        for i, token in enumerate(e.tokens):
            if not e.topical[i] and not token.is_mark:
                for f in features.lexical(keys, i):
                    sources[f].add(e.source)
    known = {f for f, found in sources.items() if len(found) >= _SEEN}
    rows: Rows = []
    for e in made:
        keys = features.padded(e.tokens)
        near = around.of(e.tokens)
        for i, token in enumerate(e.tokens):
            if token.is_mark:
                continue
            fs = [f"t:{f}" for f in features.lexical(keys, i) if f in known]
            rows.append(
                (
                    [
                        *fs,
                        f"t=known{min(len(fs), 18) // 2}",
                        *(f"t:{f}" for f in features.shape(e.tokens, i, near)),
                    ],
                    int(e.topical[i]),
                    1.0,
                )
            )
    return rows


class Learning:
    """Weights while they are learned."""

    def __init__(self) -> None:
        self.weights: dict[str, dict[int, float]] = defaultdict(dict)
        self.classes: list[str] = []

    def keep(self, found: dict[str, dict[str, float]], model: str, names: Iterable[str]) -> None:
        """Add a model's weights."""
        number = {}
        for name in names:
            number[name] = len(self.classes)
            self.classes.append(f"{model}={name}")
        for feature, row in found.items():
            key = f"{model}:1" if feature == "1" else feature
            for name, weight in row.items():
                self.weights[key][number[name]] = weight

    def write(self, path: Path, about: dict[str, Any]) -> None:
        """Write what was learned so far."""
        steps = {
            feature: {n: round(w * SCALE) for n, w in row.items() if round(w * SCALE)}
            for feature, row in self.weights.items()
        }
        write(path, {**about, "classes": self.classes}, steps)


def learn_tags(learning: Learning, made: Sequence[Example], around: Surroundings) -> None:
    """The tagger."""
    found, _ = learned(tagger_rows(made, around), 1.0)
    learning.keep(found, "tag", ["0", "1"])


def learn_frames(learning: Learning, made: Sequence[Example]) -> None:
    """Heads and roles."""
    unique: dict[tuple[str, str], Example] = {}
    for e in made:
        unique.setdefault((e.source, "".join(i.key for i in e.items)), e)
    count = Counter(e.source for e in unique.values())
    weight = {e.source: 2.0 * e.weight / count[e.source] ** 0.5 for e in unique.values()}
    for head in HEADS:
        rows: Rows = [
            (list(features.sentence(e.items)), e.heads[head], weight[e.source])
            for e in unique.values()
            if head in e.heads
        ]
        found, names_ = learned(rows, 4.0)
        learning.keep(found, head, names_)
    by_mark: dict[str, Rows] = defaultdict(list)
    for e in unique.values():
        for i, role in enumerate(e.roles):
            if role is not None:
                by_mark[e.items[i].key].append(
                    (list(features.role(e.items, i, e.heads["kind"])), role, weight[e.source])
                )
    for mark, rows in sorted(by_mark.items()):
        found, names_ = learned(rows, 4.0)
        learning.keep(found, f"role{mark}", names_)


def questions(data: Path, without: str) -> list[dict[str, Any]]:
    """The questions of the bank, one set left out."""
    lines = (data / "questions.jsonl").read_text("utf-8").splitlines()
    found = [json.loads(line) for line in lines if line]
    return [q for q in found if q["set"] != without and without != "all"]


def main() -> None:
    """Learn the weights of the program from the data of the checkout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=folder("vocabulary").parent / "training")
    parser.add_argument("--out", type=Path, default=Path(reading.__file__).with_name("weights.bin"))
    parser.add_argument("--without", default="")
    parser.add_argument("--graph", type=Path)
    options = parser.parse_args()
    graph = Graph(options.graph) if options.graph else graph_of(options.data)
    asker = Asker(graph)
    maker = Maker(asker.linker, asker.normal, asker.english, names(asker, options.data))
    found = shuffled(records(options.data), SEED)
    made = examples(maker, found, _SENTENCES)
    around = Surroundings(graph)
    learning = Learning()
    learn_tags(learning, made, around)
    learning.write(options.out, {})
    tagger = Tagger(Weights(options.out), around)
    asked = [maker.of_question(q, tagger) for q in questions(options.data, options.without)]
    real = [e for e in asked if e is not None]
    learn_frames(learning, [*made, *real])
    latin = {
        word
        for r in found
        for word in re.findall(r"[a-z][a-z'’-]*", re.sub(r"\{\w+\}", " ", r["q"].casefold()))
    }
    about = {
        "latin": " ".join(sorted(latin)),
        "templates": len(found),
        "sentences": len(made),
        "questions": len(real),
    }
    click.echo(str({key: item for key, item in about.items() if key != "latin"}))
    learning.write(options.out, about)


if __name__ == "__main__":
    main()
