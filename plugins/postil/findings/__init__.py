"""Findings: a text whose places have a line and a column, what is wrong there, and its printing."""
