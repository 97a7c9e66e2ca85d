"""The ontology as a web page, drawn by pyLODE from ``ontology/duty.ttl``."""

from __future__ import annotations

from kg.resources import folder


def ontology_page() -> str:
    """Return the page: every class and property with labels, definitions and examples.

    Nothing is fetched; the page holds links to other vocabularies but loads nothing from them.
    """
    from pylode import OntPub

    page = OntPub(ontology=str(folder("ontology") / "duty.ttl")).make_html()
    return str(page)
