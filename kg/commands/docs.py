"""``kg docs``: the ontology as a web page."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.common import write_output


@click.command(name="docs")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="写到文件。 A file."
)
def docs_command(output: Path | None) -> None:
    """本体说明：每个类和属性的中英文名称、定义、例子，一个网页。

    The ontology as HTML: every class and property with label, definition and example.

    \b
    kg docs -o 本体.html
    """
    from kg.export.targets import fitting
    from kg.export.vocabularies.ontology_page import ontology_page

    fitting(output, "html")
    write_output(ontology_page().encode(), output)
