"""Styles of web pages: which elements a page shows struck out, or does not show, by its style sheets.

An attribute ``style`` says it of its element; a rule of a ``<style>`` element of those that its selector means. Of
selectors only tags, classes, ids and their nesting are understood: what others mean is said, not guessed. Rules for
``display: none`` are left to the page: pages hide by class what a click shows, the lists of a second tab among it.
Articles of WeChat are saved with a body that only their script makes visible: it is what readers see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.reading.containers.limits import TextProblem

if TYPE_CHECKING:
    from lxml.html import HtmlElement

STRUCK, HIDDEN = "struck", "hidden"
_LINE_THROUGH = re.compile(r"text-decoration(?:-line)?\s*:[^;{}]*line-through", re.IGNORECASE)
_NOT_DISPLAYED = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_NOT_VISIBLE = re.compile(r"visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_ARTICLE = frozenset({"#js_content", ".rich_media_content"})
"""What WeChat calls the body of an article: its script makes it visible."""
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_FOR_MEDIA = re.compile(r"@[^{};]{1,200}\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
"""Rules for print and the like, one level deep: ``@media print { .x { … } }``."""
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMPOUND = re.compile(r"(\*|[A-Za-z][\w-]*)?((?:[.#][\w-]+)*)")
"""One step of a selector: ``tr.gone``, ``#old``, ``td``."""
_NAME = re.compile(r"[.#][\w-]+")
_STEPS = re.compile(r"\s*>\s*|\s+")
_ON_HAND = re.compile(r":(?:hover|active|focus|visited|link|target)\b", re.IGNORECASE)
"""What a page strikes out only while one points at it."""
_LONGEST = 1 << 18

_Step = tuple[str, frozenset[str]]
"""A tag ('' for any) and the classes and ids, with their ``.`` and ``#``."""


class Styles:
    """Which elements a page strikes out or hides; ``unread`` are selectors of which nobody knows what they strike."""

    def __init__(self, sheet: str) -> None:
        """``sheet`` is the text of the page's style elements."""
        self.unread: list[str] = []
        self._struck: list[tuple[_Step, ...]] = []
        if "line-through" not in sheet.lower():
            return
        plain = _FOR_MEDIA.sub("", _COMMENT.sub("", sheet[:_LONGEST]))
        for rule in _RULE.finditer(plain):
            if not _LINE_THROUGH.search(rule[2]):
                continue
            for selector in map(str.strip, rule[1].split(",")):
                steps = [_step(words) for words in _STEPS.split(selector)]
                known = [step for step in steps if step is not None]
                if len(known) == len(steps):
                    self._struck.append(tuple(known))
                elif not _ON_HAND.search(selector):
                    self.unread.append(selector)

    def of(self, node: HtmlElement) -> str:
        """``STRUCK`` or ``HIDDEN`` where the page shows an element so by its style, else ''."""
        style = node.get("style", "")
        if _LINE_THROUGH.search(style):
            return STRUCK
        if _NOT_DISPLAYED.search(style):
            return HIDDEN
        if _NOT_VISIBLE.search(style) and not _names(node) & _ARTICLE:
            return HIDDEN
        return STRUCK if any(_means(steps, node) for steps in self._struck) else ""

    def said(self) -> Iterator[TextProblem]:
        """Rules that strike something out, and nobody can tell what."""
        if self.unread:
            what = (
                f"网页的样式把一些文字显示为划掉（{self.unread[0][:40]}），看不出是哪些，照样读入；"
                "请在浏览器里看是否有划掉的事项"
            )
            yield TextProblem("struck-read", 0, what, self.unread[0][:40])


def _step(words: str) -> _Step | None:
    found = _COMPOUND.fullmatch(words)
    if found is None or not words:
        return None
    tag = (found[1] or "").lower()
    return "" if tag == "*" else tag, frozenset(_NAME.findall(found[2]))


def _means(steps: tuple[_Step, ...], node: HtmlElement) -> bool:
    """Whether a selector means an element: its last step is the element's, the others those of elements around it."""
    if not _fits(steps[-1], node):
        return False
    above, rest = node.getparent(), list(steps[:-1])
    while rest and above is not None:
        if _fits(rest[-1], above):
            rest.pop()
        above = above.getparent()
    return not rest


def _fits(step: _Step, node: HtmlElement) -> bool:
    tag, names = step
    if tag and (not isinstance(node.tag, str) or node.tag.lower() != tag):
        return False
    return names <= _names(node)


def _names(node: HtmlElement) -> set[str]:
    """The classes and the id of an element, with their ``.`` and ``#``."""
    return {f".{name}" for name in node.get("class", "").split()} | {f"#{node.get('id', '')}"}
