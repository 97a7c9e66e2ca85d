"""Softmax: one matrix that tells from the vector of a text which duty it means."""

from __future__ import annotations

from collections.abc import Sequence

import click
import torch
from torch.nn import functional

Told = Sequence[tuple[str, tuple[str, ...]]]
"""Texts and the names of the duty that each means; none: it is on no list."""

_ROUNDS, _BATCH, _SEED = 8, 512, 5
_DROPPED, _DECAY, _STEP = 0.5, 0.3, 0.005


def labelled(told: Told) -> tuple[list[tuple[str, ...]], torch.Tensor]:
    """The duties, and for each text the number of the one it means."""
    classes = sorted({names for _, names in told})
    place = {names: n for n, names in enumerate(classes)}
    return classes, torch.tensor([place[names] for _, names in told])


def standard(vectors: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The mean of each number of the vectors, and how far it spreads."""
    middle = vectors.mean(0)
    return middle, (vectors - middle).std(0)


def fitted(vectors: torch.Tensor, wanted: torch.Tensor, classes: int) -> torch.nn.Linear:
    """The matrix that tells best which class each vector (of standard numbers) is of."""
    torch.manual_seed(_SEED)
    duties = torch.nn.Linear(vectors.shape[1], classes)
    torch.nn.init.zeros_(duties.weight)
    torch.nn.init.zeros_(duties.bias)
    steps = _ROUNDS * (len(vectors) // _BATCH + 1)
    best = torch.optim.AdamW(duties.parameters(), lr=_STEP, weight_decay=_DECAY)
    pace = torch.optim.lr_scheduler.CosineAnnealingLR(best, steps)
    for n in range(_ROUNDS):
        for rows in torch.randperm(len(vectors)).split(_BATCH):
            sums = duties(functional.dropout(vectors[rows], _DROPPED))
            loss = functional.cross_entropy(sums, wanted[rows])
            best.zero_grad()
            loss.backward()
            best.step()
            pace.step()
        click.echo(f"duties, round {n}: {loss.item():.3f}", err=True)
    return duties
