"""Querying: the library of questions, names looked up, other stores, and the graph validated.

In: an open graph (here or at an endpoint), names as people write them. Out: rows. Open ``library`` first.
"""
