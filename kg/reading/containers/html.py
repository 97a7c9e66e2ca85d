"""Web pages as blocks: tables with rowspan and colspan, paragraphs and headings between them.

The page is parsed by lxml as browsers do, nothing is fetched or run. Text that browsers do not show
(scripts, hidden elements) or show as struck out is left aside and said so.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.reading.blocks import Block
from kg.reading.containers.encodings import decode_page
from kg.reading.containers.grid import Budget, Cell, Place, paragraphs, spread, to_blocks, trim
from kg.reading.containers.limits import MAX_NESTING, Refused, TextProblem, too_large
from kg.reading.containers.numbering import Level, Numbering
from kg.reading.containers.styles import HIDDEN, STRUCK, Styles

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd section article header footer main aside nav form "
    "fieldset blockquote pre center address figure figcaption caption body hr".split()
)
_SKIPPED = frozenset(
    "script style head title noscript template iframe object embed svg math select option rt rp "
    "button input audio video canvas map".split()
)
_STRUCK = frozenset("del s strike".split())
_PARTS = frozenset("thead tbody tfoot td th".split())
_FRAME = re.compile(r"<(?:!doctype|html|body|head)[\s>]", re.IGNORECASE)
_TABLE_EDGE = re.compile(r"<(/)?table[\s>]", re.IGNORECASE)
_BLOCK_TAG = re.compile(r"<(?:p|div|h[1-6]|ul|ol|br)[\s/>]", re.IGNORECASE)
_CELL = re.compile(r"<t[dh][\s>]", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]*>")
_IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_UNNUMBERED = re.compile(r"list-style(?:-type)?\s*:[^;]*none", re.IGNORECASE)
_LIST_FORMS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_SITE = re.compile(r"[_|｜—]|\s-\s|-(?=[^-]*网)")
"""What stands between the title of a page and the name of its site."""
_LIST = re.compile("(?:履职|履责|职责).*清单")
_FEWEST_DATA_CELLS = 3
_HEAD = 1 << 13


def html_blocks(text: str) -> tuple[list[Block], list[TextProblem]]:
    """The paragraphs and table rows of a web page.

    Raises:
        Refused: it is larger or nested deeper than any list, or cannot be parsed.
    """
    from lxml import etree, html

    if not _FRAME.search(text[:_HEAD]):
        text = _lines_as_paragraphs(text)
    parser = html.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Refused("damaged", f"网页读不出来：{str(error)[:100]} (cannot be parsed)") from error
    if any("depth" in entry.message for entry in parser.error_log):
        raise too_large("网页的嵌套太深，后面的内容读不到")
    page = _Page(Styles("\n".join(node.text or "" for node in root.iter("style"))))
    page.take_title(root)
    page.walk(root, 0)
    page.flush()
    said = [*page.problems, *page.left_aside(), *page.styles.said()]
    return page.blocks, [*said, *_commented(text), *_unclosed(text)]


def _commented(text: str) -> list[TextProblem]:
    """Cells with words inside a comment: rows that somebody took out of a page without deleting them."""
    found = []
    start = text.find("<!--")
    while start >= 0:
        end = text.find("-->", start + 4)
        body = text[start + 4 : end if end >= 0 else len(text)]
        words = _CELL.search(body) and _TAGS.sub(" ", body).split()
        if words and any(_IDEOGRAPH.search(word) for word in words):
            found.append(" ".join(words)[:40])
        start = text.find("<!--", end) if end >= 0 else -1
    if not found:
        return []
    what = f"网页的注释里有表格的行 {len(found)} 处，没有读入：“{found[0]}”"
    return [TextProblem("hidden-text", 0, what, found[0])]


def _unclosed(text: str) -> list[TextProblem]:
    """Whether a page lacks the end of a table or its own, as one that was cut off does."""
    words = text.lower()
    if all(words.count(f"<{tag}") <= words.count(f"</{tag}") for tag in ("table", "html")):
        return []
    return [
        TextProblem("page-unclosed", 0, "网页缺少表格或页面的结束标记，可能被截断，请核对最后几行")
    ]


def _lines_as_paragraphs(text: str) -> str:
    """Text or Markdown with tables of HTML in it: its lines are paragraphs, as nothing else says so."""
    parts: list[str] = []
    at = depth = 0
    for edge in _TABLE_EDGE.finditer(text):
        if edge[1]:
            depth = max(depth - 1, 0)
            if depth == 0:
                parts.append(text[at : edge.end()])
                at = edge.end()
        else:
            if depth == 0:
                parts.append(_paragraphs(text[at : edge.start()]))
                at = edge.start()
            depth += 1
    parts.append(text[at:] if depth else _paragraphs(text[at:]))
    return "".join(parts)


def _paragraphs(text: str) -> str:
    if _BLOCK_TAG.search(text):
        return text
    return "".join(f"<p>{line}</p>" for line in text.splitlines() if line.strip())


def mhtml_blocks(data: bytes) -> tuple[list[Block], list[TextProblem]]:
    """The first web page inside a web archive (.mht, or a .doc that is one).

    Raises:
        Refused: there is none.
    """
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                named = part.get_content_charset() or ""
                return html_blocks(decode_page(body, named).text)
    raise Refused("unknown-format", "网页档案里没有网页；请用浏览器打开，另存为 .html 或 .docx")


class _Page:
    """Walks through a page; paragraphs gather until a block ends."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.blocks: list[Block] = []
        self.problems: list[TextProblem] = []
        self._budget = Budget()
        self._text: list[str] = []
        self._tables = 0
        self._paragraphs = 0
        self._hidden: list[str] = []
        self._struck: list[str] = []

    def left_aside(self) -> list[TextProblem]:
        """What was not read because browsers do not show it, or strike it out."""
        return [
            TextProblem(kind, 0, f"{what} {len(texts)} 处，没有读入", texts[0][:40])
            for kind, what, texts in (
                ("hidden-text", "网页里有不显示的文字", self._hidden),
                ("deleted-text", "网页里有划掉的文字", self._struck),
            )
            if texts
        ]

    def _line(self) -> int:
        """The running number of the next block; the title of the page, above all, has none."""
        return len(self.blocks) + 1 - sum(block.line == 0 for block in self.blocks[:1])

    def take_title(self, root: HtmlElement) -> None:
        """The title of the page where it is that of a list: many print the township's county there alone."""
        words = _SPACES.sub(" ", root.findtext(".//title") or "").strip()
        title = _SITE.split(words)[0].strip()
        if _LIST.search(title):
            self._budget.spend(1)
            self.blocks.append(Block(0, title, (title,), False, "网页标题"))

    def flush(self) -> None:
        """End a paragraph."""
        text = _SPACES.sub(" ", "".join(self._text))
        self._text.clear()
        if not text.strip():
            return
        self._paragraphs += 1
        at = Place(self._line(), f"第{self._paragraphs}段")
        self.blocks.extend(paragraphs(text, at, self._budget))

    def walk(self, node: HtmlElement, depth: int) -> None:
        """Read an element outside tables."""
        if depth > MAX_NESTING * 5:
            raise too_large(f"网页的嵌套超过 {MAX_NESTING * 5} 层")
        name = _name(node)
        if self._leave_aside(node, name):
            return
        if name == "table":
            self.flush()
            self._read_table(node, depth)
            return
        if name == "br":
            self.flush()
        if name == "img":
            self._take_picture(node)
        block = name in _BLOCKS
        if block:
            self.flush()
        if node.text:
            self._text.append(_SPACES.sub(" ", node.text))
        for child in node:
            self.walk(child, depth + 1)
            if child.tail:
                self._text.append(_SPACES.sub(" ", child.tail))
        if block:
            self.flush()

    def _take_picture(self, node: HtmlElement) -> None:
        """The words that stand for a picture: many articles print their titles as pictures."""
        words = _SPACES.sub(" ", node.get("alt", "")).strip()
        if _IDEOGRAPH.search(words):
            self.flush()
            self._budget.spend(1)
            at = f"图片的替代文字“{words[:20]}”"
            self.blocks.append(Block(self._line(), words, (words,), False, at, picture=True))

    def _leave_aside(self, node: HtmlElement, name: str) -> bool:
        if name in _SKIPPED or not name:
            return True
        shown = self.styles.of(node)
        if name in _STRUCK or shown == STRUCK:
            return self._note(node, self._struck)
        if "hidden" in node.attrib or shown == HIDDEN:
            return self._note(node, self._hidden)
        return False

    @staticmethod
    def _note(node: HtmlElement, kept: list[str]) -> bool:
        text = _SPACES.sub(" ", "".join(node.itertext())).strip()
        if text:
            kept.append(text)
        return True

    # -- tables ---------------------------------------------------------------------------

    def _read_table(self, table: HtmlElement, depth: int) -> None:
        kept = [part for part in table if _name(part) == "tr" or not self._left_out(part)]
        rows = [row for line, row in _rows_of(kept) if not self._leave_aside(line, "tr")]
        if _is_layout(table, rows):
            for row in rows:
                for cell in row:
                    self.walk_inside(cell, depth + 1)
            self._text.extend(_outside_cells(table))
            self.flush()
            return
        caption = table.find("caption")
        if caption is not None:
            self.walk_inside(caption, depth + 1)
        self._tables += 1
        lost = "；".join(_outside_cells(table))
        if lost:
            what = f"表{self._tables}里有不在任何一格里的文字，不知属于哪一行：“{lost[:60]}”"
            self.problems.append(TextProblem("row-broken", 0, what, lost[:60]))
        grid = trim(
            spread(
                [
                    Cell(self._cell_text(c), _span(c, "rowspan", len(rows)), _span(c, "colspan", 1))
                    for c in row
                ]
                for row in rows
            )
        )
        number, first = self._tables, self._line()

        def place(index: int) -> Place:
            return Place(first + index, f"表{number} 第{index + 1}行", number)

        self.blocks.extend(to_blocks(grid, place, self._budget, self.problems))

    def walk_inside(self, node: HtmlElement, depth: int) -> None:
        """Read what is in a cell of a table that only arranges the page."""
        self.flush()
        if node.text:
            self._text.append(node.text)
        for child in node:
            self.walk(child, depth + 1)
            if child.tail:
                self._text.append(child.tail)
        self.flush()

    def _left_out(self, part: HtmlElement) -> bool:
        """Whether a part of a table, or a cell, is not shown or struck out whole."""
        return _name(part) in _PARTS and self._leave_aside(part, _name(part))

    def _cell_text(self, cell: HtmlElement) -> str:
        if self._left_out(cell):
            return ""  # the cell keeps its place: those behind it stay in their columns
        out: list[str] = []
        self._gather(cell, out, 0, None)
        text = "".join(out)
        lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
        return "\n".join(line for line in lines if line)

    def _gather(
        self, node: HtmlElement, out: list[str], depth: int, numbering: Numbering | None
    ) -> None:
        """The text of a cell with a line break for each block, labels for numbered items."""
        if depth > MAX_NESTING * 5:
            raise too_large(f"网页的嵌套超过 {MAX_NESTING * 5} 层")
        if node.text:
            out.append(_SPACES.sub(" ", node.text))
        for child in node:
            name = _name(child)
            if not self._leave_aside(child, name):
                if name == "br" or name in _BLOCKS or name in ("tr", "table"):
                    out.append("\n")
                if name == "li" and numbering is not None:
                    out.append(numbering.next(0))
                inner = _numbering_of(child) if name in ("ol", "ul") else numbering
                self._gather(child, out, depth + 1, inner)
                if name in _BLOCKS or name in ("tr", "table"):
                    out.append("\n")
                elif name in ("td", "th"):
                    out.append(" ")
            if child.tail:
                out.append(_SPACES.sub(" ", child.tail))


def _name(node: HtmlElement) -> str:
    return node.tag.lower() if isinstance(node.tag, str) else ""


def _numbering_of(node: HtmlElement) -> Numbering | None:
    """The labels of an ordered list; None where the page shows none."""
    if _name(node) == "ul" or _UNNUMBERED.search(node.get("style", "")):
        return None
    form = _LIST_FORMS.get(node.get("type", "1"), "decimal")
    start = node.get("start", "1")
    return Numbering({0: Level(form, "%1.", int(start) if start.isdecimal() else 1)})


def _rows_of(parts: Iterable[HtmlElement]) -> list[tuple[HtmlElement, list[HtmlElement]]]:
    """The rows among the ``parts`` of a table with their cells, not of tables inside its cells."""
    rows: list[tuple[HtmlElement, list[HtmlElement]]] = []
    for part in parts:
        name = _name(part)
        if name in ("thead", "tbody", "tfoot"):
            rows.extend((row, _cells_of(row)) for row in part if _name(row) == "tr")
        elif name == "tr":
            rows.append((part, _cells_of(part)))
    return rows


def _cells_of(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if _name(cell) in ("td", "th")]


def _outside_cells(part: HtmlElement) -> list[str]:
    """The texts of a table that stand in none of its cells: broken tags leave them behind."""
    found = [part.text or ""]
    for child in part:
        name = _name(child)
        if name in ("thead", "tbody", "tfoot", "tr"):
            found.extend(_outside_cells(child))
        elif name not in ("td", "th", "caption", "colgroup", "col", "script", "style", "template"):
            found.append("".join(child.itertext()))
        found.append(child.tail or "")
    return [words for text in found if (words := text.strip())]


def _is_layout(table: HtmlElement, rows: list[list[HtmlElement]]) -> bool:
    """Whether a table only arranges other tables on the page."""
    if table.find(".//table") is None:
        return False
    for row in rows:
        plain = [c for c in row if c.find(".//table") is None and "".join(c.itertext()).strip()]
        if len(plain) >= _FEWEST_DATA_CELLS:
            return False
    return True


def _span(cell: HtmlElement, name: str, rest: int) -> int:
    """A rowspan or colspan; 0 means to the end, rubbish means 1."""
    value = cell.get(name, "1").strip()
    if not value.isascii() or not value.isdigit() or len(value) > 5:
        return 1
    return int(value) or rest
