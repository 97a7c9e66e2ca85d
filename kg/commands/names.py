"""``kg names``: departments with their written forms, and what is unresolved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.common import Source, loaded_names, say, say_loaded, source_options
from kg.commands.output import language_option, output_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.export.people import Sheet
    from kg.querying.departments import Entry

_COLUMNS = ("所在地", "部门", "职能", "系统", "上级", "写法（次数，最早出处）")
_WRITTEN = {"zh": "{}（{}，{}）", "en": "{} ({}, {})"}
_SAID = {"zh": "{}：{}（{}）", "en": "{}: {} ({})"}
_NEAR = {"zh": "；是不是：{}", "en": "; perhaps {}"}
_MISPRINTED = "；条款里疑似写错 {} 处 (departments, unresolved, misprinted in clauses)"
_COUNTED = {
    ("zh", False): "共 {} 个部门，其中无法识别 {} 个" + _MISPRINTED,
    ("zh", True): "{} 个部门里无法识别 {} 个" + _MISPRINTED,
    ("en", False): "{} departments, {} not recognised; {} misprinted in clauses",
    ("en", True): "of {} departments {} not recognised; {} misprinted in clauses",
}
"""What is said below the table; the second: whether only what is not recognised stands in it."""
_BETWEEN = {"zh": "；", "en": "; "}
_KEYS = ("place", "name", "function", "branch", "parent", "form", "times", "source", "state")
_FORMS = ("所在地", "部门", "职能", "系统", "上级", "写法", "次数", "最早出处", "情况")


@click.command(name="names")
@click.argument("text", required=False)
@click.option("--unresolved", is_flag=True, help="只列无法识别的。 Only the unresolved ones.")
@click.option(
    "--write",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="把无法识别的写成待填的词表。 Write a table to fill in for the unresolved ones.",
)
@output_options(("table", "csv", "xlsx", "json"))
@language_option
@source_options
def names(
    text: str | None,
    unresolved: bool,
    write: Path | None,
    name: str,
    output: Path | None,
    language: str,
    origin: Source,
) -> None:
    """部门名录：每个部门的各种写法和出处，以及无法识别的名称。

    Departments with their written forms and places, and names that could not be resolved.

    \b
    kg names              kg names 人社局
    kg names --unresolved --write 我的词表/      kg names -o 部门名录.xlsx
    """
    from kg.export.people import write_sheet
    from kg.export.terminal import print_table, print_text
    from kg.export.wording import heading, translated, word
    from kg.querying import departments as registry
    from kg.vocabulary.plural import ones
    from kg.vocabulary.sorts import sort_name

    loaded_names(text)
    graph = origin.open()
    say_loaded(graph)
    entries = registry.registry(graph)
    if text:
        entries = registry.select(entries, text)
    loose = [entry for entry in entries if entry.unresolved]
    if write is not None:
        from kg.querying.names_table import write_names_table

        path = write_names_table(write, loose)
        say(f"写好 (written): {path}；填好后用 kg build --vocabulary {write}")
        return
    misprinted = registry.misprinted(graph, text or "")
    shown = loose if unresolved else entries
    if name != "table" or output is not None:
        if write_sheet(_sheet(shown, misprinted, language), name, output):
            say(f"写好 (written): {output}")
        if text and not entries:
            raise SystemExit(1)
        return
    if text and not (entries or misprinted):
        from kg.querying.lookup import Lookup

        say(Lookup.of(graph).another(text, "部门") or f"没有叫“{text}”的部门 (no such department)")
        raise SystemExit(1)
    mark = "（未识别）" if language == "zh" else f" ({translated('未识别', language)})"
    rows = [
        [
            entry.place,
            entry.name + (mark if entry.unresolved else ""),
            sort_name(entry.function, language),
            word("branch", entry.branch, language),
            entry.parent,
            _BETWEEN[language].join(
                _WRITTEN[language].format(f.text, f.times, f.first) if f.first else f.text
                for f in entry.forms
            ),
        ]
        for entry in shown
    ]
    if rows:
        print_table([heading(column, language) for column in _COLUMNS], rows)
    counted = _COUNTED[language, unresolved].format(len(entries), len(loose), len(misprinted))
    print_text(ones(counted) if language == "en" else counted)
    unknown, wrong = (translated(said, language) for said in ("未识别", "疑似写错"))
    for entry in loose:
        near = _NEAR[language].format("、".join(entry.near)) if entry.near else ""
        # A body that only a correction names stands nowhere in the lists.
        first = next((f.first for f in entry.forms if f.first), translated("人工更正", language))
        click.echo("  " + _SAID[language].format(unknown, entry.name, first) + near)
    for written, place in misprinted:
        click.echo("  " + _SAID[language].format(wrong, written, place))
    if graph.origin:
        say("条款里写错的名称只记在建图的地方 (misprints in clauses are kept where it was built)")
    if text and not entries:
        raise SystemExit(1)


def _sheet(entries: Sequence[Entry], misprinted: Sequence[tuple[str, str]], language: str) -> Sheet:
    """A row for each written form, with where it first stands; what is misprinted in clauses last."""
    from kg.export.people import Sheet
    from kg.export.wording import heading, translated, word
    from kg.vocabulary.sorts import sort_name

    rows: list[list[object]] = []
    for entry in entries:
        own = [
            entry.place,
            entry.name,
            sort_name(entry.function, language),
            word("branch", entry.branch, language),
            entry.parent,
        ]
        state = translated("未识别", language) if entry.unresolved else ""
        forms = [(form.text, form.times, form.first) for form in entry.forms]
        for form in forms or [("", 0, "")]:
            rows.append([*own, *form, state])
    state = translated("疑似写错", language)
    rows += [["", "", "", "", "", written, 1, place, state] for written, place in misprinted]
    records = [dict(zip(_KEYS, row, strict=True)) for row in rows]
    return Sheet(
        heading("部门名录", language),
        [heading(column, language) for column in _FORMS],
        rows,
        records,
    )
