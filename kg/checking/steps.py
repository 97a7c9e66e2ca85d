"""Steps: what a text asks to be done (处罚, 审批, 巡查 …), and to whom a row gives each step."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path

from kg.frozen import frozen
from kg.meaning.packing import Form
from kg.meaning.wordset import WordSet
from kg.patterns import regex
from kg.resources import folder
from kg.vocabulary.steps import StepTable, read_steps

_NONE = "无"
"""The step of words that only look like one: 培训机构."""
_PART = regex("[,，;；。\n]")
_HELPING = regex("协助|配合|协同|劝|督促|引导|动员|申报|推荐|提出意见")
_PASSING_ON = regex(r"(?<!举)报(?!名|刊|告)|材料|档案|《")
"""Words with which a reserved step is another's: 协助查处, 报县水利局审批, 填写审批表."""
_SENT = regex("(?<![举年])报(?=县|市|区|州|送)")
"""Where a clause of a list goes on to whom the work is sent: 出具证明报县残联 leaves the township its own."""
_TOLD_OF = regex(
    r"(?:没有?|未|无|不(?:再|予|得|准|用|必|要|许)|(?<![区特分类级个])别)[^,，;；。]{0,6}$|(?<![举年月周日季])报(?!名|刊|告|表|数)[^,，;；。]{0,12}$|《[^》]*$"
    r"|[到去往向](?:我|县|市(?!场|民)|区|州)[^,，;；。镇乡村]{0,8}(?:局|委|办|会|院|队|所|站|中心|部门)[^,，;；。镇乡村]{0,3}$|经[^,，;；。]{1,8}$|由(?:我|县|市|区|州)[^,，;；。镇乡村]{0,10}(?:局|委|办|室|部|院|队)[^,，;；。镇乡村]{0,4}$"
)
"""What stands before a word that tells of a step and does not ask for it: 没办证的, 报我局备案, 到我局备案, 经领导审定."""

_SENT_ON = regex("(?:发|交|送|抄|传)(?:给|到|至|送)?(?:我|咱|局里)[^,，;；。镇乡村]{0,4}$")
"""The same where it is sent to who asks: 发我备案."""
_OTHERS_DO = regex(
    "(?:由|归|还得|等|靠|[都就]是|权在)(?:我|本|县|市|区|州|省|上级|局里|大队|支队)[^,，。;；镇街]{0,14}$"
    "|(?<![报送交给到向至诉知])(?:我们(?:局|委|办|院|会|队|中心|公司|科|这边)?|我(?:局|委|办|院|会|队|科|方)|局里|县里|市里|区里|公司)(?:统一|直接|自己|负责|另行|会)*[来去]?[\u4e00-\u9fff]{1,2}$"
)
"""A part of a text that says who else does the step it speaks of: 认定由县农业农村局来, 奖励我们兑, 补多少由我局核算."""


@frozen
class Given:
    """The steps of a row: in its name, its township's clauses, its departments', its way of working."""

    name: frozenset[str]
    township: frozenset[str]
    department: frozenset[str]
    holder: frozenset[str]


class Steps:
    """The table steps.csv: acts (acts.csv) and further words of one step, and which are reserved.

    A *reserved* step (处罚, 审批, 检疫 …) never goes without saying: a row that does not give it to the
    township does not mean it.
    """

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        """Use the tables of these folders; none: the packaged vocabulary. Read when needed."""
        self._folders = tuple(folders) or (folder("vocabulary"),)
        self.of = lru_cache(maxsize=16384)(self._of)
        self.given = lru_cache(maxsize=4096)(self._given)

    @cached_property
    def _table(self) -> StepTable:
        return read_steps(self._folders)

    @property
    def reserved(self) -> frozenset[str]:
        """The steps that never go without saying."""
        return self._table.reserved

    @property
    def spoken(self) -> frozenset[str]:
        """The reserved steps that nobody asks for without one of their words."""
        return self._table.spoken

    @property
    def powers(self) -> frozenset[str]:
        """The reserved steps that decide over others."""
        return self._table.powers

    @cached_property
    def _wordset(self) -> WordSet:
        return WordSet(self._table.words)

    def _of(self, text: str) -> frozenset[str]:
        """The steps a folded text speaks of."""
        steps = self._table.words
        return frozenset(steps[word] for _, word in self._wordset.find(text)) - {_NONE}

    def without(self, text: str) -> str:
        """A folded text without its words for steps."""
        return self._wordset.without(text)

    def own(self, text: str, *, listed: bool = False) -> frozenset[str]:
        """The steps a folded text gives to the one it speaks to: not 查处 where it says 协助查处.

        ``listed`` for the words of a list, which pass on what they do not decide: 报县水利局审批.
        """
        found: set[str] = set()
        for part in _PART.split(text):
            helped = _HELPING.search(part) or (not listed and _OTHERS_DO.search(part))
            helps = helped or (listed and _PASSING_ON.search(part))
            said = self.of(part) if listed else self._asked(part)
            found |= said - self.reserved if helps else said
            if listed and not helped and (sent := _SENT.search(part)):
                found |= self.of(part[: sent.start()]) - self.powers
        return frozenset(found)

    def _asked(self, part: str) -> frozenset[str]:
        """The steps of a part, but those it only tells of."""
        steps = self._table.words
        found = (
            steps[word]
            for at, word in self._wordset.find(part)
            if steps[word] not in self.reserved
            or not (_TOLD_OF.search(part[:at]) or _SENT_ON.search(part[:at]))
        )
        return frozenset(found) - {_NONE}

    def _given(self, form: Form) -> Given:
        """The steps of a row and whose they are."""
        return Given(
            self.of(form.name),
            frozenset().union(*(self.own(clause.text, listed=True) for clause in form.own)),
            frozenset().union(*(self.of(clause.text) for clause in form.superior)),
            self.of(form.method),
        )


def allowed(kind: str, given: Given, powers: frozenset[str]) -> frozenset[str]:
    """The steps that a row gives to whoever it is about.

    A power in the name of a cooperation row is the department's where only its clauses have it.
    """
    if kind == "cooperation":
        kept = (given.department & powers) - given.township
        return (given.name - kept) | given.township
    return given.name | given.holder
