"""How build/vocabulary/printed.csv is made: the names that the bundled lists print, with what they say of each.

Run as a program to write the table again.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.reading.known.digest import digest
from kg.reading.known.printed import COLUMNS, edition_key, key
from kg.values import Document
from kg.vocabulary import loading
from kg.vocabulary.loading import Vocabulary


def table(documents: Iterable[Document], categories: dict[str, str]) -> list[tuple[str, ...]]:
    """The rows of printed.csv (``categories``: form to id)."""
    found: dict[tuple[str, str], tuple[str, set[str], set[str], set[str]]] = {}
    for document in documents:
        township = document.township
        assert township is not None
        for duty in document.duties:
            row = duty.row
            entry = found.setdefault(
                (row.kind.value, key(row.name)), (row.name, set(), set(), set())
            )
            edition = edition_key(township.code, document.edition)
            again = any(place.startswith(f"{edition}#") for place in entry[3])
            entry[1].add(categories.get(row.category, ""))
            entry[2].update(d.function for d in duty.departments if d.known)
            if not again:
                entry[3].add(f"{edition}#{row.number}:{digest(duty)}")
    return [
        (kind, name, *(";".join(sorted(filter(None, part))) for part in parts))
        for (kind, _), (name, *parts) in sorted(found.items())
    ]


def of(documents: Iterable[Document], tables: Vocabulary) -> list[tuple[str, ...]]:
    """The table that these lists give, with the categories of the vocabulary."""
    return table(documents, {form: c.id for form, c in tables.category_by_form.items()})


def bundled() -> list[tuple[str, ...]]:
    """The table that the bundled lists give."""
    from kg import resources
    from kg.reading.documents import collect, read_documents

    tables = loading.load()
    return of(read_documents(collect([resources.folder("sources")]).sources, tables), tables)


if __name__ == "__main__":
    from topics_training import write

    write("printed", COLUMNS, bundled())
