"""Methods: whether the way of working of a reclaimed duty is that of one row.

A cell says once who takes over, and then how. A second holder behind the first one's text, the label of the
cell again, or 不再开展此项工作 behind a way of working: the next row ran into this one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from kg.bodies.reclaims import whole_given_up
from kg.findings import shorten
from kg.folding import fold_forms, strip_blanks, strip_markup
from kg.reading.rows import RowProblem
from kg.values import Duty, ListKind, Mention

_HOLDER = re.compile(r"(?:^|[。；;！\s])([\u4e00-\u9fff、（）()]{3,40})[：:]")
_LABEL = re.compile(r"(?<=.)(?:承接部门|收回部门|工作方式)[：:]", re.DOTALL)
_STAYS = re.compile(
    r"下放|过渡期|(?:仍|继续|暂)由(?:乡|镇|街道|[本我])|(?:乡镇|街道|[本我][镇乡]|镇|乡)(?:人民政府|政府)?(?:继续|仍|暂)"
)
"""What takes back that a duty was taken back: ``仍由乡镇承担``, ``重新下放``."""
_ITS_OWN = re.compile(
    r"^由.{1,20}(?:局|部|委|办|中心)|上?报(?:市|州|省|地区|自治区)|责令|处罚|罚款"
)
"""What an office says of itself: ``由县委组织部审核``, ``上报市级主管部门``, ``责令清运并罚款``; a township reports to its county."""
_GIVES_UP = re.compile(r"(不再[\u4e00-\u9fff]{2})[此该本这]项?(?:工作|事项)[。；]?")
"""A whole way of working that gives the work up: ``不再开展此项工作。``."""
_WHOLE = ("此项工作", "该项工作", "本项工作", "这项工作", "此事项", "该事项")
_BY_LAW = re.compile("法律|法规|规定|政策|依据")
"""Why an office need not act any more: ``相关政策已取消``, ``法律依据已废止``; 取消考核 is no reason to fine nobody."""
_BY_TOWNSHIP = re.compile(r"不(?:再|予)?由(?:乡|镇|街道|苏木|团场|村|社区|本|各)")
"""What a duty that was taken back may say: ``不再由镇代收材料``."""
SIGNS = ("lawful-act", "abolished-act", "grants", "granting", "punishes", "punishing")
"""Signs of the acts by which an office decides: ends of names, then ends of names and words of ways of working for
acts that give (许可: 审核材料，核发证件) and for acts that punish (处罚: 立案查处)."""
_IN_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_SENTENCE_END = re.compile(r"[。；;，,：:]")
_QUOTE = 60


def judge_methods(
    duties: Sequence[Duty],
    nobody: Sequence[str],
    acts: Sequence[Sequence[str]],
    bodies: Callable[[str], Sequence[Mention]],
    is_townships: Callable[[str], bool],
    problems: list[RowProblem],
    not_taken: Sequence[str] = (),
) -> None:
    """Add ways of working that go on with another row, or are the township's, to ``problems``.

    ``nobody`` are words by which nobody does a thing any more, ``acts`` the words of ``SIGNS``: ends of names of acts
    that somebody must do, words of those that the state gave up, and those of acts that give and that punish; ``bodies`` reads a text that names bodies and nothing else; ``is_townships`` tells a text that can only be a township's work;
    ``not_taken`` begin a way of working by which the holder does not do it.
    """
    lawful, abolished, *opposed = map(tuple, acts)
    said = {p.line for p in problems if p.kind == "holder-contradicted"}
    for duty in duties:
        if duty.row.kind is ListKind.RECLAIMED and duty.row.line not in said:
            found = [
                *_two_rows(duty, tuple(nobody), bodies),
                *_left(duty, lawful, abolished, nobody),
                *_misspelt(duty, nobody),
                *_refused(duty, tuple(not_taken)),
                *_other_act(duty, opposed),
            ]
            problems.extend(found or _stays(duty, is_townships))


def _two_rows(
    duty: Duty, nobody: tuple[str, ...], bodies: Callable[[str], Sequence[Mention]]
) -> Iterator[RowProblem]:
    text = fold_forms(strip_markup(duty.method)).strip()
    found = _LABEL.search(text)
    second = found[0] if found else ""
    if not second:
        found_heads = (m[1] for m in _HOLDER.finditer(text))
        heads = ((head, bodies(_IN_BRACKETS.sub("", head))) for head in found_heads)
        second = next((words for words, named in heads if named and not _hold(duty, named)), "")
    if not second:
        # A duty that goes on may say 不再考核 of a part; that nobody does it is said of the whole.
        ends = [part.strip() for part in re.split(r"[。；;\s]", text) if part.strip()]
        whole = [
            part
            for part in ends[1:]
            if part.startswith(nobody) and len(part) <= len("不再开展此项工作")
        ]
        second = whole[0] if whole else _taken_back(text, nobody)
    if second and not _says_why(duty, second, nobody):
        what = f"工作方式里又写着“{shorten(second, 20)}”，像是连着下一项的文字；照原样保留，请核对"
        yield RowProblem("holder-contradicted", duty.row.line, what, text[:_QUOTE], duty.row)


def _hold(duty: Duty, named: Sequence[Mention]) -> bool:
    """Whether the bodies are among several holders, who have a text of their own each."""
    return len(duty.departments) > 1 and all(m.department in duty.departments for m in named)


def _taken_back(text: str, nobody: tuple[str, ...]) -> str:
    """Words at the end by which nobody does the whole thing any more: ``……，不再开展此项工作。``."""
    whole = text.rstrip("。；; ")
    last = re.split(r"[，,。；;]", whole)[-1].strip()
    ends = last.startswith(nobody) and last.endswith(_WHOLE)
    return last if ends and len(last) < len(whole) and not whole_given_up(whole, nobody) else ""


def _says_why(duty: Duty, last: str, nobody: Sequence[str]) -> bool:
    """Whether nobody holds a duty, and the words before ``last`` say why: ``政策已取消，不再开展此项工作。``."""
    before = fold_forms(strip_markup(duty.method)).partition(last)[0]
    return not duty.departments and any(word in before for word in nobody if "不" not in word)


def _left(
    duty: Duty, lawful: tuple[str, ...], abolished: Sequence[str], nobody: Sequence[str]
) -> Iterator[RowProblem]:
    """An act by which an office decides (处罚, 许可) that nobody does any more, without a word why."""
    name = _IN_BRACKETS.sub("", fold_forms(strip_markup(duty.row.name))).strip()
    by_law = _BY_LAW.search(duty.method) and _says_why(duty, nobody[0], nobody)
    if by_law or any(word in name for word in abolished):
        return
    if lawful and duty.discontinued and not duty.departments and name.endswith(lawful):
        what = f"“{shorten(name, 30)}”写着不再开展；这一类事一般有部门承接，请核对承接部门"
        yield RowProblem("holder-contradicted", duty.row.line, what, duty.method[:_QUOTE], duty.row)


def _misspelt(duty: Duty, nobody: Sequence[str]) -> Iterator[RowProblem]:
    """A duty given up in words that no list has for it: ``不再开张此项工作``."""
    text = strip_blanks(fold_forms(strip_markup(duty.method)))
    found = _GIVES_UP.fullmatch(text)
    if found and found[1] not in nobody:
        what = f"写的是“{found[1]}”，像是“{nobody[0]}”写错了字；按没有人再做读入，请核对"
        yield RowProblem("holder-contradicted", duty.row.line, what, text[:_QUOTE], duty.row)


def _refused(duty: Duty, not_taken: tuple[str, ...]) -> Iterator[RowProblem]:
    """A way of working that says its holder does not do it: ``不由县民政局受理``."""
    text = fold_forms(strip_markup(duty.method)).strip()
    parts = (part.strip() for part in _SENTENCE_END.split(text))
    refusing = (part for part in parts if not_taken and part.startswith(not_taken))
    odd = next((part for part in refusing if not _BY_TOWNSHIP.match(part)), "")
    if odd and duty.departments:
        what = f"写了承接部门，工作方式又写着“{shorten(odd, 20)}”；照原样保留，请核对"
        yield RowProblem("holder-contradicted", duty.row.line, what, text[:_QUOTE], duty.row)


def _other_act(duty: Duty, opposed: Sequence[tuple[str, ...]]) -> Iterator[RowProblem]:
    """A fine with the way of working of a permit (对无证经营的处罚: 审核材料，核发许可证。), or the other way round.

    Of 1,300 such acts of sixty lists none is so.
    """
    if len(opposed) != len(SIGNS) - 2 or duty.discontinued:
        return
    name = _IN_BRACKETS.sub("", fold_forms(strip_markup(duty.row.name))).strip()
    text = fold_forms(strip_markup(duty.method)).strip()
    grants, granting, punishes, punishing = opposed
    for ends, own, others in ((punishes, punishing, grants), (grants, granting, punishes)):
        other = next((word for word in others if word in text), "")
        mixed = any(word in name for word in others) or any(word in text for word in own)
        if name.endswith(ends) and other and not mixed:
            what = f"“{shorten(name, 30)}”的工作方式写的是“{other}”，像是另一项的，请核对：“{shorten(text, 30)}”"
            yield RowProblem("holder-contradicted", duty.row.line, what, text[:_QUOTE], duty.row)


def _stays(duty: Duty, is_townships: Callable[[str], bool]) -> Iterator[RowProblem]:
    """A way of working by which the township goes on doing what was taken back."""
    text = fold_forms(strip_markup(duty.method)).strip()
    if found := _STAYS.search(text):
        what = f"工作方式里写着“{shorten(text[found.start() :], 20)}”，像是乡镇还要做，请核对"
    elif duty.departments and not _ITS_OWN.search(text) and is_townships(text):
        what = f"工作方式写的像是乡镇的职责，不是承接部门的，请核对：“{shorten(text, 30)}”"
    else:
        return
    yield RowProblem("holder-contradicted", duty.row.line, what, text[:_QUOTE], duty.row)
