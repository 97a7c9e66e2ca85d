"""Acts: what is asked to be done (处罚, 检查, 登记 …), and to whom a row gives it."""

from __future__ import annotations

from functools import cached_property, lru_cache

from kg.meaning.packing import Form
from kg.meaning.words import Words
from kg.meaning.wordset import WordSet

STRONG = frozenset(
    "处罚 责令改正 拆除 取缔 追缴 奖励 考核 检疫 事故调查 事故处理 审批 登记 备案 发放 征缴"
    " 出具证明 证明 办证 年检 认定 裁决".split()
)
"""Acts that make two rows with the same object different duties."""


class Acts:
    """Finds acts with one vocabulary's table."""

    def __init__(self, words: Words) -> None:
        """Use the table in these words; it is read when needed."""
        self._words = words
        self.of = lru_cache(maxsize=16384)(self._of)

    @cached_property
    def _act_of(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for act, words in self._words.acts.items():
            for word in words:
                found.setdefault(word, act)
        return found

    @cached_property
    def _words_of_acts(self) -> WordSet:
        return WordSet(self._act_of)

    def _of(self, text: str) -> tuple[str, ...]:
        """Acts of a folded text in the order they are said, each once."""
        found = (self._act_of[word] for _, word in self._words_of_acts.find(text))
        return tuple(dict.fromkeys(found))

    def last(self, text: str, beyond: int) -> str | None:
        """The act that ends a folded text, but for so many letters ``beyond`` it."""
        for at, word in self._words_of_acts.find(text)[-1:]:
            if len(text) - at - len(word) <= beyond:
                return self._act_of[word]
        return None

    def cut(self, text: str, beyond: int) -> str:
        """What stands before the act that ends a folded text; nothing where none does."""
        for at, word in self._words_of_acts.find(text)[-1:]:
            if len(text) - at - len(word) <= beyond:
                return text[:at]
        return ""

    def first(self, text: str, before: int) -> str | None:
        """The act that begins a folded text, but for so many letters ``before`` it."""
        for at, word in self._words_of_acts.find(text)[:1]:
            if at <= before:
                return self._act_of[word]
        return None

    def without(self, text: str) -> str:
        """A folded text with its acts blanked out: what is acted upon."""
        return self._words_of_acts.blank(text)

    def of_form(self, form: Form) -> dict[str, str]:
        """Act → who does it: name, township, department:<bodies> or holder; the first that holds."""
        found: dict[str, str] = {}
        for act in self.of(form.name):
            found.setdefault(act, "name")
        for clause in form.own:
            for act in self.of(clause.text):
                found.setdefault(act, "township")
        for clause in form.superior:
            bodies = "、".join(clause.actors or form.departments)
            for act in self.of(clause.text):
                found.setdefault(act, f"department:{bodies}")
        for act in self.of(form.method):
            found.setdefault(act, "holder")
        return found
