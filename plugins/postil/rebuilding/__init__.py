"""Only what changed: what each page was made from, and what the next build need not make."""
