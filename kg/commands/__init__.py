"""Commands: one module each; only click is imported at the top, so that help stays quick."""
