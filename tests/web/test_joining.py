"""What several ask for at one time is made once, for as long as one of them waits."""

from __future__ import annotations

import asyncio

import pytest
from loops import run

from kg.web.http.joining import Joining


class Maker:
    """Makes a text when it is let."""

    def __init__(self) -> None:
        self.made = 0
        self.ended = False
        self.let = asyncio.Event()

    async def make(self) -> str:
        self.made += 1
        try:
            await self.let.wait()
        except asyncio.CancelledError:
            self.ended = True
            raise
        return "page"


async def stays() -> None:
    await asyncio.Event().wait()


async def leaves() -> None:
    return None


async def turn() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_the_same_page_is_made_once_for_all_who_wait() -> None:
    async def going() -> None:
        maker, joining = Maker(), Joining[str]()
        asked = [asyncio.create_task(joining.get("/", maker.make, stays)) for _ in range(5)]
        await turn()
        maker.let.set()

        assert await asyncio.gather(*asked) == ["page"] * 5
        assert maker.made == 1
        assert await joining.get("/", maker.make, stays) == "page"
        assert maker.made == 2

    run(going())


def test_other_pages_are_made_by_themselves() -> None:
    async def going() -> None:
        maker, joining = Maker(), Joining[str]()
        keys = ["/", "/graph", "", ""]
        asked = [asyncio.create_task(joining.get(key, maker.make, stays)) for key in keys]
        await turn()
        maker.let.set()
        await asyncio.gather(*asked)

        assert maker.made == 4

    run(going())


def test_one_who_leaves_takes_nothing_from_those_who_stay() -> None:
    async def going() -> None:
        maker, joining = Maker(), Joining[str]()
        gone = asyncio.create_task(joining.get("/", maker.make, leaves))
        waits = asyncio.create_task(joining.get("/", maker.make, stays))
        assert await gone is None
        maker.let.set()

        assert await waits == "page"
        assert maker.made == 1

    run(going())


def test_what_nobody_waits_for_any_more_is_ended() -> None:
    async def going() -> None:
        maker, joining = Maker(), Joining[str]()
        assert await joining.get("/", maker.make, leaves) is None
        await turn()

        assert maker.ended

    run(going())


def test_a_failure_reaches_everybody_who_waits() -> None:
    async def going() -> None:
        joining = Joining[str]()

        async def fails() -> str:
            await turn()
            raise ValueError("no")

        asked = [asyncio.create_task(joining.get("/", fails, stays)) for _ in range(2)]
        for one in asked:
            with pytest.raises(ValueError, match="no"):
                await one

    run(going())
