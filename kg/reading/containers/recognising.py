"""Recognising: whether text in pictures can be read here, which takes the extra ``ocr``."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

HOW_TO_READ = (
    '里面没有文字可读；请装上文字识别后再读：pip install "duty-kg[ocr]"，'
    "或向发布单位要有文字的 PDF、.docx、.xlsx，或照着录入表格 "
    "(a picture, no text in it: install the extra ocr, or type it up)"
)
"""How a picture gets in where the extra is not installed."""


@cache
def model_file() -> Path | None:
    """The file of the network that recognises lines; None where the extra is not installed."""
    if importlib.util.find_spec("onnxruntime") is None or importlib.util.find_spec("PIL") is None:
        return None
    found = importlib.util.find_spec("rapidocr")
    for place in (found.submodule_search_locations or ()) if found else ():
        models = sorted((Path(place) / "models").glob("*_rec_*.onnx"))
        if models:
            return models[-1]
    return None


def can_recognise() -> bool:
    """Whether pictures can be read here."""
    return model_file() is not None
