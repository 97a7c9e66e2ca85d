"""Lists laid out otherwise: articles of WeChat, a sheet for each category, lists side by side."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.reading.documents import Source, read_document
from kg.values import Document
from kg.vocabulary.loading import Vocabulary

Read = Callable[[str, bytes], Document]


@pytest.fixture
def read(tmp_path: Path, tables: Vocabulary) -> Read:
    def found(name: str, data: bytes) -> Document:
        path = tmp_path / name
        path.write_bytes(data)
        return read_document(Source(path.name, path), tables)

    return found


def rows(document: Document) -> list[tuple[str, str, str, str]]:
    """Each row: its list, number, category and name."""
    return [
        (duty.row.kind.value, duty.row.printed, duty.row.category, duty.row.name)
        for duty in document.duties
    ]


def severe(document: Document) -> list[str]:
    return [finding.kind for finding in document.findings if finding.severity == "error"]


def kinds(document: Document) -> set[str]:
    return {finding.kind for finding in document.findings}


# -- articles -----------------------------------------------------------------------------


def table(*lines: str) -> str:
    """A table of an editor: each cell a section of spans, the text cut anywhere."""

    def cell(text: str) -> str:
        half = len(text) // 2
        spans = f"<span>{text[:half]}</span><span><span>{text[half:]}</span></span>"
        return f"<td><section><p>{spans}</p></section></td>"

    body = "".join(f"<tr>{''.join(map(cell, line.split('|')))}</tr>" for line in lines)
    return f"<section><table><tbody>{body}</tbody></table></section>"


def bold(text: str) -> str:
    return f"<section><p><strong><span>{text}</span></strong></p></section>"


def article(*parts: str, style: str = "visibility: hidden; opacity: 0;") -> bytes:
    inner = "".join(parts)
    return (
        "<!DOCTYPE html><html><head><title></title></head><body><h1>云河市石桥县柳溪镇履职事项清单</h1>"
        f'<div class="rich_media_content" id="js_content" style="{style}"><section><table><tbody><tr>'
        f"<td><section>{inner}</section></td></tr></tbody></table></section></div>"
        "<p>微信扫一扫</p></body></html>"
    ).encode()


PICTURE = '<section><img src="a.png" alt="基本履职事项清单"></section>'
ARTICLE = (
    PICTURE,
    bold("（一）党的建设"),
    table("序号|事项名称", "1|抓好村级党组织换届选举", "2|发展农村党员并开展日常教育"),
    bold("（二）经济发展"),
    table("3|落实产业扶持政策并做好申报"),
    bold("（三）院坝共治"),
    table("4|组织院坝会收集群众意见"),
)
READ = [
    ("basic", "1", "党的建设", "抓好村级党组织换届选举"),
    ("basic", "2", "党的建设", "发展农村党员并开展日常教育"),
    ("basic", "3", "经济发展", "落实产业扶持政策并做好申报"),
    ("basic", "4", "院坝共治", "组织院坝会收集群众意见"),
]


def test_an_article_that_its_script_shows_is_read_with_pictured_title_and_categories_between(
    read: Read,
) -> None:
    found = read("article.html", article(*ARTICLE))
    assert severe(found) == []
    assert rows(found) == READ
    assert "category-unknown" in kinds(found)  # 院坝共治 is said to be new


def test_categories_between_tables_need_no_numbers(read: Read) -> None:
    parts = [
        part.replace("（一）", "").replace("（二）", "").replace("（三）", "") for part in ARTICLE
    ]
    assert rows(read("article.html", article(*parts))) == READ


def test_a_line_between_tables_that_is_no_category_stops_the_list(read: Read) -> None:
    parts = [part.replace("（三）院坝共治", "（七）院坝共治") for part in ARTICLE]
    found = read("article.html", article(*parts))
    assert severe(found) == ["row-broken"]


def test_pictures_that_are_no_title_say_nothing(read: Read) -> None:
    code = '<img src="b.png" alt="二维码">'
    parts = [part.replace("</table>", f"</table>{code}") for part in ARTICLE]
    found = read("article.html", article(*parts))
    assert (rows(found), severe(found)) == (READ, [])


def test_what_an_article_really_hides_stays_hidden(read: Read) -> None:
    gone = table("5|旧的一项工作安排").replace("<tr>", '<tr style="visibility: hidden">')
    found = read("article.html", article(*ARTICLE, gone))
    assert rows(found) == READ
    assert "hidden-text" in kinds(found)
    assert rows(read("article.html", article(*ARTICLE, style="display: none"))) == []
