"""Peoples: the names of nationalities that places carry, which people leave out."""

from __future__ import annotations

from collections.abc import Sequence

SIGN = "ethnic"
"""The sign in ``signs.csv`` that lists them."""


def without_peoples(name: str, peoples: Sequence[str]) -> str:
    """A name without the peoples at its end: 云磨 of 云磨哈尼族拉祜族; a name of one character stays whole."""
    while found := next(
        (one for one in peoples if name.endswith(one) and len(name) > len(one) + 1), ""
    ):
        name = name.removesuffix(found)
    return name


def plain_township(name: str, peoples: Sequence[str]) -> str:
    """A township of a nationality as people call it: 云磨乡 of 云磨苗族乡; "" for other names."""
    stem = without_peoples(name[:-1], peoples) if name.endswith(("族乡", "族镇")) else ""
    return f"{stem}{name[-1]}" if stem not in ("", name[:-1]) else ""
