"""Whether an answer is right: sets equal, numbers exact, departments by kind of office where the gold says so."""

from __future__ import annotations

import difflib
import re
from typing import Any

SHORT = {
    "人力资源和社会保障局": "人社局", "住房和城乡建设局": "住建局", "发展和改革委员会": "发改委",
    "林业和草原局": "林草局", "市场监督管理局": "市监局", "卫生健康委员会": "卫健委",
    "医疗保障局": "医保局", "应急管理局": "应急局", "残疾人联合会": "残联",
}  # fmt: skip
"""Names of offices → the short labels of the golds."""


def judge(question: dict[str, Any], answer: dict[str, Any]) -> str:
    """right, wrong or refused."""
    own = {"status": question["status"], "type": question["type"], "gold": question["gold"]}
    fair = [own, *question.get("gold_alt", [])]
    if answer["status"] != "answered":
        return (
            "right" if any(f.get("status", "answered") != "answered" for f in fair) else "refused"
        )
    for f in fair:
        same = f.get("status", "answered") == "answered" and f["type"] == answer["type"]
        if same and _equal(f["type"], answer["answer"], f["gold"]):
            return "right"
    return "wrong"


def _equal(kind: str, said: Any, gold: Any) -> bool:
    if kind == "boolean":
        return said is gold
    if kind == "number":
        return abs(float(said) - float(gold)) < 0.05
    if kind == "duties":
        return {_duty(d) for d in said} == {_duty(d) for d in gold}
    if kind == "clauses":
        return _clauses(said, gold)
    if kind == "departments":
        return _departments(said, gold)
    return set(said) == set(gold)


def _duty(duty: dict[str, Any]) -> tuple[str, str, int]:
    return duty["township"], duty["list"], duty["number"]


def _departments(said: list[str], gold: list[str]) -> bool:
    if set(said) == set(gold):
        return True
    bare = {re.sub("^(.{1,4}[县市])", "", name) for name in said}
    return {SHORT.get(name, name) for name in bare} == set(gold)


def _clauses(said: list[str], gold: list[str]) -> bool:
    mine = [re.sub(r"[^\w]|^\d+", "", text) for text in said]
    theirs = [re.sub(r"[^\w]|^\d+", "", text) for text in gold]
    if "".join(sorted(mine)) == "".join(sorted(theirs)) or "".join(mine) == "".join(theirs):
        return True
    if len(mine) != len(theirs):
        return False
    near = [
        max(
            (difflib.SequenceMatcher(None, a, b, autojunk=False).ratio() for b in theirs), default=0
        )
        for a in mine
    ]
    return min(near, default=1) >= 0.9
