"""Regular expressions that are compiled when first used.

A start that needs ten of them does not pay for two hundred.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_METHODS = ("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")


class Regex:
    """A pattern with the methods of ``re.Pattern``; a mistake in it shows when it is first used.

    A test compiles every one that a module keeps.
    """

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        """Keep the pattern."""
        self.pattern = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        """Any attribute of the compiled pattern; its methods become this object's own."""
        if name.startswith("__"):  # copying and pickling look for such names: there are none
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        self.__dict__["compiled"] = compiled
        return getattr(self, name) if name in self.__dict__ else getattr(compiled, name)

    def __repr__(self) -> str:
        """As a call."""
        return f"regex({self.pattern!r})"


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A pattern to be used like a compiled one; not for the functions of ``re``, which take text."""
    return cast("re.Pattern[AnyStr]", Regex(pattern, flags))
