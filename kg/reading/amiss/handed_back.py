"""Handed back: ways of working by which the township does what was taken back from it.

``不再直接办理，交由某街道受理``: the cell names an office as holder and the township as the one who acts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kg.findings import shorten
from kg.folding import fold_forms, strip_blanks, strip_markup
from kg.reading.rows import RowProblem
from kg.values import Duty, ListKind, Township

_GENERAL = (
    *("乡镇人民政府", "镇人民政府", "乡人民政府", "街道办事处", "乡镇街道", "镇街", "乡镇"),
    *("街道", "镇", "乡", "苏木", "团场", "属地政府", "基层"),
)
_OF_IT = r"(?:各|所在地?的?|属地的?|辖区的?|相关的?|有关的?|当地的?|本|我|原|该)?"
_ORGAN = (
    r"(?:（街道）|\(街道\)|人民政府|政府|办事处|党委|党工委)?"
    r"(?:(?:综合)?(?:行政)?执法(?:队|大队|中队|办公室)|[^，。；：、]{0,6}(?:服务中心|办公室))?"
)
_NOT_IT = r"(?![^，。；：、]{0,4}(?:院|所|站|校|中心|村|企业|群众|居民|干部))"
"""What is of a township and not its government: ``乡镇卫生院``."""
_GIVES = ("退", "发回", "返", "交", "移交", "转", "下放")
"""Words that give a thing to somebody by themselves: ``退回某镇。``; 由某镇 needs what it does."""
_DENIED = re.compile(r"(?:不再|不|无需|无须|停止|取消|禁止|严禁|避免)[^，。；：]{0,2}$")
_SENTENCE = r"(?:^|[。；;，,：:])"
_QUOTE = 60


def judge_handed_back(
    duties: Iterable[Duty],
    township: Township | None,
    hands: Sequence[str],
    acts: Sequence[str],
    problems: list[RowProblem],
) -> None:
    """Add what the departments' cells give to the township to ``problems``: reclaimed duties, clauses of their side.

    ``hands`` are words that give a thing to somebody, ``acts`` what somebody does with it.
    """
    if not hands or not acts:
        return
    own = (township.place.printed, township.place.name, township.name) if township else ()
    pattern = re.compile(
        rf"(?:(?P<to>{_any(hands)})|(?P<alone>{_SENTENCE})){_OF_IT}"
        rf"(?:{_any((*own, *_GENERAL))}){_ORGAN}{_NOT_IT}"
        rf"(?:来|去|自行|具体|直接|继续|代为|依法|统一|全权|牵头|一并)*(?:(?P<act>{_any(acts)})|(?=[，。；;,]|$))"
    )
    said = {p.line for p in problems if p.kind == "holder-contradicted"}
    for duty in duties:
        if duty.row.kind is ListKind.COOPERATION:
            problems.extend(_given_by_departments(duty, pattern))
        if duty.row.kind is not ListKind.RECLAIMED or duty.row.line in said:
            continue
        # Where two columns say who and how, either of them may give it back.
        cells = (duty.row.cell("taker") or "", duty.method)
        text = strip_blanks(fold_forms(strip_markup("。".join(filter(None, cells)))))
        for found in pattern.finditer(text):
            words = found[0].lstrip("。；;，,：:")
            if found["to"] is None and not found["act"]:
                continue
            if found["to"] is not None and (
                _DENIED.search(text, 0, found.start())
                or not (found["act"] or found["to"].startswith(_GIVES))
            ):
                continue
            what = (
                f"工作方式里写着“{shorten(words, 30)}”，这件事又成了乡镇（街道）去做，"
                "与“收回”不符；照原样读入，请核对由谁承接"
            )
            problems.append(
                RowProblem(
                    "holder-contradicted",
                    duty.row.line,
                    what,
                    next(filter(None, map(str.strip, reversed(cells))), "")[:_QUOTE],
                    duty.row,
                )
            )
            break


def _given_by_departments(duty: Duty, pattern: re.Pattern[str]) -> Iterator[RowProblem]:
    """A clause of the departments' side that the township does: of 40 lists none has one."""
    for clause in duty.superior:
        found = pattern.match(strip_blanks(fold_forms(clause.text)))
        if found and found["act"] and found["to"] in (None, "由", "交由"):
            what = (
                f"上级部门职责里写着“{shorten(clause.text, 30)}”，做的是乡镇（街道）；"
                "由谁去做请核对，照原样归在部门一方"
            )
            quote = clause.quote[:_QUOTE]
            yield RowProblem("cell-misplaced", duty.row.line, what, quote, duty.row)
            return


def _any(words: Iterable[str]) -> str:
    """The words as a pattern, longer ones first."""
    longest = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, longest))
