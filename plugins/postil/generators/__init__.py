"""Pelican's generators, one for each kind of page that no article stands behind."""
