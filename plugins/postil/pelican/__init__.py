"""Pelican's objects: articles read and kept for it, what it made taken over, its writer."""
