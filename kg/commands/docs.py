"""``kg docs``: the ontology as a web page."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.commands.common import say


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
    from kg.errors import ExportError
    from kg.ontology_page import ontology_page

    data = ontology_page().encode()
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise ExportError(f"写不了 {output}：{error.strerror} (cannot be written)") from error
    say(f"写好 (written): {output}")
