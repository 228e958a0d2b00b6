"""One text and the quotes asked of it."""

from collections.abc import Sequence
from functools import cached_property

from postil.anchoring.borders import is_word_border, settled
from postil.anchoring.context import Context
from postil.anchoring.exact import MOST_CANDIDATES, SHORTEST_BARE, hits
from postil.anchoring.forms import Form, bare, folded, typed
from postil.anchoring.outcome import Anchoring, Selector, Span, Status

CONTEXT = 32  # characters: tells repeats apart, survives small edits
AGREES = 0.45  # context below this speaks against a hit rather than for it
LEAD = 0.12  # by which the context of one of several hits must lead
SHORT = 24  # characters: a quote below this may well occur again by chance


class Document:
    """The visible text of one article; its normal forms are computed once, when first needed."""

    def __init__(self, text: str, *, blocks: Sequence[int] = ()) -> None:
        """Take the text, and the offsets at which its paragraphs, headings and cells begin."""
        self.text = text
        self.blocks = tuple(sorted(blocks))

    @cached_property
    def _typed(self) -> Form:
        return typed(self.text)

    @cached_property
    def _folded(self) -> Form:
        return folded(self._typed)

    @cached_property
    def _bare(self) -> Form:
        return bare(self._folded)

    def anchor(self, exact: str, prefix: str | None = None, suffix: str | None = None) -> Anchoring:
        """Find the quote, or say why it is not placed."""
        verbatim = self._verbatim(exact, prefix or "", suffix or "")
        if verbatim is not None:
            return self._placed(verbatim, exact)
        context = Context(_fold(prefix or ""), _fold(suffix or ""))
        found = self._hits(exact)
        if not found:
            return Anchoring(status=Status.ORPHAN)
        scores = [self._context_score(context, span) for span in found]
        best = max(range(len(found)), key=lambda place: scores[place])
        if len(found) == 1:
            short = len(exact.strip()) < SHORT
            if short and (scores[0] < AGREES or (not context and self._is_scrap(*found[0]))):
                return Anchoring(status=Status.SUSPECT, candidates=tuple(found))
            return self._placed(found[0], exact)
        others = max(score for place, score in enumerate(scores) if place != best)
        if context and scores[best] >= AGREES and scores[best] - others >= LEAD:
            return self._placed(found[best], exact)
        return Anchoring(status=Status.AMBIGUOUS, candidates=tuple(found[:MOST_CANDIDATES]))

    def describe(self, start: int, end: int) -> Selector:
        """Describe a span by its words, with as much context as it takes to find it again.

        The span is trimmed and widened to whole characters first, as `anchor` does.
        """
        start, end = settled(self.text, start, end)
        if start == end:
            message = "there are no words in this span"
            raise ValueError(message)
        width = CONTEXT
        while True:
            prefix, suffix = self.text[max(0, start - width) : start], self.text[end : end + width]
            whole = width >= max(start, len(self.text) - end)
            if whole or len(hits(self.text, prefix + self.text[start:end] + suffix)) == 1:
                return Selector(exact=self.text[start:end], prefix=prefix, suffix=suffix)
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

    def _hits(self, exact: str) -> list[Span]:
        quote = typed(exact.strip())
        words = quote.text.strip()
        if found := hits(self._typed.text, words):
            return self._settled(self._typed, found)
        quote = folded(quote)
        words = quote.text.strip()
        if found := hits(self._folded.text, words):
            return self._settled(self._folded, found)
        letters = bare(quote).text
        if len(letters) >= SHORTEST_BARE:
            return self._settled(self._bare, hits(self._bare.text, letters))
        return []

    def _settled(self, form: Form, spans: list[Span]) -> list[Span]:
        return sorted({settled(self.text, *form.to_text(*span)) for span in spans})

    def _context_score(self, context: Context, span: Span) -> float:
        start, end = (self._folded.from_text(offset) for offset in span)
        return context.score(self._folded.text, start, end)

    def _is_scrap(self, start: int, end: int) -> bool:
        """Tell whether the words are the smaller part of another word, as war is of software."""
        text = self.text
        begin, stop = start, end
        while not is_word_border(text, begin) and start - begin <= end - start:
            begin -= 1
        while not is_word_border(text, stop) and stop - end <= end - start:
            stop += 1
        return (stop - begin) > 2 * (end - start)

    def _placed(self, span: Span, exact: str) -> Anchoring:
        start, end = span
        same = self.text[start:end] == exact.strip()
        return Anchoring(status=Status.EXACT if same else Status.NORMALISED, start=start, end=end)


def _fold(words: str) -> str:
    return folded(typed(words)).text.strip()
