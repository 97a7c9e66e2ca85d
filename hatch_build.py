"""Build hook: brings the SPARQL editor (JavaScript of others) into the wheel; nothing of it is committed.

``build/client/package-lock.json`` pins every package by its hash, and ``npm ci`` takes no other. Without npm
or a network the wheel is made without the editor: the plain form beside it does the same. ``python
hatch_build.py`` (or ``make client``) puts the files where a checkout finds them.

https://hatch.pypa.io/latest/plugins/build-hook/custom/
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
PINNED = ROOT / "build" / "client"
MADE = ROOT / "build" / "out" / "client"
EDITOR = "@zazuko/yasgui"
FILES = ("yasgui.min.js", "yasgui.min.css")
_PATIENCE = 300
_SOURCE_MAP = "//# sourceMappingURL="


def make(target: Path) -> None:
    """Fetch the editor into ``target``: its two files, the licences of all it is made of, a manifest.

    Raises:
        OSError: npm cannot be started, a file is missing.
        subprocess.SubprocessError: npm fails: no network, another hash.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise FileNotFoundError("npm is not installed")
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for file in ("package.json", "package-lock.json"):
            shutil.copy(PINNED / file, work)
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(  # noqa: S603 - npm itself, no shell
            command, cwd=work, check=True, timeout=_PATIENCE, stdout=subprocess.DEVNULL
        )
        lock = json.loads((work / "package-lock.json").read_text("utf-8"))
        packages = {key: value for key, value in lock["packages"].items() if key}
        manifest: dict[str, Any] = {"files": {}, "packages": {}}
        target.mkdir(parents=True, exist_ok=True)
        for file in FILES:
            text = (work / "node_modules" / EDITOR / "build" / file).read_text("utf-8")
            # The address of a source map would make developer tools ask for a file that is not there.
            text = text.replace(_SOURCE_MAP, "//  sourceMappingURL=")
            (target / file).write_text(text, "utf-8", newline="\n")
            manifest["files"][file] = "sha512-" + hashlib.sha512(text.encode()).hexdigest()
        licences = []
        for key, value in sorted(packages.items()):
            name = key.rpartition("node_modules/")[2]
            manifest["packages"][name] = {
                k: value.get(k) for k in ("version", "license", "integrity")
            }
            licences.append(f"{name} {value['version']} ({value.get('license', 'see below')})\n")
            licences += [text.read_text("utf-8", "replace") for text in _texts(work / key)]
            licences.append("\n" + "-" * 72 + "\n")
        (target / "LICENSES.txt").write_text("\n".join(licences), "utf-8", newline="\n")
        shown = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
        (target / "manifest.json").write_text(shown, "utf-8", newline="\n")


def _texts(package: Path) -> list[Path]:
    """The licence files of a package."""
    return sorted(p for p in package.iterdir() if p.name.lower().startswith(("license", "licence")))


def main() -> int:
    """Make the editor's files for a checkout."""
    try:
        make(MADE)
    except (OSError, subprocess.SubprocessError) as error:
        sys.stderr.write(
            f"没有装上查询编辑器，用普通表单 (no editor, the plain form is used): {error}\n"
        )
        return 1
    sys.stdout.write(f"{MADE}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
else:
    try:
        from hatchling.builders.hooks.plugin.interface import BuildHookInterface
    except ImportError:  # imported by a test, without hatchling
        pass
    else:

        class EditorHook(BuildHookInterface):  # type: ignore[type-arg]
            """Hatchling's hook: the files go into ``kg/_data/client`` of a wheel."""

            PLUGIN_NAME = "custom"

            def initialize(self, version: str, build_data: dict[str, Any]) -> None:
                """Make the files, or say why not."""
                if version == "editable" or os.environ.get("KG_BUILD_EDITOR") == "0":
                    return
                try:
                    make(MADE)
                except (OSError, subprocess.SubprocessError) as error:
                    self.app.display_warning(f"the wheel has no SPARQL editor: {error}")
                    return
                build_data["force_include"][str(MADE)] = "kg/_data/client"
