"""``kg view``: a picture or table of the graph in one file."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.common import Source, loaded_names, say, say_loaded, source_options

VIEW_KINDS = (
    "overview",
    "township",
    "department",
    "duty",
    "matter",
    "compare",
    "matrix",
    "collaboration",
)
"""Kinds of views."""


@click.command(name="view")
@click.argument("kind", type=click.Choice(VIEW_KINDS), metavar="KIND")
@click.argument("names", nargs=-1, metavar="[NAME]…")
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="文件：.html，或 .graphml、.gexf（带坐标）。 File: .html, or .graphml, .gexf with positions.",
)
@click.option(
    "--level",
    type=click.Choice(["all"]),
    help="overview：每件事项一个点。 For overview: every duty a node.",
)
@click.option(
    "--split",
    is_flag=True,
    help="脚本和样式另存成文件，放到管得严的网站上用。 Script and style as files, for hosts with a strict policy.",
)
@source_options
def view_command(
    kind: str,
    names: tuple[str, ...],
    output: Path,
    level: str | None,
    split: bool,
    origin: Source,
) -> None:
    """画图，存成一个文件，双击就能看，不联网。

    Draw a picture into one file that opens by double click and asks nobody for anything.

    \b
    overview                  总览；--level all：各件 (all; --level all: duties)
    township 东城镇           一个乡镇：自己做什么，谁交办，谁收回 (one township)
    department 县水利局       一个部门或各县同类的 (a department or its kind)
    duty 东城镇 配合12        一件事项：条款、谁做、报给谁 (a duty)
    matter 农业水价调整工作   同一事项在各乡镇 (a duty everywhere)
    compare 东城镇 六户地镇   两个乡镇或两个县比 (two townships or counties)
    matrix                    部门 × 乡镇，格子里是数目 (how many duties)
    collaboration             哪些部门一起办事 (who works together)

    \b
    kg view department 县水利局 -o 水利局.html
    """
    from kg.export.targets import fitting, meant
    from kg.views import view

    form = meant(output)
    fitting(
        output,
        form if form in {"graphml", "gexf"} else "html",
        "PNG、SVG 在网页右上角存，或存成 .html、.graphml、.gexf",
    )
    loaded_names(*names)
    graph = origin.open()
    say_loaded(graph)
    picture = view(graph, kind, *names, level=level or "")
    say(picture.view.headline.zh + f" ({picture.view.headline.en})")
    say(f"写好 (written): {picture.save(output, split=split)}")
