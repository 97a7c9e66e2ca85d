"""``kg stats``: what is loaded, with figures."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.common import Source, documents_table, say, say_loaded, source_options
from kg.commands.output import language_option, output_options
from kg.commands.telling.english import told


@click.command()
@click.option("--json", "as_json", is_flag=True, help="一个 JSON 对象。 One JSON object.")
@output_options(("table", "csv", "xlsx", "json"))
@language_option
@source_options
def stats(as_json: bool, name: str, output: Path | None, language: str, origin: Source) -> None:
    """已载入的清单和数字；csv、xlsx 是清单一份一行的表。

    What is loaded, with figures; CSV and workbooks have a row for each list.
    """
    from kg.export.wording import heading

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

        if write_sheet(
            Sheet(
                heading("清单", language), *documents_table(graph.figures["documents"], language)
            ),
            name,
            output,
        ):
            say(f"写好 (written): {output}")
        return
    from kg.export.terminal import print_table
    from kg.store.names import rows

    print_table(*documents_table(graph.figures["documents"], language))
    counts = sorted(rows(graph, "kinds"), key=lambda row: row["kind"])
    click.echo("")
    heads = [heading(text, language) for text in ("种类", "个数")]
    print_table(heads, [[_KIND_NAMES[r["kind"]][language], r["count"]] for r in counts])
    click.echo(told(f"\n三元组 (triples): {graph.figures['triples']:,}"))


_KIND_NAMES = {
    "BasicDuty": {"zh": "基本履职事项", "en": "basic duties"},
    "CooperationDuty": {"zh": "配合履职事项", "en": "cooperation duties"},
    "ReclaimedDuty": {"zh": "上级部门收回事项", "en": "reclaimed duties"},
    "Clause": {"zh": "条款", "en": "clauses"},
    "Department": {"zh": "部门", "en": "departments"},
    "Function": {"zh": "部门职能", "en": "functions"},
    "Township": {"zh": "乡镇", "en": "townships"},
    "Category": {"zh": "事项类别", "en": "categories"},
    "Citation": {"zh": "出处", "en": "citations"},
}
