"""The model: pictures of lines become characters, each with how sure it is.

The network is the one that the package rapidocr brings along (PP-OCR, Apache-2.0), run by
onnxruntime: neither is asked to fetch anything. Its input is a line 48 points high; its output a
row of probabilities every eight points, of which runs of one character are that character (CTC).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from kg.reading.containers.limits import Waiting
from kg.reading.containers.recognising import model_file

_THREADS = 8
_HIGH = 48
_BATCH = 8
_NARROWEST = 96
_WIDEST = 3_200


@dataclass(frozen=True, slots=True)
class Letter:
    """A character, where its middle stands as a share of the line, and how sure it is (0 to 1)."""

    text: str
    at: float
    sure: float


class Recogniser:
    """Reads lines of writing."""

    def __init__(self, path: Path) -> None:
        """Load the network; it is trained to read Chinese, Latin and marks."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        options.enable_cpu_mem_arena = False
        options.intra_op_num_threads = min(os.cpu_count() or 1, _THREADS)
        self._session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )
        self._input = self._session.get_inputs()[0].name
        letters = self._session.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._letters = ["", *letters, " "]

    def read(self, lines: Sequence[Any]) -> list[list[Letter]]:
        """The characters of pictures of lines (arrays of grey)."""
        scaled = [_scaled(line) for line in lines]
        order = sorted(range(len(scaled)), key=lambda at: scaled[at].shape[1])
        found: list[list[Letter]] = [[] for _ in lines]
        for start in range(0, len(order), _BATCH):
            Waiting.tell()
            some = order[start : start + _BATCH]
            wide = max(scaled[at].shape[1] for at in some)
            batch = np.zeros((len(some), 3, _HIGH, wide), np.float32)
            for row, at in enumerate(some):
                batch[row, :, :, : scaled[at].shape[1]] = scaled[at]
            (chances,) = self._session.run(None, {self._input: batch})
            for row, at in enumerate(some):
                found[at] = self._letters_of(chances[row], scaled[at].shape[1] / wide)
        return found

    def _letters_of(self, chances: Any, share: float) -> list[Letter]:
        best = chances.argmax(1)
        sure = chances.max(1)
        wide = max(len(best) * share, 1.0)
        found: list[Letter] = []
        at = 0
        while at < len(best):
            end = at
            while end + 1 < len(best) and best[end + 1] == best[at]:
                end += 1
            if best[at]:
                middle = ((at + end) / 2 + 0.5) / wide
                surest = float(sure[at : end + 1].max())
                found.append(Letter(self._letters[best[at]], min(middle, 1.0), surest))
            at = end + 1
        return found


def _scaled(line: Any) -> Any:
    """A line as the network takes it: 48 points high, from -1 to 1."""
    from PIL import Image

    height, width = line.shape
    wide = min(max(round(width * _HIGH / height), 1), _WIDEST)
    picture = Image.fromarray(line).resize((wide, _HIGH), Image.Resampling.BILINEAR)
    found = np.asarray(picture, np.float32) / 127.5 - 1.0
    if wide < _NARROWEST:
        found = np.pad(found, ((0, 0), (0, _NARROWEST - wide)), constant_values=0.0)
    return found


@cache
def recogniser() -> Recogniser:
    """The recogniser of this process.

    Raises:
        LookupError: the extra is not installed.
    """
    path = model_file()
    if path is None:
        raise LookupError("the extra ocr is not installed")
    return Recogniser(path)
