"""Chats: who says what in a pasted conversation, whatever program it was copied from.

A message begins where a line begins with who speaks (县民政局 老马：…), or has who speaks and when
(老马 10:32, 2026-03-02 10:32:11 老马) and nothing else. Quoted messages, pictures, the title of the
group and what the program says itself are no messages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from kg.checking.reading.letters import BODY
from kg.frozen import frozen
from kg.patterns import regex

_DAY = (
    r"(?:(?:20\d\d[年/.-])?\d{1,2}[月/.-]\d{1,2}日?|今天|昨天|前天|(?:星期|周)[一二三四五六日天])"
)
_TIME = (
    rf"(?:{_DAY}\s*){{0,2}}(?:上午|下午|早上|晚上|中午|凌晨|AM|PM)?\s*\d{{1,2}}:\d\d(?::\d\d)?"
    r"(?:\s*(?:AM|PM))?"
)
"""When a message was sent: 10:32, 3月2日 下午3:06, 2026-03-02 10:32:11."""
_SIGN = r"[^\s:,。;!?、\[\]【】()「」|]"
_NAME = rf"{_SIGN}{{1,20}}(?:[ ·_-]{{1,2}}{_SIGN}{{1,12}})?"
_NUMBER = r"(?:\s*[(<][^)>\n]{1,30}[)>])?"
_WHEN = regex(rf"(?:^|(?<=[\s(\[])){_TIME}")
_SPOKEN = regex(rf"^(?P<name>{_NAME}){_NUMBER}\s*:\s*(?P<said>.*)$")
_ALONE = regex(rf"^(?P<name>{_NAME}){_NUMBER}$")
_CLOCK = regex(rf"^[\[(]?{_TIME}[\])]?$")
"""A name on a line of its own, and the time below it."""
_STAMPED = regex(rf"^[\[(]?{_TIME}[\])]?\s+(?P<said>.{{4,}})$")
"""17:50 家属院停水…: what a log notes of somebody it does not name."""
_ONLY_TIME = regex(rf"^[\s—–-]*[\[(]?{_TIME}[\])]?[\s—–-]*$|^[\s—–-]*{_DAY}[\s—–-]*$")
_TITLE = regex(
    r"^(?:微信|钉钉|QQ)?群(?:聊|名称?)?:.{1,40}$|^[【\[(「《“\"]?[^。,，;；:]{0,40}(?:群|聊天记录|群聊)(?:\(\d+\))?[】\])」》”\"]?(?:的?聊天记录)?:?$"
)
"""【某某工作群】, 群聊的聊天记录"""
_SYSTEM = regex(
    r"(?:撤回了一条消息|加入了?群聊|邀请.{1,40}(?:加入|进群)|拍了拍|以下(?:为|是)新消息|修改群名)"
)
_QUOTED = regex(
    r"^「[^」\n]{1,300}」$|^(?:>|引用[^:\n]{0,20}:|回复[^:\n]{1,20}的?消息).*$|^[\s—–-]{3,}$"
)
"""What a reply repeats: 「老马: 周五前」, > 周五前"""
_THING = regex(
    r"\[文件\]\s*\S+|\[[^\]\d\n]{1,12}\](?:\s*\d{1,3}['\"″]{1,2})?|@[^\s,，。:;@]{1,20}(?:\s|$)"
)
"""[图片], [抱拳], [语音] 12'', @老马"""
_PERSON = regex(
    r"(?:^|[\s\u4e00-\u9fff])(?:[老小阿][\u4e00-\u9fff]|[\u4e00-\u9fff](?:书记|主任|局长|科长|股长|站长|所长|队长|院长|校长"
    r"|镇长|乡长|县长|部长|主席|干事|参谋|经理|老师|医生|法官|警官|助理|专干|秘书|会计|委员|同志|师傅))$"
    r"|(?:^|[\s局委办会院队站股科部所])[\u4e00-\u9fff]{1,2}(?:哥|姐|叔|姨|工|总|科|股|队|局|所|站|办|主)$"
)
"""Who is a person by the name: 老马, 王主任, 县水利局李科"""
_OFFICE = regex(
    rf"(?:{BODY}|残联|妇联|侨联|文联|工商联|科协|团委|红会|派出所)(?:$|[\s·_-]|[\u4e00-\u9fff]{{1,8}}$)|^(?:县|市|州|区)"
)
_NO_NAME = regex(
    r"[一二三四五六七八九十两几\d]+[个件项条点]|事项?$|[承主协督转交限待]办$|诉求$|内容$|如下|注意|提醒|请[各你贵]|群$"
)
"""What stands before a colon and is nobody's name: 东城镇三个事"""
_HEADS = regex("[\u4e00-\u9fff][局站所队院校部科股会]长$")
_TOWNSHIP = regex(
    r"^(?!县|市|州|区)(?:(?![局委院队])[\u4e00-\u9fff]){0,8}?(?:乡(?!村)|镇|街道|(?<=[\u4e00-\u9fff])(?:村|社区))"
)
_CHAIR = regex(
    "^(?:(?:副|纪委|组织|宣传|政法|武装|人大|党委)?(?:书记|镇长|乡长|主任|主席|委员|部长)|主持人)$"
)
"""Who speaks in a township's own minutes without a name or a place."""
_MINUTES = regex(r"^[^\n]{2,40}(?:记录|纪要|碰头会|例会|办公会|会议)(?:\([^)]{1,20}\))?\s*\n")
"""六户地镇党政班子碰头会记录(8月11日)"""
_OWN_BODY = regex(r"^(?:党政|社会事务|经济发展|农业农村|村镇|乡村振兴|综治|便民服务|党群服务)")
_LEAST, _SHARE = 2, 0.4
"""So many lines, and so much of all lines, begin with who speaks, where none says when."""


@frozen
class Message:
    """What somebody says at once."""

    who: str
    said: str


def _can_speak(name: str, speaks: Callable[[str], bool]) -> bool:
    """Whether a name before a colon or a time is one who speaks."""
    return not _NO_NAME.search(name) and (speaks(name) or _is_person(name) or _of_office(name))


def messages(text: str, speaks: Callable[[str], bool]) -> list[Message]:
    """The messages of a folded text; none if it is no chat. ``speaks``: whether a name can be a speaker's."""
    if ":" not in text:
        return []
    lines = [line.strip() for line in text.splitlines()]
    heads = [_head(line, speaks) for line in lines]
    for at, (line, following) in enumerate(pairwise(lines)):
        if heads[at] is None and _CLOCK.match(following) and (alone := _ALONE.match(line)):
            heads[at] = (alone["name"], "", True) if _can_speak(alone["name"], speaks) else None
    if not _is_chat(heads, sum(map(bool, lines)), minutes=bool(_MINUTES.match(text))):
        return []
    found: list[tuple[str, list[str]]] = [("", [])]
    for line, head in zip(lines, heads, strict=True):
        if head:
            found.append((head[0], [head[1]]))
        elif stamped := _STAMPED.match(line):
            found.append(("", [stamped["said"]]))
        elif not (
            _ONLY_TIME.match(line)
            or _SYSTEM.search(line)
            or _QUOTED.match(line)
            or (not found[-1][0] and _TITLE.match(line))
        ):
            found[-1][1].append(line)
    told = [
        (who, [_THING.sub(" ", one).strip() for one in said if not _QUOTED.match(one)])
        for who, said in found
    ]
    return [
        Message(who, "\n".join(filter(None, said)))
        for who, said in told
        if any(said) and not any(map(_SYSTEM.search, said[:1]))
    ]


def unquoted(text: str) -> str:
    """A folded text without the lines of another that it answers: > 我乡斗渠淤积."""
    if ">" not in text:
        return text
    kept = [line for line in text.splitlines() if not line.lstrip().startswith(">")]
    return "\n".join(kept) if any(map(str.strip, kept)) else text


def asking(
    told: Sequence[Message],
    asks: Callable[[str], bool],
    wants: Callable[[str], bool],
    places: Sequence[str] = (),
) -> list[Message]:
    """The messages of those who want something of the township; what it answers is left out.

    Those of an office ask, by a shorter name too (县局专班-老牛, then 老牛), and whoever speaks first; of others what ``asks`` stays and, where no office
    speaks, what speaks to the township (``wants``). ``places`` are names that those of the township go by.
    """
    speakers = list(dict.fromkeys(one.who for one in told if one.who))
    mine = {who for who in speakers if of_township(who, places)}
    offices = {who for who in speakers if _of_office(who)} - mine
    first = next((who for who in speakers if who not in mine), "".join(speakers[:1]))
    askers = {"", first, *offices}
    askers |= {who for who in speakers if who not in mine and any(a.endswith(who) for a in askers)}

    def asked(message: Message) -> bool:
        said = asks(message.said) or (not offices and wants(message.said))
        return message.who in askers or (message.who not in mine and said)

    return [one for one in told if asked(one)]


def of_township(who: str, places: Sequence[str] = ()) -> bool:
    """Whether a speaker is named as one of a township's: 乡综治办艾主任, 四道沟村 老李."""
    named = any(who.startswith(place) for place in places if place)
    return named or bool(_TOWNSHIP.match(who) or _OWN_BODY.match(who) or _CHAIR.match(who))


def _is_person(who: str) -> bool:
    """Whether a speaker is named as a person, or by the chair that it has."""
    return bool(_PERSON.search(who) or _CHAIR.match(who))


def _of_office(who: str) -> bool:
    """Whether a speaker is named with an office: 县水利局王局长, but not 李站长."""
    return bool(_OFFICE.search(_HEADS.sub("", who)))


def _head(line: str, speaks: Callable[[str], bool]) -> tuple[str, str, bool] | None:
    """Who speaks, what the line says after it, and whether it says when; None: no message begins."""
    if _ONLY_TIME.match(line):
        return None
    when = _WHEN.search(line)
    timed = _timed(line[: when.start()], line[when.end() :]) if when else None
    if timed:
        return (*timed, True) if _can_speak(timed[0], speaks) else None
    spoken = _SPOKEN.match(line)
    if not spoken or spoken["name"][0].isdigit() or not _can_speak(spoken["name"], speaks):
        return None
    if not spoken["said"] and not _PERSON.search(spoken["name"]):
        return None  # 各镇人民政府: is who is written to
    return spoken["name"], spoken["said"], False


def _timed(before: str, after: str) -> tuple[str, str] | None:
    """Who speaks and what the line says, by what stands before and after a time of the day.

    老马 10:32 / [10:32] 老马: … / 老马(3月2日 15:06): …
    """
    before, after = before.strip(" [("), after.strip().lstrip("])").strip()
    if before:
        alone = _ALONE.match(before)
        said = after.removeprefix(":").strip()
        return (alone["name"], said) if alone and (after[:1] == ":" or not said) else None
    spoken = _SPOKEN.match(after) or _ALONE.match(after)
    if not spoken:
        return None
    return spoken["name"], spoken.groupdict().get("said") or ""


def _is_chat(
    heads: Sequence[tuple[str, str, bool] | None], lines: int, *, minutes: bool = False
) -> bool:
    """Whether lines that begin so are a chat: several, and people or offices speak, or somebody again.

    In ``minutes`` a speaker may go on for many lines.
    """
    found = [head for head in heads if head]
    if len(found) < _LEAST:
        return False
    if sum(head[2] for head in found) >= _LEAST:
        return True
    often = Counter(head[0] for head in found)
    people = [name for name in often if _is_person(name)]
    again = [name for name in often if often[name] > 1 and (name in people or _of_office(name))]
    speak = len(people) > 1 or bool(again) or (bool(people) and any(map(_of_office, often)))
    return speak and (minutes or len(found) >= _SHARE * lines)
