"""The gate against forms made to slip through: nothing goes out, proved with a listening socket."""

from __future__ import annotations

import contextlib
import itertools
import subprocess
import sys
from collections.abc import Callable

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pace import at_most

from kg.errors import QueryError
from kg.store.gate import CHARACTERS, DEPTH, PARTS, admit
from kg.store.graph import Graph

HOME = "http://x.example/"
SLIPPERY = [
    "PREFIX : <http://x.example/> SELECT * { SERVICE:a { ?s ?p ?o } }",
    "PREFIX x: <http://x.example/> SELECT * { SERVICEx:a { ?s ?p ?o } }",
    "PREFIX x: <http://x.example/> SELECT * { SERVICESILENTx:a { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<http://x.example/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE<http://x.example/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 1e1SERVICE<http://x.example/>{ ?s ?p ?o } }",
    'SELECT * { ?s ?p "a"@en.SERVICE <http://x.example/> { ?s ?p ?o } }',
    'SELECT * { # \\u000A """\n SERVICE <http://x.example/> { ?s ?p ?o } # """\n }',
    "SELECT * { SERVICE SILENT <http://x.example/> { ?s ?p ?o } }",
    'SELECT * { ?s ?p ?x FILTER(1<?x#>"""\n) SERVICE <http://x.example/> { ?s ?p ?o } #"""\n }',
    'SELECT * { ?s ?p ?x BIND(1<?x#>"""\n AS ?y) SERVICE <http://x.example/> { ?s ?p ?o } #"""\n }',
    'SELECT * { ?s ?p ?x FILTER(EXISTS{}<?x#>"""\n) SERVICE <http://x.example/> { ?s ?p ?o } #"""\n }',
    "SELECT * { ?s ?p ?x FILTER(1<?x#>'''\n) SERVICE <http://x.example/> { ?s ?p ?o } #'''\n }",
    'SELECT * { ?s ?p """ "SERVICE <http://x.example/> { ?s ?p ?o } }',
    "PREFIX : <http://x.example/> SELECT * { ?s :-1SERVICE<http://x.example/> { ?s ?p ?o } }",
    "PREFIX : <http://x.example/> SELECT * { ?s :-1SERVICE:a { ?s ?p ?o } }",
    "PREFIX : <http://x.example/> SELECT * { ?s :.5SERVICE:a { ?s ?p ?o } }",
    "PREFIX : <http://x.example/> SELECT * { ?s ?p :.SERVICE:a { ?s ?p ?o } }",
    "PREFIX : <http://x.example/> SELECT * { ?s ?p ?o ; SERVICE:a { ?s ?p ?o } }",
    "PREFIX : <http://x.example/> SELECT * { ?s ?p trueSERVICE:a { ?s ?p ?o } }",
    "PREFIX : <http://x.example/> SELECT * { ?s ?p x:SERVICE:a { ?s ?p ?o } }",
    "PREFIX x: <http://a:80> SELECT * { ?s x:trueSERVICE<http://x.example/> { ?s ?p ?o } }",
    "PREFIX x: <http://a:80> SELECT * { ?s x:1SERVICE SILENT ?g { ?s ?p ?o } }",
    "PREFIX x: <http://a:80> PREFIX : <http://x.example/> SELECT * { ?s ?p x:SERVICE:a { ?s ?p ?o } }",
    'SELECT * { OPTIONAL { <<?s?p?o#>"""\n>> ?p ?o } SERVICE <http://x.example/> { ?s ?p ?o } #"""\n }',
    'SELECT * { BIND(<<(?s?p?o#>"""\n)>> AS ?x) SERVICE <http://x.example/> { ?s ?p ?o } #"""\n }',
    'SELECT * { FILTER(<<(<a:b> <a:b> 1)>><?x#>"""\n) SERVICE <http://x.example/> { ?s ?p ?o } #"""\n }',
    'SELECT * { FILTER(1<<<(?s?p?o#>"""\n)>>) SERVICE <http://x.example/> { ?s ?p ?o } #"""\n }',
]
"""Forms that some parsers take for the keyword; the engine's does (measured with a socket)."""

PIECES = [
    *"""SERVICE|service|SILENT|{|}|<URL>|x:a|:a|?s|?p|.|;| |#|\"|\"\"\"|'|'''|\\|\\u0022|\\u0053|\\u000A|1|true|@en|^^|<|>|(|)\nFILTER|OPTIONAL|GRAPH|UNION|a|,|_:b|%41|EXISTS|&&|<<|>>|:-1|:.5|y:1|y:true|SERVICE:a|y:SERVICE|~|<a:b>""".replace(
        "\n", "|"
    ).split("|"),
    "\n",
]


def test_the_listener_hears_a_query_without_the_gate(listener: tuple[str, list[object]]) -> None:
    url, calls = listener
    for query in SLIPPERY[:2]:
        with contextlib.suppress(OSError):
            list(ox.Store().query(query.replace(HOME, url)))  # type: ignore[arg-type]
    assert calls
    calls.clear()


@pytest.mark.parametrize("query", SLIPPERY)
def test_what_slips_through_elsewhere_is_refused(
    graph: Graph, listener: tuple[str, list[object]], query: str
) -> None:
    url, calls = listener
    with pytest.raises(QueryError, match=r"SERVICE|set < apart|partner"):
        graph.query(query.replace(HOME, url))
    assert calls == []


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.sampled_from(PIECES), max_size=14),
    st.sampled_from(["", "?s ?p ?o . ", "?s ?p ?o OPTIONAL {", "?s ?p "]),
)
def test_nothing_goes_out_whatever_the_query(
    listener: tuple[str, list[object]], pieces: list[str], start: str
) -> None:
    url, calls = listener
    store = ox.Store()
    names = [ox.NamedNode(iri) for iri in (url, url + "a", url[:-1], "a:b")]
    for subject, predicate in itertools.product(names, names):  # so that the engine reads on
        for value in (*names, *map(ox.Literal, (1, -1, True, 0.5))):
            store.add(ox.Quad(subject, predicate, value))
    middle = "".join(pieces).replace("<URL>", f"<{url}>")
    prefixes = f"PREFIX : <{url}> PREFIX x: <{url}> PREFIX service: <{url}> PREFIX y: <{url[:-1]}>"
    for end in ("", "{ ?s ?p ?o }", "SERVICE:a{}", f"SERVICE<{url}>{{}}", "service:a {}"):
        query = f"{prefixes} SELECT * {{ {start}{middle}{end} }}"
        with contextlib.suppress(QueryError, SyntaxError, OSError, ValueError, RuntimeError):
            admit(query, dataset=True)
            next(iter(store.query(query)), None)  # type: ignore[arg-type]
    assert calls == []


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX SERVICE: <http://x.example/> SELECT * { SERVICE:a ?p ?o }",
        "PREFIX service: <http://x.example/> SELECT * { GRAPH service:a { ?s ?p ?o } }",
        "PREFIX service: <http://x.example/> DESCRIBE service:a { ?s ?p ?o }",
        "PREFIX service: <http://x.example/> SELECT * { ?s ?p service:a { ?a ?b ?c } }",
        "PREFIX service: <http://x.example/> SELECT * { ?a ?b ?c . ?s a service:a { ?a ?b ?c } }",
        "PREFIX service: <http://x.example/> SELECT * { ?s ?p service:a . { ?a ?b ?c } }",
        "PREFIX service: <http://x.example/> SELECT * { service:a service:b service:c. { ?a ?b ?c } }",
        "PREFIX x: <http://x.example/> SELECT * { ?s x:service ?o OPTIONAL { ?a ?b ?c } }",
        "PREFIX x: <http://x.example/> SELECT * { ?s x:service x:1. { ?a ?b ?c } }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * { << <urn:a#b> ?p ?o >> ?q ?r FILTER(<<(?s ?p ?o)>> = ?r) }",
    ],
)
def test_a_name_that_only_looks_so_passes(query: str) -> None:
    admit(query, dataset=True)


def test_a_dataset_of_its_own_is_refused() -> None:
    with pytest.raises(QueryError, match="FROM"):
        admit("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }")
    admit('SELECT * { ?from ?p "FROM" } # FROM')


def test_a_comparison_without_blanks_is_no_iri() -> None:
    admit("SELECT * { ?s ?p ?o FILTER(?s<?p&&?o>?p) }")
    admit("SELECT * { ?s ?p ?o FILTER(?s IN (<urn:a#b>,<urn:c#d>) || ?s=<urn:e#f>) }")
    admit(
        'SELECT * { VALUES (?a ?b) { ("x" <urn:a#b>) } ?s (<urn:a#b>|^<urn:c#d>) ("x" <http://x.example/a#b>) }'
    )


def nested(opening: str, inside: str, closing: str) -> Callable[[int], str]:
    return lambda n: f"SELECT * {{ {opening * n}{inside}{closing * n} }}"


def chained(start: str, link: str, end: str) -> Callable[[int], str]:
    return lambda n: f"SELECT * {{ {start}{link * n}{end} }}"


NESTS = {
    "groups": nested("{", "?s ?p ?o", "}"),
    "groups that never end": nested("{", "", ""),
    "graphs": nested("GRAPH ?g {", "?s ?p ?o", "}"),
    "optional": nested("?s ?p ?o OPTIONAL {", "", "}"),
    "exists": nested("FILTER NOT EXISTS {", "?s ?p ?o", "}"),
    "subselects": nested("{ SELECT * {", "?s ?p ?o", "}}"),
    "brackets": lambda n: f"SELECT * {{ FILTER({'(' * n}1{')' * n}) }}",
    "functions": lambda n: f"SELECT * {{ FILTER({'STR(' * n}1{')' * n}) }}",
    "lists of IN": lambda n: f"SELECT * {{ FILTER({'1 IN (' * n}1{')' * n}) }}",
    "paths": nested("?s ", "^(" * 9 + "<a:b>" + ")" * 9, " ?o ."),
    "path brackets": lambda n: f"SELECT * {{ ?s {'^(' * n}<a:b>{')*' * n} ?o }}",
    "collections": nested("(", "1", ")"),
    "blank nodes": nested("[<a:b> ", "1", "]"),
    "annotations": nested("?s ?p ?o {| ?p ?o ", "", "|}"),
}
CHAINS = {
    "or": chained("FILTER(1", " || ?x", ")"),
    "and": chained("FILTER(1", "&&?x", ")"),
    "quotients": chained("FILTER(1", "/1", ")"),
    "signed numbers": chained("FILTER(1", "-1", ")"),
    "not": chained("FILTER(", "!", "true)"),
    "unions": chained("{}", "UNION{}", ""),
    "minus": chained("?s ?p ?o ", "MINUS{}", ""),
    "optional": chained("?s ?p ?o ", "OPTIONAL{?s ?p ?o}", ""),
    "filters": chained("", "FILTER(1)", ""),
    "triples": chained("", "?s ?p ?o.", ""),
    "names that take in the full stop": chained("", "?s ?p a:b.", ""),
    "objects": chained("?s ?p ?o", ",?o", ""),
    "predicates": chained("?s ?p ?o", ";?p ?o", ""),
    "members": chained("(", "1 ", ") ?p ?o"),
    "decimals grown together": chained("(1", ".1", ") ?p ?o"),
    "words grown together": chained("(", "true", ") ?p ?o"),
    "words grown together, in eights": chained("(", "true" * 8 + " ", ") ?p ?o"),
    "empty members": chained("(", "[]", ") ?p ?o"),
    "path": chained("?s <a:b>", "/<a:b>", " ?o"),
    "path hidden in an IRI": chained("FILTER(1<?x", "/?x", ">1)"),
    "brackets hidden in IRIs": chained("FILTER(", "1<(((((?x>", ")"),
    "names that are split": chained("(a:1", "-1-1-1-1 a:1", ") ?p ?o"),
    "triples of triples": chained("", "<<", ""),
    "described": lambda n: "DESCRIBE " + "<a:b> " * n,
    "described behind a prefix": lambda n: "PREFIX p: <a:> DESCRIBEp:b " + "<a:b> " * n,
    "expressions": lambda n: f"SELECT {'(1 AS ?x)' * n} {{}}",
}


@pytest.mark.parametrize("form", NESTS)
def test_what_is_nested_too_deeply_is_refused(form: str) -> None:
    if form != "paths":
        admit(NESTS[form](DEPTH // 2 - 3))
    refused = pytest.raises(
        QueryError, match=f"more than {DEPTH} levels|more than {PARTS} patterns"
    )
    with at_most(2), refused:
        admit(NESTS[form](20_000))


@pytest.mark.parametrize("form", CHAINS)
def test_a_chain_of_too_many_parts_is_refused(form: str) -> None:
    admit(CHAINS[form](8 if "eights" in form or "hidden" in form else 60))
    with pytest.raises(QueryError, match=f"more than {PARTS} patterns|more than {DEPTH} levels"):
        admit(CHAINS[form](20_000))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { VALUES ?x { " + "<http://x.example/a(b)> " * 20_000 + "} ?x ?p ?o }",
        "SELECT * { VALUES (?x ?y) { " + '(-1.5 "a"@en) ' * 20_000 + "} ?x ?p ?o }",
        "SELECT * { ?s ?p ?o FILTER(?o IN (" + ",".join(["-1", '"(((("'] * 20_000) + ")) }",
        'SELECT * { ?s ?p """' + "{([" * 50_000 + '""" }',
        "SELECT * { ?s <http://x.example/" + "(" * 1_000 + "> ?o }",
        "SELECT * { ?s ?p ?o } #" + "{" * 50_000,
        "".join(f"PREFIX p{n}: <http://x.example/{n}#>\n" for n in range(1_000)) + "ASK {}",
        "SELECT " + " ".join(f"?x{n}" for n in range(300)) + " {}",
    ],
    ids=["IRIs", "rows", "IN", "string", "IRI", "comment", "prefixes", "variables"],
)
def test_long_lists_and_marks_inside_texts_count_for_nothing(query: str) -> None:
    admit(query)


PREFIX = "PREFIX : <http://x.example/> SELECT * { FILTER("
READ_TWICE = {
    "replacing": "REPLACE(",
    "replacing in a later place": "REPLACE('a', 'b', ",
    "parts of strings": "SUBSTR(",
    "patterns": "REGEX(",
    "joined": "GROUP_CONCAT(",
    "denied": "!(",
    "denied without a blank": "! # not\n(",
    "denied functions": "!STR(",
    "denied patterns": "!EXISTS{FILTER(",
    "denied patterns that do not exist": "!NOT EXISTS{FILTER(",
    "conditions by functions of others": "EXISTS{FILTER :f(",
    "conditions by functions of others, grown together": "EXISTS{FILTER<http://x.example/f>(",
    "having": "EXISTS{SELECT*{}HAVING:f(",
    "groups": "EXISTS{SELECT*{}GROUP BY:f(",
    "words grown together": "COUNT(DISTINCTREPLACE(",
    "annotations": "EXISTS{?s ?p ?o ~ {| ?p ?o ~:r {| ?p (",
}
"""Openings at which the engine's parser reads what is inside twice, or more often, if nothing closes them."""


@pytest.mark.parametrize("form", READ_TWICE)
def test_what_the_engine_would_never_have_read_is_refused(form: str) -> None:
    admit(PREFIX + READ_TWICE[form] * 3)
    with at_most(2), pytest.raises(QueryError, match="over and over"):
        admit(PREFIX + READ_TWICE[form] * 18)


@pytest.mark.parametrize(
    "piece", [" ", "# a comment of some length, some length\n", "?x ", "STR(1)*"]
)
@pytest.mark.parametrize("before", ["REPLACE(", "!(", "GROUP_CONCAT("])
def test_what_is_long_may_be_nested_less(before: str, piece: str) -> None:
    admit(PREFIX + before * 8 + piece)
    with at_most(4), pytest.raises(QueryError, match=f"over and over|more than {PARTS}"):
        admit(PREFIX + before * 8 + piece * (2_000_000 // len(piece)))


def test_what_people_nest_passes() -> None:
    """Blanks taken out of names twelve times over, and conditions as programs write them."""
    admit("SELECT * { BIND(" + "REPLACE(" * 12 + "?o" + ", 'x', '')" * 12 + " AS ?n) }")
    admit(f"SELECT * {{ ?s ?p ?o FILTER({'!(' * 10}?o = 1{')' * 10}) }}")
    admit(f"SELECT * {{ ?s ?p ?o FILTER({'STR(' * 40}?o{')' * 40} = 'a') }}")
    admit("SELECT * { ?s ?p ?o FILTER(" + "REGEX(?o, 'a') || " * 100 + "1) }")


BEARABLE = """
import random, sys
import pyoxigraph as ox
from kg.errors import QueryError
from kg.store.gate import admit

NESTS = [("{", "}"), ("GRAPH ?g {", "}"), ("FILTER NOT EXISTS {", "}"), ("OPTIONAL {", "}"), ("{} MINUS {", "}"),
         ("{ SELECT * {", "}}"), ("LATERAL {", "}")]
AGAIN = [("REPLACE(", ",'a','b')"), ("REPLACE('a',", ",'b')"), ("SUBSTR(", ",1)"), ("REGEX('a',", ")"), ("!STR(", ")"),
         ("!EXISTS{FILTER(", ")}"), ("<a:f>(", ")"), ("EXISTS{FILTER <a:f>(", ")}"), ("GROUP_CONCAT(", ")")]
VALUES = [("(", ")"), ("!(", ")"), ("STR(", ")"), ("IF(1,2,", ")"), ("1 IN (", ")"), ("1+(", ")"), ("-(", ")"), ("EXISTS{FILTER(", ")}")]
CHAINS = ["BIND(1 AS ?x#)", "MINUS{}", "LATERAL{}", "FILTER(1)", "FILTER(1<?x)"]
LINKS = ["||1", "/1", "-1", "&&?x", "*?x", "=1||1"]
draw = random.Random(int(sys.argv[1]))
passed = 0
for _ in range(int(sys.argv[2])):
    value = "1" + draw.choice(LINKS) * draw.choice([0, 9, 200, 9000])
    for start, end in (draw.choice(AGAIN) for _ in range(draw.choice([0, 4, 10, 14]))):
        value = start + value + end
    for start, end in (draw.choice(VALUES) for _ in range(draw.choice([0, 5, 20, 3000]))):
        value = start + value + end
    group = f"FILTER({value})"
    link = draw.choice(CHAINS)
    group += "".join(link.replace("#", str(number)) for number in range(draw.choice([0, 9, 150, 5000])))
    for start, end in (draw.choice(NESTS) for _ in range(draw.choice([0, 5, 25, 3000]))):
        group = start + group + end
    query = f"SELECT * {{ {group} }}"
    if draw.random() < .3:
        query = query[: draw.randrange(len(query))]
    try:
        admit(query)
        passed += 1
        list(ox.Store().query(query))
    except (QueryError, SyntaxError, RuntimeError, OSError, ValueError):
        pass
sys.stdout.write(str(passed))
"""


def test_the_engine_bears_what_passes() -> None:
    """In a process of its own, which a stack overflow would end."""
    done = subprocess.run(
        [sys.executable, "-c", BEARABLE, "1", "300"], capture_output=True, text=True, timeout=120
    )

    assert done.returncode == 0
    assert int(done.stdout) > 50


RUBBISH = (
    *(
        '"',
        '"a',
        '"""',
        '"""a',
        '"""\\',
        '"\\',
        "'''a ",
        "<",
        "<a",
        "<aaaaaaa ",
        "a.",
        "a-",
        "-a",
        ":",
    ),
    *(
        "_:",
        "\\",
        "@a-",
        "#\n",
        "?",
        "\\u0041",
        "\\u0022",
        "水",
        "水.",
        "a ",
        "a=",
        "1",
        ".1",
        "\0",
        "\ufffd",
    ),
)


@pytest.mark.parametrize("piece", RUBBISH)
@pytest.mark.parametrize("start", ["", "SELECT * { VALUES (?x) {", "SELECT * { FILTER(?x IN ("])
def test_reading_rubbish_takes_time_in_proportion(start: str, piece: str) -> None:
    """200,000 characters: where the time grew with the square, minutes."""
    with at_most(10), contextlib.suppress(QueryError):
        admit(start + piece * (200_000 // len(piece)))


def test_ten_megabytes_are_refused_at_once(graph: Graph) -> None:
    with pytest.raises(QueryError, match=f"{CHARACTERS:,}"):
        graph.query("?" * 10_000_000)
    with pytest.raises(QueryError, match="words and marks"):
        graph.query("SELECT * { FILTER(?x IN (" + "1," * 1_000_000)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * { ?s ?p ?o， }", "，"),
        ("\0\x01\x02", "character"),
        ("SELECT * { ?s ?p ?o } }", "bracket"),
        ('SELECT * { ?s ?p "县水利局 }', "quotation mark"),
    ],
)
def test_what_no_query_holds_is_said(query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        admit(query)
