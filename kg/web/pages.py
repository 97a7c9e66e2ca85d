"""The plain page at ``/``: a query form, the library, what is loaded. No script, nothing from outside."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from kg.export.results import LIST_NAMES, grouped
from kg.querying.library import LibraryQuery
from kg.rdf.terms import NAMESPACE, PREFIXES
from kg.web.limits import Limits
from kg.web.negotiation import FORMATS

_STYLE = """
:root { color-scheme: light dark }
body { font: 16px/1.6 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem;
  color: #1a1a1a; background: #fff; overflow-wrap: anywhere }
textarea { width: 100%; box-sizing: border-box; font: 14px/1.5 ui-monospace, monospace }
input, select, button, textarea { font-size: 1rem; padding: .3rem .5rem; max-width: 100% }
.wide { overflow-x: auto } .wide:focus-visible { outline: 2px solid #06c } pre { overflow-wrap: normal }
table { border-collapse: collapse } td, th { border-bottom: 1px solid #bbb; padding: .2rem .8rem .2rem 0;
  text-align: left; vertical-align: top; min-width: 3em } details { margin: .3rem 0 } .en { color: #555 }
.term { white-space: nowrap } h1, h2 { line-height: 1.3 } .en { font-weight: normal }
h1 .en { display: block; font-size: .6em } h2 .en { font-size: .8em }
@media (max-width: 40rem) { body { margin: 1rem auto } thead { display: none } .term { white-space: normal }
  table, tbody, tr, td { display: block } tr { border-bottom: 1px solid #bbb; padding: .3rem 0 }
  td { border: 0; padding: 0 } td:empty { display: none }
  td::before { content: attr(data-head) " "; color: #555 } }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #161616 }
  .en, td::before { color: #aaa } a { color: #8cf } td, th, tr { border-color: #555 } }
"""
_HINT = re.compile("[，：]")
"""Where the name of a parameter ends in its help."""
_TERM = re.compile(r"[\w-]*")
"""What follows a namespace in a name that is shown short."""
SHOWN = 2_000
"""Rows, or lines of triples, on a page: a browser is no place for more."""
_FIRST = f"""PREFIX : <{NAMESPACE}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?township ?duty WHERE {{
  ?iri a :CooperationDuty ; rdfs:label ?duty ; :ofTownship ?t .
  ?t rdfs:label ?township .
}} LIMIT 20"""


def home(documents: list[dict[str, Any]], items: Iterable[LibraryQuery], limits: Limits) -> str:
    """The page."""
    rows = [[escape(str(document.get(key))) for key in _COLUMNS] for document in documents]
    loaded = _grid("已载入的清单 loaded lists", list(_COLUMNS.values()), rows)
    options = "".join(f"<option>{name}</option>" for name in ["html", *FORMATS])
    questions = "".join(_question(item) for item in items)
    body = f"""
<h1>履职事项清单知识图谱 <span class="en" lang="en">Duty lists as a knowledge graph</span></h1>
<h2>已载入的清单 <span class="en" lang="en">Loaded lists</span></h2>
{loaded}
<h2>SPARQL</h2>
<form action="sparql" method="get">
<label for="query">查询 <span class="en" lang="en">Query</span></label>
<textarea id="query" name="query" rows="9" spellcheck="false">{escape(_FIRST)}</textarea>
<label>格式 <span class="en" lang="en">Format</span> <select name="format">{options}</select></label>
<button type="submit">运行 <span>Run</span></button>
</form>
<p>SPARQL 1.1：<code>sparql</code> · <a href="void">VoID</a> ·
<a href="library.ttl">library.ttl</a>. {_limits(limits)}</p>
<h2>现成的问题 <span class="en" lang="en">Library</span></h2>
{questions}"""
    return page("履职事项清单知识图谱", body)


_COLUMNS = {
    "township": "乡镇 township",
    "edition": "版本 edition",
    "basic": "基本 basic",
    "cooperation": "配合 cooperation",
    "reclaimed": "收回 reclaimed",
    "document": "文件 file",
}


def results(
    answer: bytes,
    media: str,
    documents: list[dict[str, Any]],
    item: LibraryQuery | None = None,
    whole: str = "",
    values: Mapping[str, str] | None = None,
) -> str:
    """An answer as a page: SPARQL JSON as a table, triples (Turtle) as they stand.

    ``item`` is the question of the library, if it was one: it names the page, groups and heads
    the rows, and ``values`` were given for its parameters; other rows are headed by their variables.
    ``whole`` is the address, but for the name of a format, of what is longer than a page, if it has one.
    """
    # The way from the answer's address to the page with the form.
    title, home = (item.title, "../") if item else ("SPARQL", "./")
    english = f' <span class="en" lang="en">{escape(item.title_en)}</span>' if item else ""
    if media == "text/turtle":
        lines = answer.decode("utf-8").splitlines(keepends=True)
        text = f"<pre>{escape(''.join(lines[:SHOWN]))}</pre>"
        body = _first(len(lines), whole, "turtle") + _scrolling("三元组 triples", text)
    else:
        body = _table(json.loads(answer), item, whole)
    names = "、".join(escape(f"{d['township']}（{d['edition']}）") for d in documents)
    loaded = f"<p>已载入 {len(documents)} 份清单 (lists loaded): {names}</p>"
    back = f'<p><a href="{home}">返回 back</a></p>'
    asked = _asked(item, values or {}) if item else ""
    return page(title, f"{back}<h1>{escape(title)}{english}</h1>{asked}{body}{loaded}{back}")


def _asked(item: LibraryQuery, values: Mapping[str, str]) -> str:
    """What a question was asked about."""
    pairs = [(p.help, values[p.name]) for p in item.parameters if p.name in values]
    said = "，".join(
        f"{escape(_HINT.split(label)[0])} <strong>{escape(value)}</strong>"
        for label, value in pairs
    )
    return f"<p>{said}</p>" if said else ""


def problem(message: str, home: str) -> str:
    """What went wrong, as a page; ``home`` is the address of the page with the form."""
    text = "<br>".join(escape(line) for line in message.splitlines())
    back = f'<p><a href="{escape(home)}">返回 back</a></p>'
    return page(
        "没有回答",
        f'<h1>没有回答 <span class="en" lang="en">No answer</span></h1><p>{text}</p>{back}',
    )


def _first(number: int, whole: str, name: str) -> str:
    """What is said where a page shows not all of the rows or lines, and where they are."""
    if number <= SHOWN:
        return ""
    link = f'<a href="{escape(whole + name)}">{name}</a>' if whole else f"format={name}"
    return (
        f"<p>共 {number:,}，这里只显示前 {SHOWN:,}；全部见 {link}"
        f" (the first {SHOWN:,} of {number:,}; all of them: {link})</p>"
    )


def _table(data: dict[str, Any], item: LibraryQuery | None, whole: str) -> str:
    if "boolean" in data:
        return f"<p>{'是 true' if data['boolean'] else '否 false'}</p>"
    rows = data["results"]["bindings"]
    if not rows:
        return "<p>没有结果：已载入的清单里没有这样的事项 (nothing in the loaded lists)</p>"
    names = data["head"]["vars"]
    cells = [{name: _cell(row.get(name)) for name in names} for row in rows[:SHOWN]]
    columns, group = (item.columns, item.group) if item else ((), ())
    parts = [f"<p>共 {len(rows)} 项 ({len(rows)} in all)</p>", _first(len(rows), whole, "csv")]
    for title, headings, members in grouped(cells, names, columns, group):
        parts.append(f"<h2>{title}</h2>" if title else "")
        parts.append(_grid("结果 results", headings, members))
    return "".join(parts)


def _grid(name: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells (HTML) that scrolls by itself; on a small screen a cell names its column."""
    names = [escape(heading) for heading in headings]
    heads = "".join(f'<th scope="col">{heading}</th>' for heading in names)
    lines = "".join(
        "<tr>"
        + "".join(
            f'<td data-head="{heading}">{cell}</td>'
            for heading, cell in zip(names, row, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"
    return _scrolling(name, table)


def _scrolling(name: str, content: str) -> str:
    """A box that scrolls sideways by itself, with the keyboard too."""
    return f'<div class="wide" role="region" aria-label="{name}" tabindex="0">{content}</div>'


def page(title: str, body: str) -> str:
    """A whole HTML page."""
    return (
        f'<!doctype html>\n<html lang="zh"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body>{body}</body></html>\n"
    )


def _cell(term: dict[str, str] | None) -> str:
    if term is None:
        return ""
    value = term["value"]
    if term["type"] == "uri" and value.startswith(("http://", "https://")):
        short = _short(value)
        shown = (
            f' class="term" title="{escape(value)}">{escape(short)}'
            if short
            else f">{escape(value)}"
        )
        return f'<a href="{escape(value)}"{shown}</a>'
    return escape(LIST_NAMES.get(value, value))


def _short(iri: str) -> str:
    """``prefix:name`` where the IRI is a term of a namespace everybody here uses, or empty."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _TERM.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return ""


def _question(item: LibraryQuery) -> str:
    inputs = "".join(
        f"<label>{escape(p.help)} <input name={p.name!r} {'required' if p.required else ''} "
        f'placeholder="{escape(p.example)}"></label> '
        for p in item.parameters
    )
    return f"""<details><summary>{escape(item.title)} <span class="en" lang="en">{escape(item.title_en)}</span></summary>
<p>{escape(item.description)}<br><span class="en" lang="en">{escape(item.description_en)}</span></p>
<form action="library/{item.name}" method="get">{inputs}<input type="hidden" name="format" value="html">
<button type="submit">回答 <span>Answer</span></button></form></details>"""


def _limits(limits: Limits) -> str:
    return (
        f"上限：一个查询 {limits.seconds:g} 秒，结果 {limits.rows:,} 行、{limits.answer >> 20} MiB，"
        f"请求 {limits.request >> 10} KiB，同时 {limits.workers} 个查询。 "
        f"Limits: {limits.seconds:g} s, {limits.rows:,} rows, {limits.answer >> 20} MiB an answer, "
        f"{limits.request >> 10} KiB a request, {limits.workers} queries at once."
    )
