"""Notices: the tasks a pasted text asks for, and who asks.

A title (关于开展…的通知) names the task; in the body each sentence or numbered item that speaks of
something is looked at. Dates, greetings and demands on form are no tasks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.asking.linking import Linker, SpanKind

LIMIT = 60
"""Pieces of a text that are looked at."""

_TITLE = re.compile(
    r"关于(?:印发|转发|下发)?《?(?P<task>[^《》\n]{2,80}?)》?的(?:补充|紧急)?(?:通知|函|请示|方案|意见|公告|通报|报告|提示|批复|决定|倡议|申请)"
)
_BREAK = re.compile(
    r"[。；;！!？?\n]+|,(?=(?:并|同时)(?:配合|协助|做好|开展|组织)[\u4e00-\u9fff]{4})|(?<=[\u4e00-\u9fff]),(?!由|予以|进行|依法|并|以及|对其|请|责令)(?=[\u4e00-\u9fff]{6})"
)
_NUMBERED = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s*|第[一二三四五六七八九十]+[条项]\s*|[●·\-*]\s*)+"
)
_FORM = re.compile(
    r"^(?:现将|特此|请(?:认真|遵照|结合|按照)?(?:贯彻|执行|落实)|附件|联系人|联系电话|此通知|各(?:乡镇|镇|乡|街道|单位|村)[^\u4e00-\u9fff]*$|为(?:了|进一步|深入|认真|切实|全面)|根据|按照|依据|经(?:研究|县))"
)
_ASKED = re.compile(
    r"^(?:(?:请|要求|望|由|责成|拟|需|须|现|并|同时|今后|即日起)*(?:贵|各|你|本|我|全县|全市|有关|相关|辖区)*(?:乡镇|镇|乡|街道|办事处|人民政府|政府|村|单位|部门|们)*(?:\([^()]*\))?[,:：]?)+"
    r"(?:(?:务必|要|应当?|需要?|须|负责|配合|协助|组织|抓紧|认真|及时|立即|尽快|继续|切实|全面|做好|开展|落实|进行|加强|完成|牵头|于?\d{0,4}年?\d{1,2}月\d{1,2}日(?:前|之前|起)?|对辖区内?的?|对本(?:镇|乡)的?))*"
)
_DATE = re.compile(
    r"(?:于)?(?:\d{2,4}年度?)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:前|之前|底前|以前)?(?=.)"
)
_WHO = re.compile(
    r"[,，]?(?:并|请|由|责成|要求)(?:各|本|所有|相关|有关)*(?:乡镇|镇|乡|街道)(?:人民)?(?:政府)?(?:\([^()]*\))?(?:依法|负责|进行|予以|组织|自行|直接|实施)*"
)
_YEAR = re.compile(r"\d{4}年?(?:度|上半年|下半年|第[一二三四]季度)?|(?:本|今|全)年度?")


@dataclass(frozen=True, slots=True)
class Task:
    """A task as the text words it, and the words that are looked up."""

    text: str
    topic: str


def asker(text: str, linker: Linker) -> str:
    """The body that sends the text: named before 关于, or alone on the last line."""
    head = text[:200].split("关于", 1)[0]
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for part in (head if "关于" in text[:200] else "", *(lines[-3:] if len(lines) > 1 else ())):
        bodies = linker.link(part).of(SpanKind.BODY) if 3 < len(part) <= 60 else []
        if bodies and bodies[0].iris:
            return bodies[0].text
    return ""


def tasks(text: str) -> Iterator[Task]:
    """The pieces of a text that may be tasks, title first, each once."""
    seen: set[str] = set()
    for piece in _pieces(text):
        topic = _WHO.sub("", _YEAR.sub("", _ASKED.sub("", _NUMBERED.sub("", piece)))).strip(
            '“”"《》、,:： '
        )
        topic = re.sub(r"^[^\u4e00-\u9fff\w]+", "", topic)[:120]
        if len(topic) < 2 or topic in seen:
            continue
        seen.add(topic)
        yield Task(piece[:200], topic)
        if len(seen) >= LIMIT:
            return


def _pieces(text: str) -> Iterator[str]:
    titles = [match["task"] for match in _TITLE.finditer(text[:2000])]
    yield from dict.fromkeys(titles)
    body = _TITLE.sub("", text[:20_000]) if titles else text[:20_000]
    for part in _BREAK.split(body):
        part = part.strip()
        if part and not _FORM.match(_NUMBERED.sub("", part)):
            yield part
