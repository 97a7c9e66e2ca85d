"""Reading: published files become documents with duties, findings and a count of what was accounted for.

In: files in any container. Out: :class:`kg.values.Document`. The way of a line: ``sources`` →
``containers`` → ``lists`` → ``rows`` → ``duties`` → ``clauses``. Open ``documents`` first.
"""
