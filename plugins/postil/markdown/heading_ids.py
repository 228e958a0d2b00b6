"""Addresses of headings: readable in every script, one of each in an article."""

from collections.abc import Iterable, Sequence
from unicodedata import category, normalize

from markdown_it.token import Token

_RESERVED = ("note-", "quote-", "fn")
"""How the addresses of notes, marked words and footnotes begin: no other id may."""
_OF_THE_PAGE = frozenset({"main"})
"""Ids that every page has outside of its article."""

_SHOWN_AS_TEXT = frozenset({"text", "code_inline"})


def set_heading_ids(tokens: Sequence[Token]) -> None:
    """Give every heading its id: its words, and a number where they have come before."""
    taken: set[str] = set()
    last: dict[str, int] = {}
    for index, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        name = free = slug(_words(tokens[index + 1].children or ()))
        while free in taken:
            last[name] = last.get(name, 1) + 1
            free = f"{name}-{last[name]}"
        taken.add(free)
        token.attrSet("id", free)


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
    return f"section-{name}" if is_reserved(name) else name


def is_reserved(name: str) -> bool:
    """Whether an id is the archive's own."""
    return name.startswith(_RESERVED) or name in _OF_THE_PAGE


def _words(children: Iterable[Token]) -> str:
    return "".join(
        child.content if child.type in _SHOWN_AS_TEXT else " "
        for child in children
        if child.type in _SHOWN_AS_TEXT or child.type in {"softbreak", "hardbreak"}
    )
