"""``kg ask``: a plain question, a cited answer; or a batch of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from kg.commands.common import Source, say, say_loaded, source_options

if TYPE_CHECKING:
    from kg.asking.answers import Answer
    from kg.asking.engine import Asker

_SHOWN = 40


@click.command(name="ask")
@click.argument("question", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="按约定的 JSON 输出。 The contract's JSON.")
@click.option(
    "--batch",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    metavar="IN.jsonl",
    help='一行一个 {"id", "question"}。 One question a line.',
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    metavar="OUT.jsonl",
    help="批量答案写到哪里，默认标准输出。 Where the answers of a batch go.",
)
@source_options
def ask_command(
    question: tuple[str, ...],
    as_json: bool,
    batch: Path | None,
    output: Path | None,
    origin: Source,
) -> None:
    """用一句话提问，回答句句有出处；没有依据就直说。

    Ask in Chinese or English; every answer cites its lines, and none is guessed.

    \b
    kg ask 县水利局把哪些事项交给乡镇配合？
    kg ask "工伤认定调查现在由谁承接" --json
    kg ask --batch questions.jsonl -o answers.jsonl
    """
    from kg.asking.engine import asker

    if bool(question) == bool(batch):
        raise click.UsageError("给一个问题，或用 --batch 给一个文件 (give a question or --batch)")
    if output and not batch:
        raise click.UsageError("-o 只用于 --batch (only with --batch)")
    graph = origin.open()
    say_loaded(graph)
    ready = asker(graph)
    if batch:
        _run_batch(ready, batch, output)
        return
    answer = ready.ask(" ".join(question))
    if as_json:
        import json

        click.echo(json.dumps(answer.to_json(), ensure_ascii=False))
    else:
        _print(answer)
    if answer.status.value != "answered":
        raise SystemExit(1)


def _run_batch(ready: Asker, batch: Path, output: Path | None) -> None:
    """One line out per line in, in order; every kind of malformed line is answered too."""
    from kg.errors import InputError

    try:
        with click.open_file(str(batch), "rb") as source, _sink(output) as sink:
            count = 0
            for line in _lines(source):
                sink.write(_answer_line(ready, line) + "\n")
                count += 1
    except OSError as error:
        raise InputError(
            f"读写不了 {error.filename}：{error.strerror} (cannot be read or written)"
        ) from error
    say(f"答完 {count} 题 ({count} questions answered)")


def _sink(output: Path | None) -> IO[str]:
    if output is None or str(output) == "-":
        return click.open_file("-", "w", encoding="utf-8")
    return output.open("w", encoding="utf-8", newline="\n")


def _lines(source: IO[Any]) -> Iterator[bytes]:
    for number, line in enumerate(source):
        text = line.removeprefix(b"\xef\xbb\xbf") if number == 0 else line
        if text.strip():
            yield text


def _answer_line(ready: Asker, line: bytes) -> str:
    import json

    from kg.asking.answers import refused
    from kg.asking.frame import Refusal, Status

    try:
        item = json.loads(line.decode("utf-8"))
        question = item["question"]
        if not isinstance(question, str):
            raise TypeError
    except (ValueError, KeyError, TypeError, RecursionError):
        malformed = Refusal(
            Status.NOT_UNDERSTOOD, '这一行应为 {"id": …, "question": "…"} (malformed line)'
        )
        answer = refused(line.decode("utf-8", "replace").strip()[:200], malformed)
        return json.dumps({"id": None, **answer.to_json()}, ensure_ascii=False)
    return json.dumps({"id": item.get("id"), **ready.ask(question).to_json()}, ensure_ascii=False)


def _print(answer: Answer) -> None:
    from kg.asking.frame import LIST_NAMES
    from kg.export.terminal import print_table

    say(answer.understood)
    click.echo(answer.text)
    if answer.type == "clauses":
        for text in answer.answer:
            click.echo(f"  · {text}")
    rows = [
        (
            row["township"],
            LIST_NAMES[row["list"]],
            row["number"] or "",
            row["quote"],
            f"{row['document']}:{row['line']}",
        )
        for row in answer.evidence[:_SHOWN]
    ]
    if rows:
        print_table(("乡镇", "清单", "序号", "原文", "出处"), rows)
    if answer.evidence_total > len(rows):
        click.echo(
            f"…… 共 {answer.evidence_total} 条依据，--json 可看更多 ({answer.evidence_total} rows)"
        )
    for suggestion in answer.suggestions:
        click.echo(f"  是不是：{suggestion}")
