"""Vocabulary: the tables that people edit (build/vocabulary/), loaded, checked and laid over each other.

In: CSV folders. Out: one frozen :class:`Vocabulary` and the tables of other rooms. Open ``loading`` first.
"""
