"""Closed: English questions of rows all of whose words are known, read by what they say and in no fixed order.

Names, lists, the columns and a small world of operators (*except*, *at least*, *runner-up*, *per*) are all there is in
them; a word that no table has leaves a question to the nets.
"""
