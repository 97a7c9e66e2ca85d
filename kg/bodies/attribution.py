"""Attribution: from the cells of a duty to responsibilities.

The column says who leads; clauses say who acts, with whom, under whose guidance, and what goes to
whom. Nobody is invented: a clause that names nobody gets its actor only from a row of one
department, marked as inferred.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from kg.bodies.actors import ACTS, REPORTS, WITH, Part, PartReader
from kg.bodies.holders import of_the_duty
from kg.bodies.mentions import Group, GroupReader
from kg.bodies.names import NameReader
from kg.values import (
    Certainty,
    Clause,
    Department,
    Duty,
    Party,
    Responsibility,
    Row,
    Side,
    Township,
)
from kg.vocabulary.roles import Role

_OPEN_SET = re.compile(
    r"(?:县|市|区|州|地区|省|自治区|上级|本级|属地)?级?(?:其他|其它|各|有关|相关|行业|业务|主管|职能|成员|涉\w)"
    r"{1,3}(?:的|监管)?(?:部门|单位|机构)|(?:上级|县级|市级|州级|自治区级)(?:部门|单位)"
)
_OTHER_SUBJECT = re.compile(
    r"(?:各|其他|基础|相关|有关|项目|征占用草原的)?(?:承保机构|保险机构|保险公司|建设单位|施工单位|用地单位|"
    r"项目单位|项目审批单位|医疗机构|医疗卫生机构|金融机构|通信企业|电信企业|供水企业|企业|银行|学校|物业|"
    r"村民委员会|村委会|村（社区）|人民政府|县人民政府|市人民政府|区人民政府|申请人|当事人|行政机关|行政机关负责人|"
    r"房屋征收部门|单位或个人|第三方|巡察组|考察组|[^，。；、：]{0,8}巡察组|推荐单位)"
    r"(?=[^，。；：]{2})(?!的)"
)
_OPEN_SUBJECT = re.compile(
    r"(?:各|其他|其它|相关|有关)[^，。；、：]{0,12}?(?:部门|成员单位|单位)(?!的)"
)
_ADVERBS = re.compile(
    r"(?:等部门|要|应当?|须|可|依法|分别|共同|统一|具体|定期|及时|积极|负责|按照?职责分工|依职责分工|进行|实施|"
    r"发挥(?=牵头)|发挥[^，。；]{0,16}?(?=牵头))*"
)
_RECEIVED = re.compile(r"(?:进行|予以)?")
_OBJECT = re.compile(
    r"[^，。；：]{0,3}对(?:[^，。；：]{1,40}?(?:进行|开展|实施|予以)|[^，。；：报经]{1,6}?)(?=审|复|初|批)"
)
_UNDER = re.compile(r"的?指导(?:和帮助|和监督|监督)?下")
_CONSENT = re.compile(r"(?:的)?(?:授权|委托)")
_TOGETHER = re.compile(r"[^，。；：]{0,12}?(?:共同|联合|一起|一道|同步|协同)")
_LISTED = "、和及与"


class ResponsibilityReader:
    """Reads the responsibilities of the duties of one document."""

    def __init__(
        self, names: NameReader, township: Township | None, roles: dict[str, Role]
    ) -> None:
        """Prepare for a document: its names, its township (None if unknown), the role table."""
        self._groups = GroupReader(names)
        self._parts = PartReader(roles.values())
        self._township = township
        self._roles = roles
        self._seen: dict[tuple[Department, str, Side, int], None] = {}
        self._places = _township_words(township) if township else None

    def read(self, duty: Duty) -> tuple[Responsibility, ...]:
        """Every responsibility of a duty: first of the whole, then clause by clause."""
        self._seen = {}
        found = list(of_the_duty(duty, self._township))
        if duty.superior or duty.township:
            column = (*duty.departments, *duty.supporting)
            clauses = (*duty.superior, *duty.township)
            words = self._groups.words_in("\n".join([c.text for c in clauses]), column)
            sole = found[0] if len(duty.departments) == 1 else None
            for clause in duty.superior:
                found.extend(self._superior(clause, sole, column, words))
            header = _header(duty.row, "township")
            for clause in duty.township:
                found.extend(self._of_township(clause, header, column, words))
        return tuple(found)

    @property
    def seen(self) -> tuple[tuple[Department, str, Side, int], ...]:
        """The bodies the clauses of the last duty name: (body, words, side, clause), each once."""
        return tuple(self._seen)

    def _note(self, clause: Clause, groups: Iterable[Group], side: Side) -> None:
        for mention in chain(clause.heading_mentions, *(group.mentions for group in groups)):
            self._seen[mention.department, mention.written, side, clause.number] = None

    # -- 上级部门职责 ----------------------------------------------------------------------

    def _superior(
        self,
        clause: Clause,
        sole: Responsibility | None,
        column: tuple[Department, ...],
        words: tuple[tuple[str, Department], ...],
    ) -> Iterator[Responsibility]:
        """``sole`` is the lead of a row that names one department."""
        text = clause.text
        groups = self._groups.read(text, column, words)
        parts = self._parts.read(text, groups)
        side, number = Side.SUPERIOR, clause.number
        self._note(clause, groups, side)
        acting: dict[Department, None] = {}
        agents: tuple[Party, ...] = ()
        for mention in clause.heading_mentions:
            if mention.department not in acting:
                acting[mention.department] = None
                yield Responsibility(
                    ACTS,
                    mention.department,
                    Certainty.HEADING,
                    clause.heading or "",
                    (),
                    side,
                    number,
                )
        agents = tuple(acting)
        subject = any(part.role == ACTS for part in parts)
        if agents and not subject:
            yield from self._predicate(text, 0, 0, agents, Certainty.HEADING, side, number)
        elif not agents and not subject:
            open_set = _OPEN_SUBJECT.match(text)
            if open_set:
                yield Responsibility(
                    ACTS, None, Certainty.STATED, open_set[0], (), side, number, open_set[0]
                )
            elif sole and sole.party and not _OTHER_SUBJECT.match(text):
                agents = (sole.party,)
                found = Certainty.INFERRED
                yield Responsibility(ACTS, sole.party, found, sole.words, (), side, number)
                yield from self._predicate(text, 0, 0, agents, Certainty.INFERRED, side, number)
        for part in _once(parts):
            if part.role == ACTS:
                yield from self._subject(text, part, acting, side, number)
                agents = part.departments
            elif part.role:
                yield from self._object(text, part, agents, side, number)
        if self._places and self._township:
            yield from self._to_township(text, parts, agents, clause)
        yield from self._open_sets(text, parts, agents, side, number)

    def _subject(
        self, text: str, part: Part, acting: dict[Department, None], side: Side, number: int
    ) -> Iterator[Responsibility]:
        for mention in part.mentions:
            if mention.department in acting:
                continue
            acting[mention.department] = None
            yield Responsibility(
                ACTS,
                mention.department,
                Certainty.STATED,
                mention.written,
                (),
                side,
                number,
                part.open_words,
            )
        yield from self._predicate(
            text, part.start, part.end, part.departments, Certainty.STATED, side, number
        )

    def _predicate(
        self,
        text: str,
        start: int,
        end: int,
        parties: tuple[Party, ...],
        certainty: Certainty,
        side: Side,
        number: int,
    ) -> Iterator[Responsibility]:
        """What the subject does besides acting: convenes, coordinates, reviews, approves."""
        adverbs = _ADVERBS.match(text, end)
        position = adverbs.end() if adverbs else end
        role, stop = self._parts.agent_after(text, position)
        if not role and "对" in text[end : end + 4]:
            objects = _OBJECT.match(text, end)
            if objects:
                role, stop = self._parts.agent_after(text, objects.end())
        if role and role != ACTS:
            for party in parties:
                yield Responsibility(role, party, certainty, text[start:stop], (), side, number)

    # -- the other parties of a clause ----------------------------------------------------

    def _object(
        self, text: str, part: Part, agents: tuple[Party, ...], side: Side, number: int
    ) -> Iterator[Responsibility]:
        for mention in part.mentions:
            end = mention.end if mention is not part.mentions[-1] else part.end
            if mention.department in agents:
                continue
            yield Responsibility(
                part.role,
                mention.department,
                Certainty.STATED,
                text[part.start : end],
                agents,
                side,
                number,
                part.open_words,
            )
        if part.role == REPORTS:
            yield from self._on_receipt(text, part, agents, side, number)

    def _on_receipt(
        self, text: str, part: Part, agents: tuple[Party, ...], side: Side, number: int
    ) -> Iterator[Responsibility]:
        """``报某局审批``, ``报某局备案``: what the receiver does with it."""
        skipped = _RECEIVED.match(text, part.end)
        position = skipped.end() if skipped else part.end
        role, stop = self._parts.agent_after(text, position)
        given: tuple[Party, ...] = ()
        if not role:
            role, stop = self._parts.sent_by(text, position)
            if role != "filesWith":
                return
            given = agents
        if role == ACTS:
            return
        for department in part.departments:
            yield Responsibility(
                role, department, Certainty.STATED, text[part.start : stop], given, side, number
            )

    def _open_sets(
        self,
        text: str,
        parts: tuple[Part, ...],
        agents: tuple[Party, ...],
        side: Side,
        number: int,
    ) -> Iterator[Responsibility]:
        """``会同有关部门``, ``报上级主管部门``: an open set keeps its words and gets no node."""
        if "部门" not in text and "单位" not in text:
            return
        for found in _OPEN_SET.finditer(text):
            role, start = self._parts.role_before(text, found.start())
            if not role or any(part.start <= start < part.end for part in parts):
                continue
            yield Responsibility(
                role,
                None,
                Certainty.STATED,
                text[start : found.end()],
                agents,
                side,
                number,
                found[0],
            )

    def _to_township(
        self, text: str, parts: tuple[Part, ...], agents: tuple[Party, ...], clause: Clause
    ) -> Iterator[Responsibility]:
        """The township's part in a clause of the departments."""
        assert self._places is not None
        assert self._township is not None
        town, side, number = self._township, Side.SUPERIOR, clause.number
        done: set[tuple[str, bool]] = set()
        for found in self._places.finditer(text):
            start, end = found.span()
            role, word = self._parts.role_before(text, start)
            stop, inward = end, False
            last = text[start - 1 : start]
            if not role and last in ("向", "给"):
                role, stop = self._parts.target_after(text, end)
                word = start - 1
            if not role and last in ("与", "同") and _TOGETHER.match(text, end):
                role, word = WITH, start - 1
            if not role and last and last in _LISTED:
                before = next((p for p in parts if p.role and p.end == start - 1), None)
                if before:
                    role, word = before.role, before.start
            if not role:
                role, stop = self._parts.sent_by(text, end)
                word, inward = start, True
            if not role or (role, inward) in done:
                continue
            done.add((role, inward))
            shown = text[word:stop]
            if inward:
                for agent in agents:
                    yield Responsibility(
                        role, agent, Certainty.STATED, shown, (town,), side, number
                    )
            else:
                given = () if role == ACTS else agents
                yield Responsibility(role, town, Certainty.STATED, shown, given, side, number)

    # -- 配合职责 --------------------------------------------------------------------------

    def _of_township(
        self,
        clause: Clause,
        header: str,
        column: tuple[Department, ...],
        words: tuple[tuple[str, Department], ...],
    ) -> Iterator[Responsibility]:
        text, side, number = clause.text, Side.TOWNSHIP, clause.number
        agents: tuple[Party, ...] = ()
        if self._township:
            agents = (self._township,)
            yield Responsibility(ACTS, self._township, Certainty.COLUMN, header, (), side, number)
        groups = self._groups.read(text, column, words)
        self._note(clause, groups, Side.TOWNSHIP)
        parts = self._parts.read(text, groups)
        acting: dict[Department, None] = {}
        for part in _once(parts):
            inward = (
                self._from_department(text, part)
                if part.role in ("", ACTS, "participates")
                else None
            )
            if inward and self._township:
                role, shown = inward
                yield Responsibility(
                    role, self._township, Certainty.STATED, shown, part.departments, side, number
                )
                if part.role == ACTS:
                    continue
            if part.role == ACTS:
                yield from self._subject(text, part, acting, side, number)
            elif part.role:
                yield from self._object(text, part, agents, side, number)
        yield from self._open_sets(text, parts, agents, side, number)

    def _from_department(self, text: str, part: Part) -> tuple[str, str] | None:
        """What comes to the township: ``某局推送的线索``, ``在某局指导下``, ``经某局授权``."""
        for pattern, role in ((_UNDER, "guides"), (_CONSENT, "authorises")):
            match = pattern.match(text, part.end)
            if match:
                return role, text[part.start : match.end()]
        role, stop = self._parts.sent_by(text, part.end)
        if (role and text[stop : stop + 1] in ("的", "后", "，", "")) or role == "feedsBackTo":
            return role, text[part.start : stop]
        return None


def _once(parts: tuple[Part, ...]) -> Iterator[Part]:
    """Without parts that repeat an earlier one of the clause (上报某局 twice)."""
    for index, part in enumerate(parts):
        for other in parts[:index]:
            if other.role == part.role != ACTS and other.departments == part.departments:
                break
        else:
            yield part


def _township_words(township: Township) -> re.Pattern[str]:
    """The ways a text names its own township: in full, 本镇, 镇政府, or the bare word."""
    name = township.place.name
    kind = "街道" if name.endswith("街道") else name[-1]
    full = "|".join(sorted(map(re.escape, {township.name, name}), key=len, reverse=True))
    bare = re.escape(kind)
    # Every branch begins with a letter of its own, so that the search can skip to it.
    return re.compile(
        rf"(?:{full}|本{bare}|乡镇(?:（街道）)?|{bare}(?<![城返家下同外集]{bare}))"
        r"(?:人民政府|政府|党委|办事处)?(?![村土镇级域风情音愁亲区街])"
    )


def _header(row: Row, role: str) -> str:
    return next((cell.header for cell in row.cells if cell.role == role), "")
