"""What each feed of an archive holds: articles, claims, corrections, from the library alone."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from postil.feeds.feed import Feed, FeedEntry, tag
from postil.library.corrections import Correction, corrections
from postil.library.library import ArticleEntry, ClaimEntry, Library
from postil.library.publication import Publication
from postil.theming.templating import json_beside
from postil.theming.views import ClaimView, Render, claimed


class Words(Protocol):
    """What the theme writes in feeds."""

    def claims(self, site: str) -> str:
        """Return the title of the feed of all claims."""

    def corrections(self, site: str) -> str:
        """Return the title of the feed of corrections."""

    def claim_title(self, claim: ClaimView) -> str:
        """Return what stands over a claim."""

    def claim_html(self, claim: ClaimView, url: str) -> str:
        """Return what a feed says of a claim whose page is at `url`."""

    def correction_title(self, correction: Correction) -> str:
        """Return what stands over a change."""

    def correction_html(self, correction: Correction, site: str) -> str:
        """Return what a feed says of a change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """An outlet or a topic: articles of one name, with a page and an address."""

    name: str
    slug: str
    url: str
    """Of its page, below the site's address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPlan:
    """Which feeds there are and where; an empty address means none."""

    articles: str = ""
    outlet: str = ""
    """With `{slug}`, as the next three."""
    topic: str = ""
    person: str = ""
    verdict: str = ""
    claims: str = ""
    corrections: str = ""
    most: int | None = 100
    """Entries in a feed."""
    outlet_of: Callable[[str], Section]
    topic_of: Callable[[str], Section]


@dataclass(frozen=True, slots=True)
class Planned:
    """A feed before its entries are made."""

    path: str
    title: str
    home: str
    shows: tuple[ArticleEntry, ...] | tuple[ClaimEntry, ...] | None
    """What its entries are of; `None` for the changes of the whole archive."""

    @property
    def json_path(self) -> str:
        """The address of its JSON form."""
        return json_beside(self.path)

    @property
    def has_text(self) -> bool:
        """Whether the text of articles is in its entries."""
        return any(isinstance(one, ArticleEntry) for one in self.shows or ())


class ArchiveFeeds:
    """The feeds of one archive."""

    def __init__(
        self, library: Library, site: Publication, plan: FeedPlan, words: Words, render: Render
    ) -> None:
        self._library, self._site, self._plan = library, site, plan
        self._words, self._render = words, render

    def planned(self) -> Iterator["Planned"]:
        """Yield every feed that has an entry, and that of corrections in any case."""
        plan, library, name = self._plan, self._library, self._site.name
        yield from self._of_articles(plan.articles, name, "", library.articles)
        for section, found in _sections(library.articles, plan.outlet_of, _outlets):
            yield from self._of_section(plan.outlet, section, found)
        for section, found in _sections(library.articles, plan.topic_of, _topics):
            yield from self._of_section(plan.topic, section, found)
        title = self._words.claims(name)
        yield from self._of_claims(plan.claims, title, "claims/", library.standing)
        for entity in library.entities:
            yield from self._of_claims(
                plan.person.format(slug=entity.id),
                f"{name}: {entity.name}",
                f"people/{entity.id}/",
                library.claims_naming.get(entity.id, ()),
            )
        for rating in (*library.registry.scale.ratings, *library.registry.scale.retired):
            yield from self._of_claims(
                plan.verdict.format(slug=rating.id),
                f"{name}: {rating.name}",
                f"verdicts/{rating.id}/",
                library.claims_rated.get(rating.id, ()),
            )
        if plan.corrections and library.articles:
            title = self._words.corrections(name)
            yield Planned(plan.corrections, title, "corrections/", None)

    def feed(self, planned: "Planned") -> Feed:
        """Return a feed with its entries."""
        site = self._site
        if planned.shows is None:
            entries = self._corrections()
        else:
            entries = [
                self._article(entry) if isinstance(entry, ArticleEntry) else self._claim(entry)
                for entry in planned.shows
            ]
        newest = max((entry.updated for entry in entries), default=None)
        return Feed(
            path=planned.path,
            title=planned.title,
            site=site.root,
            home=planned.home,
            lang=site.lang,
            publisher=site.name,
            updated=newest or _midnight(self._library.articles[0].day),
            entries=tuple(entries),
            description=site.description,
        )

    def _of_section(
        self, pattern: str, section: Section, found: Iterable[ArticleEntry]
    ) -> Iterator["Planned"]:
        title = f"{self._site.name}: {section.name}"
        yield from self._of_articles(pattern.format(slug=section.slug), title, section.url, found)

    def _of_articles(
        self, path: str, title: str, home: str, articles: Iterable[ArticleEntry]
    ) -> Iterator["Planned"]:
        found = tuple(articles)[: self._plan.most]
        if path and found:
            yield Planned(path, title, home, found)

    def _of_claims(
        self, path: str, title: str, home: str, claims: Iterable[ClaimEntry]
    ) -> Iterator["Planned"]:
        newest = sorted(claims, key=lambda entry: entry.modified, reverse=True)
        if path and newest:
            yield Planned(path, title, home, tuple(newest[: self._plan.most]))

    def _corrections(self) -> list[FeedEntry]:
        root = self._site.root
        return [
            FeedEntry(
                id=tag(f"{root}/corrections/#{correction.id}", correction.change.date),
                title=self._words.correction_title(correction),
                url=f"{root}/corrections/#{correction.id}",
                published=_midnight(correction.change.date),
                updated=_midnight(correction.change.date),
                html=self._words.correction_html(correction, root),
            )
            for correction in corrections(self._library)[: self._plan.most]
        ]

    def _article(self, article: ArticleEntry) -> FeedEntry:
        url, header = self._site.at(article.url), article.header
        return FeedEntry(
            id=tag(url, article.day),
            title=header.title,
            url=url,
            published=article.date,
            updated=_as_moment(article.modified),
            html=article.load(),
            summary=article.summary,
            authors=header.authors,
            topics=(article.outlet, *header.topics),
            lang=self._unlike(article.lang),
        )

    def _claim(self, entry: ClaimEntry) -> FeedEntry:
        url, claim = self._site.at(entry.url), entry.claim
        view = claimed(claim, self._library.rated, day=entry.since, render=self._render)
        return FeedEntry(
            id=url,
            title=self._words.claim_title(view),
            url=url,
            published=_midnight(entry.published),
            updated=_midnight(entry.modified),
            html=self._words.claim_html(view, url),
            summary=claim.fact,
            topics=entry.topics,
            lang=self._unlike(entry.lang),
        )

    def _unlike(self, lang: str) -> str:
        return lang if lang != self._site.lang else ""


def _outlets(article: ArticleEntry) -> tuple[str, ...]:
    return (article.outlet,)


def _topics(article: ArticleEntry) -> tuple[str, ...]:
    return article.header.topics


def _sections(
    articles: Iterable[ArticleEntry],
    section_of: Callable[[str], Section],
    names: Callable[[ArticleEntry], tuple[str, ...]],
) -> list[tuple[Section, tuple[ArticleEntry, ...]]]:
    """Return the articles of each section, the sections by address; two names may share one."""
    sections: dict[str, Section] = {}
    found: dict[str, dict[str, ArticleEntry]] = {}
    known: dict[str, Section] = {}
    for article in articles:
        for name in names(article):
            if name not in known:
                known[name] = section_of(name)
            slug = known[name].slug
            sections.setdefault(slug, known[name])
            found.setdefault(slug, {})[article.url] = article
    return [(sections[slug], tuple(found[slug].values())) for slug in sorted(sections)]


def _as_moment(when: dt.date | dt.datetime) -> dt.datetime:
    return when if isinstance(when, dt.datetime) else _midnight(when)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)
