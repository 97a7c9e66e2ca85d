"""``kg matters``: the same duty across lists, what is doubtful, and people's decisions."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.common import Source, loaded_names, say, say_loaded, source_options
from kg.commands.output import language_option, output_options
from kg.commands.telling.english import told

_COLUMNS = ("事项", "乡镇", "清单", "序号", "本地名称", "依据", "出处")
_KEYS = ("matter", "township", "list", "number", "name", "basis", "source")
_DOUBT_KEYS = ("first", "second", "score", "why")
_DOUBTS = ("存疑：第一项", "第二项", "相似度", "为什么")


@click.command(name="matters")
@click.argument("text", required=False)
@click.option(
    "--confirm", nargs=2, metavar="A B", multiple=True, help="确认两项是同一事项。 The same duty."
)
@click.option(
    "--reject",
    nargs=2,
    metavar="A B",
    multiple=True,
    help="确认两项不是同一事项。 Not the same duty.",
)
@click.option("--note", default="", help="随决定记下的理由。 A reason kept with the decision.")
@click.option("--doubtful", is_flag=True, help="只列存疑的。 Only what is doubtful.")
@click.option(
    "--vocabulary",
    "overlay",
    envvar="KG_VOCABULARY",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="决定写进这个词表目录。 The folder that keeps the decisions (KG_VOCABULARY).",
)
@output_options(("table", "csv", "xlsx", "json"))
@language_option
@source_options
def matters(
    text: str | None,
    confirm: tuple[tuple[str, str], ...],
    reject: tuple[tuple[str, str], ...],
    note: str,
    doubtful: bool,
    overlay: Path | None,
    name: str,
    output: Path | None,
    language: str,
    origin: Source,
) -> None:
    """同一事项在各乡镇、各清单里的对应关系；存疑的和理由。

    The same duty across townships and lists; what is doubtful and why. Decisions are kept in the
    table matters.csv and hold from the next build.

    \b
    kg matters 机电井                kg matters 东城镇配合第33项
    kg matters --reject 652328104/2025-07/c-016 652328104/2025-07/r-003 --note 发放和追缴不同
    kg matters --reject 东城镇配合16 东城镇收回3
    kg matters -o 同一事项.xlsx        kg matters --doubtful -o 存疑.csv
    """
    if confirm or reject:
        _decide(confirm, reject, note, overlay, origin)
        return
    loaded_names(text)
    graph = origin.open()
    say_loaded(graph)
    from kg.export.people import Sheet, write_sheet
    from kg.export.terminal import print_table
    from kg.export.wording import heading, phrase, translated
    from kg.querying.matters import doubts, matter_rows

    heads = [heading(column, language) for column in _COLUMNS]
    to_file = name != "table" or output is not None
    rows = [] if doubtful else matter_rows(graph, text or "", whole=to_file)
    shown = [
        [*row[:2], *(translated(str(cell), language) for cell in row[2:4]),
         translated("同上", language) if row[4] == "同上" else row[4],
         phrase(str(row[5]), language), *row[6:]]
        for row in rows
    ]  # fmt: skip
    if to_file and not doubtful:
        records = [dict(zip(_KEYS, row, strict=True)) for row in rows]
        if write_sheet(Sheet(heading("同一事项", language), heads, shown, records), name, output):
            say(f"写好 (written): {output}")
        if not rows:
            raise SystemExit(1)
        return
    if rows:
        print_table(heads, shown)
        click.echo("")
    if graph.doubts is None:
        if doubtful:
            raise click.UsageError(
                "存疑的对只记在建图的地方，--doubtful 不能和 --endpoint 一起用 (not known at an endpoint)"
            )
        say(
            "存疑的对只记在建图的地方，这里没有 (doubts are kept where the graph was built, not there)"
        )
    found = doubts(graph, text or "")
    heads = [heading(column, language) for column in _DOUBTS]
    if to_file:
        records = [dict(zip(_DOUBT_KEYS, row, strict=True)) for row in found]
        doubts_shown = [[*row[:3], phrase(str(row[3]), language)] for row in found]
        if write_sheet(
            Sheet(heading("存疑", language), heads, doubts_shown, records), name, output
        ):
            say(f"写好 (written): {output}")
    elif found:
        print_table(
            heads,
            [[*row[:3], phrase(str(row[3]), language)] for row in found],
            "请人看一看 · worth a look",
        )
    if not rows and not found:
        from kg.querying.lookup import Lookup

        said = Lookup.of(graph).another(text, "事项") if text else ""
        click.echo(said or told("没有这样的事项 (nothing found)"))
        raise SystemExit(1)


def _decide(
    confirm: tuple[tuple[str, str], ...],
    reject: tuple[tuple[str, str], ...],
    note: str,
    overlay: Path | None,
    origin: Source,
) -> None:
    from kg.errors import UsageError
    from kg.matters.decisions import opinion, save_opinions
    from kg.querying.matters import duty_keys
    from kg.resources import folder, in_checkout

    if overlay is None and not in_checkout():
        raise UsageError(
            "请用 --vocabulary DIR 指明决定写在哪里 (say with --vocabulary DIR where to keep it)"
        )
    target = overlay or folder("vocabulary")
    keys = duty_keys([name for pair in (*confirm, *reject) for name in pair], origin.open)
    decided = [opinion(keys[a], keys[b], same=True, note=note) for a, b in confirm]
    decided += [opinion(keys[a], keys[b], same=False, note=note) for a, b in reject]
    save_opinions(target, decided)
    say(
        f"记下 {len(decided)} 个决定 (decisions kept): {target / 'matters.csv'}；运行 kg build 后生效"
    )
