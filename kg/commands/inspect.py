"""``kg inspect``: what the program sees in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.commands.common import TablesFolder, say
from kg.commands.output import language_option
from kg.commands.telling.english import told

if TYPE_CHECKING:
    from kg.reading.inspection import Inspection

_ROLES = {
    "number": "序号",
    "code": "编码",
    "category": "类别",
    "name": "事项名称",
    "departments": "部门",
    "supporting": "配合部门",
    "superior": "上级职责",
    "township": "乡镇职责",
    "taker": "承接部门",
    "taker-and-method": "承接部门及方式",
    "method": "方式",
    "basis": "依据",
    "notes": "备注",
    "list": "清单类型",
    "both-sides": "上级职责和乡镇职责",
    "extra": "（不认识，原样保留）",
}


@click.command(name="inspect")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="JSON Lines：一份文件一行。 JSON Lines, one file a line.",
)
@click.option(
    "--draft",
    is_flag=True,
    help="在文件旁写一份对照草稿 FILE.map.json，改好后 build 会用。 Write a draft mapping file.",
)
@click.option("--place", metavar="省/州市/县/乡镇", help="同 kg build。 As for kg build.")
@click.option(
    "--list",
    "kind",
    type=click.Choice(("basic", "cooperation", "reclaimed")),
    help="同 kg build：没有标题的表是哪张清单。 Which list a table without title is.",
)
@click.option("--edition", metavar="YYYY-MM", help="同 kg build。 As for kg build.")
@click.option(
    "--vocabulary",
    "overlay",
    envvar="KG_VOCABULARY",
    type=TablesFolder(),
    metavar="DIR",
    help="叠加自己的词表。 Your own tables over the packaged ones (KG_VOCABULARY).",
)
@click.option("--verbose", "-v", is_flag=True, help="也逐条列出说明。 List notes one by one, too.")
@language_option
def inspect_command(
    paths: tuple[Path, ...],
    as_json: bool,
    draft: bool,
    place: str | None,
    kind: str | None,
    edition: str | None,
    overlay: Path | None,
    verbose: bool,
    language: str,
) -> None:
    """看一份文件：是什么格式，有哪些表，各列读作什么，哪些没读、为什么。读不进的以 1 结束。

    What is in a file: container, tables, columns, lists, what was left aside and why. Exit 1 if a
    file would not load.

    \b
    kg inspect a.txt               kg inspect b.txt --draft
    """
    import json

    from kg.reading.inspection import inspect
    from kg.values import ListKind
    from kg.vocabulary import loading

    for path in paths:
        if not path.is_file():
            why = (
                "是文件夹，应为文件 (a folder, not a file)"
                if path.is_dir()
                else "没有这个文件 (not a file)"
            )
            raise click.BadParameter(f"{why}: {path}", param_hint="PATHS")
    tables = loading.load(overlay)
    sound = True
    for path in paths:
        listed = ListKind(kind) if kind else None
        found = inspect(path, tables, place=place, edition=edition, kind=listed)
        sound = sound and found.loads
        if as_json:
            click.echo(json.dumps(found.to_json(), ensure_ascii=False))
        else:
            _print(found, language, verbose=verbose)
        if draft:
            _write_draft(path, found)
    if not sound:
        raise SystemExit(1)


def _print(found: Inspection, language: str, *, verbose: bool) -> None:
    from kg.citing import in_english
    from kg.export.terminal import print_table
    from kg.export.wording import edition, heading, sentence, translated, word
    from kg.findings import Severity

    def located(place: str) -> str:
        return in_english(place) if language == "en" else place

    def headed(*texts: str) -> list[str]:
        return [heading(text, language) for text in texts]

    seen = found.to_json()
    click.echo(
        sentence(
            f"{seen['document']}：{translated(seen['container_zh'], language)}，{seen['paragraphs']} 段文字，"
            f"{len(seen['tables'])} 张表 {seen['table_rows']} 行",
            language,
        )
    )
    if seen["tables"]:
        print_table(
            headed("表", "位置", "行数", "各列读作"),
            [
                (t["table"], located(t["locator"]), t["rows"], _columns(t, language))
                for t in seen["tables"]
            ],
        )
    for document in seen["documents"]:
        place = document["township"] or "看不出是哪个乡镇"
        printed = document["edition"]
        when = edition(printed, language) if printed else translated("看不出", language)
        click.echo(sentence(f"{place}，版本 {when}", language))
        if document["lists"]:
            print_table(
                headed("清单", "标题", "行数", "从", "到"),
                [
                    (
                        word("list", i["list"], language),
                        i["title"],
                        i["rows"],
                        located(i["first"]),
                        located(i["last"]),
                    )
                    for i in document["lists"]
                ],
            )
        click.echo(
            sentence(
                f"共 {document['lines']} 行：{document['lines_in_records']} 行读作事项，"
                f"{document['lines_furniture']} 行是标题、表头、页码等，{document['lines_reported']} 行见下",
                language,
            )
        )
    notes = 0
    for finding in (f for d in found.documents for f in d.findings):
        if finding.severity is Severity.NOTE and not verbose:
            notes += 1
        else:
            click.echo(finding.render(language))
    if language == "en":
        if notes:
            click.echo(f"{notes} notes more (--verbose lists them)")
        click.echo("loads" if found.loads else "does not load, for the reasons above")
        return
    if notes:
        click.echo(told(f"另有说明 {notes} 条（--verbose 逐条列出） ({notes} notes: --verbose)"))
    click.echo(told("可以读入 (loads)" if found.loads else "不能读入，原因见上 (does not load)"))


def _columns(table: dict[str, Any], language: str) -> str:
    from kg.export.wording import sentence, translated

    if not table["recognised"]:
        first = "、".join(column["header"] for column in table["columns"] if column["header"])
        return sentence(f"不认识的表头：{first[:80]}", language)
    between, empty = ("; ", "(empty)") if language == "en" else ("；", "（空）")
    return between.join(
        f"{column['header'] or empty}→{translated(_ROLES.get(column['role'], column['role']), language)}"
        for column in table["columns"]
    )


def _write_draft(path: Path, found: Inspection) -> None:
    import json

    from kg.errors import ExportError, reason
    from kg.reading.inspection import draft

    target = path.with_name(path.name + ".map.json")
    if target.exists():
        raise ExportError(f"{target} 已经有了，没有覆盖 (exists, not overwritten)")
    text = json.dumps(draft(found), ensure_ascii=False, indent=2) + "\n"
    try:
        target.write_text(text, "utf-8")
    except OSError as error:
        raise ExportError(f"写不了 {target}：{reason(error)} (cannot be written)") from error
    say(f"写好草稿 (draft written): {target}")
