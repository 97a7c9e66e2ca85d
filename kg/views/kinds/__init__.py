"""Kinds of view: one module a picture (township, department, duty …), each a function from facts to a View."""
