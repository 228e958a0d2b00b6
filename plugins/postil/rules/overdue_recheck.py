"""`overdue-recheck`: a day on which somebody meant to look again has passed.

These findings are the editors' stale list. "Passed" is measured by the newest day that the archive
itself speaks of (an article, a change, an `as_of`), never by the clock, so that a build gives the
same today and in ten years; `postil check --today 2026-03-01` measures by the day you give.
A change on that day or later, or a newer `as_of`, means that somebody did look.
"""

from collections.abc import Iterator

from postil.diagnostics import Code, Diagnostic
from postil.rules.casebook import Casebook


def check(book: Casebook) -> Iterator[Diagnostic]:
    """Yield a finding for each case whose `recheck` lies in the past."""
    for case in book.cases:
        due = case.body.recheck
        if due is None or due >= book.newest_day:
            continue
        looked = [case.body.as_of, *(change.date for change in case.record.changes)]
        if max(looked) < due:
            now = "it is" if book.today else "the archive has come to"
            yield case.finding(
                "recheck",
                Code.OVERDUE_RECHECK,
                f"this {case.what} was to be checked again on {due}, and {now} {book.newest_day}",
                "look again; then set `as_of` and a new `recheck`, and add a line to `changes`",
            )
