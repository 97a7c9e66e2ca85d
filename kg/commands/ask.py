"""``kg ask``: a plain question, a cited answer; or a batch of them."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from kg.citing import cited
from kg.commands.common import Source, decoded, no_file, say, say_loaded, source_options
from kg.commands.output import agreed, keep_apart, language_option
from kg.vocabulary.plural import how_many

if TYPE_CHECKING:
    from kg.asking.answers import Answer
    from kg.asking.engine import Asker
    from kg.export.people import Sheet

_SHOWN = 40


@click.command(name="ask")
@click.argument("question", nargs=-1)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="按约定的 JSON 输出，一个对象。 The contract's JSON, one object.",
)
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
    metavar="FILE",
    help="答案写到哪里：.csv、.xlsx、.json；批量是 .jsonl。 Where the answer goes; of a batch: .jsonl.",
)
@click.option(
    "--format",
    "name",
    type=click.Choice(("table", "csv", "xlsx", "json")),
    help="格式；默认看 -o 的扩展名。 Format, else what the name of the file says.",
)
@click.option(
    "--all", "everything", is_flag=True, help="依据全部列出，不只前 40 条。 Every row of evidence."
)
@language_option
@source_options
def ask_command(
    question: tuple[str, ...],
    as_json: bool,
    batch: Path | None,
    output: Path | None,
    name: str | None,
    everything: bool,
    language: str,
    origin: Source,
) -> None:
    """用一句话提问，回答句句有出处；没有依据就直说。

    Ask in Chinese or English; every answer cites its lines, and none is guessed.

    \b
    kg ask 县水利局把哪些事项交给乡镇配合？
    kg ask "工伤认定调查现在由谁承接" --json
    kg ask 县水利局把哪些事项交给乡镇配合 -o 水利局.xlsx
    kg ask --batch questions.jsonl -o answers.jsonl
    """
    from kg.asking.engine import asker
    from kg.export.people import write_sheet
    from kg.export.targets import chosen, fitting
    from kg.querying.corrected import corrections

    asked = " ".join(question)
    if bool(asked.strip()) == bool(batch):
        raise click.UsageError("给一个问题，或用 --batch 给一个文件 (give a question or --batch)")
    if str(output) == "-":
        output = None
    name = agreed(name, as_json=as_json)
    if batch:
        if name not in (None, "json"):
            raise click.UsageError(
                f"批量回答是 JSON Lines，不能是 {name} (a batch is answered in JSON Lines)"
            )
        fitting(output, "jsonl")
        keep_apart(batch, output)
        form = "jsonl"
    else:
        no_file(asked, "检查里面的文字用 kg check --file，一行一个问题用 --batch")
        form = chosen(output, name, ("table", "csv", "xlsx", "json"))
    graph = origin.open()
    say_loaded(graph)
    ready = asker(graph)
    if batch:
        _run_batch(ready, batch, output)
        return
    answer = ready.ask(asked)
    put_right = corrections(graph) if answer.evidence else {}
    if form == "json" and output is None:
        import json

        click.echo(json.dumps(answer.to_json(), ensure_ascii=False))
    elif form == "table" and output is None:
        _print(answer, language, everything=everything)
        for row in answer.evidence:
            if note := put_right.get(row["iri"]):
                click.echo(f"  {cited(row['document'], row['line'], row['locator'])} {note}")
    else:
        told = _told(answer, language)
        say(told(answer.understood))
        say(told(answer.text))
        write_sheet(_sheet(answer, language, put_right), form, output)
        if output is not None:
            say(f"写好 (written): {output}")
    if answer.status.value != "answered":
        raise SystemExit(1)


def _run_batch(ready: Asker, batch: Path, output: Path | None) -> None:
    """One line out per line in, in order; every kind of malformed line is answered too."""
    from kg.errors import InputError, reason

    try:
        with click.open_file(str(batch), "rb") as source, _sink(output) as sink:
            count = 0
            for line in _lines(source):
                sink.write(_answer_line(ready, line) + "\n")
                count += 1
    except OSError as error:
        raise InputError(
            f"读写不了 {error.filename}：{reason(error)} (cannot be read or written)"
        ) from error
    say(f"答完 {count} 题 ({how_many(count, 'question')} answered)")


def _sink(output: Path | None) -> IO[str]:
    if output is None or str(output) == "-":
        return click.open_file("-", "w", encoding="utf-8")
    return output.open("w", encoding="utf-8", newline="\n")


def _lines(source: IO[Any]) -> Iterator[bytes]:
    head = source.readline()
    if not _is_utf8(head):  # a file of another encoding: all of it, or every line is malformed
        data = head + source.read()
        with contextlib.suppress(click.UsageError):
            data = decoded(data).encode("utf-8")
        yield from filter(bytes.strip, data.splitlines())
        return
    for number, line in enumerate(itertools.chain([head] if head else [], source)):
        text = line.removeprefix(b"\xef\xbb\xbf") if number == 0 else line
        if text.strip():
            yield text


def _is_utf8(line: bytes) -> bool:
    try:
        return "\0" not in line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False


def _answer_line(ready: Asker, line: bytes) -> str:
    import json

    from kg.asking.answers import refused
    from kg.asking.frame import Refusal, Status

    try:
        item = json.loads(line.decode("utf-8"))
        question = item["question"]
        if not isinstance(question, str):
            raise TypeError
        f"{question}{item.get('id')}".encode()  # half a surrogate pair is no text
    except (ValueError, KeyError, TypeError, RecursionError):
        malformed = Refusal(
            Status.NOT_UNDERSTOOD, '这一行应为 {"id": …, "question": "…"} (malformed line)'
        )
        answer = refused(line.decode("utf-8", "replace").strip()[:200], malformed)
        return json.dumps({"id": None, **answer.to_json()}, ensure_ascii=False)
    return json.dumps({"id": item.get("id"), **ready.ask(question).to_json()}, ensure_ascii=False)


def _sheet(answer: Answer, language: str, put_right: Mapping[str, str]) -> Sheet:
    """The rows an answer rests on, with their corrections; for programs the answer as the contract has it."""
    from kg.export.people import Sheet
    from kg.export.wording import heading, word

    headings = ["乡镇", "清单", "序号", "原文", "出处"]
    rows = [
        [
            row["township"],
            word("list", row["list"], language),
            row["number"] or "",
            row["quote"],
            cited(row["document"], row["line"], row["locator"]),
        ]
        for row in answer.evidence
    ]
    if any(row["iri"] in put_right for row in answer.evidence):
        headings.append("更正")
        for cells, row in zip(rows, answer.evidence, strict=True):
            cells.append(put_right.get(row["iri"], ""))
    return Sheet(
        heading("回答", language),
        [heading(text, language) for text in headings],
        rows,
        [answer.to_json()],
    )


def _told(answer: Answer, language: str) -> Callable[[str], str]:
    """How the program's own sentences are told: in English where that was asked for or in."""
    from kg.asking.english import is_english
    from kg.asking.translating import in_english

    return in_english if language == "en" or is_english(answer.question) else str


def _print(answer: Answer, language: str, *, everything: bool) -> None:
    from kg.asking.translating import suggested
    from kg.export.terminal import print_table, print_text

    told = _told(answer, language)
    english = told is not str
    say(told(answer.understood))
    print_text(told(answer.text))
    if answer.type == "clauses":
        for text in answer.answer:
            click.echo(f"  · {text}")
    sheet = _sheet(answer, language, {})
    rows = sheet.rows if everything else sheet.rows[:_SHOWN]
    if rows:
        print_table(sheet.headings, rows)
    if answer.evidence_total > len(rows):
        print_text(_further(len(rows), len(sheet.rows), answer.evidence_total, english))
    for suggestion in answer.suggestions:
        beside = f" ({near})" if english and (near := suggested(suggestion)) != suggestion else ""
        click.echo(f"  {'did you mean: ' if english else '是不是：'}{suggestion}{beside}")


def _further(shown: int, kept: int, found: int, english: bool) -> str:
    """That an answer has more rows than are shown, and how to see them."""
    if english:
        how = "--all shows them, -o FILE.xlsx writes them" if kept > shown else "no more are listed"
        return f"… {shown} of {found} rows; {how}"
    how = "--all 全部列出，-o 文件.xlsx 存成表" if kept > shown else "只列前面的"
    return f"…… 列了 {shown} 条，共 {found} 条依据；{how} ({shown} of {found} rows)"
