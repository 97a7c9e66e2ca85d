"""``kg contradictions``: where lists say two things about one act, or leave open who does it."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.common import Source, loaded_names, say, say_loaded, source_options, write_output
from kg.commands.output import language_option, output_options

FORMATS = ("table", "json", "csv", "xlsx", "html", "markdown", "docx")
"""Forms of the report."""


@click.command(name="contradictions")
@click.argument("place", required=False)
@click.option(
    "--level",
    "levels",
    multiple=True,
    type=click.Choice(("contradiction", "gap", "difference")),
    help="只要矛盾、缺漏或做法不同，可重复。 Only contradictions, gaps or differences.",
)
@output_options(FORMATS)
@language_option
@source_options
def contradictions_command(
    place: str | None,
    levels: tuple[str, ...],
    name: str,
    output: Path | None,
    language: str,
    origin: Source,
) -> None:
    """清单之间和清单之内的矛盾：按做的事比，不按字面比，引文并排。

    Contradictions within and between lists, by act and not by topic, the quotes side by side; gaps (no
    holder, nobody named, no convener) and differences (other departments, a topic in other lists).

    \b
    kg contradictions
    kg contradictions 木垒县 --level contradiction
    kg contradictions -o 矛盾.docx          kg contradictions --format json
    """
    import json

    from kg.comparing.contradictions import Level, contradictions, to_json
    from kg.comparing.sides import side
    from kg.export.reports import contradictions as reports
    from kg.export.reports.terminal import print_report
    from kg.export.reports.writing import write

    loaded_names(place)
    graph = origin.open()
    say_loaded(graph)
    documents = side(graph, place).documents if place is not None else None
    wanted = [Level(level) for level in levels] or list(Level)
    found = contradictions(graph, documents, levels=wanted, say=say)
    title = f"履职事项清单的矛盾、缺漏和不同做法{f'：{place}' if place else ''}"
    if name == "table" and output is None:
        print_report(reports.report(found, title, wanted), language)
    elif name == "json":
        text = json.dumps(to_json(found), ensure_ascii=False, indent=1) + "\n"
        write_output(text.encode(), output)
    elif name in ("csv", "xlsx"):
        write_output(write(reports.flat(found, title), name, language), output)
    else:
        kind = "markdown" if name == "table" else name
        write_output(write(reports.report(found, title, wanted), kind, language), output)
