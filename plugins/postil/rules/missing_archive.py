"""`missing-archive`: a cited page of which no copy is kept.

Pages change and go away; what a verdict rests on must stay. Save the page at web.archive.org (or
archive.today, or Perma.cc) and give the copy's address as `archived`. A source without an address,
a book for one, needs none. Each source is reported once, however many notes cite it.
"""

from collections.abc import Iterator

from postil.diagnostics import Code, Diagnostic, finding
from postil.rules.casebook import Casebook


def check(book: Casebook) -> Iterator[Diagnostic]:
    """Yield a finding for each source that has an address and no copy."""
    for citation, record in book.cited().values():
        if citation.url and not citation.archived:
            yield finding(
                record.source,
                record.span("url"),
                Code.MISSING_ARCHIVE,
                "no copy of this page is kept, so it can change or go away",
                help=f"save it at https://web.archive.org/save/{citation.url} "
                "and add the copy's address as `archived`",
            )
