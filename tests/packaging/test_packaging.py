"""The project's frame: bundled files are what the manifest says, and every folder is found."""

from __future__ import annotations

import csv
import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from kg import errors, resources

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "build" / "sources"


def manifest() -> list[dict[str, str]]:
    with (SOURCES / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_no_python_file_below_build_because_it_would_shadow_the_build_module() -> None:
    assert [str(path) for path in (ROOT / "build").rglob("*.py")] == []


def test_bundled_lists_have_the_checksums_of_the_manifest() -> None:
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in SOURCES.glob("*.txt")
    }
    assert found == {row["file"]: row["sha256"] for row in manifest()}


def test_manifest_is_sorted_complete_and_its_codes_nest() -> None:
    rows = manifest()
    assert [row["file"] for row in rows] == sorted(row["file"] for row in rows)
    for row in rows:
        empty = {column for column, value in row.items() if not value}
        assert empty <= {"date_as_printed"}
        assert row["code_scheme"] == "mca"
        assert re.fullmatch(r"[0-9]{9}", row["township_code"])
        assert row["township_code"].startswith(row["county_code"])
        assert row["county_code"].startswith(row["prefecture_code"][:4])
        assert row["prefecture_code"].startswith(row["province_code"][:2])


def test_printed_dates_stand_in_the_documents() -> None:
    for row in manifest():
        text = (SOURCES / row["file"]).read_text(encoding="utf-8")
        cover = "\n".join(text.splitlines()[:12])
        if row["date_as_printed"]:
            assert row["date_as_printed"] in cover
        else:
            assert not re.search(r"20[0-9]{2}\s*年\s*[0-9]{1,2}\s*月", cover)


@pytest.mark.parametrize("path", sorted(SOURCES.glob("*")), ids=lambda path: path.name)
def test_bundled_file_names_work_on_every_system(path: Path) -> None:
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]*", path.name)


@pytest.mark.skipif(
    shutil.which("git") is None or not (ROOT / ".git").exists(), reason="not a git checkout"
)
def test_git_leaves_the_bytes_of_the_lists_alone() -> None:
    names = [f"build/sources/{row['file']}" for row in manifest()]
    # Whoever owns the checkout: git refuses to read another user's unless told to.
    command = ["git", "-c", "safe.directory=*", "check-attr", "text", "--", *names]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert done.stdout.splitlines() == [f"{name}: text: unset" for name in names]


def test_the_environment_of_make_works_in_a_folder_of_any_name() -> None:
    """Python before 3.13 reads the path to the checkout in the system's encoding."""
    if Path(sys.prefix).parent != ROOT:
        pytest.skip("not run in the environment that make made")
    (pointer,) = Path(sysconfig.get_path("purelib")).glob("*duty_kg.pth")

    assert (pointer.parent / pointer.read_text("ascii")).resolve() == ROOT
    assert not Path(pointer.read_text("ascii")).is_absolute()


@pytest.mark.parametrize("name", resources.NAMES)
def test_each_folder_is_found_and_has_files(name: resources.Name) -> None:
    folder = resources.folder(name)
    assert folder.is_absolute()
    assert any(path.is_file() for path in folder.iterdir())


def test_packaged_folder_goes_before_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packaged = tmp_path / "kg" / "_data" / "sources"
    beside = tmp_path / "build" / "sources"
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "kg")
    with pytest.raises(FileNotFoundError, match="sources"):
        resources.folder("sources")
    beside.mkdir(parents=True)
    assert resources.folder("sources") == beside
    packaged.mkdir(parents=True)
    assert resources.folder("sources") == packaged


def test_unknown_folder_is_refused() -> None:
    with pytest.raises(ValueError, match="secrets"):
        resources.folder("secrets")  # type: ignore[arg-type]


def test_default_store_of_a_checkout_is_the_ignored_folder() -> None:
    assert resources.in_checkout()
    assert resources.default_store() == ROOT / "build" / "out" / "graph"


@pytest.mark.parametrize(
    ("platform", "variable", "parts"),
    [
        ("linux", "XDG_DATA_HOME", (".local", "share")),
        ("win32", "LOCALAPPDATA", ("AppData", "Local")),
        ("darwin", None, ("Library", "Application Support")),
    ],
)
def test_default_store_of_an_installation_is_in_the_users_data_directory(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    platform: str,
    variable: str | None,
    parts: tuple[str, ...],
) -> None:
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "site-packages" / "kg")
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setenv("KG_STORE", str(tmp_path / "elsewhere"))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    usual = tmp_path.joinpath(*parts, "duty-kg", "graph")
    assert resources.default_store() == usual
    if variable:
        monkeypatch.setenv(variable, "relative" + os.sep + "path")
        assert resources.default_store() == usual
        monkeypatch.setenv(variable, str(tmp_path / "data"))
        assert resources.default_store() == tmp_path / "data" / "duty-kg" / "graph"


def test_one_except_catches_every_expected_error_and_shows_its_message() -> None:
    kinds = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, Exception)
    ]
    assert len(kinds) >= 7
    for kind in kinds:
        error = kind("读不了 (cannot read)")
        assert isinstance(error, errors.KgError)
        assert str(error) == "读不了 (cannot read)"
        assert error.findings == ()
    assert issubclass(errors.StoreMissing, errors.StoreError)
    assert errors.UsageError.exit_code == 2
    assert errors.InputError.exit_code == 1
