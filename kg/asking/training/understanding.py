"""Understanding: ``understanding.bin`` tells from the vector of a text which duty it means.

One matrix, a softmax over the duties that texts were learned of, those of :mod:`kg.asking.training.sorting`.
"""

from __future__ import annotations

from pathlib import Path

import click
import torch
from torch.nn import functional

from kg.asking.training.encoding import Batches, Told
from kg.matrices import write
from kg.meaning.sayings import understanding

_ROUNDS, _BATCH, _SEED = 8, 512, 5
_DROPPED, _DECAY, _STEP = 0.5, 0.3, 0.005


def learn(told: Told, into: Path = understanding.FILE) -> None:
    """Write the matrix that is learned of texts with the names of their duties (ten minutes of two cores)."""
    vectors = Batches().vectors([text for text, _ in told])
    classes = sorted({names for _, names in told})
    place = {names: n for n, names in enumerate(classes)}
    wanted = torch.tensor([place[names] for _, names in told])
    middle = vectors.mean(0)
    spread = (vectors - middle).std(0)
    duties = fitted((vectors - middle) / spread, wanted, len(classes))
    write(
        into,
        {"classes": classes},
        {
            "duties": duties.weight.detach().numpy(),
            "duties.bias": duties.bias.detach().numpy(),
            "mean": middle.numpy(),
            "spread": spread.numpy(),
        },
    )


def fitted(vectors: torch.Tensor, wanted: torch.Tensor, classes: int) -> torch.nn.Linear:
    """The matrix that tells best which class each vector is of."""
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
        click.echo(f"understanding, round {n}: {loss.item():.3f}", err=True)
    return duties
