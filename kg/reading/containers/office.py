"""Old word processors' files (.doc, .wps, .rtf): turned into .docx by LibreOffice where it is there.

It runs in a folder and with a profile of its own, without macros and with a time limit; without it
one sentence says how to save the file.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from kg.errors import reason
from kg.reading.containers.kinds import Kind
from kg.reading.containers.limits import MAX_FILE_BYTES, Refused

_SECONDS = 150
_SUFFIXES = {Kind.OLD_WORD: ".doc", Kind.RTF: ".rtf"}
_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def soffice() -> str | None:
    """The program of LibreOffice, if it is installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found:
        return found
    return next((place for place in _PLACES if Path(place).is_file()), None)


def to_docx(data: bytes, kind: Kind) -> bytes:
    """The document as .docx.

    Raises:
        Refused: there is no LibreOffice here, or it cannot open the file.
    """
    program = soffice()
    if program is None:
        raise Refused(
            "unknown-format",
            f"这是{kind.zh}；请用 WPS 或 Word 打开，另存为 .docx 再读"
            "（装有 LibreOffice 时可直接读） (save as .docx)",
        )
    with tempfile.TemporaryDirectory(prefix="kg-doc-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        source = home / f"list{_SUFFIXES[kind]}"
        source.write_bytes(data)
        profile = home / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
        command = [
            program,
            f"-env:UserInstallation={(home / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "docx",
            "--outdir",
            str(home / "out"),
            str(source),
        ]
        _run(command, home)
        made = home / "out" / "list.docx"
        if not made.is_file() or made.stat().st_size > MAX_FILE_BYTES:
            what = f"{kind.zh}打不开，文件可能损坏；请用 WPS 或 Word 另存为 .docx (not converted)"
            raise Refused("damaged", what)
        return made.read_bytes()


def _run(command: list[str], home: Path) -> None:
    """Run LibreOffice; it and what it starts end with the time limit."""
    try:
        process = subprocess.Popen(  # noqa: S603 - our own arguments, no shell
            command,
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"HOME": str(home), "TMPDIR": str(home)},
            start_new_session=sys.platform != "win32",
        )
    except OSError as error:
        raise Refused("unreadable", f"LibreOffice 启动不了：{reason(error)}") from error
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired as error:
        what = f"LibreOffice 用了 {_SECONDS} 秒没有转换完；请用 WPS 或 Word 另存为 .docx"
        raise Refused("too-large", what) from error
    finally:
        if process.poll() is None:
            if sys.platform != "win32":
                import signal

                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.wait()
