"""`missing-reply`: a claim of which nobody says whether the speaker was asked.

Whoever is said to be wrong is asked first, or the reader is told why not. `reply` keeps the day and
the answer: `reply: {asked_on: 2020-12-10, answer: none}` is a reply request that got none.
Nobody needs to ask themselves: a claim of this archive's own is left in peace.
"""

from collections.abc import Iterator

from postil.diagnostics import Code, Diagnostic
from postil.rules.casebook import Casebook, names


def check(book: Casebook) -> Iterator[Diagnostic]:
    """Yield a finding for each claim without `reply`."""
    for case, claim in book.claims:
        speaker = book.registry.entities[claim.claimant].name
        if claim.reply is None and not names([speaker]) & book.own_names:
            yield case.finding(
                "said_by",
                Code.MISSING_REPLY,
                f"nothing says whether {speaker} was asked about this claim",
                "add `reply: {asked_on: YYYY-MM-DD, answer: none}`, or what they answered",
            )
