"""``kg report``: what is irregular in the lists as published."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.commands.common import open_or_build, say, say_loaded, store_option, write_output
from kg.commands.output import language_option, output_options
from kg.commands.telling.english import told

FORMATS = ("table", "json", "csv", "xlsx", "html")
"""Formats of the report."""


@click.command(name="report")
@output_options(FORMATS)
@click.option("--kind", "kinds", multiple=True, help="只要这些种类，可重复。 Only these kinds.")
@click.option(
    "--severity",
    "severities",
    multiple=True,
    type=click.Choice(("error", "warning", "note")),
    help="只要这些程度，可重复。 Only these severities.",
)
@click.option("--township", help="只要这个乡镇。 Only this township.")
@language_option
@store_option
def report(
    name: str,
    output: Path | None,
    kinds: tuple[str, ...],
    severities: tuple[str, ...],
    township: str | None,
    language: str,
    store: Path | None,
) -> None:
    """清单质量报告：公布的清单里不合常规之处，逐条指到文件和行。

    The quality of the lists as published: every irregularity with file and line.

    \b
    kg report                               kg report --kind foreign-place
    kg report --format html -o 报告.html    kg report -o 报告.xlsx
    """
    from kg.errors import UsageError
    from kg.export.wording import heading
    from kg.findings import KINDS
    from kg.folding import simplified
    from kg.quality import report as reports

    for kind in kinds:
        if kind not in KINDS:
            from difflib import get_close_matches

            near = get_close_matches(kind, KINDS, 3)
            hint = f"是不是：{'、'.join(near)}" if near else f"有：{'、'.join(sorted(KINDS))}"
            raise UsageError(f"没有“{kind}”这个种类；{hint} (no such kind)")
    graph = open_or_build(store)
    say_loaded(graph)
    if township:
        township = simplified(township)
        _known(township, graph.documents)
    findings = reports.select(
        graph.generation.findings, kinds=kinds, severities=severities, township=township
    )
    every = findings  # what is counted: a habit that stands on one line is found on many
    if not kinds:
        findings = reports.folded(findings)
    if name == "table" and output is None:
        # Of lists in which only some kinds were looked for nothing is known.
        whole = not (kinds or severities or township)
        _print(findings, every, graph.documents if whole else [], language)
        return
    heads = [heading(text, language) for text in reports.COLUMNS]
    if name in {"table", "csv", "xlsx"}:
        from kg.export.people import Sheet, write_sheet

        sheet = Sheet(heading("质量报告", language), heads, reports.csv_rows(findings, language))
        if write_sheet(sheet, name, output):
            say(f"写好 (written): {output}")
        return
    if name == "json":
        data = (reports.to_json(findings) + "\n").encode()
    else:
        data = reports.to_html(findings, graph.documents, language, heading, every).encode()
    write_output(data, output)


def _known(township: str, documents: list[dict[str, Any]]) -> None:
    """See that a list of this township is loaded: of others there are no findings, and not for being clean.

    Raises:
        QueryError: it is not; the message names those that are.
    """
    from kg.errors import QueryError

    names = [str(d["township"]) for d in documents]
    if not any(
        township in (name, d["document"]) or township in name
        for name, d in zip(names, documents, strict=True)
    ):
        raise QueryError(
            f"没有载入“{township}”的清单；有：{'、'.join(dict.fromkeys(names))} (township not loaded)"
        )


def _print(
    findings: list[dict[str, Any]],
    every: list[dict[str, Any]],
    documents: list[dict[str, Any]],
    language: str,
) -> None:
    from kg.export.terminal import print_table
    from kg.export.wording import heading
    from kg.findings import said
    from kg.quality import report as reports

    if findings:
        print_table(
            [heading(text, language) for text in ("出处", "事项", "种类", "原文", "说明")],
            [
                [
                    reports.place(f),
                    reports.duty(f, language),
                    reports.kind_word(f["kind"], language),
                    f["quote"],
                    said(f["kind"], f["message"], f["quote"], language),
                ]
                for f in findings
            ],
        )
        click.echo("")
        print_table(
            [heading(text, language) for text in ("种类", "代码", "程度", "处数", "行数")],
            [
                [
                    reports.kind_word(kind, language),
                    kind,
                    reports.severity_word(severity, language),
                    count,
                    lines,
                ]
                for kind, severity, _, count, lines in reports.summary(every)
            ],
        )
    if not findings and not documents:
        click.echo(told("没有这样的发现 (nothing of that kind)"))
    for name in reports.clean_documents(findings, documents):
        none = f"{name}：没有发现不合常规之处 (nothing irregular)"
        click.echo(f"nothing irregular: {name}" if language == "en" else none)
