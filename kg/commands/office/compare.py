"""``kg compare``: two townships, counties or editions side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.common import Source, loaded_names, say, say_loaded, source_options, write_output
from kg.commands.output import language_option, output_options

if TYPE_CHECKING:
    from kg.comparing.comparison import Comparison
    from kg.store.graph import Graph

FORMATS = ("table", "json", "csv", "xlsx", "html", "markdown", "docx", "turtle")
"""Forms of a comparison."""


@click.command(name="compare")
@click.argument("a")
@click.argument("b", required=False)
@output_options(FORMATS)
@click.option(
    "--template",
    "as_template",
    is_flag=True,
    help="A 里各乡镇与它们共同的写法比。 The townships of A against their common wording.",
)
@click.option("--all", "every", is_flag=True, help="相同的也列出。 List what is the same, too.")
@language_option
@source_options
def compare_command(
    a: str,
    b: str | None,
    name: str,
    output: Path | None,
    as_template: bool,
    every: bool,
    language: str,
    origin: Source,
) -> None:
    """比较两个乡镇、两个县或新旧两版：相同、只有一方有、清单不同、部门不同、文字不同、拆分合并。

    Compare two townships, counties, editions or any two sets. Two editions of one township give a
    notice of changes; with A alone, its last two editions.

    \b
    kg compare 东城镇 西北湾镇          两个乡镇
    kg compare 木垒县 伊宁县 --format xlsx -o 比较.xlsx
    kg compare 东城镇@2025-07 东城镇@… -o 调整情况.docx
    kg compare 东城镇+六户地镇 昌吉州   几个并在一起
    kg compare 东城镇配合33 西北湾镇    一项与那里的同一事项（或一项）
    kg compare 昌吉州 --template        各乡镇与全州共同的写法比
    """
    from kg.comparing.comparison import compare
    from kg.comparing.duties import compare_duties
    from kg.comparing.sides import last_two
    from kg.comparing.topics import with_topics
    from kg.vocabulary.running import numbered

    loaded_names(a, b)
    graph = origin.open()
    say_loaded(graph)
    if as_template:
        if b is not None:
            raise click.UsageError("--template 只写一个地方 (--template takes one place)")
        _template(graph, a, name, output, language)
        return
    if b is None and (said := numbered(a)) and said.list:
        raise click.UsageError(
            "一项和哪里比？再写一个乡镇，或那里的一项，例如 kg compare 东城镇配合33 西北湾镇"
            " (compare this duty with which place or duty?)"
        )
    if b is None:
        comparison = compare(graph, *last_two(graph, a))
    else:
        comparison = compare_duties(graph, a, b) or with_topics(graph, compare(graph, a, b))
    if comparison.a.documents == comparison.b.documents and not numbered(a):
        raise click.UsageError(
            f"两边是同样的清单（{comparison.a.title}），没有可比的 (both sides are the same lists)"
        )
    if name == "table" and output is None:
        _print(comparison, language, every=every)
        return
    kind = "markdown" if name == "table" else name
    write_output(_bytes(comparison, kind, language, every=every), output)


def _template(graph: Graph, place: str, form: str, output: Path | None, language: str) -> None:
    import json

    from kg.comparing.comparison import to_json
    from kg.comparing.template import template
    from kg.export.reports.comparison import template_report
    from kg.export.reports.terminal import print_report
    from kg.export.reports.writing import write

    found = template(graph, place)
    if form == "table" and output is None:
        print_report(template_report(found), language)
    elif form == "json":
        data = [to_json(item) for item in found.departures]
        write_output((json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode(), output)
    elif form == "turtle":
        raise click.UsageError("--template 不写 RDF (no RDF of a template)")
    else:
        kind = "markdown" if form == "table" else form
        write_output(write(template_report(found), kind, language), output)


def _bytes(comparison: Comparison, form: str, language: str, *, every: bool) -> bytes:
    import json

    from kg.export.reports import comparison as reports
    from kg.export.reports.notice import notice
    from kg.export.reports.writing import write

    if form == "turtle":
        return reports.turtle(comparison)
    if form == "json":
        from kg.comparing.comparison import to_json

        return (json.dumps(to_json(comparison), ensure_ascii=False, indent=1) + "\n").encode()
    if form in ("csv", "xlsx"):
        return write(reports.flat(comparison, every=every, alone=form == "csv"), form, language)
    if comparison.editions and not every:
        return write(notice(comparison), form, language)
    return write(reports.report(comparison, every=every), form, language)


def _print(comparison: Comparison, language: str, *, every: bool) -> None:
    from kg.comparing.changes import changes
    from kg.export.reports import comparison as reports
    from kg.export.reports.notice import notice
    from kg.export.reports.terminal import print_report

    if comparison.editions:
        print_report(notice(comparison), language)
        if not changes(comparison):
            say("两版没有差别 (the editions do not differ)")
        return
    print_report(reports.report(comparison, every=every), language)
