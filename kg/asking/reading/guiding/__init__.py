"""Guiding: what was learned of a question is held against the phrases that leave no doubt."""
