"""How well the words around a hit agree with the words given for around the quote."""

from dataclasses import dataclass
from typing import TypeAlias

from postil.anchoring.profile import anchored_distance

Sides: TypeAlias = tuple[float | None, float | None]
"""Agreement before and after; None where nothing was given, or the text has nothing."""

AGREES = 0.45  # a side below this speaks against a hit; unrelated prose agrees by about 0.25
ASSURES = 0.75  # a side must agree so much for a hit to be beyond doubt
SUPPORTS = 0.6  # a side must agree so much before changed words may be taken for the quote
TELLS = 6  # characters: fewer agree by chance
MOST_CONTEXT = 64  # characters of a side that are compared; nearer ones tell more
KNOWN = 4  # characters: with fewer left in the text, agreement would be chance
SLACK = 1.5  # the text may have this much more than the context before the two are compared


@dataclass(frozen=True, slots=True)
class Context:
    """What was given for either side of a quote, in folded form; empty when not given."""

    before: str
    after: str

    @property
    def is_given(self) -> bool:
        """Whether there is any of it."""
        return bool(self.before or self.after)

    @property
    def tells(self) -> bool:
        """Whether there is enough of it to know a passage by."""
        return max(len(self.before), len(self.after)) >= TELLS

    def given(self, sides: Sides) -> list[float | None]:
        """Return the agreement of those sides for which there is context."""
        return [side for words, side in zip((self.before, self.after), sides, strict=True) if words]

    def stands_by(self, text: str, start: int, end: int) -> bool:
        """Tell whether all that was given stands on its side of a span, letter for letter."""
        before, after = self.before[-MOST_CONTEXT:], self.after[:MOST_CONTEXT]
        return (
            before in text[max(0, start - _reach(before)) : start]
            and after in text[end : end + _reach(after)]
        )

    def supported(self, sides: Sides) -> bool:
        """Tell whether a side speaks for a passage clearly."""
        return any(
            side is not None and side >= SUPPORTS and len(given) >= TELLS
            for given, side in zip((self.before, self.after), sides, strict=True)
        )

    def agreement(self, text: str, start: int, end: int) -> Sides:
        """Return how well each side agrees (1.0: letter for letter), None where none was given."""
        return self._agreement_before(text, start), self._agreement_after(text, end)

    def _agreement_before(self, text: str, start: int) -> float | None:
        if not self.before:
            return None
        wanted = self.before[-MOST_CONTEXT:]
        reach = _reach(wanted)
        near = text[max(0, start - reach - 1) : start].rstrip()
        if near.endswith(wanted):
            return 1.0
        return _agreement(wanted[::-1], near[::-1][:reach], at_edge=start <= reach)

    def _agreement_after(self, text: str, end: int) -> float | None:
        if not self.after:
            return None
        wanted = self.after[:MOST_CONTEXT]
        reach = _reach(wanted)
        near = text[end : end + reach + 1].lstrip()
        if near.startswith(wanted):
            return 1.0
        return _agreement(wanted, near[:reach], at_edge=end + reach >= len(text))


def _reach(wanted: str) -> int:
    return int(len(wanted) * SLACK) + 1


def _agreement(wanted: str, near: str, *, at_edge: bool) -> float | None:
    """Return the agreement of two strings that begin at the quote and lead away from it.

    Where the text ends before the context does, what there is counts for half at most.
    """
    if at_edge and not near:
        return None
    agreement = 1.0 - anchored_distance(wanted, near) / len(wanted)
    if at_edge and KNOWN <= len(near) < len(wanted):
        seen = 1.0 - anchored_distance(wanted[: len(near)], near) / len(near)
        return max(agreement, seen / 2)
    return agreement
