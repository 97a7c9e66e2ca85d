"""``kg check``: the entry check of a task, a notice's title or a pasted page."""

from __future__ import annotations

import sys

import click

from kg.commands.common import Source, say_loaded, source_options

_VERDICTS = {
    "reclaimed": "已收回",
    "discontinued": "不再开展",
    "cooperation": "配合",
    "basic": "基本",
    "not_listed": "清单未列",
    "unclear": "不能确定",
}


@click.command(name="check")
@click.argument("text")
@click.option("--township", metavar="乡镇", help="向哪个乡镇提出，默认全部。 Of which township.")
@click.option("--department", metavar="部门", help="谁提出的。 Who asks.")
@click.option("--json", "as_json", is_flag=True, help="按约定的 JSON 输出。 The contract's JSON.")
@source_options
def check_command(
    text: str, township: str | None, department: str | None, as_json: bool, origin: Source
) -> None:
    """职责准入：这件事能不能交给乡镇，清单怎么写的。TEXT 为 - 时读标准输入。

    May this task be asked of a township? TEXT - reads standard input.

    \b
    kg check "请各乡镇开展工伤认定调查" --township 东城镇
    kg check - --department 县水利局 < 通知.txt
    """
    import json

    from kg.asking.entry import Checker
    from kg.export.terminal import print_table

    graph = origin.open()
    say_loaded(graph)
    words = sys.stdin.buffer.read().decode("utf-8", "replace") if text == "-" else text
    if not words.strip():
        raise click.UsageError("没有文字 (no text)")
    result = Checker(graph).check(words, township, department)
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False))
        return
    rows = [
        (item["task"], item["township"], _VERDICTS[item["verdict"]], item["reply"])
        for item in result["results"]
    ]
    print_table(("事项", "乡镇", "结论", "答复"), rows)
