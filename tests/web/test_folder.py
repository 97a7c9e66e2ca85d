"""The site as a folder: every page, every link leads to a file, nothing needs a server."""

from __future__ import annotations

import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import Result

from kg.store.graph import Graph
from kg.web.folder import write_site


@pytest.fixture(scope="module")
def folder(small_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("folder") / "site"
    write_site(small_graph, target)
    return target


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [v for k, v in attrs if k in {"href", "src", "action"} and v]


def test_every_link_leads_to_a_file_of_the_folder(folder: Path) -> None:
    lost = set()
    for page in folder.rglob("*.html"):
        links = _Links()
        links.feed(page.read_text("utf-8"))
        for link in links.found:
            place = urlsplit(link)
            if (
                not place.scheme
                and place.path
                and not (page.parent / unquote(place.path)).is_file()
            ):
                lost.add((str(page.relative_to(folder)), link))

    assert lost == set()


def test_the_folder_has_a_page_for_every_duty(folder: Path, small_graph: Graph) -> None:
    for row in small_graph.rows("SELECT ?iri { ?iri a :Duty }"):
        path = folder / row["iri"].removeprefix(small_graph.base) / "index.html"
        assert "出处" in path.read_text("utf-8")


def test_the_same_graph_gives_the_same_folder(
    folder: Path, small_graph: Graph, tmp_path: Path
) -> None:
    write_site(small_graph, tmp_path / "again")
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            assert (tmp_path / "again" / file.relative_to(folder)).read_bytes() == file.read_bytes()


def test_a_folder_with_other_files_is_left_alone(
    kg: Callable[..., Result], small_graph: Graph, tmp_path: Path
) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    done = kg("site", "-o", tmp_path, "--store", small_graph.directory)

    assert done.exit_code == 2
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_a_site_is_written_again_over_itself(
    kg: Callable[..., Result], small_graph: Graph, tmp_path: Path
) -> None:
    for _ in range(2):
        done = kg("site", "-o", tmp_path / "site", "--store", small_graph.directory)
        assert done.exit_code == 0, done.output


def test_every_page_is_there_in_english_and_each_leads_to_the_other(folder: Path) -> None:
    chinese = {p.relative_to(folder) for p in folder.rglob("index.html") if "en" not in p.parts}
    english = {p.relative_to(folder / "en") for p in (folder / "en").rglob("index.html")}

    assert chinese == english
    for page in list(english)[:20]:
        text = (folder / "en" / page).read_text("utf-8")
        assert '<html lang="en">' in text
        assert 'lang="zh-CN" hreflang="zh-CN">中文</a>' in text


def test_the_search_of_the_folder_has_every_duty_with_its_text(
    folder: Path, small_graph: Graph
) -> None:
    script = (folder / "static" / "search-data.js").read_text("utf-8")
    entries = json.loads(script.removeprefix("const DUTIES = ").rstrip(";\n"))

    assert len(entries) == sum(1 for _ in small_graph.rows("SELECT ?iri { ?iri a :Duty }"))
    assert all((folder / entry[0] / "index.html").is_file() for entry in entries)
    for document, line in (entry[7:] for entry in entries):
        assert f'id="L{line}"' in (folder / "source" / document / "index.html").read_text("utf-8")
