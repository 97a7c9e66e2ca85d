"""The examples people copy: from the README, the docs, help texts and docstrings."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click

from kg.cli import main

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile("…|NAME|http://localhost")
"""What stands in an example for something of the reader's own."""
SLOT = re.compile(
    r"[\[\]|\\…]|(?<![\w.])(?:文件|文件夹|问题|文字|词|地方|部门|种类|名称|网址|格式|乡镇|FILE|DIR|[A-Z])(?![\w.])"
    r"|--help|--open|--cluster|--confirm$|--replace$|--format \w+$|--department$|one\.csv"
)
"""What stands between backquotes for something to fill in, or names an option only."""
RECLAIMED = """碧水市云溪县竹林镇
序号,事项类别,事项名称,承接部门及工作方式
1,民生服务,收养登记,云溪县民政局： 负责收养登记。
"""
UNPLACED = """# a list that names no place: kg build needs --place
基本履职事项清单

序号\t事项类别\t事项名称
1\t党的建设\t加强基层党组织建设
"""


MENTION = re.compile(r"(?<![\w./=-])kg ([a-z]+)\b([^`\n；。，,“”（）|]*)")
"""A command of the program with what follows it."""


def python_blocks(text: str) -> list[str]:
    """The Python snippets of a Markdown text."""
    return re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def console_lines(text: str) -> list[str]:
    """The kg commands of a Markdown text's console blocks, without their comments."""
    blocks = re.findall(r"^ *```(?:console|sh)\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)
    lines = (line.strip() for block in blocks for line in block.splitlines())
    prompts = (re.sub(r"^[$>] (?:\.venv\\Scripts\\)?", "", line) for line in lines)
    return [line.partition("  #")[0].strip() for line in prompts if line.startswith("kg ")]


def markdown() -> Iterator[tuple[str, str]]:
    """(file, text) of what is read before anything is run."""
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


def help_lines(command: click.Command) -> list[str]:
    """The examples of a command's help; two on a line stand apart by blanks."""
    lines = (command.help or "").splitlines()
    return [
        part.strip()
        for line in lines
        for part in re.split(r"\s{3,}(?=kg |KG_)", line.strip())
        if part.startswith(("kg ", "KG_"))
    ]


def inline(text: str) -> list[str]:
    """The commands between backquotes that can be typed as they stand, with what they are about."""
    found = re.findall(r"`((?:KG_\w+=\S+ )?kg [^`]+)`", text)
    return [line for line in found if len(line.split()) > 2 and not SLOT.search(line)]


def view_lines(command: click.Command) -> list[str]:
    """The kinds of pictures of ``kg view --help`` with the names beside them, as commands."""
    found = re.findall(r"^ *([a-z]+)(?: {2,}| (\S.*?) {2,})\S", command.help or "", re.MULTILINE)
    return [f"kg view {kind} {names}".rstrip() + f" -o {kind}.html" for kind, names in found]


def commands() -> list[str]:
    """Every kg command that an example shows, each once."""
    found = [line for _, text in markdown() for line in (*console_lines(text), *inline(text))]
    found += view_lines(main.commands["view"])
    found += [line for command in (main, *main.commands.values()) for line in help_lines(command)]
    lines = (re.split(r"\s{3,}", line)[0] for line in found)
    return list(dict.fromkeys(line.partition(" && ")[0] for line in lines))


def split(line: str) -> tuple[list[str], str]:
    """The arguments of a command line and the file its standard input comes from, if any."""
    arguments = shlex.split(line)
    while "=" in arguments[0] and arguments[0].startswith("KG_"):
        arguments.pop(0)
    if "<" in arguments:
        at = arguments.index("<")
        return arguments[1:at], arguments[at + 1]
    return arguments[1:], ""


def docstring_calls() -> list[str]:
    """Calls of the package, and of a graph it opened, in double backquotes, as docstrings show them."""
    found = [
        match[1]
        for path in sorted((ROOT / "kg").rglob("*.py"))
        for match in re.finditer(r"``((?:kg|graph)\.\w+\([^`…]*\))``", path.read_text("utf-8"))
    ]
    return list(dict.fromkeys(found))


def mentions() -> Iterator[tuple[str, str, str]]:
    """(file, command, what follows it) wherever a text, a message or a comment names a kg command."""
    texts = [ROOT / "README.md", ROOT / "Makefile", *sorted((ROOT / "docs").rglob("*"))]
    texts += [*sorted((ROOT / "build").glob("*/README.md")), *sorted((ROOT / "kg").rglob("*.py"))]
    for path in texts:
        if not path.is_file() or path.suffix in {".png"}:
            continue
        for match in MENTION.finditer(path.read_text("utf-8")):
            yield path.relative_to(ROOT).as_posix(), match[1], match[2]


def furnish(folder: Path, small: str) -> None:
    """Put the files that examples name into ``folder``."""
    (folder / "我的清单").mkdir()
    other = small.replace("竹林镇", "松林镇")
    for name, text in (("我的清单/a.txt", small), ("a.txt", small), ("b.txt", other)):
        (folder / name).write_text(text, "utf-8")
    (folder / "我的词表").mkdir()
    (folder / "我的词表" / "synonyms.csv").write_text("term,words,note\n", "utf-8")
    (folder / "文件夹").mkdir()
    (folder / "文件夹" / "a.txt").write_text(other, "utf-8")
    (folder / "新清单.txt").write_text(other, "utf-8")
    (folder / "收回.csv").write_text(RECLAIMED, "utf-8")
    (folder / "x.txt").write_text(UNPLACED, "utf-8")
    (folder / "my.rq").write_text("SELECT * WHERE { ?duty a :ReclaimedDuty }\n", "utf-8")
    (folder / "extra.ttl").write_text("<https://example.org/a> a <https://example.org/B> .\n")
    (folder / "通知.txt").write_text("请各乡镇开展农业水价调整工作。\n", "utf-8")
    (folder / "questions.jsonl").write_text(
        '{"id": 1, "question": "县水利局把哪些事项交给乡镇配合"}\n', "utf-8"
    )
