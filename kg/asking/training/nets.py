"""Training of the nets: ``python -m kg.asking.training.nets FILE`` learns from the sentences of a file.

Needs torch, which the program does not; minutes on a graphics card, an hour or two on two cores. Seeded:
the same sentences give nearly the same nets, the last digits differ from machine to machine.
A word of a question is now and then hidden while it is learned from (the words of a duty more often), so
that words nobody taught do not mislead; a fifth of the templates can be kept out to measure (``--held-out``).
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click
import numpy as np
import torch
from torch.nn import functional

from kg.asking import reading
from kg.asking.reading.heads import HEADS
from kg.asking.reading.nets import PADDING, UNKNOWN, Nets
from kg.asking.reading.tokens import SEEN
from kg.asking.training.networks import (
    PIECES,
    FrameNet,
    Steps,
    TagNet,
    Words,
    arrays,
    resumed,
)
from kg.matrices import write

_SOURCES = 3
"""A word is known from so many templates on."""
_HIDDEN_WORDS, _HIDDEN_TOPICS = 0.07, 0.3
"""How often a word that asks, and one of a duty, is hidden."""
_SMOOTHED = 0.03

Record = Mapping[str, Any]


def read(path: Path) -> list[dict[str, Any]]:
    """The sentences of a file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def taught(path: Path, held_out: bool) -> list[dict[str, Any]]:
    """The sentences of a file that teach; ``held_out`` keeps a fifth of the templates for measuring."""
    return [r for r in read(path) if not (held_out and is_held_out(r["source"]))]


def is_held_out(source: str) -> bool:
    """Whether sentences of this template measure instead of teaching."""
    return zlib.crc32(source.encode()) % 5 == 0


def _known(lines: Iterable[tuple[str, Sequence[str]]]) -> list[str]:
    sources = defaultdict(set)
    for source, words in lines:
        for word in words:
            sources[word].add(source)
    return sorted(word for word, found in sources.items() if len(found) >= _SOURCES)


def _asked(found: Iterable[Record]) -> list[str]:
    """Latin words that ask, and pairs of Chinese characters that ask in several templates."""
    words: set[str] = set()
    pairs = defaultdict(set)
    for record in found:
        asks = [
            "" if topical or row[6] else key
            for key, topical, row in zip(
                record["words"], record["topical"], record["seen"], strict=True
            )
        ]
        words.update(key for key in asks if key.isascii() and key[:1].isalpha())
        for pair in pairwise(asks):
            if all(len(key) == 1 and not key.isascii() for key in pair):
                pairs["".join(pair)].add(record["source"])
    return sorted(words) + sorted(p for p, own in pairs.items() if len(own) >= _SOURCES)


def _device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def _weights(found: Sequence[Record]) -> torch.Tensor:
    """How much each sentence counts: less, the more there are of its template."""
    count = Counter(record["source"] for record in found)
    weights = torch.tensor([r["weight"] / math.sqrt(count[r["source"]]) for r in found])
    return weights / weights.mean()


def _numbers(words: Words, found: Sequence[Sequence[str]]) -> tuple[torch.Tensor, torch.Tensor]:
    length = max(map(len, found))
    numbers = torch.full((len(found), length), PADDING)
    parts = torch.full((len(found), length, PIECES), PADDING)
    for n, keys in enumerate(found):
        rows, own = words.rows(keys)
        numbers[n, : len(keys)] = torch.tensor(rows)
        parts[n, : len(keys)] = torch.tensor(own)
    return numbers, parts


def learn_tags(found: Sequence[Record], seed: int, net: TagNet, rounds: int, rate: float) -> TagNet:
    """A tagger of these sentences."""
    device = _device()
    net.to(device)
    numbers, parts = _numbers(net.words, [r["words"] for r in found])
    seen = torch.zeros((*numbers.shape, len(SEEN)), dtype=torch.long)
    wanted = torch.full(numbers.shape, -1)
    for n, record in enumerate(found):
        rows = torch.tensor(record["seen"])
        seen[n, : len(rows)] = rows
        own = torch.tensor(record["topical"])
        own[rows[:, 6] == 1] = -1
        wanted[n, : len(rows)] = own
    weights = _weights(found).to(device)
    lengths = (numbers != PADDING).sum(1)
    numbers, parts, seen, wanted = (t.to(device) for t in (numbers, parts, seen, wanted))
    steps = Steps(net, lengths, rounds, rate)

    def loss_of(at: torch.Tensor, length: int, long: torch.Tensor) -> torch.Tensor:
        own, right = numbers[at, :length], wanted[at, :length]
        chance = torch.rand(own.shape, device=device)
        hide = ((right == 1) & (chance < _HIDDEN_TOPICS)) | (
            (right == 0) & (chance < _HIDDEN_WORDS)
        )
        own, of_words = net.words.hidden(own, parts[at, :length], hide)
        with steps.short():
            odds = net(own, of_words, seen[at, :length], long).float()
        target = right.clamp(min=0) * (1 - _SMOOTHED) + _SMOOTHED / 2
        losses = functional.binary_cross_entropy_with_logits(odds, target, reduction="none")
        told = right >= 0
        return (losses * told * weights[at].unsqueeze(1)).sum() / told.sum()

    steps.learn(f"tags {seed}", loss_of)
    return net.eval()


def _pairs(roles: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    return [(mark, role) for mark, own in roles.items() for role in own]


def _labels(
    words: Sequence[str], heads: Mapping[str, Sequence[str]], roles: Mapping[str, Sequence[str]]
) -> dict[str, Sequence[Any]]:
    return {"words": words, **heads, "role": _pairs(roles)}


def learn_frames(
    found: Sequence[Record],
    seed: int,
    net: FrameNet,
    heads: Mapping[str, Sequence[str]],
    roles: Mapping[str, Sequence[str]],
    rounds: int,
    rate: float,
) -> FrameNet:
    """A net that reads the frames of these sentences."""
    device = _device()
    number = {pair: n for n, pair in enumerate(_pairs(roles))}
    net.to(device)
    numbers, parts = _numbers(net.words, [r["items"] for r in found])
    wanted = {
        head: torch.tensor(
            [own.index(r["heads"][head]) if head in r["heads"] else -100 for r in found]
        )
        for head, own in heads.items()
    }
    right = torch.full(numbers.shape, -100)
    for n, record in enumerate(found):
        for i, (key, role) in enumerate(zip(record["items"], record["roles"], strict=True)):
            if role is not None and (key, role) in number:
                right[n, i] = number[key, role]
    fits = torch.full((len(net.words.number) + 2, len(number)), -1e4)
    for (mark, _), n in number.items():
        fits[net.words.number.get(mark, UNKNOWN), n] = 0
    weights = _weights(found).to(device)
    marks = (fits == 0).any(1).to(device)
    lengths = (numbers != PADDING).sum(1)
    numbers, parts, right, fits = (t.to(device) for t in (numbers, parts, right, fits))
    wanted = {head: own.to(device) for head, own in wanted.items()}
    steps = Steps(net, lengths, rounds, rate)

    def loss_of(at: torch.Tensor, length: int, long: torch.Tensor) -> torch.Tensor:
        own = numbers[at, :length]
        hide = (torch.rand(own.shape, device=device) < _HIDDEN_WORDS) & ~marks[own]
        own, of_words = net.words.hidden(own, parts[at, :length], hide & (own != PADDING))
        with steps.short():
            sums, role_sums = net(own, of_words, long)
        loss = torch.zeros((), device=device)
        for head, head_sums in sums.items():
            losses = functional.cross_entropy(
                head_sums.float(), wanted[head][at], reduction="none", label_smoothing=_SMOOTHED
            )
            loss = loss + (losses * weights[at]).mean() * (2 if head == "kind" else 1)
        told = right[at, :length]
        role_sums = role_sums.float() + fits[numbers[at, :length]]
        losses = functional.cross_entropy(
            role_sums.flatten(0, 1), told.flatten(), ignore_index=-100, reduction="none"
        ).view(told.shape)
        return loss + 2 * (losses * weights[at].unsqueeze(1)).sum() / (told >= 0).sum().clamp(1)

    steps.learn(f"frames {seed}", loss_of)
    return net.eval()


_LAYERS = 2


@dataclass(frozen=True, slots=True)
class Plan:
    """What is learned from which file: names and labels, and sizes."""

    file: Path
    held_out: bool
    asked: list[str]
    words: list[str]
    items: list[str]
    heads: dict[str, list[str]]
    roles: dict[str, list[str]]
    tags: int
    frames: int
    tag_rounds: int
    rounds: int
    start: Path | None

    @property
    def rate(self) -> float:
        """How fast it learns at most: slower where it goes on."""
        return 8e-4 if self.start else 2.5e-3

    def one(self, kind: str, seed: int) -> dict[str, Any]:
        """The matrices of one net."""
        torch.manual_seed(seed)
        found = taught(self.file, self.held_out)
        net: TagNet | FrameNet
        if kind == "tags":
            found = [r for r in found if "words" in r]
            tags = TagNet(self.words, self.tags, _LAYERS, 0.25)
            if self.start:
                learned = Nets(self.start)
                known = {"words": learned.about["tags"]["words"]}
                resumed(tags, f"tags{seed}", {"words": self.words}, learned, known)
            net = learn_tags(found, seed, tags, self.tag_rounds, self.rate)
        else:
            frames = FrameNet(
                self.items, self.heads, len(_pairs(self.roles)), self.frames, _LAYERS, 0.3
            )
            if self.start:
                learned = Nets(self.start)
                about = learned.about["frames"]
                known = _labels(about["words"], about["heads"], about["roles"])
                mine = _labels(self.items, self.heads, self.roles)
                resumed(frames, f"frames{seed}", mine, learned, known)
            net = learn_frames(found, seed, frames, self.heads, self.roles, self.rounds, self.rate)
        return arrays(net, f"{kind}{seed}")


def planned(options: argparse.Namespace) -> Plan:
    """The plan of the command's options."""
    found = taught(options.file, options.held_out)
    pairs = {
        (key, role)
        for r in found
        for key, role in zip(r["items"], r["roles"], strict=True)
        if role is not None
    }
    words = {"tags": set[str](), "frames": set[str]()}
    heads = {head: {r["heads"][head] for r in found if head in r["heads"]} for head in HEADS}
    asked = set(_asked(r for r in found if "words" in r))
    if options.start:  # what is known already stays known, also where few sentences teach more
        about = Nets(options.start).about
        asked |= set(about["asked"])
        words = {net: set(about[net]["words"]) for net in words}
        heads = {head: own | set(about["frames"]["heads"][head]) for head, own in heads.items()}
        pairs |= set(_pairs(about["frames"]["roles"]))
    return Plan(
        options.file,
        options.held_out,
        sorted(asked),
        sorted(
            words["tags"].union(_known((r["source"], r["words"]) for r in found if "words" in r))
        ),
        sorted(words["frames"].union(_known((r["source"], r["items"]) for r in found))),
        {head: sorted(own) for head, own in heads.items()},
        {m: sorted(r for own, r in pairs if own == m) for m in sorted({m for m, _ in pairs})},
        options.tags,
        options.frames,
        options.tag_rounds,
        options.rounds,
        options.start,
    )


def learn(plan: Plan, out: Path, members: int, at_once: int) -> None:
    """Learn all nets, some at once, and write them."""
    jobs = [("frames", n) for n in range(members)] + [("tags", 0)]
    found: dict[str, Any] = {}
    with ProcessPoolExecutor(at_once, get_context("spawn")) as pool:
        for matrices in pool.map(plan.one, *zip(*jobs, strict=True)):
            found |= matrices
    about = {
        "asked": plan.asked,
        "tags": {"words": plan.words, "layers": _LAYERS, "seen": len(SEEN)},
        "frames": {
            "words": plan.items,
            "members": members,
            "layers": _LAYERS,
            "heads": plan.heads,
            "roles": plan.roles,
        },
    }
    write(out, about, {name: np.asarray(array) for name, array in found.items()})


def measured(found: Sequence[Record], path: Path) -> dict[str, float]:
    """How many sentences the nets of a file read wholly right: their words, and their frames."""
    nets = Nets(path)
    right: dict[str, list[bool]] = defaultdict(list)
    for record in found:
        language = "en" if record["source"].startswith("e:") else "zh"
        if "words" in record:
            scores = nets.tags.scores(record["words"], record["seen"])
            marks = [row[6] for row in record["seen"]]
            right[f"tags {language}"].append(
                all(
                    m or (s > 0) == bool(t)
                    for s, t, m in zip(scores, record["topical"], marks, strict=True)
                )
            )
        heads, roles = nets.frames.guess(record["items"])
        fits = all(max(heads[h], key=heads[h].__getitem__) == v for h, v in record["heads"].items())
        fits = fits and all(
            role is None or max(odds, key=odds.__getitem__) == role
            for role, odds in zip(record["roles"], roles, strict=True)
        )
        right[f"frames {language}"].append(fits)
    return {name: round(sum(own) / len(own), 4) for name, own in sorted(right.items())}


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn the nets of the program from a file of sentences."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--out", type=Path, default=Path(reading.__file__).with_name("nets.bin"))
    parser.add_argument("--held-out", action="store_true", help="measure on a fifth of templates")
    parser.add_argument("--tags", type=int, default=192, help="size of the tagger's states")
    parser.add_argument("--frames", type=int, default=256, help="size of the other's states")
    parser.add_argument("--members", type=int, default=2)
    parser.add_argument("--tag-rounds", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument(
        "--start", type=Path, help="nets that are learned on, e.g. for three rounds"
    )
    parser.add_argument("--at-once", type=int, default=1, help="nets that are learned side by side")
    options = parser.parse_args(arguments)
    learn(planned(options), options.out, options.members, options.at_once)
    if options.held_out:
        found = read(options.file)
        once = {r["source"]: r for r in found if is_held_out(r["source"]) and r["weight"] == 1}
        click.echo(json.dumps(measured(list(once.values()), options.out)))


if __name__ == "__main__":
    main()
