"""How well the words around a hit agree with the words given for around the quote."""

from dataclasses import dataclass

from postil.anchoring.profile import anchored_distance

MOST_CONTEXT = 128  # characters of a side that are compared; nearer ones tell more
SLACK = 1.5  # the text may have this much more than the context before the two are compared


@dataclass(frozen=True, slots=True)
class Context:
    """What was given for either side of a quote, in folded form; empty when not given."""

    before: str
    after: str

    def __bool__(self) -> bool:
        return bool(self.before or self.after)

    def agreement(self, text: str, start: int, end: int) -> tuple[float | None, float | None]:
        """Return how well each side agrees (1.0: letter for letter), None where none was given."""
        return self._agreement_before(text, start), self._agreement_after(text, end)

    def score(self, text: str, start: int, end: int) -> float:
        """Return the mean agreement of the sides that were given; 1.0 when none was."""
        sides = [side for side in self.agreement(text, start, end) if side is not None]
        return sum(sides) / len(sides) if sides else 1.0

    def _agreement_before(self, text: str, start: int) -> float | None:
        if not self.before:
            return None
        wanted = self.before[-MOST_CONTEXT:]
        reach = int(len(wanted) * SLACK) + 1
        near = text[max(0, start - reach - 1) : start].rstrip()
        if near.endswith(wanted):
            return 1.0
        return _agreement(wanted[::-1], near[::-1][:reach])

    def _agreement_after(self, text: str, end: int) -> float | None:
        if not self.after:
            return None
        wanted = self.after[:MOST_CONTEXT]
        reach = int(len(wanted) * SLACK) + 1
        near = text[end : end + reach + 1].lstrip()
        if near.startswith(wanted):
            return 1.0
        return _agreement(wanted, near[:reach])


def _agreement(wanted: str, near: str) -> float:
    return 1.0 - anchored_distance(wanted, near) / len(wanted)
