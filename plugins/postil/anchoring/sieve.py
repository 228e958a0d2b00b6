"""Skip the stretches of a text that cannot hold a quote, without losing any that can.

The quote has m characters and matches T[a:b] with at most k edits. Insertions and deletions alone
(the Indel distance, a metric) then turn it into T[a:b] in 2k - |b-a-m| steps at most, and T[a:b]
into the window T[a:a+m] in |b-a-m|, so the quote is within 2k of a window that begins where the
match does. Every `stride` characters one window is measured; the nearest to `a` is at most half a
stride away, and each character of shift costs at most two steps. A window further away than
2k + stride therefore has no match near it. The triangle inequality is the whole proof, and the
windows are compared in C++ (RapidFuzz), many per microsecond.

The window that came nearest is kept: it is what an editor is shown when there is no match.
"""

from dataclasses import dataclass

from rapidfuzz.distance import Indel
from rapidfuzz.process import extract_iter

from postil.anchoring.outcome import Span

WORD = 64  # bits that RapidFuzz compares at once: the unit in which work is counted
CALL = 300  # the same unit: what it takes to cut out and hand over one window
REACH = 0.8  # of the length, in Indel steps; unrelated prose is rarely nearer than 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieved:
    """What is left to search."""

    stretches: tuple[Span, ...]
    """In order and apart; every match within the limit lies in one of them."""
    nearest: Span | None
    """The window most like the quote."""
    likeness: float
    """Of that window: 1.0 is the quote itself, unrelated prose is at about 0.5."""
    cut_short: bool
    """Whether the budget ended before the text did."""


def sieve(quote: str, text: str, limit: int, budget: int) -> Sieved:
    """Return the stretches that can hold the quote with at most `limit` edits.

    `budget` bounds the work, counted in words of the quote for each character compared.
    """
    length = len(quote)
    stride = max(1, int(length * REACH) - 2 * limit)
    reach = 2 * limit + stride
    cost = CALL + length * (length // WORD + 1)
    starts = range(0, max(1, len(text)), stride)
    affordable = starts[: max(0, budget // cost)]
    windows = (text[start : start + length] for start in affordable)
    stretches: list[Span] = []
    least, nearest = 2 * length, None
    for _, distance, place in extract_iter(quote, windows, scorer=Indel.distance):
        start = affordable[place]
        if distance < least:
            least, nearest = distance, (start, min(start + length, len(text)))
        if distance <= reach:
            begin = max(0, start - stride)
            end = min(len(text), start + stride + length + limit)
            if stretches and begin <= stretches[-1][1]:
                begin = stretches.pop()[0]
            stretches.append((begin, end))
    return Sieved(
        stretches=tuple(stretches),
        nearest=nearest,
        likeness=1 - least / (2 * length),
        cut_short=len(affordable) < len(starts),
    )
