"""Meaning: how likely a text means a row of a list, and why.

In: rows (:class:`~kg.meaning.rows.Row`) and a text: a topic, a pasted task, a complaint, another
row. Out: the rows it may mean, each with a calibrated probability and the evidence for it, and a
decision: match, ambiguous or none. Open :mod:`kg.meaning.meaning` first; :mod:`kg.meaning.index`
finds the candidates, :mod:`kg.meaning.evidence` measures them, :mod:`kg.meaning.model` weighs the
evidence and :mod:`kg.meaning.train` learns the weights.
"""
