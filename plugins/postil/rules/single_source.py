"""`single-source`: a claim whose verdict rests on one source.

What only one source says, only that source can be wrong about. The code of the International
Fact-Checking Network wants the key elements of a claim checked against more than one source,
save where one is the only relevant one: for those, set the severity or say so in `why`.
A claim whose only source is the speaker's or our own has the finding `sources-not-independent`.
"""

from collections.abc import Iterator
from typing import NamedTuple

from postil.findings.diagnostics import Code, Diagnostic, finding
from postil.findings.source import Source, Span
from postil.model import Claim
from postil.rules.cases import Case, Circumstances, Origin
from postil.rules.sources_not_independent import foreign


class Alone(NamedTuple):
    """A claim that cites one source, which is not the speaker's."""

    place: Span
    source: Origin

    def holds(self, known: Circumstances) -> bool:
        """Whether it is as suspected, unless the source is the archive's own."""
        return not known.owns(self.source)

    def finding(self, file: Source, known: Circumstances) -> Diagnostic:  # noqa: ARG002
        """Return the finding in the case's file."""
        return finding(
            file,
            self.place,
            Code.SINGLE_SOURCE,
            "this claim rests on a single source",
            help="add a source that does not depend on the first",
        )


def suspect(case: Case) -> Iterator[Alone]:
    """Yield the suspicion about a claim that cites one source."""
    if isinstance(case.body, Claim) and len({cited.id for cited in case.body.citations}) == 1:
        for source in foreign(case.body, case.speaker):
            yield Alone(case.span("sources"), source)
