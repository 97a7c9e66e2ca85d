"""Frozen values: dataclasses with slots that cost little to define.

``@dataclass(frozen=True, slots=True)`` writes and compiles six methods for every class when its module
is imported: a third of what starting ``kg ask`` took. Here ``__init__`` is compiled for classes of which
there are many values, and the other methods are the same functions for all classes. What ``dataclasses``
needs for ``replace``, ``fields`` and ``asdict`` is made by itself, when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field
from itertools import chain
from operator import attrgetter, ge, gt, le, lt
from reprlib import recursive_repr
from typing import Any, TypeVar, dataclass_transform, overload

T = TypeVar("T")

_OWN, _FIELDS, _PARAMETERS = "__frozen_fields__", "__dataclass_fields__", "__dataclass_params__"
_FEW = 24
"""So many values of a class are made before their ``__init__`` is worth compiling."""


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
    declared = _declared(cls)
    made = _slotted(cls, list(declared))
    key = _key([name for name, f in declared.items() if f.compare])
    hashed = _key([n for n, f in declared.items() if (f.compare if f.hash is None else f.hash)])

    def same(self: Any, other: object) -> Any:
        return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

    methods: dict[str, Any] = {
        "__init__": _first_init(made, declared),
        "__repr__": _repr([name for name, f in declared.items() if f.repr]),
        "__eq__": same,
        "__hash__": lambda self: hash(hashed(self)),
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        "__getstate__": _state(list(declared)),
        "__setstate__": _restore(list(declared)),
    }
    if order:
        methods |= {f"__{by.__name__}__": _ordering(by, key) for by in (lt, le, gt, ge)}
    for name, method in methods.items():
        if name not in own:
            setattr(made, name, method)
    for name, value in (
        (_OWN, declared),
        (_FIELDS, _Fields(cls, made)),
        (_PARAMETERS, _PLAIN),
        ("__match_args__", tuple(declared)),
    ):
        setattr(made, name, value)
    return made


def _declared(cls: type[Any]) -> dict[str, Field[Any]]:
    """The fields of a class by name, those of its bases first."""
    found: dict[str, Field[Any]] = {}
    for base in cls.__mro__[-1:0:-1]:
        known = vars(base)
        found |= known.get(_OWN) or known.get(_FIELDS) or {}
    own = vars(cls)
    for name, annotation in own.get("__annotations__", {}).items():
        if "ClassVar" not in str(annotation):
            default = own.get(name, MISSING)
            found[name] = default if isinstance(default, Field) else _field(default)
    return found


def _field(default: Any) -> Field[Any]:
    found: Field[Any] = field() if default is MISSING else field(default=default)
    return found


def _slotted(cls: type[Any], names: list[str]) -> type[Any]:
    """The class anew, with a slot for each field that no base has one for."""
    inherited = set(chain.from_iterable(vars(b).get("__slots__", ()) for b in cls.__mro__[1:-1]))
    space = {k: v for k, v in vars(cls).items() if k not in (*names, "__dict__", "__weakref__")}
    space["__slots__"] = tuple(name for name in names if name not in inherited)
    kind: Any = type(cls)
    made: type[Any] = kind(cls.__name__, cls.__bases__, space)
    made.__qualname__ = cls.__qualname__
    return made


class _Plain:
    """A class for the parameters of a dataclass that has nothing made for it."""


_PLAIN = getattr(dataclass(init=False, repr=False, eq=False)(_Plain), _PARAMETERS)


class _Fields:
    """Stands where a dataclass has its fields until they are asked for: then ``dataclasses`` makes them."""

    def __init__(self, plain: type[Any], made: type[Any]) -> None:
        """``plain`` is the class as it was written."""
        self._plain, self._made = plain, made

    def __get__(self, value: object, owner: type[Any]) -> Any:
        """The fields."""
        found = getattr(dataclass(init=False, repr=False, eq=False)(self._plain), _FIELDS)
        setattr(self._made, _FIELDS, found)
        return found


def _key(names: list[str]) -> Callable[[Any], Any]:
    """What gives the values of these fields as one value to compare; of one field, that itself."""
    return attrgetter(*names) if names else lambda self: ()


def _ordering(
    by: Callable[[Any, Any], bool], key: Callable[[Any], Any]
) -> Callable[[Any, object], bool]:
    def compare(self: Any, other: object) -> bool:
        return by(key(self), key(other)) if other.__class__ is self.__class__ else NotImplemented

    return compare


def _first_init(made: type[Any], declared: dict[str, Field[Any]]) -> Callable[..., None]:
    """An ``__init__`` for few values; with more of them, or wrong ones, the real one takes its place."""
    few = 0

    def first(self: Any, *args: Any, **kwargs: Any) -> None:
        nonlocal few
        few += 1
        values = dict(zip(declared, args, strict=False)) | kwargs
        if few <= _FEW and len(values) == len(args) + len(kwargs) and _filled(values, declared):
            for name, value in values.items():
                object.__setattr__(self, name, value)
            if hasattr(made, "__post_init__"):
                self.__post_init__()
        else:
            real = _init(made, declared)
            made.__init__ = real
            real(self, *args, **kwargs)

    return first


def _filled(values: dict[str, Any], declared: dict[str, Field[Any]]) -> bool:
    """Fill in what is missing of the values; whether they are now those of the fields."""
    for name, f in declared.items():
        if name not in values:
            if f.default_factory is not MISSING:
                values[name] = f.default_factory()
            elif f.default is not MISSING:
                values[name] = f.default
            else:
                return False
    return len(values) == len(declared)


def _init(made: type[Any], declared: dict[str, Field[Any]]) -> Callable[..., None]:
    """The ``__init__`` of the fields: sets each through its slot, then calls ``__post_init__``."""
    known: dict[str, Any] = {"_missing": MISSING}
    lines, parameters = [], []
    for name, f in declared.items():
        known[f"_set_{name}"] = getattr(made, name).__set__
        value = parameter = name
        if f.default_factory is not MISSING:
            known[f"_make_{name}"] = f.default_factory
            value = f"_make_{name}() if {name} is _missing else {name}"
            parameter = f"{name}=_missing"
        elif f.default is not MISSING:
            known[f"_default_{name}"] = f.default
            parameter = f"{name}=_default_{name}"
        parameters.append(parameter)
        lines.append(f"  _set_{name}(self, {value})")
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


def _state(names: list[str]) -> Callable[[Any], list[Any]]:
    """What is pickled: the values, in the order of the fields."""
    return lambda self: [getattr(self, name) for name in names]


def _restore(names: list[str]) -> Callable[[Any, list[Any]], None]:
    put = object.__setattr__

    def restore(self: Any, state: list[Any]) -> None:
        for name, value in zip(names, state, strict=True):
            put(self, name, value)

    return restore
