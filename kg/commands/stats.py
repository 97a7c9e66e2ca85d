"""``kg stats``: what is loaded, with figures."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.common import Source, documents_table, say, say_loaded, source_options
from kg.commands.output import output_options


@click.command()
@click.option("--json", "as_json", is_flag=True, help="JSON。")
@output_options(("table", "csv", "xlsx", "json"))
@source_options
def stats(as_json: bool, name: str, output: Path | None, origin: Source) -> None:
    """已载入的清单和数字；csv、xlsx 是清单一份一行的表。

    What is loaded, with figures; CSV and workbooks have a row for each list.
    """
    graph = origin.open()
    if graph.origin:
        say_loaded(graph)
    if name == "json":
        import json

        from kg.commands.common import write_output

        text = json.dumps(graph.figures, ensure_ascii=False, indent=1) + "\n"
        write_output(text.encode(), output)
        return
    if name != "table" or output is not None:
        from kg.export.people import Sheet, write_sheet

        if write_sheet(Sheet("清单", *documents_table(graph.figures["documents"])), name, output):
            say(f"写好 (written): {output}")
        return
    from kg.export.terminal import print_table
    from kg.store.names import rows

    print_table(*documents_table(graph.figures["documents"]))
    counts = sorted(rows(graph, "kinds"), key=lambda row: row["kind"])
    click.echo("")
    print_table(["种类 kind", "个数 count"], [[_KIND_NAMES[r["kind"]], r["count"]] for r in counts])
    click.echo(f"\n三元组 (triples): {graph.figures['triples']:,}")


_KIND_NAMES = {
    "BasicDuty": "基本履职事项 basic duties",
    "CooperationDuty": "配合履职事项 cooperation duties",
    "ReclaimedDuty": "上级部门收回事项 reclaimed duties",
    "Clause": "条款 clauses",
    "Department": "部门 departments",
    "Function": "部门职能 functions",
    "Township": "乡镇 townships",
    "Category": "事项类别 categories",
    "Citation": "出处 citations",
}
