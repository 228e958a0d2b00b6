"""What the rules look at: every claim and context note once, with where it is written.

Drafts and withdrawn notes are no cases: a reader sees nothing of the one, and the other has its
reason beside it. Where a word stands is looked up only once there is something to say about it.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from postil.diagnostics import Code, Diagnostic, finding
from postil.header import Header
from postil.model import Annotation, Citation, Claim, Context, EditorialRecord, Registry, Status
from postil.resolving import Texts
from postil.source import Source
from postil.written import Record, Written


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadArticle:
    """An article as the build has read it."""

    source: Source
    header: Header
    annotations: tuple[Annotation, ...]
    sidecar: Source | None
    sidecar_path: str
    """Where its sidecar lies, or would lie."""
    html: str = field(repr=False)
    """Its body, without any note."""
    texts: Callable[[], Texts | None] = field(repr=False)
    """Returns its texts with their lines, which takes as long as reading it did."""


@dataclass(frozen=True)
class Case:
    """A published claim or context note."""

    id: str
    body: Claim | Context
    record: EditorialRecord
    file: Written
    shared: bool

    @cached_property
    def written(self) -> Record:
        """The record as the editor wrote it."""
        if self.shared:
            return self.file.whole(self.id)
        return next(note for note in self.file.notes if note.id == self.id)

    def finding(self, key: str, code: Code, message: str, advice: str) -> Diagnostic:
        """Make a finding at the value of a key."""
        return finding(self.file.source, self.written.span(key), code, message, help=advice)

    @property
    def what(self) -> str:
        """What a message calls it."""
        return "claim" if isinstance(self.body, Claim) else "note"


@dataclass(frozen=True, kw_only=True)
class Casebook:
    """An archive as the rules see it."""

    registry: Registry
    articles: tuple[ReadArticle, ...]
    sources: Written
    """The registry's sources."""
    claim_file: Callable[[str], Source]
    """Returns the file of a shared claim."""
    own_names: frozenset[str] = frozenset()
    """What the archive and its outlets call themselves."""
    own_host: str = ""
    """The host under which it is published."""
    today: dt.date | None = None
    """The day that was given to the check; an archive of itself has no clock."""

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """Every case, by file and place."""
        shared = (
            Case(name, claim, claim.record, Written(self.claim_file(name)), shared=True)
            for name, claim in sorted(self.registry.claims.items())
        )
        inline = (case for article in self.articles for case in _inline(article))
        return tuple(case for case in (*shared, *inline) if case.record.status is Status.PUBLISHED)

    @cached_property
    def claims(self) -> tuple[tuple[Case, Claim], ...]:
        """The cases that are claims."""
        return tuple((case, case.body) for case in self.cases if isinstance(case.body, Claim))

    @cached_property
    def newest_day(self) -> dt.date:
        """The day of the check, or else the newest day that the archive itself speaks of."""
        return self.today or max(self._days(), default=dt.date.min)

    def _days(self) -> Iterator[dt.date]:
        for article in self.articles:
            for moment in (article.header.date, article.header.modified):
                if moment:
                    yield moment.date()
            for annotation in article.annotations:
                yield from (change.date for change in annotation.record.changes)
        for case in self.cases:
            yield case.body.as_of
            yield from (change.date for change in case.record.changes)

    def cited(self) -> Mapping[tuple[str, str], tuple[Citation, Record]]:
        """Return every source that a case cites, once, with where it is written.

        The key is its file and its id.
        """
        found: dict[tuple[str, str], tuple[Citation, Record]] = {}
        for case in self.cases:
            for citation in case.body.citations:
                # The registry's come first: a sidecar that has none of its own is not read again.
                file, records = self.sources, self.sources.records
                if citation.id not in records and not case.shared:
                    file, records = case.file, case.file.sources
                if citation.id in records:
                    key = (file.source.path, citation.id)
                    found.setdefault(key, (citation, records[citation.id]))
        return found


def _inline(article: ReadArticle) -> Iterator[Case]:
    if article.sidecar is None:
        return
    file = Written(article.sidecar)
    for annotation in article.annotations:
        body = annotation.body
        if isinstance(body, Context) or (isinstance(body, Claim) and not body.shared):
            yield Case(annotation.id, body, annotation.record, file, shared=False)


def names(texts: Iterable[str]) -> frozenset[str]:
    """Return names as they are compared: without case, and without empty ones."""
    return frozenset(folded for text in texts if (folded := " ".join(text.casefold().split())))
