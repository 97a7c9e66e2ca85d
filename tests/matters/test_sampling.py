"""The sample by which meaning weighs words: that of the bundled lists, whatever else is loaded."""

from __future__ import annotations

from pathlib import Path

from kg.matters.sampling import sample_of
from kg.meaning.index import Index
from kg.meaning.rows import Row
from kg.meaning.sample import Sample
from kg.meaning.words import Words
from kg.values import Document
from kg.vocabulary.loading import Vocabulary


def test_it_was_counted_over_the_bundled_lists_as_they_are(
    bundled: tuple[Document, ...], tables: Vocabulary
) -> None:
    assert sample_of(bundled, tables) == Sample.load(), "run python -m kg.matters.sampling"


def test_it_weighs_as_the_index_does_that_it_was_counted_over(tmp_path: Path) -> None:
    names = ("农业水价调整", "农业用水计量", "养犬管理 2 级")
    rows = [Row(str(n), str(n), "x", "basic", n, "", name) for n, name in enumerate(names)]
    index = Index.of(rows, Words())
    sample = Sample.of(index)

    sample.write(tmp_path / "sample.txt")

    grams = ("农业", "水", "养犬", "2", "没有")
    assert sample.weights(grams) == index.weights(grams)
    assert [sample.weight(gram) for gram in grams] == [index.weight(gram) for gram in grams]
    text = (tmp_path / "sample.txt").read_text("utf-8")
    assert text.startswith("3\n1 0 ")
