"""Frozen values: dataclasses with slots that cost little to define.

``@dataclass(frozen=True, slots=True)`` writes and compiles six methods for every class when its module
is imported: a third of what starting ``kg ask`` took. Here the fields are a dataclass's own, so that
``dataclasses.replace``, ``fields`` and ``asdict`` work; ``__init__`` is compiled with the first value, and
the other methods are the same functions for all classes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter, ge, gt, le, lt
from reprlib import recursive_repr
from typing import Any, TypeVar, dataclass_transform, overload

T = TypeVar("T")


@overload
def frozen(cls: type[T], /) -> type[T]: ...
@overload
def frozen(*, order: bool = False) -> Callable[[type[T]], type[T]]: ...


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T] | None = None, /, *, order: bool = False) -> Any:
    """Make a class a frozen dataclass with slots; with ``order`` its values compare like tuples."""
    if cls is None:
        return lambda made: _made(made, order=order)
    return _made(cls, order=order)


def _made(cls: type[Any], *, order: bool) -> type[Any]:
    own = frozenset(vars(cls))
    made = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    declared: tuple[Field[Any], ...] = fields(made)
    compared = [f for f in declared if f.compare]
    key = _key([f.name for f in compared])
    hashed = _key([f.name for f in declared if (f.compare if f.hash is None else f.hash)])

    def same(self: Any, other: object) -> Any:
        return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

    methods: dict[str, Any] = {
        "__init__": _first_init(made, declared),
        "__repr__": _repr([f.name for f in declared if f.repr]),
        "__eq__": same,
        "__hash__": lambda self: hash(hashed(self)),
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        "__getstate__": _state,
        "__setstate__": _restore,
    }
    if order:
        methods |= {f"__{by.__name__}__": _ordering(by, key) for by in (lt, le, gt, ge)}
    for name, method in methods.items():
        if name not in own:
            setattr(made, name, method)
    return made


def _key(names: list[str]) -> Callable[[Any], Any]:
    """What gives the values of these fields as one value to compare; of one field, that itself."""
    return attrgetter(*names) if names else lambda self: ()


def _ordering(
    by: Callable[[Any, Any], bool], key: Callable[[Any], Any]
) -> Callable[[Any, object], bool]:
    def compare(self: Any, other: object) -> bool:
        return by(key(self), key(other)) if other.__class__ is self.__class__ else NotImplemented

    return compare


def _first_init(made: type[Any], declared: tuple[Field[Any], ...]) -> Callable[..., None]:
    """An ``__init__`` that puts the real one in its place and calls it."""

    def first(self: Any, *args: Any, **kwargs: Any) -> None:
        real = _init(made, declared)
        made.__init__ = real
        real(self, *args, **kwargs)

    return first


def _init(made: type[Any], declared: tuple[Field[Any], ...]) -> Callable[..., None]:
    """The ``__init__`` of the fields: sets each through its slot, then calls ``__post_init__``."""
    known: dict[str, Any] = {"_missing": MISSING}
    lines, parameters = [], []
    for f in declared:
        known[f"_set_{f.name}"] = getattr(made, f.name).__set__
        value = parameter = f.name
        if f.default_factory is not MISSING:
            known[f"_make_{f.name}"] = f.default_factory
            value = f"_make_{f.name}() if {f.name} is _missing else {f.name}"
            parameter = f"{f.name}=_missing"
        elif f.default is not MISSING:
            known[f"_default_{f.name}"] = f.default
            parameter = f"{f.name}=_default_{f.name}"
        parameters.append(parameter)
        lines.append(f"  _set_{f.name}(self, {value})")
    if hasattr(made, "__post_init__"):
        lines.append("  self.__post_init__()")
    text = f"def __init__(self, {', '.join(parameters)}):\n" + "\n".join(lines or ["  pass"])
    exec(text, known)  # noqa: S102 - names of fields only, as dataclasses does
    init: Callable[..., None] = known["__init__"]
    init.__qualname__ = f"{made.__qualname__}.__init__"
    return init


def _repr(names: list[str]) -> Callable[[Any], str]:
    def shown(self: Any) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__}({values})"

    return recursive_repr()(shown)


def _refuse(self: Any, name: str, *value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _state(self: Any) -> list[Any]:
    """What is pickled: the values, in the order of the fields."""
    return [getattr(self, f.name) for f in fields(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for f, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, f.name, value)
