"""A command starts quickly for a reason that can be seen: what it does not need is not there."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kg.cli import main
from kg.commands.listed import Commands


def test_help_imports_no_command() -> None:
    assert loaded("--help", "kg.commands") == {"kg.commands", "kg.commands.listed"}


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
