"""Training: ``python -m kg.asking.training`` learns the weights from build/training.

Needs numpy and scikit-learn, which the program does not. Seeded and rounded: the same data give
the same file. ``--without SET`` leaves a set of the bank out and tells how it fares.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from kg.asking import reading
from kg.asking.engine import Asker
from kg.asking.reading import features
from kg.asking.reading.heads import HEADS
from kg.asking.reading.tagging import Surroundings, Tagger
from kg.asking.training import recalling
from kg.asking.training.confirming import is_right
from kg.asking.training.examples import Example, Maker, Names, pieces, shuffled
from kg.asking.training.graphs import graph_of
from kg.resources import folder
from kg.store.graph import Graph
from kg.weights import SCALE, Weights, write

SEED = 7
GRID = 0.4
"""How much a template of the grid counts: there are many, of few authors."""

CONFIRMED = 2.0
"""How much a question counts whose answer is known to be right."""

_SENTENCES = 5
"""Sentences made of a template for the tagger."""
_TAGS, _FRAMES = 1e-4, 1e-3
"""Where learning ends, of the mean loss. The tagger has so many easy tokens that with ten times as much
it ends after 20 steps, with weights a quarter of what they come to."""
_SEEN = 3
"""Templates in whose question words an n-gram stands that the tagger may know."""


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


Rows = list[tuple[list[str], Any, float]]


def learned(
    rows: Rows, strength: float, tolerance: float
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
    model = LogisticRegression(C=strength, max_iter=300, tol=tolerance)
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


def tagger_rows(made: Sequence[Example], around: Surroundings, language: str) -> Rows:
    """Features and labels of every token that is no name, in sentences of one language."""
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
            fs = [f"t{language}:{f}" for f in features.lexical(keys, i) if f in known]
            rows.append(
                (
                    [
                        *fs,
                        f"t{language}=known{min(len(fs), 18) // 2}",
                        *(f"t{language}:{f}" for f in features.shape(e.tokens, i, near)),
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

    def copy(self) -> Learning:
        """The same weights, to be learned on separately."""
        other = Learning()
        other.classes = list(self.classes)
        other.weights.update({feature: dict(row) for feature, row in self.weights.items()})
        return other

    def write(self, path: Path, about: dict[str, Any]) -> None:
        """Write what was learned so far."""
        steps = {
            feature: {n: round(w * SCALE) for n, w in row.items() if round(w * SCALE)}
            for feature, row in self.weights.items()
        }
        write(path, {**about, "classes": self.classes}, steps)


def _only_english(example: Example) -> bool:
    """Whether a sentence is one of english.jsonl."""
    return example.source.startswith("e:")


def learn_tags(learning: Learning, made: Sequence[Example], around: Surroundings) -> None:
    """The tagger of Chinese sentences, and that of English ones, which learns from all."""
    for language in ("", "en"):
        own = [e for e in made if language or not _only_english(e)]
        found, _ = learned(tagger_rows(own, around, language), 1.0, _TAGS)
        learning.keep(found, f"tag{language}", ["0", "1"])


def learn_frames(learning: Learning, made: Sequence[Example], member: int) -> None:
    """Heads and roles, as one of several that learn them from other examples.

    English sentences are read by what English ones teach; the many of english.jsonl must not move
    how Chinese ones are read.
    """
    for language in ("", "en"):
        own = [
            e
            for e in made
            if (features.language(e.items) == "en" if language else not _only_english(e))
        ]
        _learn_frames(learning, own, f"{member}{language}")


def _learn_frames(learning: Learning, made: Sequence[Example], member: str) -> None:
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
        found, names_ = learned(rows, 4.0, _FRAMES)
        learning.keep(found, f"{head}#{member}", names_)
    by_mark: dict[str, Rows] = defaultdict(list)
    for e in unique.values():
        for i, role in enumerate(e.roles):
            if role is not None:
                by_mark[e.items[i].key].append(
                    (list(features.role(e.items, i, e.heads["kind"])), role, weight[e.source])
                )
    for mark, rows in sorted(by_mark.items()):
        found, names_ = learned(rows, 4.0, _FRAMES)
        learning.keep(found, f"role{mark}#{member}", names_)


def _latin(found: Sequence[dict[str, Any]]) -> str:
    """The English words of the templates: those that ask."""
    texts = (re.sub(r"\{\w+\}", " ", r["q"].casefold()) for r in found)
    return " ".join(
        sorted({word for text in texts for word in re.findall(r"[a-z][a-z'’-]*", text)})
    )


def confirmed_examples(data: Path, weights: Weights, left_out: str) -> Iterator[Example]:
    """How questions of strangers were read whose answers are right.

    ``asked.jsonl`` has the questions and their gold, not how they are to be read.
    """
    graphs = {"five": [folder("sources")], "invented": [data / "lists"]}
    askers = {name: Asker(graph_of(paths), None, weights) for name, paths in graphs.items()}
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
    trace = asker.reading.trace(asker.english(plain))
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


def main() -> None:
    """Learn the weights of the program from the data of the checkout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=folder("vocabulary").parent / "training")
    parser.add_argument("--out", type=Path, default=Path(reading.__file__).with_name("weights.bin"))
    parser.add_argument("--without", default="")
    parser.add_argument("--left-out", default="", help="ids of asked.jsonl that begin so")
    parser.add_argument("--quick", action="store_true", help="without what is recalled")
    parser.add_argument("--graph", type=Path)
    options = parser.parse_args()
    graph = (
        Graph(options.graph)
        if options.graph
        else graph_of([folder("sources"), options.data / "lists"])
    )
    asker = Asker(graph)
    maker = Maker(asker.linker, asker.normal, asker.english, names(asker, options.data))
    found = shuffled(records(options.data, {"templates": 1.0, "grid": GRID}), SEED)
    made = examples(maker, found, _SENTENCES)
    english = records(options.data, {"english": 1.0})
    made += examples(maker, english, _SENTENCES)
    found += english
    around = Surroundings(graph)
    learning = Learning()
    # The grid has few words for much; the tagger would take all others for a duty's.
    learn_tags(learning, [e for e in made if e.weight == 1], around)
    learning.write(options.out, {})
    tagger = Tagger(Weights(options.out), around)
    asked = [maker.of_question(q, tagger) for q in questions(options.data, options.without)]
    real = [e for e in asked if e is not None]
    about: dict[str, Any] = {
        "latin": _latin(found),
        "templates": len(found),
        "sentences": len(made),
        "questions": len(real),
    }
    own = [e for e in made if e.weight == 1]
    tags = learning.copy()
    for member, taught in enumerate((own, made)):
        learn_frames(learning, [*taught, *real], member)
    learning.write(options.out, about)
    confirmed = list(confirmed_examples(options.data, Weights(options.out), options.left_out))
    learning = tags
    for member, taught in enumerate((own, made)):
        learn_frames(learning, [*taught, *real, *confirmed], member)
    about["confirmed"] = len(confirmed)
    click.echo(str({key: item for key, item in about.items() if key != "latin"}))
    learning.write(options.out, about)
    if not options.quick:
        click.echo(str(recalling.learn(options.data)))


if __name__ == "__main__":
    main()
