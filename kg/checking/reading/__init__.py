"""Reading: the tasks of a pasted text, whatever its form."""
