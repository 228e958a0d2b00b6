"""The text that quotes are looked for in: its normal forms, each made once, and its borders."""

from collections.abc import Sequence
from functools import cached_property

import regex

from postil.anchoring.borders import Borders, settled
from postil.anchoring.exact import hits
from postil.anchoring.forms import Form, bare, folded, typed
from postil.anchoring.outcome import Span

_BLANK_LINE = regex.compile(r"\n\s*\n\s*")


class Text:
    """A text whose forms and borders are computed when first needed.

    Edited passages are looked for in the folded form, so their offsets are there. `outwards` and
    `inwards` lead from it to the text and back.
    """

    def __init__(self, plain: str, blocks: Sequence[int]) -> None:
        """Take the text and the offsets where its blocks begin; else blank lines part them."""
        self.plain = plain
        self._blocks = blocks

    @cached_property
    def typed(self) -> Form:
        """The text as one would type it."""
        return typed(self.plain)

    @cached_property
    def folded(self) -> Form:
        """The typed text without case and accents."""
        return folded(self.typed)

    @cached_property
    def bare(self) -> Form:
        """The folded text without spaces and punctuation."""
        return bare(self.folded)

    @cached_property
    def borders(self) -> Borders:
        """The borders in the folded text."""
        blocks = self._blocks or [found.end() for found in _BLANK_LINE.finditer(self.plain)]
        offsets = {self.folded.from_text(block) for block in blocks}
        return Borders(self.folded.text, tuple(sorted(offsets)))

    def hits(self, form: Form, words: str) -> list[Span]:
        """Return the spans of the text where a form of it has the words."""
        spans = (settled(self.plain, *form.to_text(*span)) for span in hits(form.text, words))
        return sorted(set(spans))

    def outwards(self, span: Span) -> Span:
        """Return the span of the text that a span of the folded form stands for."""
        return settled(self.plain, *self.folded.to_text(*span))

    def inwards(self, span: Span) -> Span:
        """Return where in the folded form a span of the text is."""
        start, end = span
        return self.folded.from_text(start), self.folded.from_text(end)
