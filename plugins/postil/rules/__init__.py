"""What professional fact-checkers are held to, one rule to a file; its docstring is its manual.

Most rules look at one case at a time, when the article that has it is compiled; the others look at
the whole archive. None of their findings is an error unless the site says so: `POSTIL_SEVERITIES`
in `pelican.conf.py`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from postil.findings.diagnostics import Diagnostic
from postil.findings.source import Source
from postil.header.header import Header
from postil.model import Annotation, Registry
from postil.rules import (
    missing_archive,
    missing_reply,
    overdue_recheck,
    second_editor,
    single_source,
    sources_not_independent,
    unnoted_claim,
)
from postil.rules.casebook import Casebook
from postil.rules.cases import Case, Circumstances, Suspicion
from postil.rules.dossier import Dossier, cases_of, dossier_of

OF_CASES: tuple[Callable[[Case], Iterator[Diagnostic | Suspicion]], ...] = (
    single_source.suspect,
    sources_not_independent.suspect,
    missing_archive.suspect,
    missing_reply.suspect,
    second_editor.suspect,
    overdue_recheck.suspect,
)
OF_ARCHIVES: tuple[Callable[[Casebook], Iterator[Diagnostic]], ...] = (
    missing_archive.check,
    unnoted_claim.check,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What the rules get from one article when it is compiled."""

    dossier: Dossier
    """What they have to know of it in every build."""
    words: str
    """All its words, folded: what they search when there are new words to look for."""
    findings: list[Diagnostic]
    """What they find in it alone."""


def gather(
    source: Source,
    sidecar: Source | None,
    header: Header,
    html: str,
    annotations: Sequence[Annotation],
    registry: Registry,
) -> Gathered:
    """Return what the rules get from an article; `html` is its body without any note."""
    cases = list(cases_of(annotations, sidecar, registry)) if sidecar else []
    found, suspicions = _looked_at(cases)
    return Gathered(
        dossier=dossier_of(source, header, html, annotations, cases, registry, suspicions),
        words=unnoted_claim.words(header, html),
        findings=found,
    )


_SOURCE = attrgetter("file.source")  # of a case


def check(book: Casebook) -> list[Diagnostic]:
    """Return what the rules have to say about an archive, but for what articles alone show."""
    found = [each for rule in OF_ARCHIVES for each in rule(book)]
    for case in book.shared:
        certain, suspicions = _looked_at([case])
        found += certain
        found += _judged(suspicions, partial(_SOURCE, case), book.circumstances)
    for path, dossier in book.dossiers.items():
        sidecar = partial(book.sidecar, path)
        found += _judged(dossier.suspicions, sidecar, book.circumstances)
    return found


def _looked_at(cases: Iterable[Case]) -> tuple[list[Diagnostic], list[Suspicion]]:
    """Return what the rules find in cases, and what they suspect."""
    findings, suspicions = [], []
    for case in cases:
        for rule in OF_CASES:
            for said in rule(case):
                if isinstance(said, Diagnostic):
                    findings.append(said)
                else:
                    suspicions.append(said)
    return findings, suspicions


def _judged(
    suspicions: Iterable[Suspicion], file: Callable[[], Source], known: Circumstances
) -> Iterator[Diagnostic]:
    for suspicion in suspicions:
        if suspicion.holds(known):
            yield suspicion.finding(file(), known)
