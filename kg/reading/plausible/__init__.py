"""Plausible: whether rows look like rows of such a list, each check in a module of its own.

In: duties as read. Out: problems that name the row. Open ``judge`` first; ``sides`` and ``topics`` compare
cells by trained tables, ``cells`` and ``endings`` look at single texts.
"""
