"""`second-editor`: a claim or a context note that nobody but its author has read.

A second pair of eyes is what every fact-checking desk has in common. `checked_by` names the person;
where it names the author, the finding is `self-checked`.
"""

from collections.abc import Iterator

from postil.findings.diagnostics import Code, Diagnostic
from postil.rules.cases import Case


def suspect(case: Case) -> Iterator[Diagnostic]:
    """Yield a finding for a signed case without `checked_by`."""
    if case.record.by and not case.record.checked_by:
        yield case.finding(
            "by",
            Code.SECOND_EDITOR,
            f"nobody but its author has checked this {case.what}",
            "let somebody else read it, and add `checked_by` and `checked_on`",
        )
