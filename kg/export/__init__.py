"""Exports: the graph in the formats other programs read."""
