"""Notices: what a pasted text asks for, one task each, and who asks.

A text may be a numbered document, a run-on line, a chat, a hotline ticket. Greetings, reasons,
deadlines, signatures, contacts and annexes are no tasks; what the township is told not to do, and
what the sender or another body does itself, is none either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.checking.items import CIRCLES, Item, items
from kg.folding import strip_markup
from kg.meaning.words import alternation
from kg.resources import folder
from kg.vocabulary.tables import read_table

LIMIT = 60
"""Tasks of a text that are looked at."""

LONGEST = 20_000
"""Characters of a text that are looked at."""

_LIST = re.compile("[;；]")
_TITLE = re.compile(
    r"(?:关于|有关)(?:印发|转发|下发|请)?《?(?P<task>[^《》\n。；]{2,80}?)》?的"
    r"(?:补充|紧急|工作)*(?P<form>通知|函|请示|方案|意见|公告|通报|报告|提示|批复|决定|倡议书?|申请)"
)
_SENTENCE = re.compile(r"(?<=[。！？!?；;])|\n")
_CLAUSE = re.compile(r"(?<=[,，、:：])|(?<=[。；;！!？?])")
_GREETING = re.compile(
    r"^[@＠]?[^。；;！？]{0,60}(?:政府|办事处|街道|乡镇|乡|镇|单位|村|社区|成员|领导|部门|同志|书记|主任|们)[)）]?\s*[:：]$"
)
_NUMBER_OF_DOCUMENT = re.compile(r"[〔\[（(【]\s*20\d\d\s*[〕\])）】]\s*第?\s*\d+\s*号")
_CONTACT = re.compile(r"(?:\d{3,4}[-—]?)?\d{7,8}|1\d{10}|[\w.]+@[\w.]+")
_ANNEX = re.compile(r"^附(?:件|表)?\s*\d{0,2}\s*[:：.．、]|^附件\s*\d*$")
_DATE_LINE = re.compile(r"^(?:20\d\d|二[〇○零]..)年.{1,3}月.{1,3}日$")
_BODY = re.compile(
    r"^[\u4e00-\u9fff（）()·]{2,28}(?:局|委|委员会|办|办公室|中心|大队|支队|队|政府|法院|检察院|指挥部|专班|公司|联合会|红十字会|工会|协会|站|部|馆|领导小组|分局)$"
)
_BODY_BEFORE = re.compile(
    r"^[@＠]?(?P<body>[\u4e00-\u9fff（）()]{2,24}?(?:局|委|办|办公室|中心|大队|支队|政府|法院|检察院|指挥部|专班|公司|联合会|部|队))\s*[:：]"
)
_WHEN = re.compile(
    r"(?:请?(?:于|在))?(?:(?:20)?\d\d年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?(?:\d{1,2}[日号]|底|初|中旬|上旬|下旬)?(?:之?前|起|以前|内)?"
    r"|(?:本|每|这|下)(?:周|月|季度?|旬|天|日)(?:内|底|初|前|[一二三四五六日末])*(?:之?前)?|(?:月|年|季)底(?:之?前)?|(?:年|月)内|20\d\d年?度?"
)
_REQUEST = re.compile(
    r"请(?!求|示|假|愿)|麻烦|务必|责成|要求|(?:由|让|要)(?:各|你|贵|乡|镇|街道|村|社区)"
)
_LABEL = re.compile(
    r"^(?:通知|工单|诉求|内容|事由|标题|主题|任务|事项|要求|备注|温馨提示|提醒)[:：]\s*"
)


def folded(text: str) -> str:
    """The text in one width and without markup; numbers in circles stay, ⑴ ⒈ ㈠ become (1) 1. (一)."""
    return "".join(
        one if one in CIRCLES else unicodedata.normalize("NFKC", one) for one in strip_markup(text)
    )


@dataclass(frozen=True, slots=True)
class Task:
    """A task as the text words it, the words that are looked up, and the part that asks."""

    text: str
    topic: str
    asked: str


class Notices:
    """Finds tasks with the table notices.csv of some vocabulary."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        """Use the tables of these folders; none: the packaged vocabulary. Read when needed."""
        self._folders = tuple(folders) or (folder("vocabulary"),)

    @cached_property
    def _words(self) -> dict[str, tuple[str, ...]]:
        rows = read_table(self._folders, "notices", ("kind", "words", "note"), 2)
        found: dict[str, list[str]] = {}
        for _, row in rows:
            found.setdefault(row["kind"], []).extend(w for w in _LIST.split(row["words"]) if w)
        return {kind: tuple(dict.fromkeys(words)) for kind, words in found.items()}

    def _pattern(self, kind: str) -> re.Pattern[str]:
        found = self._patterns.get(kind)
        if found is None:
            found = self._patterns[kind] = alternation(self._words.get(kind, ()))
        return found

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        return {}

    # -- tasks ----------------------------------------------------------------------------

    def tasks(self, text: str) -> list[Task]:
        """The tasks of a text, in its order; a text that says something has one at least."""
        text = text[:LONGEST]
        lines = [line.strip() for line in text.splitlines()]
        kept = [line for line in lines if line and not self._furniture(line)]
        titles = [m["task"] for line in kept[:6] if (m := _TITLE.search(line))]
        body = [line for line in kept if not self._is_title(line)]
        found: list[Task] = []
        for item in items("\n".join(body)):
            found.extend(self._of(item))
            if len(found) >= LIMIT:
                break
        if not found and titles:
            found = [Task(title, self._topic(title), title) for title in titles[:1]]
        if not found and not self._is_negated(text):
            whole = " ".join(kept)[:200]
            if whole and not self._own(whole):
                found = [Task(whole, self._topic(whole), whole)]
        seen: dict[str, Task] = {}
        for task in found:
            seen.setdefault(task.topic, task)
        return list(seen.values())[:LIMIT]

    def _of(self, item: Item) -> Iterator[Task]:
        """The tasks of an item, or of the sentences that stand outside of items."""
        sentences = [s.strip() for s in _SENTENCE.split(item.text) if s.strip()]
        if item.marked:
            told = [s for s in sentences if not self._said_by_the_way(s)]
            if not told or self._heading(told[0]):
                return
            whole = "".join(told)
            if self._is_negated(whole) or self._own(whole) or self._empty(whole):
                return
            yield self._task(told)
            return
        context: list[str] = []
        last = len(sentences) - 1 if not item.text.endswith(("。", "；", "！")) else -1
        for n, sentence in enumerate(sentences):
            if (
                self._said_by_the_way(sentence)
                or self._is_negated(sentence)
                or (item.before_items and (n == last or self._introduces(sentence)))
                or self._empty(sentence)
                or self._own(sentence)
            ):
                continue
            if self._reason(sentence) or item.before_items and not self._asks(sentence):
                continue
            if not self._asks(sentence):
                context.append(sentence)
                continue
            yield self._task([*context, sentence])
            context = []
        if context and not item.before_items and not item.after_items:
            yield self._task(context)

    def task(self, text: str) -> Task:
        """A text as one task."""
        return self._task([s.strip() for s in _SENTENCE.split(text) if s.strip()])

    def _task(self, sentences: Sequence[str]) -> Task:
        whole = "".join(sentences)
        clauses = [c for s in sentences for c in _CLAUSE.split(s) if c]
        told = [c for c in clauses if not self._empty(c)] or clauses
        plain = [n for n, c in enumerate(told) if _REQUEST.search(c)]
        asking = plain[0] if plain else next((n for n, c in enumerate(told) if self._asks(c)), 0)
        return Task(whole[:200], self._topic("".join(told)), self._topic("".join(told[asking:])))

    def _topic(self, text: str) -> str:
        text = _LABEL.sub("", _WHEN.sub(" ", text))
        return text.strip('“”"《》、,，:：。；; \n')[:160]

    # -- what a sentence is ---------------------------------------------------------------

    def _is_title(self, line: str) -> bool:
        match = _TITLE.search(line)
        return bool(match) and len(line) - match.end() <= 12 if match else False

    def _furniture(self, line: str) -> bool:
        """Whether a line is a greeting, number, date, signature, contact or annex."""
        bare = line.strip("。；;！!，, ")
        return bool(
            self._said_by_the_way(line)
            or _GREETING.match(line)
            or _DATE_LINE.match(bare)
            or self._is_body(bare)
            or (_NUMBER_OF_DOCUMENT.search(line) and len(line) < 40)
            or _ANNEX.match(line)
        )

    def _said_by_the_way(self, sentence: str) -> bool:
        """Whether a sentence is a contact or a phrase that every notice has."""
        bare = sentence.strip("。；;！!，, ")
        return bool(
            not bare
            or (_CONTACT.search(sentence) and len(sentence) < 60)
            or self._pattern("drop").match(bare)
        )

    def _is_body(self, line: str) -> bool:
        return bool(_BODY.match(line)) and not self._asks(line) and "关于" not in line

    def _heading(self, text: str) -> bool:
        bare = text.strip("。；;：: ")
        return len(bare) <= 40 and bool(self._pattern("heading").match(bare))

    def _introduces(self, sentence: str) -> bool:
        return sentence.endswith((":", "：")) or bool(self._pattern("intro").search(sentence))

    def _reason(self, sentence: str) -> bool:
        """A sentence that only says why."""
        return bool(self._pattern("reason").match(sentence)) and not self._asks(sentence)

    def _asks(self, sentence: str) -> bool:
        """Whether a sentence asks for something to be done."""
        if re.match(r"[^,，]*(?:谁|哪|什么|怎么)[^,，]*[?？]$", sentence):
            return False
        if self._pattern("reason").match(sentence):
            parts = re.split("[,，]", sentence)
            return any(self._pattern("start").match(p) or "请" in p for p in parts[1:])
        bare = sentence.lstrip("另外同时此外还并，, ")
        return bool(self._pattern("ask").search(sentence) or self._pattern("start").match(bare))

    def _is_negated(self, text: str) -> bool:
        """Whether a text tells the township not to do it."""
        match = self._pattern("negated").search(text)
        if not match:
            return False
        near = text[max(0, match.start() - 12) : match.end() + 12]
        return bool(
            self._pattern("township").search(near)
            or re.match("配合|参与|上报|报送|提供|派人|组织|承担|协助|另行", text[match.end() :])
        )

    def _own(self, sentence: str) -> bool:
        """Whether it is the sender, or another body, that does it."""
        who = re.match(r"^(?:另外|同时|此外|下一步|届时|后续)?[,，]?由?", sentence)
        rest = sentence[who.end() if who else 0 :]
        match = self._pattern("own").match(rest) or self._pattern("others").match(rest)
        return bool(match) and not self._pattern("township").search(rest) and "请" not in rest

    def _empty(self, text: str) -> bool:
        """Whether it speaks of nothing but when, how and to whom to report."""
        rest = self._pattern("generic").sub("", _WHEN.sub("", text))
        rest = re.sub(r"[^\u4e00-\u9fff]", "", rest)
        return len(rest) <= 1 and "罚" not in rest

    # -- who asks -------------------------------------------------------------------------

    def sender(self, text: str) -> str:
        """The body that sends the text as it is written there; nothing if it does not say."""
        lines = [line.strip() for line in text[:LONGEST].splitlines() if line.strip()]
        for line in lines[:6]:
            head, about, _ = line.partition("关于")
            if about and self._is_body(head.strip()):
                return head.strip()
        for line in reversed(lines[-5:] if len(lines) > 1 else ()):
            if self._is_body(line):
                return line
        match = _BODY_BEFORE.match(lines[0]) if lines else None
        return match["body"] if match else ""
