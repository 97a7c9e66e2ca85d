"""The pages of the site: each in Chinese and English, in every format, about every kind of thing."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from serving import Answer, Site, serving

from kg.building import Build
from kg.store.graph import Graph

DUTY = "/duty/652328104/2025-07/c-012"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
NOTICE = "关于近期工作的通知\n一、请各乡镇做好工伤认定调查。\n二、配合农村供水保障工作。"
PAGES = {
    "home": "/",
    "ask": "/ask?" + urlencode({"question": "县水利局把哪些事项交给乡镇配合？"}),
    "check": "/check?" + urlencode({"text": "工伤认定调查", "township": "东城镇"}),
    "search": "/search?" + urlencode({"text": "防汛"}),
    "queries": "/queries",
    "query": "/queries/pushed-down?" + urlencode({"department": "县水利局"}),
    "compare": "/compare?" + urlencode({"a": "东城镇", "b": "六户地镇"}),
    "matrix": "/matrix",
    "graph": "/graph?" + urlencode({"kind": "township", "name": "东城镇"}),
    "source": "/source/mulei-dongcheng-2025-07.txt?line=208",
    "sources": "/source",
    "report": "/report",
    "about": "/about",
    "ontology": "/ontology",
    "duty": DUTY,
    "department": "/org/652328/water-resources",
    "function": "/function/water-resources",
    "township": "/township/652328104",
    "county": "/place/652328",
    "category": "/category/economic-development",
    "clause": DUTY + "/clause-t1",
    "list": "/list/652328104/2025-07/cooperation",
}
ABOUT = ("duty", "department", "function", "township", "county", "category", "clause", "list")


@pytest.fixture(scope="module")
def site(five: Build) -> Iterator[Site]:
    with serving(five.store, "--workers", "2", "--time-limit", "60") as started:
        yield started


def page(site: Site, path: str, **headers: str) -> Answer:
    return site.send("GET", path, headers=BROWSER | headers)


def with_format(path: str, name: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}format={quote(name)}"


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_every_page_is_chinese_and_by_the_switch_english(site: Site, path: str) -> None:
    chinese, english = page(site, path), page(site, with_format(path, "html") + "&lang=en")

    assert (chinese.status, chinese.media) == (english.status, english.media) == (200, "text/html")
    assert '<html lang="zh-CN">' in chinese.text
    assert '<html lang="en">' in english.text
    assert "lang=en" in english.headers["set-cookie"]
    assert "Loaded lists" not in chinese.text


def test_the_browser_s_language_and_the_switch_s_memory_choose(site: Site) -> None:
    def language(**headers: str) -> bool:
        return '<html lang="en">' in page(site, "/about", **headers).text

    assert not language()
    assert language(**{"Accept-Language": "en-GB,zh;q=0.5"})
    assert not language(**{"Accept-Language": "zh-CN,en;q=0.5"})
    assert not language(**{"Accept-Language": "fr, ;;q=x"})
    assert language(Cookie="lang=en", **{"Accept-Language": "zh"})


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_pages_bring_their_own_policy_and_nothing_of_others(site: Site, path: str) -> None:
    answer = page(site, path)

    assert answer.headers["content-security-policy"].startswith("default-src 'self'")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "style=" not in answer.text
    assert "onclick" not in answer.text
    for attribute in ('src="http', '<link rel="stylesheet" href="http'):
        assert attribute not in answer.text


@pytest.mark.parametrize("path", [p for n, p in PAGES.items() if n != "ontology"])
def test_tables_are_files_a_chinese_excel_opens(site: Site, path: str) -> None:
    answer = site.send("GET", with_format(path, "csv"))
    book = site.send("GET", with_format(path, "xlsx"))

    assert (answer.status, book.status) == (200, 200)
    assert answer.body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))))
    assert any("\u4e00" <= character <= "\u9fff" for character in "".join(rows[0]))
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(book.body)).namelist()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_every_page_is_json_too(site: Site, path: str) -> None:
    answer = site.send("GET", with_format(path, "json"))

    assert answer.media == "application/json"
    assert json.loads(answer.body)


@pytest.mark.parametrize("name", ABOUT)
@pytest.mark.parametrize(
    ("accept", "media", "form"),
    [
        ("text/turtle", "text/turtle", ox.RdfFormat.TURTLE),
        ("application/ld+json", "application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/n-triples;q=0.9, image/png", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", "application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
def test_things_are_linked_data(
    site: Site, name: str, accept: str, media: str, form: ox.RdfFormat
) -> None:
    answer = site.send("GET", PAGES[name], headers={"Accept": accept})
    subjects = {str(q.subject) for q in ox.parse(answer.body, form)}

    assert (answer.status, answer.media) == (200, media)
    assert f"<https://dutykg.example{PAGES[name]}>" in subjects
    assert 'rel="alternate"; type="text/turtle"' in answer.headers["link"]
    assert f'<https://dutykg.example{PAGES[name]}>; rel="describes"' in answer.headers["link"]
    assert "Accept" in answer.headers["vary"]


def test_what_a_thing_cannot_be_is_told_with_what_it_can(site: Site) -> None:
    answer = site.send("GET", DUTY, headers={"Accept": "image/png"})

    assert answer.status == 406
    assert "text/turtle" in json.loads(answer.body)["error"]


@pytest.mark.parametrize("part", ["clause-t1", "r-06", "citation"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nodes_without_a_name_are_called_by_what_they_say(site: Site, part: str, lang: str) -> None:
    text = page(site, f"{DUTY}/{part}?lang={lang}").text
    linked = re.findall(r'<td class="value"[^>]*><a [^>]*>([^<]*)</a>', text)
    by_address = [words for words in linked if re.search(r"(?:duty|org|document)/", words)]

    assert linked
    assert not by_address


def test_a_clause_names_who_does_it_and_its_line(site: Site) -> None:
    text = page(site, f"{DUTY}/clause-t1").text

    assert f'href="{DUTY}/r-06"' in text
    assert ">实施：木垒县东城镇</a>" in text
    assert ">mulei-dongcheng-2025-07.txt:172</a>" in text


def test_the_triples_of_a_duty_have_its_clauses_and_their_citations(site: Site) -> None:
    turtle = site.send("GET", DUTY + "?format=nt").text

    assert (
        f"<https://dutykg.example{DUTY}/clause-s1> <https://dutykg.example/ontology#text>" in turtle
    )
    assert f"<https://dutykg.example{DUTY}/clause-s1/citation>" in turtle


@pytest.mark.parametrize(
    "name", ["ttl", "nt", "json-ld", "rdf+xml", "rdf%2Bxml", "xml", "text/turtle", "n-triples"]
)
def test_names_of_formats_are_those_clients_send(site: Site, name: str) -> None:
    kinds = {"ttl": "turtle", "text/turtle": "turtle", "nt": "n-triples", "n-triples": "n-triples"}
    kinds |= {"json-ld": "ld+json"}
    answer = site.get(
        "CONSTRUCT { <a:a> <a:b> 1 } {}", path="/sparql", format=name.replace("%2B", "+")
    )

    assert answer.media.endswith(kinds.get(name, "rdf+xml"))


@pytest.mark.parametrize("name", ["turtle", "nonsense", "json-ld", "html5", "<b>"])
def test_a_format_that_does_not_fit_leaves_it_to_accept(site: Site, name: str) -> None:
    answer = site.get("SELECT * {}", "text/csv", format=name)

    assert (answer.status, answer.media) == (200, "text/csv")


@pytest.mark.parametrize("query", ["SELECT * {}", "ASK {}"])
def test_a_browser_reads_a_page_where_the_format_does_not_fit_the_query(
    site: Site, query: str
) -> None:
    answer = site.get(query, BROWSER["Accept"], format="ttl")

    assert (answer.status, answer.media) == (200, "text/html")
    assert "Cookie" in answer.headers["vary"]


def test_the_report_of_a_township_nobody_loaded_says_so(site: Site) -> None:
    answer = page(site, "/report?" + urlencode({"township": "东成镇"}))

    assert answer.status == 400
    assert "已载入的清单里没有乡镇“东成镇”" in answer.text


def test_a_search_narrowed_to_nothing_does_not_say_that_no_list_has_the_words(site: Site) -> None:
    answer = page(site, "/search?" + urlencode({"text": "防汛", "list": "basic"}))

    assert "筛选之内没有这些字" in answer.text


def test_the_ontology_s_address_answers_with_its_terms(site: Site) -> None:
    html = page(site, "/ontology").text
    triples = ox.parse(site.send("GET", "/ontology?format=nt").body, ox.RdfFormat.N_TRIPLES)

    assert 'id="CooperationDuty"' in html
    assert "<https://dutykg.example/ontology#leads>" in {str(t.subject) for t in triples}
    assert page(site, "/ontology/nothing").status == 404
    assert site.send("GET", "/ontology/shapes?format=ttl").status == 200


def test_every_row_of_an_answer_has_its_source(site: Site) -> None:
    told = json.loads(site.send("GET", with_format(PAGES["ask"], "json")).body)
    html = page(site, PAGES["ask"]).text

    assert told["status"] == "answered"
    for row in told["evidence"]:
        assert f'/source/{row["document"]}?line={row["line"]}#L{row["line"]}"' in html


def test_a_question_that_is_not_answered_says_why(site: Site) -> None:
    answer = page(site, "/ask?" + urlencode({"question": "木垒县东城镇今天天气怎么样"}))

    assert answer.status == 200
    assert 'class="answer refused"' in answer.text


def test_a_notice_is_pasted_and_every_task_has_its_card(site: Site) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded", **BROWSER}
    body = urlencode({"text": NOTICE, "township": "木垒县东城镇", "department": ""}).encode()
    html = site.send("POST", "/check", body, form).text

    assert html.count('<article class="card">') == 2
    assert "上级已收回，乡镇不再承担" in html
    assert "属于配合事项" in html
    assert "data-copy=" in html


def test_a_township_nobody_loaded_is_told_on_the_page(site: Site) -> None:
    answer = page(site, "/check?" + urlencode({"text": "防汛", "township": "没有镇"}))

    assert answer.status == 400
    assert 'role="alert"' in answer.text
    assert "没有镇" in answer.text


def test_the_line_of_a_source_is_marked(site: Site) -> None:
    html = page(site, PAGES["source"]).text

    assert html.count('class="marked"') == 1
    assert '<tr id="L208" class="marked">' in html


def test_the_source_page_has_every_row_of_the_document(site: Site) -> None:
    data = json.loads(site.send("GET", with_format(PAGES["source"], "json")).body)

    assert [len(item["rows"]) for item in data["lists"]] == [109, 102, 38]


def test_search_lists_by_meaning_what_no_list_says_so(site: Site) -> None:
    for name in ("text", "q"):
        told = page(site, "/search?" + urlencode({name: "没发工资", "lang": "zh"})).text
        assert "保障农民工工资支付" in told
    assert "按意思列出" in told


def test_search_counts_by_list_and_township_and_narrows(site: Site) -> None:
    whole = json.loads(site.send("GET", with_format(PAGES["search"], "json")).body)
    path = PAGES["search"] + "&" + urlencode({"list": "reclaimed"})
    part = json.loads(site.send("GET", with_format(path, "json")).body)

    assert 0 < part["total"] < whole["total"]
    assert {duty["list"] for duty in part["duties"]} == {"reclaimed"}
    assert "<mark>防汛</mark>" in page(site, PAGES["search"]).text


def test_a_township_in_a_search_is_a_filter_that_can_be_taken_back(site: Site) -> None:
    path = "/search?" + urlencode({"text": "东城镇 防汛"})
    told = json.loads(site.send("GET", with_format(path, "json")).body)
    text = page(site, path).text

    assert {duty["township"] for duty in told["duties"]} == {"木垒县东城镇"}
    assert told["filters"] == [{"kind": "township", "word": "东城镇", "name": "木垒县东城镇"}]
    assert f'href="/search?text={quote("防汛")}"' in text
    assert f'href="/search?text={quote("“东城镇”")}+{quote("防汛")}"' in text


def test_names_of_departments_and_townships_are_addresses_too(site: Site) -> None:
    answer = site.send("GET", "/department/" + quote("木垒县水利局"))

    assert (answer.status, answer.headers["location"]) == (303, "/org/652328/water-resources")


def test_a_comparison_has_every_duty_of_both_sides_once(site: Site) -> None:
    told = json.loads(site.send("GET", with_format(PAGES["compare"], "json")).body)
    kinds = ("list", "department", "left", "right", "same")
    left = sum(bool(row["left"]) for kind in kinds for row in told[kind])
    right = sum(bool(row["right"]) for kind in kinds for row in told[kind])

    assert (left, right) == (109 + 102 + 38, 110 + 99 + 43)


def test_a_comparison_leads_to_the_topics_the_other_side_has_elsewhere(
    site: Site, graph: Graph
) -> None:
    from kg.comparing.comparison import compare
    from kg.comparing.topics import with_topics

    link = re.search(r'href="(/compare\?[^"]*topics=yes[^"]*)"', page(site, PAGES["compare"]).text)
    assert link
    path = html.unescape(link[1])
    told = json.loads(site.send("GET", with_format(path, "json")).body)
    near = {words for kind in ("left", "right") for row in told[kind] for words in row["near"]}
    expected = with_topics(graph, compare(graph, "东城镇", "六户地镇"))
    rows = {row.source for match in expected.matches for row, _, _ in match.near}
    text = page(site, path).text

    assert len(rows) > 10
    assert all(any(f"（{source}）" in words for words in near) for source in rows)
    assert "把握 0." in text
    assert "约两秒" not in text


def test_the_health_of_the_service(site: Site) -> None:
    answer = site.send("GET", "/health")

    assert (answer.status, json.loads(answer.body)["ok"]) == (200, True)


def test_an_unchanged_page_is_not_sent_again(site: Site) -> None:
    first = page(site, DUTY)
    tag = first.headers["etag"]

    assert page(site, DUTY, **{"If-None-Match": tag}).status == 304
    assert page(site, DUTY + "?lang=en", **{"If-None-Match": tag}).status == 200


HOSTILE = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "{{7*7}}${7*7}",
    "' OR 1=1 --",
    '" } INSERT DATA { <a> <b> <c> } #',
    "../../../../etc/passwd",
    "%00\x00\x1b[31m",
    "\u202e\ufeff\ue000\ue001\U0001f600",
    '=HYPERLINK("http://x")',
    "9" * 400,
    "的" * 3000,
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
]
FIELDS = {
    "/ask": ("question",),
    "/check": ("text", "township", "department"),
    "/search": ("text", "list", "township", "field", "page", "name"),
    "/compare": ("a", "b"),
    "/graph": ("kind", "name", "other"),
    "/graph/picture": ("kind", "name"),
    "/source/mulei-dongcheng-2025-07.txt": ("line", "open"),
    "/report": ("kind", "township", "severity"),
    "/function/water-resources": ("township",),
    "/queries/pushed-down": ("department", "x"),
    "/queries/named": ("name", "list", "township"),
    "/queries/several-departments": ("least",),
    "/sparql": ("edit", "query", "format"),
    "/about": ("lang", "format", "open"),
}


@pytest.mark.parametrize("path", FIELDS)
def test_hostile_text_in_any_field_runs_nothing_and_breaks_nothing(site: Site, path: str) -> None:
    for name in FIELDS[path]:
        for text in HOSTILE:
            fields = {"text": "防汛", "kind": "township"} if name not in {"text", "kind"} else {}
            answer = page(site, f"{path}?{urlencode({**fields, name: text})}")
            assert answer.status < 500, (name, text)
            assert "<script>alert" not in answer.text
            assert "<img src=x" not in answer.text


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "before", ["/", "/duty/", "/source/", "/queries/", "/ontology/", "/static/"]
)
def test_hostile_paths_are_not_found(site: Site, before: str, text: str) -> None:
    answer = page(site, before + quote(text))

    assert answer.status in {301, 303, 400, 404, 413}
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    "query", ["question=%ff", "question=a&question=b", "&".join(["a=1"] * 90), "%"]
)
def test_odd_query_strings_are_refused_plainly(site: Site, query: str) -> None:
    answer = page(site, "/ask?" + query)

    assert answer.status in {200, 400}


def test_a_form_that_is_none_is_refused(site: Site) -> None:
    for media, body in (("multipart/form-data; boundary=x", b"--x--"), ("text/plain", b"a")):
        answer = site.send("POST", "/check", body, {"Content-Type": media, **BROWSER})
        assert answer.status == 415
    assert site.send("POST", "/about", b"", BROWSER).status == 405


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "duty", "name": "农村供水保障工作", "other": "东城镇"},
        {"kind": "matter", "name": "农村供水保障工作", "other": "东城镇"},
        {"kind": "compare", "name": "东城镇", "other": "六户地镇"},
        {"kind": "township", "name": "东城镇"},
        {"kind": "overview"},
    ],
    ids=lambda fields: fields["kind"],
)
def test_the_picture_of_a_graph_page_is_there(site: Site, fields: dict[str, str]) -> None:
    text = page(site, "/graph?" + urlencode(fields)).text
    (picture,) = re.findall(r'<iframe src="([^"]*)"', text)

    assert page(site, html.unescape(picture)).status == 200
    for name, value in fields.items():
        assert value in text, name


def test_a_page_on_paper_says_what_was_asked_and_what_it_rests_on(site: Site) -> None:
    for name, words in (("ask", "县水利局把哪些事项交给乡镇配合？"), ("search", "防汛")):
        text = page(site, PAGES[name]).text
        on_paper = re.findall(r'<p class="onpaper[^"]*">(.*?)</p>', text)
        assert words in on_paper[0]
        assert "已载入的 5 份清单" in on_paper[-1]


def test_a_question_nothing_was_understood_of_is_not_said_to_be(site: Site) -> None:
    text = page(site, "/ask?" + urlencode({"question": "东城镇的阿斯顿马丁管理谁负责"})).text

    assert "not answered" not in text
    assert "程序这样理解" not in text


def test_party_bodies_are_named_as_people_name_them(site: Site) -> None:
    for path in ("/", "/matrix", "/graph"):
        names = re.findall(r">(党?委组织部)<", page(site, path).text)
        assert set(names) == {"党委组织部"}, path
    assert (
        page(site, "/graph?" + urlencode({"kind": "department", "name": "党委组织部"})).status
        == 200
    )
    assert "党委组织部（不分县）" in page(site, "/function/party-organization").text


def test_the_townships_of_a_county_stand_with_their_current_document(site: Site) -> None:
    text = page(site, "/place/652328").text

    assert 'href="/source/mulei-dongcheng-2025-07.txt"' in text
    row = text[text.index("木垒县东城镇</a>") :].partition("</tr>")[0]
    assert re.findall(r">(\d+)<", row) == ["109", "102", "38"]


def test_figures_agree_between_pages(site: Site) -> None:
    """The same figure is counted by the front page, the matrix, the function's and the township's page."""
    home = page(site, "/").text
    matrix = json.loads(page(site, "/matrix?format=json").body)
    function = json.loads(page(site, "/function/water-resources?format=json").body)
    (own,) = [f for f in matrix["functions"] if f["name"] == "水利局"]
    (shown,) = re.findall(r">水利局</a> <span class=\"soft\">(\d+) 项", home)
    told = json.loads(
        page(
            site,
            "/ask?" + urlencode({"question": "水利局有多少项配合事项", "format": "json"}),
        ).body
    )

    assert sum(own["down"]) == len(function["handed"]) == int(shown) == told["answer"]
    assert sum(own["back"]) == len(function["reclaimed"])
    township = json.loads(page(site, "/township/652328104?format=json").body)
    (line,) = [
        d for d in json.loads(page(site, "/source?format=json").body) if "东城镇" in d["township"]
    ]
    for kind in ("basic", "cooperation", "reclaimed"):
        assert sum(d["list"] == kind for d in township["duties"]) == line[kind]
    category = json.loads(page(site, "/category/economic-development?format=json").body)
    (number,) = re.findall(r">经济发展</a> <span class=\"soft\">(\d+) 项", home)
    assert len(category["duties"]) == int(number)


def test_all_browsers_share_a_page_and_other_clients_do_not(site: Site) -> None:
    chrome = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
    firefox = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    tags = [page(site, DUTY, Accept=given).headers["etag"] for given in (chrome, firefox)]
    turtle = page(site, DUTY, Accept="text/turtle, text/html;q=0.9")

    assert tags[0] == tags[1]
    assert turtle.media == "text/turtle"
    assert turtle.headers["etag"] != tags[0]
    assert page(site, f"{DUTY}?format=turtle", Accept=chrome).media == "text/turtle"


def named(site: Site, name: str) -> str:
    """The page that the name of a department leads to."""
    where = page(site, f"/department/{quote(name)}").headers["location"]
    return page(site, "/" + where.split("/", 3)[3] if "://" in where else where).text


@pytest.mark.parametrize("name", ["县人大", "县政协"])
def test_the_page_of_a_body_has_its_office_too(site: Site, name: str) -> None:
    text = named(site, name)

    assert "（5 项）" in text
    assert f"玛纳斯县{'人大常委会' if '人大' in name else '政治协商委员会'}办公室" in text


def test_a_body_that_is_printed_as_its_office_leads_to_that(site: Site) -> None:
    text = named(site, "玛纳斯县人大")

    assert "<h1>玛纳斯县人大常委会办公室" in text


def test_a_list_is_not_compared_with_itself(site: Site) -> None:
    answer = page(site, f"/compare?a={quote('东城镇')}&b={quote('木垒县东城镇')}")

    assert answer.status == 400
    assert "两边是同样的清单" in answer.text


def test_a_page_that_rests_on_no_list_names_no_number_of_lists(site: Site) -> None:
    assert "0 份清单" not in page(site, "/nope").text


@pytest.mark.parametrize("name", ["csv", "nonsense", "docx"])
def test_the_editor_is_there_whatever_format_does_not_fit(site: Site, name: str) -> None:
    answer = page(site, f"/sparql?format={name}")

    assert (answer.status, answer.media) == (200, "text/html")
    assert "<textarea" in answer.text
    assert page(site, "/sparql?format=ttl").media == "text/turtle"


@pytest.mark.parametrize(
    ("query", "media"),
    [("format=csv", "text/html"), ("format=nonsense", "text/html"), ("format=json", "application/json")],
)  # fmt: skip
def test_an_error_is_a_page_for_a_browser_unless_json_is_asked_for(
    site: Site, query: str, media: str
) -> None:
    answer = page(site, f"/nothing?{query}")

    assert (answer.status, answer.media) == (404, media)
    assert site.send("GET", f"/nothing?{query}").media == "application/json"


def test_a_page_of_an_error_can_be_read_in_the_other_language(site: Site) -> None:
    answer = page(site, "/compare?" + urlencode({"a": "东城镇", "b": "没有镇"}))
    switch = re.search(r'class="switch" href="(?P<there>[^"]+)"', answer.text)
    assert switch
    english = page(site, "/compare" + html.unescape(switch["there"]))

    assert {"Accept-Language", "Cookie"} <= set(answer.headers["vary"].split(", "))
    assert (answer.status, english.status) == (400, 400)
    assert '<html lang="en">' in english.text
    assert "没有镇" in english.text


def test_a_query_nobody_can_read_is_told_in_words_and_leads_back_to_the_editor(site: Site) -> None:
    query = "SELECT * WHERE { ?s ?p"
    answer = page(site, "/sparql?" + urlencode({"query": query}))
    said = answer.text.partition('role="alert">')[2].partition("</p>")[0]

    assert answer.status == 400
    assert "从第 1 行第" in said
    assert "expected" not in said
    assert "expected" in answer.text
    assert "/sparql?edit=" + quote(query, safe="") in answer.text.replace("+", "%20")
    assert "expected one of" in json.loads(site.get(query).body)["error"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("SELECT ?s { ?s ?p ?o } LIMIT 1", ["csv", "json", "xml", "tsv"]),
        ("ASK {}", ["json", "xml"]),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", ["turtle", "jsonld", "ntriples", "rdfxml"]),
    ],
)
def test_a_page_of_results_leads_to_the_same_as_data(
    site: Site, query: str, names: list[str]
) -> None:
    text = page(site, "/sparql?" + urlencode({"query": query, "format": "html"})).text
    links = [html.unescape(link) for link in re.findall(r'href="(\?query=[^"]*)"', text)]
    data = [link for link in links if "lang=" not in link]

    assert [link.rpartition("format=")[2] for link in data] == names
    assert all(site.send("GET", "/sparql" + link).status == 200 for link in data)


def test_links_of_the_ontology_and_of_the_api_lead_to_the_other_forms(site: Site) -> None:
    ontology = site.send("GET", "/ontology", headers={"Accept": "text/turtle"})
    api = site.send("GET", f"/api{DUTY}")

    assert '</ontology?format=jsonld>; rel="alternate"' in ontology.headers["link"]
    assert '<https://dutykg.example/ontology>; rel="describes"' in ontology.headers["link"]
    assert f'<{DUTY}?format=turtle>; rel="alternate"' in api.headers["link"]


def test_a_document_is_headed_by_the_name_of_its_township(site: Site) -> None:
    text = page(site, PAGES["source"]).text

    assert "<h1>木垒县东城镇履职事项清单：原文</h1>" in text
    assert "mulei-dongcheng-2025-07.txt" in text


@pytest.mark.parametrize(
    ("path", "again"),
    [
        ("/compare?" + urlencode({"a": "东城镇", "b": "没有镇"}), "/compare"),
        ("/queries/pushed-down?" + urlencode({"department": "没有局"}), "/queries/pushed-down"),
    ],
)
def test_who_named_what_is_not_there_is_led_back_to_the_form(
    site: Site, path: str, again: str
) -> None:
    answer = page(site, path)

    assert answer.status == 400
    assert f'<a href="{again}">重新选</a>' in answer.text
    assert "重新选" not in page(site, "/nothing?a=1").text


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/report?severity=zz", "程度里没有“zz”；可用：error、warning、note"),
        ("/report?kind=zz", "种类里没有“zz”"),
        (f"/search?text={quote('防汛')}&list=zz", "清单里没有“zz”；可用：basic、cooperation、reclaimed"),
        (f"/search?text={quote('防汛')}&field=zz", "部分里没有“zz”"),
        (f"/search?text={quote('防汛')}&township=zz", "已载入的清单里没有乡镇“zz”"),
    ],
)  # fmt: skip
def test_a_choice_that_is_none_is_told_and_not_answered_with_nothing(
    site: Site, path: str, said: str
) -> None:
    answer = page(site, path)

    assert answer.status == 400
    assert said in answer.text


def test_a_township_is_chosen_by_its_short_name_too(site: Site) -> None:
    for path in (f"/search?text={quote('防汛')}", "/report?severity=warning"):
        whole = page(site, f"{path}&township={quote('木垒县东城镇')}").text
        assert "木垒县东城镇" in whole
        short = page(site, f"{path}&township={quote('东城镇')}").text
        assert short.count("mulei-dongcheng") == whole.count("mulei-dongcheng") > 0


def test_a_page_after_the_last_one_is_not_taken_for_no_such_words(site: Site) -> None:
    text = page(site, f"/search?text={quote('防汛')}&page=99").text

    assert "没有这一页：一共 18 项" in text
    assert "没有这些字" not in text


def test_pages_do_not_speak_of_the_command_line(site: Site) -> None:
    for path in (
        f"/queries/township-duties?township={quote('木垒')}",
        f"/graph?kind=township&name={quote('木垒')}",
        "/queries/zz",
    ):
        text = page(site, path).text
        assert not re.search(r"\bkg [a-z]", text), path
    assert ">木垒县东城镇</a>" in page(site, f"/graph?kind=township&name={quote('木垒')}").text
