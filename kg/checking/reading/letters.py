"""Letters: what frames the tasks of a letter, a notice or minutes: titles, closings, signatures, how many follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.patterns import regex

BODY = "(?:局|委员会|委|办公室|办|中心|大队|支队|法院|检察院|指挥部|专班|公司|联合会|红十字会|工会|协会|站|部|银行|分局|联社|联合社|督导组|督查组|所(?![有在需属以谓得辖]))"
"""How the names of bodies end."""
TITLE = regex(
    r"(?:关于|有关)(?:印发|转发|下发|请)?《?(?P<task>[^《》\n。；;]{2,80}?)》?的"
    r"(?:补充|紧急|工作)*(?:通知|函|请示|方案|意见|公告|通报|报告|提示|批复|决定|倡议书?|申请)"
)
SIGNED_BY = regex(r"^[\u4e00-\u9fff]{2,8}[股科部处室站庭组]$")
"""The section that signs after the name of its body: 某某调查队 住户科."""
ASIDE = regex(r"^\((?:附|此件|联系)[^()]*\)$")
CLOSING = regex(
    "^以上(?:各项|各条|事项|工作|任务|几项|内容)?,?(?:请|务必|望)[^,，。]{0,14}(?:办结|办理|落实|完成|报送|反馈|回复|上报|处理)[^,，。]{0,4}$"
)
"""以上请在节前一周办结"""
LETTER = regex(
    r"^(?!.*[请发送寄出开给向关])[\u4e00-\u9fff\s]{0,16}(?<![回复来收])函$|^(?:紧急|催办|交办|督办|工作|补充|会议|协助执行)?通知书?$"
    r"|^(?!.*(?:关于|[,:。]))[\u4e00-\u9fff]{2,20}致[\u4e00-\u9fff]{2,24}的(?:一封)?(?:信|公开信|函)$"
)
"""协助执行函, 县水利局致某某乡的一封函: what kind of letter it is."""
HELD = regex(
    "^(?!.*(?:请|组织|动员|通知|务必|抓紧|各村))[^。]{0,30}(?:主持)?召开[^。]{0,20}会议?,[^。]*(?:参加|出席|列席)[^,，。]{0,4}[。]?$"
)
"""局领导主持召开调度会,各县市负责人参加: that there was a meeting."""
COUNTS = regex(
    "^[\u4e00-\u9fff]{0,8}?(?:办|做|干|说|讲|交代|布置|安排|通知|落实|提了?|要求)[\u4e00-\u9fff]{0,4}?[几两三四五六][个件样桩项条点](?:小?事情?|活|工作|任务|要求)?(?:事|的)?[。:：;]?$"
)
"""要我们办三样: how many things follow."""
OWN_NEED = regex(
    "^(?!.*请)(?:因|现)?我(?:局|委|办|院|队|会|处|所|站|科|中心|单位|公司|司)[^。]*需要?(?:了解|掌握|查明|核实|知道)[^。]*[。]?$"
    "|^(?:因|现)?我(?:局|委|办|院|队|会|处|所|站|科|中心|单位|公司|司)(?:(?!请|[贵你](?:镇|乡|街道)(?!村民|居民|群众))[^。])*需(?:(?!请|[贵你](?:镇|乡|街道)(?!村民|居民|群众))[^。])*[。]?$"
)
"""我处办理一案,需要证明…: the sender tells why."""
TOWN_FIRST = regex(
    "^(?:会议要求,|会议明确,|会议决定,|其中,?)?[\u4e00-\u9fff]{2,10}?(?:乡|镇|街道)(?=[\u4e00-\u9fff]{2})"
)
"""某某县某某乡摸清…: who is told to, and what."""
CITIZEN = regex(
    r"^(?!对|请|把|将|就|针对|围绕|结合|根据|按照|各|你|贵)(?:[\dA-Za-z-]*(?:工单|热线|来件)[^:,。]{0,6}[:,])?[^,，。:对把]{0,16}?(?:来电|来信|反映|投诉|举报|求助|反应)(?!的|问题|事项)"
)
"""市民反映楼下油烟大: what somebody tells, not what is asked of the township."""
SAYS = regex("^(?:会议|会商|领导|局里|局党组)(?:要求|决定|明确|指出|强调|议定|提出)$")
"""会议要求: who says so."""
_LONGEST, _AFTER = 400, 12


def is_title(line: str) -> bool:
    """Whether a line is the title of a notice and little more: 关于做好秋防工作的通知."""
    match = TITLE.search(line[:_LONGEST])
    return match is not None and len(line) - match.end() <= _AFTER


_LETTERHEAD = regex(
    "^(?P<body>[\u4e00-\u9fff]{4,30}?)(?:文件|致[\u4e00-\u9fff].*|(?:[\u4e00-\u9fff]*?)(?:函|通知|纪要|提示单?|通报|意见|方案|公告))$"
)
"""昌吉市林业和草原局文件, 县公安局致某某镇, 县人民法院协助函: who writes, and what."""
_BODY_BEFORE = regex(rf"^[@]?(?P<body>[\u4e00-\u9fff（）()]{{1,24}}?{BODY})\s*[:：]")
"""某县水利局: and what it says."""
_BRACKETED = regex("^[(（](?P<body>[\u4e00-\u9fff]{4,30}?)[\\s,，]*(?:20|二〇)[^()（）]*[)）]$")
"""（某县农业农村局　2025年5月12日)"""
_NUMBERED = regex("^[\u4e00-\u9fff]{1,8}[〔\\[(（]20")
"""The number of a document: 木民函〔2025〕63号."""


def titled(lines: Sequence[str], is_body: Callable[[str], bool]) -> str:
    """The body that a title begins with: 某县水利局关于…的通知; "" where there is none."""
    for line in lines[:6]:
        head, about, _ = line.partition("关于")
        if about and is_body(head.strip()):
            return head.strip()
    return ""


def headed(lines: Sequence[str], is_body: Callable[[str], bool]) -> str:
    """The body whose name heads a letter: alone above its title, or with what it writes.

    ``lines`` are the first ones, ``is_body`` tells names of bodies; "" where none heads it.
    """
    for at, line in enumerate(lines[:3]):
        after = [one for one in lines[at + 1 : at + 3] if not _NUMBERED.match(one)]
        if is_body(line) and after and (is_title(after[0]) or LETTER.match(after[0])):
            return line
        bracketed = _BRACKETED.match(line)
        if bracketed and is_body(bracketed["body"]):
            return bracketed["body"]
        if _LETTERHEAD.match(line):
            heads = (line[:end] for end in range(4, min(len(line), 31)))
            found = next((head for head in heads if is_body(head) and head[-1] in _ENDS), "")
            if found:
                return found
    return ""


_ENDS = "局院委部办社会公司"
"""How the name of a body ends at the shortest that heads a line."""


def sender(text: str, is_body: Callable[[str], bool]) -> str:
    """The body that sends a text: in its title, as its signature, before what it says, or at its head; "" for none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    signed = filter(is_body, reversed(lines[-5:] if len(lines) > 1 else ()))
    match = _BODY_BEFORE.match(lines[0]) if lines and ":" in lines[0] else None
    spoken = match["body"] if match and is_body(match["body"]) else ""
    return titled(lines, is_body) or next(signed, "") or spoken or headed(lines, is_body)
