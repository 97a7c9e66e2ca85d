"""``kg load``: how much is handed down by whom, and how departments work together."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.common import Source, loaded_names, say_loaded, source_options, write_output
from kg.commands.output import language_option, output_options

FORMATS = ("table", "json", "csv", "xlsx", "html", "markdown", "docx")
"""Forms of the report."""


@click.command(name="load")
@click.argument("place", required=False)
@click.option(
    "--in", "inside", metavar="地方", help="只看这里的清单，同 PLACE。 The same as PLACE."
)
@output_options(FORMATS)
@language_option
@source_options
def load_command(
    place: str | None,
    inside: str | None,
    name: str,
    output: Path | None,
    language: str,
    origin: Source,
) -> None:
    """负担和结构：部门交了多少事、收回多少、谁和谁一起办、期限频次、上报反馈。

    Load and structure: duties handed down by department, function, township and category, ranked with
    ties; reclaimed ones; who works with whom; deadlines; what goes up and comes down. Every line has the
    first place it rests on. PLACE is a township, county, prefecture or province, or several with +.

    \b
    kg load                      kg load 木垒县 -o 木垒县.docx
    kg load -o 负担.html         kg load --format json
    """
    import json

    from kg.comparing.load import load, to_json
    from kg.comparing.sides import side
    from kg.export.reports.load import report
    from kg.export.reports.terminal import print_report
    from kg.export.reports.writing import write

    if place is not None and inside is not None:
        raise click.UsageError(
            "地方写了两处；几个地方用 + 连起来 (name the place once; join with +)"
        )
    place = inside if place is None else place
    loaded_names(place)
    graph = origin.open()
    say_loaded(graph)
    found = load(graph, side(graph, place).documents if place is not None else None)
    title = f"{place or '履职事项清单'}：负担和结构"
    if name == "table" and output is None:
        print_report(report(found, title), language)
    elif name == "json":
        text = json.dumps(to_json(found), ensure_ascii=False, indent=1) + "\n"
        write_output(text.encode(), output)
    else:
        # What is printed of one place goes on paper whole; that of a whole country would fill a shelf.
        whole = name in ("csv", "xlsx", "html") or (output is not None and place is not None)
        kind = "markdown" if name == "table" else name
        write_output(write(report(found, title, whole=whole), kind, language), output)
