"""Things: the page of one node of the graph, told by its IRI (a duty, a body, a place, any other)."""
