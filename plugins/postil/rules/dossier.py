"""What one article tells the rules: found when it is compiled, kept with what it compiled to.

Findings that need no other file are made here. For the others a dossier has the facts, and never
what depends on the day, on settings or on another article: a build judges thousands of dossiers
without reading the articles again.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from postil.engine.fingerprints import of_texts
from postil.engine.packed import Packed
from postil.findings.source import Source, Span
from postil.header.header import Header
from postil.model import Annotation, Claim, Context, EditorialRecord, Registry, Status
from postil.rules.cases import Case, Suspicion
from postil.yaml.written import Written


class Wording(NamedTuple):
    """Some words that say a claim."""

    claim: str
    text: str


class Own(NamedTuple):
    """A claim that stands in an article's sidecar."""

    id: str
    place: Span
    """Of its id."""
    wordings: tuple[Wording, ...]
    """Its own words first; none if it is not published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier(Packed):
    """What the rules need to know of an article."""

    text: bytes
    """The fingerprint of the article's file, by name and words."""
    newest: dt.date
    """The newest day that it or its notes speak of."""
    outlet: str
    """Who published it, if that was the archive itself."""
    notes: tuple[str, ...]
    """The ids of all its notes."""
    noted: tuple[str, ...]
    """The claims that it has a note on."""
    own: tuple[Own, ...]
    cited: tuple[str, ...]
    """The sources of the registry that its cases cite."""
    suspicions: tuple[Suspicion, ...]


def dossier_of(
    source: Source,
    header: Header,
    html: str,
    annotations: Sequence[Annotation],
    cases: Sequence[Case],
    registry: Registry,
    suspicions: Sequence[Suspicion],
) -> Dossier:
    """Return the dossier of an article; `html` is its body without any note."""
    claims = [(note, note.body) for note in annotations if isinstance(note.body, Claim)]
    return Dossier(
        text=of_texts(source.path, source.text, html),
        newest=max(_days(header, annotations, cases), default=dt.date.min),
        outlet="" if header.source_url else header.outlet,
        notes=tuple(note.id for note in annotations),
        noted=tuple(sorted({claim.id for _, claim in claims})),
        own=tuple(
            Own(claim.id, note.id_span, wordings(claim))
            for note, claim in claims
            if not claim.shared
        ),
        cited=tuple(
            sorted(
                {
                    citation.id
                    for case in cases
                    for citation in case.body.citations
                    if citation.id in registry.citations
                }
            )
        ),
        suspicions=tuple(suspicions),
    )


def cases_of(
    annotations: Iterable[Annotation], sidecar: Source, registry: Registry
) -> Iterator[Case]:
    """Yield the notes that are cases and stand in the sidecar itself."""
    file = Written(sidecar)
    for note in annotations:
        body = note.body
        if isinstance(body, Context) or (isinstance(body, Claim) and not body.shared):
            yield from case_of(note.id, body, note.record, file, registry)


def case_of(
    id: str,  # noqa: A002
    body: Claim | Context,
    record: EditorialRecord,
    file: Written,
    registry: Registry,
) -> Iterator[Case]:
    """Yield the case that a note or a shared claim is, if it is one."""
    if record.status is Status.PUBLISHED:
        claim = body if isinstance(body, Claim) else None
        speaker = registry.entities.get(claim.claimant) if claim else None
        yield Case(id, body, record, speaker, file, shared=bool(claim and claim.shared))


def wordings(claim: Claim) -> tuple[Wording, ...]:
    """Return the words by which other articles may repeat a claim, if it is a case."""
    if claim.record.status is not Status.PUBLISHED:
        return ()
    texts = dict.fromkeys((claim.text, *claim.also_worded))
    return tuple(Wording(claim.id, text) for text in texts if text.strip())


def days(case: Case) -> Iterator[dt.date]:
    """Yield the days that a case speaks of as past."""
    yield case.body.as_of
    yield from (change.date for change in case.record.changes)


def _days(
    header: Header, annotations: Iterable[Annotation], cases: Iterable[Case]
) -> Iterator[dt.date]:
    yield from (moment.date() for moment in (header.date, header.modified) if moment)
    for note in annotations:
        yield from (change.date for change in note.record.changes)
    for case in cases:
        yield from days(case)
