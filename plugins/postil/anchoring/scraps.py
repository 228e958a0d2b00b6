"""Hits that cut words: war in software, 306 in 81 306, likely in unlikely.

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
_JOINT = r"[.,:/'’′·٫٬]"  # within a number: 1.5, 9:30, 6'2, 81’306, and Arabic's own two
_DIGITS_BEFORE = regex.compile(
    rf"(?r)\p{{Nd}}{_JOINT}?"
    r"|(?<![\p{L}\p{N}\p{Pe}\p{Pf}%‰°])[-−+±]"  # a sign, and not the hyphen of 10%-15%
    r"|(?<![\p{L}\p{N}\p{Pe}\p{Pf}%‰°]|\p{N}\s)–"  # typed as a dash; not 1939 –1945
)
_DIGITS_AFTER = regex.compile(rf"{_JOINT}?\p{{Nd}}|[¼-¾⅐-⅞]")
_OF_SEVERAL = regex.compile(
    rf"(?<!\p{{Nd}}|{_JOINT})\p{{Nd}}{{1,3}}"
    r"(?:(?:[\u00a0\u2000-\u200a\u202f\u205f]\p{Nd}{3})+(?!\p{Nd})"  # thousands, however few
    r"|(?: \p{Nd}{3}(?!\p{Nd}|-?\p{L}))+)"  # 81 306, and neither 2019 306 nor 5 100-metre races
    r"|(?<![\p{L}\p{N}])\p{Nd}+(?:[-‐‑]\p{Nd}+){2,}"  # a date, a telephone: 3-5 is a range
)
"""A number of several groups of digits, with something between them that also parts numbers."""
_PARTS = regex.compile(r"[\p{Zs}‐‑-]")
_PREFIX = regex.compile(
    r"(?ri)(?<![\p{L}\p{N}])"
    r"(?:anti|counter|de|dis|ex|half|mis|non|post|pre|pseudo|quasi|re|semi|un|vice"
    r"|nicht|vize)[-‐‑–](?:\p{L}{1,32}[-‐‑]){0,2}"  # and friendly in non-user-friendly
)
"""Before a hyphen: what makes another thing of the word after it, in languages that have it."""
_SUFFIX = regex.compile(r"(?i)[-‐‑–](?:designate|elect|free|like)(?![\p{L}\p{N}])")


def is_scrap(text: str, span: Span) -> bool:
    """Tell whether a hit is but a part of a number, or one short word within another.

    A part of a compound is one where the rest of it makes another thing of the word.
    """
    start, end = span
    if whole_numbers(text, span) != span or whole_compounds(text, span) != span:
        return True
    if end - start >= SURE or any(char.isspace() for char in text[start:end]):
        return False
    begin, stop = whole_words(text, span)
    return (begin, stop) != span and (
        end - start < STEM or stop - end + start - begin > end - start
    )


def is_torn(text: str, span: Span) -> bool:
    """Tell whether a hit begins or ends between two letters, or two digits, of one word.

    Context that was given without the space at its end cannot tell *not able* from *notable*.
    """
    start, end = span
    digits = text[max(0, start - 1) : start + 1], text[end - 1 : end + 1]
    return whole_words(text, span) != span or any(
        len(two) > 1 and two.isdecimal() for two in digits
    )


def whole_numbers(text: str, span: Span) -> Span:
    """Return the span with the rest of a number that it cuts, and its sign."""
    start, end = span
    while span[0] - start < MOST_WORD and (begin := _before(text, start)) is not None:
        start = begin
    while end - span[1] < MOST_WORD and (stop := _after(text, end)) is not None:
        end = stop
    return start, end


def whole_compounds(text: str, span: Span) -> Span:
    """Return the span with the rest of a compound that it cuts and that is about another thing.

    The president is neither the ex-president nor the president-elect; but a man who is well-known
    is known, so other compounds may be cut.
    """
    start, end = span
    if start and text[start].isalnum() and (found := _PREFIX.match(text, 0, start)):
        start = found.start()
    if text[end - 1].isalnum() and (found := _SUFFIX.match(text, end)):
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


def _before(text: str, start: int) -> int | None:
    """Return where a number begins of which something is before `start`, or a part of that."""
    if not start or not text[start].isdecimal():
        return None
    found = _DIGITS_BEFORE.match(text, 0, start)
    return found.start() if found else _of_several(text, start, before=True)


def _after(text: str, end: int) -> int | None:
    """Return where a number ends of which something is after `end`, or a part of that."""
    if end == len(text) or not text[end - 1].isdecimal():
        return None
    found = _DIGITS_AFTER.match(text, end)
    return found.end() if found else _of_several(text, end, before=False)


def _of_several(text: str, place: int, *, before: bool) -> int | None:
    """Return the border of a number of several groups that are parted at a place."""
    sign = text[place - 1] if before else text[place]
    if not _PARTS.match(sign):
        return None
    around = text[max(0, place - MOST_WORD) : place + MOST_WORD]
    shift = max(0, place - MOST_WORD)
    for found in _OF_SEVERAL.finditer(around):
        start, end = found.start() + shift, found.end() + shift
        if start < place < end:
            return start if before else end
    return None
