"""RDF: the terms of the ontology, the IRIs of the data, and N-Triples lines in order.

In: values. Out: names and lines of text; no graph engine. Open ``terms`` first, then ``iris``.
"""
