"""Where a mark may begin and end: borders of characters, words, sentences and blocks.

A reader's character may be many code points (an emoji family, a letter with its marks), and many
scripts write no spaces. Both are the Unicode Consortium's business (UAX #29), through `regex`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from postil.anchoring.forms import BLANK
from postil.anchoring.outcome import Span

WORD = 0.75  # edits it costs to end a mark at a word's border where there is no space
MID_WORD = 52.0  # edits it costs to cut a word in two: more than `ends` gives for the own words
SPACE = 2.0  # edits it costs to have white space inside a mark's end
SENTENCE = 16.0  # edits it costs to end mid-sentence what was quoted to a sentence's end

_CLUSTER = regex.compile(r"\X")
_WORD_BORDER = regex.compile(r"(?w)\b")
_WORD_CHAR = regex.compile(r"\w")
_OUTER = regex.compile(rf"[{BLANK}]*")
_OUTER_BACK = regex.compile(rf"(?r)[{BLANK}]*")
_STOP = r"(?<!\b[\p{Lu}\p{Ll}])\p{STerm}"  # not the one after an initial, as in U.S.
_SENTENCE_END = regex.compile(rf"(?r){_STOP}[\p{{Pe}}\p{{Pf}}\"'*_]*")
_NEXT_SENTENCE = regex.compile(rf"{_STOP}\W* ")
_LOOK_BACK = 64  # code points: longer than any emoji sequence, and bounds the work at one border


@dataclass(frozen=True, slots=True)
class Borders:
    """A text, and where its blocks begin in ascending order."""

    text: str
    blocks: tuple[int, ...]

    def crossed(self, start: int, end: int) -> int:
        """Return how many blocks begin within a span, its first character apart."""
        return bisect_left(self.blocks, end) - bisect_right(self.blocks, start)

    def opening_cost(self, offset: int, *, sentence: bool) -> float:
        """Return what it costs, in edits, to begin a mark at an offset."""
        cost = SENTENCE if sentence and not self._opens_sentence(offset) else 0.0
        return cost + self._cost(offset, inner=offset, outer=offset - 1)

    def closing_cost(self, offset: int, *, sentence: bool) -> float:
        """Return what it costs, in edits, to end a mark at an offset."""
        cost = SENTENCE if sentence and not self.closes_sentence(offset) else 0.0
        return cost + self._cost(offset, inner=offset - 1, outer=offset)

    def _cost(self, offset: int, *, inner: int, outer: int) -> float:
        text = self.text
        if not 0 < offset < len(text):
            return 0.0
        if text[inner].isspace():
            return SPACE
        if text[outer].isspace():
            return 0.0
        return WORD if is_word_border(text, offset) else MID_WORD

    def _opens_sentence(self, offset: int) -> bool:
        before = offset - self.text.endswith(" ", 0, offset)  # folded text has no other white space
        return (
            before == 0
            or self.crossed(before - 1, offset + 1) > 0
            or ends_sentence(self.text, before)
        )

    def closes_sentence(self, offset: int) -> bool:
        """Tell whether a sentence or a block ends at an offset."""
        return (
            offset == len(self.text)
            or self.crossed(offset - 1, offset + 2) > 0
            or ends_sentence(self.text, offset)
        )


def settled(text: str, start: int, end: int) -> Span:
    """Return the span without outer white space, widened to whole characters; applies once."""
    start, end = trimmed(text, start, end)
    if start == end:
        return start, end
    for begin, stop in _clusters(text, start):
        if begin < start < stop:
            start = begin
    for begin, stop in _clusters(text, end):
        if begin < end < stop:
            end = stop
    return start, end


def trimmed(text: str, start: int, end: int) -> Span:
    """Return the span without white space and invisible characters at its ends."""
    after = _OUTER.match(text, start, end)
    assert after is not None  # it matches the empty string
    start = after.end()
    before = _OUTER_BACK.match(text, start, end)
    assert before is not None
    return start, before.start()


def is_word_border(text: str, offset: int) -> bool:
    """Tell whether a word begins or ends here, or there is no word on either side."""
    return _WORD_BORDER.match(text, offset) is not None or not _WORD_CHAR.search(
        text, max(0, offset - 1), offset + 1
    )


def ends_sentence(text: str, offset: int | None = None) -> bool:
    """Tell whether a sentence ends at an offset, or at the text's end."""
    return _SENTENCE_END.match(text, 0, len(text) if offset is None else offset) is not None


def sentence_starts(text: str) -> list[int]:
    """Return where in a folded text sentences begin, its own beginning apart."""
    return [found.end() for found in _NEXT_SENTENCE.finditer(text)]


def _clusters(text: str, offset: int) -> Iterator[Span]:
    """Yield the characters around an offset, from white space or far enough before it on."""
    if text[max(0, offset - 1) : offset + 1].isascii():
        return
    begin = offset
    while begin > max(0, offset - _LOOK_BACK) and not text[begin - 1].isspace():
        begin -= 1
    while begin < min(offset, len(text)):
        cluster = _CLUSTER.match(text, begin)
        assert cluster is not None
        yield cluster.span()
        begin = cluster.end()
