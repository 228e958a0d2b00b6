"""What an assessor of fact-checkers asks for, counted from the data: the standards report.

No clock: what is due is due as of the newest date that the archive itself knows.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from postil.library.corrections import Correction, CorrectionClass, corrections
from postil.library.library import ClaimEntry, Library
from postil.library.publication import Publication
from postil.model import (
    ChangeType,
    Citation,
    Claim,
    Context,
    EditorialRecord,
    Status,
)

Json = str | int | list["Json"] | Mapping[str, "Json"] | None

ENOUGH = 2  # sources: one alone may be wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of how many."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """The share in whole per cent, rounded down: only all is 100."""
        return self.part * 100 // self.whole if self.whole else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """Something that should have been looked at again, and was not."""

    due: dt.date
    what: str
    """The claim, or the words that the note is on."""
    url: str
    """Below the site's address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOfChanges:
    """The changes that a year brought, in the classes of a corrections page."""

    year: int
    verdicts: int
    """Corrections after which the verdict was another."""
    corrections: int
    """Corrections that left the verdict as it was."""
    clarifications: int
    updates: int
    retractions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The figures of one archive."""

    as_of: dt.date | None
    """The newest date in the archive; `None` if it is empty."""
    claims: int
    """Claims that stand; the shares are of them."""
    withdrawn: int
    two_sources: Share
    archived: Share
    """Claims all of whose sources have an archived copy."""
    second_editor: Share
    reply_asked: Share
    open_rechecks: tuple[Recheck, ...]
    """Oldest first."""
    coming_rechecks: int
    years: tuple[YearOfChanges, ...]
    """Newest first."""


def report(library: Library) -> Report:
    """Return the figures of an archive."""
    claims = [entry for entry in library.claims.values() if not entry.withdrawn]
    newest = newest_date(library)
    rechecks = list(_rechecks(library))
    overdue = [recheck for recheck in rechecks if newest and recheck.due <= newest]
    return Report(
        as_of=newest,
        claims=len(claims),
        withdrawn=len(library.claims) - len(claims),
        two_sources=_share(claims, _has_two_sources),
        archived=_share(claims, _is_archived),
        second_editor=_share(claims, _has_second_editor),
        reply_asked=_share(claims, lambda claim: claim.reply is not None),
        open_rechecks=tuple(sorted(overdue, key=lambda recheck: (recheck.due, recheck.url))),
        coming_rechecks=len(rechecks) - len(overdue),
        years=_years(library),
    )


def newest_date(library: Library) -> dt.date | None:
    """Return the newest day that articles and notes speak of as past; plans do not count."""
    return max(_days(library), default=None)


def figures(found: Report, publication: Publication) -> Mapping[str, Json]:
    """Return the report as it is written to `standards.json`."""
    return {
        "as_of": found.as_of.isoformat() if found.as_of else None,
        "claims": found.claims,
        "withdrawn": found.withdrawn,
        **{name: _written(share) for name, _, share in shares(found)},
        "rechecks_open": [
            {"due": one.due.isoformat(), "what": one.what, "url": publication.at(one.url)}
            for one in found.open_rechecks
        ],
        "rechecks_coming": found.coming_rechecks,
        "changes": [
            {
                "year": year.year,
                "verdicts": year.verdicts,
                "corrections": year.corrections,
                "clarifications": year.clarifications,
                "updates": year.updates,
                "retractions": year.retractions,
            }
            for year in found.years
        ],
    }


def shares(found: Report) -> tuple[tuple[str, str, Share], ...]:
    """Return the shares of claims with what each is of: its name in data, and in words."""
    return (
        ("two_sources", "Two sources or more", found.two_sources),
        ("archived", "An archived copy of every source", found.archived),
        ("second_editor", "Checked by a second editor", found.second_editor),
        ("reply_asked", "Speaker asked for a reply", found.reply_asked),
    )


def in_words(found: Report) -> str:
    """Return the report for a terminal."""
    if found.as_of is None:
        return "Standards report: the archive is empty\n"
    lines = [
        f"Standards report, as of {found.as_of.isoformat()}, the newest date in the archive",
        "",
        f"Claims: {found.claims}, and {found.withdrawn} withdrawn",
    ]
    for _, words, share in shares(found):
        percent = "" if share.percent is None else f"{share.percent:3} %"
        lines.append(f"  {words + ':':34} {share.part:5} of {share.whole} {percent}".rstrip())
    lines += ["", f"Re-checks: {len(found.open_rechecks)} open, {found.coming_rechecks} to come"]
    lines += [f"  {one.due.isoformat()}  {one.what}  ({one.url})" for one in found.open_rechecks]
    if found.years:
        lines += ["", "Changes:  verdicts  corrections  clarifications  updates  retractions"]
    lines += [
        f"  {year.year}    {year.verdicts:8}  {year.corrections:11}  {year.clarifications:14}"
        f"  {year.updates:7}  {year.retractions:11}"
        for year in found.years
    ]
    return "\n".join(lines) + "\n"


def _share(claims: Sequence[ClaimEntry], holds: Callable[[Claim], bool]) -> Share:
    return Share(part=sum(holds(entry.claim) for entry in claims), whole=len(claims))


def _has_two_sources(claim: Claim) -> bool:
    return len({_place(citation) for citation in claim.citations}) >= ENOUGH


def _place(citation: Citation) -> str:
    return citation.url or citation.archived or citation.title


def _is_archived(claim: Claim) -> bool:
    return bool(claim.citations) and all(citation.archived for citation in claim.citations)


def _has_second_editor(claim: Claim) -> bool:
    return bool(claim.record.checked_by) and not claim.record.is_self_checked


def _rechecks(library: Library) -> Iterator[Recheck]:
    """Yield what is to be looked at again and was not, each claim once."""
    for entry in library.claims.values():
        due, looked = entry.claim.recheck, entry.claim.record.last_looked(entry.claim.as_of)
        if due and not entry.withdrawn and looked < due:
            yield Recheck(due=due, what=entry.claim.text, url=entry.url)
    for use in library.uses():
        annotation, body = use.note.annotation, use.note.annotation.body
        if not isinstance(body, Context) or use.note.view.status is not Status.PUBLISHED:
            continue
        if body.recheck and annotation.record.last_looked(body.as_of) < body.recheck:
            yield Recheck(due=body.recheck, what=f"“{use.note.view.quote}”", url=use.url)


def _years(library: Library) -> tuple[YearOfChanges, ...]:
    changes = corrections(library)
    found = []
    for year in sorted({one.change.date.year for one in changes}, reverse=True):
        count = Counter(_class(one) for one in changes if one.change.date.year == year)
        found.append(
            YearOfChanges(
                year=year,
                verdicts=count[CorrectionClass.VERDICT],
                corrections=count[CorrectionClass.OTHER],
                clarifications=count[ChangeType.CLARIFICATION],
                updates=count[CorrectionClass.UPDATE],
                retractions=count[CorrectionClass.RETRACTION],
            )
        )
    return tuple(found)


def _class(correction: Correction) -> str:
    """Return the part of the corrections page, but clarifications for themselves."""
    of, change = correction.of, correction.change
    clarifies = of is CorrectionClass.OTHER and change.type is ChangeType.CLARIFICATION
    return change.type if clarifies else of


def _days(library: Library) -> Iterator[dt.date]:
    for article in library.articles:
        yield article.day
        if article.header.modified:
            yield article.header.modified.date()
    for entry in library.claims.values():
        yield entry.claim.as_of
        yield from _record_days(entry.claim.record)
    for use in library.uses():
        body = use.note.annotation.body
        if isinstance(body, Context):
            yield body.as_of
        yield from _record_days(use.note.annotation.record)


def _record_days(record: EditorialRecord) -> Iterator[dt.date]:
    if record.checked_on:
        yield record.checked_on
    yield from (change.date for change in record.changes)


def _written(share: Share) -> Mapping[str, Json]:
    return {"part": share.part, "whole": share.whole, "percent": share.percent}
