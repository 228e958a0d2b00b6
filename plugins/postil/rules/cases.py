"""One claim or context note as the rules look at it, and what they may suspect of it.

Drafts and withdrawn notes are no cases: a reader sees nothing of the one, and the other has its
reason beside it. A rule looks at a case when the file that has it is compiled. What it can tell
from the case alone is a finding. What only the whole archive can tell is a `Suspicion`: small,
kept with the article, and judged in every build without the article being read again.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

from postil.findings.diagnostics import Code, Diagnostic, finding
from postil.findings.source import Source, Span
from postil.model import Citation, Claim, Context, EditorialRecord, Entity
from postil.yaml.written import Record, Written


@dataclass(frozen=True)
class Case:
    """A published claim or context note."""

    id: str
    body: Claim | Context
    record: EditorialRecord
    speaker: Entity | None
    """Who made the claim; nobody made a context note."""
    file: Written
    shared: bool

    @cached_property
    def written(self) -> Record:
        """The record as the editor wrote it."""
        if self.shared:
            return self.file.whole(self.id)
        return next(note for note in self.file.notes if note.id == self.id)

    def span(self, key: str) -> Span:
        """Return where the value of a key stands."""
        return self.written.span(key)

    def finding(self, key: str, code: Code, message: str, advice: str) -> Diagnostic:
        """Make a finding at the value of a key."""
        return finding(self.file.source, self.span(key), code, message, help=advice)

    @property
    def what(self) -> str:
        """What a message calls it."""
        return "claim" if isinstance(self.body, Claim) else "note"


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What only the whole archive knows."""

    own_names: frozenset[str]
    """What the archive and its outlets call themselves."""
    own_host: str
    """The host under which it is published."""
    day: dt.date
    """The day of the check, or else the newest that the archive itself speaks of."""
    day_given: bool
    """Whether the day was given to the check; an archive of itself has no clock."""

    def owns(self, origin: "Origin") -> bool:
        """Whether a source is the archive's own."""
        return origin.name in self.own_names or (bool(origin.host) and origin.host == self.own_host)


class Suspicion(Protocol):
    """What a rule cannot tell from a case alone."""

    def holds(self, known: Circumstances) -> bool:
        """Whether the archive as a whole does not clear the case of it."""

    def finding(self, file: Source, known: Circumstances) -> Diagnostic:
        """Return the finding in the case's file."""


class Origin(NamedTuple):
    """Where a source comes from."""

    name: str
    """Who published it, as names are compared."""
    host: str


def origin(citation: Citation) -> Origin:
    """Return where a source comes from."""
    return Origin(next(iter(names([citation.by])), ""), host(citation.url))


def names(texts: Iterable[str]) -> frozenset[str]:
    """Return names as they are compared: without case, and without empty ones."""
    return frozenset(folded for text in texts if (folded := " ".join(text.casefold().split())))


def host(url: str) -> str:
    """Return the host of an address, without `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")
