"""Matters: the same duty across townships, lists and editions, each link with its reason.

In: read documents and people's decisions. Out: groups, links and doubts. Open ``matching`` first.
"""
