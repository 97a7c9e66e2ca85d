"""What paragraphs of a .docx inherit: numbering labels and hidden text, by style.

Word stores no label of a numbered paragraph, only the numbering it belongs to (ECMA-376 part 1:
17.9 numbering, 17.7 styles, 17.3.2.41 vanish).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.reading.containers.numbering import Level, Numbering

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_OFF = ("0", "false", "off")
_DEEPEST_STYLE = 20


class Styles:
    """The numberings and styles of a document; counts labels in the order of the text."""

    def __init__(self, numbering: _Element | None, styles: _Element | None) -> None:
        """Read the two parts, either of which a document may lack."""
        self._abstract: dict[str, dict[int, Level]] = {}
        self._numbers: dict[str, tuple[str, dict[int, int]]] = {}
        self._style_numbers: dict[str, tuple[str, int]] = {}
        self._running: dict[str, Numbering] = {}
        self._hidden: set[str] = set()
        self._based: dict[str, str] = {}
        if numbering is not None:
            self._read_numbering(numbering)
        if styles is not None:
            self._read_styles(styles)

    def label(self, paragraph: _Element) -> str:
        """The label that Word prints before a paragraph, '' if it is not numbered."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return ""
        found = _number_of(properties)
        if found is None:
            style = properties.find(f"{W}pStyle")
            found = self._inherited(style.get(f"{W}val", "") if style is not None else "")
        if found is None or found[0] in ("", "0"):
            return ""
        number, level = found
        abstract, starts = self._numbers.get(number, ("", {}))
        if number not in self._running:
            levels = {
                depth: Level(one.form, one.pattern, starts.get(depth, one.start))
                for depth, one in self._abstract.get(abstract, {}).items()
            }
            # Numberings over one definition go on counting together unless they start anew.
            shared = None if starts else self._running.get(f"\0{abstract}")
            self._running[number] = shared or Numbering(levels)
            self._running.setdefault(f"\0{abstract}", self._running[number])
        return self._running[number].next(level)

    def hides(self, run: _Element) -> bool:
        """Whether a run of text is hidden."""
        properties = run.find(f"{W}rPr")
        if properties is None:
            return False
        vanish = properties.find(f"{W}vanish")
        if vanish is not None:
            return vanish.get(f"{W}val", "1") not in _OFF
        style = properties.find(f"{W}rStyle")
        return style is not None and style.get(f"{W}val", "") in self._hidden

    def _inherited(self, style: str) -> tuple[str, int] | None:
        for _ in range(_DEEPEST_STYLE):
            if style in self._style_numbers:
                return self._style_numbers[style]
            if style not in self._based:
                return None
            style = self._based[style]
        return None

    def _read_numbering(self, root: _Element) -> None:
        for abstract in root.iter(f"{W}abstractNum"):
            levels: dict[int, Level] = {}
            for level in abstract.iter(f"{W}lvl"):
                form, pattern = level.find(f"{W}numFmt"), level.find(f"{W}lvlText")
                levels[_whole(level, "ilvl", 0)] = Level(
                    form.get(f"{W}val", "decimal") if form is not None else "decimal",
                    pattern.get(f"{W}val", "") if pattern is not None else "",
                    _value_of(level, "start", 1),
                )
            self._abstract[abstract.get(f"{W}abstractNumId", "")] = levels
        for number in root.iter(f"{W}num"):
            linked = number.find(f"{W}abstractNumId")
            starts = {
                _whole(override, "ilvl", 0): _value_of(override, "startOverride", 1)
                for override in number.iter(f"{W}lvlOverride")
                if override.find(f"{W}startOverride") is not None
            }
            key = linked.get(f"{W}val", "") if linked is not None else ""
            self._numbers[number.get(f"{W}numId", "")] = (key, starts)

    def _read_styles(self, root: _Element) -> None:
        for style in root.iter(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            based = style.find(f"{W}basedOn")
            if based is not None:
                self._based[name] = based.get(f"{W}val", "")
            properties = style.find(f"{W}pPr")
            found = _number_of(properties) if properties is not None else None
            if found is not None:
                self._style_numbers[name] = found
            vanish = style.find(f"{W}rPr/{W}vanish")
            if vanish is not None and vanish.get(f"{W}val", "1") not in _OFF:
                self._hidden.add(name)


def _number_of(properties: _Element) -> tuple[str, int] | None:
    numbering = properties.find(f"{W}numPr")
    if numbering is None:
        return None
    number = numbering.find(f"{W}numId")
    if number is None:
        return None
    return number.get(f"{W}val", ""), _value_of(numbering, "ilvl", 0)


def _value_of(node: _Element, name: str, otherwise: int) -> int:
    child = node.find(f"{W}{name}")
    return otherwise if child is None else _whole(child, "val", otherwise)


def _whole(node: _Element, name: str, otherwise: int) -> int:
    value = node.get(f"{W}{name}", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else otherwise


def is_struck(run: _Element) -> bool:
    """Whether a run of text is struck out."""
    properties = run.find(f"{W}rPr")
    marks = () if properties is None else map(properties.find, (f"{W}strike", f"{W}dstrike"))
    return any(mark is not None and mark.get(f"{W}val", "1") not in _OFF for mark in marks)
