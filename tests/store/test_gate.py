"""The gate: what would go outward is refused, the same word elsewhere is not."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.store.gate import admit, iri_term, string_term
from kg.store.tokens import tokens


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://x.example/> { ?s ?p ?o } }",
        "SELECT * { SERVICE ?g { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://x.example/> { ?s ?p ?o } }",
        "SELECT * { SERVICE# comment\n<http://x.example/> { ?s ?p ?o } }",
        'SELECT * { ?s ?p "a" .SERVICE<http://x.example/>{ ?s ?p ?o } }',
        "LOAD <file:///etc/passwd>",
    ],
)
def test_what_goes_outward_is_refused(query: str) -> None:
    with pytest.raises(QueryError):
        admit(query, dataset=True)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s ?p "SERVICE <http://x.example/>" }',
        "SELECT * { ?s ?p '''a ' SERVICE ''' }",
        "SELECT * { ?s <http://x.example/SERVICE> ?o }",
        "SELECT * { ?service ?p ?o } # SERVICE",
        "PREFIX x: <http://x.example/> SELECT * { x:SERVICE x:p ?load }",
        "PREFIX SERVICE: <http://x.example/> SELECT * { SERVICE:a ?p ?o }",
    ],
)
def test_the_word_alone_is_allowed(query: str) -> None:
    admit(query, dataset=True)


@given(st.text(max_size=300))
def test_any_text_is_read_to_its_end(text: str) -> None:
    list(tokens(text))


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=60))
def test_a_bound_text_comes_back_unchanged(text: str) -> None:
    solutions = ox.Store().query(f"SELECT ?x WHERE {{ BIND({string_term(text)} AS ?x) }}")

    assert [solution["x"].value for solution in solutions] == [text]


@pytest.mark.parametrize("iri", ["http://x/>", "http://x/ y", 'http://x/"', "http://x/\n"])
def test_no_iri_breaks_out_of_its_brackets(iri: str) -> None:
    with pytest.raises(QueryError):
        iri_term(iri)
