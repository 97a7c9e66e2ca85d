"""The plain page at ``/``: a query form, the library, what is loaded. No script, nothing from outside."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape
from typing import Any

from kg.export.results import LIST_NAMES, grouped
from kg.queries import LibraryQuery
from kg.terms import NAMESPACE
from kg.web.limits import Limits
from kg.web.negotiation import FORMATS

_STYLE = """
body { font: 16px/1.6 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem;
  color: #1a1a1a; background: #fff }
textarea { width: 100%; box-sizing: border-box; font: 14px/1.5 ui-monospace, monospace }
input, select, button, textarea { font-size: 1rem; padding: .3rem .5rem }
table { border-collapse: collapse } td, th { border-bottom: 1px solid #ccc; padding: .2rem .8rem .2rem 0;
  text-align: left; vertical-align: top } details { margin: .3rem 0 } .en { color: #555 }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #161616 } .en { color: #aaa }
  a { color: #8cf } }
"""
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
    loaded = "".join(
        "<tr>" + "".join(f"<td>{escape(str(document.get(key)))}</td>" for key in _COLUMNS) + "</tr>"
        for document in documents
    )
    heads = "".join(f"<th>{title}</th>" for title in _COLUMNS.values())
    options = "".join(f"<option>{name}</option>" for name in ["html", *FORMATS])
    questions = "".join(_question(item) for item in items)
    body = f"""
<h1>履职事项清单知识图谱 <span class="en">Duty lists as a knowledge graph</span></h1>
<h2>已载入的清单 <span class="en">Loaded lists</span></h2>
<table><thead><tr>{heads}</tr></thead><tbody>{loaded}</tbody></table>
<h2>SPARQL</h2>
<form action="sparql" method="get">
<label for="query">查询 <span class="en">Query</span></label>
<textarea id="query" name="query" rows="9" spellcheck="false">{escape(_FIRST)}</textarea>
<label>格式 <span class="en">Format</span> <select name="format">{options}</select></label>
<button type="submit">运行 <span>Run</span></button>
</form>
<p>SPARQL 1.1：<code>sparql</code> · <a href="void">VoID</a> ·
<a href="library.ttl">library.ttl</a>. {_limits(limits)}</p>
<h2>现成的问题 <span class="en">Library</span></h2>
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
) -> str:
    """An answer as a page: SPARQL JSON as a table, triples (Turtle) as they stand.

    ``item`` is the question of the library, if it was one: it names the page, groups and heads
    the rows; other rows are headed by their variables. ``whole`` is the address, but for the name of
    a format, of what is longer than a page, if it has one.
    """
    # The way from the answer's address to the page with the form.
    title, home = (f"{item.title} {item.title_en}", "../") if item else ("SPARQL", "./")
    if media == "text/turtle":
        lines = answer.decode("utf-8").splitlines(keepends=True)
        body = f"{_first(len(lines), whole, 'turtle')}<pre>{escape(''.join(lines[:SHOWN]))}</pre>"
    else:
        body = _table(json.loads(answer), item, whole)
    names = "、".join(escape(f"{d['township']}（{d['edition']}）") for d in documents)
    loaded = f"<p>已载入 {len(documents)} 份清单 (lists loaded): {names}</p>"
    back = f'<p><a href="{home}">返回 back</a></p>'
    return page(title, f"<h1>{escape(title)}</h1>{body}{loaded}{back}")


def problem(message: str, home: str) -> str:
    """What went wrong, as a page; ``home`` is the address of the page with the form."""
    text = "<br>".join(escape(line) for line in message.splitlines())
    back = f'<p><a href="{escape(home)}">返回 back</a></p>'
    return page(
        "没有回答", f'<h1>没有回答 <span class="en">No answer</span></h1><p>{text}</p>{back}'
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
        heads = "".join(f"<th>{escape(heading)}</th>" for heading in headings)
        lines = "".join(
            "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in members
        )
        parts.append(f"<h2>{title}</h2>" if title else "")
        parts.append(f"<table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>")
    return "".join(parts)


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
    text = escape(LIST_NAMES.get(term["value"], term["value"]))
    if term["type"] == "uri" and term["value"].startswith(("http://", "https://")):
        return f'<a href="{text}">{text}</a>'
    return text


def _question(item: LibraryQuery) -> str:
    inputs = "".join(
        f"<label>{escape(p.help)} <input name={p.name!r} {'required' if p.required else ''} "
        f'placeholder="{escape(p.example)}"></label> '
        for p in item.parameters
    )
    return f"""<details><summary>{escape(item.title)} <span class="en">{escape(item.title_en)}</span></summary>
<p>{escape(item.description)}<br><span class="en">{escape(item.description_en)}</span></p>
<form action="library/{item.name}" method="get">{inputs}<input type="hidden" name="format" value="html">
<button type="submit">回答 <span>Answer</span></button></form></details>"""


def _limits(limits: Limits) -> str:
    return (
        f"上限：一个查询 {limits.seconds:g} 秒，结果 {limits.rows:,} 行、{limits.answer >> 20} MiB，"
        f"请求 {limits.request >> 10} KiB，同时 {limits.workers} 个查询。 "
        f"Limits: {limits.seconds:g} s, {limits.rows:,} rows, {limits.answer >> 20} MiB an answer, "
        f"{limits.request >> 10} KiB a request, {limits.workers} queries at once."
    )
