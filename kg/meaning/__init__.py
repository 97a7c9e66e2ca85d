"""Meaning: how likely a text means a row of a list, or two duties are the same, and why.

In: rows (:class:`~kg.meaning.rows.Row`) and texts as plain values, the vocabulary; no graph. Out:
the rows a text may mean, each with a calibrated probability and the evidence for it, and a
decision: match, ambiguous or none. Open :mod:`kg.meaning.meaning` first; :mod:`kg.meaning.index`
finds the candidates, :mod:`kg.meaning.evidence` measures them, :mod:`kg.meaning.model` weighs the
evidence and :mod:`kg.meaning.train` learns the weights. :mod:`kg.meaning.same_duty` compares the
rows of two lists.
"""
