"""Answers: the question box and the entry check, a picture of an answer, a letter of reply, files people hand in."""
