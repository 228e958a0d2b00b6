"""Feeds: what each holds, and the two forms in which it is written."""
