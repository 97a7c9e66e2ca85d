"""Sampling: count the weights of meaning's sample over the bundled lists (``python -m kg.matters.sampling``)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.matters.clusters import Matching
from kg.matters.decisions import Opinions
from kg.matters.extracts import extract
from kg.matters.matching import forms_of
from kg.meaning import sample
from kg.meaning.sample import Sample
from kg.meaning.wording import WordingReader
from kg.values import Document
from kg.vocabulary.loading import Vocabulary


def sample_of(documents: Sequence[Document], vocabulary: Vocabulary) -> Sample:
    """The sample of some lists: of the forms that meaning compares.

    Raises:
        VocabularyError: a table cannot be used.
    """
    reader, opinions = WordingReader(vocabulary), Opinions(())
    extracts = [extract(document, reader, vocabulary) for document in documents]
    matching = Matching(forms_of(extracts, reader, opinions), opinions, None)
    matching.result()
    assert matching.pairs is not None
    return Sample.of(matching.pairs.index)


def main() -> None:
    """Write the sample of the bundled lists."""
    from kg.reading.documents import collect, read_documents
    from kg.resources import folder
    from kg.vocabulary import loading

    tables = loading.load(None)
    documents = read_documents(collect([folder("sources")]).sources, tables)
    sample_of(documents, tables).write(Path(sample.__file__).with_name(sample.FILE))


if __name__ == "__main__":
    main()
