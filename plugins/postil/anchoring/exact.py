"""The exact tiers: the quote's own words, in the first normal form that has them."""

from postil.anchoring.outcome import Span

MOST_CANDIDATES = 100  # hits looked at and listed: more than an editor reads, bounds the work
SHORTEST_BARE = 12  # letters and digits: fewer agree by chance once spaces and signs are gone


def hits(text: str, words: str) -> list[Span]:
    """Return where the words occur, overlapping ones too, at most one more than can be listed."""
    found: list[Span] = []
    at = text.find(words) if words else -1
    while at >= 0 and len(found) <= MOST_CANDIDATES:
        found.append((at, at + len(words)))
        at = text.find(words, at + 1)
    return found
