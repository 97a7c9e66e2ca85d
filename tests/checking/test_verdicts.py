"""Verdicts: from weighed rows; what may have been taken back is never called allowed."""

from __future__ import annotations

import pytest

from kg.checking.candidates import Candidate
from kg.checking.steps import Given
from kg.checking.verdicts import decide
from kg.checking.weighing import Weighed, Weighing
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
    does: frozenset[str] = NONE,
    silent: bool = False,
    near: float | None = None,
) -> Weighed:
    form = Form(1, 1, kind, "", "机电井管理", bodies, (), (), "", "机电井管理")
    candidate = Candidate(f"x/{kind}", "m", "柳湾镇", kind, 1, form, score, {})
    given = Given(does, NONE, NONE, NONE)
    told = {} if near is None else {"near": near}
    return Weighed(candidate, same, told, does, given, missing=missing, step=step, silent=silent)


def weighing(*rows: Weighed, none: float | None = None, unlisted: float = 0.0) -> Weighing:
    left = max(0.0, 1 - sum(row.same for row in rows)) if none is None else none
    return Weighing(tuple(sorted(rows, key=lambda row: -row.same)), left, unlisted)


@pytest.mark.parametrize("kind", ["reclaimed", "cooperation", "basic"])
def test_the_likeliest_list_is_the_verdict(kind: str) -> None:
    assert decide(weighing(weighed(kind, 0.9))).kind == kind


def test_rows_of_one_list_count_together() -> None:
    rows = [weighed("reclaimed", 0.3), weighed("reclaimed", 0.25)]
    verdict = decide(weighing(*rows, weighed("basic", 0.05), none=0.4))

    assert verdict.kind == "reclaimed"
    assert len(verdict.deciding) == 2


def test_a_reclaimed_row_that_nobody_took_is_discontinued() -> None:
    assert decide(weighing(weighed("reclaimed", 0.9, bodies=()))).kind == "discontinued"


def test_a_possible_reclaimed_row_keeps_an_allowed_one_from_deciding() -> None:
    likely = decide(weighing(weighed("cooperation", 0.8), weighed("reclaimed", 0.15)))
    faint = decide(weighing(weighed("cooperation", 0.95), weighed("reclaimed", 0.01, score=0.05)))

    assert (likely.kind, likely.why) == ("unclear", "guard")
    assert {row.hit.list for row in likely.related} == {"cooperation", "reclaimed"}
    assert faint.kind == "cooperation"


def test_a_reclaimed_row_of_the_same_act_and_meaning_is_no_faint_one() -> None:
    checks = frozenset(("检查",))
    rival = weighed("reclaimed", 0.001, score=0.4, does=checks)
    other = weighed("reclaimed", 0.001, score=0.05, does=checks)
    allowed = weighed("cooperation", 0.95, does=checks)

    assert decide(weighing(allowed, rival)).kind == "unclear"
    assert decide(weighing(allowed, other)).kind == "cooperation"


def test_a_reclaimed_row_whose_sense_is_far_off_keeps_no_other_from_its_verdict() -> None:
    registers = frozenset(("登记",))
    allowed = weighed("cooperation", 0.95, does=registers, near=0.8)
    far = weighed("reclaimed", 0.001, score=0.3, does=registers, near=0.4)
    close = weighed("reclaimed", 0.001, score=0.3, does=registers, near=0.7)

    assert decide(weighing(allowed, far)).kind == "cooperation"
    assert decide(weighing(allowed, close)).kind == "unclear"


def test_a_power_that_nobody_spoke_of_neither_decides_nor_keeps_another_from_it() -> None:
    takes = frozenset(("受理",))
    half = decide(weighing(weighed("reclaimed", 0.6, silent=True)))
    kept = decide(weighing(weighed("basic", 0.8), weighed("reclaimed", 0.1, does=takes)))
    free = decide(
        weighing(
            weighed("basic", 0.8), weighed("reclaimed", 0.1, score=0.1, does=takes, silent=True)
        )
    )

    assert (half.kind, kept.kind, free.kind) == ("unclear", "unclear", "basic")


def test_a_row_for_which_hardly_anything_speaks_is_not_the_verdict() -> None:
    assert decide(weighing(weighed("basic", 0.55, score=0.01))).kind == "unclear"
    assert decide(weighing(weighed("basic", 0.55, score=0.3))).kind == "basic"


def test_a_step_that_the_row_keeps_is_unclear() -> None:
    kept = decide(weighing(weighed("cooperation", 0.9, missing=frozenset(("处罚",)), step="处罚")))

    assert (kept.kind, kept.step, kept.why) == ("unclear", "处罚", "step")


def test_two_allowed_lists_that_are_both_likely_are_both_named() -> None:
    verdict = decide(weighing(weighed("cooperation", 0.55), weighed("basic", 0.4)))

    assert verdict.kind == "cooperation"
    assert [row.hit.list for row in verdict.others] == ["basic"]


def test_what_is_likelier_on_no_list_is_not_allowed() -> None:
    assert decide(weighing(weighed("basic", 0.3), none=0.65)).kind == "unclear"
    assert decide(weighing(weighed("basic", 0.6), unlisted=0.6)).kind == "unclear"
    assert decide(weighing(weighed("basic", 0.6), unlisted=0.9)).kind == "unclear"


def test_not_listed_is_said_only_where_hardly_any_row_may_be_meant() -> None:
    sure, doubtful = weighed("basic", 0.02, score=0.05), weighed("basic", 0.15, score=0.05)

    assert decide(weighing(sure, none=0.97, unlisted=0.9)).kind == "not_listed"
    assert decide(weighing(doubtful, none=0.85, unlisted=0.97)).kind == "unclear"
    assert decide(weighing(sure, none=0.97, unlisted=0.6)).kind == "unclear"


def test_nothing_near_is_not_listed_with_the_nearest() -> None:
    verdict = decide(weighing(weighed("basic", 0.01, score=0.05), unlisted=0.9))

    assert verdict.kind == "not_listed"
    assert len(verdict.nearest) == 1


def test_what_may_have_been_taken_back_is_not_called_unlisted() -> None:
    checks = frozenset(("检查",))
    rival = weighed("reclaimed", 0.05, score=0.3, does=checks)

    assert decide(weighing(rival, unlisted=0.9)).kind == "unclear"
