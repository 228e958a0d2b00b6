"""Find a quote in a text that may have changed since.

    found = anchor(text, "306 electoral votes", prefix="certified ", suffix=" for")
    if found.status.placed:
        text[found.start:found.end]

One rule stands above all others: a note on words that it is not about is worse than no note. So
whatever is in doubt is *ambiguous*, *suspect* or *orphan*, with the places to look at.

This package is functions over strings. It knows neither HTML nor YAML, and imports nothing from
the rest of Postil. `docs/anchoring.md` has the method with its figures.
"""

from postil.anchoring.document import Document
from postil.anchoring.exact import MOST_CANDIDATES
from postil.anchoring.outcome import Anchoring, Change, Selector, Status

__all__ = ["MOST_CANDIDATES", "Anchoring", "Change", "Document", "Selector", "Status", "anchor"]


def anchor(
    text: str, exact: str, prefix: str | None = None, suffix: str | None = None
) -> Anchoring:
    """Find one quote in one text; for more than one, ask a `Document`."""
    return Document(text).anchor(exact, prefix, suffix)
