"""A command starts quickly for a reason that can be seen: what it does not need is not there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.building import Build
from kg.cli import main
from kg.commands.listed import Commands
from kg.resources import folder
from kg.store import generations
from kg.vocabulary import compiled


def test_help_imports_no_command() -> None:
    telling = {"kg.commands.telling", "kg.commands.telling.english"}
    assert loaded("--help", "kg.commands") == {"kg.commands", "kg.commands.listed", *telling}


@pytest.mark.parametrize("name", list(Commands()))
def test_the_help_lists_what_each_command_says_of_itself(name: str) -> None:
    command = main.commands[name]

    assert command.name == name
    assert command.get_short_help_str(10_000) == Commands().short_help(name, 10_000)


def loaded(argument: str, package: str) -> set[str]:
    """The modules of a package that ``kg ARGUMENT`` imports, in a process of its own."""
    code = (
        "import sys\n"
        "from kg.cli import main\n"
        f"try: main([{argument!r}], prog_name='kg')\n"
        "except SystemExit: pass\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name for name in done.stderr.split("\n") if name.startswith(package)}


NEEDLESS = {
    "rich",
    "csv",
    "shutil",
    "bz2",
    "lzma",
    "rdflib",
    "networkx",
    "numpy",
    "lxml",
    "logging",
    "html",
    "openpyxl",
}
"""What a question at the command line has no use for (rich is for a terminal)."""
PATTERNS = {"query": 40, "ask": 75, "check": 80}
"""How many regular expressions may be compiled at most, those of Python's own modules among them."""


@pytest.fixture(scope="module", params=sorted(PATTERNS))
def started(request: pytest.FixtureRequest, five: Build) -> tuple[str, Started]:
    return request.param, start(five, *EXAMPLES[request.param])


EXAMPLES = {
    "query": ("query", "pushed-down", "-p", "department=县水利局"),
    "ask": ("ask", "县水利局把哪些事项交给乡镇配合？"),
    "check": ("check", "请各乡镇开展工伤认定调查", "--township", "东城镇"),
}


def test_what_is_not_needed_is_not_imported(started: tuple[str, Started]) -> None:
    name, done = started
    # Questions are read by nets, the tasks of a check are encoded; numpy runs both. A query does without.
    assert done.modules & NEEDLESS == (set() if name == "query" else {"numpy"})


def test_what_makes_lists_and_stores_is_not_imported_by_who_reads_them(five: Build) -> None:
    made = {"kg.values", "kg.store.loading", "kg.rdf.sheaves", "kg.reading", "kg.building"}

    assert start(five, *EXAMPLES["check"]).own & made == set()


def test_no_table_is_read_that_a_build_has_compiled(started: tuple[str, Started]) -> None:
    assert [name for name in started[1].opened if name.endswith(".csv")] == []


def test_few_patterns_are_compiled(started: tuple[str, Started]) -> None:
    name, done = started

    assert done.patterns <= PATTERNS[name]


def test_an_edited_table_is_read_anew(five: Build, tmp_path: Path) -> None:
    table = tmp_path / "codes.csv"
    shutil.copy(folder("vocabulary") / "codes.csv", table)
    generation = generations.current(five.store)
    compiled.offer(generation.path / compiled.FOLDER)

    assert compiled.holds(folder("vocabulary") / "codes.csv")
    assert not compiled.holds(table)


def test_a_table_of_another_size_or_content_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    status = path.stat()
    known = [status.st_size, status.st_mtime_ns, compiled.checksum(path)]

    assert compiled.fits(known, path)
    os.utime(path, ns=(1, 1))
    assert compiled.fits(known, path)  # touched, but the same
    path.write_text("a,b\n1,3\n", "utf-8")
    os.utime(path, ns=(1, 1))
    assert not compiled.fits(known, path)


@dataclass
class Started:
    """What a command did in a process of its own; ``own`` are the program's modules."""

    modules: set[str]
    own: set[str]
    opened: list[str]
    patterns: int


def start(built: Build, *arguments: str) -> Started:
    """Run a command over a built store and listen: modules, files, compiled patterns."""
    code = (
        "import json, re._compiler, sys\n"
        "opened, patterns, compile = [], [], re._compiler.compile\n"
        "def counted(*given):\n    patterns.append(given)\n    return compile(*given)\n"
        "re._compiler.compile = counted\n"
        "def heard(event, given):\n    if event == 'open': opened.append(str(given[0]))\n"
        "sys.addaudithook(heard)\n"
        "from kg.cli import main\n"
        "try: main(json.loads(sys.argv[1]), prog_name='kg')\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "found = [sorted(sys.modules), opened, len(patterns)]\n"
        "print(json.dumps(found), file=sys.stderr)"
    )
    asked = json.dumps([*arguments, "--store", str(built.store)])
    done = subprocess.run(
        [sys.executable, "-c", code, asked], capture_output=True, text=True, check=True
    )
    modules, opened, patterns = json.loads(done.stderr.strip().rpartition("\n")[2])
    own = {name for name in modules if name.startswith("kg.")}
    return Started({name.partition(".")[0] for name in modules}, own, opened, patterns)
