"""All that an archive says, across its articles: where each claim, person and label stands.

Built once all articles are read, pure and sorted. Pages, feeds and open data are made from it, and
ask nothing else.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from postil.header import Header
from postil.model import (
    Annotation,
    Change,
    Claim,
    Labelling,
    Registry,
    Status,
    TextQuoteSelector,
)
from postil.views import NoteView


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A note where it stands: what the sidecar says, what the reader sees, the article's words."""

    annotation: Annotation
    view: NoteView
    selector: TextQuoteSelector
    """The words as the article has them, with 32 code points of context on either side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleEntry:
    """A published article, as the rest of the archive sees it."""

    source: str
    """Its file, relative to the site's folder."""
    url: str
    """Its address below the site's, `2020/12/slug/`."""
    header: Header
    date: dt.datetime
    lang: str
    outlet: str
    summary: str
    """Plain text."""
    notes: tuple[Noted, ...]

    @property
    def day(self) -> dt.date:
        """The day as of which its labels and verdicts are shown."""
        return self.date.date()


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
    """A claim with every article that has a note on it, the oldest first."""

    claim: Claim
    uses: tuple[Use, ...]

    @property
    def url(self) -> str:
        """Its address below the site's; it never changes."""
        return f"claims/{self.claim.id}/"

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


@dataclass(frozen=True)
class Library:
    """The whole archive."""

    registry: Registry
    articles: tuple[ArticleEntry, ...] = field(repr=False)
    """Newest first."""

    @cached_property
    def claims(self) -> Mapping[str, ClaimEntry]:
        """Every claim that a reader can see, by id: used in an article, or kept for any."""
        uses: dict[str, list[Use]] = defaultdict(list)
        claims: dict[str, Claim] = {
            name: claim
            for name, claim in self.registry.claims.items()
            if claim.record.status is not Status.DRAFT
        }
        for use in reversed(tuple(self.uses())):
            body = use.note.annotation.body
            if isinstance(body, Claim):
                claims.setdefault(body.id, body)
                uses[body.id].append(use)
        return {
            name: ClaimEntry(claim=claims[name], uses=tuple(uses[name])) for name in sorted(claims)
        }

    @cached_property
    def labellings(self) -> Mapping[str, tuple[Use, ...]]:
        """The label notes on each entity, the oldest first."""
        found: dict[str, list[Use]] = defaultdict(list)
        for use in reversed(tuple(self.uses())):
            body = use.note.annotation.body
            if isinstance(body, Labelling):
                found[body.entity].append(use)
        return {name: tuple(uses) for name, uses in sorted(found.items())}

    def uses(self) -> Iterable[Use]:
        """Yield every note in every article, newest article first, notes as a reader meets them."""
        for article in self.articles:
            for note in article.notes:
                yield Use(article=article, note=note)


def library(registry: Registry, articles: Sequence[ArticleEntry]) -> Library:
    """Return the library of an archive's published articles, in whatever order they come."""
    newest_first = sorted(articles, key=lambda article: article.url)
    newest_first.sort(key=lambda article: article.date.timestamp(), reverse=True)
    return Library(registry, tuple(newest_first))
