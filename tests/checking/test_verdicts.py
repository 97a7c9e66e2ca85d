"""Verdicts: from weighed rows; what may have been taken back is never called allowed."""

from __future__ import annotations

from kg.checking.candidates import Candidate
from kg.checking.steps import Given
from kg.checking.verdicts import decide
from kg.checking.weighing import Weighed
from kg.meaning.packing import Form

NONE: frozenset[str] = frozenset()


def weighed(
    kind: str,
    same: float,
    *,
    score: float = 0.5,
    bodies: tuple[str, ...] = ("水利局",),
    missing: frozenset[str] = NONE,
    step: str = "",
    alone: float = 0.0,
    unsaid: bool = False,
) -> Weighed:
    form = Form(1, 1, kind, "", "机电井管理", bodies, (), (), "", "机电井管理")
    candidate = Candidate(f"x/{kind}", "m", "柳湾镇", kind, 1, form, score, {})
    given = Given(NONE, NONE, NONE, NONE)
    return Weighed(
        candidate, same, {}, NONE, given, missing=missing, step=step, alone=alone, unsaid=unsaid
    )


def test_reclaimed_comes_before_cooperation_before_basic() -> None:
    rows = [weighed(kind, 0.9) for kind in ("basic", "cooperation", "reclaimed")]

    verdict = decide(rows)

    assert verdict.kind == "reclaimed"
    assert [row.hit.list for row in verdict.others] == ["basic", "cooperation"]
    assert decide(rows[:2]).kind == "cooperation"
    assert decide(rows[:1]).kind == "basic"


def test_a_reclaimed_row_that_nobody_took_is_discontinued() -> None:
    assert decide([weighed("reclaimed", 0.9, bodies=())]).kind == "discontinued"


def test_a_possible_reclaimed_row_keeps_an_allowed_one_from_deciding() -> None:
    likely = [weighed("cooperation", 0.9), weighed("reclaimed", 0.25)]
    alone = [weighed("cooperation", 0.9), weighed("reclaimed", 0.02, alone=0.8)]
    other = [weighed("cooperation", 0.9), weighed("reclaimed", 0.25, unsaid=True)]

    assert decide(likely).kind == decide(alone).kind == "unclear"
    assert decide(likely).why == "guard"
    assert decide(other).kind == "cooperation"


def test_a_step_that_the_row_keeps_is_unclear() -> None:
    kept = weighed("cooperation", 0.9, missing=frozenset(("处罚",)), step="处罚")

    assert (decide([kept]).kind, decide([kept]).step) == ("unclear", "处罚")


def test_a_row_ahead_of_all_others_is_the_duty_even_if_not_certain() -> None:
    assert decide([weighed("basic", 0.4), weighed("cooperation", 0.1)]).kind == "basic"
    assert decide([weighed("basic", 0.4), weighed("cooperation", 0.3)]).kind == "unclear"


def test_nothing_near_is_not_listed_with_the_nearest() -> None:
    verdict = decide([weighed("basic", 0.01, score=0.05)])

    assert verdict.kind == "not_listed"
    assert len(verdict.nearest) == 1
