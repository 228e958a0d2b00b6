"""Every change to what the archive says, in the classes that fact-checkers keep, newest first.

A correction that changes a verdict is told from one that does not, from an update (the world moved
on) and from a retraction (a note was taken back).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from postil.library import ClaimEntry, Library, Use
from postil.model import Change, ChangeType, Claim, Kind, Status
from postil.views import ChangeView, changed


class CorrectionClass(StrEnum):
    """The parts of a corrections page."""

    VERDICT = "verdict"
    OTHER = "other"
    UPDATE = "update"
    RETRACTION = "retraction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One change, with what it was on and where that stands."""

    id: str
    """Its address in the page of corrections; it never changes."""
    change: ChangeView
    kind: Kind
    subject: str
    """What was changed, in words: a claim, or the article's words that a note is on."""
    claim: ClaimEntry | None
    uses: tuple[Use, ...]
    """Where the changed note stands, the oldest article first."""

    @property
    def of(self) -> CorrectionClass:
        """The class that it belongs to."""
        change = self.change
        match change.type:
            case ChangeType.RETRACTION:
                return CorrectionClass.RETRACTION
            case ChangeType.UPDATE:
                return CorrectionClass.UPDATE
            case _ if change.was and change.now and change.was.id != change.now.id:
                return CorrectionClass.VERDICT
            case _:
                return CorrectionClass.OTHER


def corrections(library: Library) -> tuple[Correction, ...]:
    """Return every change of the archive, newest first."""
    oldest_first = sorted(_all(library), key=lambda correction: correction.change.date)
    return tuple(reversed(oldest_first))


def of_class(
    found: tuple[Correction, ...],
) -> tuple[tuple[CorrectionClass, tuple[Correction, ...]], ...]:
    """Return the changes class by class; a class without any is there too."""
    return tuple(
        (part, tuple(correction for correction in found if correction.of is part))
        for part in CorrectionClass
    )


def _all(library: Library) -> Iterator[Correction]:
    """Yield the changes of each claim once, then those that a note in an article has of its own."""
    for entry in library.claims.values():
        yield from _of_claim(entry, library)
    for use in library.uses():
        yield from _of_note(use, library)


def _of_claim(entry: ClaimEntry, library: Library) -> Iterator[Correction]:
    words = entry.uses[0].note.view.quote if entry.withdrawn and entry.uses else ""
    model = Correction(
        id=entry.claim.id,
        change=_NONE,
        kind=Kind.CLAIM,
        subject=words if entry.withdrawn else entry.claim.text,
        claim=entry,
        uses=entry.uses,
    )
    yield from _dated(model, entry.changes, library)


def _of_note(use: Use, library: Library) -> Iterator[Correction]:
    """Yield what is the note's own: a claim's history is told with the claim."""
    annotation = use.note.annotation
    body = annotation.body
    changes = annotation.record.changes
    entry = library.claims.get(body.id) if isinstance(body, Claim) else None
    if entry:
        changes = tuple(change for change in changes if change not in entry.changes)
    withdrawn = annotation.record.status is Status.WITHDRAWN
    model = Correction(
        id=f"{use.article.url.strip('/').replace('/', '-')}-{annotation.id}",
        change=_NONE,
        kind=annotation.kind,
        subject=entry.claim.text if entry and not withdrawn else use.note.view.quote,
        claim=entry,
        uses=(use,),
    )
    yield from _dated(model, changes, library)


def _dated(
    model: Correction, changes: tuple[Change, ...], library: Library
) -> Iterator[Correction]:
    """Yield a correction for each change; a second one of the same day is numbered."""
    seen: Counter[date] = Counter()
    for change in reversed(changed(changes, library.registry)):
        seen[change.date] += 1
        number = f"-{seen[change.date]}" if seen[change.date] > 1 else ""
        yield replace(model, id=f"{model.id}-{change.date}{number}", change=change)


_NONE = ChangeView(date=date.min, type=ChangeType.UPDATE, note="", by="", was=None, now=None)
