"""Every change to what the archive says, in the classes that fact-checkers keep, newest first.

A correction that changes a verdict is told from one that does not, from an update (the world moved
on) and from a retraction (a note was taken back).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from postil.library.library import ClaimEntry, Library, Use
from postil.model import ChangeType, Claim, Status
from postil.theming.views import ChangeView, LabellingView, amended, changed


class CorrectionClass(StrEnum):
    """The parts of a corrections page."""

    VERDICT = "verdict"
    OTHER = "other"
    UPDATE = "update"
    RETRACTION = "retraction"


class Subject(StrEnum):
    """What a change was made to: a note of one of the three kinds, or a record's own words."""

    CLAIM = "claim"
    CONTEXT = "context"
    LABELLING = "label"
    WORDING = "wording"
    RATING = "rating"
    POST = "post"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One change, with what it was on and where that stands."""

    id: str
    """Its address in the page of corrections; it never changes."""
    change: ChangeView
    kind: Subject
    subject: str
    """What was changed, in words: a claim, the article's words that a note is on, a label."""
    claim: ClaimEntry | None
    uses: tuple[Use, ...]
    """Where the changed note stands, the oldest article first."""
    page: str = ""
    """The page of what was changed, below the site's address, if it has one."""
    lang: str = ""
    """The language of the subject and of what is said of the change; empty for the site's."""

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
    """Yield the changes of records and claims once each, then those that are a note's own."""
    yield from _of_records(library)
    for entry in library.claims.values():
        yield from _of_claim(entry, library)
    for use in library.uses():
        yield from _of_note(use, library)


def _of_claim(entry: ClaimEntry, library: Library) -> Iterator[Correction]:
    words = entry.uses[0].note.view.quote if entry.withdrawn and entry.uses else ""
    model = Correction(
        id=entry.claim.id,
        change=_NONE,
        kind=Subject.CLAIM,
        subject=words if entry.withdrawn else entry.claim.text,
        claim=entry,
        uses=entry.uses,
        page=entry.url,
        lang=entry.uses[0].article.lang if words else entry.lang,
    )
    yield from _dated(model, changed(entry.changes, library.registry))


def _of_note(use: Use, library: Library) -> Iterator[Correction]:
    """Yield what is the note's own: a claim's history is told with the claim."""
    annotation = use.note.annotation
    body = annotation.body
    changes = annotation.record.changes
    entry = library.claims.get(body.id) if isinstance(body, Claim) else None
    if entry:
        changes = tuple(change for change in changes if change not in entry.changes)
    if not changes:
        return
    withdrawn = annotation.record.status is Status.WITHDRAWN
    model = Correction(
        id=f"{use.article.url.strip('/')}/{annotation.id}",  # no two have the same
        change=_NONE,
        kind=Subject(annotation.kind),
        subject=entry.claim.text if entry and not withdrawn else use.note.view.quote,
        claim=entry,
        uses=(use,),
        page=entry.url if entry else "",
        lang=entry.lang if entry and not withdrawn else use.article.lang,
    )
    yield from _dated(model, changed(changes, library.registry))


def _of_records(library: Library) -> Iterator[Correction]:
    """Yield the changes to the words of labels, ratings and posts, which have pages of their own.

    No claim, note or article is called by an id with a full stop in it.
    """
    registry = library.registry
    for name, label in registry.labels.items():
        if not label.changes:
            continue
        model = _record(f"label.{name}", Subject.WORDING, label.text, f"labels/{name}/")
        shown = [
            use
            for uses in library.labellings.values()
            for use in uses
            if isinstance(use.note.view.body, LabellingView)
            and any(one.id == name for one in use.note.view.body.labels)
        ]
        shown.sort(key=lambda use: (use.article.day, use.url))
        yield from _dated(replace(model, uses=tuple(shown)), amended(label.changes))
    for rating in (*registry.scale.ratings, *registry.scale.retired):
        page = f"methodology/#rating-{rating.id}"
        model = _record(f"rating.{rating.id}", Subject.RATING, rating.name, page)
        yield from _dated(model, amended(rating.changes))
    for name, post in registry.posts.items():
        author = registry.entities[post.by].name
        model = _record(f"post.{name}", Subject.POST, author, f"posts/{name}/")
        yield from _dated(model, amended(post.changes))


def _record(name: str, kind: Subject, subject: str, page: str) -> Correction:
    return Correction(
        id=name, change=_NONE, kind=kind, subject=subject, claim=None, uses=(), page=page
    )


def _dated(model: Correction, newest_first: tuple[ChangeView, ...]) -> Iterator[Correction]:
    """Yield a correction for each change; a second one of the same day is numbered."""
    seen: Counter[date] = Counter()
    for change in reversed(newest_first):
        seen[change.date] += 1
        number = f"-{seen[change.date]}" if seen[change.date] > 1 else ""
        yield replace(model, id=f"{model.id}-{change.date}{number}", change=change)


_NONE = ChangeView(date=date.min, type=ChangeType.UPDATE, note="", by="", was=None, now=None)
