"""Sayings: what people said of duties in words that no list has, and what that tells of new texts.

In: a text, and the Matters that meaning ranks for it. Out: the Matters with their probabilities.
Made by training from ``build/training``: ``sorting.bin`` (a linear classifier), ``told.bin`` (the
nearest sayings), ``recalling.json`` (how both are weighed), ``understanding.bin`` (duties by the sense
of a text) and ``hearing.json`` (how stories are heard).
"""
