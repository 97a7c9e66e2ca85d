"""``kg validate``: whether the graph keeps its rules."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.common import open_or_build, say, say_loaded, store_option


@click.command(name="validate")
@click.option(
    "--sample",
    type=click.IntRange(min=1),
    metavar="N",
    help="只抽 N 个事项按形状检查（大图用）；查询检查仍看全部。 Draw N duties for the shapes.",
)
@store_option
def validate(sample: int | None, store: Path | None) -> None:
    """检查图谱是否合乎规则：SHACL 形状和完整性查询，逐条指到文件和行。

    Check the graph: SHACL shapes and completeness, each problem with file and line.

    \b
    kg validate               kg validate --sample 2000
    """
    from kg.querying import validation
    from kg.store import seals

    graph = open_or_build(store)
    seals.check(graph.generation.path, deep=True)
    say_loaded(graph)
    result = validation.validate(graph.store, sample=sample, say=say)
    for line in validation.render(result):
        click.echo(line)
    if not result.conforms:
        raise SystemExit(1)
