"""A picture: a view that can be shown, saved and taken to other programs."""

from __future__ import annotations

import os
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from kg.errors import ExportError, UsageError, reason

if TYPE_CHECKING:
    import networkx

    from kg.views.facts import Facts
    from kg.views.model import View

SUFFIXES = (".html", ".htm", ".graphml", ".gexf")
"""What a file's name may end in; anything else is refused."""


class Picture:
    """A view with its page; in a notebook it displays itself."""

    def __init__(self, facts: Facts, view: View) -> None:
        """Keep the view; the page is made when first asked for."""
        self.view = view
        self._facts = facts

    @cached_property
    def html(self) -> str:
        """The page: one HTML file that needs nothing else."""
        from kg.views.page import render

        return render(self._facts, self.view)

    def to_networkx(self) -> networkx.MultiGraph[str]:
        """The picture's nodes and edges with their positions."""
        from kg.views.networks import to_networkx

        return to_networkx(self._facts, self.view)

    def save(self, path: str | Path, *, split: bool = False) -> Path:
        """Write the page, or GraphML or GEXF if the name ends so; a file is replaced only whole.

        With ``split`` script and style are files in a folder ``NAME_files`` beside the page, as a host with
        a strict Content Security Policy wants them.

        Raises:
            UsageError: the name ends in a format that is not made.
            ExportError: the file cannot be written.
        """
        target = Path(path)
        suffix = target.suffix.lower()
        if suffix not in SUFFIXES:
            raise UsageError(
                f"不会写 {target.suffix or target.name}，可用 {' '.join(SUFFIXES)}；"
                "PNG、SVG 请在打开的图里点“存为 PNG”“存为 SVG”，PDF 请打印成 PDF"
                " (cannot write that format; a page saves PNG and SVG itself, and prints to PDF)"
            )
        if split and suffix in {".html", ".htm"}:
            return self._split(target)
        data = self._bytes(suffix)
        partial = target.with_name(f"{target.name}.{os.getpid()}.part")
        try:
            try:
                partial.write_bytes(data)
                partial.replace(target)
            finally:
                partial.unlink(missing_ok=True)
        except OSError as error:
            raise ExportError(f"写不了 {target}：{reason(error)} (cannot be written)") from error
        return target

    def _split(self, target: Path) -> Path:
        from kg.views.page import assets, render

        folder = target.with_name(f"{target.stem}_files")
        page = render(self._facts, self.view, assets=f"{quote(folder.name)}/")
        try:
            folder.mkdir(exist_ok=True)
            for name, text in assets().items():
                if f"/{name}" in page:
                    (folder / name).write_text(text, "utf-8", newline="\n")
            target.write_text(page, "utf-8", newline="\n")
        except OSError as error:
            raise ExportError(f"写不了 {target}：{reason(error)} (cannot be written)") from error
        return target

    def _bytes(self, suffix: str) -> bytes:
        if suffix in {".graphml", ".gexf"}:
            from kg.views.networks import write

            return write(self.to_networkx(), suffix[1:])
        return self.html.encode()

    def _repr_html_(self) -> str:
        """The page in a frame of its own, cut off from the notebook."""
        page = escape(self.html, quote=True)
        return (
            f'<iframe srcdoc="{page}" sandbox="allow-scripts allow-downloads allow-modals"'
            ' style="width:100%;height:640px;border:1px solid #ccc" title="duty-kg"></iframe>'
        )
