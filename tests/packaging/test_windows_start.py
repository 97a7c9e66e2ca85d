"""The Windows start file, read by the rules of cmd.exe: it cannot be run on other systems.

https://ss64.com/nt/syntax-esc.html, https://learn.microsoft.com/windows-server/administration/windows-commands/cmd.
The few commands it has are also carried out here, with a ``py`` and a ``python`` that have the program or not.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docs" / "operating" / "start-windows.bat"
LINES = FILE.read_bytes().decode("utf-8").split("\r\n")
ALLOWED = (
    "@echo off",
    "setlocal",
    "rem ",
    "chcp ",
    "set ",
    "%PYTHON% ",
    "if ",
    "echo",
    "pause",
    "exit ",
    ")",
)
"""What lines begin with: no labels, which cmd.exe looks for by bytes, and no loops, which expand otherwise."""
SERVES = "%PYTHON% -m kg serve --port 0 --open"


def test_lines_end_as_on_windows_and_stay_so_in_a_checkout() -> None:
    raw = FILE.read_bytes()

    assert raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n") == len(LINES) - 1
    assert LINES[-1] == ""
    assert "*.bat text eol=crlf" in (ROOT / ".gitattributes").read_text("utf-8").splitlines()


def test_cmd_reads_no_byte_in_the_wrong_code_page() -> None:
    """Before ``chcp`` it has that of the machine; older versions lose their place after lines that have Chinese."""
    chinese = [number for number, line in enumerate(LINES) if not line.isascii()]

    assert not FILE.read_bytes().startswith(b"\xef\xbb\xbf"), (
        "a BOM stands before the first command"
    )
    assert LINES.index("chcp 65001 >nul") < LINES.index(f"  {SERVES}") < chinese[0]
    assert all(line.startswith(("echo", "pause", "exit /b 1")) for line in LINES[chinese[0] : -1])


def test_there_is_nothing_but_plain_commands() -> None:
    for line in filter(None, LINES):
        assert line.strip().startswith(ALLOWED), line
        assert line == line.rstrip(), "a blank at the end would become part of a value"
        assert len(line) < 1_000


def test_what_is_said_has_no_sign_of_cmd() -> None:
    said = [line for line in LINES if line.strip().startswith("echo") and line != "echo."]

    assert len(said) > 4
    assert not [line for line in said[1:] if set(line) & set('()&|<>^!"%')]


def test_quotes_are_closed_and_variables_are_set_here() -> None:
    for line in LINES:
        assert line.startswith("rem ") or line.count('"') % 2 == 0, line
        assert line.count("%") % 2 == 0
        assert set(re.findall("%([^%]*)%", line)) <= {"PYTHON"}
    values = [line for line in LINES if "set " in line and not line.startswith(("rem", "setlocal"))]
    assert values
    assert all(re.search(r'\bset "[A-Z0-9]+=[^"%]+"$', line) for line in values)
    assert LINES.index("setlocal") < min(map(LINES.index, values))


def test_it_goes_by_no_folder() -> None:
    """One with blanks, Chinese, ``&`` or on a share would have to be quoted just so."""
    told = " ".join(line for line in LINES if not line.startswith(("rem", "echo")))

    assert "~dp0" not in told
    assert "cd " not in told
    assert "\\" not in told


def carried_out(has: set[str]) -> tuple[list[str], int]:
    """What is run and said where these of py and python can import the program, and how it ends."""
    values: dict[str, str] = {}
    told: list[str] = []
    failed, skipping = 0, False
    for line in map(str.strip, LINES):
        for name, value in values.items():
            line = line.replace(f"%{name}%", value)
        if skipping:
            skipping = line != ")"
            continue
        if found := re.fullmatch(r"if (not )?errorlevel 1 (.*)", line):
            if (failed >= 1) == bool(found[1]):
                skipping = found[2] == "("
                continue
            line = "" if found[2] == "(" else found[2]
        if found := re.fullmatch(r'set "(\w+)=(.*)"', line):
            values[found[1]] = found[2]
        elif line.startswith(("py ", "python ")):
            if "-c" in line:
                failed = 0 if line.split()[0] in has else 9009
            else:
                told.append(line)
                failed = 0
        elif line.startswith("echo "):
            told.append(line)
        elif line.startswith("exit /b"):
            return told, int(line.removeprefix("exit /b") or failed)
    raise AssertionError("it comes to no end")


@pytest.mark.parametrize(
    ("has", "runs"),
    [({"py"}, "py -3"), ({"python"}, "python"), ({"py", "python"}, "py -3")],
)
def test_the_python_that_has_the_program_starts_it(has: set[str], runs: str) -> None:
    told, code = carried_out(has)

    assert told == [SERVES.replace("%PYTHON%", runs)]
    assert code == 0


def test_where_none_has_it_one_is_told_what_to_do_in_both_languages() -> None:
    told, code = carried_out(set())

    assert code == 1
    assert not any("serve" in line for line in told)
    assert any("没有 Python" in line for line in told)
    assert any("没有安装 duty-kg" in line for line in told)
    assert any("pip install duty-kg" in line and line.isascii() for line in told)


def test_what_python_is_asked_is_python() -> None:
    asked = {found[1] for line in LINES if (found := re.search(r'-c "([^"]+)"', line))}

    assert asked
    for program in asked:
        assert (
            subprocess.run([sys.executable, "-c", program], check=False, cwd=ROOT).returncode == 0
        )
