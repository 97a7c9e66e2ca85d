"""Triples: documents, Matters and what they share become lines of RDF.

In: values. Out: N-Triples lines, sorted and the same each time. Open ``documents`` first.
"""
