"""Comparing: two sides, editions, contradictions, load, what a reform touches.

In: an open graph. Out: frozen values with their evidence; ``kg.export.reports`` writes them. Open
``comparison`` first; ``rows`` reads, ``texts`` compares wording, ``sides`` knows what a name means.
"""
