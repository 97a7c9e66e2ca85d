"""Settling: the tables of a document in the usual shape, whatever form it is printed in.

What is done with the blocks before the tables are read, and with the tables when all their rows are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kg.reading.blocks import Block
from kg.reading.lists.by_sheet import categories_by_sheet
from kg.reading.lists.found import ListReading
from kg.reading.lists.joining import join_numbers
from kg.reading.lists.labelled import as_tables
from kg.reading.lists.page_information import without_page_information
from kg.reading.lists.reader import TableReader
from kg.reading.lists.sides import part_sides
from kg.reading.lists.unwrapped import unwrapped
from kg.reading.shapes.halves import part_halves
from kg.reading.shapes.offices import name_offices
from kg.reading.shapes.prefixed import part_prefixes
from kg.reading.shapes.stacked import unstacked
from kg.reading.shapes.ticks import name_ticked
from kg.vocabulary.loading import Vocabulary


def read_lists(
    blocks: Iterable[Block], vocabulary: Vocabulary, columns: Mapping[str, str] | None = None
) -> ListReading:
    """Recognise the tables of a document in its blocks; ``columns`` gives headers roles by hand."""
    reader = TableReader(vocabulary, columns)
    rows = _prepared(list(blocks), vocabulary, reader.reading, columns)
    reader.categories.look_ahead(rows)
    for block in rows:
        reader.take(block)
    reader.finish()
    _settle(reader.reading, vocabulary)
    return reader.reading


def _prepared(
    blocks: Sequence[Block],
    vocabulary: Vocabulary,
    reading: ListReading,
    columns: Mapping[str, str] | None,
) -> list[Block]:
    """The blocks as rows of tables and paragraphs, whatever form they are printed in."""
    own = without_page_information(blocks, vocabulary, reading)
    whole = unwrapped(unstacked(own, vocabulary, reading), vocabulary, reading)
    return list(as_tables(whole, vocabulary, reading, columns))


def _settle(reading: ListReading, vocabulary: Vocabulary) -> None:
    """Bring the tables of ``reading`` into the usual shape."""
    join_numbers(reading)
    part_halves(reading)
    categories_by_sheet(reading, vocabulary)
    part_prefixes(reading, vocabulary)
    part_sides(reading, vocabulary)
    name_ticked(reading, vocabulary)
    name_offices(reading)
