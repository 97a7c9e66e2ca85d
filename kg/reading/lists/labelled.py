"""Labelled: lists without tables, an item a block of lines — 事项名称：…, 对应上级部门：… — as rows.

Regiments and some streets publish so. Below a known title the labels are the headers of a table and each
item is a row of it; a form of its own for every item (label | value) is the same. A plain numbered
paragraph is a row where the list has names alone. What does not come out even is left as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.folding import strip_blanks
from kg.reading.blocks import Block
from kg.reading.headers import EXTRA, HeaderReader
from kg.reading.lists.categories import COUNTED
from kg.reading.lists.found import ListReading
from kg.reading.lists.outside import closes
from kg.reading.lists.subjects import add_subjects
from kg.reading.lists.unwrapped import FULL, width
from kg.reading.numerals import number_of
from kg.reading.titles import LIST_KINDS, TitleReader, is_furniture, title_text
from kg.values import ListKind
from kg.vocabulary.loading import Vocabulary

_LABEL = re.compile(
    r"(?:(?<=^)|(?<=[\s；;。|]))[【\[（(]?(?P<label>[\u4e00-\u9fff（）/、]{2,16}|序号)[】\])）]?\s*[：:]\s*"
)
_LABEL_INSIDE = re.compile(r"(?<=[。；;\s])(?P<label>[\u4e00-\u9fff（）/、]{2,16})\s*[：:]\s*")
_BRACKETED = re.compile(r"^[【\[](?P<label>[\u4e00-\u9fff（）/、]{2,16})[】\]]\s*")
_START = re.compile(
    r"^(?:[（(](?P<e>[一二三四五六七八九十]{1,3})[)）]|[（(](?P<a>\d{1,4})[)）]|第(?P<b>\d{1,4})项|事项(?P<c>\d{1,4})|(?P<d>\d{1,4})\s*[.．、：:)）\s])"
    r"\s*[：:.．、]?\s*(?P<words>\S.*)$",
    re.DOTALL,
)
"""How an item begins: ``1.某事``, ``（1）某事``, ``（一）某事``, ``第1项：某事``, ``事项1：某事``."""
_NUMBERED_LABEL = re.compile(r"^(?P<number>\d{1,2})[.．、]\s*(?=[\u4e00-\u9fff（）/、]{2,16}[：:])")
"""``1.上级部门职责：``: the labels of an item may be counted."""
_FIRST_LABEL = re.compile(
    r"^[【\[（(]?(?P<label>[\u4e00-\u9fff（）/、][\u4e00-\u9fff（）/、 \u3000]{1,19}?)[】\])）]?\s*[：:]\s*"
)
_HEADER_WORD = re.compile(
    r"类别|名称|部门|单位|职责|方式|依据|备注|责任|内容|措施|做什么|领域|板块|来源"
)
_TAIL = re.compile(r"^(?P<name>.+?)[（(](?P<category>[^（）()]{2,12})[)）]$")
_HEAD = re.compile(r"^[【\[](?P<category>[^【】\[\]]{2,12})[】\]]\s*(?P<name>\S.*)$", re.DOTALL)
_CATEGORY = re.compile(
    r"^[（(]?(?:[一二三四五六七八九十]{1,3}|第[一二三四五六七八九十]{1,3}[类部]分?)[)）]?[、.．：:]?"
)
_MARKDOWN = re.compile(r"^(?:#{1,6}\s+|[-*+]\s+)")
_BOLD = "**"
_COUNTED = re.compile(r"[（(]?(?:共|计)?\d{1,3}[项条][)）]?$")
_LONGEST_HEADING = 24
_PAGE_WIDTHS, _STOPS = range(36, 130), "。；;：:！？"
_FEWEST_PLAIN = 2
NUMBER, NAME, CATEGORY = "序号", "事项名称", "事项类别"
_ALONE = frozenset("departments supporting superior township taker method taker-and-method".split())
"""Columns whose label may stand on a line of its own, without a colon."""
_HOLDING = frozenset({"taker", "departments"})
_LONGEST_ALONE = 16
_ENDS_OF_BODIES = "局办委会室院站队社司所团校处"


@dataclass(slots=True)
class _Item:
    """One item: values by label, the lines it was made from."""

    first: Block
    values: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    before: list[Block] = field(default_factory=list)
    label: str = ""

    def put(self, label: str, value: str) -> None:
        old = self.values.get(label, "")
        self.values[label] = f"{old}\n{value}" if old and value else old or value
        self.label = label

    def go_on(self, value: str, *, wrapped: bool = False) -> None:
        if wrapped:
            self.values[self.label] += value
        else:
            self.put(self.label, value)


def as_tables(
    blocks: Sequence[Block],
    vocabulary: Vocabulary,
    reading: ListReading,
    columns: Mapping[str, str] | None = None,
) -> list[Block]:
    """The blocks with items that are not in tables made rows; ``reading`` is told how many items those are.

    ``columns`` gives labels roles by hand.
    """
    headers, titles = HeaderReader(vocabulary, columns), TitleReader(vocabulary)
    categories = vocabulary.category_by_form
    found: list[Block] = []
    count = at = 0
    while at < len(blocks):
        block = blocks[at]
        found.append(block)
        at += 1
        kind = _list_of(block, titles)
        if kind is None:
            continue
        end = at
        while end < len(blocks) and not _ends_section(blocks[end], titles):
            end += 1
        while end > at and closes(blocks[end - 1], blocks[end : end + 1]):
            end -= 1
        items = _Section(blocks[at:end], headers, kind, categories).items()
        if items:
            if kind == ListKind.COOPERATION.value:
                values, lines = [i.values for i in items], [i.first.line for i in items]
                reading.problems.extend(add_subjects(values, lines, headers.role_of))
            found.extend(_rows(items))
            count += len(items)
            at = end
    if count:
        said = f"没有表格：按“标签：内容”或编号把 {count} 项读成行，请核对"
        reading.report("read-from-text", 0, said, "")
    return found


def _list_of(block: Block, titles: TitleReader) -> str | None:
    filled = [cell for cell in block.cells if cell.strip()]
    if len(filled) != 1:
        return None
    text = title_text(filled[0])
    match = None if titles.contents_entry(text) else titles.match(text)
    return match[0] if match and match[0] in LIST_KINDS else None


def _ends_section(block: Block, titles: TitleReader) -> bool:
    filled = [cell for cell in block.cells if cell.strip()]
    text = title_text(filled[0]) if len(filled) == 1 else ""
    return bool(text) and (
        titles.match(text) is not None or titles.contents_entry(text) is not None
    )


class _Section:
    """What stands below one title."""

    def __init__(
        self,
        blocks: Sequence[Block],
        headers: HeaderReader,
        kind: str,
        categories: Container[str],
    ) -> None:
        self._categories = categories
        self._blocks = blocks
        self._headers = headers
        self._plain = kind == ListKind.BASIC.value
        self._items: list[_Item] = []
        self._waiting: list[Block] = []
        self._first = False
        self._widest = max((width(block.text) for block in blocks), default=0)

    def _is_full(self, line: str) -> bool:
        """Whether a line ends at the edge of its page, in the middle of a sentence."""
        whole = self._widest in _PAGE_WIDTHS and width(line) >= FULL * self._widest
        return whole and line.rstrip()[-1:] not in _STOPS

    def items(self) -> list[_Item]:
        """The items, none where the section is a table or does not come out even."""
        pairs = [list(self._pairs(block)) for block in self._blocks]
        inside = sum(bool(self._inside(block)) for block in self._blocks)
        labelled = inside >= 2 or sum(bool(found) for found in pairs) >= 2
        if not labelled and not self._plain:
            return []
        for at, (block, found) in enumerate(zip(self._blocks, pairs, strict=True)):
            follows = next((p[0][0] for p in pairs[at + 1 : at + 2] if p), "")
            self._first = bool(follows) and _is_first(self._blocks[at + 1])
            if not self._take(block, found, labelled=labelled, follows=follows):
                return []
        if self._waiting or not self._even(labelled=labelled):
            return []
        self._take_categories()
        return self._items

    def _take_categories(self) -> None:
        """Where every name begins with a word in brackets, that is its category: 【民生服务】某事."""
        heads = [_HEAD.match(item.values.get(NAME, "")) for item in self._items]
        for item, head in zip(self._items, heads, strict=True):
            if head is None or CATEGORY in item.values:
                continue
            if all(heads) or head["category"] in self._categories:
                item.values[NAME] = head["name"]
                item.values[CATEGORY] = head["category"]

    def _even(self, *, labelled: bool) -> bool:
        numbers = [item.values.get(NUMBER, "") for item in self._items]
        if labelled:
            return bool(self._items) and all(self._name_of(item) for item in self._items)
        return len(numbers) >= _FEWEST_PLAIN and numbers == [
            str(n) for n in range(1, len(numbers) + 1)
        ]

    def _name_of(self, item: _Item) -> str:
        return next((v for k, v in item.values.items() if self._role(k) == "name"), "")

    def _role(self, label: str) -> str:
        return self._headers.role_of(label)

    def _pairs(self, block: Block) -> Iterator[tuple[str, str]]:
        """The labels of a line with what stands behind each."""
        cells = [cell.strip() for cell in block.cells]
        if block.tabular:
            labels, values = cells[::2], cells[1::2]
            if (
                len(cells) in (2, 4)
                and len(labels) == len(values)
                and all(self._role(label) != EXTRA for label in labels if label)
                and labels[0]
                and not any(self._role(value) != EXTRA for value in values if value)
            ):
                yield from ((strip_blanks(a), b) for a, b in zip(labels, values, strict=True) if a)
            return
        text = _words(block)
        bracketed = _BRACKETED.match(text)
        if bracketed and self._role(bracketed["label"]) != EXTRA:
            yield strip_blanks(bracketed["label"]), text[bracketed.end() :].lstrip("：: ")
            return
        if text and self._role(text) in _ALONE and len(text) <= _LONGEST_ALONE:
            yield strip_blanks(text), ""
            return
        if counted := _NUMBERED_LABEL.match(text):
            label = strip_blanks(text[counted.end() :].partition("：")[0].partition(":")[0])
            text = text[counted.end() :] if self._role(label) in _ALONE else text
        first = _FIRST_LABEL.match(text)
        label = strip_blanks(first["label"]) if first else ""
        if first and self._role(label) == EXTRA and _is_label(label):
            yield label, text[first.end() :].strip()
            return
        if first and label != first["label"] and self._role(label) != EXTRA:
            text = f"{label}：{text[first.end() :]}"
        found = [m for m in _LABEL.finditer(text) if self._role(m["label"]) != EXTRA]
        if not found or found[0].start() != 0:
            return
        for match, following in zip(found, [*found[1:], None], strict=True):
            end = following.start() if following else len(text)
            yield strip_blanks(match["label"]), text[match.end() : end].strip().rstrip("；;|")

    def _inside(self, block: Block) -> list[tuple[str, str]]:
        """A whole item in one paragraph (``1.某事。牵头部门：…；部门职责：…``): its name, its labels."""
        start = None if block.tabular else _START.match(_words(block))
        if start is None:
            return []
        words = start["words"].strip()
        found = [m for m in _LABEL_INSIDE.finditer(words) if self._role(m["label"]) in _ALONE]
        if not found or found[0].start() == 0:
            return []
        pairs = [(NAME, words[: found[0].start()].rstrip("。；;，, "))]
        for match, following in zip(found, [*found[1:], None], strict=True):
            end = following.start() if following else len(words)
            pairs.append((match["label"], words[match.end() : end].strip().rstrip("；;|")))
        return pairs

    def _take(
        self, block: Block, pairs: list[tuple[str, str]], *, labelled: bool, follows: str
    ) -> bool:
        """Account for one block; False if it fits nowhere."""
        item = self._items[-1] if self._items else None
        if pairs:
            if _is_first(block) and any(
                self._role(k) in _ALONE for k in (item.values if item else ())
            ):
                return False  # labels from the first on, and no item begins here
            for label, value in pairs:
                if item is None or self._begins(item, label):
                    item = self._begin(block)
                item.put(label, value)
            assert item is not None
            item.texts.append(block.text)
            return True
        if block.tabular:
            return False
        text = _words(block)
        if is_furniture(title_text(text)):
            self._waiting.append(block)
            return True
        start = _START.match(text)
        number = next((n for n in start.group(*"abcde") if n), "") if start else ""
        due = _number(item) + 1 if item else 1
        inside = self._inside(block) if number and number_of(number) == due else []
        if (
            start
            and number_of(number) == due
            and (inside or self._opens(item, follows, labelled=labelled, numeral=bool(start["e"])))
        ):
            fresh = self._begin(block)
            fresh.put(NUMBER, f"（{number}）" if start["e"] else number)
            # 1.事项名称：某事 says that it is the name.
            words = start["words"].strip()
            said = list(self._pairs(replace(block, text=words, cells=(words,))))
            if said and self._role(said[0][0]) == "name":
                for label, value in said:
                    fresh.put(label, value)
                fresh.texts.append(block.text)
                return True
            self._name(fresh, inside[0][1] if inside else start["words"].strip().rstrip("。"))
            for label, value in inside[1:]:
                fresh.put(label, value)
            fresh.texts.append(block.text)
            return True
        heading = (
            _CATEGORY.match(text)
            or COUNTED.fullmatch(strip_blanks(text))
            or _COUNTED.sub("", strip_blanks(text).strip("【】")) in self._categories
        )
        if heading and len(text) <= _LONGEST_HEADING and text[-1:] not in "。；;：:":
            self._waiting.append(block)
            return True
        if item is None or not labelled or not item.label:
            return False
        item.go_on(text, wrapped=self._is_full(item.texts[-1]) and not start)
        item.texts.append(block.text)
        return True

    def _opens(self, item: _Item | None, follows: str, *, labelled: bool, numeral: bool) -> bool:
        """Whether a numbered line is an item, not a clause: labels of the item before come again."""
        if numeral:  # （一）某事, its labels from the first on
            heads = {
                next((k for k in i.values if self._role(k) in _ALONE), "") for i in self._items
            }
            return labelled and bool(follows) and (self._first or not heads or follows in heads)
        if not labelled or item is None or self._plain:
            return not labelled or self._plain or bool(follows)
        if follows in item.values or self._role(follows) not in _HOLDING:
            return follows in item.values
        # An item that nobody took over says only how.
        said = {self._role(label): value for label, value in item.values.items()}
        how = said.get("method", "")
        return bool(how) and said.keys().isdisjoint(_HOLDING) and not _START.match(how)

    def _name(self, item: _Item, words: str) -> None:
        """The name of an item, the category in brackets behind it apart."""
        tail = _TAIL.match(words)
        if tail and tail["category"] in self._categories:
            item.put(CATEGORY, tail["category"])
            words = tail["name"]
        item.put(NAME, words)

    def _begins(self, item: _Item, label: str) -> bool:
        """Whether a label belongs to a further item: it is there, and it is a number or a name."""
        role = self._role(label)
        if role == "number":
            return NUMBER in item.values or any(self._role(k) == "number" for k in item.values)
        has = {self._role(known) for known in item.values}
        return role in has and (role == "name" or role == "category")

    def _begin(self, block: Block) -> _Item:
        item = _Item(block, before=self._waiting)
        self._waiting = []
        self._items.append(item)
        return item


def _words(block: Block) -> str:
    """The words of a paragraph without the marks of Markdown: ``### 1. ``, ``- **事项类别**：``."""
    return _MARKDOWN.sub("", block.text.strip()).replace(_BOLD, "")


def _is_label(label: str) -> bool:
    """Whether words before a colon name a column, known or not; 县公安局： is a body, no label."""
    return _HEADER_WORD.search(label) is not None and label[-1] not in _ENDS_OF_BODIES


def _number(item: _Item) -> int:
    """The number of an item, 0 where it has none."""
    return number_of(item.values.get(NUMBER, "").strip("（）")) or 0


def _is_first(block: Block) -> bool:
    """Whether a label is counted as the first of its item."""
    counted = _NUMBERED_LABEL.match(_words(block))
    return counted is not None and counted["number"] == "1"


def _rows(items: list[_Item]) -> Iterator[Block]:
    """A header and a row for each item, headings between them as they stand."""
    labels = dict.fromkeys(label for item in items for label in item.values)
    columns = [NUMBER, *(label for label in labels if label != NUMBER)]
    if not any(NUMBER in item.values for item in items):
        columns.remove(NUMBER)
    first = items[0]
    yield from first.before
    yield replace(
        first.first, text="\t".join(columns), cells=tuple(columns), tabular=True, merged=()
    )
    for item in items:
        if item is not first:
            yield from item.before
        cells = tuple(item.values.get(label, "") for label in columns)
        yield replace(item.first, text="\n".join(item.texts), cells=cells, tabular=True, merged=())
