"""What a script hands to the package: wrong types and unknown names are said, nothing is done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import kg


@pytest.mark.parametrize(
    ("paths", "options", "said"),
    [
        ((), {"into": 3}, "store 要给文字 (str) 或 Path，给的是 int"),
        ((), {"store": b"x"}, "store 要给文字 (str) 或 Path，给的是 bytes"),
        ((), {"into": "a", "store": "b"}, "只给一个"),
        ((3,), {}, "paths 要给文字 (str) 或 Path，给的是 int"),
        ((["a.txt", None],), {}, "给的是 NoneType"),
        (("",), {}, "paths 是空的"),
        ((), {"base": 7}, "base 要给文字 (str)，给的是 int"),
        ((), {"workers": True}, "workers 要给整数 (int)，给的是 bool"),
        ((), {"kind": "x"}, "kind 只能是 basic、cooperation、reclaimed"),
        ((), {"editon": "2025-07"}, "是不是 edition"),
    ],
)
def test_a_call_that_cannot_be_meant_is_refused_in_words(
    paths: tuple[Any, ...], options: dict[str, Any], said: str, tmp_path: Path
) -> None:
    with pytest.raises(kg.UsageError, match=r".") as refused:
        kg.build(
            *paths, **{"store": tmp_path / "s", **options} if "into" not in options else options
        )

    assert said in str(refused.value)
    assert not (tmp_path / "s").exists()


def test_into_is_another_word_for_store(small: Path, tmp_path: Path) -> None:
    kg.build(small, into=str(tmp_path / "s"), keep_going=False)

    assert len(kg.open(tmp_path / "s").documents) == 1
    with pytest.raises(kg.UsageError, match="给的是 list"):
        kg.open([tmp_path])  # type: ignore[arg-type]
