"""Claims, and who answers for them and for every other note.

A claim is read by `decode_claim` wherever it stands: in a sidecar, or in a file of its own. Checks
between fields come after all fields are read; a stand-in (`date.min`, an empty id) passes every
one of them, so that one mistake gives one finding.
"""

from datetime import date
from itertools import pairwise

from postil.findings.diagnostics import Code
from postil.model import (
    Change,
    ChangeType,
    Claim,
    Deed,
    EditorialRecord,
    RecordKind,
    Reply,
    Status,
    Step,
)
from postil.records.decoding import Fields
from postil.records.forms import CHANGE_TYPE, DAY, LANGUAGE, MARKDOWN, TEXT, Known, choice, shown

_DEED = choice(Deed, "what somebody does with a claim")
_STATUS = choice(Status, "a status")

CLAIM_KEYS = frozenset(
    "claim said_by said_on first_seen verdict fact why as_of recheck sources spread reply "
    "also_worded by checked_by checked_on".split()
)
"""What a claim holds that a note which uses it cannot hold too."""


def decode_claim(name: str, fields: Fields, known: Known, *, shared: bool) -> Claim:
    """Read a claim."""
    rating = fields.required("verdict", known.one_of(RecordKind.RATING))
    claim = Claim(
        id=name,
        text=fields.required("claim", TEXT),
        claimant=fields.required("said_by", known.one_of(RecordKind.ENTITY)),
        claimed_on=fields.optional("said_on", DAY, None),
        first_appearance=fields.optional("first_seen", known.one_of(RecordKind.POST), None),
        rating=rating,
        fact=fields.required("fact", TEXT),
        why=fields.optional("why", MARKDOWN, ""),
        as_of=fields.required("as_of", DAY),
        recheck=fields.optional("recheck", DAY, None),
        citations=fields.several("sources", known.citation(), at_least=1),
        spread=_decode_spread(fields, known),
        reply=fields.record("reply", "a reply", _decode_reply),
        also_worded=fields.several("also_worded", TEXT),
        record=decode_record(fields, known, verdict=rating, signed=True),
        lang=fields.optional("lang", LANGUAGE, "") if shared else "",
        shared=shared,
    )
    check_recheck(fields, claim.as_of, claim.recheck)
    _check_retired(fields, claim, known)
    if claim.claimed_on and claim.record.checked_on and claim.record.checked_on < claim.claimed_on:
        fields.log.flaw(
            fields.place("checked_on"),
            Code.DATE_ORDER,
            f"this was checked before it was said, on {claim.claimed_on}",
            advice="mend `checked_on` or `said_on`",
        )
    return claim


def check_recheck(fields: Fields, as_of: date, recheck: date | None) -> None:
    """Report a day for looking again that lies before the day of looking."""
    if recheck and recheck < as_of:
        fields.log.flaw(
            fields.place("recheck"),
            Code.DATE_ORDER,
            f"this day lies before `as_of`, {as_of}",
            advice="give the day on which somebody should look again",
        )


def decode_record(
    fields: Fields, known: Known, *, verdict: str | None = None, signed: bool = False
) -> EditorialRecord:
    """Read who answers for a note; `signed` where somebody must.

    `verdict` is the rating that a claim has now; where there is none, no change can be of it.
    """
    record = EditorialRecord(
        status=decode_status(fields),
        by=fields.required("by", TEXT) if signed else fields.optional("by", TEXT, ""),
        checked_by=fields.optional("checked_by", TEXT, ""),
        checked_on=fields.optional("checked_on", DAY, None),
        changes=decode_changes(fields, known, verdict=verdict),
    )
    if record.is_self_checked:
        fields.log.remark(
            fields.place("checked_by"),
            Code.SELF_CHECKED,
            f"{shown(record.by)} checked a note of their own",
            advice="let somebody else check it",
        )
    check_withdrawn(fields, record)
    return record


def decode_status(fields: Fields) -> Status:
    """Read where a note stands."""
    return fields.optional("status", _STATUS, Status.PUBLISHED)


def check_withdrawn(fields: Fields, record: EditorialRecord) -> None:
    """Report a note that was taken back without a word to the reader."""
    if record.status is Status.WITHDRAWN and not any(
        change.type is ChangeType.RETRACTION for change in record.changes
    ):
        fields.log.flaw(
            fields.place("status"),
            Code.MISSING_REASON,
            "a withdrawn note tells its readers why, and this one does not",
            advice="add to `changes` a line of `type: retraction` whose `note` gives the reason",
        )


def decode_changes(
    fields: Fields, known: Known, *, verdict: str | None = None
) -> tuple[Change, ...]:
    """Read what was done to a note since, oldest first."""
    rating = known.one_of(RecordKind.RATING)
    places: list[tuple[Change, Fields]] = []

    def decode(line: Fields) -> Change:
        change = Change(
            date=line.required("date", DAY),
            type=line.required("type", CHANGE_TYPE),
            note=line.required("note", TEXT),
            by=line.optional("by", TEXT, ""),
            was=line.optional("was", rating, None) if verdict is not None else None,
            now=line.optional("now", rating, None) if verdict is not None else None,
        )
        if verdict is not None and ("was" in line) != ("now" in line):
            line.miss("was" if "now" in line else "now")
        places.append((change, line))
        return change

    fields.records("changes", "a change", decode)
    if places and places[0][0].date > places[-1][0].date:
        places.reverse()  # written newest first, those of one day too
    places.sort(key=lambda place: place[0].date)
    if verdict:
        _check_verdicts(places, verdict)
    return tuple(change for change, _ in places)


def _check_verdicts(changes: list[tuple[Change, Fields]], verdict: str) -> None:
    """Report where the verdicts of a claim's history do not follow from one another."""
    rated = [(change, line) for change, line in changes if change.was and change.now]
    for (change, line), (following, _) in pairwise(rated):
        if change.now != following.was:
            line.log.flaw(
                line.place("now"),
                Code.VERDICT_MISMATCH,
                f"this change made the verdict `{change.now}`, and the next one, "
                f"of {following.date}, found it `{following.was}`",
                advice="mend `now` here or `was` there",
            )
    if rated and rated[-1][0].now != verdict:
        change, line = rated[-1]
        line.log.flaw(
            line.place("now"),
            Code.VERDICT_MISMATCH,
            f"the last change made the verdict `{change.now}`, and the claim has `{verdict}`",
            advice=f"mend `now` or `verdict`, or add the change that made it `{verdict}`",
        )


def _decode_spread(fields: Fields, known: Known) -> tuple[Step, ...]:
    """Read who carried a claim on, in order of date."""

    def decode(line: Fields) -> Step:
        step = Step(
            who=line.required("who", known.one_of(RecordKind.ENTITY)),
            did=line.required("did", _DEED),
            date=line.required("date", DAY),
            post=line.optional("post", known.one_of(RecordKind.POST), None),
            source=line.optional("source", known.citation(), None),
            claim=line.optional("claim", known.one_of(RecordKind.CLAIM), None),
            unchecked=line.optional("unchecked", TEXT, ""),
        )
        if step.did is Deed.DENIED and ("claim" in line) == ("unchecked" in line):
            both = "claim" in line
            line.log.flaw(
                line.place("unchecked" if both else "did"),
                Code.UNRATED_DENIAL,
                "a denial is either rated or not, and here it is both"
                if both
                else "a denial is a claim too, and nothing says whether it is true",
                advice="keep `claim` or `unchecked`"
                if both
                else "add `claim:` with the claim that rates it, or `unchecked:` with the reason",
            )
        return step

    return tuple(sorted(fields.records("spread", "a step", decode), key=lambda step: step.date))


def _decode_reply(fields: Fields) -> Reply:
    answer = fields.required("answer", TEXT)
    return Reply(
        asked_on=fields.required("asked_on", DAY),
        answer="" if answer.casefold() == "none" else answer,
    )


def _check_retired(fields: Fields, claim: Claim, known: Known) -> None:
    """Report a verdict that was no longer given on the day of the claim."""
    until = known.retired.get(claim.rating)
    if until and claim.as_of > until:
        fields.log.flaw(
            fields.place("verdict"),
            Code.RETIRED_RATING,
            f"the rating `{claim.rating}` was last given on {until}",
            advice="give a rating that is in use on the day of `as_of`",
        )
