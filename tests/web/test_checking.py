"""The entry check as a page: files people hand in, the letter of reply, what cannot be read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from serving import Answer, Site, serving

from kg.building import Build

NOTICE = "一、请各乡镇做好工伤认定调查。\n二、配合农村供水保障工作。"
FORM = "multipart/form-data; boundary=edge"


@pytest.fixture(scope="module")
def site(five: Build) -> Iterator[Site]:
    with serving(five.store, "--workers", "2", "--time-limit", "60") as started:
        yield started


def handed_in(site: Site, name: str, data: bytes, **fields: str) -> Answer:
    parts = [
        f'--edge\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = b"".join(parts) + head.encode() + data + b"\r\n--edge--\r\n"
    headers = {"Content-Type": FORM, "Accept": "text/html"}
    return site.send("POST", "/check", body, headers)


def word(*paragraphs: str) -> bytes:
    from docx import Document

    made, output = Document(), io.BytesIO()
    for text in paragraphs:
        made.add_paragraph(text)
    made.save(output)
    return output.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("通知.txt", NOTICE.encode()),
        ("通知.txt", NOTICE.encode("gb18030")),
        ("通知.docx", word(*NOTICE.split("\n"))),
    ],
    ids=["utf-8", "gb18030", "docx"],
)
def test_a_file_is_read_as_the_text_in_it(site: Site, name: str, data: bytes) -> None:
    answer = handed_in(site, name, data, township="木垒县东城镇")

    assert answer.status == 200
    assert answer.text.count('<article class="card">') == 2
    assert "上级已收回，乡镇不再承担" in answer.text


def test_a_card_has_what_each_side_does(site: Site) -> None:
    text = handed_in(site, "", b"", text="配合农村供水保障工作。", township="木垒县东城镇").text

    assert "乡镇做什么（2 条）、部门做什么（3 条）" in text
    assert "负责农村饮水工程提升改造项目申报及设施建设" in text


def test_no_file_and_a_pasted_text_is_the_text_alone(site: Site) -> None:
    answer = handed_in(site, "", b"", text="工伤认定调查", township="木垒县东城镇")

    assert answer.status == 200
    assert answer.text.count('<article class="card">') == 1


@pytest.mark.parametrize("data", [b"PK\x03\x04broken", b"%PDF-1.4 broken", bytes(50)])
def test_a_file_nobody_can_read_is_told_in_words(site: Site, data: bytes) -> None:
    answer = handed_in(site, "../../通知<b>.docx", data)

    assert answer.status == 400
    assert "读不出来" in answer.text
    assert "<b>." not in answer.text


def test_the_letter_is_a_word_document_with_every_task_and_its_source(site: Site) -> None:
    from docx import Document

    fields = {
        "text": NOTICE,
        "township": "木垒县东城镇",
        "department": "县水利局",
        "format": "docx",
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
    answer = site.send("POST", "/check", urlencode(fields).encode(), headers)
    document = Document(io.BytesIO(answer.body))
    text = "\n".join(p.text for p in document.paragraphs)

    assert answer.media.endswith("wordprocessingml.document")
    assert quote("核对来文.docx") in answer.headers["content-disposition"]
    assert "工伤认定调查" in text
    assert "农村供水保障工作" in text
    assert "木垒县水利局" in text
    assert "mulei-dongcheng-2025-07.txt:" in text


def test_other_pages_are_no_letters(site: Site) -> None:
    answer = site.send("GET", "/about?format=docx", headers={"Accept": "text/html"})

    assert (answer.status, answer.media) == (200, "text/html")


def test_workbooks_have_a_name_with_an_ending(site: Site) -> None:
    answer = site.send(
        "GET", "/ask?" + urlencode({"question": "县水利局收回了哪些事项？", "format": "xlsx"})
    )

    assert zipfile.is_zipfile(io.BytesIO(answer.body))
    assert answer.headers["content-disposition"].endswith(quote("县水利局收回了哪些事项") + ".xlsx")


def test_every_task_is_listed_before_its_card(site: Site) -> None:
    page = site.send(
        "GET", "/check?" + urlencode({"text": NOTICE}), headers={"Accept": "text/html"}
    )
    items = page.text.count('<li><a href="#task-')

    assert items == page.text.count('<article class="card">') == 10


ASKED = "一、请做好工伤认定调查。\n二、配合农村供水保障工作。"


def asked_for(site: Site, text: str, township: str | None = "auto") -> Answer:
    fields = {"text": text} | ({} if township is None else {"township": township})
    return site.send("GET", f"/check?{urlencode(fields)}", headers={"Accept": "text/html"})


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (f"东城镇人民政府：\n{ASKED}", ["木垒县东城镇"]),
        (f"木垒县东城镇、西北湾镇：\n{ASKED}", ["木垒县东城镇", "奇台县西北湾镇"]),
        (f"关于做好两项工作的通知\n各乡镇人民政府：\n{ASKED}\n木垒县水利局", ["木垒县东城镇"]),
    ],
)
def test_the_page_checks_for_the_townships_that_the_text_names(
    site: Site, text: str, named: list[str]
) -> None:
    answer = asked_for(site, text)

    assert answer.text.count('<article class="card">') == 2 * len(named)
    assert all(name in answer.text for name in named)
    assert "核对全部 5 个乡镇" in answer.text


@pytest.mark.parametrize(
    "text", [ASKED, f"各乡镇：\n学习东城镇的做法。\n{ASKED}", f"各乡（镇）、东城镇：\n{ASKED}"]
)
def test_a_text_that_names_none_or_is_written_to_all_is_checked_for_all(
    site: Site, text: str
) -> None:
    answer = asked_for(site, text)

    assert answer.text.count('<article class="card">') % 5 == 0
    assert "只核对了" not in answer.text


def test_without_a_township_all_are_checked_whatever_the_text_names(site: Site) -> None:
    """The contract of the command and the API; the form of the page asks otherwise."""
    text = f"东城镇人民政府：\n{ASKED}"
    assert asked_for(site, text, None).text.count('<article class="card">') == 10
    assert asked_for(site, text, "").text.count('<article class="card">') == 10
    form = site.send("GET", "/check", headers={"Accept": "text/html"}).text
    assert form.index('value="auto"') < form.index('<option value="">')
