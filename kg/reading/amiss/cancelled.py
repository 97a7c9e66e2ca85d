"""Cancelled: remarks that take a row back, or the whole list, beside what the list says.

A column of remarks is kept as it is and read as nothing; where a remark says that a row is cancelled, or not yet
reclaimed, the row is said. So is a line of the cover or below a title by which the list, or its township, is no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kg.findings import shorten
from kg.folding import fold_forms, strip_blanks, strip_markup
from kg.reading.blocks import Block
from kg.reading.rows import RowProblem
from kg.reading.titles import TitleReader, title_text
from kg.values import Duty, ListKind

_OF_THE_LIST = r"(?:本|该|此|这份?|上述|以上|以下)[^，。；]{0,8}(?:清单|目录|一览表)[^，。；]{0,24}，?[^，。；]{0,16}?"
_BEFORE = re.compile("原(?!版)|此前|以前|之前|先前|旧(?!版)|上一版|同时")
"""Of an older list it is no news that it ended: ``原清单同时废止``."""
_MERGED = r"(?:已|将|被|于[^，。；、]{2,12})[^，。；、]{0,6}(?:合并|划入|更名|改名)(?!设立|后|成立|组建|而成)"
_TOWNSHIP_GONE = re.compile(
    rf"(?:[乡镇]|街道|苏木|团场)(?:办事处|人民政府|建制)?[^，。；、]{{0,14}}(?:撤销|撤并|裁撤|并入|{_MERGED})"
    r"|(?:撤销|撤并)[^，。；、]{0,12}(?:[乡镇]|街道|苏木|团场)(?=[，。；）)]|的?建制|$|，?设)"
    r"|(?:撤乡|撤镇|撤街道)[^，。；]{0,4}(?:设|并|建)"
)
"""A township that is no more, or has another name: ``某街道已撤销``, ``撤乡设镇``."""
_REPLACED = r"被[^，。；]{1,16}(?:替代|取代|代替)"
_WHOLE = re.compile(r"[×✗✕╳删废]")
"""A mark that is all of a remark."""
_WHETHER = re.compile("保留|有效|执行|履行|适用|生效")
"""A column that says 否 of what is no more: ``是否保留``."""
_STOPPED = re.compile(
    r"(?:停止|暂停|废止|作废|撤销|取消)(?:执行|使用|实施|施行)?(?!20\d\d年)[^，。；]{0,24}(?:履职|职责)[^，。；]{0,8}(?:清单|目录)"
)
"""A notice that ends the list: ``关于停止执行某镇履职事项清单的通知``."""
_EXPIRES = re.compile(
    r"(?:有效期|试行期|适用期|(?:有效|执行|实施|使用|适用|试行)(?:期限|时间|期间))限?[^，。；]{0,24}(?:[至到止为]|\d|[一二两三四五六七八九十]年|届满|已满)"
    r"|试行(?:[至到]|[一二两三四五\d]年(?!级))|(?:执行|实施|施行|适用)至(?=\d{4}年|二[〇○])"
)
"""A date up to which the list holds: ``有效期至2025年12月31日``, ``试行一年``."""
_SENTENCES = re.compile(r"[。；;\n]")
_NOT = re.compile(r"(?:不予?|未|不得|无需|没有|尚未|避免|并未)$")
_BRACKETED = re.compile(r"[（(【\[].*[）)】\]]")
_OFTEN = 5
_LONGEST = 2_000
_QUOTE = 80


def judge_remarks(
    duties: Sequence[Duty],
    cancelled: Sequence[str],
    kept: Sequence[str],
    problems: list[RowProblem],
) -> None:
    """Add rows that a column of remarks takes back to ``problems``.

    ``cancelled`` are words by which a duty is no more the township's, ``kept`` those by which one that was taken back
    is still the township's.
    """
    found: list[tuple[Duty, str, str]] = []
    for duty in duties:
        signs = kept if duty.row.kind is ListKind.RECLAIMED else cancelled
        for header, text in duty.extra:
            words = strip_blanks(fold_forms(strip_markup(text)))[:_LONGEST]
            unkept = words in ("否", "不") and _WHETHER.search(header)
            if unkept or _WHOLE.fullmatch(words) or _says(words, signs):
                found.append((duty, header, text.strip()))
                break
    many = len(found) > _OFTEN
    for duty, header, text in found[:1] if many else found:
        whether = "是否真的已经收回" if duty.row.kind is ListKind.RECLAIMED else "这一项是否还有效"
        what = f"“{header or '备注'}”一栏写着“{shorten(text, 40)}”，{whether}请核对；照原样读入"
        if many:
            where = "、".join(str(one.row.line) for one, _, _ in found)
            what += f"；这份清单有 {len(found)} 行这样，在第 {where} 行"
        problems.append(
            RowProblem("remark-inside", duty.row.line, what, text.split("\n")[0][:_QUOTE], duty.row)
        )


def _says(words: str, signs: Iterable[str]) -> bool:
    """Whether a text has one of some words, not denied: 取消, but not 不取消."""
    for sign in signs:
        at = words.find(sign)
        if at >= 0 and not _NOT.search(words[:at]):
            return True
    return False


def check_covers(
    covers: Iterable[Sequence[Block]],
    ended: Sequence[str],
    drafts: Sequence[str],
    titles: TitleReader,
    problems: list[RowProblem],
) -> None:
    """Add lines of covers, and below titles, by which the list is not in force to ``problems``.

    ``ended`` are words by which something is no more in force, ``drafts`` what stands in brackets behind the title of
    a list that is not, or not yet.
    """
    said = {problem.line for problem in problems}
    ends = "|".join((*map(re.escape, ended), _REPLACED))
    gone = re.compile(f"{_OF_THE_LIST}(?:{ends})") if ended else None
    for block in (block for cover in covers for block in cover):
        text = strip_blanks(fold_forms(block.text)).strip("#*")[:_LONGEST]
        expires = _EXPIRES.search(text) and not _BEFORE.search(text)
        if block.line in said or (titles.match(title_text(block.text)) and not expires):
            continue
        odd = _ended(text, gone) or (text if expires else "")
        if not odd and _BRACKETED.fullmatch(text) and not _BEFORE.search(text):
            odd = text if any(word in text for word in (*drafts, *ended)) else ""
        if odd:
            what = f"表外写着“{shorten(odd, 60)}”，这份清单是否有效请核对；照常读入"
            quote = block.text.strip()[:_QUOTE].split("\n")[0]
            problems.append(RowProblem("remark-inside", block.line, what, quote))


def _ended(text: str, gone: re.Pattern[str] | None) -> str:
    for sentence in _SENTENCES.split(text):
        of_list = gone.search(sentence) if gone else None
        if of_list and not _BEFORE.search(of_list[0]):
            return sentence
        stopped = _STOPPED.search(sentence)
        if _TOWNSHIP_GONE.search(sentence) or (stopped and not _BEFORE.search(sentence)):
            return sentence
    return ""
