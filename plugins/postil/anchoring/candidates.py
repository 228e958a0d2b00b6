"""Make candidates: exact hits by tier, and the passages that a quote may have drifted to."""

from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from postil.anchoring.borders import ends_sentence, sentence_starts
from postil.anchoring.context import AGREES, ASSURES, Sides
from postil.anchoring.decision import Candidate
from postil.anchoring.ends import settle
from postil.anchoring.exact import SHORTEST_BARE, hits
from postil.anchoring.forms import bare, folded
from postil.anchoring.outcome import Span
from postil.anchoring.passages import BRACKET, Valleys, bracketed, grown, likeness, stretched
from postil.anchoring.query import LONG, LONGEST, Query
from postil.anchoring.scraps import whole_numbers
from postil.anchoring.text import Text

ELSEWHERE = 16  # characters of context to know its place by
PUT_BETWEEN = 600  # characters, about a paragraph, that may have been put beside a quote
HALF = 0.55  # between unchanged surroundings: over half of the words must be the same


def tiers(text: Text, query: Query) -> Iterator[list[Candidate]]:
    """Yield the exact hits in each normal form, the most faithful first.

    A hit in a lower form may be part of a sentence that has grown at one end; it is stretched to
    where its context is. Most quotes are found in the first form, and the others are never made.
    """
    for typed in query.readings:
        spans = text.hits(text.typed, typed.text.strip())
        yield [_hit(text, query, span) for span in spans]
        lower = folded(typed)
        yield _lower(text, query, text.hits(text.folded, lower.text.strip()))
        letters = bare(lower).text
        if len(letters) >= SHORTEST_BARE:
            spans = text.hits(text.bare, letters)
            yield _lower(text, query, [_with_marks(text.plain, query, span) for span in spans])


def passages(text: Text, query: Query, found: Valleys) -> Iterator[Candidate]:
    """Yield the passages between the quote's surroundings, then those at the valleys."""
    for span in bracketed(query.words, text.folded.text, query.context):
        words = text.folded.text[slice(*span)]
        if _overgrown(query, words):
            continue
        like = likeness(query.words, words)
        more = len(sentence_starts(words)) - len(sentence_starts(query.words))
        if like >= HALF and more <= 1 and text.borders.crossed(*span) <= query.paragraphs:
            yield _passage(text, query, text.outwards(span), like)
    for end, distance in found.ends:
        span = text.outwards(settle(query, text.borders, end))
        span = whole_numbers(text.plain, span)
        words = text.folded.text[slice(*text.inwards(span))]
        edits = Levenshtein.distance(query.words, words)
        if edits > query.most_edits and likeness(query.words, words) < HALF:
            continue  # its ends went after the context, and left the quote
        like = 1 - distance / len(query.words)
        yield _stretched(text, query, _passage(text, query, span, like, distance))


def _overgrown(query: Query, words: str) -> bool:
    """Tell whether words from within a sentence now have others beside them.

    Those are not the quote's, though they are between its surroundings: these were not just
    beside it, or no longer are. A sentence that was quoted to its border has them as its own.
    """
    before, after = grown(query.words, words)
    closed = query.closes_sentence and ends_sentence(words)
    return (before and not query.opens_sentence) or (after and not closed)


def is_other_copy(text: Text, query: Query, candidate: Candidate) -> bool:
    """Tell whether a candidate lacks the context that told the quote from its copies.

    The quote's own words have it right beside them, to the letter: the copies of a set phrase may
    differ by a digit. For other words, which an editor gets to see, it may be a few words away.
    """
    if not query.one_of_many:
        return False
    if candidate.exact:
        return any(side != 1.0 for side in query.context.given(candidate.sides))
    return not query.context.stands_by(text.folded.text, *text.inwards(candidate.span))


def is_meant(text: Text, hit: Candidate) -> bool:
    """Tell whether the rest of a number that a hit cuts at a space was given as its context.

    A space parts thousands and parts numbers: *Of the 12 306 voted*. Elsewhere context is to the
    letter where it is right beside the quote, and that has been looked for.
    """
    start, end = hit.span
    begin, stop = whole_numbers(text.plain, hit.span)
    before, after = hit.sides
    return (begin < start or end < stop) and all(
        side == 1.0 and char.isspace()
        for cut, side, char in (
            (begin < start, before, text.plain[start - 1]),
            (end < stop, after, text.plain[end : end + 1]),
        )
        if cut
    )


def is_part(text: Text, query: Query, hit: Candidate) -> bool:
    """Tell whether a whole sentence was quoted, and the text's goes on after its words."""
    if not query.closes_sentence or hit.sides[1] == 1.0:
        return False
    _, end = text.inwards(hit.span)
    after = end
    while after < len(text.folded.text) and _is_mark(text.folded.text[after]):
        after += 1
    return not any(text.borders.closes_sentence(place) for place in range(end, after + 1))


def is_elsewhere(text: Text, query: Query, hit: Candidate) -> bool:
    """Tell whether what stood beside the quote now stands once, and far from the hit.

    Then the words that were quoted are changed or gone, and the hit is their twin. Near the hit,
    something was put between. A long quote whose other side agrees to the letter is no twin.
    """
    start, end = text.inwards(hit.span)
    before, after = hit.sides
    if len(query.words) >= LONG and 1.0 in hit.sides:
        return False
    opening, closing = query.context.before[-max(BRACKET) :], query.context.after[: max(BRACKET)]
    if before is not None and before < ASSURES and len(opening) >= ELSEWHERE:
        places = [stop for _, stop in hits(text.folded.text, opening)]
        if len(places) == 1 and not start - PUT_BETWEEN <= places[0] <= start:
            return True
    if after is not None and after < ASSURES and len(closing) >= ELSEWHERE:
        places = [begin for begin, _ in hits(text.folded.text, closing)]
        if len(places) == 1 and not end <= places[0] <= end + PUT_BETWEEN:
            return True
    return False


def _hit(text: Text, query: Query, span: Span) -> Candidate:
    sides = _sides(text, query, span)
    return Candidate(span=span, likeness=1.0, sides=sides, exact=True)


def _passage(text: Text, query: Query, span: Span, likeness: float, distance: int = 0) -> Candidate:
    sides = _sides(text, query, span)
    return Candidate(span=span, likeness=likeness, sides=sides, distance=distance)


def _sides(text: Text, query: Query, span: Span) -> Sides:
    if not query.context.is_given:
        return None, None  # and the text need not be folded
    return query.context.agreement(text.folded.text, *text.inwards(span))


def _lower(text: Text, query: Query, spans: list[Span]) -> list[Candidate]:
    return [_stretched(text, query, _hit(text, query, span)) for span in spans]


def _stretched(text: Text, query: Query, candidate: Candidate) -> Candidate:
    if len(query.words) > LONGEST or (query.one_of_many and candidate.exact):
        return candidate
    span = text.inwards(candidate.span)
    before, after = candidate.sides
    opened = before is None or before >= AGREES or not query.opens_sentence
    closed = (
        not query.closes_sentence
        or after is None
        or (after >= AGREES and not is_part(text, query, candidate))
    )
    longer = stretched(
        query.words, text.folded.text, query.context, span, opened=opened, closed=closed
    )
    if longer == span or text.borders.crossed(*longer) > query.paragraphs:
        return candidate
    like = likeness(query.words, text.folded.text[slice(*longer)])
    return candidate if like < HALF else _passage(text, query, text.outwards(longer), like)


def _with_marks(text: str, query: Query, span: Span) -> Span:
    """Return the span with the punctuation at its ends, as far as the quote has some there."""
    start, end = span
    opening, closing = query.marks
    while opening and start > 0 and _is_mark(text[start - 1]):
        start, opening = start - 1, opening - 1
    while closing and end < len(text) and _is_mark(text[end]):
        end, closing = end + 1, closing - 1
    return start, end


def _is_mark(char: str) -> bool:
    return not char.isalnum() and not char.isspace()
