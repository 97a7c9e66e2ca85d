"""``kg export``: the graph in the formats other programs read."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.common import open_or_build, say, store_option

EXPORT_FORMATS = (
    "turtle",
    "ntriples",
    "nquads",
    "trig",
    "jsonld",
    "rdfxml",
    "csv",
    "xlsx",
    "jsonl",
    "graphml",
    "gexf",
    "neo4j",
    "sssom",
    "skos",
    "cpsv-ap",
    "void",
    "prov",
    "source",
)
"""Formats of the contract; a test compares them with those the library writes."""


@click.command(name="export")
@click.option(
    "--format", "name", required=True, type=click.Choice(EXPORT_FORMATS), help="格式。 Format."
)
@click.option(
    "--output",
    "-o",
    metavar="FILE|DIR/",
    help="文件；csv、source、neo4j 可给以 / 结尾的文件夹。 A file; for csv, source, neo4j also DIR/.",
)
@click.option(
    "--all-editions", is_flag=True, help="各版本都要。 Every edition, not only the current ones."
)
@store_option
def export_command(name: str, output: str | None, all_editions: bool, store: Path | None) -> None:
    """导出图谱，给别的程序用。

    Export the graph for other programs.

    \b
    turtle ntriples nquads
    trig jsonld rdfxml      RDF
    csv xlsx jsonl          表、记录，一项一行 (one row a duty)
    graphml gexf neo4j      网络，边上有角色 (networks, edges with roles)
    sssom                   各地同一事的对应表 (mappings between duties)
    skos cpsv-ap            词表；欧盟公共服务目录格式 (SKOS; EU profile)
    void prov               数据集说明、建图记录 (the dataset, its build)
    source                  原清单的各表，逐格还原 (the source tables again)

    \b
    kg export --format turtle -o duties.ttl
    kg export --format csv -o 事项.csv       kg export --format csv -o 表/
    """
    from kg.export.files import check_target, export_to

    path = Path(output) if output else None
    as_folder = path is not None and (str(output).endswith(("/", "\\")) or path.is_dir())
    check_target(name, path, as_folder=as_folder)
    graph = open_or_build(store)
    for written in export_to(graph, name, path, as_folder=as_folder, all_editions=all_editions):
        say(f"写好 (written): {written}")
