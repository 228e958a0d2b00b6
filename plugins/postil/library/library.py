"""All that an archive says, across its articles: where each claim, person and label stands.

Built once all articles are read, pure and sorted. Pages, feeds and open data are made from it, and
ask nothing else.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from postil.engine.cells import Watched, cell
from postil.header.header import Header
from postil.model import (
    KINDS,
    Annotation,
    Change,
    Claim,
    Entity,
    EntityType,
    Labelling,
    Post,
    Registry,
    Status,
    Step,
    TextQuoteSelector,
)
from postil.theming.views import NoteView

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A note where it stands: what the sidecar says, what the reader sees, the article's words."""

    annotation: Annotation
    view: NoteView
    selector: TextQuoteSelector
    """The words as the article has them, with 32 code points of context on either side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleEntry:
    """A published article, or a page of the editors' own, as the rest of the archive sees it."""

    source: str
    """Its file, relative to the site's folder."""
    url: str
    """Its address below the site's, `2020/12/slug/`."""
    header: Header
    date: dt.datetime
    """A page that gives none has the newest article's: it speaks as of today."""
    lang: str
    outlet: str
    summary: str
    """Plain text."""
    notes: tuple[Noted, ...]
    posts: tuple[str, ...] = ()
    """The saved posts that its text shows, by id."""
    edited: dt.datetime | None = None
    """When its text was last changed after it came out, with the zone; of a page, whenever."""
    page: bool = False
    """Whether it is a page of the editors', which belongs to no outlet and to no day."""
    load: Callable[[], str] = field(default=str, repr=False, compare=False)
    """Returns its text as HTML without any note; links into the site begin with `PLACEHOLDER`."""
    fingerprint: bytes = field(default=b"", repr=False)
    """The same as long as all the above is the same, but for its text."""
    text_fingerprint: bytes = field(default=b"", repr=False)
    """The same as long as its page shows the same: text, notes, and all the above."""

    @property
    def day(self) -> dt.date:
        """The day as of which its labels and verdicts are shown."""
        return self.date.date()

    @property
    def modified(self) -> dt.date | dt.datetime:
        """When it or a note on it last changed, as precisely as that is known.

        A note that was checked after the article came out was put on it later.
        """
        written = self.edited or self.date
        days = [change.date for note in self.notes for change in note.view.changes]
        days += [note.view.checked_on for note in self.notes if note.view.checked_on]
        latest = max(days, default=dt.date.min)
        return latest if latest > written.date() else written


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A note in an article."""

    article: ArticleEntry
    note: Noted

    @property
    def url(self) -> str:
        """The note's address below the site's."""
        return f"{self.article.url}#note-{self.note.annotation.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimEntry:
    """A claim with every article that has a note on it, the oldest first; then pages."""

    claim: Claim
    uses: tuple[Use, ...]

    @property
    def url(self) -> str:
        """Its address below the site's; it never changes."""
        return f"claims/{self.claim.id}/"

    @property
    def lang(self) -> str:
        """The language that it is written in, an article's own; empty for the site's."""
        own = self.uses and not self.claim.shared
        return self.uses[0].article.lang if own else self.claim.lang

    @property
    def withdrawn(self) -> bool:
        """Whether the archive took it back: everywhere, or in the one article that has it."""
        if self.claim.shared:
            return self.claim.record.status is Status.WITHDRAWN
        return all(use.note.view.status is Status.WITHDRAWN for use in self.uses)

    @property
    def changes(self) -> tuple[Change, ...]:
        """Its history, oldest first."""
        return self.claim.record.changes

    @property
    def first_rating(self) -> str:
        """The rating that it was given first."""
        return next((change.was for change in self.changes if change.was), self.claim.rating)

    @property
    def since(self) -> dt.date:
        """The day on which readers first had its verdict, as far as its dates tell.

        An article may be far older than the check of what it says, so its day tells nothing.
        """
        checked = self.claim.record.checked_on or self.claim.as_of
        return min([checked, *(change.date for change in self.changes)])

    @property
    def published(self) -> dt.date:
        """The day of its check."""
        return self.claim.record.checked_on or self.claim.as_of

    @property
    def modified(self) -> dt.date:
        """The day on which it was checked or changed last."""
        return max([self.published, *(change.date for change in self.changes)])

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics of the articles that have it, sorted."""
        return tuple(sorted({topic for use in self.uses for topic in use.article.header.topics}))

    @property
    def posts(self) -> tuple[str, ...]:
        """The saved posts that it was first seen in or spread by, by id."""
        first = self.claim.first_appearance
        named = [first, *(step.post for step in self.claim.spread)]
        return tuple(dict.fromkeys(post for post in named if post))


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What somebody did with a claim."""

    step: Step
    entry: ClaimEntry


@dataclass(frozen=True)
class Library:
    """The whole archive."""

    registry: Registry
    _articles: tuple[ArticleEntry, ...] = field(repr=False)
    _pages: tuple[ArticleEntry, ...] = field(default=(), repr=False)

    @cell
    def articles(self) -> tuple[ArticleEntry, ...]:
        """The articles, newest first."""
        return self._articles

    @cell
    def pages(self) -> tuple[ArticleEntry, ...]:
        """The editors' own, by address: those with notes count wherever notes do."""
        return self._pages

    @cell
    def by_address(self) -> Mapping[str, ArticleEntry]:
        """The articles by their address below the site's."""
        return {article.url: article for article in self._articles}

    @cell
    def by_outlet(self) -> Mapping[str, tuple[ArticleEntry, ...]]:
        """The articles of each outlet, newest first."""
        return _grouped((article.outlet, article) for article in self._articles)

    @cell
    def claims(self) -> Mapping[str, ClaimEntry]:
        """Every claim that a reader can see, by id: used in an article, or kept for any."""
        uses: dict[str, list[Use]] = defaultdict(list)
        claims: dict[str, Claim] = {
            name: claim
            for name, claim in self.registry.claims.items()
            if claim.record.status is not Status.DRAFT
        }
        for use in self._oldest_first():
            body = use.note.annotation.body
            if isinstance(body, Claim):
                claims.setdefault(body.id, body)
                uses[body.id].append(use)
        return {
            name: ClaimEntry(claim=claims[name], uses=tuple(uses[name])) for name in sorted(claims)
        }

    @cell
    def labellings(self) -> Mapping[str, tuple[Use, ...]]:
        """The label notes on each entity, the oldest first."""
        found: dict[str, list[Use]] = defaultdict(list)
        for use in self._oldest_first():
            body = use.note.annotation.body
            if isinstance(body, Labelling):
                found[body.entity].append(use)
        return {name: tuple(uses) for name, uses in sorted(found.items())}

    @cached_property
    def rated(self) -> Registry:
        """The registry with every claim that a reader can see, and no other."""
        return replace(self.registry, claims=self.seen_claims)

    @cell
    def seen_claims(self) -> Mapping[str, Claim]:
        """Every claim that a reader can see, by id, wherever it is used."""
        return {name: entry.claim for name, entry in self.claims.items()}

    @cell
    def withdrawn(self) -> Mapping[str, bool]:
        """Of each claim, by id, whether it was withdrawn."""
        return {name: entry.withdrawn for name, entry in self.claims.items()}

    @cell
    def standing(self) -> tuple[ClaimEntry, ...]:
        """The claims that were not withdrawn, the newest first."""
        found = [entry for entry in self.claims.values() if not entry.withdrawn]
        return tuple(sorted(found, key=lambda entry: entry.since, reverse=True))

    @cell
    def claims_of(self) -> Mapping[str, tuple[ClaimEntry, ...]]:
        """The standing claims of each claimant, the newest first."""
        return _grouped((entry.claim.claimant, entry) for entry in self.standing)

    @cell
    def claims_naming(self) -> Mapping[str, tuple[ClaimEntry, ...]]:
        """The standing claims of everybody who made one or did something with it."""
        return _grouped(
            (name, entry)
            for entry in self.standing
            for name in dict.fromkeys(
                (entry.claim.claimant, *(step.who for step in entry.claim.spread))
            )
        )

    @cell
    def claims_rated(self) -> Mapping[str, tuple[ClaimEntry, ...]]:
        """The standing claims of each rating, the newest first."""
        return _grouped((entry.claim.rating, entry) for entry in self.standing)

    @cell
    def denials_of(self) -> Mapping[str, tuple[ClaimEntry, ...]]:
        """The standing claims in whose spread each claim is named, the newest first."""
        return _grouped(
            (name, entry)
            for entry in self.standing
            for name in dict.fromkeys(step.claim for step in entry.claim.spread if step.claim)
        )

    @cell
    def claims_with(self) -> Mapping[str, tuple[ClaimEntry, ...]]:
        """The standing claims that have each saved post, the newest first."""
        return _grouped((name, entry) for entry in self.standing for name in entry.posts)

    @cell
    def named(self) -> Mapping[str, str]:
        """The id of whom each name of the registry means."""
        return {
            name: id_
            for id_, entity in self.registry.entities.items()
            for name in (entity.name, *entity.also)
        }

    @cell
    def persons(self) -> Mapping[str, bool]:
        """Of each name of the registry, whether it is a person's."""
        people = [
            entity for entity in self.registry.entities.values() if entity.type is EntityType.PERSON
        ]
        names = {name for person in people for name in (person.name, *person.also)}
        return {name: name in names for name in self.named}

    @cell
    def carried(self) -> Mapping[str, tuple[Carried, ...]]:
        """What each entity did with claims, the oldest first."""
        found: dict[str, list[Carried]] = defaultdict(list)
        for entry in self.standing:
            for step in entry.claim.spread:
                found[step.who].append(Carried(step=step, entry=entry))
        return {
            name: tuple(sorted(steps, key=lambda carried: carried.step.date))
            for name, steps in sorted(found.items())
        }

    @cell
    def reposts(self) -> Mapping[str, tuple[Post, ...]]:
        """The saved posts that repeat each post, in order of date."""
        found: dict[str, list[Post]] = defaultdict(list)
        for post in self._posts_by_date:
            if post.reposts:
                found[post.reposts].append(post)
        return {name: tuple(posts) for name, posts in sorted(found.items())}

    @cell
    def posts_by(self) -> Mapping[str, tuple[Post, ...]]:
        """The saved posts of each entity, in order of date."""
        found: dict[str, list[Post]] = defaultdict(list)
        for post in self._posts_by_date:
            found[post.by].append(post)
        return {name: tuple(posts) for name, posts in sorted(found.items())}

    @cell
    def shown_in(self) -> Mapping[str, tuple[ArticleEntry, ...]]:
        """The articles that show each saved post, the oldest first."""
        found: dict[str, list[ArticleEntry]] = defaultdict(list)
        for article in reversed(self.articles):
            for post in article.posts:
                found[post].append(article)
        return {name: tuple(articles) for name, articles in sorted(found.items())}

    @cell
    def entities(self) -> tuple[Entity, ...]:
        """Everybody whom the archive names, by name."""
        outlets = {article.outlet for article in self.articles}
        named = {label.applied_by for label in self.registry.labels.values()}
        named |= self.carried.keys() | self.posts_by.keys() | self.labellings.keys()
        named |= {entry.claim.claimant for entry in self.standing}
        named |= {
            entity.id
            for entity in self.registry.entities.values()
            if entity.labels or entity.name in outlets
        }
        found = [entity for name, entity in self.registry.entities.items() if name in named]
        return tuple(sorted(found, key=lambda entity: (entity.name.casefold(), entity.id)))

    @cell
    def addresses(self) -> frozenset[str]:
        """Where the pages are that are made from it, below the site's address."""
        pages = {entry.url for entry in self.claims.values()}
        pages |= {f"people/{entity.id}/" for entity in self.entities}
        pages |= {f"labels/{name}/" for name in self.registry.labels}
        pages |= {f"verdicts/{entry.claim.rating}/" for entry in self.standing}
        pages |= {f"posts/{name}/" for name in self.registry.posts}
        return frozenset(pages | {"claims/", "people/", "labels/", "corrections/"})

    @cell
    def _posts_by_date(self) -> tuple[Post, ...]:
        posts = self.registry.posts.values()
        return tuple(sorted(posts, key=lambda post: (post.date, post.id)))

    def uses(self) -> Iterable[Use]:
        """Yield every note, newest article first and pages last, notes as a reader meets them."""
        for article in (*self.articles, *self.pages):
            for note in article.notes:
                yield Use(article=article, note=note)

    def _oldest_first(self) -> Iterable[Use]:
        for article in (*reversed(self.articles), *self.pages):
            for note in article.notes:
                yield Use(article=article, note=note)


def _grouped(pairs: Iterable[tuple[str, Entry]]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for name, entry in pairs:
        found[name].append(entry)
    return {name: tuple(entries) for name, entries in found.items()}


def library(
    registry: Registry, articles: Sequence[ArticleEntry], pages: Sequence[ArticleEntry] = ()
) -> Library:
    """Return the library of what an archive has published, in whatever order it comes."""
    newest_first = sorted(articles, key=lambda article: article.url)
    newest_first.sort(key=lambda article: article.date.timestamp(), reverse=True)
    return Library(
        _noted(registry), tuple(newest_first), tuple(sorted(pages, key=lambda page: page.url))
    )


def _noted(registry: Registry) -> Registry:
    """Return the same registry, of which it is noted what is read of each kind of record."""
    kinds = {name: Watched(f"Registry.{name}", getattr(registry, name)) for name in KINDS}
    return replace(registry, **kinds)  # type: ignore[arg-type]
