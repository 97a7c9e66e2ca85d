"""Bodies: who a list speaks of — places, the written forms of offices, and who does what by which words.

In: cells and clauses as text, the vocabulary. Out: resolved bodies and responsibilities.
Open ``names`` first, then ``attribution``.
"""
