"""``kg impact``: what a reform of a department touches."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.common import Source, say_loaded, source_options, write_output

FORMATS = ("table", "json", "csv", "xlsx", "html", "markdown", "docx")
"""Forms of the report."""


@click.command(name="impact")
@click.argument("department")
@click.option("--merge-into", default="", metavar="X", help="并入 X。 Merged into X.")
@click.option("--rename", default="", metavar="Y", help="改名为 Y。 Renamed to Y.")
@click.option("--abolish", is_flag=True, help="撤销。 Abolished.")
@click.option(
    "--in", "place", metavar="地方", help="只看这里的清单。 Only the lists of this place."
)
@click.option("--format", "name", default=None, type=click.Choice(FORMATS), help="格式。 Format.")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="写到文件。 A file."
)
@source_options
def impact_command(
    department: str,
    merge_into: str,
    rename: str,
    abolish: bool,
    place: str | None,
    name: str | None,
    output: Path | None,
    origin: Source,
) -> None:
    """部门合并、改名、撤销会动到清单里的哪些事项和文字。

    What is touched when a department is merged, renamed or abolished, list by list; without an option:
    where it stands.

    \b
    kg impact 木垒县水利局 --merge-into 木垒县农业农村局
    kg impact 县水利局 --rename 水务局 -o 影响.xlsx
    kg impact 木垒县水利局 --abolish
    """
    import json

    from kg.comparing.impact import impact, to_json
    from kg.comparing.sides import side
    from kg.export.reports.impact import report
    from kg.export.reports.terminal import print_report
    from kg.export.reports.writing import write
    from kg.export.targets import chosen

    if sum(map(bool, (merge_into, rename, abolish))) > 1:
        raise click.UsageError("--merge-into、--rename、--abolish 只用一个 (use only one of these)")
    form = chosen(output, name, FORMATS)
    graph = origin.open()
    say_loaded(graph)
    documents = side(graph, place).documents if place else None
    found = impact(
        graph,
        department,
        merge_into=merge_into,
        rename=rename,
        abolish=abolish,
        documents=documents,
    )
    if form == "table" and output is None:
        print_report(report(found))
    elif form == "json":
        text = json.dumps(to_json(found), ensure_ascii=False, indent=1) + "\n"
        write_output(text.encode(), output)
    else:
        write_output(write(report(found), "markdown" if form == "table" else form), output)
    if not found.effects:
        raise SystemExit(1)
