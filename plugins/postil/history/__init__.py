"""Nothing changes in silence: an archive at two moments, and what is not said of the difference."""
