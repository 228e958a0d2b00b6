"""`overdue-recheck`: a day on which somebody meant to look again has passed.

These findings are the editors' stale list. "Passed" is measured by the newest day that the archive
itself speaks of (an article, a change, an `as_of`), never by the clock, so that a build gives the
same today and in ten years; `postil check --today 2026-03-01` measures by the day you give.
A change on that day or later, or a newer `as_of`, means that somebody did look.
"""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from postil.findings.diagnostics import Code, Diagnostic, finding
from postil.findings.source import Source, Span
from postil.rules.cases import Case, Circumstances


class Due(NamedTuple):
    """A case at which nobody has looked again."""

    place: Span
    what: str
    day: dt.date

    def holds(self, known: Circumstances) -> bool:
        """Whether it is as suspected, if its day has passed."""
        return self.day < known.day

    def finding(self, file: Source, known: Circumstances) -> Diagnostic:
        """Return the finding in the case's file."""
        now = "it is" if known.day_given else "the archive has come to"
        return finding(
            file,
            self.place,
            Code.OVERDUE_RECHECK,
            f"this {self.what} was to be checked again on {self.day}, and {now} {known.day}",
            help="look again; then set `as_of` and a new `recheck`, and add a line to `changes`",
        )


def suspect(case: Case) -> Iterator[Due]:
    """Yield the suspicion about a case with a `recheck` on which nobody has acted."""
    due = case.body.recheck
    if due and case.record.last_looked(case.body.as_of) < due:
        yield Due(case.span("recheck"), case.what, due)
