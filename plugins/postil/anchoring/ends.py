"""Settle where a drifted passage begins and ends.

The edit distance alone is indifferent between many borders near the right one: with the first word
replaced, every start within it costs the same. What stood before the quote and still stands there
settles it; else borders of sentences and words do.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import takewhile

from postil.anchoring.borders import SENTENCE, Borders, sentence_starts
from postil.anchoring.outcome import Span
from postil.anchoring.profile import distances
from postil.anchoring.query import Query

KNOWN = 8  # characters of context letter for letter: less is coincidence
WINDOW = 48  # characters beyond the edit limit that an end may move to meet its context
MOST_GAIN = 80  # edits: what context, words and sentence can make up for together
OWN = 24  # characters of the quote's own end that are looked for: they outweigh a sentence's end
NEAR = 40  # characters next to an end that are compared with the context


def settle(query: Query, borders: Borders, end: int) -> Span:
    """Return the best span for a valley of the distance profile that ends at `end`."""
    text, quote, context = borders.text, query.words, query.context
    reach = len(quote) + query.most_edits + WINDOW
    floor = max(0, end - reach)
    most = len(quote) // 2  # edits that context is worth: else it would outweigh a short quote
    sentences = len(sentence_starts(quote))
    starts = [floor + place for place in sentence_starts(text[floor:end])]

    def opening(length: int) -> float:
        offset = end - length
        cost = borders.opening_cost(offset, sentence=query.opens_sentence)
        cost += SENTENCE * max(0, len(starts) - bisect_right(starts, offset) - sentences)
        near = text[max(0, offset - NEAR) : offset].rstrip()
        cost -= _credit(quote, text[offset : offset + OWN])
        return cost - min(most, _credit(context.before[::-1], near[::-1]))

    start = end - _best(quote[::-1], text[floor:end][::-1], opening)
    forwards = text[start : start + reach]
    begun = sentence_starts(forwards)

    def closing(length: int) -> float:
        offset = start + length
        cost = borders.closing_cost(offset, sentence=query.closes_sentence)
        cost += SENTENCE * max(0, bisect_left(begun, length) - sentences)
        cost -= _credit(quote[::-1], text[max(0, offset - OWN) : offset][::-1])
        return cost - min(most, _credit(context.after, text[offset : offset + NEAR].lstrip()))

    return start, start + _best(quote, forwards, closing)


def _best(quote: str, text: str, cost: Callable[[int], float]) -> int:
    """Return the length of the beginning of `text` that is the quote at the least cost.

    Of equals, one whose last character is the quote's.
    """
    profile = list(distances(quote, text, anchored=True))
    worth_a_look = min(profile) + MOST_GAIN
    return min(
        (length for length in range(1, len(profile)) if profile[length] <= worth_a_look),
        key=lambda length: (profile[length] + cost(length), text[length - 1] != quote[-1]),
        default=0,
    )


def _credit(wanted: str, near: str) -> int:
    """Return how many characters meet what was wanted at an end, if that is no coincidence."""
    pairs = zip(wanted, near, strict=False)
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return common if common >= min(KNOWN, len(wanted)) else 0
