"""Where a mark may begin and end: borders of characters, words and blocks.

A reader's character may be many code points (an emoji family, a letter with its marks), and many
scripts write no spaces. Both are the Unicode Consortium's business (UAX #29), through `regex`.
"""

from bisect import bisect_left
from collections.abc import Sequence

import regex

_CLUSTER = regex.compile(r"\X")
_WORD_BORDER = regex.compile(r"(?w)\b")
_OUTER = regex.compile(r"[\s\p{DI}]*")
_OUTER_BACK = regex.compile(r"(?r)[\s\p{DI}]*")
_WORD_CHAR = regex.compile(r"\w")
_LOOK_BACK = 64  # code points: longer than any emoji sequence, and bounds the work at one border


def settled(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without outer white space, widened to whole characters; applies once."""
    start, end = trimmed(text, start, end)
    if start == end:
        return start, end
    return _cluster_start(text, start), _cluster_end(text, end)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without white space and invisible characters at its ends."""
    after = _OUTER.match(text, start, end)
    assert after is not None  # it matches the empty string
    start = after.end()
    before = _OUTER_BACK.match(text, start, end)
    assert before is not None
    return start, before.start()


def is_word_border(text: str, offset: int) -> bool:
    """Tell whether a word begins or ends here, or there is no word here at all."""
    return _WORD_BORDER.match(text, offset) is not None or not (
        0 < offset < len(text)
        and _WORD_CHAR.match(text, offset)
        and _WORD_CHAR.match(text, offset - 1)
    )


def is_block_start(blocks: Sequence[int], offset: int) -> bool:
    """Tell whether a paragraph, heading or cell begins at this offset; `blocks` is in order."""
    place = bisect_left(blocks, offset)
    return place < len(blocks) and blocks[place] == offset


def _cluster_start(text: str, offset: int) -> int:
    for begin, end in _clusters(text, offset):
        if begin <= offset < end:
            return begin
    return offset


def _cluster_end(text: str, offset: int) -> int:
    for begin, end in _clusters(text, offset):
        if begin < offset <= end:
            return end
    return offset


def _clusters(text: str, offset: int) -> list[tuple[int, int]]:
    """Return the characters around an offset, white space always on its own."""
    if text[max(0, offset - 1) : offset + 1].isascii():
        return []
    begin = offset
    while begin > max(0, offset - _LOOK_BACK) and not text[begin - 1].isspace():
        begin -= 1
    spans = []
    while begin <= offset and begin < len(text):
        cluster = _CLUSTER.match(text, begin)
        assert cluster is not None
        end = cluster.end()
        if text[begin].isspace():
            end = begin + 1
        spans.append((begin, end))
        begin = end
    return spans
