"""Titles: which lines of a document are titles, contents, page numbers or rules.

All of them are compared without blanks, markup and ``#``. What a title says is in the vocabulary
(titles.csv); this module knows how titles are numbered, bracketed and preceded by a place.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.folding import fold_forms, strip_blanks, strip_markup
from kg.reading.numerals import CHINESE, COUNT, number_of
from kg.values import ListKind
from kg.vocabulary.loading import Vocabulary

COVER = "cover"
"""The kind of a title that names the whole document, not one list."""
LIST_KINDS = frozenset(kind.value for kind in ListKind)
"""The kinds of titles that open a list."""

LONGEST_TITLE = 90
_LONGEST_ENTRY = 240
_NUMERAL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_NUMBERING = re.compile(
    rf"(?:附件|附表|附|表)?[:：]?(?:[（(]{_NUMERAL}[)）]|{_NUMERAL}[、.．：:]|第{_NUMERAL}(?:部分|章|篇)[:：、]?"
    rf"|(?<=[件表附]){_NUMERAL}(?:-\d{{1,2}})?[:：、]?|(?:[A-ZⅠⅡⅢ]|\d{{1,2}})[.．、:：\-—–])?"
)
"""``附件1：``, ``二、``, ``（三）``, ``第一部分``, ``A.``, ``1-``."""
_TAIL = re.compile(r"(?:[（(][^（）()]{1,20}[)）]|（?(?:试行|征求意见稿|公示稿)）?){1,2}$")
_FILLER = re.compile(
    r"(?:各|所辖)?(?:党委|党工委)?(?:人民政府|政府|街道办事处|办事处|管理委员会|管委会)?(?:（街道）|乡镇（街道）|乡镇|镇街)?"
    r"[“”《]?(?:20\d\d年度?)?的?[“”《]?$"
)
_PLACE = re.compile(
    r"[^，。；：、“”《》]{1,40}(?:乡|镇|街道|团|场|苏木|区|县|市|州|省|旗|盟|师|连)"
)
_ENTRY = re.compile(r"(?P<title>.+?)[.．·…‥\-—_]*(?P<page>\d{1,4})")
_ENTRY_DOTS = ".．·…‥-—_"
_PART = re.compile(r"(?:部分|方面|类)$")
_BRACKETS = re.compile(r"[（()）]+")
_BLANK = re.compile(r"[（(【]?(?:以下|下面|此页|本页)(?:为)?(?:空白|无正文)[)）】]?")
"""（以下空白）: nothing follows on the page."""
_CONTENTS = re.compile(r"目录|目次|CONTENTS", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"第?[-—–―－·]*\d{1,4}[-—–―－·]*页?|共\d{1,4}页|第\d{1,4}页[,，/]?共\d{1,4}页|\d{1,4}/\d{1,4}"
)
_ATTACHED = re.compile(r"(?:附件|附表)(?:\d{1,2}(?:-\d{1,2})?|[一二三四五六七八九十]{1,2})?[:：]?")
_UNIT = re.compile(r"[（(]?(?:计量)?单位[：:][项个条件][)）]?")
"""单位：项 above a table says what its counts count."""
_BUTTONS = re.compile(
    r"(?:[【\[（(|｜]?(?:打印|关闭|返回|收藏|分享)(?:此页|本页|页面|窗口|顶部|列表)?[】\])）|｜]?){1,4}"
)
"""【打印此页】【关闭窗口】 below the text of a web page."""
_RULE = re.compile(r"[-=_*#|:—\u2500-\u257f]+")
_HEADING = re.compile(
    r"[^，。；！？\t]{2,60}(?:清单|目录|一览表|汇总表|明细表|统计表|台账|任务书|任务表|责任书|计划表)"
)
_COUNT = re.compile(
    rf"[（(]?(?:(?:共|合计|共计|共有|总计)(?P<said>{COUNT})|(?P<count>\d{{1,4}}))[项条个件][)）]?"
    rf"|[（(](?P<bare>[{CHINESE}]{{1,8}})[项条个件][)）]"
)
"""``（共109项）``, ``109项``, ``（一百零九项）``."""


_ORNAMENTS = "#*▎▍▌█┃■□◆◇●○▲△★☆▪▶►"
"""What stands around titles for its looks."""
_NOTE_MARK = re.compile(r"(?<=单)(?:[①-⑳※＊]|[\[〔［]\d{1,2}[\]〕］])+$")
"""The mark of a footnote behind a title: ``基本履职事项清单①``."""


def title_text(text: str) -> str:
    """A line as titles are compared: no blanks, no markup, no ``#``, usual forms of characters."""
    words = strip_blanks(strip_markup(text))
    return fold_forms(_NOTE_MARK.sub("", words)).strip(_ORNAMENTS)


def is_furniture(text: str) -> bool:
    """Whether a line (as titles are compared) is a page number, a rule, 附件1 or nothing at all."""
    return len(text) <= LONGEST_TITLE and (
        not text
        or _PAGE_NUMBER.fullmatch(text) is not None
        or _RULE.fullmatch(text) is not None
        or _BLANK.fullmatch(text) is not None
        or _ATTACHED.fullmatch(text) is not None
        or _UNIT.fullmatch(text) is not None
        or _BUTTONS.fullmatch(text) is not None
    )


def is_unit(text: str) -> bool:
    """Whether a cell says what is counted: ``单位：项`` beside the title of a table."""
    return len(text) < LONGEST_TITLE and _UNIT.fullmatch(title_text(text)) is not None


def is_contents_heading(text: str) -> bool:
    """Whether a line is the heading of a page of contents."""
    return _CONTENTS.fullmatch(text) is not None


def count_said(text: str) -> int | None:
    """How many items a title says its list has (``…清单（共109项）``), None if it does not."""
    counts = [m["said"] or m["count"] or m["bare"] for m in _COUNT.finditer(title_text(text))]
    return number_of(counts[-1]) if counts else None


class TitleReader:
    """Recognises titles by the patterns of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use the titles of ``vocabulary``."""
        self._patterns = vocabulary.titles
        self._remarks = vocabulary.signs.get("title-remark", ())
        self._general = frozenset(vocabulary.signs.get("side-township", ()))
        self._lists = {
            word: kind.value
            for kind in ListKind
            for word in vocabulary.signs.get(f"list-{kind.value}", ())
        }
        self._match = lru_cache(maxsize=256)(self._find)

    def match(self, text: str) -> tuple[str, str] | None:
        """What a title names (``basic`` … or ``cover``, ``power``) and the place in front of it."""
        return self._match(text) if len(text) <= LONGEST_TITLE else None

    def _find(self, text: str) -> tuple[str, str] | None:
        numbering = _NUMBERING.match(text)
        whole = text[numbering.end() :] if numbering else text
        core = _TAIL.sub("", whole).strip("“”《》：:")
        named = self._named_behind(whole, core)
        if named is not None:
            return named
        for kind, pattern in self._patterns:
            for match in pattern.finditer(core):
                place = _FILLER.sub("", core[: match.start()])
                place = "" if place in self._general else place  # 苏木配合履职事项清单
                if match.end() == len(core) and (not place or _PLACE.fullmatch(place)):
                    return None if self._contradicted(kind, whole[len(core) :]) else (kind, place)
        return None

    def _contradicted(self, kind: str, behind: str) -> bool:
        """Whether the brackets behind a list's title name another list: 配合履职事项清单（收回）."""
        for words in _BRACKETS.split(behind.strip("（()）")):
            inside = _PART.sub("", words.rpartition("：")[2])
            other = self._lists.get(inside) or next(
                (k for k, p in self._patterns if p.fullmatch(inside)), kind
            )
            if kind in LIST_KINDS and other in LIST_KINDS and other != kind:
                return True
        return False

    def _named_behind(self, whole: str, core: str) -> tuple[str, str] | None:
        """履职事项清单（配合履职事项）: the brackets behind a general title name the list."""
        inside = whole[len(core) :].strip("（()）")
        if not inside or not whole.endswith((")", "）")):
            return None
        cover = self._find(core)
        found = self._find(inside) if cover is not None and cover[0] == COVER else None
        return (found[0], cover[1]) if cover and found and found[0] in LIST_KINDS else None

    def remark_behind(self, text: str) -> str:
        """What a title says in brackets of the list not being in force: （已废止）, （征求意见稿）."""
        behind = _TAIL.search(title_text(text))
        return behind[0] if behind and any(word in behind[0] for word in self._remarks) else ""

    def unknown_heading(self, text: str) -> str | None:
        """A line (as titles are compared) that is the heading of some list no table knows.

        Such a heading is evidence against reading what stands below it as duties.
        """
        if len(text) > LONGEST_TITLE or self.match(text) is not None:
            return None
        core = _TAIL.sub("", text).strip("“”《》：:")
        return core if _HEADING.fullmatch(core) else None

    def contents_entry(self, text: str) -> str | None:
        """The kind of title that a line of a page of contents announces, or None."""
        if not text[-1:].isdecimal() or len(text) > _LONGEST_ENTRY:
            return None
        entry = _ENTRY.fullmatch(text)
        found = self.match(entry["title"].rstrip(_ENTRY_DOTS)) if entry else None
        return found[0] if found else None
