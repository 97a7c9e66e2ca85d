"""Planning: the duties of a frame, found with as few look-ups as possible, and the query for them.

In: a :class:`~kg.asking.frame.Frame`. Out: duties in order, their number, their departments,
categories and Matters. Open :mod:`kg.asking.planning.plan` first.
"""
