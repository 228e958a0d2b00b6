"""The public face: one text, the quotes asked of it, and the quotes made from it."""

from collections.abc import Sequence

from postil.anchoring.borders import settled
from postil.anchoring.outcome import Anchoring, Selector, Span
from postil.anchoring.query import Query
from postil.anchoring.scraps import is_torn
from postil.anchoring.search import find, placed
from postil.anchoring.text import Text

CONTEXT = 32  # characters: tells repeats apart, survives small edits


class Document:
    """The visible text of one article; it is normalised once, however many quotes are asked."""

    def __init__(self, text: str, *, blocks: Sequence[int] = ()) -> None:
        """Take the text, and the offsets at which its paragraphs, headings and cells begin.

        Without those, blank lines part the blocks.
        """
        self.text = text
        self._text = Text(text, blocks)

    def anchor(
        self,
        exact: str,
        prefix: str | None = None,
        suffix: str | None = None,
        *,
        one_of_many: bool = False,
    ) -> Anchoring:
        """Find the quote, or say why it is not placed.

        `one_of_many` says that the context was given because the quote had copies. Then it is a
        key and no hint: a copy without it, however near it comes, is another copy.
        """
        verbatim = self._verbatim(exact, prefix or "", suffix or "")
        if verbatim is not None and not (one_of_many and is_torn(self.text, verbatim)):
            return placed(self._text, verbatim, exact)
        return find(self._text, Query.of(exact, prefix, suffix, one_of_many=one_of_many))

    def describe(self, start: int, end: int) -> Selector:
        """Describe a span by its words, with as much context as it takes to find it again.

        The span is trimmed and widened to whole characters first, as `anchor` does. A span
        without any words is a ValueError.
        """
        start, end = settled(self.text, start, end)
        if start == end:
            message = "there are no words in this span"
            raise ValueError(message)
        width = CONTEXT
        while True:
            selector = Selector(
                exact=self.text[start:end],
                prefix=self.text[max(0, start - width) : start],
                suffix=self.text[end : end + width],
            )
            all_of_it = width >= max(start, len(self.text) - end)
            if all_of_it or self._verbatim(selector.exact, selector.prefix, selector.suffix):
                return selector
            width *= 2

    def _verbatim(self, exact: str, prefix: str, suffix: str) -> Span | None:
        """Return the only place that has quote and context to the letter."""
        if not exact.strip() or not prefix + suffix:
            return None
        whole = prefix + exact + suffix
        at = self.text.find(whole)
        if at < 0 or self.text.find(whole, at + 1) >= 0:
            return None
        start = at + len(prefix)
        return settled(self.text, start, start + len(exact))
