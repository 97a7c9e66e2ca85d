"""Telling: what commands tell people on stderr, in their language.

In: messages in Chinese with their English in brackets behind. Out: lines for people. Open ``english`` first;
``brackets`` takes the English out.
"""
