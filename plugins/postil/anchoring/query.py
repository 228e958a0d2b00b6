"""A question to a text: the quote and its context, as far as they can be read without the text."""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from postil.anchoring.borders import ends_sentence
from postil.anchoring.context import Context
from postil.anchoring.forms import Form, bare, folded, typed
from postil.anchoring.markdown import unmarked

SHORT = 24  # characters: a quote below this may well occur again by chance
LONG = 64  # characters: a quote from here on is itself enough to know a passage by
STRICT = 0.15  # of the length may be edited where little speaks for a passage
USUAL = 0.3  # of the length; at 0.5 the best known peer draws 52 of 810 absent quotes
ALONE = 0.2  # of the length without any context

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

    @classmethod
    def of(cls, exact: str, prefix: str | None, suffix: str | None) -> "Query":
        """Read a quote and the words that stood before and after it."""
        readings = tuple(typed(words) for words in dict.fromkeys((exact, unmarked(exact))))
        return cls(
            exact=exact.strip(),
            readings=readings,
            words=folded(readings[-1]).text.strip(),
            context=Context(_fold(prefix or ""), _fold(suffix or "")),
            opens_sentence=bool(prefix) and _ends_something(prefix or ""),
            closes_sentence=ends_sentence(exact.rstrip()),
            paragraphs=len(_PARAGRAPHS.findall(exact.strip())),
        )

    def tiers(self) -> Iterator[tuple[str, str, str]]:
        """Yield the words to look for in the typed, folded and bare text, for each reading."""
        for reading in self.readings:
            lower = folded(reading)
            yield reading.text.strip(), lower.text.strip(), bare(lower).text

    @property
    def most_edits(self) -> int:
        """The greatest distance at which a passage is looked at."""
        if len(self.words) < SHORT:
            return int(len(self.words) * STRICT)
        return int(len(self.words) * (USUAL if self.context else ALONE))

    def allows(self, distance: int, *, half_contradicted: bool) -> bool:
        """Tell whether so many edits may be taken for drift where one side speaks against it."""
        if half_contradicted and len(self.words) < LONG:
            return distance <= len(self.words) * STRICT
        return distance <= self.most_edits


def _fold(words: str) -> str:
    return folded(typed(words)).text.strip()


def _ends_something(prefix: str) -> bool:
    """Tell whether a sentence or a paragraph ends with these words."""
    words = prefix.rstrip()
    return "\n" in prefix[len(words) :] or ends_sentence(words)
