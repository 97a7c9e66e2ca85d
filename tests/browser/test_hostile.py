"""Hostile text in every field: nothing runs, everything is shown as it stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.views import catalogue as kinds
from kg.views import payload as payloads
from kg.views.details import ClauseFact
from kg.views.facts import Facts, Named
from kg.views.page import render

ATTACK = (
    "</script><img src=x onerror=window.HACKED=1><!--'\"`${window.HACKED=2}]]>{{7*7}}\u202e\u2066"
)


GO = """at => new Promise((done) => {
  if (location.hash === at) { done(); return; }
  addEventListener("hashchange", () => done(), { once: true });
  location.hash = at;
})"""
"""Go to another part of the page; done once the page, which listens first, has gone there."""


def hostile(facts: Facts) -> Facts:
    """The five lists with every text and every id hostile."""
    made = Facts(facts.graph)

    def iri(old: str) -> str:
        return f"{old}{ATTACK}" if old else old

    def named(table: dict[str, Named]) -> dict[str, Named]:
        return {
            iri(key): replace(
                found,
                iri=iri(key),
                label=f"{ATTACK}{found.label}",
                label_en=f"{ATTACK}{found.label_en}",
                place=iri(found.place),
                function=iri(found.function),
            )
            for key, found in table.items()
        }

    made.duties = [
        replace(
            duty,
            iri=iri(duty.iri),
            township=iri(duty.township),
            category=iri(duty.category),
            name=f"{ATTACK}{duty.name}" + "长" * (10_000 if index == 0 else 0),
            printed=f"{duty.printed}{ATTACK}",
            quote=f"{ATTACK}{duty.quote}",
            document=f"{ATTACK}/{duty.document}",
            locator=ATTACK,
            method=ATTACK,
            matter=iri(duty.matter),
            parties=tuple((role, iri(party)) for role, party in duty.parties),
        )
        for index, duty in enumerate(facts.duties)
    ]
    for table in ("townships", "departments", "places", "concepts"):
        setattr(made, table, named(getattr(facts, table)))
    return made


def clauses(_graph: Any, duties: set[str]) -> dict[str, list[ClauseFact]]:
    """A hostile clause on each side of every duty."""
    return {
        duty: [
            ClauseFact(f"{duty}/{side}", side, 1, ATTACK, ATTACK, ATTACK, f"条款{ATTACK}", ())
            for side in ("superior", "township")
        ]
        for duty in duties
    }


@pytest.fixture
def page_of(facts: Facts, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """The hostile page of a kind."""
    made = hostile(facts)
    monkeypatch.setattr(payloads, "clauses", clauses)
    monkeypatch.setattr("kg.views.kinds.duty.clauses", clauses)
    townships, functions = list(made.townships), list(made.concepts)

    def run(kind: str) -> str:
        from kg.views.kinds.collaboration import collaboration
        from kg.views.kinds.compare import compare
        from kg.views.kinds.department import department
        from kg.views.kinds.duty import duty_view
        from kg.views.kinds.everything import everything
        from kg.views.kinds.matrix import matrix
        from kg.views.kinds.matter import matter
        from kg.views.kinds.overview import overview
        from kg.views.kinds.township import township

        water = next(f for f in functions if "water-resources" in f)
        one = next(d for d in made.duties if d.kind == "cooperation")
        views = {
            "overview": lambda: overview(made),
            "all": lambda: everything(made),
            "township": lambda: township(made, townships[0]),
            "department": lambda: department(made, water),
            "duty": lambda: duty_view(made, one.iri),
            "matter": lambda: matter(made, one.iri),
            "compare": lambda: compare(made, townships[0], townships[1]),
            "collaboration": lambda: collaboration(made),
            "matrix": lambda: matrix(made),
        }
        return render(made, views[kind]())

    return run


@pytest.mark.parametrize("kind", ["all", *kinds.KINDS])
def test_hostile_text_runs_nothing_and_is_shown(
    kind: str, page_of: Callable[..., str], show: Callable[..., Any], tmp_path: Path
) -> None:
    html = page_of(kind)
    assert "</script><img" not in html
    page = show(kind, html=html)
    for at in (
        "#at=n0",
        "#at=d0",
        "#at=e0",
        "#at=n3&lang=en",
        "#view=table",
        "#view=table&table=duties",
    ):
        page.evaluate(GO, at)
        page.wait_for_timeout(60)  # so long a picture that is no picture has to run something
    page.evaluate(GO, "#at=d0")
    page.fill("#search", "onerror")
    page.wait_for_timeout(60)
    assert page.evaluate("window.HACKED === undefined && !document.querySelector('img')")
    assert page.evaluate("document.querySelectorAll('script').length") == len(
        re.findall("^<script", html, re.MULTILINE)
    )
    shown = page.evaluate("document.querySelector('#panel h2').textContent")
    assert ATTACK in shown
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_saved_files_hold_hostile_text_as_text(
    page_of: Callable[..., str], show: Callable[..., Any]
) -> None:
    from xml.etree import ElementTree

    page = show("department", html=page_of("department"))
    with page.expect_download() as download:
        page.click("#svg")
    root = ElementTree.parse(download.value.path()).getroot()
    assert not [e for e in root.iter() if e.tag.endswith(("script", "img", "image"))]
    page.click("#view-table")
    with page.expect_download() as download:
        page.click("#csv")
    assert "onerror" in Path(download.value.path()).read_text("utf-8-sig")
