"""Every page is valid HTML by the Nu checker (vnu), in both languages; `make axe` fetches it, it needs Java."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from serving import Site, serving

from kg.building import Build

VNU = Path(__file__).parents[1] / "browser/node_modules/vnu-jar/build/dist/vnu.jar"
JAVA = ("java", "-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""It runs for seconds: to compile it thoroughly takes longer than it then saves."""
DUTY = "/duty/652328104/2025-07/c-012"
NOTICE = "一、请各乡镇做好工伤认定调查。\n二、对燃气用户进行<处罚>。"
PAGES = (
    "/", "/ask", "/ask?question=" + quote("县水利局把哪些事项交给乡镇配合？"), "/ask?question=" + quote("<b>&\"'"),
    "/check", "/check?" + urlencode({"text": NOTICE}), "/search?text=" + quote("防汛"),
    "/compare", "/compare?" + urlencode({"a": "东城镇", "b": "喀拉亚尕奇乡"}), "/matrix", "/graph?kind=overview",
    "/graph?kind=department", "/graph/picture?kind=overview", "/graph/picture?kind=matrix", "/queries",
    "/queries/pushed-down?department=" + quote("县水利局"), "/queries/pushed-down", "/report", "/about",
    "/sparql", "/sparql?format=html&query=" + quote("SELECT * { ?s ?p ?o } LIMIT 3"), "/ontology", "/source",
    "/source/mulei-dongcheng-2025-07.txt?line=172", DUTY, DUTY + "/clause-t1", "/org/652328/water-resources",
    "/function/water-resources", "/township/652328104", "/place/652328", "/category/economic-development",
    "/list/652328104/2025-07/cooperation", "/nowhere",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(five: Build) -> Iterator[Site]:
    with serving(five.store, "--workers", "2", "--time-limit", "60") as started:
        yield started


@pytest.mark.skipif(
    not (VNU.is_file() and shutil.which("java")), reason="needs vnu and Java: run `make axe`"
)
def test_the_checker_finds_no_errors(site: Site, tmp_path: Path) -> None:
    for number, path in enumerate(PAGES):
        for lang in ("zh", "en"):
            whole = f"{path}{'&' if '?' in path else '?'}lang={lang}"
            body = site.send("GET", whole, headers={"Accept": "text/html"}).body
            (tmp_path / f"{number}-{lang}.html").write_bytes(body)
    done = subprocess.run(
        [*JAVA, "-jar", str(VNU), "--errors-only", "--format", "gnu", str(tmp_path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )

    assert done.stderr.splitlines() == []
