"""Store: generations of the graph on disk, what is prepared beside it, and the gate before its queries.

In: lines of RDF and texts. Out: an open :class:`kg.store.graph.Graph`. Open ``generations`` and ``graph`` first.
"""
