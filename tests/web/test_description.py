"""What OpenAPI says of the API holds: requests made from it are answered as it says (schemathesis)."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from serving import HANGS, Site, serving

from kg.building import Build

EXAMPLES = 6
"""Requests an operation; more by hand: schemathesis run http://…/api/openapi.json."""


@pytest.fixture(scope="module")
def site(five: Build) -> Iterator[Site]:
    with serving(five.store, "--workers", "2", "--time-limit", "60") as started:
        yield started


def test_requests_made_from_the_description_are_answered_as_it_says(site: Site) -> None:
    schemathesis = pytest.importorskip("schemathesis", reason="needs schemathesis")
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    described = json.loads(site.send("GET", "/api/openapi.json").body)
    schema = schemathesis.openapi.from_dict(described)
    checks = [
        schemathesis.checks.not_a_server_error,
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    ]
    tried = 0
    for result in schema.get_all_operations():
        operation = result.ok()

        @seed(1)
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: object) -> None:
            base = site.address.rstrip("/") + "/api"
            case.call_and_validate(base_url=base, checks=checks, timeout=HANGS)  # type: ignore[attr-defined]

        ask()
        tried += 1
    assert tried >= 8
