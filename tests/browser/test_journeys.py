"""Journeys of real users through the served site, most of them with JavaScript off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import Site

NOTICE = """关于做好近期有关工作的通知
一、请各乡镇做好工伤认定调查工作。
二、请配合做好农村供水保障工作。
三、请做好地名管理工作。
四、请做好航天发射工作。
五、请做好人大代表选举工作。"""
VERDICTS = ["上级已收回", "属于配合事项", "属于配合事项", "清单里没有", "属于乡镇自己的事"]


@pytest.fixture
def visit(browser: Any, site: Site) -> Iterator[Callable[..., Any]]:
    """Open a page of the site; the test fails on an error or a request that leaves the site."""
    contexts: list[Any] = []
    wrong: list[str] = []

    def run(
        path: str = "", *, script: bool = True, width: int = 1280, locale: str = "zh-CN"
    ) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=script,
            locale=locale,
            accept_downloads=True,
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(180_000)
        page.on(
            "console", lambda m: wrong.append(m.text) if m.type in {"error", "warning"} else None
        )
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda d: (wrong.append(f"dialog: {d.message}"), d.dismiss()))
        page.on("request", lambda r: away(r.url))
        page.goto(site.address + path)
        return page

    def away(url: str) -> None:
        if not url.startswith((site.address, "blob:", "data:")):
            wrong.append(f"request: {url}")

    yield run
    for context in contexts:
        context.close()
    assert not wrong, wrong


def follow(page: Any, place: Any) -> None:
    """Click what leads to another page and wait until that page is there.

    A click alone comes back when the request is on its way; a count taken then, of a page that a
    loaded machine has not sent yet, is a count of nothing.
    """
    with page.expect_navigation():
        place.click()


def test_a_clerk_checks_a_notice_and_copies_the_reply(visit: Callable[..., Any]) -> None:
    page = visit()
    follow(page, page.get_by_role("link", name="部门来文要我们做事？"))
    page.get_by_label("把通知、任务或一句话粘在这里").fill(NOTICE)
    page.get_by_label("哪个乡镇").select_option("木垒县东城镇")
    follow(page, page.get_by_role("button", name="核对"))

    said = page.locator("ol.verdicts .badge").all_inner_texts()
    assert page.locator("article.card").count() == len(VERDICTS)
    assert all(text.startswith(words) for text, words in zip(said, VERDICTS, strict=True))
    second = page.locator("article.card").nth(1)
    second.locator("summary", has_text="乡镇做什么").click()
    assert second.get_by_text("落实本镇农村饮用水管网管护、维修责任").is_visible()
    first = page.locator("article.card").first
    assert "上级已收回" in first.inner_text()
    first.get_by_role("button", name="复制答复").click()
    first.get_by_role("button", name="已复制").wait_for()
    assert "收回" in page.evaluate("navigator.clipboard.readText()")
    follow(page, first.get_by_role("link", name="工伤认定调查"))
    follow(page, page.locator("dl.facts .source a, dl.facts dd a", has_text=".txt:").first)
    assert "工伤认定调查" in page.locator("tr.marked").inner_text()


def test_a_clerk_without_script_asks_and_reads_the_source(visit: Callable[..., Any]) -> None:
    page = visit(script=False)
    page.get_by_role("searchbox", name="您的问题").fill("木垒县东城镇的农村供水保障由谁负责？")
    follow(page, page.get_by_role("button", name="问"))
    assert "木垒县水利局" in page.locator(".answer").inner_text()
    follow(page, page.locator("td.source a").first)

    assert "农村供水保障工作" in page.locator("tr.marked").inner_text()


def test_an_example_of_the_front_page_is_answered_at_once(visit: Callable[..., Any]) -> None:
    page = visit(script=False)
    count = page.locator(".examples a").count()
    assert count >= 4
    for number in range(count):
        follow(page, page.locator(".examples a").nth(number))
        assert "refused" not in page.locator(".answer").get_attribute("class")
        page.go_back()


def test_an_officer_goes_from_a_number_to_the_same_duty_elsewhere(
    visit: Callable[..., Any],
) -> None:
    page = visit(script=False)
    follow(page, page.get_by_role("link", name="木垒县东城镇", exact=True))
    page.locator("details:has(#c-033) > summary").click()  # 第22–34项
    follow(page, page.locator("#c-033 td.name a"))
    assert "配合履职事项第33项" in page.locator("main").inner_text()
    other = page.locator("table.rows tbody tr").first
    assert "条款" in other.inner_text() or "相同" in other.inner_text()
    follow(page, other.locator("td.name a"))

    assert "配合履职事项第" in page.locator("main").inner_text()


def test_a_bureau_takes_its_duties_home_as_a_workbook(
    visit: Callable[..., Any], tmp_path: Path
) -> None:
    import openpyxl

    page = visit("department/" + "木垒县水利局", script=False)
    assert page.locator("h1").inner_text() == "木垒县水利局"
    with page.expect_download() as started:
        page.get_by_role("link", name="存成 Excel").click()
    started.value.save_as(tmp_path / "book.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx").worksheets[0]

    assert [cell.value for cell in sheet[1]][:3] == ["乡镇", "清单", "序号"]
    assert sheet.max_row > 5


def test_an_engineer_goes_from_a_page_to_its_triples_and_the_editor(
    visit: Callable[..., Any],
) -> None:
    page = visit("duty/652328104/2025-07/c-012", script=False)
    turtle = page.get_by_role("link", name="Turtle").get_attribute("href")
    assert turtle == "?format=turtle"
    follow(page, page.get_by_role("link", name="在查询编辑器里打开"))
    assert "CONSTRUCT" in page.get_by_label("查询", exact=True).input_value()
    follow(page, page.get_by_role("button", name="运行"))

    assert "农业水价调整工作" in page.locator("pre").inner_text()


def test_a_dispatcher_searches_and_narrows(visit: Callable[..., Any]) -> None:
    page = visit("search", script=False, width=375)
    page.get_by_role("searchbox").fill("防汛")
    follow(page, page.get_by_role("button", name="找"))
    assert page.locator("mark").count() >= 1
    follow(page, page.locator(".facets a", has_text="配合").first)

    assert set(page.locator(".hits .badge").all_inner_texts()) == {"配合"}


def test_a_researcher_compares_two_townships(visit: Callable[..., Any]) -> None:
    page = visit("compare", script=False)
    page.get_by_label("甲").select_option("木垒县东城镇")
    page.get_by_label("乙").select_option("伊宁县喀拉亚尕奇乡")
    follow(page, page.get_by_role("button", name="比较"))
    follow(page, page.get_by_role("link", name="清单不同"))

    assert page.locator("h2#list + div tbody tr").count() >= 1


def test_a_guest_switches_to_english_and_stays_there(visit: Callable[..., Any]) -> None:
    page = visit(script=False)
    follow(page, page.get_by_role("link", name="English"))
    follow(page, page.get_by_role("link", name="Queries", exact=True))

    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h2", has_text="One department").count() == 1


def test_an_auditor_finds_the_irregular_places_of_one_township(visit: Callable[..., Any]) -> None:
    page = visit("report", script=False)
    page.locator("select[name=township]").select_option("木垒县东城镇")
    page.locator("select[name=severity]").select_option("提醒")
    follow(page, page.get_by_role("button", name="看"))
    page.locator("details.part summary").first.click()
    follow(page, page.locator("details[open] td.source a").first)

    assert page.locator("tr.marked").count() == 1 or page.locator(".problem").count() == 1


@pytest.mark.parametrize("script", [True, False])
def test_a_clerk_on_a_phone_sees_the_line_and_the_rest_of_the_source_folded(
    visit: Callable[..., Any], script: bool
) -> None:
    page = visit("duty/652328104/2025-07/c-012", script=script, width=375)
    follow(page, page.locator("dl.facts a", has_text=".txt:172"))
    shown = page.locator("tr.marked")

    assert shown.is_visible()
    assert 0 <= shown.bounding_box()["y"] < 800
    assert page.locator("tr[id^=L]:visible").count() <= 20
    assert page.locator("main").bounding_box()["height"] < 12_000


def test_a_source_is_printed_whole_whatever_is_folded(visit: Callable[..., Any]) -> None:
    page = visit("source/mulei-dongcheng-2025-07.txt")
    folded = page.locator("details.part:not([open])").count()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    printed = page.locator("tr[id^=L]:visible").count()
    page.evaluate("dispatchEvent(new Event('afterprint'))")

    assert folded > 20
    assert printed == 109 + 102 + 38
    assert page.locator("details.part:not([open])").count() == folded


def test_a_query_is_written_and_run_by_the_keyboard_alone(visit: Callable[..., Any]) -> None:
    page = visit("sparql")
    if not page.locator("#yasgui").count():
        pytest.skip("needs the editor: make client")
    page.locator("#yasgui .CodeMirror textarea").focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(
        "SELECT ?duty { ?duty a <https://dutykg.example/ontology#Duty> } LIMIT 3"
    )
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "运行"
    page.keyboard.press("Enter")
    links = page.locator("#yasgui td a.iri")
    links.first.wait_for()

    assert links.count() == 3
    assert links.first.get_attribute("href").startswith("/duty/")
    assert "edit=SELECT" in page.url
    assert page.locator("#query").input_value().startswith("SELECT ?duty")


def test_a_clerk_answers_a_query_from_pick_lists(visit: Callable[..., Any]) -> None:
    page = visit("queries", script=False)
    follow(page, page.get_by_role("link", name="乡镇要向哪些部门报送、移交什么"))
    page.locator("select[name=township]").select_option("木垒县东城镇")
    follow(page, page.get_by_role("button", name="查"))

    assert page.locator("tbody tr").count() > 5
    assert "reportsTo" not in page.locator("main").inner_text()


def test_everything_on_the_front_page_is_reached_by_the_keyboard(
    visit: Callable[..., Any],
) -> None:
    page = visit()
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "document.activeElement.textContent.trim() || document.activeElement.name"
            )
        )

    assert {"跳到正文", "核对来文", "English", "question", "问", "木垒县东城镇"} <= reached


def test_the_matrix_leads_to_the_duties_behind_a_number(visit: Callable[..., Any]) -> None:
    page = visit("matrix", script=False)
    cell = page.locator("tbody tr").first.locator("td a").first
    down = int(cell.inner_text().split()[0].lstrip("↓"))
    follow(page, cell)

    assert page.locator("#handed + .wide tbody tr").count() == down


@pytest.mark.parametrize("kind", ["overview", "matrix", "collaboration"])
def test_the_graph_stands_beside_its_table(visit: Callable[..., Any], kind: str) -> None:
    page = visit(f"graph?kind={kind}")
    frame = page.frame_locator("iframe")
    frame.locator("html[data-ready=yes]").wait_for()

    assert page.locator("table.rows tbody tr").count() > 20
    assert frame.locator("h1").count() == 1


def test_on_a_phone_the_picture_stands_above_the_table_and_opens_alone(
    visit: Callable[..., Any],
) -> None:
    page = visit("graph?kind=department&name=县水利局", width=375)
    assert page.locator("svg.still").is_visible()
    assert not page.locator("iframe").is_visible()

    follow(page, page.get_by_role("link", name="单独打开这张图"))
    page.wait_for_selector("html[data-ready=yes]")
    assert page.is_visible("#picture")


@pytest.mark.parametrize("kind", ["overview", "township", "duty"])
def test_a_picture_is_there_without_script_and_on_paper(
    visit: Callable[..., Any], kind: str
) -> None:
    names = {"township": "&name=东城镇", "duty": "&name=农村供水保障工作&other=东城镇"}
    path = f"graph?kind={kind}{names.get(kind, '')}"
    plain = visit(path, script=False)
    assert plain.locator("svg.still").is_visible()
    assert not plain.locator("iframe").is_visible()

    page = visit(path)
    assert not page.locator("svg.still").is_visible()
    page.emulate_media(media="print")
    assert page.locator("svg.still").is_visible()
    assert not page.locator("iframe").is_visible()


def test_a_township_s_lists_are_printed_whole(visit: Callable[..., Any]) -> None:
    page = visit("township/652328104", script=False)
    page.emulate_media(media="print")
    shown = page.locator("section td.name:visible").count()

    assert shown == 109 + 102 + 38
    assert page.locator("nav:visible").count() == 0
