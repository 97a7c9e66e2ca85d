"""Acts: what rows do and to what, so that what contradicts is told from what only shares words.

Open :mod:`kg.comparing.acts.acting` first; :mod:`kg.comparing.acts.asking` finds what is asked still.
"""
