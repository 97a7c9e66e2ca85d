"""What is surely light by its text, and that light queries never wait for a worker behind others."""

from __future__ import annotations

import loops
import pytest

from kg.querying.library import library
from kg.web.limits import Limits
from kg.web.turns import Pace, Turn, Turns
from kg.web.weighing import Scales

LIGHT = (
    "ASK {}",
    "ASK { ?s ?p ?o }",
    "SELECT * { ?s ?p ?o } LIMIT 1",
    "SELECT (COUNT(*) AS ?n) { ?d a :Duty }",
    "SELECT ?d ?n { ?d a :Duty ; rdfs:label ?n . FILTER(CONTAINS(?n, '水')) } ORDER BY ?n LIMIT 9",
    "DESCRIBE <http://a.example/b>",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . FILTER(?s = <http://a.example/b>) }",
    "SELECT ?d { VALUES ?t { <http://a> } ?d :ofTownship ?t OPTIONAL { ?d :category ?c } }",
    "ASK { GRAPH <http://a.example/g> { ?s ?p 1 } }",
    "SELECT ?x { ?x rdfs:label '水'@zh . FILTER NOT EXISTS { ?x a :Duty } } GROUP BY ?x",
)
HEAVY = (
    "SELECT (COUNT(*) AS ?n) { ?a :number ?x . ?b :number ?y FILTER(?x + ?y < 0) }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    "ASK { ?a ?b ?c . ?c ?d ?e }",
    "SELECT * { ?a :p* ?b }",
    "SELECT * { ?a (:p|:q)+ ?b }",
    "SELECT * { VALUES ?a {1 2} VALUES ?b {3 4} }",
    "SELECT * { { SELECT ?a { ?a a :X } } { SELECT ?b { ?b a :Y } } }",
    "SELECT * { ?a :number ?x . ?b :number ?x }",
    "SELECT * { [] a :Duty . [] a :X }",
    "SELECT * { ?a a :X FILTER EXISTS { ?b a :Y . ?c a :Z } }",
    "SELECT * { ?a a :X FILTER(?a = 1 && EXISTS { ?b a :Y . ?c a :Z }) }",
    "SELECT * { ?a a :X OPTIONAL { ?b a :Y } }",
    "SELECT * { ?a a :X . # ?a\n ?b a :Y }",
    f"SELECT * {{ {'?a :p ?b . ' * 30} }}",
    f"ASK {{ ?a :p '{'x' * 5000}' }}",
)


@pytest.mark.parametrize("query", LIGHT)
def test_a_query_that_joins_little_is_light(query: str) -> None:
    assert Scales().weigh({"query": query}).light


@pytest.mark.parametrize("query", HEAVY)
def test_a_query_that_multiplies_or_hides_its_work_is_not(query: str) -> None:
    assert not Scales().weigh({"query": query}).light


@pytest.mark.parametrize("query", [HEAVY[1], HEAVY[5], HEAVY[6]])
def test_what_multiplies_by_its_text_is_suspected(query: str) -> None:
    assert Scales().weigh({"query": query}).pace is Pace.SUSPECT


def test_what_hides_its_work_is_not_suspected_until_its_like_was_slow() -> None:
    scales = Scales()
    first, like = ({"query": f"SELECT * {{ ?a :p* {n} }}"} for n in (1, 2))
    assert scales.weigh(first).pace is Pace.UNKNOWN
    scales.found_slow(scales.weigh(first), Pace.SUSPECT)

    assert scales.weigh(like).pace is Pace.SUSPECT


def test_our_own_pages_are_never_suspected() -> None:
    scales = Scales()
    page = {"path": "compare", "query": ""}
    scales.found_slow(scales.weigh(page), Pace.SUSPECT)

    assert scales.weigh(page).pace is Pace.UNKNOWN


def test_our_own_questions_are_light_until_one_was_slow() -> None:
    scales = Scales()
    message = {"query": "SELECT …", "library": "pushed-down"}
    assert all(scales.weigh({"query": "", "library": name}).light for name in library())
    scales.found_slow(scales.weigh(message))

    assert not scales.weigh(message).light
    assert scales.weigh({"query": "", "library": "text"}).light


def test_what_was_slow_is_known_again_by_its_shape_whoever_asks() -> None:
    scales = Scales()
    scales.found_slow(scales.weigh({"query": "ASK { ?s :p ?o . FILTER(?o > 1) }"}))

    assert not scales.weigh({"query": "ASK  { ?x :p ?y . FILTER(?y > 27) } # other"}).light
    assert scales.weigh({"query": "ASK { ?s :q ?o . FILTER(?o > 1) }"}).light


def test_what_is_remembered_has_a_bound() -> None:
    scales = Scales()
    for number in range(5000):
        scales.found_slow(scales.weigh({"query": f"ASK {{ ?s :p{number} ?o }}"}))

    assert scales.weigh({"query": "ASK { ?s :p1 ?o }"}).light
    assert not scales.weigh({"query": "ASK { ?s :p4999 ?o }"}).light


def test_one_worker_is_kept_from_any_number_of_heavy_queries_of_any_number_of_clients() -> None:
    async def play() -> None:
        turns: Turns[int] = Turns(Limits(workers=4))
        for client in range(100):
            turns.join(f"10.0.0.{client}", Pace.UNKNOWN)
        idle, given = 4, []
        while found := turns.next(idle):
            given.append(found[0])
            idle -= 1
        assert len(given) == 3  # of four
        turns.join("me", Pace.LIGHT)
        light = turns.next(idle)
        assert light is not None
        assert light[0] == Turn("me", Pace.LIGHT)
        # Found slow, it holds the last worker: it has to give it back.
        turns.slowed(light[0], Pace.UNKNOWN)
        assert not turns.room_for_light(0)

    loops.run(play())


def test_who_is_not_known_waits_for_one_suspect_and_not_for_all_of_all_clients() -> None:
    async def play() -> list[Pace]:
        turns: Turns[int] = Turns(Limits(workers=4))
        for client in range(100):
            turns.join(f"10.0.0.{client}", Pace.SUSPECT)
            turns.join(f"10.0.0.{client}", Pace.SLOW)
        order = []
        for number in range(6):
            if number == 2:
                turns.join("me", Pace.UNKNOWN)
            found = turns.next(2)  # one heavy query at a time
            assert found is not None
            order.append(found[0].pace)
            turns.leave(found[0])
        return order

    order = loops.run(play())
    assert Pace.UNKNOWN in order[2:4]
    assert Pace.SUSPECT in order[4:]


def test_heavy_queries_go_on_while_light_ones_keep_coming() -> None:
    async def play() -> list[Pace]:
        turns: Turns[int] = Turns(Limits(workers=2))
        order = []
        for _ in range(10):
            turns.join("me", Pace.LIGHT)
            turns.join("you", Pace.UNKNOWN)
        for _ in range(10):
            found = turns.next(2)
            assert found is not None
            order.append(found[0].pace)
            turns.leave(found[0])
        return order

    assert loops.run(play()).count(Pace.UNKNOWN) == 5
