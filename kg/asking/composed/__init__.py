"""Composed: Chinese questions of rows put together from names, numbers and known words, whatever their order.

The counterpart of ``closed`` for Chinese: what every word means is told by ``composed.csv``; a question with a word
that no table has, or with one that is not used, is left to the nets.
"""
