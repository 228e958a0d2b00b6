"""One text and the quotes asked of it."""

from collections.abc import Iterator, Sequence
from functools import cached_property

import regex

from postil.anchoring.borders import Borders, is_word_border, settled
from postil.anchoring.decision import Candidate, by_context, by_score
from postil.anchoring.drift import changes
from postil.anchoring.ends import settle
from postil.anchoring.exact import MOST_CANDIDATES, SHORTEST_BARE, hits
from postil.anchoring.forms import Form, bare, folded, typed
from postil.anchoring.outcome import Anchoring, Selector, Span, Status
from postil.anchoring.passages import Valleys, bracketed, likeness, stretched, valleys
from postil.anchoring.query import SHORT, Query

CONTEXT = 32  # characters: tells repeats apart, survives small edits
SCRAP = 8  # letters: a shorter word may be part of an unrelated longer one
HALF = 0.55  # between unchanged surroundings: over half of the words must be the same
WORTH_SHOWING = 0.6  # likeness of the nearest text; unrelated prose is at about 0.55
MOST_VALLEYS = 32  # passages: a text with more near copies of a quote has no place for it

_BLANK_LINE = regex.compile(r"\n\s*\n\s*")


class Document:
    """The visible text of one article; its normal forms are computed once, when first needed."""

    def __init__(self, text: str, *, blocks: Sequence[int] = ()) -> None:
        """Take the text, and the offsets at which its paragraphs, headings and cells begin.

        Without those, blank lines part the blocks.
        """
        self.text = text
        self._blocks = blocks

    def anchor(self, exact: str, prefix: str | None = None, suffix: str | None = None) -> Anchoring:
        """Find the quote, or say why it is not placed."""
        verbatim = self._verbatim(exact, prefix or "", suffix or "")
        if verbatim is not None:
            return self._placed(verbatim, exact)
        query = Query.of(exact, prefix, suffix)
        if not query.words:
            return Anchoring(status=Status.ORPHAN)
        known: list[Candidate] = []
        for form, words in self._tiers(query):
            found = [self._candidate(query, span, 1.0) for span in self._settled(form, words)]
            chosen = by_context(found) if found else None
            if chosen and (form is self._typed or not chosen.half_contradicted):
                return self._found(query, chosen)
            known += [hit for hit in found if not any(hit.overlaps(other) for other in known)]
            if any(not hit.contradicted for hit in found):
                break
        if len(known) > 1 and not all(hit.contradicted for hit in known):
            return self._refused(Status.AMBIGUOUS, known)
        return self._weigh(query, known)

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

    @cached_property
    def _typed(self) -> Form:
        return typed(self.text)

    @cached_property
    def _folded(self) -> Form:
        return folded(self._typed)

    @cached_property
    def _bare(self) -> Form:
        return bare(self._folded)

    @cached_property
    def _borders(self) -> Borders:
        blocks = self._blocks or [found.end() for found in _BLANK_LINE.finditer(self.text)]
        offsets = {self._folded.from_text(block) for block in blocks}
        return Borders(self._folded.text, tuple(sorted(offsets)))

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

    def _tiers(self, query: Query) -> Iterator[tuple[Form, str]]:
        for typed_words, folded_words, bare_words in query.tiers():
            yield self._typed, typed_words
            yield self._folded, folded_words
            if len(bare_words) >= SHORTEST_BARE:
                yield self._bare, bare_words

    def _settled(self, form: Form, words: str) -> list[Span]:
        found = hits(form.text, words)
        return sorted({settled(self.text, *form.to_text(*span)) for span in found})

    def _candidate(self, query: Query, span: Span, likeness: float, distance: int = 0) -> Candidate:
        start, end = (self._folded.from_text(offset) for offset in span)
        sides = query.context.agreement(self._folded.text, start, end)
        return Candidate(span=span, likeness=likeness, sides=sides, distance=distance)

    def _found(self, query: Query, hit: Candidate) -> Anchoring:
        if not query.context and self._is_scrap(*hit.span):
            return self._refused(Status.SUSPECT, [hit])
        return self._placed(hit.span, query.exact)

    def _weigh(self, query: Query, known: list[Candidate]) -> Anchoring:
        """Decide where no exact hit is beyond doubt."""
        between = self._bracketed(query)
        found = valleys(query.words, self._folded.text, query.most_edits)
        if len(found.ends) > MOST_VALLEYS:
            return self._crowded(query, found)
        near = [*between]
        for end, distance in found.ends:
            settled_one = self._passage(query, end, distance)
            if not any(settled_one.overlaps(other) for other in near):
                near.append(settled_one)
        stretched_known = [self._stretched(query, hit) for hit in known]
        known = [hit for hit in stretched_known if hit.likeness == 1.0]
        near += [hit for hit in stretched_known if hit.likeness < 1.0]
        near = [one for one in near if not any(one.overlaps(hit) for hit in known)]
        if not known and not near:
            return Anchoring(
                status=Status.ORPHAN, candidates=self._nearest(found), cut_short=found.cut_short
            )
        best, rivals = by_score([*known, *near])
        if rivals:
            return self._refused(Status.AMBIGUOUS, [best, *rivals], found)
        if best in known:
            if len(query.words) < SHORT and best.contradicted:
                return self._refused(Status.SUSPECT, [best], found)
            return self._placed(best.span, query.exact)
        if query.context and not (
            best.supported and query.allows(best.distance, half_contradicted=best.half_contradicted)
        ):
            return self._refused(Status.SUSPECT, [best], found)
        return self._drifted(best, query)

    def _bracketed(self, query: Query) -> list[Candidate]:
        return [
            self._candidate(query, self._outwards(span), like)
            for span in bracketed(query.words, self._folded.text, query.context)
            if (like := likeness(query.words, self._folded.text[slice(*span)])) >= HALF
            and self._borders.crossed(*span) <= query.paragraphs
        ]

    def _passage(self, query: Query, end: int, distance: int) -> Candidate:
        span = settle(query, self._borders, end)
        like = 1 - distance / len(query.words)
        return self._stretched(query, self._candidate(query, self._outwards(span), like, distance))

    def _stretched(self, query: Query, candidate: Candidate) -> Candidate:
        text = self._folded.text
        start, end = (self._folded.from_text(offset) for offset in candidate.span)
        span = stretched(query.words, text, query.context, (start, end), candidate.sides)
        if span == (start, end) or self._borders.crossed(*span) > query.paragraphs:
            return candidate
        like = likeness(query.words, text[slice(*span)])
        return candidate if like < HALF else self._candidate(query, self._outwards(span), like)

    def _outwards(self, span: Span) -> Span:
        return settled(self.text, *self._folded.to_text(*span))

    def _nearest(self, found: Valleys) -> tuple[Span, ...]:
        if found.nearest is None or found.likeness < WORTH_SHOWING:
            return ()
        return (self._outwards(found.nearest),)

    def _crowded(self, query: Query, found: Valleys) -> Anchoring:
        spans = [self._outwards((max(0, end - len(query.words)), end)) for end, _ in found.ends]
        return Anchoring(
            status=Status.AMBIGUOUS,
            candidates=tuple(sorted(set(spans))[:MOST_CANDIDATES]),
            cut_short=True,
        )

    def _placed(self, span: Span, exact: str) -> Anchoring:
        start, end = span
        same = self.text[start:end] == exact.strip()
        return Anchoring(status=Status.EXACT if same else Status.NORMALISED, start=start, end=end)

    def _drifted(self, candidate: Candidate, query: Query) -> Anchoring:
        start, end = candidate.span
        return Anchoring(
            status=Status.DRIFTED,
            start=start,
            end=end,
            changes=changes(query.readings[-1].text.strip(), self.text[start:end], self.text),
        )

    def _refused(
        self, status: Status, candidates: Sequence[Candidate], found: Valleys | None = None
    ) -> Anchoring:
        spans = sorted({candidate.span for candidate in candidates})
        return Anchoring(
            status=status,
            candidates=tuple(spans[:MOST_CANDIDATES]),
            cut_short=found is not None and found.cut_short,
        )

    def _is_scrap(self, start: int, end: int) -> bool:
        """Tell whether the words are the smaller part of another word, as war is of software."""
        text, length = self.text, end - start
        if length >= SCRAP:
            return False
        begin, stop = start, end
        while not is_word_border(text, begin) and start - begin <= length:
            begin -= 1
        while not is_word_border(text, stop) and stop - end <= length:
            stop += 1
        return (stop - begin) > 2 * length
