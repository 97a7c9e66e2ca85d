"""``kg impact``: what a reform of a department touches."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.common import (
    Source,
    TablesFolder,
    loaded_names,
    no_file,
    say_loaded,
    source_options,
    write_output,
)
from kg.commands.output import language_option, output_options

if TYPE_CHECKING:
    from kg.store.graph import Graph

FORMATS = ("table", "json", "csv", "xlsx", "html", "markdown", "docx")
"""Forms of the report."""


@click.command(name="impact")
@click.argument("department", required=False)
@click.option("--merge-into", default="", metavar="X", help="并入 X。 Merged into X.")
@click.option("--rename", default="", metavar="Y", help="改名为 Y。 Renamed to Y.")
@click.option("--abolish", is_flag=True, help="撤销。 Abolished.")
@click.option(
    "--vocabulary",
    "tables",
    type=TablesFolder(),
    metavar="DIR",
    help="换用这个词表文件夹，哪些说法会变。 What changes with these tables.",
)
@click.option(
    "--in", "place", metavar="地方", help="只看这里的清单。 Only the lists of this place."
)
@output_options(FORMATS)
@language_option
@source_options
def impact_command(
    department: str | None,
    merge_into: str,
    rename: str,
    abolish: bool,
    tables: Path | None,
    place: str | None,
    name: str,
    output: Path | None,
    language: str,
    origin: Source,
) -> None:
    """部门合并、改名、撤销会动到清单里的哪些事项和文字。

    What is touched when a department is merged, renamed or abolished, list by list; without an option:
    where it stands.

    \b
    kg impact 木垒县水利局 --merge-into 木垒县农业农村局
    kg impact 县水利局 --rename 水务局 -o 影响.xlsx
    kg impact 木垒县水利局 --abolish
    kg impact --vocabulary 我的词表/ -o 会变的.xlsx
    """
    import json

    from kg.comparing.impact import impact, to_json
    from kg.comparing.sides import side
    from kg.export.reports.impact import report
    from kg.export.reports.terminal import print_report
    from kg.export.reports.writing import write

    if sum(map(bool, (merge_into, rename, abolish))) > 1:
        raise click.UsageError("--merge-into、--rename、--abolish 只用一个 (use only one of these)")
    if (department is None) is (tables is None):
        raise click.UsageError(
            "写一个部门，或者用 --vocabulary 指一个词表文件夹 (a department, or --vocabulary DIR)"
        )
    loaded_names(department, place, merge_into)
    no_file(rename, "新名称请直接写出来")
    graph = origin.open()
    say_loaded(graph)
    if tables is not None:
        _reread(graph, tables, name, output, language)
        return
    assert department is not None
    documents = side(graph, place).documents if place is not None else None
    found = impact(
        graph,
        department,
        merge_into=merge_into,
        rename=rename,
        abolish=abolish,
        documents=documents,
    )
    told = report(found, place or "")
    if name == "table" and output is None:
        print_report(told, language)
    elif name == "json":
        text = json.dumps(to_json(found), ensure_ascii=False, indent=1) + "\n"
        write_output(text.encode(), output)
    else:
        kind = "markdown" if name == "table" else name
        write_output(write(told, kind, language), output)
    if not found.effects:
        raise SystemExit(1)


def _reread(graph: Graph, tables: Path, form: str, output: Path | None, language: str) -> None:
    import json

    from kg.comparing.rereading import reread, to_json
    from kg.export.reports.impact import reread_report
    from kg.export.reports.terminal import print_report
    from kg.export.reports.writing import write

    if graph.origin:
        raise click.UsageError(
            "词表的影响要从图库留的原件读，不能和 --endpoint 一起用 (needs the store's own files)"
        )
    found = reread(graph, tables)
    report = reread_report(found, tables.name)
    if form == "table" and output is None:
        print_report(report, language)
    elif form == "json":
        text = json.dumps(to_json(found), ensure_ascii=False, indent=1) + "\n"
        write_output(text.encode(), output)
    else:
        kind = "markdown" if form == "table" else form
        write_output(write(report, kind, language), output)
