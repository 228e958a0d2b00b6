"""What the page of a claim and the list of all claims show: views, ready to be printed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from postil.library.library import ClaimEntry, Library
from postil.model import ChangeType, Claim, Entity, Rating
from postil.pages.narrowing import Narrowing, claim_traits, narrowing
from postil.pages.spreading import CARRYING, Drawing, draw, with_first
from postil.theming.views import (
    ChangeView,
    ClaimView,
    PostView,
    Render,
    StepView,
    changed,
    claimed,
    posted,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """A claim in a list."""

    entry: ClaimEntry
    text: str
    claimant: Entity
    claimed_on: date | None
    rating: Rating
    first_rating: Rating | None
    """The verdict at first, where it was another."""
    since: date

    @property
    def url(self) -> str:
        """The address of the claim's page, below the site's."""
        return self.entry.url

    @property
    def lang(self) -> str:
        """The language of its words; empty for the site's."""
        return self.entry.lang


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPage:
    """What the page of one claim shows."""

    claim: ClaimView
    since: date
    first_rating: Rating
    """The verdict at first."""
    changes: tuple[ChangeView, ...]
    """Oldest first."""
    steps: tuple[StepView, ...]
    drawing: Drawing | None
    posts: tuple[PostView, ...]
    """The saved posts in which it appears, reposts of them too, in order of date."""
    denies: tuple[ClaimLine, ...]
    """The claims in whose spread it is somebody's denial."""
    withdrawn: ChangeView | None
    by: str
    checked_by: str
    checked_on: date | None

    @property
    def turned(self) -> ChangeView | None:
        """The change that made today's verdict, where it is not the first one."""
        if self.first_rating.id == self.claim.rating.id:
            return None
        return next((change for change in reversed(self.changes) if change.now), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Claims under a heading of the list."""

    id: str
    name: str
    claims: tuple[ClaimLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictPage:
    """What the page of a verdict shows."""

    rating: Rating
    claims: tuple[ClaimLine, ...]
    """Newest first."""
    narrowing: Narrowing

    @property
    def url(self) -> str:
        """Its address below the site's."""
        return f"verdicts/{self.rating.id}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimList:
    """Every claim of the archive, in four orders."""

    by_rating: tuple[tuple[Rating, tuple[ClaimLine, ...]], ...]
    """In the scale's order, retired ratings last; ratings without a claim are left out."""
    claimants: tuple[tuple[Entity, tuple[ClaimLine, ...]], ...]
    topics: tuple[Group, ...]
    years: tuple[Group, ...]
    withdrawn: tuple[tuple[ClaimEntry, ChangeView | None], ...]
    narrowing: Narrowing

    @property
    def total(self) -> int:
        """How many claims stand."""
        return sum(len(claims) for _, claims in self.by_rating)


def claim_page(entry: ClaimEntry, library: Library, render: Render) -> ClaimPage:
    """Return what the page of a claim shows."""
    claim, registry = entry.claim, library.rated
    view = claimed(claim, registry, day=entry.since, render=render)
    changes = changed(claim.record.changes, registry)
    return ClaimPage(
        claim=view,
        since=entry.since,
        first_rating=registry.scale.rating(entry.first_rating),
        changes=changes[::-1],
        steps=with_first(view),
        drawing=draw(view),
        posts=_appearances(entry, library),
        denies=tuple(claim_line(other, library) for other in library.denials_of.get(claim.id, ())),
        withdrawn=_withdrawn(entry, changes),
        by=claim.record.by,
        checked_by=claim.record.checked_by,
        checked_on=claim.record.checked_on,
    )


def claim_line(entry: ClaimEntry, library: Library) -> ClaimLine:
    """Return a claim as it stands in a list."""
    claim, registry = entry.claim, library.registry
    first = registry.scale.rating(entry.first_rating)
    return ClaimLine(
        entry=entry,
        text=claim.text,
        claimant=registry.entities[claim.claimant],
        claimed_on=claim.claimed_on,
        rating=registry.scale.rating(claim.rating),
        first_rating=first if first.id != claim.rating else None,
        since=entry.since,
    )


def claim_list(library: Library) -> ClaimList:
    """Return the list of every claim of the archive."""
    lines = [claim_line(entry, library) for entry in library.standing]
    scale = library.registry.scale
    by_rating = [
        (rating, tuple(line for line in lines if line.rating.id == rating.id))
        for rating in (*scale.ratings, *scale.retired)
    ]
    claimants = sorted({line.claimant.id for line in lines})
    topics: dict[str, list[ClaimLine]] = defaultdict(list)
    for line in lines:
        for topic in line.entry.topics:
            topics[topic].append(line)
    in_order = sorted(topics, key=lambda topic: (topic.casefold(), topic))
    years = sorted({line.since.year for line in lines}, reverse=True)
    entities = [library.registry.entities[name] for name in claimants]
    return ClaimList(
        by_rating=tuple((rating, found) for rating, found in by_rating if found),
        claimants=tuple(
            (entity, tuple(line for line in lines if line.claimant.id == entity.id))
            for entity in sorted(entities, key=lambda entity: entity.name.casefold())
        ),
        topics=tuple(
            Group(id=f"topic-{number}", name=topic, claims=tuple(topics[topic]))
            for number, topic in enumerate(in_order, 1)
        ),
        years=tuple(
            Group(
                id=f"year-{year}",
                name=str(year),
                claims=tuple(line for line in lines if line.since.year == year),
            )
            for year in years
        ),
        withdrawn=tuple(
            (entry, _withdrawn(entry, changed(entry.changes, library.rated)))
            for entry in library.claims.values()
            if entry.withdrawn
        ),
        narrowing=_narrowing(lines, library, "verdict", "outlet", "claimant-kind", "year"),
    )


def verdict_pages(claims: ClaimList, library: Library) -> tuple[VerdictPage, ...]:
    """Return the pages of the verdicts that a claim has, in the scale's order."""
    return tuple(
        VerdictPage(
            rating=rating,
            claims=lines,
            narrowing=_narrowing(lines, library, "outlet", "claimant-kind", "year"),
        )
        for rating, lines in claims.by_rating
    )


def _narrowing(lines: Iterable[ClaimLine], library: Library, *names: str) -> Narrowing:
    traits = {line.url: claim_traits(line.entry, library) for line in lines}
    return narrowing(traits, names, library)


def _appearances(entry: ClaimEntry, library: Library) -> tuple[PostView, ...]:
    posts = {name: library.registry.posts[name] for name in entry.posts}
    for name in entry.posts:
        posts |= {repost.id: repost for repost in library.reposts.get(name, ())}
    answers = _answers(entry.claim)
    shown = [post for post in posts.values() if post.id not in answers]
    return tuple(
        posted(post, library.registry) for post in sorted(shown, key=lambda post: post.date)
    )


def _answers(claim: Claim) -> set[str | None]:
    """Return the posts that answer a claim and do not make it: a denial is no appearance."""
    return {step.post for step in claim.spread if step.did not in CARRYING}


def _withdrawn(entry: ClaimEntry, newest_first: Iterable[ChangeView]) -> ChangeView | None:
    """Return the change that took a claim back, if it was taken back."""
    if not entry.withdrawn:
        return None
    return next((change for change in newest_first if change.type is ChangeType.RETRACTION), None)
