"""What people say beside a question, or after it: limits put in a clause of their own, asides."""
