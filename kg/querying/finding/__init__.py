"""What a search finds, and how its words are read."""
