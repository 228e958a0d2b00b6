"""Settle where a drifted passage begins and ends.

The edit distance alone is indifferent between many borders near the right one: with the first word
replaced, every start within it costs the same. What stood before the quote and still stands there
settles it; else borders of sentences and words do.
"""

from collections.abc import Callable
from itertools import takewhile

from postil.anchoring.borders import Borders
from postil.anchoring.outcome import Span
from postil.anchoring.profile import distances
from postil.anchoring.query import Query

KNOWN = 8  # characters of context letter for letter: less is coincidence
WINDOW = 48  # characters beyond the edit limit that an end may move to meet its context
NEAR = 40  # characters next to an end that are compared with the context


def settle(query: Query, borders: Borders, end: int) -> Span:
    """Return the best span for a valley of the distance profile that ends at `end`."""
    text, quote, context = borders.text, query.words, query.context

    def opening(offset: int) -> float:
        cost = borders.opening_cost(offset, sentence=query.opens_sentence)
        near = text[max(0, offset - NEAR) : offset].rstrip()
        cost -= _credit(quote, text[offset : offset + KNOWN])
        return cost - _credit(context.before[::-1], near[::-1])

    def closing(offset: int) -> float:
        cost = borders.closing_cost(offset, sentence=query.closes_sentence)
        cost -= _credit(quote[::-1], text[max(0, offset - KNOWN) : offset][::-1])
        return cost - _credit(context.after, text[offset : offset + NEAR].lstrip())

    reach = len(quote) + query.most_edits + WINDOW
    backwards = text[max(0, end - reach) : end][::-1]
    start = end - _best(quote[::-1], backwards, lambda length: opening(end - length))
    forwards = text[start : start + reach]
    return start, start + _best(quote, forwards, lambda length: closing(start + length))


def _best(quote: str, text: str, cost: Callable[[int], float]) -> int:
    """Return the length of the beginning of `text` that is the quote at the least cost.

    Of equals, one whose last character is the quote's.
    """
    profile = list(distances(quote, text, anchored=True))
    return min(
        range(1, len(profile)),
        key=lambda length: (profile[length] + cost(length), text[length - 1] != quote[-1]),
        default=0,
    )


def _credit(wanted: str, near: str) -> int:
    """Return how many characters meet what was wanted at an end, if that is no coincidence."""
    pairs = zip(wanted, near, strict=False)
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return common if common >= min(KNOWN, len(wanted)) else 0
