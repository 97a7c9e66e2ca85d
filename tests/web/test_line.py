"""Whose turn it is: one client at its worst leaves room for others, and waiting has an end."""

from __future__ import annotations

import contextlib
import itertools
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
from serving import ENDLESS, LONG, alive, answered, asking, message, serving, until

from kg.building import Build

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs several loopback addresses")


@LINUX
def test_one_client_at_its_worst_leaves_room_for_others(five: Build) -> None:
    """Others are answered, time and again, before even the first of its queries is ended."""
    limits = ("--workers", "2", "--time-limit", str(LONG))
    with serving(five.store, *limits) as site, asking(site, ENDLESS, 3, "127.0.0.2") as killers:
        time.sleep(LONG / 8)  # one goes on beyond its slice, the others want the other worker
        for _ in range(10):
            assert alive(site)
        assert answered(killers) == 0


def test_quick_queries_do_not_wait_behind_slow_ones_of_the_same_client(five: Build) -> None:
    """Two workers: one may be held by a killer, so a quick query waits for slices, not for limits."""
    limits = ("--workers", "2", "--time-limit", str(LONG))
    with serving(five.store, *limits) as site, asking(site, ENDLESS, 3) as killers:
        for _ in range(5):
            assert alive(site)
        assert answered(killers) == 0


def test_a_slow_query_that_begins_again_is_answered(five: Build) -> None:
    """Three queries that take longer than their slice, one place for slow ones: all are answered.

    The limit is a multiple of what the query takes here and now, its slice an eighth of the limit. Where
    the machine was given more to do in between, the limit was too short: then it is measured anew.
    """
    slow = """SELECT (COUNT(*) AS ?n) {
      ?a a :BasicDuty ; :number ?x . ?b :number ?y . FILTER(?x + ?y < 0)
    }"""
    path = f"/sparql?query={quote(slow)}"
    for _ in range(3):
        with serving(five.store, "--workers", "2", "--time-limit", "300") as site:
            start = time.monotonic()
            assert site.send("GET", path, timeout=300).status == 200
            taken = time.monotonic() - start
        limit = ("--time-limit", f"{6 * taken:.2f}")
        with (
            serving(five.store, "--workers", "2", *limit, "--memory-limit", "0") as site,
            ThreadPoolExecutor(3) as threads,
        ):
            answers = list(threads.map(lambda _: site.send("GET", path, timeout=300), range(3)))
        if all(answer.status == 200 for answer in answers):
            break

    assert [answer.status for answer in answers] == [200] * 3


def test_a_line_that_is_too_long_is_refused(five: Build) -> None:
    limits = ("--workers", "1", "--waiting", "2", "--time-limit", str(LONG))
    with serving(five.store, *limits) as site, asking(site, ENDLESS, 6) as killers:
        until(lambda: answered(killers) == 3)
        refused = site.get("ASK {}")

    assert refused.status == 503
    assert "排队的查询已有 2 个" in message(refused)
    assert refused.headers["retry-after"]


@LINUX
def test_one_client_that_fills_the_line_shuts_nobody_out(five: Build) -> None:
    limits = ("--workers", "2", "--waiting", "4", "--time-limit", str(LONG))
    with serving(five.store, *limits) as site, asking(site, ENDLESS, 12, "127.0.0.2") as killers:
        until(lambda: answered(killers) >= 6)  # those for whom there was no place
        for _ in range(5):
            assert alive(site)


def test_who_waits_too_long_in_line_is_refused(five: Build) -> None:
    limits = ("--workers", "1", "--time-limit", "120", "--max-wait", "0.2")
    with serving(five.store, *limits) as site, asking(site, ENDLESS, 1):
        until(lambda: (answer := site.get("ASK {}")).status == 503 and answer)
        assert "排队超过 0.2 秒" in message(site.get("ASK {}"))


@LINUX
def test_a_query_nobody_knows_passes_by_products_of_any_number_of_addresses(five: Build) -> None:
    """What its text does not show to be light, and is: it waits for slices, not for those who wait for theirs."""
    # Paths of any length, from one node: no work at all on a machine however slow, though the text does not show it.
    paths = "SELECT * { :BasicDuty (:leads|:number)* ?b } LIMIT 1"
    # A slice of five seconds of a processor: where there is little of it, they are many by the clock, and none may end before.
    with contextlib.ExitStack() as held, serving(five.store, "--time-limit", "40") as site:
        killers = [
            connection
            for number in range(20)
            for connection in held.enter_context(asking(site, ENDLESS, 1, f"127.0.1.{number + 1}"))
        ]
        assert site.get(paths).status == 200
        assert answered(killers) == 0


@LINUX
def test_a_light_query_waits_behind_no_number_of_heavy_ones_from_any_number_of_addresses(
    five: Build,
) -> None:
    """Twenty products of twenty addresses wait for their slices; light ones pass by them all."""
    with contextlib.ExitStack() as held, serving(five.store, "--time-limit", str(LONG)) as site:
        killers = [
            connection
            for number in range(20)
            for connection in held.enter_context(asking(site, ENDLESS, 1, f"127.0.1.{number + 1}"))
        ]
        for _ in range(10):
            assert alive(site)
        assert answered(killers) == 0


@LINUX
def test_while_light_queries_are_answered_what_goes_on_for_long_leaves_them_the_processor(
    five: Build,
) -> None:
    """Its worker has a lower priority, the light ones' has not; and with its query that worker ends."""
    with serving(five.store, "--workers", "2", "--time-limit", "4") as site:

        def priorities() -> set[int]:
            children = Path(f"/proc/{site.pid}/task/{site.pid}/children").read_text("ascii").split()
            found = set()
            for child in children:
                with contextlib.suppress(ProcessLookupError):
                    found.add(os.getpriority(os.PRIO_PROCESS, int(child)))
            return found

        usual = priorities()
        assert len(usual) == 1
        with asking(site, ENDLESS, 1):
            fresh = itertools.count()  # none that is remembered
            until(lambda: site.get(f"ASK {{}} # {next(fresh)}") and len(priorities()) == 2)
            assert usual < priorities()
            assert max(priorities()) > max(usual)
        until(lambda: priorities() == usual)
        assert alive(site)
