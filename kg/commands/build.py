"""``kg build``: lists into the graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.commands.common import SENSED, TablesFolder, documents_table, say, say_undated, store_option
from kg.commands.output import language_option
from kg.frozen import frozen

if TYPE_CHECKING:
    from kg.findings import Finding
    from kg.values import Document


@click.command(name="build")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--keep-going",
    is_flag=True,
    help="略过有错误的文件，其余照建，并说明略过了什么。 Leave broken files out.",
)
@click.option(
    "--place",
    metavar="省/州市/县/乡镇",
    help="文件里没有地名时指明。 For documents that name no place.",
)
@click.option(
    "--edition",
    metavar="YYYY-MM",
    help="指明版本；文件印有别的日期的，以指明的为准并提醒。 The edition; it overrides a date that is printed, with a warning.",
)
@click.option(
    "--list",
    "kind",
    type=click.Choice(["basic", "cooperation", "reclaimed"]),
    help="表格上没有清单标题时，指明是哪一张。 Which list a table without a title is.",
)
@click.option(
    "--vocabulary",
    "overlay",
    envvar="KG_VOCABULARY",
    type=TablesFolder(),
    metavar="DIR",
    help="叠加自己的词表。 Your own tables over the packaged ones (KG_VOCABULARY).",
)
@click.option(
    "--base", default=None, metavar="IRI", help="数据网址的开头。 Base of the data's IRIs."
)
@click.option(
    "--replace",
    is_flag=True,
    help="图库里已有、这次没有的清单不再要。 Drop lists that are in the store and not among these.",
)
@click.option("--verbose", "-v", is_flag=True, help="也逐条列出说明。 List notes one by one, too.")
@click.option(
    "--quiet",
    "-q",
    is_flag=True,
    help="提醒只报总数，kg report 逐条看。 Only count what was noticed.",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="在 Dask 集群上做，不建图库，写成分块的 N-Quads。 On a Dask cluster (tcp://host:8786), into partitioned N-Quads.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="分块写到哪个文件夹，各台机器都看得到的。 Where the parts go: a folder that all machines see.",
)
@language_option
@store_option
def build_command(
    paths: tuple[Path, ...],
    keep_going: bool,
    place: str | None,
    edition: str | None,
    kind: str | None,
    overlay: Path | None,
    base: str | None,
    replace: bool,
    verbose: bool,
    quiet: bool,
    cluster: str | None,
    output: Path | None,
    language: str,
    store: Path | None,
) -> None:
    """读清单，建图谱。不给 PATH 就读附带的五份。

    Read lists (files or folders) into the graph. The old graph stays until the new one is complete.

    \b
    kg build 我的清单/            kg build a.txt b.txt --keep-going
    kg build x.txt --place 新疆维吾尔自治区/昌吉回族自治州/木垒县/东城镇
    kg build 收回.csv --list reclaimed
    kg build 全省/ --cluster tcp://主机:8786 -o /共享/全省
    """
    from kg.rdf.terms import DEFAULT_BASE
    from kg.values import ListKind

    if edition is not None:
        check_edition(edition)
    for path in paths:
        if not path.exists():
            raise click.BadParameter(f"没有这个文件或文件夹 (not found): {path}", param_hint="PATH")
    _one_of(cluster, output)
    said: dict[str, Any] = {
        "place": place,
        "edition": edition,
        "kind": ListKind(kind) if kind else None,
        "keep_going": keep_going,
        "overlay": overlay,
        "base": base or DEFAULT_BASE,
        "replace": replace,
        "say": say,
    }
    done = _built(paths, store, said) if cluster is None else _spread(paths, cluster, output, said)
    if quiet:
        _count(done.findings, language)
    else:
        _report(done.findings, language, verbose=verbose)
    for document in done.left_out:
        say(f"略过 (left out): {document.path}")
    from kg.building.summaries import duties
    from kg.export.terminal import print_table

    print_table(*documents_table(done.figures, language))
    say_undated(done.figures)
    if language == "en":
        click.echo(f"{duties(done.figures):,} duties, {done.triples:,} triples → {done.where}")
        return
    click.echo(
        f"共 {duties(done.figures):,} 项，{done.triples:,} 条三元组 (triples) → {done.where}"
    )


@frozen
class _Done:
    """What was built, and where it lies."""

    figures: tuple[dict[str, Any], ...]
    left_out: tuple[Document, ...]
    findings: tuple[Finding, ...]
    triples: int
    where: object


def _one_of(cluster: str | None, output: Path | None) -> None:
    """See that a store or partitions are asked for, not both."""
    from click.core import ParameterSource

    given = click.get_current_context().get_parameter_source("store")
    if cluster is not None and given is ParameterSource.COMMANDLINE:
        raise click.UsageError(
            "--cluster 写分块，不建图库：用 -o，不用 --store (parts go to -o, there is no store)"
        )
    if cluster is None and output is not None:
        raise click.UsageError(
            "-o 要和 --cluster 一起用；图库放在哪里用 --store (-o needs --cluster; a store: --store)"
        )


def _built(paths: tuple[Path, ...], store: Path | None, said: dict[str, Any]) -> _Done:
    from kg import building
    from kg.resources import default_store
    from kg.store import generations as stores

    directory = store or default_store()
    done = building.build(paths, into=directory, senses=SENSED, workers=0, **said)
    where = stores.current(directory).path
    return _Done(done.figures, done.left_out, done.findings, done.triples, where)


def _spread(
    paths: tuple[Path, ...], address: str, output: Path | None, said: dict[str, Any]
) -> _Done:
    from kg.building.spreading import spread
    from kg.resources import default_store

    into = output or default_store().with_name("parts")
    done = spread(paths, address=address, into=into, **said)
    made = done.partitions
    say(f"{len(made.pieces)} 块 (parts)：kg push 网址 {into} 载入别的库 (loads them into a store)")
    return _Done(done.figures, done.left_out, done.findings, made.statements, into)


def check_edition(edition: str) -> None:
    """See that an edition is written YYYY-MM."""
    import re

    if not re.fullmatch(r"(?:19|20)\d{2}-(?:0[1-9]|1[0-2])", edition):
        raise click.BadParameter(
            f"应为 YYYY-MM，例如 2025-07 (must be YYYY-MM): {edition}", param_hint="--edition"
        )


def _count(findings: tuple[Finding, ...], language: str) -> None:
    from collections import Counter

    from kg.findings import Severity

    found = Counter(finding.severity for finding in findings)
    for finding in findings:
        if finding.severity is Severity.ERROR:
            say(finding.render(language))
    if (found[Severity.WARNING] or found[Severity.NOTE]) and language == "en":
        say(
            f"{found[Severity.WARNING]} warnings and {found[Severity.NOTE]} notes in the sources, see kg report --lang en"
            " (where a habit of a whole list stands once)"
        )
    elif found[Severity.WARNING] or found[Severity.NOTE]:
        say(
            f"原文里有 {found[Severity.WARNING]} 处提醒、{found[Severity.NOTE]} 处说明，逐条看用 kg report（一份清单多处都这样的合为一条）"
            " (warnings and notes: see kg report, where a habit of a whole list stands once)"
        )


def _report(findings: tuple[Finding, ...], language: str, *, verbose: bool) -> None:
    from collections import Counter

    from kg.findings import KINDS, Severity

    notes: Counter[str] = Counter()
    for finding in findings:
        if finding.severity is Severity.NOTE and not verbose:
            notes[finding.kind] += 1
        else:
            say(finding.render(language))
    if notes and language == "en":
        listed = ", ".join(f"{KINDS[kind].en} {count}" for kind, count in sorted(notes.items()))
        say(f"{sum(notes.values())} notes more: {listed} (--verbose lists them)")
    elif notes:
        listed = "、".join(f"{KINDS[kind].zh} {count}" for kind, count in sorted(notes.items()))
        say(f"另有说明 {sum(notes.values())} 条：{listed}（--verbose 逐条列出） (notes)")
