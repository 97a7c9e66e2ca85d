"""Nearing: learns what of the vector of a text tells its duty from those beside it (:mod:`kg.meaning.encoding.nearness`).

A task is held against the rows of its township that it may mean (a softmax over them, as in Karpukhin et al. 2020).
What people say of duties, held against their names, added nothing on tasks of lists nobody had seen. Needs torch.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from kg.checking.nearby import FILE
from kg.frozen import frozen
from kg.matrices import write

_WIDE = 128
"""Numbers between those of what is asked and those that are added to them."""
_ROUNDS, _BATCH = 8, 32
"""Rounds over the tasks, and tasks of which the weights learn at a time."""
_STEP, _SCALE_STEP, _SHRINK, _DROPPED = 3e-3, 0.02, 0.3, 0.2
_SCALE, _FIRST = 12.0, 0.02
_FAR = -1e4
_SEED = 0

Vectors = Mapping[str, Any]


@frozen
class Meant:
    """A task: who wrote it, its text, the texts of each row it may mean, and which rows it means."""

    author: str
    text: str
    rows: Sequence[Sequence[str]]
    right: Sequence[bool]


class Nearing:
    """Learns from tasks by the vectors of all their texts."""

    def __init__(self, tasks: Sequence[Meant], vectors: Vectors, quiet: Collection[str]) -> None:
        """``vectors`` has those of the tasks' texts and of their rows'; of ``quiet`` authors nothing is learned."""
        self._quiet = frozenset(quiet)
        torch.manual_seed(_SEED)
        self._tasks = tasks
        texts = list(vectors)
        at = {text: n for n, text in enumerate(texts)}
        told = np.stack([vectors[text] for text in texts]).astype("f4")
        row_texts = sorted({text for task in tasks for own in task.rows for text in own})
        self.common = told[[at[text] for text in row_texts]].mean(axis=0)
        told = told - self.common
        self._vectors = torch.from_numpy(told / np.linalg.norm(told, axis=1, keepdims=True))
        most = max(len(task.rows) for task in tasks)
        size = (len(tasks), most)
        self._asked = torch.tensor([at[task.text] for task in tasks])
        self._rows = torch.zeros((*size, 2), dtype=torch.long)
        self._there, self._right = torch.zeros(size, dtype=bool), torch.zeros(size, dtype=bool)
        for n, task in enumerate(tasks):
            for m, (own, right) in enumerate(zip(task.rows, task.right, strict=True)):
                self._rows[n, m] = torch.tensor([at[own[0]], at[own[-1]]])
                self._there[n, m], self._right[n, m] = True, right

    def learned(self, without: Collection[str] = ()) -> tuple[Any, Any]:
        """The two matrices, learned of all tasks but those of some authors."""
        torch.manual_seed(_SEED)
        size = self._vectors.shape[1]
        asked = torch.nn.Parameter(torch.randn(_WIDE, size) * _FIRST)
        meant = torch.nn.Parameter(torch.zeros(_WIDE, size))
        scale = torch.nn.Parameter(torch.tensor(_SCALE))
        taught = torch.tensor(
            [
                n
                for n, task in enumerate(self._tasks)
                if any(task.right) and task.author not in self._quiet.union(without)
            ]
        )
        steps = _ROUNDS * -(-len(taught) // _BATCH)
        groups = [
            {"params": [asked, meant], "weight_decay": _SHRINK},
            {"params": [scale], "weight_decay": 0.0},
        ]
        rule = torch.optim.AdamW(groups, lr=_STEP)
        pace = torch.optim.lr_scheduler.OneCycleLR(
            rule, [_STEP, _SCALE_STEP], total_steps=steps, pct_start=0.1
        )
        for _ in range(_ROUNDS):
            for some in taught[torch.randperm(len(taught))].split(_BATCH):
                loss = self._of_tasks(some, asked, meant, scale)
                rule.zero_grad()
                loss.backward()
                rule.step()
                pace.step()
        return asked.detach(), meant.detach()

    def near(self, which: Sequence[int], matrices: tuple[Any, Any]) -> list[list[float]]:
        """How near each row of these tasks is, as :class:`~kg.meaning.encoding.nearness.Nearness` tells."""
        asked, meant = matrices
        some = torch.tensor(which, dtype=torch.long)
        with torch.no_grad():
            found = self._nearness(some, asked, meant, dropped=0.0)
        return [found[n, : len(self._tasks[at].rows)].tolist() for n, at in enumerate(which)]

    def apart(self) -> list[list[float]]:
        """How near the rows of each task are by what others than its author taught."""
        found: list[list[float]] = [[] for _ in self._tasks]
        for author in ("", *sorted({task.author for task in self._tasks} - self._quiet)):
            mine = [
                n
                for n, task in enumerate(self._tasks)
                if (task.author == author or (not author and task.author in self._quiet))
            ]
            for n, values in zip(mine, self.near(mine, self.learned((author,))), strict=True):
                found[n] = values
        return found

    def save(self, path: Path = FILE) -> None:
        """Learn of everything, and write what was learned."""
        asked, meant = self.learned()
        write(path, {}, {"common": self.common, "asked": asked.numpy(), "meant": meant.numpy()})

    def _told(self, at: Any, asked: Any, meant: Any, dropped: float) -> Any:
        own = self._vectors[at]
        return own + functional.dropout(own, dropped, training=True) @ asked.T @ meant

    def _nearness(self, some: Any, asked: Any, meant: Any, dropped: float) -> Any:
        told = self._told(self._asked[some], asked, meant, dropped)
        return (self._vectors[self._rows[some]] @ told[:, None, :, None]).squeeze(-1).amax(-1)

    def _of_tasks(self, some: Any, asked: Any, meant: Any, scale: Any) -> Any:
        found = scale * self._nearness(some, asked, meant, _DROPPED)
        found = found.masked_fill(~self._there[some], _FAR)
        right = found.masked_fill(~self._right[some], _FAR)
        return (torch.logsumexp(found, 1) - torch.logsumexp(right, 1)).mean()
