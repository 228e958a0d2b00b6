"""What changed between a quote and the passage it drifted to, and whether it matters.

Words are compared as a reader compares them: not by case, accents or typography, but 1.5 is not 15.
A change matters when it touches what a claim is made of: numbers and their units, negation, how
sure it is, and who it is about. That is judged in favour of asking an editor: a list of words can
miss a meaning, so all that looks like a name is one.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise, product

import regex
from rapidfuzz.distance import LCSseq

from postil.anchoring.forms import folded, typed
from postil.anchoring.outcome import Change, Matter
from postil.anchoring.vocabulary import COMMON, MODALS, NEGATING, NEGATIONS, NUMBERS, UNITS

_WORD = regex.compile(
    r"\p{N}+\p{Lu}[\p{L}\p{N}]*"  # 18F is a name, 18 km is not
    r"|\p{N}+(?:[.,:/]\p{N}+)*"  # 3,500 and 9:30 are one word
    r"|(?<!\p{L})(?:\p{L}\.)+\p{L}\b\.?"  # U.S. and a.m. are one
    r"|[\p{L}\p{M}][\p{L}\p{M}\p{N}]*(?:['’][\p{L}\p{M}]+)*"
    r"|[\p{Sc}%‰°<>=+±≤≥≠−]|(?<![\p{L}\p{N}])[-–](?=\p{N})"  # the sign of a number is a word too
)
_UNSPACED = regex.compile(r"(?w)\b")
_NO_SPACES = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_SENTENCE_OPENS = regex.compile(r"(?r)(?:^|[\p{STerm}:\n])[\s\p{P}]*")
_NUMBER = regex.compile(r"\p{N}+(?:[.,:/]\p{N}+)*")


class _Words:
    """The words of a text: as written, and as compared."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [
            span for found in _WORD.finditer(text) for span in _apart(text, *found.span())
        ]
        self.keys = [_key(text[start:end]) for start, end in self.spans]

    def cut(self, start: int, end: int) -> str:
        """Return the text from one word to before another, as written."""
        if start == end:
            return ""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]]

    def names(self, start: int, end: int, everywhere: str) -> Counter[str]:
        """Return the words that look like names, folded."""
        return Counter(
            self.keys[place] for place in range(start, end) if self._is_name(place, everywhere)
        )

    def _is_name(self, place: int, everywhere: str) -> bool:
        start, end = self.spans[place]
        word = self.text[start:end]
        if not any(char.istitle() for char in word):
            return False
        if self.keys[place].partition("'")[0] in COMMON:
            return False
        if len(word) > 1 and word.isupper():
            return True
        if not _SENTENCE_OPENS.match(self.text, 0, start):
            return True
        # A sentence's first word is a name unless it is also written small.
        return not regex.search(rf"\b{regex.escape(word.lower())}\b", everywhere)


def changes(quote: str, passage: str, text: str) -> tuple[Change, ...]:
    """Return the word differences in order, as one would type them.

    `text` tells names from words that only begin a sentence.
    """
    before, after = _Words(typed(quote).text), _Words(typed(passage).text)
    everywhere = f"{quote}\n{text}"
    found = []
    for was, now in _hunks(before.keys, after.keys):
        found.append(
            Change(
                before=before.cut(was.start, was.stop),
                after=after.cut(now.start, now.stop),
                matters=next(_reasons(before, was, after, now, everywhere), None),
            )
        )
    return tuple(found)


def _hunks(before: list[str], after: list[str]) -> list[tuple[range, range]]:
    """Return the differing stretches of two lists of words."""
    hunks: list[tuple[range, range]] = []
    for code in LCSseq.opcodes(before, after):
        if code.tag == "equal":
            continue
        was = range(code.src_start, code.src_end)
        now = range(code.dest_start, code.dest_end)
        if hunks and hunks[-1][0].stop == was.start and hunks[-1][1].stop == now.start:
            earlier_was, earlier_now = hunks.pop()
            was, now = range(earlier_was.start, was.stop), range(earlier_now.start, now.stop)
        hunks.append((was, now))
    return hunks


def _reasons(
    before: _Words, was: range, after: _Words, now: range, everywhere: str
) -> Iterator[Matter]:
    """Yield why a change may change the claim, the weightiest reason first."""
    old, new = [before.keys[place] for place in was], [after.keys[place] for place in now]
    if _meanings(old, _number) != _meanings(new, _number):
        yield "number"
    if _meanings(old, UNITS.get) != _meanings(new, UNITS.get):
        yield "unit"
    if _meanings(old, _negation) != _meanings(new, _negation) or _turned(old, new):
        yield "negation"
    if _meanings(old, MODALS.get) != _meanings(new, MODALS.get):
        yield "modal"
    names = before.names(was.start, was.stop, everywhere)
    if names != after.names(now.start, now.stop, everywhere):
        yield "name"


def _meanings(words: list[str], meaning: Callable[[str], str | None]) -> Counter[str]:
    return Counter(found for word in words if (found := meaning(word)) is not None)


def _number(word: str) -> str | None:
    """Return a number as digits; 3,500 and 3500 are the same, 1.5 and 15 are not."""
    if _NUMBER.fullmatch(word):
        return regex.sub(r",(?=\p{N}{3}(?:\D|$))", "", word)
    return NUMBERS.get(word)


def _negation(word: str) -> str | None:
    if word.endswith("n't") or word in NEGATIONS:
        return "not"
    return None


def _key(word: str) -> str:
    """Return a word as it is compared: folded, and U.S. as US."""
    key = folded(typed(word)).text
    return key.replace(".", "") if word[0].isalpha() else key


def _turned(old: list[str], new: list[str]) -> bool:
    """Tell whether one has a word of the other with a syllable that turns it around."""
    return any(
        len(short) > 2 and long.endswith(short) and long.removesuffix(short) in NEGATING
        for pair in product(old, new)
        for short, long in (pair, pair[::-1])
    )


def _apart(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Part a word of a script without spaces by the borders of UAX #29."""
    if not _NO_SPACES.search(text, start, end):
        return [(start, end)]
    borders = [start, *(found.start() for found in _UNSPACED.finditer(text, start, end)), end]
    return [(a, b) for a, b in pairwise(borders) if a < b]
