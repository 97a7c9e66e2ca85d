"""Networks: the nets that read questions, as PyTorch has them, and their matrices for the program's file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import click
import torch
from torch import nn

from kg.asking.reading.nets import PADDING, UNKNOWN, Nets, pieces
from kg.asking.reading.tokens import SEEN

_BUCKETS = 2048
"""Rows for the pieces of Latin words."""

BATCH = 512
PIECES = 12
"""Pieces of a word that are looked at."""


@cache
def _pieces(word: str) -> list[int]:
    return pieces(word, _BUCKETS)


class Words(nn.Module):
    """Words as vectors: a row of their own and those of their pieces."""

    def __init__(self, words: Sequence[str], size: int) -> None:
        """Room for these words."""
        super().__init__()
        self.number = {word: n + 2 for n, word in enumerate(words)}
        self.words = nn.Embedding(len(words) + 2, size, padding_idx=PADDING)
        self.pieces = nn.EmbeddingBag(_BUCKETS + 1, size, mode="sum", padding_idx=PADDING)
        nn.init.normal_(self.pieces.weight, std=0.3)

    def rows(self, keys: Sequence[str]) -> tuple[list[int], list[list[int]]]:
        """The numbers a sentence is looked up by."""
        parts = [_pieces(key) for key in keys]
        return (
            [self.number.get(key, UNKNOWN) for key in keys],
            [(part + [PADDING] * PIECES)[:PIECES] for part in parts],
        )

    def forward(self, words: torch.Tensor, parts: torch.Tensor) -> torch.Tensor:
        """Vectors of a batch."""
        rows, length = words.shape
        own: torch.Tensor = self.words(words)
        more = self.pieces(parts.view(-1, PIECES)).view(rows, length, -1)
        return own + more

    def hidden(
        self, words: torch.Tensor, parts: torch.Tensor, where: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """The same batch with some words unknown."""
        words, parts = words.clone(), parts.clone()
        words[where] = UNKNOWN
        parts[where] = PADDING
        return words, parts


class Recurrent(nn.Module):
    """A bidirectional LSTM over sentences of different lengths."""

    def __init__(self, size: int, layers: int, dropped: float) -> None:
        """States of ``size`` numbers, half of them of each direction."""
        super().__init__()
        self.lstm = nn.LSTM(
            size, size // 2, layers, batch_first=True, bidirectional=True, dropout=dropped
        )

    def forward(
        self, vectors: torch.Tensor, words: torch.Tensor, lengths: torch.Tensor
    ) -> torch.Tensor:
        """States of a batch; ``lengths`` stay with the processor, which packs the sentences."""
        packed = nn.utils.rnn.pack_padded_sequence(
            vectors, lengths, batch_first=True, enforce_sorted=False
        )
        states, _ = self.lstm(packed)
        found: torch.Tensor
        found, _ = nn.utils.rnn.pad_packed_sequence(
            states, batch_first=True, total_length=words.shape[1]
        )
        return found


def _dense(size: int, inner: int, out: int, dropped: float) -> nn.Sequential:
    return nn.Sequential(
        nn.Dropout(dropped),
        nn.Linear(size, inner),
        nn.GELU(approximate="tanh"),
        nn.Dropout(dropped / 2),
        nn.Linear(inner, out),
    )


class TagNet(nn.Module):
    """Which words are about a duty."""

    def __init__(self, words: Sequence[str], size: int, layers: int, dropped: float) -> None:
        """A net for these words."""
        super().__init__()
        self.words = Words(words, size)
        self.seen = nn.ModuleList([nn.Embedding(n, size) for n in SEEN])
        self.recurrent = Recurrent(size, layers, dropped)
        self.dropped = nn.Dropout(dropped)
        self.out = _dense(size, size // 2, 1, dropped)

    def forward(
        self,
        words: torch.Tensor,
        parts: torch.Tensor,
        seen: torch.Tensor,
        lengths: torch.Tensor,
    ) -> torch.Tensor:
        """Log odds of a batch."""
        vectors = self.words(words, parts)
        for n, table in enumerate(self.seen):
            vectors = vectors + table(seen[:, :, n])
        states = self.recurrent(self.dropped(vectors), words, lengths)
        found: torch.Tensor = self.out(states).squeeze(-1)
        return found


class FrameNet(nn.Module):
    """What a skeleton asks, and what its marks are there for."""

    def __init__(
        self,
        words: Sequence[str],
        heads: Mapping[str, Sequence[str]],
        roles: int,
        size: int,
        layers: int,
        dropped: float,
    ) -> None:
        """A net for these words, labels of heads and number of roles."""
        super().__init__()
        self.words = Words(words, size)
        self.recurrent = Recurrent(size, layers, dropped)
        self.dropped = nn.Dropout(dropped)
        self.attention = nn.Linear(size, 2 * len(heads))
        self.heads = nn.ModuleDict(
            {head: _dense(3 * size, size, len(labels), dropped) for head, labels in heads.items()}
        )
        self.role = _dense(2 * size, size, roles, dropped)

    def forward(
        self, words: torch.Tensor, parts: torch.Tensor, lengths: torch.Tensor
    ) -> tuple[dict[str, torch.Tensor], torch.Tensor]:
        """Sums of a batch: head → labels, and for each word all roles."""
        none = (words == PADDING).unsqueeze(-1)
        states = self.recurrent(self.dropped(self.words(words, parts)), words, lengths)
        looks = self.attention(states).masked_fill(none, -1e4).softmax(1)
        most = states.masked_fill(none, -1e4).max(1).values
        seen = looks.transpose(1, 2) @ states
        heads = {
            head: net(torch.cat([seen[:, 2 * n], seen[:, 2 * n + 1], most], -1))
            for n, (head, net) in enumerate(self.heads.items())
        }
        wide = most.unsqueeze(1).expand(-1, words.shape[1], -1)
        return heads, self.role(torch.cat([states, wide], -1))


class Steps:
    """The steps of a training: batches in a new order each time, the rate up and slowly down."""

    def __init__(self, net: nn.Module, lengths: torch.Tensor, rounds: int, rate: float) -> None:
        self.net, self.rounds = net, rounds
        self._lengths, self._count = lengths, len(lengths)
        self._each = max(self._count // BATCH, 1)
        self._optimizer = torch.optim.AdamW(net.parameters(), rate, weight_decay=0.02)
        self._rate = torch.optim.lr_scheduler.OneCycleLR(
            self._optimizer, rate, total_steps=rounds * self._each, pct_start=0.1
        )

    def batches(self) -> Iterable[torch.Tensor]:
        """The sentences of each batch of a round."""
        order = torch.randperm(self._count)
        return (order[n * BATCH : (n + 1) * BATCH] for n in range(self._each))

    def step(self, loss: torch.Tensor) -> None:
        """Learn from a batch."""
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self._optimizer.step()
        self._rate.step()

    def learn(
        self, what: str, loss_of: Callable[[torch.Tensor, int, torch.Tensor], torch.Tensor]
    ) -> None:
        """All rounds; ``loss_of`` the sentences of a batch, their greatest length, and their lengths."""
        self.net.train()
        device = next(self.net.parameters()).device
        for number in range(self.rounds):
            total = torch.zeros((), device=device)
            for chosen in self.batches():
                long = self._lengths[chosen]
                loss = loss_of(chosen.to(device), int(long.max()), long)
                self.step(loss)
                total += loss.detach()
            click.echo(f"{what}: round {number + 1}, loss {total.item() / self._each:.4f}")

    @staticmethod
    def short() -> torch.autocast:
        """Sums in short numbers on a graphics card."""
        on_card = torch.cuda.is_available()
        return torch.autocast("cuda" if on_card else "cpu", torch.bfloat16, enabled=on_card)


def arrays(net: TagNet | FrameNet, name: str) -> dict[str, Any]:
    """The matrices of a net by the names that the program knows."""
    state = {key: value.detach().float().cpu().numpy() for key, value in net.state_dict().items()}
    found = {
        f"{name}.words": state["words.words.weight"],
        f"{name}.pieces": state["words.pieces.weight"],
    }
    for layer in range(net.recurrent.lstm.num_layers):
        for way, mark in (("forward", ""), ("backward", "_reverse")):
            end = f"l{layer}{mark}"
            own = f"{name}.layer{layer}.{way}"
            found[f"{own}.input"] = state[f"recurrent.lstm.weight_ih_{end}"]
            found[f"{own}.hidden"] = state[f"recurrent.lstm.weight_hh_{end}"]
            found[f"{own}.bias"] = (
                state[f"recurrent.lstm.bias_ih_{end}"] + state[f"recurrent.lstm.bias_hh_{end}"]
            )
    for key, value in state.items():
        part, _, rest = key.rpartition(".")
        if part.startswith("seen."):
            found[f"{name}.seen{part[5:]}"] = value
        elif part == "attention":
            found[f"{name}.attention{'.bias' if rest == 'bias' else ''}"] = value
        elif part.startswith(("out.", "role.", "heads.")):
            of, _, at = part.removeprefix("heads.").rpartition(".")
            place = "first" if at == "1" else "last"
            found[f"{name}.{of}.{place}{'.bias' if rest == 'bias' else ''}"] = value
    return found


def resumed(
    net: TagNet | FrameNet, name: str, labels: Labels, learned: Nets, known: Labels
) -> None:
    """Let a net go on from one of a file: what both know is taken over, the rest stays as it begins.

    ``labels`` and ``known`` are the words and labels of the new net and of the file's, in the order of
    their rows: ``words``, each head, and ``role`` as (mark, role).
    """
    state = net.state_dict()
    for key, values in arrays(net, name).items():
        part = key.removeprefix(f"{name}.")
        of = part.removesuffix(".bias").removesuffix(".last")
        new, old = torch.tensor(values), torch.tensor(learned.array(key).copy())
        rows = _rows(part, of, labels, known)
        if rows is None:
            if new.shape == old.shape:
                new = old
        else:
            for mine, theirs in rows:
                new[mine] = old[theirs]
        _put(state, part, new)
    net.load_state_dict(state)


Labels = Mapping[str, Sequence[Any]]


def _rows(part: str, of: str, labels: Labels, known: Labels) -> list[tuple[int, int]] | None:
    """Which rows of an array are which of the file's; nothing: all are the same."""
    if part == "words":
        place = {word: n + 2 for n, word in enumerate(known["words"])}
        same = [(n + 2, place[w]) for n, w in enumerate(labels["words"]) if w in place]
        return [(PADDING, PADDING), (UNKNOWN, UNKNOWN), *same]
    if ".last" in part and of in labels:
        at = {label: n for n, label in enumerate(known[of])}
        return [(n, at[label]) for n, label in enumerate(labels[of]) if label in at]
    return None


def _put(state: dict[str, Any], part: str, values: torch.Tensor) -> None:
    """Write an array of the file where PyTorch has it."""
    bias = part.endswith(".bias")
    of = part.removesuffix(".bias")
    if of in ("words", "pieces"):
        state[f"words.{of}.weight"] = values
    elif of.startswith("layer"):
        layer, way, what = part.split(".")
        end = f"l{layer[5:]}{'_reverse' if way == 'backward' else ''}"
        if what == "bias":
            state[f"recurrent.lstm.bias_ih_{end}"] = values
            state[f"recurrent.lstm.bias_hh_{end}"] = torch.zeros_like(values)
        else:
            state[f"recurrent.lstm.weight_{'ih' if what == 'input' else 'hh'}_{end}"] = values
    elif of.startswith("seen"):
        state[f"seen.{of[4:]}.weight"] = values
    elif of == "attention":
        state[f"attention.{'bias' if bias else 'weight'}"] = values
    else:
        head, _, place = of.partition(".")
        own = head if head in ("out", "role") else f"heads.{head}"
        state[f"{own}.{1 if place == 'first' else 4}.{'bias' if bias else 'weight'}"] = values
