"""The report: every irregularity of the loaded lists, by kind and in full, for people and programs."""

from __future__ import annotations

import html
import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from kg.findings import KINDS, Severity, said
from kg.values import ListKind

Found = dict[str, Any]
"""A finding in the JSON form of the contract."""

_ORDER = {severity.value: position for position, severity in enumerate(Severity)}


def select(
    findings: Sequence[Found],
    *,
    kinds: Sequence[str] = (),
    severities: Sequence[str] = (),
    township: str | None = None,
) -> list[Found]:
    """The findings of the given kinds, severities and township (all where none is given)."""
    return [
        finding
        for finding in findings
        if (not kinds or finding["kind"] in kinds)
        and (not severities or finding["severity"] in severities)
        and (township is None or township in (finding["township"] or finding["document"]))
    ]


HABIT = 12
"""A note of one kind on more lines of a list than this is a habit of whoever made the file."""

_HABITS = {"markup-unclosed": HABIT, "half-width": HABIT, "method-says-nothing": 5}
"""Kinds that say something of who made the list, no line of it being more irregular than the others, and the lines
from which on they are said once."""
_JOINED = frozenset(("count-unprinted",))
"""Kinds that are said of each list of a document and mean one thing: the document prints no counts."""


def folded(findings: Sequence[Found]) -> list[Found]:
    """The findings, where a habit of a whole list stands once, at its first line, naming all lines.

    What is said of each of a document's lists (:data:`_JOINED`) stands once, too, with all that is said; and what
    is found several times in one row in the same words, with how often.
    """
    findings = _joined(findings)
    lines: dict[tuple[str, str], dict[int, int]] = {}
    for finding in findings:
        if finding["kind"] in _HABITS:
            found = lines.setdefault((finding["document"], finding["kind"]), {})
            found[finding["line"]] = found.get(finding["line"], 0) + 1
    done: set[tuple[str, str]] = set()
    kept: list[Found] = []
    for finding in findings:
        key = finding["document"], finding["kind"]
        found = lines.get(key, {})
        if len(found) <= _HABITS.get(finding["kind"], HABIT):
            kept.append(finding)
        elif key not in done:
            done.add(key)
            where = "、".join(map(str, sorted(found)))
            message = (
                f"{finding['message']}；这份清单多处这样，共 {sum(found.values())} 处，在第 {where} 行"
                f"（--kind {finding['kind']} 逐处列出）"
            )
            kept.append({**finding, "message": message})
    return _counted(kept)


def _counted(findings: Sequence[Found]) -> list[Found]:
    keys = [json.dumps(finding, sort_keys=True) for finding in findings]
    times = Counter(keys)
    kept: list[Found] = []
    for finding, key in zip(findings, keys, strict=True):
        several = times.pop(key, 0)
        if several > 1:
            finding = {**finding, "message": f"{finding['message']}；这一行有 {several} 处"}
        if several:
            kept.append(finding)
    return kept


def _joined(findings: Sequence[Found]) -> list[Found]:
    kept: list[Found] = []
    first: dict[tuple[str, str], int] = {}
    for finding in findings:
        key = finding["document"], finding["kind"]
        if finding["kind"] in _JOINED and key in first:
            before = kept[first[key]]
            message = f"{before['message']}；第 {finding['line']} 行：{finding['message']}"
            kept[first[key]] = {**before, "message": message}
            continue
        first[key] = len(kept)
        kept.append(finding)
    return kept


def summary(findings: Sequence[Found]) -> list[tuple[str, str, str, int, int]]:
    """(kind, severity, explanation, findings, lines), errors first, then the most frequent."""
    counts = Counter(finding["kind"] for finding in findings)
    lines: dict[str, set[tuple[str, int]]] = {}
    for finding in findings:
        lines.setdefault(finding["kind"], set()).add((finding["document"], finding["line"]))
    rows = [
        (kind, KINDS[kind].severity.value, KINDS[kind].zh, count, len(lines[kind]))
        for kind, count in counts.items()
    ]
    return sorted(rows, key=lambda row: (_ORDER[row[1]], -row[3], row[0]))


def clean_documents(findings: Sequence[Found], documents: Sequence[dict[str, Any]]) -> list[str]:
    """The townships in whose lists nothing irregular was found."""
    touched = {finding["document"] for finding in findings}
    return [d["township"] for d in documents if d["document"] not in touched]


def place(finding: Found) -> str:
    """``file:line`` of a finding."""
    return (
        f"{finding['document']}:{finding['line']}" if finding["line"] else str(finding["document"])
    )


def kind_word(kind: str, language: str = "zh") -> str:
    """What a kind of finding means, in a language."""
    return KINDS[kind].zh if language == "zh" else KINDS[kind].en


def severity_word(severity: str, language: str = "zh") -> str:
    """How much a finding matters, in a language."""
    return Severity(severity).zh if language == "zh" else severity


def duty(finding: Found, language: str = "zh") -> str:
    """The duty a finding is about, for a table: ``配合 12``."""
    if not finding["list"]:
        return ""
    number = finding["number"]
    kind = ListKind(finding["list"])
    return (kind.short if language == "zh" else kind.value) + (f" {number}" if number else "")


def to_json(findings: Sequence[Found]) -> str:
    """The findings as one JSON list."""
    return json.dumps(list(findings), ensure_ascii=False, indent=1)


COLUMNS = ("文件", "行", "乡镇", "清单", "序号", "种类", "程度", "原文", "说明", "代码")
"""Columns of the CSV."""


def csv_rows(findings: Sequence[Found], language: str = "zh") -> list[tuple[object, ...]]:
    """Rows of the CSV, one a finding."""
    return [
        (
            f["document"],
            f["line"],
            f["township"],
            (ListKind(f["list"]).zh if language == "zh" else f["list"]) if f["list"] else "",
            f["number"],
            kind_word(f["kind"], language),
            severity_word(f["severity"], language),
            f["quote"],
            said(f["kind"], f["message"], f["quote"], language),
            f["kind"],
        )
        for f in findings
    ]


_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>清单质量报告 · Quality of the lists as published</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
:root {{ color-scheme: light dark }}
body {{ font: 15px/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem }}
table {{ border-collapse: collapse; width: 100%; margin: 1rem 0 2rem }}
caption {{ text-align: left; font-weight: 600; padding: .4rem 0 }}
th, td {{ text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid #8886 }}
td.n {{ text-align: right; font-variant-numeric: tabular-nums }}
q {{ quotes: none; background: #8882; padding: 0 .2em; overflow-wrap: anywhere }}
.error {{ border-left: 4px solid #d55e00 }} .warning {{ border-left: 4px solid #e69f00 }} .note {{ border-left: 4px solid #56b4e9 }}
</style></head><body><main>
<h1>清单质量报告</h1>
<p>公布的清单里不合常规之处，逐条指到文件和行；“说明”写出程序如何处理。 <span lang="en">Irregularities of the lists as
published, each with file and line and what the program made of it.</span></p>
<table><caption>按种类 · By kind</caption><thead><tr>{heads}</tr></thead>
<tbody>{summary}</tbody></table>
{clean}{documents}
</main></body></html>
"""


def to_html(
    findings: Sequence[Found],
    documents: Sequence[dict[str, Any]],
    language: str = "zh",
    heading: Callable[[str, str], str] = lambda word, _: word,
    every: Sequence[Found] = (),
) -> str:
    """A page of its own: summary by kind, then the findings document by document.

    ``heading`` has the heading of a column in a language; ``every`` are the findings before they were folded,
    which the summary counts.
    """
    e = html.escape
    rows = "".join(
        f'<tr class="{severity}"><td>{e(kind_word(kind, language))} <small>{kind}</small></td>'
        f"<td>{severity_word(severity, language)}</td>"
        f'<td class="n">{count}</td><td class="n">{lines}</td></tr>\n'
        for kind, severity, _, count, lines in summary(every or findings)
    )
    nothing = "：没有发现不合常规之处。" if language == "zh" else ": nothing irregular."
    clean = "".join(f"<p>{e(name)}{nothing}</p>\n" for name in clean_documents(findings, documents))
    heads, kinds = (
        "".join(f'<th scope="col">{heading(word, language)}</th>' for word in words)
        for words in (("行", "事项", "种类", "原文", "说明"), ("种类", "程度", "处数", "行数"))
    )
    tables = []
    for document in dict.fromkeys(finding["document"] for finding in findings):
        body = "".join(
            f'<tr class="{f["severity"]}"><td class="n">{f["line"] or ""}</td><td>{duty(f, language)}</td>'
            f"<td>{e(kind_word(f['kind'], language))}</td><td><q>{e(f['quote'])}</q></td>"
            f"<td>{e(said(f['kind'], f['message'], f['quote'], language))}</td></tr>\n"
            for f in findings
            if f["document"] == document
        )
        tables.append(
            f"<table><caption>{e(document)}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>\n"
        )
    return _PAGE.format(
        lang=language,
        heads=kinds,
        summary=rows,
        clean=clean,
        documents="".join(tables),
    )
