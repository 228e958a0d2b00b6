"""The first words of an article, which stand for it in lists if it has no summary."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

LENGTH, END = "SUMMARY_MAX_LENGTH", "SUMMARY_END_SUFFIX"
"""Pelican's settings: how many words, or `None` for all, and what ends words that were cut off."""


def first_words(settings: Mapping[str, Any]) -> Callable[[str], str]:
    """Return what shortens an article's HTML as a site wants it, given Pelican's settings."""
    from pelican.utils import truncate_html_words

    words = settings[LENGTH]
    return str if words is None else partial(truncate_html_words, num=words, end_text=settings[END])
