"""`missing-reply`: a claim of which nobody says whether the speaker was asked.

Whoever is said to be wrong is asked first, or the reader is told why not. `reply` keeps the day and
the answer: `reply: {asked_on: 2020-12-10, answer: none}` is a reply request that got none.
Nobody needs to ask themselves: a claim of this archive's own is left in peace.
"""

from collections.abc import Iterator
from typing import NamedTuple

from postil.findings.diagnostics import Code, Diagnostic, finding
from postil.findings.source import Source, Span
from postil.model import Claim
from postil.rules.cases import Case, Circumstances, names


class Unasked(NamedTuple):
    """A claim without `reply`."""

    place: Span
    speaker: str

    def holds(self, known: Circumstances) -> bool:
        """Whether it is as suspected, unless the speaker is the archive itself."""
        return not names([self.speaker]) & known.own_names

    def finding(self, file: Source, known: Circumstances) -> Diagnostic:  # noqa: ARG002
        """Return the finding in the case's file."""
        return finding(
            file,
            self.place,
            Code.MISSING_REPLY,
            f"nothing says whether {self.speaker} was asked about this claim",
            help="add `reply: {asked_on: YYYY-MM-DD, answer: none}`, or what they answered",
        )


def suspect(case: Case) -> Iterator[Unasked]:
    """Yield the suspicion about a claim without `reply`."""
    if isinstance(case.body, Claim) and case.body.reply is None and case.speaker:
        yield Unasked(case.span("said_by"), case.speaker.name)
