"""Decide between candidates, or refuse to.

The limits here were found on really edited articles; `docs/anchoring.md` has the figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from postil.anchoring.context import AGREES, ASSURES, Sides
from postil.anchoring.outcome import Span

QUOTE_WEIGHT = 0.6  # the words themselves; what is around them weighs the rest
LEAD = 0.12  # by which the context of one of several exact hits must lead the next
NEUTRAL = 0.5  # the context of a passage where there is none to compare
MARGIN = 0.1  # by which the score of a drifted passage must lead the next


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A passage, how like the quote it is, and how well what is around it agrees."""

    span: Span
    likeness: float
    """1.0 where all is the same."""
    sides: Sides
    exact: bool = False
    """Whether these are the quote's own words, in some normal form, and no others."""
    distance: int = 0
    """Edits; 0 where likeness was measured otherwise."""

    @property
    def context(self) -> float | None:
        """The mean agreement of the sides."""
        sides = self._given
        return sum(sides) / len(sides) if sides else None

    @property
    def score(self) -> float:
        """How good a candidate this is, from 0 to 1."""
        context = NEUTRAL if self.context is None else self.context
        return QUOTE_WEIGHT * self.likeness + (1 - QUOTE_WEIGHT) * context

    @property
    def contradicted(self) -> bool:
        """Whether every side speaks against it."""
        return bool(self._given) and max(self._given) < AGREES

    @property
    def assured(self) -> bool:
        """Whether these are the quote's own words and no side leaves a doubt."""
        return self.exact and all(side >= ASSURES for side in self._given)

    @property
    def _given(self) -> tuple[float, ...]:
        return tuple(side for side in self.sides if side is not None)

    def overlaps(self, other: "Candidate") -> bool:
        """Tell whether both are about the same passage."""
        return self.span[0] < other.span[1] and other.span[0] < self.span[1]


def by_context(hits: Sequence[Candidate]) -> Candidate | None:
    """Choose among exact hits: the only one, or the one that its context singles out."""
    if not hits:
        return None
    if len(hits) == 1:
        return None if hits[0].contradicted else hits[0]
    to_the_letter = [hit for hit in hits if hit.context == 1.0]
    if len(to_the_letter) == 1:
        return to_the_letter[0]
    first, second = sorted(hits, key=lambda hit: -(hit.context or 0.0))[:2]
    context = first.context or 0.0
    if context >= AGREES and context - (second.context or 0.0) >= LEAD:
        return first
    return None


def by_score(candidates: Sequence[Candidate]) -> tuple[Candidate, list[Candidate]]:
    """Return the best candidate and its rivals: other passages whose score is within the margin."""
    best = max(candidates, key=lambda candidate: candidate.score)
    rivals = [
        other
        for other in candidates
        if not other.overlaps(best) and best.score - other.score < MARGIN
    ]
    return best, rivals
