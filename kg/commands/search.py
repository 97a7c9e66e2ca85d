"""``kg search``: full text over names, clauses and ways of working."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.citing import cited
from kg.commands.common import Source, no_file, say, say_loaded, source_options
from kg.commands.output import language_option, output_options
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.querying.finding.searched import Searched
    from kg.store.graph import Graph

_HEADINGS = ("乡镇", "清单", "序号", "位置", "原文", "出处")
_RANKED = 500
_PLACES = """SELECT ?iri ?document ?line ?locator WHERE {
  VALUES ?iri { %s } ?iri :citation ?c . ?c :line ?line ; :locator ?locator ; :inDocument ?d . ?d :path ?document .
}"""
_KINDS = {"township": "地方", "department": "部门", "list": "清单"}
_FIELDS = {"name": "名称", "superior": "上级部门职责", "township": "乡镇职责", "method": "工作方式"}


@click.command(name="search")
@click.argument("parts", metavar="TEXT", nargs=-1)
@click.option(
    "--clauses", is_flag=True, help="只找条款和工作方式。 Clauses and way of working only."
)
@click.option(
    "--limit", default=20, show_default=True, type=click.IntRange(1), help="最多几条。 At most."
)
@click.option("--all", "everything", is_flag=True, help="全部列出。 Every hit.")
@click.option("--all-editions", is_flag=True, help="也找旧版。 Older editions, too.")
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="JSON Lines：一处一行；写到文件、--format json 是一个数组。 JSON Lines, one hit a line; with -o or --format json one array.",
)
@output_options(("table", "csv", "xlsx", "json"))
@language_option
@source_options
def search_command(
    parts: tuple[str, ...],
    clauses: bool,
    limit: int,
    everything: bool,
    all_editions: bool,
    as_json: bool,
    name: str,
    output: Path | None,
    language: str,
    origin: Source,
) -> None:
    """在名称、条款和工作方式里找字词；空格分开的词都要有，引号里的连在一起。

    Full text; parts set apart by blanks must all occur, those in quotation marks as one phrase. Names of places,
    departments and lists beside other words narrow the search, which is said. 写在别的词旁边的地名、部门名、清单名
    （东城镇、县水利局、收回）作筛选，并会说明。
    繁体、全角也找得到；清单里没有这些字词时，按意思找（狗咬人 → 文明养犬）。 Traditional and full-width
    characters are found, too; words that no list has are looked up by what they mean. The likeliest come first.

    \b
    kg search 防汛                           kg search 防汛 抗旱
    kg search 防汛 --json                    kg search 防汛 --all -o 防汛.json
    kg search "秸秆 焚烧" --clauses          kg search 防汛 --all -o 防汛.xlsx
    kg search 东城镇配合第33项               kg search 收回3
    kg search 东城镇 防汛                    kg search 县水利局 收回
    """
    import json

    from kg.export.people import Sheet, write_sheet
    from kg.export.wording import heading, translated, word
    from kg.querying.finding.searched import searched
    from kg.querying.finding.wanted import wanted
    from kg.querying.meant import scores
    from kg.store.search import CLAUSE_FIELDS, FIELDS, highlight

    text = " ".join(parts)
    if not wanted(text):
        raise UsageError("没有写要找的字词，例如 kg search 防汛 (nothing to look for)")
    no_file(text, "核对里面的文字用 kg check --file")
    graph = origin.open()
    say_loaded(graph)
    made = searched(
        graph,
        text,
        fields=CLAUSE_FIELDS if clauses else FIELDS,
        editions=() if all_editions else [f"{c}/{e}" for c, e in graph.current_editions.items()],
        limit=None if everything else max(limit + 1, _RANKED),
    )
    _say_read(made)
    found = made.hits
    if found and made.by == "words":
        likely = scores(graph, made.marked)
        found.sort(key=lambda hit: -likely.get(hit.duty, 0.0))
    hits = found if everything else found[:limit]
    filters = {"filters": [one.to_json() for one in made.filters]} if made.filters else {}
    names = {d["township_code"]: str(d["township"]) for d in graph.documents}
    sources = _sources(graph, [hit.duty for hit in hits])
    records = [
        {
            "iri": hit.duty,
            "township": names[hit.township],
            "edition": hit.edition,
            "list": hit.kind,
            "number": hit.number,
            "field": hit.field,
            "clause": hit.clause or None,
            "text": hit.text,
            "source": sources.get(hit.duty, ""),
            **filters,
        }
        for hit in hits
    ]
    marked = name == "table" and output is None
    rows = [
        (
            names[hit.township],
            word("list", hit.kind, language),
            hit.number,
            translated(_FIELDS[hit.field], language) + (f" {hit.clause}" if hit.clause else ""),
            highlight(hit.text, made.marked) if marked else hit.text,
            sources.get(hit.duty, ""),
        )
        for hit in hits
    ]
    if as_json and output is None:
        for record in records:
            click.echo(json.dumps(record, ensure_ascii=False))
    elif hits or not marked:
        headings = [heading(text, language) for text in _HEADINGS]
        if write_sheet(Sheet(heading("查找", language), headings, rows, records), name, output):
            say(f"写好 (written): {output}")
    if len(found) > len(hits):
        say(f"只列前 {limit} 条；--all 全部列出，--limit 改数目 (more than {limit}: --all)")
    if not hits:
        wider = made.marked if made.filters and graph.text.has(made.marked) else ""
        hint = f"；不加筛选再找：kg search {wider}" if wider else ""
        say(f"没有找到“{text}”{hint} (nothing found)")
        raise SystemExit(1)


def _say_read(made: Searched) -> None:
    """How the search was read, where it was not by its words alone."""
    for filters, what, english in (
        (made.filters, "读作筛选，加中文引号按字词找", "read as filters; quoted they are words"),
        (
            made.unused,
            "作筛选没有结果，按字词找",
            "nothing within these filters; looked for as words",
        ),
    ):
        if filters:
            read = "；".join(
                f"{_KINDS[one.kind]}“{one.word}”"
                + (f"（{one.name}）" if one.name != one.word else "")
                for one in filters
            )
            say(f"{what}：{read} ({english})")
    if made.hits and made.by == "meaning":
        read = "，".join(f"“{word}”读作“{formal}”" for word, formal in made.read_as)
        say(
            f"清单里没有这些字词，按意思列出{'（' + read + '）' if read else ''}"
            " (no list has these words; listed by meaning)"
        )


def _sources(graph: Graph, duties: list[str]) -> dict[str, str]:
    """Duty → the file and line it stands in."""
    from kg.store.gate import batches, iris

    found: dict[str, str] = {}
    for some in batches(list(dict.fromkeys(duties))):
        for row in graph.rows(_PLACES % iris(some)):
            found[row["iri"]] = cited(row["document"], row["line"], row["locator"])
    return found
