"""The pages of ``kg serve`` in a browser: they fit every screen, in the light and in the dark."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from serving import Site

from .conftest import COLOURS, NEEDS_AXE, serious_findings, wait_until

PATHS = {
    "home": "",
    "ask": "ask?question=" + quote("县水利局把哪些事项交给乡镇配合？"),
    "check": "check?text=" + quote("工伤认定调查") + "&township=" + quote("东城镇"),
    "search": "search?text=" + quote("防汛"),
    "duty": "duty/652328104/2025-07/c-012",
    "department": "org/652328/water-resources",
    "township": "township/652328104",
    "source": "source/mulei-dongcheng-2025-07.txt?line=208",
    "queries": "queries",
    "compare": "compare?a=" + quote("东城镇") + "&b=" + quote("六户地镇"),
    "matrix": "matrix",
    "graph": "graph?kind=department&name=" + quote("县水利局"),
    "category": "category/party-building?township=" + quote("木垒县东城镇"),
    "report": "report?severity=warning",
    "about": "about",
    "editor": "sparql",
    "node": "duty/652328104/2025-07/c-012/clause-t1",
    "rows": "sparql?format=html&query="
    + quote("SELECT * { ?duty a :CooperationDuty ; ?property ?value } LIMIT 60"),
    "many columns": "sparql?format=html&query="
    + quote(f"SELECT * {{ VALUES ({' '.join(f'?column{n}' for n in range(30))}) {{ ({'1 ' * 30}) }} }}"),
    "triples": "sparql?format=html&query=" + quote("DESCRIBE ?d { ?d a :Department }"),
    "library": "queries/pushed-down?format=html&department=" + quote("县水利局"),
    "problem": "queries/pushed-down?format=html&department=" + quote("木磊县水利局"),
}  # fmt: skip


def opened(browser: Any, site: Site, path: str, width: int) -> Any:
    """The page, which asks nobody but the site."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="light", locale="zh-CN"
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.address + path)
    assert all(url.startswith(site.address) for url in asked), asked
    return page


WIDTHS = (320, 375, 700, 1280)


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_no_page_scrolls_sideways(browser: Any, site: Site, path: str) -> None:
    page = opened(browser, site, path, WIDTHS[0])
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    needed = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wait_until(page, f"innerWidth === {width}")
        needed[width] = page.evaluate("document.scrollingElement.scrollWidth")

    assert {width: wide for width, wide in needed.items() if wide > width} == {}
    page.context.close()


def test_what_is_wider_than_the_screen_scrolls_by_the_keyboard(browser: Any, site: Site) -> None:
    page = opened(browser, site, PATHS["many columns"], 1280)
    box = page.get_by_role("region", name="结果")
    box.focus()
    page.keyboard.press("ArrowRight")
    wait_until(page, "document.querySelector('.wide').scrollLeft > 0")
    page.context.close()


@pytest.mark.parametrize("width", [375, 1280])
def test_cells_are_wide_enough_to_read(browser: Any, site: Site, width: int) -> None:
    page = opened(browser, site, PATHS["library"], width)
    least = page.evaluate(
        "Math.min(...[...document.querySelectorAll('td')].map(c => c.clientWidth))"
    )

    assert least >= 40
    assert "县水利局" in page.inner_text("main p strong")
    page.context.close()


@pytest.mark.parametrize(
    "path", ["", "compare?a=东城镇&b=西北湾镇", "duty/652328104/2025-07/c-012"]
)
def test_a_button_is_not_broken_over_two_lines_of_a_phone(
    browser: Any, site: Site, path: str
) -> None:
    page = opened(browser, site, path, 375)
    broken = page.evaluate(
        "[...document.querySelectorAll('.plain, .button, .badge')]"
        ".filter(b => b.getClientRects().length > 1).map(b => b.textContent)"
    )

    assert broken == []
    page.context.close()


def test_the_figures_of_a_row_stand_on_one_line_of_a_phone(browser: Any, site: Site) -> None:
    page = opened(browser, site, "", 375)
    rows = page.evaluate(
        "[...document.querySelectorAll('table.rows tbody tr')].map(row =>"
        " new Set([...row.querySelectorAll('td.number')].map(c => c.getBoundingClientRect().top)).size)"
    )

    assert rows
    assert set(rows) == {1}
    page.context.close()


def test_a_term_is_shown_short_and_leads_to_its_definition(browser: Any, site: Site) -> None:
    page = opened(browser, site, PATHS["rows"], 375)
    link = page.locator("td a", has_text=":CooperationDuty").first

    assert link.inner_text() == ":CooperationDuty"
    assert link.get_attribute("href") == "/ontology#CooperationDuty"
    page.context.close()


@NEEDS_AXE
@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_no_serious_finding(browser: Any, site: Site, path: str) -> None:
    page = opened(browser, site, path, 375)
    assert serious_findings(page) == []
    page.emulate_media(color_scheme="dark")
    assert serious_findings(page, COLOURS) == []
    page.context.close()
