"""``kg stats``: what is loaded, with figures."""

from __future__ import annotations

import click

from kg.commands.common import Source, documents_table, say_loaded, source_options


@click.command()
@click.option("--json", "as_json", is_flag=True, help="JSON。")
@source_options
def stats(as_json: bool, origin: Source) -> None:
    """已载入的清单和数字。 What is loaded, with figures."""
    graph = origin.open()
    if graph.origin:
        say_loaded(graph)
    if as_json:
        import json

        click.echo(json.dumps(graph.figures, ensure_ascii=False, indent=1))
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
