"""`single-source`: a claim whose verdict rests on one source.

What only one source says, only that source can be wrong about. The code of the International
Fact-Checking Network wants the key elements of a claim checked against more than one source,
save where one is the only relevant one: for those, set the severity or say so in `why`.
A claim whose only source is the speaker's or our own has the finding `sources-not-independent`.
"""

from collections.abc import Iterator

from postil.diagnostics import Code, Diagnostic
from postil.rules import sources_not_independent
from postil.rules.casebook import Casebook


def check(book: Casebook) -> Iterator[Diagnostic]:
    """Yield a finding for each claim that cites one source."""
    for case, claim in book.claims:
        cited = {citation.id for citation in claim.citations}
        if len(cited) == 1 and not sources_not_independent.is_so(claim, book):
            yield case.finding(
                "sources",
                Code.SINGLE_SOURCE,
                "this claim rests on a single source",
                "add a source that does not depend on the first",
            )
