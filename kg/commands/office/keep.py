"""``kg add``, ``kg remove``, ``kg replace``, ``kg history``, ``kg undo``: keeping the lists."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.commands.common import (
    TablesFolder,
    documents_table,
    existing_store,
    loaded_names,
    say,
    say_undated,
    store_option,
)
from kg.commands.output import language_option
from kg.values import ListKind

if TYPE_CHECKING:
    from kg.building import Build

F = TypeVar("F", bound=Callable[..., Any])


def _reading(command: F) -> F:
    """The options of commands that read files."""
    for option in (
        click.option(
            "--keep-going", is_flag=True, help="略过有错误的文件。 Leave broken files out."
        ),
        click.option(
            "--place",
            metavar="省/州市/县/乡镇",
            help="文件里没有地名时指明。 If no place is named.",
        ),
        click.option(
            "--edition", metavar="YYYY-MM", help="文件没有日期时指明版本。 If no date is printed."
        ),
        click.option(
            "--list",
            "kind",
            type=click.Choice([kind.value for kind in ListKind]),
            help="表没有标题时指明是哪张清单。 Which list tables without a title are.",
        ),
    ):
        command = option(command)
    return command


def _vocabulary(command: F) -> F:
    return click.option(
        "--vocabulary",
        "overlay",
        envvar="KG_VOCABULARY",
        type=TablesFolder(told=True),
        metavar="DIR",
        help="叠加自己的词表；不给就用上次的。 Your own tables; else those of the last build.",
    )(command)


@click.command(name="add")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@_reading
@_vocabulary
@language_option
@store_option
def add_command(
    paths: tuple[Path, ...],
    keep_going: bool,
    place: str | None,
    edition: str | None,
    kind: str | None,
    overlay: Path | None,
    language: str,
    store: Path | None,
) -> None:
    """往图库里加清单，已有的不动。 Lay lists to those in the store.

    \b
    kg add 新清单.txt          kg add 文件夹/ --edition 2026-01
    """
    from kg import keeping

    _check(edition)
    done = keeping.add(
        paths,
        into=existing_store(store),
        place=place,
        edition=edition,
        kind=ListKind(kind) if kind else None,
        keep_going=keep_going,
        overlay=overlay,
        say=say,
    )
    _tell(done, language)


@click.command(name="replace")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@_reading
@_vocabulary
@language_option
@store_option
def replace_command(
    paths: tuple[Path, ...],
    keep_going: bool,
    place: str | None,
    edition: str | None,
    kind: str | None,
    overlay: Path | None,
    language: str,
    store: Path | None,
) -> None:
    """换掉同一乡镇同一版的清单。 Put lists in the place of those of the same township and edition."""
    from kg import keeping

    _check(edition)
    done = keeping.replace_lists(
        paths,
        into=existing_store(store),
        place=place,
        edition=edition,
        kind=ListKind(kind) if kind else None,
        keep_going=keep_going,
        overlay=overlay,
        say=say,
    )
    _tell(done, language)


@click.command(name="remove")
@click.argument("township")
@click.option("--edition", metavar="YYYY-MM", help="只移出这一版。 Only this edition.")
@_vocabulary
@language_option
@store_option
def remove_command(
    township: str, edition: str | None, overlay: Path | None, language: str, store: Path | None
) -> None:
    """从图库移出一个乡镇的清单；kg undo 可以退回。 Take a township's lists out."""
    from kg import keeping

    into = existing_store(store)
    _tell(keeping.remove(township, into=into, edition=edition, overlay=overlay, say=say), language)


@click.command(name="correct")
@click.argument("kind", type=click.Choice(("body", "departments", "same", "different")))
@click.argument("where")
@click.argument("values", nargs=-1, required=True)
@click.option("--who", required=True, help="谁更正的。 Who corrects.")
@click.option("--why", required=True, help="为什么。 Why.")
@click.option("--when", metavar="YYYY-MM-DD", help="哪天，不写就是今天。 The day; else today.")
@_vocabulary
@language_option
@store_option
def correct_command(
    kind: str,
    where: str,
    values: tuple[str, ...],
    who: str,
    why: str,
    when: str | None,
    overlay: Path | None,
    language: str,
    store: Path | None,
) -> None:
    """人工更正：机构名称、分错的部门栏、同一事项；每次重建都照用，与原文并排显示。

    A person's correction, kept in the store's corrections.csv through every rebuild.

    \b
    kg correct body 东城镇 印错的名称… 木垒县民政局 --who 张三 --why 印错
    kg correct departments 东城镇配合14 木垒县民政局 木垒县公安局 --who 张三 --why 缺顿号
    kg correct same 东城镇配合12 喀拉亚尕奇乡配合31 --who 张三 --why 同一件事
    kg correct departments 652328104/2025-07/c-014 木垒县民政局 --who 张三 --why 多印
    """
    loaded_names(where, *values)
    from kg import keeping
    from kg import open as open_graph
    from kg.querying.corrected import where_of
    from kg.reading.corrections import correction
    from kg.triples.provenance import now

    if kind == "body" and len(values) != 2:
        raise click.UsageError("body 要写两个名称：原文印的、正确的 (printed name and right name)")
    printed = values[0] if kind == "body" else ""
    right = values[1] if kind == "body" else ";".join(values)
    known = existing_store(store)
    graph = cache(lambda: open_graph(known))
    where = where_of(where, graph)
    if kind in ("same", "different"):
        right = where_of(right, graph)
    item = correction(kind, where, printed, right, who, when or f"{now():%Y-%m-%d}", why)
    _tell(keeping.correct(item, into=known, overlay=overlay, say=say), language)
    click.echo(item.note)
    if kind in ("body", "departments"):
        from kg.querying.departments import registry

        named = item.right.split(";")
        for entry in registry(open_graph(known)):
            if entry.unresolved and entry.name in named:
                say(
                    f"名录里没有“{entry.name}”，照写，记作未识别；写错了用 kg undo 退回"
                    " (no known body: kept as written)"
                )


_WORDS = {
    "build": "建图",
    "add": "加清单",
    "replace": "换清单",
    "remove": "移出清单",
    "undo": "退回",
    "correct": "更正",
    "rebuild": "重建",
}
"""What a step of the history did; the store keeps the command's name."""


def _what(words: str) -> str:
    """What a step did, in Chinese: add 竹林镇 is 加清单 竹林镇."""
    first, blank, rest = words.partition(" ")
    return _WORDS.get(first, first) + blank + rest


def _when(moment: str) -> str:
    """A moment as people read it: 2026-11-27 00:07."""
    return moment.replace("T", " ")[:16]


@click.command(name="history")
@click.option("--json", "as_json", is_flag=True, help="一个 JSON 数组。 One JSON array.")
@language_option
@store_option
def history_command(as_json: bool, language: str, store: Path | None) -> None:
    """图库的历次状态，最新的在前；留最近五代。 The states of the store, the latest first."""
    import json
    from dataclasses import asdict

    from kg import keeping
    from kg.export.terminal import print_table
    from kg.export.wording import heading

    steps = keeping.history(existing_store(store))
    if as_json:
        rows = [{**asdict(step.state), "current": step.current} for step in steps]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    print_table(
        [
            heading(h, language)
            for h in ("步", "现行", "时间（UTC）", "做了什么", "清单数", "事项数")
        ],
        [
            [
                step.state.number,
                "←" if step.current else "",
                _when(step.state.when),
                _what(step.state.what) if language == "zh" else step.state.what,
                step.state.documents,
                step.state.duties,
            ]
            for step in steps
        ],
    )
    click.echo(
        "go back: kg undo; to a step: kg undo --to N"
        if language == "en"
        else "退回：kg undo；退到某一步：kg undo --to 步 (go back with kg undo)"
    )


@click.command(name="undo")
@click.option("--to", type=int, metavar="N", help="退到 kg history 里的第几步。 To this step.")
@language_option
@store_option
def undo_command(to: int | None, language: str, store: Path | None) -> None:
    """退回上一步，或退到某一步。 Go back one step, or to a step of kg history."""
    from kg import keeping

    state = keeping.undo(existing_store(store), to, say)
    if language == "en":
        click.echo(
            f"back at step {state.number} ({state.what}, {_when(state.when)}): {state.documents} lists, {state.duties} duties"
        )
        return
    click.echo(
        f"已退回第 {state.number} 步（{_what(state.what)}，{_when(state.when)}）：{state.documents} 份清单，"
        f"{state.duties} 项 (back at step {state.number})"
    )


def _check(edition: str | None) -> None:
    if edition is not None:
        from kg.commands.build import check_edition

        check_edition(edition)


def _tell(done: Build, language: str) -> None:
    from kg.building.summaries import duties
    from kg.export.terminal import print_table
    from kg.findings import Severity

    for finding in done.findings:
        if finding.severity is Severity.ERROR:
            say(finding.render(language))
    for document in done.left_out:
        say(f"略过 (left out): {document.path}")
    print_table(*documents_table(done.figures, language))
    say_undated(done.figures)
    if language == "en":
        click.echo(f"{len(done.figures)} lists, {duties(done.figures):,} duties; kg undo goes back")
        return
    click.echo(
        f"现有 {len(done.figures)} 份清单，{duties(done.figures):,} 项；kg undo 可退回 (kg undo goes back)"
    )
