"""Settle where a drifted passage begins and ends.

The edit distance alone is indifferent between many borders near the right one: with the first word
replaced, every start within it costs the same. What stood before the quote and still stands there
settles it; else borders of sentences and words do.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import takewhile

import regex

from postil.anchoring.borders import SENTENCE, Borders, is_word_border, sentence_starts
from postil.anchoring.outcome import Span
from postil.anchoring.profile import distances
from postil.anchoring.query import Query

KNOWN = 8  # characters of context letter for letter: less is coincidence
WINDOW = 48  # characters beyond the edit limit that an end may move to meet its context
MOST_GAIN = 80  # edits: what context, words and sentence can make up for together
OWN = 24  # characters of the quote's own end that are looked for: they outweigh a sentence's end
_WORD = regex.compile(r"(?w).+?\b", regex.DOTALL)
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
        own = _own(quote, text[offset : offset + OWN], whole=query.opens_sentence)
        most_ = most if query.opens_sentence else min(most, OWN)
        return cost - own - min(most_, _credit(context.before[::-1], near[::-1]))

    start = end - _best(quote[::-1], text[floor:end][::-1], opening)
    forwards = text[start : start + reach]
    begun = sentence_starts(forwards)

    def closing(length: int) -> float:
        offset = start + length
        cost = borders.closing_cost(offset, sentence=query.closes_sentence)
        cost += SENTENCE * max(0, bisect_left(begun, length) - sentences)
        near = text[max(0, offset - OWN) : offset]
        own = _own(quote[::-1], near[::-1], whole=query.closes_sentence)
        next_ = text[offset : offset + NEAR].lstrip()
        most_ = most if query.closes_sentence else min(most, OWN)
        return cost - own - min(most_, _credit(context.after, next_))

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


def same_word(quote: str, passage: str) -> bool:
    """Tell whether a passage begins with the quote's first word."""
    word = _WORD.match(quote)
    return word is not None and passage.startswith(word[0]) and is_word_border(passage, word.end())


def _own(quote: str, passage: str, *, whole: bool) -> int:
    """Return what it is worth that a passage begins as the quote does.

    A sentence that was quoted whole may have grown beyond its own words, up to its context. Words
    from within a sentence have not: what is beside their first word is beside them.
    """
    grown = 0 if whole or not same_word(quote, passage) else OWN
    return grown + _credit(quote, passage)


def _credit(wanted: str, near: str) -> int:
    """Return how many characters meet what was wanted at an end, if that is no coincidence."""
    pairs = zip(wanted, near, strict=False)
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return common if common >= min(KNOWN, len(wanted)) else 0
