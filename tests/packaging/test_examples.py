"""What the README, the docs, the help texts and docstrings show is what happens.

One example of each command runs in a fresh process, as a person's does; the others, whose start would be the
same again, run in this one.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import traceback
from pathlib import Path

import examples
import pytest
from click.testing import CliRunner

from kg.building import Build
from kg.cli import main
from kg.store.graph import Graph

ENDLESS = ("serve", "push", "mcp")
"""Commands that wait for others: their examples are read, their work has tests of its own."""
WRITING = ("build", "add", "replace", "remove", "undo", "correct")
"""Commands that change a store: they get one of their own."""
THROUGH = ("contradictions", "load", "impact --vocabulary")
"""Commands that go through all of a store, or read its lists again: two lists are enough for them."""
WHOLE = ("site", "validate")
"""Commands that look at every line and page, whatever stands there: a small list is enough for them."""
COMMANDS = examples.commands()


FIRST = {examples.split(line)[0][0]: line for line in reversed(COMMANDS)}
"""Command → its first example."""


@pytest.fixture
def home(tmp_path: Path, small_text: str) -> Path:
    """A folder with the files that examples name."""
    examples.furnish(tmp_path, small_text)
    return tmp_path


def environment(home: Path, store: Path) -> dict[str, str]:
    return os.environ | {
        "KG_STORE": str(store),
        "KG_VOCABULARY": "",
        "HOME": str(home),
        "PYTHONPATH": str(examples.ROOT),
        "PYTHONUTF8": "1",
    }


def run(
    code: list[str], home: Path, store: Path, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    data = (home / stdin).read_text("utf-8") if stdin else None
    return subprocess.run(
        [sys.executable, *code],
        cwd=home,
        env=environment(home, store),
        input=data,
        capture_output=True,
        encoding="utf-8",
    )


def test_there_are_examples() -> None:
    assert len(COMMANDS) > 60
    assert len(examples.docstring_calls()) >= 2
    assert sum(line.startswith("kg view ") for line in COMMANDS) > 8


NO_COMMAND = frozenset("graph import tests".split())
"""Words of code behind the name of the package."""


def test_commands_and_options_exist_wherever_they_are_named() -> None:
    wrong = []
    for path, name, rest in examples.mentions():
        if name not in main.commands:
            if name not in NO_COMMAND:
                wrong.append((path, name))
            continue
        known = {o for p in main.commands[name].params for o in p.opts} | {"--help"}
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", rest.partition("kg ")[0]):
            if option not in known:
                wrong.append((path, f"{name} {option}"))

    assert wrong == []


def test_targets_of_make_exist_wherever_they_are_named() -> None:
    makefile = (examples.ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = {
        target
        for _, text in (*examples.markdown(), ("Makefile", makefile))
        for target in re.findall(r"`make ([a-z-]+)|^# make ([a-z-]+)", text)
        for target in filter(None, target)
    }

    assert len(named) > 8
    assert named <= targets


def test_links_of_the_texts_lead_to_files() -> None:
    broken = []
    for name in ("README.md", "CHANGELOG.md", "docs", "build"):
        at = examples.ROOT / name
        for path in [at] if at.is_file() else sorted(at.rglob("*.md")):
            for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
                if "node_modules" not in path.parts and not (path.parent / link).exists():
                    broken.append((path.relative_to(examples.ROOT).as_posix(), link))

    assert broken == []


@pytest.mark.usefixtures("remembered")
@pytest.mark.parametrize(
    "line", [line for line in COMMANDS if not examples.PLACEHOLDER.search(line)]
)
def test_an_example_runs_as_it_is_printed(
    line: str,
    home: Path,
    five: Build,
    again: Path,
    two: Path,
    small_graph: Graph,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    arguments, stdin = examples.split(line)
    if arguments[0] in ENDLESS or "--cluster" in arguments:
        pytest.skip("waits for others")
    if {"--confirm", "--reject"} & set(arguments):  # else the decision is kept in the checkout
        arguments += ["--vocabulary", str(home / "v")]
    through = {arguments[0], " ".join(arguments[:2])} & {*THROUGH}
    store = two if through else five.store
    if arguments[0] in WHOLE:
        store = small_graph.directory
    if arguments[0] in WRITING:
        store = home / "store"
    if arguments == ["build"]:  # ``again`` has run it; this one finds its store there
        shutil.copytree(again, store)
    elif arguments[0] in WRITING and arguments[0] != "build":
        shutil.copytree(two, store)
    if line == FIRST[arguments[0]]:
        done = run(["-m", "kg", *arguments], home, store, stdin)
        code, said = done.returncode, done.stderr
    else:
        code, said = here(arguments, home, store, stdin, monkeypatch)

    assert code == 0, said
    assert "Traceback" not in said


def here(
    arguments: list[str], home: Path, store: Path, stdin: str, monkeypatch: pytest.MonkeyPatch
) -> tuple[int, str]:
    """Run a command in this process; its exit code and what it said."""
    monkeypatch.chdir(home)
    for name, value in environment(home, store).items():
        monkeypatch.setenv(name, value)
    data = (home / stdin).read_text("utf-8") if stdin else None
    done = CliRunner().invoke(main, arguments, input=data)
    trace = "".join(traceback.format_exception(*done.exc_info)) if done.exit_code else ""  # type: ignore[misc]
    return done.exit_code, done.stderr + trace


@pytest.mark.parametrize("line", COMMANDS)
def test_an_example_has_only_options_that_exist(line: str) -> None:
    arguments, _ = examples.split(line)
    command = main.commands[arguments[0]]
    known = {name for parameter in command.params for name in parameter.opts}

    assert {a.partition("=")[0] for a in arguments if a.startswith("-") and a != "-"} <= known


@pytest.mark.parametrize(
    ("name", "text"), [(n, t) for n, t in examples.markdown() if examples.python_blocks(t)]
)
def test_python_snippets_run_as_printed(name: str, text: str, home: Path, again: Path) -> None:
    shutil.copytree(again, home / "store")
    for block in examples.python_blocks(text):
        done = run(["-W", "error", "-c", block], home, home / "store")

        assert done.returncode == 0, f"{name}\n{done.stderr}"


def test_calls_in_docstrings_work(home: Path, five: Build) -> None:
    code = "import kg\ngraph = kg.open()\n" + "\n".join(examples.docstring_calls())
    done = run(["-c", code], home, five.store)

    assert done.returncode == 0, done.stderr


def test_the_function_records_survives_the_work_of_the_others(home: Path, five: Build) -> None:
    code = (
        "import kg, pkgutil, importlib\n"
        "for m in pkgutil.walk_packages(kg.__path__, 'kg.'):\n"
        # The networks need torch, which only training does.
        "    if m.name.endswith(('__main__', *(f'asking.training.{n}' for n in "
        "('encoding', 'nets', 'networks', 'softmax', 'understanding')), "
        "'checking.training.nearing')): continue\n"
        "    importlib.import_module(m.name)\n"
        "bad = [n for n in kg.__all__ if isinstance(getattr(kg, n), type(kg))]\n"
        "assert not bad, bad\n"
    )
    done = run(["-c", code], home, five.store)

    assert done.returncode == 0, done.stderr


def test_options_of_the_readme_exist() -> None:
    lines = (examples.ROOT / "README.md").read_text("utf-8").splitlines()
    rows = [(found[1], line) for line in lines if (found := re.match(r"\| `kg (\w+)", line))]

    assert len(rows) > 10
    for command, line in rows:
        said = CliRunner().invoke(main, [command, "--help"]).output
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", line):
            assert option in said, f"{command}: {option}"
