"""Build the wheel, install it into an empty environment, and compare it with the checkout.

Run by `make wheel-check` with the development environment's Python. Everything happens in a
temporary folder; the checkout is only read. Ends with 0 and one line, or with 1 and the reason.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import venv
import zipfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = {
    "ontology": "ontology",
    "queries": "queries",
    "build/vocabulary": "vocabulary",
    "build/sources": "sources",
}


class Failed(Exception):
    """A check did not hold."""


def run(command: Sequence[str | Path], cwd: Path, env: Mapping[str, str] | None = None) -> str:
    """Run a command and return what it printed; its talk goes into the message if it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=dict(env) if env is not None else None,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=900,
        check=False,
    )
    if done.returncode:
        shown = " ".join(str(part) for part in command)
        raise Failed(f"{shown}\n  ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def clean_environment() -> dict[str, str]:
    """The environment without anything that could lead a Python back to the checkout."""
    unwanted = ("KG_", "PYTHON", "VIRTUAL_ENV")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(unwanted)}
    return kept | {"PYTHONUTF8": "1"}


def data_files(folder: Path) -> set[str]:
    """The files below a folder that belong into a wheel, as relative paths with slashes."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def build(target: Path) -> Path:
    """Build the sdist and from it the wheel; return the wheel.

    `python -m build` in the checkout's root also shows that its folder build/ does not shadow the
    module of that name.
    """
    arguments = ["-m", "build", "--no-isolation", "--outdir", target, ROOT]
    run([sys.executable, *arguments], cwd=ROOT, env=clean_environment())
    (wheel,) = target.glob("*.whl")
    (sdist,) = target.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for needed in ("LICENSE", "README.md", "Makefile", "build/sources/manifest.csv"):
        if needed not in names:
            raise Failed(f"the sdist lacks {needed}")
    return wheel


def check_contents(wheel: Path) -> None:
    """Every data file of the checkout is in the wheel with the same bytes; nothing strange is."""
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.endswith("/")}
        for source, packaged in DATA.items():
            for name in sorted(data_files(ROOT / source)):
                inside = f"kg/_data/{packaged}/{name}"
                if inside not in names:
                    raise Failed(f"the wheel lacks {inside}")
                if archive.read(inside) != (ROOT / source / name).read_bytes():
                    raise Failed(f"the wheel changed {inside}")
    for name in sorted(names):
        top = name.partition("/")[0]
        if top != "kg" and not top.endswith(".dist-info"):
            raise Failed(f"the wheel would install a stray {name}")
        if name.startswith("kg/_data/") and name.endswith((".py", ".pyc")):
            raise Failed(f"the wheel carries code among its data: {name}")


def quads(python: Path, where: Path, env: Mapping[str, str]) -> list[str]:
    """Build the bundled lists with that Python and return the sorted N-Quads."""
    store = where / "store"
    run([python, "-m", "kg", "build", "--store", store], cwd=where, env=env)
    text = run(
        [python, "-m", "kg", "export", "--format", "nquads", "--store", store], cwd=where, env=env
    )
    lines = sorted(line for line in text.splitlines() if line)
    if not lines:
        raise Failed("an empty graph was exported")
    return lines


_ELSEWHERE = {"serve", "push", "mcp", "add", "replace", "remove", "undo", "correct"}
_THROUGH = {"contradictions", "load", "site", "validate"}
"""Commands that go through all of a store: two lists are enough for them."""
_TWO = "mulei-dongcheng-2025-07.txt", "yining-kalayagaqi-2025-07.txt"


def check_examples(python: Path, where: Path, env: Mapping[str, str]) -> int:
    """Run what the README, the docs and the help texts show with the installed program.

    Each command runs in a process and a folder of its own, two at a time: they know nothing of each other.
    """
    sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]
    import examples

    small = (ROOT / "tests" / "data" / "zhulin.txt").read_text("utf-8")

    def furnished(name: str) -> Path:
        folder = where / name
        folder.mkdir()
        examples.furnish(folder, small)
        return folder

    folder = furnished("examples")
    blocks = [block for _, text in examples.markdown() for block in examples.python_blocks(text)]
    lines = [line for line in examples.commands() if not examples.PLACEHOLDER.search(line)]
    for block in blocks:
        run([python, "-c", block], cwd=folder, env=env)
    calls = ["import kg", "graph = kg.open()", *examples.docstring_calls()]
    run([python, "-c", "\n".join(calls)], cwd=folder, env=env)
    two = where / "two"
    sources = [ROOT / "build" / "sources" / name for name in _TWO]
    run([python, "-m", "kg", "build", *sources, "--store", two], cwd=where, env=env)
    chosen: list[list[str]] = []
    for line in lines:
        arguments, stdin = examples.split(line)
        # Those that wait for others, or change a store in order, run from the checkout (test_examples).
        if arguments[0] in _ELSEWHERE or "--cluster" in arguments or stdin:
            continue
        if arguments == ["build"]:  # `quads` has run it
            continue
        if {"--confirm", "--reject"} & set(arguments):
            arguments += ["--vocabulary", "v"]
        if arguments[0] == "build":
            arguments += ["--store", "built"]
        chosen.append(arguments)

    def example(number: int, arguments: list[str]) -> None:
        own = {"KG_STORE": str(two)} if arguments[0] in _THROUGH else {}
        at = furnished(f"example-{number}")
        run([python, "-m", "kg", *arguments], cwd=at, env={**env, **own})

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(example, *one) for one in enumerate(chosen)]:
            done.result()
    return len(blocks) + len(calls) - 2 + len(chosen)


def main() -> None:
    """Run all checks in order."""
    strays = sorted(ROOT.joinpath("build").rglob("*.py"))
    if strays:
        raise Failed(f"Python files below build/ shadow `python -m build`: {strays}")
    with tempfile.TemporaryDirectory(prefix="wheel-check-") as name:
        work = Path(name)
        wheel = build(work / "dist")
        check_contents(wheel)

        home = work / "venv"
        venv.create(home, with_pip=True)
        scripts = sysconfig.get_path("scripts", "venv", {"base": str(home)})
        suffix = ".exe" if os.name == "nt" else ""
        python, command = Path(scripts, f"python{suffix}"), Path(scripts, f"kg{suffix}")
        env = clean_environment()
        run([python, "-m", "pip", "install", "--quiet", wheel], cwd=work, env=env)

        # An installed program must not write beside itself, and must not find the checkout.
        outside, inside = work / "outside", work / "inside"
        outside.mkdir()
        inside.mkdir()
        env |= {"HOME": str(outside), "LOCALAPPDATA": str(outside), "XDG_DATA_HOME": str(outside)}
        origin = run([python, "-c", "import kg; print(kg.__file__)"], cwd=outside, env=env).strip()
        if not Path(origin).resolve().is_relative_to(home.resolve()):
            raise Failed(f"the installed program runs from {origin}")
        run([command, "--help"], cwd=outside, env=env)
        installed = quads(python, outside, env)
        own = quads(Path(sys.executable), inside, clean_environment() | {"PYTHONPATH": str(ROOT)})
        if installed != own:
            only_installed, only_own = set(installed) - set(own), set(own) - set(installed)
            examples = sorted(only_installed)[:3] + sorted(only_own)[:3]
            raise Failed(
                f"the wheel builds another graph: {len(only_installed)} statements only there,"
                f" {len(only_own)} only in the checkout, for instance\n" + "\n".join(examples)
            )
        ran = check_examples(python, outside, env)
        print(f"wheel-check: {ran} examples of README, docs and help run")
        print(f"wheel-check: {wheel.name}: {len(installed)} statements, same as the checkout's")


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(f"wheel-check: {failure}")
