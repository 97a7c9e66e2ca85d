"""Reading: a question becomes a frame.

In: a normalised question with its names linked. Out: a :class:`~kg.asking.frame.Question`, or a
refusal that names the word which was not understood. Open :mod:`kg.asking.reading.reader` first:
tokens → tagger (words of the question or of a duty) → heads (what is asked) and roles (what each
name is there for) → frame → checks. The nets (:mod:`kg.asking.reading.nets`) are learned by ``python -m kg.asking.training``.
"""
