"""What changed between a quote and the passage it drifted to, and whether it matters."""

from postil.anchoring.outcome import Change


def changes(quote: str, passage: str, text: str) -> tuple[Change, ...]:
    """Return the word differences, in order."""
    del quote, passage, text
    return ()
