"""A question to a text: the quote and its context, as far as they can be read without the text."""

from dataclasses import dataclass

import regex

from postil.anchoring.borders import ends_sentence
from postil.anchoring.context import AGREES, Context, Sides
from postil.anchoring.forms import Form, folded, typed
from postil.anchoring.markdown import unmarked

SHORT = 24  # characters: a quote below this may well occur again by chance
LONG = 64  # characters: a quote from here on is itself enough to know a passage by
LONGEST = 20_000  # characters: beyond, only the exact tiers look, so that no quote is slow
STRICT = 0.15  # of the length may be edited where little speaks for a passage
USUAL = 0.3  # of the length; at 0.5 the best known peer draws 52 of 810 absent quotes
MOST_EDITS = 240  # about 40 words: a longer quote of which more has changed is another text
ALONE = 0.1  # of the length without any context

_OPENING = regex.compile(r"[^\w\s]+")
_CLOSING = regex.compile(r"(?r)[^\w\s]+")
_SMALL = regex.compile(r"\P{L}*\p{Ll}")
_PARAGRAPHS = regex.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Query:
    """A quote with its context, ready to be compared."""

    exact: str
    """As it was given."""
    readings: tuple[Form, ...]
    """The quote typed, as it stands and, if that is another, without its Markdown."""
    words: str
    """The reading without Markdown, folded: what edited text is compared with."""
    context: Context
    opens_sentence: bool
    closes_sentence: bool
    paragraphs: int
    """How many borders of paragraphs are within the quote."""
    one_of_many: bool
    """Whether the quote had copies when its context was given, so that only that tells which."""
    marks: tuple[int, int]
    """How many signs of punctuation are at its ends."""

    @classmethod
    def of(
        cls, exact: str, prefix: str | None, suffix: str | None, *, one_of_many: bool = False
    ) -> "Query":
        """Read a quote and the words that stood before and after it."""
        readings = tuple(typed(words) for words in dict.fromkeys((exact, unmarked(exact))))
        return cls(
            exact=exact.strip(),
            readings=readings,
            words=folded(readings[-1]).text.strip(),
            context=Context(_fold(prefix or ""), _fold(suffix or "")),
            opens_sentence=bool(prefix)
            and _ends_something(prefix or "")
            and not _SMALL.match(exact.strip()),
            closes_sentence=ends_sentence(exact.rstrip()),
            marks=_marks(readings[-1].text.strip()),
            paragraphs=len(_PARAGRAPHS.findall(exact.strip())),
            one_of_many=one_of_many,
        )

    @property
    def most_edits(self) -> int:
        """The greatest distance at which a passage is looked at."""
        length = len(self.words)
        if length < SHORT:
            return int(length * STRICT)
        return min(MOST_EDITS, int(length * USUAL)) if self.context.tells else self._alone

    def allows(self, sides: Sides, distance: int) -> bool:
        """Tell whether a passage with such surroundings may be the quote, so many edits away.

        Where both have changed, never.
        """
        if not self.context.tells:
            return distance <= self._alone and _agrees(sides)
        if not self.context.supported(sides):
            return False
        length = len(self.words)
        share = USUAL if _agrees(sides) or length >= LONG else STRICT
        return distance <= min(MOST_EDITS, length * share)

    @property
    def _alone(self) -> int:
        length = len(self.words)
        return min(MOST_EDITS, int(max(min(length, SHORT) * STRICT, length * ALONE)))


def _agrees(sides: Sides) -> bool:
    """Tell whether neither side speaks against a passage."""
    return all(side is None or side >= AGREES for side in sides)


def _fold(words: str) -> str:
    return folded(typed(words)).text.strip()


def _ends_something(prefix: str) -> bool:
    """Tell whether a sentence or a paragraph ends with these words."""
    words = prefix.rstrip()
    return "\n" in prefix[len(words) :] or ends_sentence(words)


def _marks(words: str) -> tuple[int, int]:
    opening, closing = _OPENING.match(words), _CLOSING.match(words)
    return (opening.end() if opening else 0), (len(words) - closing.start() if closing else 0)
