"""duty-kg: a knowledge graph of China's township duty lists (乡镇履职事项清单).

The library behind the ``kg`` command: build a store from lists, open it, ask it, export it.
Heavy parts load when first used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from kg.errors import (
    ExportError,
    InputError,
    KgError,
    QueryError,
    StoreError,
    StoreMissing,
    UsageError,
    VocabularyError,
)
from kg.version import VERSION

if TYPE_CHECKING:
    import networkx
    import rdflib

    from kg.asking.answers import Answer
    from kg.building import Build
    from kg.comparing.comparison import Comparison
    from kg.querying.asked import AskedGraph
    from kg.store.graph import Graph
    from kg.views.picture import Picture

__version__ = VERSION

__all__ = [
    "ExportError",
    "InputError",
    "KgError",
    "QueryError",
    "StoreError",
    "StoreMissing",
    "UsageError",
    "VocabularyError",
    "ask",
    "build",
    "compare",
    "open",
    "records",
    "to_networkx",
    "to_rdflib",
    "view",
]


def build(
    *paths: str | Path | Iterable[str | Path], store: str | Path | None = None, **options: Any
) -> Build:
    """Build the store from files and folders (none: the bundled lists), said one by one or in a list.

    ``store`` is its directory, ``into`` another word for it (default: KG_STORE, else the user's);
    ``options`` are those of :func:`kg.building.build`: place, edition, kind, keep_going, overlay, base,
    replace, workers, say.

    Raises:
        UsageError: an option is not known, or a value is of a type that cannot be meant.
        InputError: a source cannot be read without guessing; nothing was changed.
        StoreError: the store cannot be written.
    """
    from kg.building import build as run
    from kg.calling import some_paths, the_options

    if "into" in options:
        if store is not None:
            raise UsageError(
                "store 和 into 是一回事，只给一个 (store and into are the same: give one)"
            )
        store = options.pop("into")
    return run(some_paths(paths), into=_directory(store), **the_options(options))


def open(store: str | Path | None = None) -> AskedGraph:
    """Open a built store for reading.

    ``graph.rows("pushed-down", department="县水利局")`` answers a library question (``kg queries``),
    ``graph.rows("SELECT …")`` a query of your own. It goes on reading what it opened, whatever is
    built meanwhile.

    Raises:
        StoreMissing: there is none.
    """
    from kg.querying.asked import AskedGraph

    return AskedGraph(_directory(store))


def ask(question: str, store: str | Path | Graph | None = None) -> Answer:
    """The answer to a question, with its evidence; ``.to_json()`` is the contract's form.

    To ask many questions prepare one :class:`kg.asking.engine.Asker`.
    """
    from kg.asking.engine import asker

    return asker(_graph(store)).ask(question)


def compare(a: str, b: str, store: str | Path | Graph | None = None) -> Comparison:
    """Two townships, counties or editions side by side; its JSON is documented there.

    :func:`kg.comparing.comparison.compare`, for a store by its path.

    Raises:
        QueryError: a name fits nothing loaded, or several things.
        StoreMissing: there is no store.
    """
    from kg.comparing.comparison import compare as run

    return run(_graph(store), a, b)


def records(
    store: str | Path | Graph | None = None, *, all_editions: bool = False
) -> Iterator[dict[str, Any]]:
    """The duties of a store as records, one dict a duty."""
    from kg.export.records import records as read

    return read(_graph(store), all_editions=all_editions)


def to_networkx(store: str | Path | Graph | None = None) -> networkx.MultiDiGraph[str]:
    """The store's direct edges as a networkx graph."""
    from kg.export.networks import to_networkx as convert

    return convert(_graph(store))


def to_rdflib(store: str | Path | Graph | None = None) -> rdflib.Graph:
    """The store as an rdflib graph."""
    return _graph(store).to_rdflib()


def view(
    kind: str, *names: str, level: str = "", store: str | Path | Graph | None = None
) -> Picture:
    """A view (``kg.view("department", "县水利局")``); in a notebook it displays itself.

    Raises:
        UsageError: no such kind or level, or a wrong number of names.
        QueryError: a name is in no loaded list, or fits several things.
        StoreMissing: there is no store.
    """
    from kg.views import view as make

    return make(_graph(store), kind, *names, level=level)


def _graph(store: str | Path | Graph | None) -> Graph:
    """The graph of a store, or the one that is open already."""
    if store is None or not hasattr(store, "generation"):
        return open(store)
    return cast("Graph", store)


def _directory(store: str | Path | None) -> Path:
    import os

    from kg.calling import a_path

    named = os.environ.get("KG_STORE", "") if store is None else store
    if named != "":
        return a_path(named, "store")
    from kg.resources import default_store

    return default_store()


def __dir__() -> Iterable[str]:
    return __all__
