"""The page of a view: one HTML file that asks nobody for anything.

vis-network comes from the pyvis wheel and is written into the page; pyvis renders through the
template of this folder. A Content Security Policy in the page lets only these two scripts run,
by their hashes, and lets nothing be fetched.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.citing import cited
from kg.views.model import CANVAS_FROM, View
from kg.views.payload import payload
from kg.views.words import KINDS

if TYPE_CHECKING:
    from jinja2 import Environment

    from kg.views.facts import Facts

TEMPLATES: Final = Path(__file__).resolve().parent / "templates"
_SCRIPTS: Final = ("state", "paint", "panel", "table", "save", "matrix")
_STAGES: Final = {
    "vis": ("stage_vis",),
    "canvas": ("stage_vis", "stage_canvas"),
    "none": ("stage_vis",),
}
_PLAIN_UP_TO: Final = 2_000
"""Duties up to which a page has them as a plain table besides."""
_OPTIONS: Final[dict[str, Any]] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "dragNodes": False,
        "keyboard": False,
        "selectConnectedEdges": False,
        "hoverConnectedEdges": False,
        "hideEdgesOnDrag": False,
        "tooltipDelay": 1_000_000,
    },
    "nodes": {"shape": "custom", "chosen": False},
    "edges": {"chosen": False, "smooth": False, "arrows": {"to": {"scaleFactor": 0.6}}},
}


def render(facts: Facts, view: View, *, assets: str = "") -> str:
    """The page of ``view`` as HTML; the same graph gives the same text.

    With ``assets``, the address of a folder, script and style are files there (see :func:`assets`),
    as a server with a strict Content Security Policy wants them; else they are in the page.
    """
    page = payload(facts, view)
    renderer = _renderer(view)
    script = _own_script(renderer)
    values: dict[str, Any] = {
        "page": page,
        "picture": renderer != "none",
        "renderer": renderer,
        "assets": assets,
        "plain": _plain(facts, view),
        "style": _safe(shared_style() + _read("style.css")),
        "script": _safe(script),
        "script_hashes": _safe(_hash(script)),
    }
    if renderer != "vis":
        from jinja2 import Environment, FileSystemLoader

        environment = Environment(loader=FileSystemLoader(TEMPLATES, "utf-8"), autoescape=True)
        _prepare(environment)
        return environment.get_template("page.html").render(values)
    return _through_pyvis(view, values)


def _plain(facts: Facts, view: View) -> list[tuple[str, ...]]:
    """The duties behind the picture as rows, for whom no script runs; beyond some, nothing."""
    wanted = set(view.duties())
    if view.sums or len(wanted) > _PLAIN_UP_TO:
        return []
    return [
        (
            facts.name(duty.township),
            f"{KINDS[duty.kind][0]} {duty.printed or duty.number}",
            duty.name,
            "、".join(map(facts.name, duty.departments())),
            cited(duty.document, duty.line, duty.locator),
        )
        for duty in facts.those(wanted)
    ]


def assets() -> dict[str, str]:
    """The files a page with ``assets`` asks for: name → text."""
    scripts = {f"view-{renderer}.js": _own_script(renderer) for renderer in _STAGES}
    return scripts | {
        "view.css": shared_style() + _read("style.css"),
        "vis-network.js": vis_network(),
    }


def shared_style() -> str:
    """The style that pages of the site have too: one set of colours, of type, of tables on a phone."""
    return _read("shared.css")


def _through_pyvis(view: View, values: dict[str, Any]) -> str:
    from pyvis.network import Network

    library = vis_network()
    values |= {
        "vis_network": _safe(library),
        "vis_options": _OPTIONS,
        "script_hashes": _safe(f"{_hash(library)} {_hash(values['script'])}"),
    }
    net = Network(directed=True, height="100%", width="100%")
    net.set_template_dir(str(TEMPLATES), "page.html")
    net.templateEnv.autoescape = True
    _prepare(net.templateEnv)
    net.templateEnv.globals.update(values)
    # add_edge is quadratic and drops parallel edges: everything is assigned in bulk.
    net.nodes = [
        {"id": f"n{index}", "x": node.x, "y": node.y, "shape": "custom"}
        for index, node in enumerate(view.nodes)
    ]
    ids = {node.key: f"n{index}" for index, node in enumerate(view.nodes)}
    net.edges = [
        {"id": f"e{index}", "from": ids[edge.source], "to": ids[edge.target]}
        for index, edge in enumerate(view.edges)
    ]
    return str(net.generate_html("page.html"))


def _renderer(view: View) -> str:
    if view.kind == "matrix":
        return "none"
    return "canvas" if len(view.nodes) > CANVAS_FROM else "vis"


def vis_network() -> str:
    """The vis-network library that lies inside the pyvis wheel."""
    import pyvis

    folder = Path(pyvis.__file__).resolve().parent / "templates" / "lib"
    files = sorted(folder.glob("vis-*/vis-network.min.js"))
    text = files[-1].read_text("utf-8")
    # A comment's address of a source map would make developer tools ask for it.
    return text.replace("//# sourceMappingURL=", "//  sourceMappingURL=")


def _own_script(renderer: str) -> str:
    names = (*_SCRIPTS, *_STAGES[renderer], "main")
    parts = [_read(f"{name}.js") for name in names]
    return '(() => {\n"use strict";\n' + "\n".join(parts) + "\n})();"


def _prepare(environment: Environment) -> None:
    environment.policies["json.dumps_kwargs"] = {
        "ensure_ascii": False,
        "separators": (",", ":"),
        "sort_keys": True,
    }


def _read(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8")


def _safe(text: str) -> str:
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 -- our own files and hashes only, never data


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
