"""A picture: a view that can be shown, saved and taken to other programs."""

from __future__ import annotations

import os
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ExportError

if TYPE_CHECKING:
    import networkx

    from kg.views.facts import Facts
    from kg.views.model import View

SUFFIXES = (".html", ".htm", ".graphml", ".gexf")
"""What a file's name may end in; anything else is written as HTML."""


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

    def save(self, path: str | Path) -> Path:
        """Write the page, or GraphML or GEXF if the name ends so; a file is replaced only whole.

        Raises:
            ExportError: the file cannot be written.
        """
        target = Path(path)
        data = self._bytes(target.suffix.lower())
        partial = target.with_name(f"{target.name}.{os.getpid()}.part")
        try:
            try:
                partial.write_bytes(data)
                partial.replace(target)
            finally:
                partial.unlink(missing_ok=True)
        except OSError as error:
            raise ExportError(
                f"写不了 {target}：{error.strerror or error} (cannot be written)"
            ) from error
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
