"""Frozen values behave as frozen dataclasses do, and patterns as compiled ones."""

from __future__ import annotations

import copy
import pickle
import re
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, is_dataclass, replace

import pytest

from kg.frozen import frozen
from kg.patterns import regex


@frozen
class Point:
    """A point with a remark that is not compared."""

    x: int
    y: int = 2
    remark: str = field(default="", compare=False)
    tags: list[str] = field(default_factory=list, repr=False, compare=False)


@frozen(order=True)
class Ordered:
    """Compared by what it has."""

    a: int
    b: str = field(compare=False, default="")


@frozen
class Checked:
    """Refuses what is below zero."""

    n: int

    def __post_init__(self) -> None:
        """Look at the value."""
        if self.n < 0:
            raise ValueError(self.n)


@dataclass(frozen=True, slots=True)
class Reference:
    """What the standard library makes of the same fields."""

    x: int
    y: int = 2
    remark: str = field(default="", compare=False)
    tags: list[str] = field(default_factory=list, repr=False, compare=False)


def test_it_is_made_shown_compared_and_hashed_as_a_dataclass_is() -> None:
    one, same, other = Point(1, remark="a"), Point(1, 2, remark="b"), Point(1, 3)

    assert repr(one) == repr(Reference(1, remark="a")).replace("Reference", "Point")
    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    likeness: object = Reference(1)
    assert one != likeness
    assert one.tags is not same.tags
    assert [f.name for f in fields(one)] == [f.name for f in fields(Reference(1))]
    assert Point.__match_args__ == Reference.__match_args__


def test_it_cannot_be_changed_and_has_no_other_attributes() -> None:
    point = Point(1)

    with pytest.raises(FrozenInstanceError):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del point.x
    assert not hasattr(point, "__dict__")


@pytest.mark.parametrize("arguments", [(), (1, 2, "", [], 5)])
def test_wrong_numbers_of_values_are_refused(arguments: tuple[object, ...]) -> None:
    with pytest.raises(TypeError):
        Point(*arguments)  # type: ignore[arg-type]


def test_it_is_copied_pickled_and_taken_apart() -> None:
    point = Point(1, 5, "r", ["t"])

    assert asdict(pickle.loads(pickle.dumps(point))) == asdict(point)
    assert copy.deepcopy(point) == point
    assert replace(point, y=9) == Point(1, 9)


def test_ordered_values_are_sorted_by_what_is_compared() -> None:
    assert sorted([Ordered(2, "a"), Ordered(1, "b")])[0].a == 1
    assert Ordered(1, "a") <= Ordered(1, "b")
    with pytest.raises(TypeError):
        _ = Ordered(1) < 2  # type: ignore[operator]


def test_values_are_checked_when_made() -> None:
    with pytest.raises(ValueError, match="-1"):
        Checked(-1)


def test_a_pattern_is_compiled_when_it_is_first_used() -> None:
    pattern = regex(r"(?P<n>\d+)", re.ASCII)

    assert "search" not in vars(pattern)
    assert pattern.search("a12")["n"] == "12"  # type: ignore[index]
    assert vars(pattern)["search"] == vars(pattern)["compiled"].search
    assert pattern.sub("-", "1 2") == "- -"
    assert pattern.groupindex == {"n": 1}
    assert copy.copy(pattern).pattern == r"(?P<n>\d+)"


def test_a_mistake_in_a_pattern_shows_with_its_first_use() -> None:
    pattern = regex("(")

    with pytest.raises(re.error):
        pattern.search("")


@frozen
class Wider(Point):
    """A point with one field more."""

    z: int = 7


def test_fields_of_a_base_come_first() -> None:
    wide = Wider(1, z=3)

    assert (wide.x, wide.y, wide.z) == (1, 2, 3)
    assert [f.name for f in fields(wide)] == ["x", "y", "remark", "tags", "z"]
    assert replace(wide, x=2) == Wider(2, z=3)
    assert vars(Wider)["__slots__"] == ("z",)


def test_many_values_are_as_few_were() -> None:
    made = [Point(n, remark=str(n)) for n in range(100)]

    assert [(p.x, p.y, p.remark, p.tags) for p in made] == [(n, 2, str(n), []) for n in range(100)]
    with pytest.raises(TypeError):
        Point(1, 2, x=1)  # type: ignore[misc]
    with pytest.raises(TypeError):
        Wider(1, w=1)  # type: ignore[call-arg]


def test_dataclasses_know_it_only_when_asked() -> None:
    @frozen
    class Fresh:
        """A class nobody has asked about."""

        n: int = 1

    assert not isinstance(vars(Fresh)["__dataclass_fields__"], dict)
    fresh = Fresh(3)
    assert is_dataclass(fresh)
    assert asdict(fresh) == {"n": 3}
    assert isinstance(vars(Fresh)["__dataclass_fields__"], dict)
