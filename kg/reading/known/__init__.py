"""Known: what the bundled lists print, to hold other lists against: names, offices, categories, order; and which characters make words.

In: duties as read. Out: problems that name the row, and answers for the checks of ``plausible``. Open ``printed`` first.
"""
