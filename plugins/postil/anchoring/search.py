"""Find one quote in one text: the exact tiers, then drift, then the decision."""

from collections.abc import Sequence

from postil.anchoring.candidates import is_part, is_scrap, passages, tiers
from postil.anchoring.decision import Candidate, by_context, by_score
from postil.anchoring.drift import changes
from postil.anchoring.ends import settle
from postil.anchoring.exact import MOST_CANDIDATES
from postil.anchoring.outcome import Anchoring, Span, Status
from postil.anchoring.passages import Valleys, lowest, valleys
from postil.anchoring.query import SHORT, Query
from postil.anchoring.text import Text

WORTH_SHOWING = 0.6  # likeness of the nearest text; unrelated prose is at about 0.55
MOST_VALLEYS = 32  # passages: a text with more near copies of a quote has no one place for it


def find(text: Text, query: Query) -> Anchoring:
    """Find the quote, or say why it is not placed."""
    if not query.words:
        return Anchoring(status=Status.ORPHAN)
    known: list[Candidate] = []
    for found in tiers(text, query):
        chosen = by_context(found)
        if chosen and not chosen.half_contradicted and chosen.likeness == 1.0:
            return _found(text, query, chosen)
        known += [hit for hit in found if not any(hit.overlaps(other) for other in known)]
        if any(not hit.contradicted for hit in found):
            break
    if len(known) > 1 and not all(hit.contradicted for hit in known):
        chosen = by_context(known)
        if chosen is None:
            return _refused(Status.AMBIGUOUS, known)
        return _weigh(text, query, [chosen], known)
    return _weigh(text, query, known, known)


def placed(text: Text, span: Span, exact: str) -> Anchoring:
    """Return a place where the text has the quote's own words."""
    start, end = span
    same = text.plain[start:end] == exact.strip()
    return Anchoring(status=Status.EXACT if same else Status.NORMALISED, start=start, end=end)


def _found(text: Text, query: Query, hit: Candidate) -> Anchoring:
    if not query.context and is_scrap(text.plain, hit.span):
        return _refused(Status.SUSPECT, [hit])
    return placed(text, hit.span, query.exact)


def _weigh(text: Text, query: Query, hits: list[Candidate], known: list[Candidate]) -> Anchoring:
    """Decide where no exact hit is beyond doubt, between those and passages near to the quote.

    What overlaps a known hit is no further passage, even where context has ruled that hit out.
    """
    found = valleys(query.words, text.folded.text, query.most_edits)
    if len(found.ends) > MOST_VALLEYS:
        return _crowded(text, query, found)
    near: list[Candidate] = []
    for passage in passages(text, query, found):
        if not any(passage.overlaps(other) for other in (*known, *near)):
            near.append(passage)
    if not hits and not near:
        return _orphan(text, query, found)
    best, rivals = by_score([*hits, *near])
    if rivals:
        return _refused(Status.AMBIGUOUS, [best, *rivals], found)
    if best.likeness == 1.0:
        doubtful = best.contradicted and len(query.words) < SHORT
        partial = best.half_contradicted and is_part(text, query, best)
        if doubtful or partial:
            return _refused(Status.SUSPECT, [best], found)
        return _found(text, query, best)
    if not query.allows(best.sides, best.distance):
        return _refused(Status.SUSPECT, [best], found)
    return _drifted(text, query, best)


def _drifted(text: Text, query: Query, passage: Candidate) -> Anchoring:
    start, end = passage.span
    return Anchoring(
        status=Status.DRIFTED,
        start=start,
        end=end,
        changes=changes(query.readings[-1].text.strip(), text.plain[start:end], text.plain),
    )


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
        candidates=tuple(sorted(spans)[:MOST_CANDIDATES]),
        cut_short=True,
    )


def _orphan(text: Text, query: Query, found: Valleys) -> Anchoring:
    """Say that the quote is not in the text, with the nearest passage if one is like it."""
    candidates: tuple[Span, ...] = ()
    if found.nearest and found.likeness >= WORTH_SHOWING:
        end = lowest(query.words, text.folded.text, found.nearest)
        candidates = (text.outwards(settle(query, text.borders, end)),)
    return Anchoring(status=Status.ORPHAN, candidates=candidates, cut_short=found.cut_short)
