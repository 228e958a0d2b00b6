"""Find the passages that a quote may have drifted to.

Two ways, because editors change texts in two ways. Words are replaced: then the edit distance is
small, and its profile over the text has a valley there. Or clauses are added and links and asides
taken out: then the distance can be anything, but what stood around the sentence still stands
around it, and most of its words are between.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import regex
from rapidfuzz.distance import LCSseq

from postil.anchoring.borders import sentence_starts
from postil.anchoring.context import Context
from postil.anchoring.exact import hits
from postil.anchoring.outcome import Span
from postil.anchoring.profile import distances
from postil.anchoring.sieve import WORD, sieve

SIEVING = 60_000_000  # words of the quote times characters compared: about 50 ms
PROFILING = 2_000_000  # steps in Python, each as dear as STEP words of the quote: about 60 ms
STEP = 16  # words of the quote that take as long as the rest of a step
BRACKET = 32, 16  # characters of context that must stand letter for letter, tried in turn
SHORTEST_BRACKET = 10  # characters: shorter context than that is none
MOST_BRACKETS = 8  # passages: where there are more, such surroundings tell nothing
MOST_VALLEYS = 16  # passages: a text with more near copies of a quote has no one place for it
ROOM = 3  # a bracketed passage may be this many times as long as the quote

_WORD = regex.compile(r"(?w)\b.+?\b", regex.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Valleys:
    """The local minima of the edit distance profile."""

    ends: tuple[tuple[int, int], ...]
    """Where they are, and their distance."""
    nearest: Span | None
    """The most similar text, for want of a valley."""
    likeness: float
    cut_short: bool


def valleys(quote: str, text: str, limit: int) -> Valleys:
    """Return every end at which the quote matches with at most `limit` edits, and no nearby better.

    Of a valley's flat bottom that is the first position. One more than `MOST_VALLEYS` is enough.
    """
    sieved = sieve(quote, text, limit, SIEVING)
    budget = PROFILING // (len(quote) // WORD + STEP)
    found: list[tuple[int, int]] = []
    cut_short = sieved.cut_short
    for begin, end in sieved.stretches:
        stretch = text[begin : min(end, begin + budget)]
        cut_short |= begin + len(stretch) < end
        budget -= len(stretch)
        found += islice(_minima(quote, stretch, begin, limit), MOST_VALLEYS + 1 - len(found))
    return Valleys(
        ends=tuple(found),
        nearest=sieved.nearest,
        likeness=sieved.likeness,
        cut_short=cut_short,
    )


def lowest(quote: str, text: str, window: Span) -> int:
    """Return where the passage nearest to the quote ends, in or just after a window."""
    start, end = window
    profile = list(distances(quote, text[start : end + len(quote) // 2]))
    return start + min(range(len(profile)), key=profile.__getitem__)


def _minima(quote: str, text: str, offset: int, limit: int) -> Iterator[tuple[int, int]]:
    """Yield the valleys: where the distance has fallen, and is about to rise or the text ends."""
    lowest, bottom, falling = len(quote), 0, True
    for end, distance in enumerate(distances(quote, text)):
        if distance < lowest:
            bottom, falling = end, True
        elif distance > lowest:
            if falling and lowest <= limit:
                yield offset + bottom, lowest
            falling = False
        lowest = distance
    if falling and lowest <= limit:
        yield offset + bottom, lowest


def bracketed(quote: str, text: str, context: Context) -> list[Span]:
    """Return the passages between the quote's own surroundings, letter for letter."""
    for width in BRACKET:
        opening, closing = context.before[-width:], context.after[:width]
        if min(len(opening), len(closing)) < SHORTEST_BRACKET:
            return []
        starts = [end for _, end in hits(text, opening)]
        ends = [start for start, _ in hits(text, closing)]
        spans = []
        for start in starts:
            place = bisect_right(ends, start)
            if place < len(ends) and ends[place] - start <= ROOM * len(quote):
                spans.append(_inside(text, start, ends[place]))
        if spans:
            return (
                [span for span in spans if span[0] < span[1]] if len(spans) <= MOST_BRACKETS else []
            )
    return []


def stretched(
    quote: str, text: str, context: Context, span: Span, *, opened: bool, closed: bool
) -> Span:
    """Return the span with an end that is not settled moved to where its context is.

    Where clauses were added at one end of a sentence, the distance stops short of them. It is
    another matter where whole sentences were added.
    """
    start, end = span
    room = ROOM * len(quote)
    opening, closing = context.before[-max(BRACKET) :], context.after[: max(BRACKET)]
    if not opened and len(opening) >= SHORTEST_BRACKET:
        found = text.rfind(opening, max(0, end - room), start) + len(opening)
        if found >= len(opening) and not sentence_starts(text[found:start]):
            start = found
    if not closed and len(closing) >= SHORTEST_BRACKET:
        found = text.find(closing, end, start + room)
        if found >= 0 and not sentence_starts(text[end - 1 : found].rstrip()):
            end = found
    return _inside(text, start, end)


def _inside(text: str, start: int, end: int) -> Span:
    """Return the span without a space at either end; folded text has no longer white space."""
    return start + text.startswith(" ", start, end), end - text.endswith(" ", start, end)


def likeness(quote: str, passage: str) -> float:
    """Return the share of letters that are in words which both have in the same order."""
    ours, theirs = _words(quote), _words(passage)
    common = sum(
        len(ours[place])
        for block in LCSseq.opcodes(ours, theirs)
        if block.tag == "equal"
        for place in range(block.src_start, block.src_end)
    )
    return 2 * common / max(1, sum(map(len, ours)) + sum(map(len, theirs)))


def grown(quote: str, passage: str) -> tuple[bool, bool]:
    """Tell whether a passage has words before the quote's first, and after its last."""
    ours, theirs = _words(quote), _words(passage)
    same = [block for block in LCSseq.opcodes(ours, theirs) if block.tag == "equal"]
    if not same:
        return False, False
    first, last = same[0], same[-1]
    return (
        first.src_start == 0 < first.dest_start,
        last.src_end == len(ours) and last.dest_end < len(theirs),
    )


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if word[0].isalnum()]
