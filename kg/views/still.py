"""A still of a view: the same picture drawn on the server, for paper and for browsers without script.

It is SVG in the page. What moves, opens and filters is the view's own page; this one only shows what that
shows at first, and of a group that opens how many it has: their names stand in the table below, which has
the same and more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from html import escape
from typing import Final

from kg.views.model import Edge, Node, View
from kg.views.words import KINDS, ROLES

_MOST = 400
"""Nodes beyond which nobody reads a picture on paper."""
MARKS: Final = {
    "basic": "#009E73",
    "cooperation": "#0072B2",
    "reclaimed": "#D55E00",
    "township": "#E69F00",
    "county": "#E69F00",
    "department": "#CC79A7",
    "function": "#CC79A7",
    "category": "#56B4E9",
    "superior": "#0072B2",
    "clause": "#009E73",
    "matter": "#F0E442",
    "others": "#8a8a8a",
}
"""Colours of nodes by kind: those of kg/views/templates/paint.js."""
LINES: Final = {
    "leads": ("#0072B2", ""),
    "convenes": ("#0072B2", "10 3 2 3"),
    "supports": ("#56B4E9", "6 3"),
    "cooperatesOn": ("#0072B2", "2 3"),
    "reclaimed": ("#D55E00", "8 4"),
    "relievedOf": ("#D55E00", "2 3"),
    "basic": ("#009E73", ""),
    "covers": ("#56B4E9", ""),
    "together": ("#CC79A7", ""),
    "alike": ("#009E73", ""),
    "otherList": ("#D55E00", "8 4"),
    "otherDepartment": ("#0072B2", "6 3"),
    "otherWording": ("#CC79A7", "4 4"),
    "onlyOne": ("#E69F00", "10 3 2 3"),
}
"""Colours and dashes of lines by relation, likewise; the others are grey."""
_GREY = ("#8a8a8a", "4 2 1 2")
_PLACES = ("township", "county", "function", "matter")
"""Kinds whose names are large."""
_LETTER, _SMALL, _HIGH = 13.0, 7.2, 19.0
"""Width of a Chinese and of another letter, height of a line."""
_LINES, _LONGEST = 3, 60
"""Lines of a text that is broken, letters of a name that is not."""
_BROAD = 300.0
"""Width at which a text is broken where its picture does not say."""
_NEAR = {"overview": 0.62, "township": 0.62}
"""Kinds of views whose columns stand nearer on paper, so that letters are larger."""
_LATIN = 0x2E80
"""Letters before this one are narrow."""


def still(view: View, *, english: bool = False) -> str:
    """The picture as SVG; nothing for one that has no places (a matrix), or too many nodes to be read."""
    nodes = [node for node in view.nodes if not node.parent]
    if not 1 < len(nodes) <= _MOST or len({(n.x, n.y) for n in nodes}) < 2:
        return ""
    near = _NEAR.get(view.kind, 1.0)
    nodes = [replace(node, x=node.x * near) for node in nodes]
    return _Drawing(view, nodes, near, english).svg()


class _Drawing:
    """Draws one view in one language."""

    def __init__(self, view: View, nodes: list[Node], near: float, english: bool) -> None:
        self._view, self._nodes, self._near, self._english = view, nodes, near, english
        self._places = {node.key: node for node in nodes}
        self._groups = {node.parent for node in view.nodes}
        self._parts: list[str] = []
        self._box = [0.0, 0.0, 0.0, 0.0]

    def svg(self) -> str:
        """All of it: lines, then marks, then names, then what the marks mean."""
        edges = [e for e in self._view.edges if {e.source, e.target} <= self._places.keys()]
        for edge in edges:
            self._line(edge)
        for node in self._nodes:
            self._mark(node)
        for node in self._nodes:
            self._name(node)
        top = min(node.y for node in self._nodes) - 34
        for x, said in self._view.columns:
            self._text(x * self._near, top, self._of(said.zh, said.en), "middle", strong=True)
        self._legend(edges)
        left, up, right, down = self._box
        box = f"{left - 10:.0f} {up - 10:.0f} {right - left + 20:.0f} {down - up + 20:.0f}"
        title = escape(self._of(self._view.title.zh, self._view.title.en))
        drawn = "".join(self._parts)
        return f'<svg class="still" viewBox="{box}" role="img" aria-label="{title}">{drawn}</svg>'

    def _of(self, zh: str, en: str) -> str:
        return en if self._english and en else zh

    def _line(self, edge: Edge) -> None:
        one, two = self._places[edge.source], self._places[edge.target]
        colour, dash = LINES.get(edge.role, _GREY)
        wide = 1.0 if edge.number <= 1 else min(10.0, 0.7 + edge.number**0.5)
        bend = (two.x - one.x) * 0.5
        faint = 0.3 if self._view.faint else 0.65
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<path d="M{one.x:.0f} {one.y:.0f}C{one.x + bend:.0f} {one.y:.0f}'
            f' {two.x - bend:.0f} {two.y:.0f} {two.x:.0f} {two.y:.0f}" stroke="{colour}"'
            f' stroke-width="{wide:.1f}" stroke-opacity="{faint}"{dashed}/>'
        )
        # The head stands where the line arrives: before the node, level unless it is right above or below.
        turn = 90 if bend == 0 and two.y > one.y else 270 if bend == 0 else 0 if bend > 0 else 180
        size, reach = 4 + wide, self._size(two) + 1
        self._parts.append(
            f'<path class="tip" d="M0 0L{-size * 1.6:.1f} {size * 0.6:.1f}V{-size * 0.6:.1f}Z" fill="{colour}"'
            f' transform="translate({two.x:.0f} {two.y:.0f}) rotate({turn}) translate({-reach:.0f} 0)"/>'
        )

    def _mark(self, node: Node) -> None:
        self._parts.append(_shape(node.kind, node.x, node.y, self._size(node)))
        self._reach(node.x, node.y, self._size(node))

    @staticmethod
    def _size(node: Node) -> float:
        return 10.0 if node.kind in _PLACES else 6.0

    def _name(self, node: Node) -> None:
        name = self._of(node.short or node.label, node.label_en)
        note = node.note or (str(node.weight) if node.key in self._groups else "")
        said = f"{note} {name}" if node.duty else f"{name} {note}"
        width = self._view.label_width or _BROAD
        lines = _broken(said.strip(), width) if node.wrap else [self._shortened(node, said.strip())]
        away = node.reach or self._size(node) + 5
        middle = node.y - _HIGH * (len(lines) - 1) / 2 + 4.5
        x, y, anchor = {
            "right": (node.x + away, middle, "start"),
            "left": (node.x - away, middle, "end"),
        }.get(node.side, (node.x, node.y + away + 14, "middle"))
        for number, line in enumerate(lines):
            self._text(x, y + number * _HIGH, line, anchor, strong=node.kind in _PLACES)

    def _shortened(self, node: Node, text: str) -> str:
        """A name that leaves the next column free."""
        most = self._view.label_width if node.kind not in _PLACES and node.side != "below" else 0
        if most and _wide(text) > most:
            while text and _wide(text) > most - _LETTER:
                text = text[:-1]
            text += "…"
        return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

    def _text(self, x: float, y: float, text: str, anchor: str, *, strong: bool = False) -> None:
        heavy = ' class="strong"' if strong else ""
        self._parts.append(
            f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}"{heavy}>{escape(text)}</text>'
        )
        wide = _wide(text)
        start = {"start": x, "end": x - wide, "middle": x - wide / 2}[anchor]
        self._reach(start + wide / 2, y - 5, wide / 2, 9)

    def _reach(self, x: float, y: float, wide: float, high: float = 0.0) -> None:
        box, high = self._box, high or wide
        box[:] = (
            min(box[0], x - wide),
            min(box[1], y - high),
            max(box[2], x + wide),
            max(box[3], y + high),
        )

    def _legend(self, edges: Iterable[Edge]) -> None:
        """What marks and lines mean, in rows below the picture."""
        items: list[tuple[str, str, str]] = [
            ("mark", kind, self._of(*KINDS[kind]))
            for kind in dict.fromkeys(node.kind for node in self._nodes)
        ]
        items += [
            ("line", role, self._of(*ROLES[role]))
            for role in dict.fromkeys(edge.role for edge in edges)
            if role in ROLES
        ]
        left, right = self._box[0], max(self._box[2], self._box[0] + 700)
        x, y = left, self._box[3] + 36
        for kind, key, said in items:
            if x + 50 + _wide(said) > right and x > left:
                x, y = left, y + 26
            if kind == "mark":
                self._parts.append(_shape(key, x + 16, y - 5, 7))
            else:
                colour, dash = LINES.get(key, _GREY)
                dashed = f' stroke-dasharray="{dash}"' if dash else ""
                self._parts.append(
                    f'<path d="M{x:.0f} {y - 5:.0f}H{x + 30:.0f}" stroke="{colour}" stroke-width="3"{dashed}/>'
                )
            self._text(x + 36, y, said, "start")
            x += 60 + _wide(said)


def _shape(kind: str, x: float, y: float, size: float) -> str:
    """The mark of a kind: its colour, and a shape for who cannot tell colours apart."""
    fill = MARKS.get(kind, MARKS["others"])
    if kind in {"basic", "clause", "others"}:
        return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{size:.0f}" fill="{fill}"/>'
    points = {
        "reclaimed": "-1,-.9 1,-.9 0,1.1",
        "department": "-1,.9 1,.9 0,-1.1",
        "category": "0,-1.2 1.2,0 0,1.2 -1.2,0",
        "function": "0,-1.3 .4,-.4 1.3,-.3 .6,.4 .8,1.2 0,.8 -.8,1.2 -.6,.4 -1.3,-.3 -.4,-.4",
        "county": ".6,-1 1.1,0 .6,1 -.6,1 -1.1,0 -.6,-1",
        "township": "0,-1.2 1.1,-.3 1.1,1 -1.1,1 -1.1,-.3",
    }.get(kind, "-1,-1 1,-1 1,1 -1,1")
    place = f"translate({x:.0f} {y:.0f}) scale({size:.0f})"
    return f'<polygon points="{points}" transform="{place}" fill="{fill}"/>'


def _wide(text: str) -> float:
    return sum(_SMALL if ord(letter) < _LATIN else _LETTER for letter in text)


def _broken(text: str, width: float) -> list[str]:
    """A text in lines of at most so wide; what does not fit into the last one is left to the table."""
    lines = [""]
    for letter in text:
        if _wide(lines[-1] + letter) > width:
            if len(lines) == _LINES:
                lines[-1] = lines[-1][:-1] + "…"
                break
            lines.append("")
        lines[-1] += letter
    return lines
