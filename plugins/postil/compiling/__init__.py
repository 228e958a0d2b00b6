"""An article's way from its files to annotated HTML, over all cores, and kept."""
