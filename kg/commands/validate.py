"""``kg validate``: whether the graph keeps its rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.common import open_or_build, say, say_loaded, store_option
from kg.commands.output import language_option

if TYPE_CHECKING:
    from kg.querying.validation import Validation

_SHOWN = 20


@click.command(name="validate")
@click.option(
    "--sample",
    type=click.IntRange(min=1),
    metavar="N",
    help="只抽 N 个事项按形状检查（大图用）；查询检查仍看全部。 Draw N duties for the shapes.",
)
@language_option
@store_option
def validate(sample: int | None, language: str, store: Path | None) -> None:
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
    for line in render(result, language=language):
        click.echo(line)
    if not result.conforms:
        raise SystemExit(1)


def render(validation: Validation, *, limit: int = _SHOWN, language: str = "zh") -> Iterator[str]:
    """Problems (of each rule at most ``limit``), then what was looked at; "zh" says it in English, too."""
    from kg.vocabulary.plural import ones

    only = language == "en"
    shown: dict[str, int] = {}
    for problem in validation.problems:
        shown[problem.rule] = shown.get(problem.rule, 0) + 1
        if shown[problem.rule] <= limit:
            yield problem.in_english() if only else problem.render()
    for zh, en in _totals(
        validation, {r: n - limit for r, n in sorted(shown.items()) if n > limit}
    ):
        english = ones(en)
        yield english[:1].upper() + english[1:] if only else f"{zh} ({english})"


def _totals(validation: Validation, more: dict[str, int]) -> Iterator[tuple[str, str]]:
    for rule, count in more.items():
        yield f"…… [{rule}] 还有 {count:,} 处", f"[{rule}] and {count:,} more"
    covered = validation.coverage
    yield (
        (
            f"查了 {covered.triples:,} 条三元组：{covered.checks} 项查询检查看全部，{covered.shapes} 个形状看"
            f" {covered.duties:,} 个事项中的 {covered.duties_in_shapes:,} 个"
        ),
        (
            f"{covered.triples:,} triples: {covered.checks} checks saw everything, {covered.shapes} shapes"
            f" saw {covered.duties_in_shapes:,} of {covered.duties:,} duties"
        ),
    )
    if not covered.complete:
        yield (
            "形状只抽查了一部分事项，未抽到的没有按形状检查",
            "a sample: duties not drawn were not checked against the shapes",
        )
    count = len(validation.problems)
    yield (
        (f"有 {count:,} 处不合规则", f"{count:,} problems")
        if count
        else ("全部合乎规则", "all rules hold")
    )
