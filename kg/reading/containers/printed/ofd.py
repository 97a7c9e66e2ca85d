"""OFD, the national standard for fixed documents (GB/T 33190-2016), as pages.

A zip of XML: pages hold text objects (7.11: TextCode with offsets), paths (7.12: AbbreviatedData)
and pictures; templates hold what every page repeats. Coordinates are millimetres, y downwards.
"""

from __future__ import annotations

import itertools
import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kg.reading.blocks import Block
from kg.reading.containers.archives import Archive
from kg.reading.containers.limits import MAX_NESTING, MAX_PAGES, Refused, TextProblem, too_large
from kg.reading.containers.printed.page import Glyph, Page
from kg.reading.containers.printed.pages import page_blocks

if TYPE_CHECKING:
    from lxml.etree import _Element

_POINTS = 72 / 25.4
_MOST_GLYPHS = 200_000
_PAGE = (0.0, 0.0, 210.0, 297.0)
Matrix = tuple[float, float, float, float, float, float]
_UNTURNED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def ofd_blocks(data: bytes) -> tuple[list[Block], list[TextProblem]]:
    """The lines and table rows of an OFD document.

    Raises:
        Refused: it is damaged, a scan, without ruled tables or larger than any list.
    """
    archive = Archive(data)
    return page_blocks(_pages(archive))


def _pages(archive: Archive) -> Iterator[Page]:
    number = 0
    root = archive.xml("OFD.xml")
    for body in _all(root, "DocRoot"):
        path = (body.text or "").strip().lstrip("/")
        document = archive.xml(path)
        folder = posixpath.dirname(path)
        area = _area(next(_all(document, "CommonData"), document)) or _PAGE
        templates = {
            node.get("ID", ""): node.get("BaseLoc", "") for node in _all(document, "TemplatePage")
        }
        for node in _all(document, "Page"):
            location = node.get("BaseLoc", "")
            if not location:
                continue
            number += 1
            if number > MAX_PAGES:
                raise too_large(f"OFD 的页数超过上限 {MAX_PAGES:,}")
            content = archive.xml(_inside(folder, location))
            box = _area(content) or area
            page = Page(number, box[2] * _POINTS, box[3] * _POINTS)
            reader = _PageReader(page, box)
            for used in _all(content, "Template"):
                base = templates.get(used.get("TemplateID", ""))
                if base:
                    reader.read(archive.xml(_inside(folder, base)), _UNTURNED, 0)
            reader.read(content, _UNTURNED, 0)
            yield page
    if number == 0:
        raise Refused("damaged", "OFD 里一页也没有，可能没有下载完整 (no pages)")


def _inside(folder: str, location: str) -> str:
    if location.startswith("/"):
        return location.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, location))


def _all(node: _Element, name: str) -> Iterator[_Element]:
    """The elements of a name, whatever the namespace: old writers use several."""
    return node.iter(f"{{*}}{name}")


def _area(node: _Element) -> tuple[float, float, float, float] | None:
    box = next(_all(node, "PhysicalBox"), None)
    numbers = _numbers(box.text or "") if box is not None else []
    if len(numbers) != 4 or numbers[2] <= 0 or numbers[3] <= 0:
        return None
    return numbers[0], numbers[1], numbers[2], numbers[3]


def _numbers(text: str) -> list[float]:
    found = []
    for word in text.split():
        try:
            number = float(word)
        except ValueError:
            return []
        found.append(number if abs(number) < 1e6 else 0.0)
    return found


class _PageReader:
    """Draws the objects of a page."""

    def __init__(self, page: Page, box: tuple[float, float, float, float]) -> None:
        self._page = page
        self._left, self._top = box[0], box[1]

    def read(self, node: _Element, outer: Matrix, depth: int) -> None:
        """Draw what stands in an element."""
        if depth > MAX_NESTING:
            raise too_large(f"OFD 的嵌套超过 {MAX_NESTING} 层")
        for child in node:
            tag: Any = child.tag  # of an entity that was not expanded it is no text
            if not isinstance(tag, str):
                continue
            name = tag.rpartition("}")[2]
            if name == "TextObject":
                self._draw_text(child)
            elif name == "PathObject":
                self._draw_path(child)
            elif name == "ImageObject":
                box = _numbers(child.get("Boundary", ""))
                if len(box) == 4:
                    share = box[2] * box[3] * _POINTS**2 / (self._page.width * self._page.height)
                    self._page.pictured = max(self._page.pictured, share)
            elif name not in ("Area", "Actions"):
                self.read(child, outer, depth + 1)

    def _place(self, node: _Element) -> tuple[float, float, Matrix] | None:
        box = _numbers(node.get("Boundary", ""))
        if len(box) != 4:
            return None
        turn = _numbers(node.get("CTM", ""))
        matrix = _UNTURNED
        if len(turn) == 6:
            matrix = (turn[0], turn[1], turn[2], turn[3], turn[4], turn[5])
        return box[0] - self._left, box[1] - self._top, matrix

    def _draw_text(self, node: _Element) -> None:
        placed = self._place(node)
        size = (_numbers(node.get("Size", "")) or [0.0])[0]
        if placed is None or size <= 0 or node.get("Visible") == "false":
            return
        left, top, turn = placed
        width = size * (_numbers(node.get("HScale", "")) or [1.0])[0]
        x = y = 0.0
        for code in _all(node, "TextCode"):
            text = code.text or ""
            x = (_numbers(code.get("X", "")) or [x])[0]
            y = (_numbers(code.get("Y", "")) or [y])[0]
            steps_x, steps_y = _steps(code.get("DeltaX", "")), _steps(code.get("DeltaY", ""))
            at_x, at_y = x, y
            for index, letter in enumerate(text):
                step = steps_x[index] if index < len(steps_x) else 0.0
                wide = width if ord(letter) > 0xFF else width / 2
                if not (letter.isspace() and letter in "\r\n"):
                    self._draw_letter(letter, left, top, turn, at_x, at_y, wide, size)
                at_x += step if steps_x or steps_y else wide
                at_y += steps_y[index] if index < len(steps_y) else 0.0

    def _draw_letter(
        self,
        letter: str,
        left: float,
        top: float,
        turn: Matrix,
        x: float,
        y: float,
        wide: float,
        size: float,
    ) -> None:
        corners = [(x, y - 0.88 * size), (x + wide, y + 0.12 * size)]
        a, b, c, d, e, f = turn
        points = [(a * p + c * q + e + left, b * p + d * q + f + top) for p, q in corners]
        xs = sorted(p * _POINTS for p, _ in points)
        ys = sorted(q * _POINTS for _, q in points)
        self._page.glyphs.append(Glyph(letter, xs[0], ys[0], xs[1], ys[1]))
        if len(self._page.glyphs) > _MOST_GLYPHS:
            raise too_large(f"第{self._page.number}页的字符超过上限 {_MOST_GLYPHS:,}")

    def _draw_path(self, node: _Element) -> None:
        placed = self._place(node)
        data = next(_all(node, "AbbreviatedData"), None)
        if placed is None or data is None:
            return
        left, top, (a, b, c, d, e, f) = placed

        def shown(x: float, y: float) -> tuple[float, float]:
            return (a * x + c * y + e + left) * _POINTS, (b * x + d * y + f + top) * _POINTS

        for part in _parts((data.text or "").split()):
            points = [shown(x, y) for x, y in part]
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            box = len({round(x) for x in xs}) <= 2 and len({round(y) for y in ys}) <= 2
            if len(points) in (4, 5) and box:
                self._page.frame(min(xs), min(ys), max(xs), max(ys))
            else:
                for start, end in itertools.pairwise(points):
                    self._page.draw(*start, *end)


def _parts(words: list[str]) -> Iterator[list[tuple[float, float]]]:
    """The runs of straight lines of a path: S and M begin, L goes on, C closes, curves end it."""
    points: list[tuple[float, float]] = []
    at = 0
    while at < len(words):
        word = words[at]
        pair = _numbers(" ".join(words[at + 1 : at + 3]))
        if word in ("S", "M", "L") and len(pair) == 2:
            if word != "L":
                if len(points) > 1:
                    yield points
                points = []
            points.append((pair[0], pair[1]))
            at += 3
            continue
        if word == "C" and points:
            points.append(points[0])
        elif word in ("Q", "B", "A"):
            if len(points) > 1:
                yield points
            points = []
        at += 1
    if len(points) > 1:
        yield points


def _steps(text: str) -> list[float]:
    """The offsets of a text: numbers, or ``g 5 3.5`` for five times 3.5 (7.11.3)."""
    words = text.split()
    found: list[float] = []
    at = 0
    while at < len(words) and len(found) < _MOST_GLYPHS:
        if words[at] == "g" and at + 2 < len(words):
            pair = _numbers(" ".join(words[at + 1 : at + 3]))
            if len(pair) == 2:
                found.extend([pair[1]] * min(int(max(pair[0], 0)), _MOST_GLYPHS))
            at += 3
            continue
        found.extend(_numbers(words[at])[:1])
        at += 1
    return found
