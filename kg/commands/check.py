"""``kg check``: the entry check of a task, a notice's title, a pasted page or a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from kg.commands.common import Source, say, say_loaded, source_options, write_output

_FORMATS = ("table", "json", "csv", "xlsx")
_FILE_LIKE = (".txt", ".md", ".docx", ".doc", ".wps", ".pdf", ".html", ".csv", ".xlsx", ".ofd")
_LONGEST_NAME = 240


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
@click.option("--json", "as_json", is_flag=True, help="同 --format json。 The contract's JSON.")
@click.option(
    "--format",
    "name",
    type=click.Choice(_FORMATS),
    help="table（默认）、json、csv 或 xlsx。 Format of the result.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="结果写到哪里；xlsx 必须给。 Where the result goes.",
)
@source_options
def check_command(
    text: str | None,
    path: Path | None,
    township: str | None,
    department: str | None,
    as_json: bool,
    name: str | None,
    output: Path | None,
    origin: Source,
) -> None:
    """职责准入：这件事能不能交给乡镇，清单怎么写的。TEXT 为 - 时读标准输入。

    May this task be asked of a township? TEXT - reads standard input; a notice has a verdict for
    each of its tasks.

    \b
    kg check "请各乡镇开展工伤认定调查" --township 东城镇
    kg check --file 通知.txt --department 县水利局 --format csv -o 结果.csv
    kg check - < 通知.txt
    """
    if (text is None) == (path is None):
        raise click.UsageError("给一段文字，或用 --file 给一个文件 (give a text or --file)")
    chosen = _format(name, as_json, output)
    words = _read(path) if path else _told(text or "")
    if not words.strip():
        raise click.UsageError("没有文字 (no text)")
    from kg.checking.entry import Checker

    graph = origin.open()
    say_loaded(graph)
    checker = Checker(graph)
    result = checker.check(words, township, department)
    if department and not checker.is_listed(department, township):
        say(
            f"已载入的清单里没有“{department}”，按原文记录 (not in the loaded lists, kept as written)"
        )
    _write(result, chosen, None if output is None or str(output) == "-" else output)


def _format(name: str | None, as_json: bool, output: Path | None) -> str:
    """The format asked for, or the one that the name of the file says."""
    if as_json and name not in (None, "json"):
        raise click.UsageError("--json 和 --format 只用一个 (use --json or --format)")
    suffix = output.suffix.lower().lstrip(".") if output else ""
    chosen = "json" if as_json else name or (suffix if suffix in _FORMATS else "table")
    if chosen == "xlsx" and (output is None or str(output) == "-"):
        raise click.UsageError("xlsx 要用 -o 给一个文件 (xlsx needs -o)")
    if suffix in ("csv", "xlsx", "json") and suffix != chosen:
        raise click.UsageError(
            f"{output} 的后缀与格式 {chosen} 不符 (the file's suffix is not that of the format)"
        )
    return chosen


def _told(text: str) -> str:
    """The text of the argument; ``-`` is standard input, the name of a file is noticed."""
    if text == "-":
        return _decoded(sys.stdin.buffer.read(), "标准输入 (standard input)")
    if any("\ud800" <= one <= "\udfff" for one in text):
        raise click.UsageError(
            "文字不是可识别的编码，请存成文件后用 --file (cannot be decoded; use --file)"
        )
    if len(text) <= _LONGEST_NAME and "\n" not in text:
        if Path(text).is_file():
            raise click.UsageError(
                f"“{text}”是一个文件；检查里面的文字请用 --file (this is a file: use --file)"
            )
        if text.lower().endswith(_FILE_LIKE) and " " not in text.strip():
            raise click.UsageError(f"“{text}”像是文件名，但没有这个文件 (no such file)")
    return text


def _read(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise click.UsageError(f"读不了 {path}：{error.strerror} (cannot be read)") from error
    return _decoded(data, str(path))


def _decoded(data: bytes, name: str) -> str:
    """The text of some bytes, read as a build reads lists: UTF-8, GB18030, UTF-16 with its mark."""
    from kg.reading.containers import read_blocks

    blocks, problems = read_blocks(name if Path(name).suffix else f"{name}.txt", data)
    if not blocks and problems:
        told = "；".join(problem.message for problem in problems)
        raise click.UsageError(f"{name}：{told} (cannot be decoded)")
    return "\n".join(block.text for block in blocks)


def _write(result: dict[str, Any], chosen: str, output: Path | None) -> None:
    from kg.checking import sheets

    found = list(sheets.rows(result))
    if chosen == "json":
        import json

        line = json.dumps(result, ensure_ascii=False) + "\n"
        write_output(line.encode(), output) if output else click.echo(line, nl=False)
    elif chosen == "csv":
        from kg.export.tables import csv_bytes

        write_output(csv_bytes(sheets.COLUMNS, found), output)
    elif chosen == "xlsx":
        import io

        from kg.export.workbook import write_sheets

        stream = io.BytesIO()
        write_sheets([("职责准入", sheets.COLUMNS, found)], stream)
        write_output(stream.getvalue(), output)
    elif output:
        lines = ["\t".join(sheets.COLUMNS), *("\t".join(row) for row in found)]
        write_output(("\n".join(lines) + "\n").encode(), output)
    else:
        from kg.export.terminal import print_table

        print_table(sheets.SHORT, map(sheets.short, found))
