"""``kg site``: the site as a folder of files."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.common import open_or_build, say, say_loaded, store_option


@click.command(name="site")
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="文件夹，应为空或是上次写的。 The folder: empty, or written by this command before.",
)
@store_option
def site_command(output: Path, store: Path | None) -> None:
    """把网站写成一个文件夹：放到任何网站上，或双击 index.html 就能看，带查找。

    Write the site as files, for any web server or none; it has a search of its own.

    \b
    kg site -o 网站/
    """
    from kg.export.targets import meant
    from kg.web.folder import write_site

    if meant(output) and not output.exists():
        raise click.UsageError(
            f"{output} 像是一个文件；网站是一个文件夹，例如 -o 网站/ (a site is a folder, not a file)"
        )
    graph = open_or_build(store)
    say_loaded(graph)
    count = write_site(graph, output, lambda done: say(f"{done:,} 页 (pages) …"))
    say(f"写好 (written): {output / 'index.html'}，{count:,} 页 (pages)")
