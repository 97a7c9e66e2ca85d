"""Headers: which row of a table says what its columns are."""

from __future__ import annotations

from functools import lru_cache

from kg.folding import plain, strip_blanks, strip_markup
from kg.values import Columns
from kg.vocabulary.loading import Vocabulary

_LONGEST_TITLE = 60
_MOST_COLUMNS = 40
EXTRA = "extra"
"""The role of a column whose header the vocabulary does not know."""


class HeaderReader:
    """Recognises headers by the patterns of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use the headers of ``vocabulary``."""
        self._patterns = vocabulary.headers
        self._role = lru_cache(maxsize=256)(self._find_role)
        # The header stands again on every page: the same cells give the same columns.
        self._known = lru_cache(maxsize=64)(self._read)

    def read(self, cells: tuple[str, ...]) -> Columns | None:
        """The columns a header row names; None if the row is no header."""
        if len(cells) > _MOST_COLUMNS or len(cells[-1]) > _LONGEST_TITLE:
            return None
        return self._known(cells)

    def _read(self, cells: tuple[str, ...]) -> Columns | None:
        if max(map(len, cells)) > _LONGEST_TITLE:
            return None
        roles = tuple(self._role(cell) for cell in cells)
        known = set(roles) - {EXTRA}
        if "name" not in known or len(known) < 2:
            return None
        return Columns(_distinct(roles), tuple(plain(cell) for cell in cells))

    def _find_role(self, cell: str) -> str:
        title = strip_blanks(strip_markup(cell)).strip("*")
        for role, pattern in self._patterns:
            if pattern.fullmatch(title):
                return role
        return EXTRA


def _distinct(roles: tuple[str, ...]) -> tuple[str, ...]:
    """Of several columns with one role the first has it, the others are kept as extra."""
    return tuple(EXTRA if role in roles[:position] else role for position, role in enumerate(roles))
