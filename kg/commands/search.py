"""``kg search``: full text over names, clauses and ways of working."""

from __future__ import annotations

import click

from kg.commands.common import Source, say_loaded, source_options

_FIELDS = {"name": "名称", "superior": "上级部门职责", "township": "乡镇职责", "method": "工作方式"}


@click.command(name="search")
@click.argument("text")
@click.option(
    "--clauses", is_flag=True, help="只找条款和工作方式。 Clauses and way of working only."
)
@click.option(
    "--limit", default=20, show_default=True, type=click.IntRange(1), help="最多几条。 At most."
)
@click.option("--all-editions", is_flag=True, help="也找旧版。 Older editions, too.")
@click.option("--json", "as_json", is_flag=True, help="一行一个 JSON。 JSON Lines.")
@source_options
def search_command(
    text: str, clauses: bool, limit: int, all_editions: bool, as_json: bool, origin: Source
) -> None:
    """在名称、条款和工作方式里找字词；空格分开的词都要有。

    Full text; parts set apart by blanks must all occur.

    \b
    kg search 防汛
    kg search "秸秆 焚烧" --clauses
    """
    import json

    from kg.store.search import CLAUSE_FIELDS, FIELDS, highlight
    from kg.values import ListKind

    graph = origin.open()
    say_loaded(graph)
    hits = graph.text.find(
        text,
        fields=CLAUSE_FIELDS if clauses else FIELDS,
        editions=() if all_editions else [f"{c}/{e}" for c, e in graph.current_editions.items()],
        limit=limit,
    )
    names = {d["township_code"]: str(d["township"]) for d in graph.documents}
    if as_json:
        for hit in hits:
            line = {
                "iri": hit.duty,
                "township": names[hit.township],
                "edition": hit.edition,
                "list": hit.kind,
                "number": hit.number,
                "field": hit.field,
                "clause": hit.clause or None,
                "text": hit.text,
            }
            click.echo(json.dumps(line, ensure_ascii=False))
    elif hits:
        from kg.export.terminal import print_table

        rows = [
            (
                names[hit.township],
                ListKind(hit.kind).zh,
                hit.number,
                _FIELDS[hit.field] + (f" {hit.clause}" if hit.clause else ""),
                highlight(hit.text, text),
            )
            for hit in hits
        ]
        print_table(("乡镇", "清单", "序号", "位置", "原文"), rows)
    if not hits:
        click.echo(f"没有找到“{text}” (nothing found)", err=True)
        raise SystemExit(1)
