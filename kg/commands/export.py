"""``kg export``: the graph in the formats other programs read."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.commands.common import open_or_build, say, store_option

EXPORT_FORMATS = ("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml", "csv", "jsonl")
"""Formats of the contract that exist."""


@click.command(name="export")
@click.option(
    "--format", "name", required=True, type=click.Choice(EXPORT_FORMATS), help="格式。 Format."
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    help="文件；csv 可给以 / 结尾的文件夹。 A file; for csv also DIR/.",
)
@click.option(
    "--all-editions", is_flag=True, help="各版本都要。 Every edition, not only the current ones."
)
@store_option
def export_command(name: str, output: Path | None, all_editions: bool, store: Path | None) -> None:
    """导出图谱：RDF 各格式、csv（一项一行；-o 文件夹/ 写四张表）、jsonl（记录）。

    Export the graph: RDF, csv (one row a duty; -o DIR/ writes four tables), jsonl (records).

    \b
    kg export --format turtle -o duties.ttl
    kg export --format csv -o 事项.csv       kg export --format csv -o 表/
    """
    from kg.export.files import export_to

    raw = click.get_current_context().params["output"]
    as_folder = name == "csv" and raw is not None and (_ends_in_slash() or raw.is_dir())
    graph = open_or_build(store)
    for path in export_to(graph, name, output, as_folder=as_folder, all_editions=all_editions):
        say(f"写好 (written): {path}")


def _ends_in_slash() -> bool:
    """Whether the output was typed with a slash at its end (Path drops it)."""
    return any(argument.endswith(("/", "\\")) for argument in sys.argv[1:])
