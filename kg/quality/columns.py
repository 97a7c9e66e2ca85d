"""The column of departments held against the clauses: who stands there and is in no clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from kg.bodies.names import NameReader
from kg.findings import shorten
from kg.folding import longest_run
from kg.values import Certainty, Clause, Department, Duty, Responsibility, Side, Township

Slip = tuple[str, str, str]
"""Kind, message and the words of the source."""
_SEVERAL = 2
_ADDRESSED = frozenset(("calledOn", "consults", "handsOver", "appliesTo"))
"""Roles of a body of the same county that takes part in the work: 协调县公安局实施交通管制."""


def silent_departments(
    duty: Duty,
    acting: bool,
    named: set[Department],
    names: NameReader,
    wider: Mapping[str, str],
    column: str,
) -> Iterator[Slip]:
    """Departments of the column whose name no clause writes, though others' names are written.

    ``named`` are those that the clauses give a part to in any words: 水利、气象等部门. An office
    (县政协办) counts as written where the body that it serves is (县政协): ``wider`` says which.
    """
    text = "\n".join(f"{clause.heading or ''}\n{clause.text}" for clause in duty.superior)
    written = {mention.department for mention in names.find(text)}
    served = {(department.code, department.function) for department in written}
    written |= {d for d in duty.departments if (d.code, wider.get(d.function, "")) in served}
    others = any(department in written for department in duty.departments)
    for department in duty.departments:
        if department in written or not (others or (acting and department not in named)):
            continue
        if department in named:
            message = f"“对应上级部门”列了{department.name}，条款里没有写它的名称，只用别的话提到"
        else:
            message = f"“对应上级部门”列了{department.name}，条款里没有提到它"
        yield "department-without-clause", message, longest_run(column)


def acting_and_named(duty: Duty) -> tuple[set[Department], set[Department]]:
    """Who acts by the departments' clauses, and who has any part in them; nothing that was inferred."""
    acting: set[Department] = set()
    named: set[Department] = set()
    for responsibility in _stated(duty, Side.SUPERIOR):
        parties = (responsibility.party, *responsibility.agents)
        named.update(party for party in parties if isinstance(party, Department))
        if responsibility.role == "acts" and isinstance(responsibility.party, Department):
            acting.add(responsibility.party)
    return acting, named


def outside_column(duty: Duty, wider: Mapping[str, str]) -> Iterator[Slip]:
    """Who acts by the clauses, alone or with another, and does not stand in the column.

    A body and the office that serves it, a bureau and its brigade stand for each other: ``wider``.
    """
    if duty.open_ended or not duty.departments:
        return
    listed = (*duty.departments, *duty.supporting)
    column = {one for department in listed for one in _kin(department, wider)}
    acting: dict[Department, tuple[str, str]] = {}
    partners: dict[Department, str] = {}
    addressed: dict[Department, str] = {}
    for side, where in ((Side.SUPERIOR, "条款里"), (Side.TOWNSHIP, "乡镇职责里")):
        for responsibility in _stated(duty, side):
            party = responsibility.party
            if not isinstance(party, Department) or party in listed:
                continue
            if _kin(party, wider) & column:
                continue
            if responsibility.role == "acts":
                acting.setdefault(party, (where, responsibility.words))
            elif responsibility.role == "actsWith" and side is Side.SUPERIOR:
                partners.setdefault(party, responsibility.words)
            elif (
                responsibility.role in _ADDRESSED
                and side is Side.SUPERIOR
                and party.code == duty.departments[0].code
            ):
                addressed.setdefault(party, responsibility.words)
    for department, (where, words) in sorted(acting.items()):
        message = f"{where}由{department.name}去做，“对应上级部门”一栏没有它；两处都照录"
        yield "actor-not-in-column", message, words
    alone = [department for department in partners if department not in acting]
    if alone:
        names = "、".join(department.name for department in alone)
        message = f"条款里要会同{names}，“对应上级部门”一栏没有；两处都照录"
        yield "partner-not-in-column", message, max((partners[d] for d in alone), key=len)
    others = [body for body in addressed if body not in acting and body not in partners]
    if others:
        names = "、".join(body.name for body in others)
        message = f"条款里要协调、征求、移送的{names}，“对应上级部门”一栏没有；两处都照录"
        yield "partner-not-in-column", message, max((addressed[d] for d in others), key=len)


def receivers_outside(
    duty: Duty, names: NameReader, wider: Mapping[str, str], targets: frozenset[str]
) -> Iterator[Slip]:
    """Bodies that the township reports to and that neither the column nor the departments' clauses name.

    Of 680 rows of ten lists one has such a body; ``targets`` are the roles of one it is done to.
    """
    if duty.open_ended or not duty.departments:
        return
    told = {mention.department for clause in duty.superior for mention in names.find(clause.quote)}
    known = {
        one for body in (*duty.departments, *duty.supporting, *told) for one in _kin(body, wider)
    }
    said: set[Department] = set()
    for responsibility in _stated(duty, Side.TOWNSHIP):
        party = responsibility.party
        if (
            isinstance(party, Department)
            and party.known
            and responsibility.role in targets
            and party not in said
            and not _kin(party, wider) & known
        ):
            said.add(party)
            message = f"乡镇职责里报给{party.name}，“对应上级部门”一栏和部门职责里都没有它，请核对；两处都照录"
            yield "department-doubtful", message, responsibility.words


GENERAL_ACTOR = re.compile(
    r"^(?:由|各)?(?:[省州市县区旗](?:级|直)?)?(?:(?:行业|有关|相关|职能|业务|主管)){1,3}部门(?![的报和、及]|等|提)"
)
"""A clause whose doer is no body that the column could list: 各行业主管部门依据各自职责……."""
AGENCY = re.compile(
    r"(?:^|[；。])([\u4e00-\u9fff]{2,14}(?:执法|管理|监管|监督|工作|主管|检疫)机构)(?:具体)?(?:负责|承担|依法|组织)"
)
"""A doer that is a kind of agency, no body by name: 农业综合行政执法机构具体负责."""
UNNAMED_DOER = re.compile(
    r"^(?:由|各|其他)?([\u4e00-\u9fff]{0,8}(?:征收|审批|登记|发证|许可|成员|责任|职能)(?:部门|单位))"
    r"(?=负责|督促|做好|结合|按|根据|会同|配合|定期|依法|组织|开展|监督)"
)
"""A doer that is a part in the matter, no body by name: 由项目审批单位督促整改, 房屋征收部门做好协议签订."""
REPORT = re.compile(
    r"(?<!、)(?:(?:上报|报送)(?![至给到向的后和、前时名]|制度|工作)|(?:(?<=[，；])|及时|并|立即|发现和)报告(?![至给到向的]))"
    r"[^，。；;]*(?<![局委办院会])(?=[，。；;]|$)"
)
"""A report, with or without what is reported: 发现问题及时上报；, 上报积水情况。"""
UNNAMED_RECEIVER = re.compile(
    r"(?:上报|报告|报请|报送|报(?![告请送])|移交|移送|提交|推送|转交)(?:至|给|到|由)?"
    r"((?!与|和|本)[\u4e00-\u9fff]{2,10}(?:部门|机关))(?=[，。；;、进审备处批]|$)"
    r"|向((?!与|和|本)[\u4e00-\u9fff]{2,10}(?:部门|机关))(?:进行)?(?:申报|备案|报告|上报|移交|提出申请)"
)
"""A receiver that is a kind of body, none by name: 及时上报相关部门, 移交房屋征收部门, 向消防救援部门申报."""
_GROUNDS = re.compile(r"^(?:根据|按照)[^，；]*，")
"""On whose word a clause acts; who is told is another matter."""
_VILLAGES = re.compile(r"^(?:通知|指导|组织|督促)?(?:各|所属)?村")


def general_actors(duty: Duty) -> Iterator[Slip]:
    """Clauses that give the departments' work to bodies which they do not name."""
    if duty.open_ended:
        return
    for clause in duty.superior:
        match = GENERAL_ACTOR.match(clause.text) if not clause.heading else None
        doer = UNNAMED_DOER.match(clause.text)
        if doer and not match:
            message = f"由“{doer[1]}”去做，没有写是哪个部门；照原样归在这一边"
            yield "outsider-acts", message, clause.quote
        agency = AGENCY.search(clause.text)
        if match or agency:
            who = match[0] if match else agency[1] if agency else ""
            message = f"条款里由“{who}”去做，没有写是哪些部门，“对应上级部门”一栏也没有；照录"
            yield "actor-not-in-column", message, clause.quote


def township_acts(duty: Duty) -> Iterator[Slip]:
    """Clauses of the departments' side that give the township the same work as a department."""
    for responsibility in _stated(duty, Side.SUPERIOR):
        if isinstance(responsibility.party, Township) and responsibility.role == "acts":
            name = responsibility.party.place.name
            message = f"写在上级部门职责里，做事的也有{name}；照原样归在这一边"
            yield "outsider-acts", message, responsibility.words


def reports_to_nobody(duty: Duty, names: NameReader) -> Iterator[Slip]:
    """Reports of the township that name no receiver, or only a kind of body.

    Who is meant by no word at all is plain where the duty has one department only.
    """
    several = len(duty.departments) + len(duty.supporting) >= _SEVERAL
    for clause in duty.township:
        whom = UNNAMED_RECEIVER.search(clause.text)
        if whom and not names.find(whom[0]):
            message = f"报给的是“{whom[1] or whom[2]}”，没有写是哪个部门；不作推断"
            yield "report-to-nobody", message, clause.quote
            continue
        match = REPORT.search(clause.text) if several else None
        said = _GROUNDS.sub("", clause.text, count=1)
        if match and not _VILLAGES.match(clause.text) and not names.find(said):
            message = f"有几个部门，这一条写“{shorten(match[0])}”而没有写报给谁；不作推断"
            yield "report-to-nobody", message, clause.quote


def _kin(department: Department, wider: Mapping[str, str]) -> set[tuple[str, str]]:
    """A body and the one it is part of, as place and kind."""
    kinds = {department.function, wider.get(department.function, "")} - {""}
    return {(department.code, kind) for kind in kinds}


def passive_departments(
    duty: Duty, names: NameReader, targets: frozenset[str], column: str
) -> Iterator[Slip]:
    """Departments of the column that clauses name only as those something is sent to or asked of.

    ``targets`` are the roles that point to the one it is done to.
    """
    active: set[Department] = set()
    for side in (Side.SUPERIOR, Side.TOWNSHIP):
        for responsibility in _stated(duty, side):
            own = () if responsibility.role in targets else (responsibility.party,)
            parties = (*own, *responsibility.agents)
            active.update(party for party in parties if isinstance(party, Department))
    if not active & set(duty.departments):
        return
    text = "\n".join(f"{clause.heading or ''}\n{clause.text}" for clause in duty.superior)
    found = names.find(text)
    written = {mention.department for mention in found}
    active |= {m.department for m in found if _begins(text, m.start) and UNIT.match(text, m.end)}
    for department in duty.departments:
        if department in written and department not in active:
            message = f"“对应上级部门”列了{department.name}，条款里只作为报送、商请的对象写到，没有写它做什么"
            yield "department-without-clause", message, longest_run(column)


UNIT = re.compile(r"[\u4e00-\u9fff]{0,4}(?:派出所|[大中支]队|监察队|管理站|服务站|水利站|司法所)")
"""What a body's own office is called, whose work is the body's: (市公安局甲区分局)派出所督促……."""


def _begins(text: str, at: int) -> bool:
    """Whether a clause begins here."""
    return at == 0 or text[at - 1] == "\n"


def _stated(duty: Duty, side: Side) -> Iterator[Responsibility]:
    return (
        responsibility
        for responsibility in duty.responsibilities
        if responsibility.side is side and responsibility.certainty is not Certainty.INFERRED
    )


def silent_leads(duty: Duty, named: set[Department], column: str) -> Iterator[Slip]:
    """Who is marked as leading in the column and stands in no clause."""
    for responsibility in duty.responsibilities:
        party = responsibility.party
        if (
            responsibility.role == "convenes"
            and responsibility.side is None
            and isinstance(party, Department)
            and party not in named
        ):
            message = f"栏里写明{party.name}牵头，条款里没有写它做什么"
            yield "lead-without-clause", message, longest_run(column)


def unnumbered(clauses: Sequence[Clause]) -> Iterator[Slip]:
    """Clauses without a number among numbered ones, under their heading or under the cell's others.

    The only clause under a heading needs none.
    """
    groups: dict[str | None, list[Clause]] = {}
    for clause in clauses:
        groups.setdefault(clause.heading, []).append(clause)
    # What stands before the first heading is numbered for the whole cell.
    whole = any(clause.printed for clause in groups.get(None, ()))
    for group in groups.values():
        bare = [clause for clause in group if not clause.printed]
        if bare and (whole or len(bare) < len(group)):
            message = f"有编号的条款中间有 {len(bare)} 条没有编号；照样各算一条"
            yield "clause-unnumbered", message, bare[0].quote
        elif len(bare) > 1 and any(clause.printed for clause in clauses):
            message = "别的标题下面的条款有编号，这个标题下面的没有；照样各算一条"
            yield "clause-unnumbered", message, bare[0].quote


RUN_ON = re.compile(r"[；;][ \u3000]+(?=[\u4e00-\u9fff]{2})")
"""Where a numbered clause goes on as if another began: 3.核算发放征收补偿款； 做好资料整理。"""


def run_on(clauses: Sequence[Clause]) -> Iterator[Slip]:
    """Numbered clauses that do not end: with a comma before the next number, or a number is missing inside."""
    for clause, after in pairwise((*clauses, None)):
        if clause is None or not clause.printed:
            continue
        beside = after and after.printed and after.heading == clause.heading
        if beside and clause.text.endswith(("，", ",", "、")):
            message = "条款之间用了逗号，没有用分号"
            yield "clause-number-slip", message, clause.quote
        gap = RUN_ON.search(clause.quote)
        if gap:
            rest = clause.quote[gap.end() :]
            message = f"分号和空格后面的“{shorten(rest)}”没有编号，像是另一条；照样算作一条"
            yield "clause-unnumbered", message, clause.quote
