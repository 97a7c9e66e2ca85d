"""Pages as HTML: Jinja2 templates with autoescape, in Chinese or English, with addresses that fit where they lie."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.version import VERSION
from kg.vocabulary.plural import ones
from kg.web.site.page import Page, Visit

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from kg.store.graph import Graph

TEMPLATES = Path(__file__).resolve().parent / "templates"
STATIC = Path(__file__).resolve().parent / "static"
NAVIGATION = (
    ("ask", "问答", "Ask"),
    ("check", "核对来文", "Check a notice"),
    ("search", "查找", "Search"),
    ("compare", "比较", "Compare"),
    ("matrix", "部门×乡镇", "Matrix"),
    ("graph", "关系图", "Graph"),
    ("queries", "现成查询", "Queries"),
    ("report", "清单质量", "Quality"),
    ("about", "说明", "About"),
)
"""The pages everybody can go to from everywhere."""
_SERVED = ("ask", "check", "compare")
"""Pages that need a server."""
MARKS = ("\ue000", "\ue001")
"""What stands around a highlight until the text is escaped: characters of private use."""
_TAGS = re.compile(r"</?p>|<br\s*/?>")


def html(
    page: Page,
    visit: Visit,
    address: Callable[[str], str],
    graph: Graph | None = None,
    *,
    switch: str = "",
) -> str:
    """The page as HTML; ``address`` makes a path of the site an address that works from this page.

    A page with ``switch``, the address of it in the other language, is a file: what needs a server
    is left out of it.
    """
    english = visit.lang == "en"

    from kg.web.site.cells import Cells
    from kg.web.site.corrected import notes

    def t(zh: str, en: str) -> str:
        return ones(en) if english else zh

    static = bool(switch)
    here = _here(visit)
    put_right = notes(graph) if graph is not None else None
    cells = Cells(address, english, put_right)
    values: dict[str, Any] = {
        "t": t,
        "cell": cells.cell,
        "badge": cells.badge,
        "tabled": cells.table,
        "folded": cells.folded,
        "folds": cells.folds,
        "as_printed": cells.as_printed,
        "corrected": lambda iri: cells.note(put_right.of(iri) if put_right else ""),
        "english": english,
        "lang": visit.lang,
        "page": page,
        "visit": visit,
        "href": cells.href,
        "here": here,
        "nearest": nearest,
        "static": static,
        "switch": switch or here(lang=t("en", "zh")),
        "navigation": [n for n in NAVIGATION if not static or n[0] not in _SERVED],
        "documents": graph.documents if graph is not None else [],
        "unswitched": False,
        "only": "",
        "whole": visit.fields.get("open") == "all",
        "version": VERSION,
        **page.context,
    }
    return _environment().get_template(f"{page.template}.html").render(values)


def _here(visit: Visit) -> Callable[..., str]:
    """The address of this page with other fields: ``here(format="csv")``; ``here(open="")`` without one."""

    def here(**fields: str) -> str:
        from urllib.parse import urlencode

        given = {k: v for k, v in visit.fields.items() if k not in {"format", "lang"}}
        if visit.lang == "en" and "lang" in visit.fields:
            given["lang"] = "en"
        wanted = {**given, **fields}
        return "?" + urlencode({k: v for k, v in wanted.items() if v or k not in fields})

    return here


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(TEMPLATES, "utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["marked"] = marked
    made.filters["chinese"] = chinese
    made.filters["english"] = english
    made.filters["printed"] = printed
    return made


def marked(text: str) -> Markup:
    """A text with its highlights as <mark>."""
    from markupsafe import Markup, escape

    safe = str(escape(text)).replace(MARKS[0], "<mark>").replace(MARKS[1], "</mark>")
    return Markup(safe)  # noqa: S704 -- escaped just before; the marks are ours


_ENGLISH = re.compile(r" \((?P<en>[A-Za-z][\x20-\x27\x2a-\x7e]*)\)(?=\s*(?:$|[:：]))", re.MULTILINE)
"""The English after a Chinese message: 没有这个页面 (not found), 没有载入这份文件 (no such document is loaded): a.txt."""


_COMMAND = re.compile(r"\bkg [a-z]")
"""A command in a hint: ；kg queries 列出全部."""


def chinese(message: str) -> str:
    """A message of the program without the English that stands after it, and without hints for the command line."""
    first, *rest = _ENGLISH.sub("", message, count=1).split("；")
    return "；".join([first, *(part for part in rest if _COMMAND.search(part) is None)])


def english(message: str) -> str:
    """The English that stands after a Chinese message, as a sentence; "" where there is none."""
    found = _ENGLISH.search(message)
    return found["en"][:1].upper() + found["en"][1:] if found else ""


_NEAR = re.compile(
    r"“(?P<wrong>[^“”]+)”[^“”；(]*(?:；[^“”；(]*)?(?P<hint>；是不是：(?P<near>[^ (；]+))"
)
"""Names a message offers instead: 没有部门“木磊县水利局”；是不是：木垒县水利局、水利局."""


def nearest(message: str, fields: Mapping[str, str]) -> tuple[str, list[tuple[str, str]]]:
    """A message without the names it offers, and those as (field of the address, name) to ask with instead.

    The message as it is where no field has the name that was not found.
    """
    found = _NEAR.search(message)
    wrong = found["wrong"] if found else ""
    field = next((name for name, value in fields.items() if wrong and value.strip() == wrong), "")
    if not found or not field:
        return message, []
    rest = message[: found.start("hint")] + message[found.end("hint") :]
    return rest, [(field, name) for name in found["near"].split("、")]


def printed(cell: str) -> str:
    """A cell of a source as a reader sees it: paragraph and line marks become line breaks."""
    return "\n".join(part.strip() for part in _TAGS.split(cell) if part.strip())
