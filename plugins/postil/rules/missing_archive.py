"""`missing-archive`: a cited page of which no copy is kept.

Pages change and go away; what a verdict rests on must stay. Save the page at web.archive.org (or
archive.today, or Perma.cc) and give the copy's address as `archived`. A source without an address,
a book for one, needs none. Each source is reported once, however many notes cite it.
"""

from collections.abc import Iterator

from postil.findings.diagnostics import Code, Diagnostic, finding
from postil.model import Citation
from postil.rules.casebook import Casebook
from postil.rules.cases import Case
from postil.yaml.written import Record


def suspect(case: Case) -> Iterator[Diagnostic]:
    """Yield a finding for each source beside a case that has an address and no copy."""
    for citation in case.body.citations:
        if _goes_away(citation) and citation.id in case.file.sources:
            yield _finding(citation, case.file.sources[citation.id])


def check(book: Casebook) -> Iterator[Diagnostic]:
    """Yield the same for the sources that are kept for the whole archive."""
    cited = {citation.id for case in book.shared for citation in case.body.citations}
    for name in cited.union(*(dossier.cited for dossier in book.dossiers.values())):
        citation = book.registry.citations[name]
        if _goes_away(citation) and name in book.sources.records:
            yield _finding(citation, book.sources.records[name])


def _goes_away(citation: Citation) -> bool:
    return bool(citation.url) and not citation.archived


def _finding(citation: Citation, record: Record) -> Diagnostic:
    return finding(
        record.source,
        record.span("url"),
        Code.MISSING_ARCHIVE,
        "no copy of this page is kept, so it can change or go away",
        help=f"save it at https://web.archive.org/save/{citation.url} "
        "and add the copy's address as `archived`",
    )
