"""``kg check``: the entry check of a task, a notice's title, a pasted page or a file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from kg.commands.common import (
    Source,
    lies_there,
    loaded_names,
    no_file,
    say,
    say_loaded,
    source_options,
    write_output,
)
from kg.commands.output import keep_apart, language_option, output_options
from kg.errors import reason

_SHORT = ("任务", "乡镇", "结论", "答复", "出处")
"""Columns of the table on a screen; files have all."""


_BRIEF = 24
"""Characters by which a sentence is known again."""


@click.command(name="check")
@click.argument("text", required=False)
@click.option(
    "--file",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="F",
    help="检查这个文件里的文字。 Check the text of a file.",
)
@click.option("--township", metavar="乡镇", help="向哪个乡镇提出，默认全部。 Of which township.")
@click.option("--department", metavar="部门", help="谁提出的。 Who asks.")
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="按约定的 JSON 输出，一个对象。 The contract's JSON, one object.",
)
@output_options(("table", "csv", "xlsx", "json", "docx"))
@language_option
@source_options
def check_command(
    text: str | None,
    path: Path | None,
    township: str | None,
    department: str | None,
    as_json: bool,
    name: str,
    output: Path | None,
    language: str,
    origin: Source,
) -> None:
    """职责准入：这件事能不能交给乡镇，清单怎么写的。TEXT 为 - 时读标准输入。

    May this task be asked of a township? TEXT - reads standard input; a notice has a verdict for
    each of its tasks.

    \b
    kg check "请各乡镇开展工伤认定调查" --township 东城镇
    kg check --file 通知.txt --department 县水利局 -o 结果.csv
    kg check --file 通知.txt -o 复函.docx
    kg check - < 通知.txt
    """
    if (text is None) == (path is None):
        raise click.UsageError("给一段文字，或用 --file 给一个文件 (give a text or --file)")
    if path:
        keep_apart(path, output)
    loaded_names(township, department)
    words = _read(path) if path else _told(text or "")
    if not words.strip():
        raise click.UsageError("没有文字 (no text)")
    if name in ("xlsx", "docx") and output is None:
        raise click.UsageError(f"{name} 要用 -o 给一个文件 ({name} needs -o)")
    from kg.checking.entry import Checker
    from kg.querying.corrected import corrections
    from kg.querying.numbered import duty

    graph = origin.open()
    say_loaded(graph)
    if text is not None and (one := duty(graph, words, township or "")):
        say(f"“{words}”是{one.label} (read as a duty by its list and number)")
        words, township = one.name, one.township
    checker = Checker(graph)
    result = checker.check(words, township, department)
    if department and not checker.is_listed(department, township):
        say(
            f"已载入的清单里没有“{department}”，按原文记录 (not in the loaded lists, kept as written)"
        )
    if left := checker.passed_over(words):
        say(f"没有当作任务的话 (not taken for tasks): {len(left)}：{'；'.join(map(_brief, left))}")
    if not result["results"]:
        say("没有读出要乡镇做的事，没有可核对的 (no task was found in the text)")
        if name != "json":
            raise SystemExit(1)
    _write(result, name, output, language, lambda: corrections(graph))


def _brief(said: str) -> str:
    return said if len(said) <= _BRIEF else f"{said[:_BRIEF]}…"


def _told(text: str) -> str:
    """The text of the argument; ``-`` is standard input, the name of a file is noticed."""
    if text == "-":
        return _decoded(sys.stdin.buffer.read(), "标准输入 (standard input)")
    if any("\ud800" <= one <= "\udfff" for one in text):
        raise click.UsageError(
            "文字不是可识别的编码，请存成文件后用 --file (cannot be decoded; use --file)"
        )
    no_file(text, "检查里面的文字请用 --file", exact=True)
    if lies_there(text):
        say(
            f"这里也有叫“{text}”的文件夹；核对的是这几个字 (a folder has this name: the words are checked)"
        )
    return text


def _read(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise click.UsageError(f"读不了 {path}：{reason(error)} (cannot be read)") from error
    return _decoded(data, str(path))


def _decoded(data: bytes, name: str) -> str:
    """The text of some bytes, read as a build reads lists: UTF-8, GB18030, UTF-16 with its mark."""
    from kg.reading.containers import read_blocks

    blocks, problems = read_blocks(name if Path(name).suffix else f"{name}.txt", data)
    if not blocks and problems:
        told = "；".join(problem.message for problem in problems)
        raise click.UsageError(f"{name}：{told} (nothing to read in it)")
    return "\n".join(block.text for block in blocks)


def _write(
    result: dict[str, Any],
    form: str,
    output: Path | None,
    language: str,
    corrected: Callable[[], dict[str, str]],
) -> None:
    """The contract's JSON, or a row a task and township with its sources; a letter with what people put right."""
    import json

    from kg.checking.replies import COLUMNS, rows
    from kg.export.people import Sheet, write_sheet
    from kg.export.wording import heading, word

    if form == "json":
        write_output((json.dumps(result, ensure_ascii=False) + "\n").encode(), output)
        return
    if form == "docx":
        from kg.export.reports.letter import letter
        from kg.export.reports.word import to_docx

        write_output(to_docx(letter(result, corrected())), output)
        return
    shown = _SHORT if form == "table" and output is None else COLUMNS
    found = [dict(zip(COLUMNS, row, strict=True)) for row in rows(result)]
    for row in found:
        row["结论"] = word("verdict", row["结论"], language)
    lines = [[row[column] for column in shown] for row in found]
    headings = [heading(column, language) for column in shown]
    if write_sheet(Sheet(heading("职责准入", language), headings, lines), form, output):
        say(f"写好 (written): {output}")
