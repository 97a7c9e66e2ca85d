"""Meaning: how likely a text means a duty, or two duties are the same, with named evidence.

In: texts and rows as plain values, the vocabulary; no graph. Out: scores with their reasons.
"""
