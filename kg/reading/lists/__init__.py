"""Lists: from the blocks of a document to its tables, with the titles above them.

In: blocks. Out: :class:`kg.reading.lists.found.ListReading`. Open ``reader`` first; ``outside`` has
the paragraphs around tables, ``joining`` the broken rows within them.
"""
