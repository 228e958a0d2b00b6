"""Addresses of headings: readable in every script, one of each in an article."""

from collections.abc import Iterable, Sequence
from unicodedata import category, normalize

from markdown_it.token import Token

RESERVED = ("note-", "quote-", "fn")
"""How the addresses of notes, marked words and footnotes begin: no other id may."""

_SHOWN_AS_TEXT = frozenset({"text", "code_inline"})


def set_heading_ids(tokens: Sequence[Token]) -> None:
    """Give every heading its id."""
    taken: set[str] = set()
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", _unique(slug(_words(tokens[index + 1].children or ())), taken))


def slug(words: str) -> str:
    """Return words as an id: lower case, letters and digits of any script, hyphens between.

    Vowel signs stay, so that Devanagari and Thai keep their syllables; the marks that NFKC leaves
    loose on a Latin letter do too.
    """
    kept = "".join(
        char if char.isalnum() or category(char).startswith("M") else " "
        for char in normalize("NFKC", words).lower()
    )
    name = "-".join(kept.split()) or "section"
    return f"section-{name}" if name.startswith(RESERVED) else name


def _unique(name: str, taken: set[str]) -> str:
    """Return the name, or the first of name-2, name-3 and so on that is free."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    taken.add(free)
    return free


def _words(children: Iterable[Token]) -> str:
    return "".join(
        child.content if child.type in _SHOWN_AS_TEXT else " "
        for child in children
        if child.type in _SHOWN_AS_TEXT or child.type in {"softbreak", "hardbreak"}
    )
