"""What stands at the top of an article: two ways to write it, one value."""
