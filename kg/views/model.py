"""The model of a view: what is drawn, what stands behind it, what was left out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.vocabulary.plural import ones

EGO_LIMIT = 150
"""Nodes an ego view draws at most (design: nobody reads more)."""

CANVAS_FROM = 5_000
"""Above this number of nodes a page uses the canvas viewer."""

NODE_KINDS = (
    "basic",
    "cooperation",
    "reclaimed",
    "township",
    "county",
    "department",
    "function",
    "category",
    "superior",
    "clause",
    "matter",
    "others",
)
"""Kinds of nodes; each has its own colour and its own shape."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node: ``key`` is an IRI or a name of the view's own, never shown and never put in a page.

    ``side`` says where its label stands: right, left, below or centre (in a box, over the node);
    ``reach`` how far off; ``short`` is what stands on the picture if not the whole label. ``parent`` is the node that shows
    this one when it is opened. ``note`` is a short addition to the label, mostly a number.
    """

    key: str
    kind: str
    label: str
    label_en: str = ""
    note: str = ""
    weight: int = 1
    side: str = "below"
    duty: str = ""
    parent: str = ""
    text: str = ""
    short: str = ""
    wrap: bool = False
    reach: float = 0.0
    x: float = 0.0
    y: float = 0.0

    def at(self, x: float, y: float, side: str = "") -> Node:
        """The same node at a place."""
        return replace(self, x=round(x, 1), y=round(y, 1), side=side or self.side)


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge with the duties (IRIs) that stand behind it; its number is how many they are.

    Where too many are loaded to name each, there is only the number.
    """

    source: str
    target: str
    role: str
    duties: tuple[str, ...] = ()
    counted: int = 0

    @property
    def number(self) -> int:
        """How many duties stand behind it."""
        return self.counted or len(self.duties)


@dataclass(frozen=True, slots=True)
class Cut:
    """Something of which a view shows less than there is: ``shown`` of ``total``."""

    what: str
    what_en: str
    shown: int
    total: int
    rule: str = ""
    rule_en: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in Chinese and English, whose counted nouns agree with their numbers."""

    zh: str
    en: str

    def __post_init__(self) -> None:
        """1 duties → 1 duty."""
        object.__setattr__(self, "en", ones(self.en))


@dataclass(frozen=True, slots=True)
class View:
    """A view: a titled picture of nodes and edges, with the duties behind it.

    ``columns`` are headings over the picture's columns: (x, text). ``numbers`` says whether edges
    print their numbers; ``faint`` draws edges
    lightly; ``label_width`` limits labels beside nodes (0: no limit). ``opened`` are keys of nodes
    whose parts are there at once.
    """

    kind: str
    title: Said
    headline: Said
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    cuts: tuple[Cut, ...] = ()
    columns: tuple[tuple[float, Said], ...] = ()
    numbers: bool = True
    faint: bool = False
    focus: str = ""
    label_width: int = 0
    opened: tuple[str, ...] = ()

    @property
    def sums(self) -> bool:
        """Whether its edges have numbers without the duties behind them."""
        return any(edge.counted and not edge.duties for edge in self.edges)

    def duties(self) -> list[str]:
        """IRIs of every duty behind the picture, each once."""
        found: dict[str, None] = {}
        for edge in self.edges:
            found.update(dict.fromkeys(edge.duties))
        found.update(dict.fromkeys(node.duty for node in self.nodes if node.duty))
        return list(found)


def tally(down: int, back: int) -> str:
    """Numbers beside a name: handed down, taken back."""
    return " ".join([*([f"↓{down}"] if down else []), *([f"↑{back}"] if back else [])])
