"""Outside: what stands outside the tables of a document: covers, heads of pages, loose text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.folding import fold_forms
from kg.reading.blocks import Block
from kg.reading.headers import HeaderReader
from kg.reading.lists.dates import has_date
from kg.reading.lists.found import ListReading
from kg.reading.titles import COVER, TitleReader, count_said, title_text
from kg.vocabulary.loading import Vocabulary

_LONGEST_CLOSING = 40
_LONGEST_ASIDE = 9
"""Characters of a line in brackets below a title that only sets it off: （木垒县东城镇）."""
_PRINTED = re.compile(
    r"印发$|印制$|^(?:抄送|主送|联系人|联系电话|监督电话|校对|打印)[：:]|^[（(]此件[^（）()]*[)）]$"
)
_DATED = re.compile(
    r"^(?:[^，：:]+(?:政府|办事处|委员会|办公室|党委))?(?:[^，：:]{2,4}[：:])?[（(]?"
    r"[\d二〇○零一二三四五六七八九]{4}年[^，]{1,3}月(?:[^，]{1,3}日)?[)）]?(?:印|发布|公布)?$"
)
"""A line that is a date, perhaps with who signs before it: ``某镇人民政府2025年5月``."""
_SIGNS = re.compile(r"^[^：:]+(?:人民政府|政府|办事处|委员会|办公室|编办|党委|党工委|管委会)$")
_OF_TOWNSHIP = re.compile(r"[乡镇团]|街道")
_ROW_START = re.compile(r"\d{1,4}\s+\S")


def closes(block: Block, after: Sequence[Block]) -> bool:
    """Whether a paragraph closes a document and is no part of its last item: a date, who signs, who printed it.

    A body alone may be the last of an item; one with a date below it, or the township's own, signs.
    """
    text = title_text(block.text)
    if block.tabular or len(text) > _LONGEST_CLOSING or text[-1:] in "。；;":
        return False
    if _DATED.match(text) or _PRINTED.search(text):
        return True
    dated = any(has_date(title_text(other.text)) for other in after)
    return _SIGNS.search(text) is not None and (dated or _OF_TOWNSHIP.search(text) is not None)


class Outside:
    """Accounts for the paragraphs outside tables in ``reading``."""

    def __init__(
        self,
        reading: ListReading,
        titles: TitleReader,
        headers: HeaderReader,
        vocabulary: Vocabulary,
    ) -> None:
        """Know titles and headers as the reader of the tables does."""
        self._reading = reading
        self._titles = titles
        self._headers = headers
        self._categories = vocabulary.category_by_form

    def sort_covers(self, fragments: list[Block], after: int | None) -> list[Block]:
        """Names of the document among the fragments: heads of pages, or a further cover.

        They are the head of a page where the table goes on below; else what stands from there on,
        and the paragraphs right before, is the cover of another document in the same file. What is
        settled so is taken out of ``fragments``; a further cover is handed back.
        """
        found = [
            place
            for place, block in enumerate(fragments)
            if not block.tabular
            and (match := self._titles.match(title_text(block.text)))
            and match[0] == COVER
        ]
        if not found:
            return []
        if after is not None:
            for place in reversed(found):
                self._account_page_head(fragments.pop(place))
            return []
        start = found[0]
        while start and not fragments[start - 1].tabular and found[0] - start < 3:
            if _ROW_START.match(fragments[start - 1].text.strip()):
                break
            start -= 1
        cover = fragments[start:]
        del fragments[start:]
        return cover

    def _account_page_head(self, block: Block) -> None:
        seen = {title_text(b.text) for cover in self._reading.covers for b in cover}
        if title_text(block.text) in seen:
            self._reading.furniture += 1
        else:
            self._reading.report_block(block, "loose-text", "表外文字，未作为事项读入")

    def take(self, pending: list[Block], *, titled: bool) -> bool:
        """Paragraphs outside tables: a cover, a line under a title (``titled``), or text to report.

        Returns whether a further cover begins, so that the title above no longer counts.
        """
        reading = self._reading
        fresh = not reading.tables and not titled
        further = not fresh and self._is_cover(pending)
        if further:
            reading.covers.append([])
            fresh = True
        for block in pending:
            text = block.text.strip()
            if _ROW_START.match(text) and (not fresh or self._is_row_of_words(text)):
                what = "这一行像是事项，但各格之间没有制表符或表格线，分不出哪一格是什么"
                reading.report_block(block, "row-broken", what)
            elif fresh or self._is_subtitle(text):
                reading.covers[-1].append(block)
                reading.furniture += 1
                if not fresh and self._says_more(text):
                    reading.asides.append(block)
            elif self._headers.resembles(tuple(text.split())) >= 2:
                what = "这一行像是表头，但各格之间没有制表符或表格线"
                reading.report_block(block, "header-unread", what)
            else:
                reading.report_block(block, "loose-text", "表外文字，未作为事项读入")
        return further

    def _is_cover(self, pending: list[Block]) -> bool:
        """Whether these paragraphs name a whole document: the cover of a further one."""
        joined = ""
        for block in reversed(pending[-8:]):
            joined = title_text(block.text) + joined
            for words in (title_text(block.text), joined):
                match = self._titles.match(words)
                if match and match[0] == COVER:
                    return True
        return False

    def _is_row_of_words(self, text: str) -> bool:
        """Whether a line of a cover is a row of a table whose cells are parted by blanks."""
        parts = text.split()
        return len(parts) >= 3 and fold_forms(parts[1]) in self._categories

    @staticmethod
    def _is_subtitle(text: str) -> bool:
        bracketed = text[:1] in "（([【" and text[-1:] in "）)]】"
        return bracketed or (has_date(text) and len(text) < 20)

    @staticmethod
    def _says_more(text: str) -> bool:
        """Whether a line below a title is neither short nor a date nor a count: （县级部门配合乡镇事项）."""
        plain = has_date(text) or count_said(text) is not None
        return not plain and len(text) > _LONGEST_ASIDE
