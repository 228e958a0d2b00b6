"""Hits that cut words: war in software, 5 % in 15 %, likely in unlikely.

Such a hit has the quote's letters and may not have its meaning. Where the context is there to the
letter as well it is what was meant, which is settled before; else it is no hit, or one to report.
"""

import regex

from postil.anchoring.borders import is_word_border
from postil.anchoring.outcome import Span

STEM = 5  # letters: fewer within another word are mostly another word (art, party)
SURE = 10  # letters of one word: so many are within another word only as its stem
MOST_WORD = 64  # letters that a word is followed for

_CASED = regex.compile(r"[\p{Latin}\p{Greek}\p{Cyrillic}]")
_DIGITS_BEFORE = regex.compile(r"(?r)\p{Nd}[.,:/]?|(?<![\p{L}\p{N}])[-−]")
_DIGITS_AFTER = regex.compile(r"[.,:/]?\p{Nd}")


def is_scrap(text: str, span: Span) -> bool:
    """Tell whether a hit is but a part of a number, or one short word within another."""
    start, end = span
    if whole_numbers(text, span) != span:
        return True
    if end - start >= SURE or any(char.isspace() for char in text[start:end]):
        return False
    begin, stop = whole_words(text, span)
    return (begin, stop) != span and (
        end - start < STEM or stop - end + start - begin > end - start
    )


def whole_numbers(text: str, span: Span) -> Span:
    """Return the span with the rest of a number that it cuts, and its sign."""
    start, end = span
    while (found := _before(text, start)) and span[0] - start < MOST_WORD:
        start = found.start()
    while (found := _after(text, end)) and end - span[1] < MOST_WORD:
        end = found.end()
    return start, end


def whole_words(text: str, span: Span) -> Span:
    """Return the span with the rest of words that it cuts.

    Only in scripts with capitals, where spaces part the words. Others join particles and articles
    to a word, or write no spaces: there a part of what UAX #29 calls a word may well be meant.
    """
    start, end = begin, stop = span
    while start - begin < MOST_WORD and _within(text, begin):
        begin -= 1
    while stop - end < MOST_WORD and _within(text, stop):
        stop += 1
    return begin, stop


def _within(text: str, offset: int) -> bool:
    """Tell whether an offset is within a word; can is within can't."""
    return not is_word_border(text, offset) and bool(_CASED.search(text, offset - 1, offset + 1))


def _before(text: str, start: int) -> regex.Match[str] | None:
    return _DIGITS_BEFORE.match(text, 0, start) if text[start].isdecimal() else None


def _after(text: str, end: int) -> regex.Match[str] | None:
    return _DIGITS_AFTER.match(text, end) if text[end - 1].isdecimal() else None
