"""Amiss: what a list says against itself, row by row and as a whole.

A mark of who leads that the clauses contradict, a way of working that gives the duty back, a remark that cancels a
row, the work of another township. Nothing is repaired: the list is read as printed, and the place is named.
"""
