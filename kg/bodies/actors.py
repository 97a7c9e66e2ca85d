"""Actors: in which part each body named in a clause stands.

A body acts where it is the subject: at the start of the clause or of a part of it, after a
condition (``接到报告后，县公安局…``), after 由, or before 负责 and 牵头. A body after 会同, 联合, 与…共同
acts with it; after 报, 移送, 协助 … it is the other party. Whatever else is named does not act.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.bodies.mentions import Group
from kg.values import Department, Mention
from kg.vocabulary.roles import Role

ACTS, WITH, REPORTS = "acts", "actsWith", "reportsTo"

_STOPS = "，,；;。：:、！!？?（(“\n "
_PART_STOPS = re.compile(r"[，,；;。：:！!？?\s（(]")
_OPENING = re.compile(
    r"(?:.*(?:后|时|前|内|期间|以来|之日起|情况下|基础上|的))?"
    r"(?:并|再|则|经|且|而|但|同时|其中|另外|此外|必要时|原则上|最后|最终|随后|然后|统一|分别|可|应|须|也|"
    r"及时|按程序|依法|定期|每年|每月|每季度|按照\w{0,6}要求|\d+[.．、])*由?"
)
_BY = re.compile(r".*(?<!自)(?<!缘)(?<!理)(?<!事)由")
_ASKED = re.compile(
    r"(?:督促|指导|组织|协调|统筹|要求|督导|监督|推动|支持|安排|通知|提醒|配合|协助|会同|联合|报|请|与|和|"
    r"向|对|商|同|及|为|将|把|被|以|是|送|交|至|到|给)$"
)
_NO_SUBJECT = re.compile(
    r"的|[）)”]|$|[；;。]|(?:内|所|各)?(?:下属|直属|派出|内设)|意见|要求|代表(?!大会)|委员(?!会)|常委(?!会)|"
    r"工作方案|(?:审核|审批|审定|批准|核实|核定|认定|确认|初审|复审|复核|出具|下发|印发|制定|推送|反馈|提供|移交|移送|"
    r"确定|公布|发布|组织|提出|转办|交办|安排)(?:通过|同意|批准|合格|完成|无误|认定)?后?的"
)
_DEMANDS = re.compile(r"要求(?!的|后|时|[，,。；;、）)]|$).{4}")
_TOGETHER = re.compile(r"[^，,；;。：:]{0,12}?(?:共同|联合|一起|一道|同步|协同|协商|商)")
_AND = frozenset({"与", "同"})
_GOVERNED_LIST = re.compile(
    r"会同|联合|协同|协助|配合|征求|听取|组织|协调|统筹|督促|指导|监督|安排|通知|提请|向|与|对|给|至|到|报|送|交"
)
_NO_OFFICE = ("指挥部", "领导小组", "联席会议", "专班", "工作组")
_LINKING = "至到给于请"
_NOT_BEFORE = {
    "报": "举通申预填简海警晚晨电谎",
    "交": "上提递移转送外成公社",
    "转": "流运扭翻",
}
_FRAME = re.compile(r"[向给]$")


@dataclass(frozen=True, slots=True)
class Part:
    """Bodies of a clause and the part they stand in.

    ``role`` is the role id, ``acts`` for subjects, '' where the text only mentions them.
    ``start``, ``end`` delimit the words that show it.
    """

    role: str
    mentions: tuple[Mention, ...]
    start: int
    end: int
    open_words: str = ""

    @property
    def departments(self) -> tuple[Department, ...]:
        """The bodies, each once, in textual order."""
        return tuple(dict.fromkeys(mention.department for mention in self.mentions))


class PartReader:
    """Tells the part each body of a clause stands in, by the words of the role table."""

    def __init__(self, roles: Iterable[Role]) -> None:
        """Index the words of the roles."""
        before: dict[str, list[tuple[str, str]]] = {}
        after: dict[str, list[str]] = {"agent": [], "target": [], "partner": []}
        self._after_role: dict[tuple[str, str], str] = {}
        for role in roles:
            for word in role.before:
                before.setdefault(word[-1], []).append((word, role.id))
            for word in role.after:
                after[role.party].append(word)
                self._after_role[role.party, word] = role.id
        self._before = {
            last: tuple(sorted(words, key=lambda item: (-len(item[0]), item[1])))
            for last, words in before.items()
        }
        self._target_word = _any_of(after["target"])
        self._agent_word = _any_of(after["agent"])

    # -- single words ---------------------------------------------------------------------

    def role_before(self, text: str, position: int) -> tuple[str, int]:
        """The role whose word ends right before ``position``, and where it begins; ('', position)."""
        ends = [position]
        if position and text[position - 1] in _LINKING:
            ends.insert(0, position - 1)
        for end in ends:
            for word, role in self._before.get(text[end - 1 : end], ()):
                if text.endswith(word, 0, end):
                    start = end - len(word)
                    if start and text[start - 1] in _NOT_BEFORE.get(word, ""):
                        continue
                    return role, start
        return "", position

    def target_after(self, text: str, position: int, reach: int = 14) -> tuple[str, int]:
        """The flow word after ``向某局`` within its part of the sentence: role and where it ends."""
        stop = _PART_STOPS.search(text, position)
        limit = min(stop.start() if stop else len(text), position + reach)
        match = self._target_word.search(text, position, limit)
        return (self._after_role["target", match[0]], match.end()) if match else ("", position)

    def sent_by(self, text: str, position: int) -> tuple[str, int]:
        """The flow word right after the sender (``某局推送``, ``某镇上报``): role and where it ends."""
        match = self._target_word.match(text, position)
        return (self._after_role["target", match[0]], match.end()) if match else ("", position)

    def agent_after(self, text: str, position: int) -> tuple[str, int]:
        """The work or control word right after a body: ``报某局审批``, ``某局牵头``."""
        match = self._agent_word.match(text, position)
        return (self._after_role["agent", match[0]], match.end()) if match else ("", position)

    # -- clauses --------------------------------------------------------------------------

    def read(self, text: str, groups: Iterable[Group]) -> tuple[Part, ...]:
        """The part each group stands in, in textual order."""
        parts: list[Part] = []
        for group in groups:
            parts.extend(self._place(text, group, parts))
        return tuple(parts)

    def _place(self, text: str, group: Group, before: list[Part]) -> list[Part]:
        start, end = group.start, group.end
        lead_start = start
        while lead_start and text[lead_start - 1] not in "，,；;。：:！!？?\n ":
            lead_start -= 1
        lead = text[lead_start:start]
        role, word = self.role_before(text, start)
        if role and self._is_sender(text, end):
            role = ""
        if role:
            return [Part(role, group.mentions, word, end, group.open_words)]
        if lead and _FRAME.search(lead):
            role, word_end = self.target_after(text, end)
            return [
                Part(role, group.mentions, start - 1, word_end if role else end, group.open_words)
            ]
        if lead and lead[-1] in _AND:
            role = WITH if _TOGETHER.match(text, end) else ""
            return [Part(role, group.mentions, start - 1, end, group.open_words)]
        if lead and lead[-1] in "、和及":
            for mention in (m for part in before for m in part.mentions):
                lead = lead.replace(mention.written, "")  # 组织部 does not organise
            subject = _GOVERNED_LIST.search(lead) is None
        else:
            subject = _OPENING.fullmatch(lead) is not None or _BY.fullmatch(lead) is not None
        if subject:
            demands = not lead and _DEMANDS.match(text, end) is not None
            subject = demands or _NO_SUBJECT.match(text, end) is None
        elif text.startswith(("负责", "牵头", "具体负责"), end):
            subject = not _ASKED.search(lead) and (not lead or lead[-1] not in "、和及")
        if not subject:
            return [Part("", group.mentions, start, end, group.open_words)]
        return self._subject(text, group)

    def _is_sender(self, text: str, end: int) -> bool:
        """``发放某局提供的物资``: the body is not the one it goes to."""
        role, stop = self.sent_by(text, end)
        return role != "" and text.startswith("的", stop)

    @staticmethod
    def _subject(text: str, group: Group) -> list[Part]:
        """Split ``甲、乙与丙共同`` into those who act and those who act with them."""
        mentions = group.mentions
        cut = next((i for i, link in enumerate(group.links) if link in _AND), None)
        if cut is not None and _TOGETHER.match(text, group.end):
            own, joined = mentions[: cut + 1], mentions[cut + 1 :]
            return [
                Part(ACTS, _offices(own), own[0].start, own[-1].end),
                Part(WITH, joined, own[-1].end, group.end, group.open_words),
            ]
        acting = _offices(mentions)
        if not acting:
            return [Part("", mentions, group.start, group.end, group.open_words)]
        return [Part(ACTS, acting, group.start, group.end, group.open_words)]


def _offices(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Without commands and leading groups, which are set up for an event and are no departments."""
    return tuple(mention for mention in mentions if not mention.written.endswith(_NO_OFFICE))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, ordered)) or r"(?!)")
