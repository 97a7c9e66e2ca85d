"""The command line: a thin skin over the library.

Only click is imported here; each command loads what it needs, so that ``kg --help`` is quick.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

if TYPE_CHECKING:
    from kg.findings import Finding
    from kg.graph import Graph

F = TypeVar("F", bound=Callable[..., Any])

EXPORT_FORMATS = ("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml", "csv", "jsonl")
QUERY_FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle")


class _Group(click.Group):
    """Prints the library's errors as one message for people; no traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        from kg.errors import KgError

        try:
            return super().invoke(ctx)
        except KgError as error:
            _fail(error)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        # Windows and LC_ALL=C would otherwise break Chinese output.
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8", errors="replace")
        return super().main(*args, **kwargs)


def _fail(error: Exception) -> NoReturn:
    from kg.errors import KgError
    from kg.findings import errors

    assert isinstance(error, KgError)
    for finding in errors(error.findings):
        click.echo(finding.render(), err=True)
    click.echo(f"错误：{error}", err=True)
    raise SystemExit(error.exit_code)


def store_option(command: F) -> F:
    """The ``--store`` option of every command that reads or writes the graph."""
    return click.option(
        "--store",
        "store",
        envvar="KG_STORE",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        help="图库目录，默认在源码目录的 build/out/graph 或用户数据目录。 Where the graph lies (KG_STORE).",
    )(command)


def open_or_build(store: Path | None) -> Graph:
    """Open the store; if it is the default one and missing, build it from the bundled lists."""
    from kg import store as stores
    from kg.graph import Graph
    from kg.resources import default_store

    directory = store or default_store()
    if store is None and not stores.exists(directory):
        from kg.building import build

        _say("还没有图库，先用附带的清单建一个 (no store yet: building it from the bundled lists)")
        build(into=directory, say=_say)
    return Graph(directory)


def _say(message: str) -> None:
    click.echo(message, err=True)


def _say_loaded(graph: Graph) -> None:
    names = "、".join(f"{d['township']}（{d['edition']}）" for d in graph.documents)
    _say(f"已载入 {len(graph.documents)} 份清单 (lists loaded): {names}")


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="duty-kg", message="duty-kg %(version)s")
def main() -> None:
    """履职事项清单知识图谱：谁牵头、谁配合、谁收回，句句有出处。

    A knowledge graph of China's township duty lists, every statement traced to its source line.

    \b
    kg build                                        读附带的五份清单 (the bundled lists)
    kg query pushed-down -p department=县水利局     县水利局把哪些事项交给乡镇配合
    """


@main.command(name="build")
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
    help="文件没有日期时指明版本。 Edition, where no date is printed.",
)
@click.option(
    "--vocabulary",
    "overlay",
    envvar="KG_VOCABULARY",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="叠加自己的词表。 Your own tables over the packaged ones (KG_VOCABULARY).",
)
@click.option(
    "--base", default=None, metavar="IRI", help="数据网址的开头。 Base of the data's IRIs."
)
@click.option("--verbose", "-v", is_flag=True, help="也逐条列出说明。 List notes one by one, too.")
@store_option
def build_command(
    paths: tuple[Path, ...],
    keep_going: bool,
    place: str | None,
    edition: str | None,
    overlay: Path | None,
    base: str | None,
    verbose: bool,
    store: Path | None,
) -> None:
    """读清单，建图谱。不给 PATH 就读附带的五份。

    Read lists (files or folders) into the graph. The old graph stays until the new one is complete.

    \b
    kg build 我的清单/            kg build a.txt b.txt --keep-going
    kg build x.txt --place 新疆维吾尔自治区/昌吉回族自治州/木垒县/东城镇
    """
    from kg import building
    from kg import store as stores
    from kg.resources import default_store
    from kg.terms import DEFAULT_BASE

    if edition is not None:
        _check_edition(edition)
    for path in paths:
        if not path.exists():
            raise click.BadParameter(f"没有这个文件或文件夹 (not found): {path}", param_hint="PATH")
    directory = store or default_store()
    done = building.build(
        paths,
        into=directory,
        place=place,
        edition=edition,
        keep_going=keep_going,
        overlay=overlay,
        base=base or DEFAULT_BASE,
        say=_say,
    )
    _report(done.findings, verbose=verbose)
    for document in done.left_out:
        _say(f"略过 (left out): {document.path}")
    from kg.tables import print_table

    print_table(*_documents_table([building.document_summary(d) for d in done.documents]))
    click.echo(
        f"共 {sum(len(d.duties) for d in done.documents):,} 项，{done.triples:,} 条三元组 (triples) → "
        f"{stores.current(directory).path}"
    )


def _check_edition(edition: str) -> None:
    import re

    if not re.fullmatch(r"(?:19|20)\d{2}-(?:0[1-9]|1[0-2])", edition):
        raise click.BadParameter(
            f"应为 YYYY-MM，例如 2025-07 (must be YYYY-MM): {edition}", param_hint="--edition"
        )


def _report(findings: tuple[Finding, ...], *, verbose: bool) -> None:
    from collections import Counter

    from kg.findings import KINDS, Severity

    notes: Counter[str] = Counter()
    for finding in findings:
        if finding.severity is Severity.NOTE and not verbose:
            notes[finding.kind] += 1
        else:
            _say(finding.render())
    if notes:
        listed = "、".join(f"{KINDS[kind].zh} {count}" for kind, count in sorted(notes.items()))
        _say(f"另有说明 {sum(notes.values())} 条：{listed}（--verbose 逐条列出） (notes)")


def _documents_table(documents: list[dict[str, Any]]) -> tuple[list[str], list[list[object]]]:
    header = [
        "乡镇 township",
        "版本",
        "基本",
        "配合",
        "收回",
        "上级条款",
        "乡镇条款",
        "行数",
        "已入账",
        "提醒",
        "文件 file",
    ]
    rows: list[list[object]] = []
    for d in documents:
        accounted = d["lines_in_records"] + d["lines_furniture"] + d["lines_reported"]
        share = f"{100 * accounted // d['lines']}%" if d["lines"] else ""
        rows.append(
            [
                d["township"],
                d["edition"],
                d["basic"],
                d["cooperation"],
                d["reclaimed"],
                d["superior_clauses"],
                d["township_clauses"],
                d["lines"],
                share,
                d["warnings"],
                d["document"],
            ]
        )
    return header, rows


@main.command()
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
        _say(f"写好 (written): {path}")


def _ends_in_slash() -> bool:
    """Whether the output was typed with a slash at its end (Path drops it)."""
    return any(argument.endswith(("/", "\\")) for argument in sys.argv[1:])


@main.command(name="query")
@click.argument("source", metavar="NAME|FILE|-")
@click.option(
    "--param",
    "-p",
    "pairs",
    multiple=True,
    metavar="名=值",
    help="参数，可重复。 Parameter, repeatable.",
)
@click.option(
    "--format", "name", default="table", show_default=True, type=click.Choice(QUERY_FORMATS)
)
@store_option
def query_command(source: str, pairs: tuple[str, ...], name: str, store: Path | None) -> None:
    """运行现成的问题、SPARQL 文件或标准输入（-）。

    Run a library query, a SPARQL file or standard input.

    \b
    kg query pushed-down -p department=县水利局
    kg query my.rq --format csv      kg query - < my.rq
    """
    from kg import queries
    from kg.export.results import print_results

    values: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise click.BadParameter(f"应写成 名=值 (must be name=value): {pair}", param_hint="-p")
        values[key] = value
    if source == "-":
        text = sys.stdin.buffer.read().decode("utf-8-sig", "replace")
    elif source.endswith((".rq", ".sparql")) or Path(source).is_file():
        text = _read_query(Path(source))
    else:
        text = ""
    if text and values:
        raise click.UsageError("-p 只用于现成的问题 (parameters are for library queries)")
    if not text and source == "-":
        raise click.UsageError("标准输入里没有查询 (no query on standard input)")
    item = None if text else queries.find(source)
    graph = open_or_build(store)
    if item:
        text = item.bind(graph, values)
    _say_loaded(graph)
    columns, group = (item.columns, item.group) if item else ((), ())
    if not print_results(graph.query(text), name, columns, group):
        raise SystemExit(1)


def _read_query(path: Path) -> str:
    from kg.errors import QueryError

    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise QueryError(f"没有这个查询文件 (no such query file): {path}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"查询文件读不了，应为 UTF-8 (cannot be read): {path}") from error


@main.command(name="queries")
def list_queries() -> None:
    """列出现成的问题和参数。 List the query library."""
    from kg.queries import library

    for item in library().values():
        click.echo(f"{item.name}\n    {item.title}\n    {item.title_en}")
        for parameter in item.parameters:
            needed = "必填" if parameter.required else "可选"
            click.echo(
                f"      -p {parameter.name}={parameter.example}    {parameter.help}（{needed}）"
            )


@main.command()
@click.option("--json", "as_json", is_flag=True, help="JSON。")
@store_option
def stats(as_json: bool, store: Path | None) -> None:
    """已载入的清单和数字。 What is loaded, with figures."""
    graph = open_or_build(store)
    if as_json:
        import json

        click.echo(json.dumps(graph.summary, ensure_ascii=False, indent=1))
        return
    from kg.tables import print_table

    print_table(*_documents_table(graph.documents))
    counts = list(graph.rows(_COUNTS))
    click.echo("")
    print_table(["种类 kind", "个数 count"], [[_KIND_NAMES[r["kind"]], r["count"]] for r in counts])
    click.echo(f"\n三元组 (triples): {graph.summary['triples']:,}")


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
_COUNTS = """
SELECT ?kind (COUNT(?x) AS ?count) WHERE {
  VALUES (?class ?kind) { (:BasicDuty "BasicDuty") (:CooperationDuty "CooperationDuty")
    (:ReclaimedDuty "ReclaimedDuty") (:Clause "Clause") (:Department "Department") (:Function "Function")
    (:Township "Township") (:Category "Category") (:Citation "Citation") }
  ?x a ?class
} GROUP BY ?kind ORDER BY ?kind"""
