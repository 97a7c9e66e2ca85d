"""The site: pages for people over one graph, made inside a worker.

A request becomes a :class:`kg.web.site.page.Page`: what is shown, as tables whose rows carry their
source, and what it is about. The page is then written in the format that was asked for: HTML, CSV,
XLSX, JSON or RDF. Nothing here knows HTTP.
"""
