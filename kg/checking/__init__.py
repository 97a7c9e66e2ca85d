"""The entry check (职责准入): may this task be asked of the township, and what do the lists say?

In: a pasted text and a graph. Out: one verdict for each task and township, with the rows it rests
on and a reply that can be copied. Open :mod:`kg.checking.entry` first: :mod:`kg.checking.reading.notices`
finds the tasks, :mod:`kg.checking.weighing` says how likely a row is the very duty,
:mod:`kg.checking.verdicts` decides, :mod:`kg.checking.replies` words it.

The lists show the split; nothing here judges lawfulness. Disputes go to the staffing office (编办).
"""
