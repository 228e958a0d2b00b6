"""What a reader's search looks through, and the index in which it looks."""
