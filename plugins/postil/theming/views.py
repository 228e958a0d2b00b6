"""What templates show: notes and posts with everything they name looked up, in order, dated.

A view holds no ids to follow and no choices to make: a template prints it. `noted` and `posted`
make views out of the model and the registry, as of the day of the article that they stand in.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

from postil.engine.cells import watching
from postil.engine.packed import Packed
from postil.model import (
    Account,
    Amendment,
    Annotation,
    Change,
    ChangeType,
    Citation,
    Claim,
    Context,
    Deed,
    Entity,
    Kind,
    Label,
    Labelling,
    LabelUse,
    Part,
    Period,
    Post,
    PostState,
    Rating,
    Registry,
    Reply,
    Status,
    Step,
    Tone,
)

Render = Callable[[str], Markup]
"""Makes HTML out of the Markdown of a note."""

TODAY = date.max
"""The day of a page that gives none: it speaks of how things stand now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelView(Packed):
    """A label as it is shown beside an account or a post, or in a label note."""

    id: str
    text: str
    tone: Tone
    disclaimer: str
    applied_by: Entity
    more: str
    archived: str
    since: date | None
    until: date | None
    """The last day on which it was borne; after it the label had been dropped."""
    current: bool
    """Whether it was borne on the day that is shown."""
    citation: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostView(Packed):
    """A saved post as its card shows it."""

    id: str
    by: Entity
    account: Account | None
    platform: str
    date: date
    text: str
    lang: str
    url: str
    archived: str
    state: PostState
    labels: tuple[LabelView, ...]
    """What the post itself bore."""
    account_labels: tuple[LabelView, ...]
    """What its account bore on the day of the post."""
    reposts: "PostView | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedClaim(Packed):
    """A claim named by another: its words and its verdict."""

    id: str
    text: str
    rating: Rating
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView(Packed):
    """One step of a claim's spread."""

    who: Entity
    did: Deed
    date: date
    post: PostView | None
    citation: Citation | None
    rated: RatedClaim | None
    """The claim that rates a denial."""
    unchecked: str
    """Why nobody rated a denial; empty as well while the claim that rates it is a draft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView(Packed):
    """One line of a note's history."""

    date: date
    type: ChangeType
    note: str
    by: str
    was: Rating | None
    now: Rating | None
    before: str = ""
    """The words before, where a label, a rating or a post has others now."""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView(Packed):
    """What a claim note says."""

    id: str
    text: str
    claimant: Entity
    claimed_on: date | None
    first_appearance: PostView | None
    rating: Rating
    """Today's verdict."""
    rating_then: Rating | None
    """The verdict when the article was published, where it was another."""
    fact: str
    why: Markup
    as_of: date
    recheck: date | None
    citations: tuple[Citation, ...]
    spread: tuple[StepView, ...]
    reply: Reply | None
    shared: bool


@watching("text")
@dataclass(frozen=True, slots=True, kw_only=True)
class ContextView(Packed):
    """What a context note says."""

    text: Markup
    as_of: date
    recheck: date | None
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabellingView(Packed):
    """What a label note says: the labels of an entity as of the article's day."""

    entity: Entity
    account: Account | None
    labels: tuple[LabelView, ...]
    day: date | None
    """`None` on a page without a date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView(Packed):
    """One note as its callout shows it."""

    id: str
    number: int
    """From 1, in the order in which the notes stand in the article."""
    kind: Kind
    status: Status
    part: Part
    quote: str
    """The article's words that it is on."""
    body: ClaimView | ContextView | LabellingView
    by: str
    checked_by: str
    checked_on: date | None
    changes: tuple[ChangeView, ...]
    """Newest first."""

    @property
    def withdrawn(self) -> ChangeView | None:
        """The change that took the note back, if it was taken back."""
        if self.status is not Status.WITHDRAWN:
            return None
        return next(
            (change for change in self.changes if change.type is ChangeType.RETRACTION), None
        )


def noted(
    annotation: Annotation,
    registry: Registry,
    *,
    number: int,
    quote: str,
    day: date,
    render: Render,
) -> NoteView:
    """Return the view of a note on an article of `day`."""
    reworded: list[Amendment] = []
    match annotation.body:
        case Claim() as claim:
            body: ClaimView | ContextView | LabellingView = claimed(
                claim, registry, day=day, render=render
            )
            record = claim.record if claim.shared else annotation.record
        case Context() as context:
            body = ContextView(
                text=render(context.text),
                as_of=context.as_of,
                recheck=context.recheck,
                citations=context.citations,
            )
            record = annotation.record
        case Labelling() as labelling:
            body = _labelling(labelling, registry, day)
            record = annotation.record
            reworded = [change for one in body.labels for change in registry.labels[one.id].changes]
    return NoteView(
        id=annotation.id,
        number=number,
        kind=annotation.kind,
        status=standing(annotation),
        part=annotation.target.part,
        quote=quote,
        body=body,
        by=record.by,
        checked_by=record.checked_by,
        checked_on=record.checked_on,
        changes=_newest_first(
            *changed((*record.changes, *annotation.record.changes), registry), *amended(reworded)
        ),
    )


def posted(post: Post, registry: Registry) -> PostView:
    """Return the view of a saved post, with what it and its account bore on its day."""
    author = registry.entities[post.by]
    return PostView(
        id=post.id,
        by=author,
        account=_account(author, post.platform),
        platform=post.platform,
        date=post.date,
        text=post.text,
        lang=post.lang,
        url=post.url,
        archived=post.archived,
        state=post.state,
        labels=tuple(
            _on_post(registry.labels[label], registry, post.date) for label in post.labels
        ),
        account_labels=_borne(author, registry, post.date, post.platform),
        reposts=posted(registry.posts[post.reposts], registry) if post.reposts else None,
    )


def claimed(claim: Claim, registry: Registry, *, day: date, render: Render) -> ClaimView:
    """Return the view of a claim as an article of `day` shows it."""
    then = _rating(rating_on(claim, day), registry)
    now = registry.scale.rating(claim.rating)
    return ClaimView(
        id=claim.id,
        text=claim.text,
        claimant=registry.entities[claim.claimant],
        claimed_on=claim.claimed_on,
        first_appearance=(
            posted(registry.posts[claim.first_appearance], registry)
            if claim.first_appearance
            else None
        ),
        rating=now,
        rating_then=then if then and then.id != now.id else None,
        fact=claim.fact,
        why=render(claim.why),
        as_of=claim.as_of,
        recheck=claim.recheck,
        citations=claim.citations,
        spread=tuple(stepped(step, registry) for step in claim.spread),
        reply=claim.reply,
        shared=claim.shared,
    )


def stepped(step: Step, registry: Registry) -> StepView:
    """Return the view of one step of a claim's spread."""
    return StepView(
        who=registry.entities[step.who],
        did=step.did,
        date=step.date,
        post=posted(registry.posts[step.post], registry) if step.post else None,
        citation=step.source,
        rated=_rated(step.claim, registry) if step.claim else None,
        unchecked=step.unchecked,
    )


def changed(changes: Iterable[Change], registry: Registry) -> tuple[ChangeView, ...]:
    """Return a history as it is shown: newest first, each change once."""
    oldest_first = sorted(dict.fromkeys(changes), key=lambda change: change.date)
    return tuple(
        ChangeView(
            date=change.date,
            type=change.type,
            note=change.note,
            by=change.by,
            was=_rating(change.was, registry),
            now=_rating(change.now, registry),
        )
        for change in reversed(oldest_first)
    )


def amended(changes: Iterable[Amendment]) -> tuple[ChangeView, ...]:
    """Return the history of a label's, a rating's or a post's words, as `changed` does."""
    return _newest_first(
        *(
            ChangeView(
                date=change.date,
                type=change.type,
                note=change.note,
                by=change.by,
                was=None,
                now=None,
                before=change.was,
                after=change.now,
            )
            for change in reversed(tuple(dict.fromkeys(changes)))
        )
    )


def ever_borne(entity: Entity, registry: Registry) -> tuple[LabelView, ...]:
    """Return every label that an entity's accounts bore, the first one first."""
    uses = sorted(entity.labels, key=lambda use: use.period.start or date.min)
    return tuple(borne(use, registry) for use in uses)


def borne(use: LabelUse, registry: Registry) -> LabelView:
    """Return the view of a label on an account, with no day in mind."""
    return _label(registry.labels[use.label], registry, use.period, date.max, use)


def standing(annotation: Annotation) -> Status:
    """Return where a note stands; a shared claim that does not, stands nowhere."""
    if isinstance(annotation.body, Claim) and annotation.body.record.status is not Status.PUBLISHED:
        return annotation.body.record.status
    return annotation.record.status


def rating_on(claim: Claim, day: date) -> str:
    """Return the id of the rating that a claim had on `day`: today's, with later changes undone."""
    later = [change for change in claim.record.changes if change.was and change.date > day]
    return later[0].was or claim.rating if later else claim.rating


def _newest_first(*changes: ChangeView) -> tuple[ChangeView, ...]:
    return tuple(sorted(changes, key=lambda change: change.date, reverse=True))


def _rated(id: str, registry: Registry) -> RatedClaim | None:  # noqa: A002
    claim = registry.claims.get(id)
    if claim is None or claim.record.status is Status.DRAFT:
        return None
    return RatedClaim(
        id=id,
        text=claim.text,
        rating=registry.scale.rating(claim.rating),
        withdrawn=claim.record.status is Status.WITHDRAWN,
    )


def _labelling(labelling: Labelling, registry: Registry, day: date) -> LabellingView:
    entity = registry.entities[labelling.entity]
    begun = [use for use in entity.labels if use.period.start is None or use.period.start <= day]
    shown = [use for use in begun if use.period.covers(day)] or begun
    return LabellingView(
        entity=entity,
        account=_account(entity, shown[-1].platform) if shown else None,
        labels=tuple(
            _label(registry.labels[use.label], registry, use.period, day, use) for use in shown
        ),
        day=None if day == TODAY else day,
    )


def _borne(entity: Entity, registry: Registry, day: date, platform: str) -> tuple[LabelView, ...]:
    return tuple(
        _label(registry.labels[use.label], registry, use.period, day, use)
        for use in entity.labels
        if use.period.covers(day) and use.platform == platform
    )


def _on_post(label: Label, registry: Registry, day: date) -> LabelView:
    """Return the view of a label on a post, which keeps it whatever the platform does later."""
    return replace(_label(label, registry, label.used, day), current=True)


def _label(
    label: Label, registry: Registry, period: Period, day: date, use: LabelUse | None = None
) -> LabelView:
    return LabelView(
        id=label.id,
        text=label.text,
        tone=label.tone,
        disclaimer=label.disclaimer,
        applied_by=registry.entities[label.applied_by],
        more=label.more,
        archived=label.archived,
        since=period.start,
        until=period.end,
        current=period.covers(day),
        citation=use.source if use else None,
    )


def _account(entity: Entity, platform: str) -> Account | None:
    return next((account for account in entity.accounts if account.platform == platform), None)


def _rating(id: str | None, registry: Registry) -> Rating | None:  # noqa: A002
    return registry.scale.rating(id) if id else None
