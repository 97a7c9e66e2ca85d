"""What tests of reading share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.reading.documents import Source, read_document
from kg.values import Document
from kg.vocabulary.loading import Vocabulary


@pytest.fixture
def read(tmp_path: Path, tables: Vocabulary) -> Callable[..., Document]:
    """Reads a text as the document list.txt, or of another suffix."""

    def run(text: str, suffix: str = ".txt") -> Document:
        path = tmp_path / f"list{suffix}"
        path.write_text(text, "utf-8")
        return read_document(Source(path.name, path), tables)

    return run
