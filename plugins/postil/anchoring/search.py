"""Find one quote in one text: the exact tiers, then drift, then the decision."""

from collections.abc import Sequence
from dataclasses import replace

from postil.anchoring.candidates import (
    is_elsewhere,
    is_meant,
    is_other_copy,
    is_part,
    passages,
    tiers,
)
from postil.anchoring.decision import Candidate, by_context, by_score
from postil.anchoring.drift import changes
from postil.anchoring.ends import settle
from postil.anchoring.exact import MOST_CANDIDATES
from postil.anchoring.outcome import Anchoring, Change, Span, Status
from postil.anchoring.passages import MOST_VALLEYS, Valleys, lowest, valleys
from postil.anchoring.query import LONGEST, SHORT, Query
from postil.anchoring.scraps import is_scrap, whole_words
from postil.anchoring.text import Text

WORTH_SHOWING = 0.6  # likeness of the nearest text; unrelated prose is at about 0.55


def find(text: Text, query: Query) -> Anchoring:
    """Find the quote, or say why it is not placed."""
    if not query.words:
        return Anchoring(status=Status.ORPHAN)
    known: list[Candidate] = []
    scraps: list[Candidate] = []
    copies: list[Candidate] = []
    for hits in tiers(text, query):
        found: list[Candidate] = []
        for hit in hits:
            if is_other_copy(text, query, hit):
                copies.append(hit)
            elif is_scrap(text.plain, hit.span) and not is_meant(text, hit):
                scraps.append(hit)
            else:
                found.append(hit)
        chosen = by_context(found)
        if chosen and chosen.assured and not is_part(text, query, chosen):
            return _found(text, query, chosen.span)
        known += [hit for hit in found if not any(hit.overlaps(other) for other in known)]
        if any(not hit.contradicted for hit in found):
            break
    copies = [copy for copy in copies if not any(copy.overlaps(hit) for hit in known)]
    if not all(hit.contradicted for hit in known):
        chosen = by_context(known)
        if chosen is None:
            return _refused(Status.AMBIGUOUS, known)
        return _weigh(text, query, [chosen], known)
    answer = _weigh(text, query, known, [*known, *copies])
    unlike = scraps or copies
    if unlike and answer.status is Status.ORPHAN:
        several = len({candidate.span for candidate in unlike}) > 1
        return _refused(Status.AMBIGUOUS if several else Status.SUSPECT, unlike)
    return answer


def placed(text: Text, span: Span, exact: str) -> Anchoring:
    """Return a place where the text has the quote's own words."""
    start, end = span
    same = text.plain[start:end] == exact.strip()
    return Anchoring(status=Status.EXACT if same else Status.NORMALISED, start=start, end=end)


def _weigh(text: Text, query: Query, hits: list[Candidate], known: list[Candidate]) -> Anchoring:
    """Decide where no exact hit is beyond doubt, between those and passages near to the quote.

    What overlaps a known hit is no further passage, even where context has ruled that hit out.
    """
    if len(query.words) > LONGEST:
        return _unsearched(text, query, hits)
    found = valleys(query.words, text.folded.text, query.most_edits)
    if len(found.ends) > MOST_VALLEYS:
        return _crowded(text, query, found)
    near: list[Candidate] = []
    for passage in passages(text, query, found):
        if is_scrap(text.plain, passage.span) or is_other_copy(text, query, passage):
            continue
        if not any(passage.overlaps(other) for other in (*known, *near)):
            near.append(passage)
    if not hits and not near:
        return _orphan(text, query, found)
    best, rivals = by_score([*hits, *near])
    if rivals:
        return _refused(Status.AMBIGUOUS, [best, *rivals], found)
    if best.exact:
        doubtful = best.contradicted and len(query.words) < SHORT
        if doubtful or is_part(text, query, best) or is_elsewhere(text, query, best):
            return _refused(Status.SUSPECT, [best], found)
        return _found(text, query, best.span)
    if not query.allows(best.sides, best.distance):
        return _refused(Status.SUSPECT, [best], found)
    return _changed(text, query, best.span)


def _unsearched(text: Text, query: Query, hits: list[Candidate]) -> Anchoring:
    """Answer for a quote too long to look for in other words."""
    if len(hits) == 1:
        return _found(text, query, hits[0].span)
    status = Status.AMBIGUOUS if hits else Status.ORPHAN
    return replace(_refused(status, hits), cut_short=True)


def _found(text: Text, query: Query, span: Span) -> Anchoring:
    """Place a hit; where it cuts a word, or parts words elsewhere, that is a change of words."""
    if text.plain[slice(*span)] == query.exact and whole_words(text.plain, span) == span:
        return placed(text, span, query.exact)
    return _changed(text, query, span)


def _changed(text: Text, query: Query, span: Span) -> Anchoring:
    """Place a passage with its differences; without any these are the quote's words after all."""
    passage = text.plain[slice(*whole_words(text.plain, span))]
    changed: tuple[Change, ...] = ()
    for reading in query.readings:
        changed = changes(reading.text.strip(), passage, text.plain)
        if not changed:
            return placed(text, span, query.exact)
    return Anchoring(status=Status.DRIFTED, start=span[0], end=span[1], changes=changed)


def _refused(
    status: Status, candidates: Sequence[Candidate], found: Valleys | None = None
) -> Anchoring:
    spans = sorted({candidate.span for candidate in candidates})
    return Anchoring(
        status=status,
        candidates=tuple(spans[:MOST_CANDIDATES]),
        cut_short=found is not None and found.cut_short,
    )


def _crowded(text: Text, query: Query, found: Valleys) -> Anchoring:
    length = len(query.words)
    spans = {text.outwards((max(0, end - length), end)) for end, _ in found.ends}
    return Anchoring(
        status=Status.AMBIGUOUS,
        candidates=tuple(sorted(spans)),
        cut_short=True,
    )


def _orphan(text: Text, query: Query, found: Valleys) -> Anchoring:
    """Say that the quote is not in the text, with the nearest passage if one is like it."""
    candidates: tuple[Span, ...] = ()
    if found.nearest and found.likeness >= WORTH_SHOWING:
        end = lowest(query.words, text.folded.text, found.nearest)
        candidates = (text.outwards(settle(query, text.borders, end)),)
    return Anchoring(status=Status.ORPHAN, candidates=candidates, cut_short=found.cut_short)
