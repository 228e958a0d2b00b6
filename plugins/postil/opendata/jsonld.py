"""The archive in schema.org's words: the only file with their names.

A claim's page holds one `ClaimReview`; an article's page a `NewsArticle` that points at reviews by
`@id`; the front page the `NewsMediaOrganization`. Markup says what the page visibly says, so what
was withdrawn has none. What schema.org has no word for (labels, context) is in `webannotation`.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from postil.library.library import ArticleEntry, ClaimEntry, Library, Use
from postil.library.publication import Publication
from postil.model import (
    Change,
    ChangeType,
    Citation,
    Claim,
    Context,
    Deed,
    EntityType,
    Rating,
    Status,
    Step,
)
from postil.theming.catalogues import same_words
from postil.theming.views import ChangeView

Json = str | int | Sequence["Json"] | Mapping[str, "Json"] | None
Node = dict[str, Json]
Plain = Callable[[str], str]
"""Makes plain text out of the Markdown of a note."""

CONTEXT = "https://schema.org"

POLICIES = {
    "corrections-policy": "correctionsPolicy",
    "diversity-policy": "diversityPolicy",
    "ethics-policy": "ethicsPolicy",
    "feedback-policy": "actionableFeedbackPolicy",
    "masthead": "masthead",
    "methodology": "verificationFactCheckingPolicy",
    "mission": "missionCoveragePrioritiesPolicy",
    "ownership": "ownershipFundingInfo",
    "publishing-principles": "publishingPrinciples",
    "unnamed-sources-policy": "unnamedSourcesPolicy",
}
"""The editors' pages that schema.org has a property for, by slug."""

_APPEARANCES = {Deed.POSTED, Deed.SAID, Deed.QUOTED, Deed.REPOSTED, Deed.REPORTED}
_CORRECTIONS = {ChangeType.CORRECTION, ChangeType.CLARIFICATION, ChangeType.RETRACTION}
"""An update is no correction: the world moved on, and only `dateModified` says so."""


@dataclass(frozen=True)
class StructuredData:
    """Everything that pages and the feed say of the archive to machines."""

    library: Library
    publication: Publication
    plain: Plain

    def claim_review(self, entry: ClaimEntry) -> Node | None:
        """Return the review of a claim; nothing for one that was withdrawn."""
        if entry.withdrawn:
            return None
        return {"@context": CONTEXT, **self._review(entry)}

    def news_article(self, entry: ArticleEntry) -> Node:
        """Return an article, with its corrections and the reviews that it mentions."""
        site = self.publication
        header = entry.header
        authors, credit = self._authors(header.authors)
        publisher: Node = (
            _node("NewsMediaOrganization", name=header.outlet)
            if header.outlet
            else self._newsroom_reference()
        )
        return {
            "@context": CONTEXT,
            **_node(
                "NewsArticle",
                id=f"{site.at(entry.url)}#article",
                url=site.at(entry.url),
                headline=header.title,
                description=entry.summary,
                inLanguage=entry.lang,
                keywords=list(header.topics),
                datePublished=entry.date.isoformat(),
                dateModified=entry.modified.isoformat(),
                author=authors or publisher,
                creditText=credit,
                publisher=publisher,
                sdPublisher=self._newsroom_reference(),
                image=self._image(entry),
                archivedAt=header.archived_url,
                isBasedOn=header.source_url,
                publishingPrinciples=self._principles(),
                citation=[_citation(citation) for citation in _cited(entry)],
                mentions=[
                    {"@id": f"{site.claim(name)}#review"}
                    for name in _reviewed(entry)
                    if not self.library.withdrawn[name]
                ],
                correction=_corrections(
                    change for note in entry.notes for change in note.view.changes
                ),
            ),
        }

    def newsroom(self) -> Node:
        """Return the organisation that answers for the archive, with its policies."""
        site = self.publication
        policies: Node = {
            POLICIES[slug]: site.at(url)
            for slug, url in sorted(site.pages.items())
            if slug in POLICIES
        }
        return {
            "@context": CONTEXT,
            **_node(
                "NewsMediaOrganization",
                id=site.newsroom,
                name=site.name,
                description=site.description,
                url=site.at(),
            ),
            **policies,
        }

    def data_feed(self, newest: dt.date | None) -> Node:
        """Return every review there is or was; one that was withdrawn only says when."""
        site = self.publication
        return {
            "@context": CONTEXT,
            **_node(
                "DataFeed",
                id=site.at("data/claimreview.json"),
                url=site.at("data/claimreview.json"),
                name=f"Claim reviews of {site.name}",
                license=site.license,
                publisher=self._newsroom_reference(),
                dateModified=_iso(newest),
                dataFeedElement=[self._item(entry) for entry in self.library.claims.values()],
            ),
        }

    def _item(self, entry: ClaimEntry) -> Node:
        url = self.publication.claim(entry.claim.id)
        gone = entry.withdrawn
        reference = _node("ClaimReview", id=f"{url}#review", url=url)
        return _node(
            "DataFeedItem",
            dateCreated=_iso(entry.published),
            dateModified=_iso(entry.modified),
            dateDeleted=_iso(_withdrawn(entry)) if gone else None,
            item=[reference if gone else self._review(entry)],
        )

    def _review(self, entry: ClaimEntry) -> Node:
        claim, site = entry.claim, self.publication
        record = claim.record
        url = site.claim(claim.id)
        return _node(
            "ClaimReview",
            id=f"{url}#review",
            url=url,
            claimReviewed=claim.text,
            itemReviewed=self._claim(entry),
            reviewRating=self._rating(entry),
            reviewBody=self.plain(claim.why) if claim.why else "",
            inLanguage=entry.lang or site.lang,
            datePublished=_iso(entry.published),
            dateModified=_iso(entry.modified),
            author=self._newsroom_reference(),
            contributor=_node("Person", name=record.by) if record.by else None,
            editor=_node("Person", name=record.checked_by) if record.checked_by else None,
            citation=[_citation(citation) for citation in claim.citations],
            correction=_corrections(entry.changes),
        )

    def _claim(self, entry: ClaimEntry) -> Node:
        claim = entry.claim
        appearances, unattached = self._spread(claim)
        articles = [
            self._article_reference(use)
            for use in entry.uses
            if use.note.view.status is Status.PUBLISHED and not use.article.page
        ]
        first = self._post(claim.first_appearance) if claim.first_appearance else None
        return _node(
            "Claim",
            id=f"{self.publication.claim(claim.id)}#claim",
            text=claim.text,
            author=self._entity(claim.claimant),
            datePublished=_iso(claim.claimed_on),
            firstAppearance=first,
            appearance=[*appearances, *articles],
            comment=unattached,
        )

    def _rating(self, entry: ClaimEntry) -> Node:
        scale = self.library.registry.scale
        rating = scale.rating(entry.claim.rating)
        lang = entry.lang or self.publication.lang
        own = [words.name for words in rating.translated if same_words(words.lang, lang)]
        words = _node(
            "Rating",
            alternateName=own[0] if own else rating.name,
            ratingExplanation=entry.claim.fact,
        )
        return {**words, **_numbers(rating, scale.ratings)}

    def _spread(self, claim: Claim) -> tuple[list[Node], list[Json]]:
        """Return where a claim appeared, with its denials; and the denials of no appearance.

        A denial is a comment on what its own author had done, else on the claim's first appearance.
        """
        steps = [step for step in claim.spread if step.did in _APPEARANCES]
        comments: dict[int | None, list[Json]] = {}
        for step in claim.spread:
            if step.did is Deed.DENIED:
                comments.setdefault(_denied(step, steps, claim), []).append(self._denial(step))
        found = []
        for number, step in enumerate(steps):
            appearance = self._appearance(step)
            if number in comments:
                appearance["comment"] = comments[number]
            found.append(appearance)
        return found, comments.get(None, [])

    def _appearance(self, step: Step) -> Node:
        if step.post:
            return self._post(step.post)
        return _node(
            "CreativeWork",
            author=self._entity(step.who),
            datePublished=_iso(step.date),
            citation=_citation(step.source) if step.source else None,
        )

    def _denial(self, step: Step) -> Node:
        post = self.library.registry.posts[step.post] if step.post else None
        rated = self.library.claims.get(step.claim) if step.claim else None
        about: Node | None = None
        if rated and not rated.withdrawn:
            about = {"@id": f"{self.publication.claim(rated.claim.id)}#claim"}
        return _node(
            "Comment",
            author=self._entity(step.who),
            datePublished=_iso(step.date),
            text=post.text if post else "",
            url=post.url if post else "",
            archivedAt=post.archived if post else "",
            about=about,
            citation=_citation(step.source) if step.source else None,
        )

    def _post(self, name: str) -> Node:
        post = self.library.registry.posts[name]
        return _node(
            "SocialMediaPosting",
            id=f"{self.publication.post(name)}#post",
            author=self._entity(post.by),
            datePublished=_iso(post.date),
            inLanguage=post.lang,
            text=post.text,
            url=post.url,
            archivedAt=post.archived,
            sharedContent=self._post(post.reposts) if post.reposts else None,
        )

    def _entity(self, name: str) -> Node:
        entity = self.library.registry.entities[name]
        return _node(
            "Person" if entity.type is EntityType.PERSON else "Organization",
            id=f"{self.publication.entity(name)}#entity",
            name=entity.name,
            description=entity.role,
            sameAs=list(entity.same_as),
        )

    def _newsroom_reference(self) -> Node:
        """Return who answers for the site, as others ask for it: an `Organization`, by name."""
        site = self.publication
        return _node("Organization", id=site.newsroom, name=site.name, url=site.at())

    def _article_reference(self, use: Use) -> Node:
        article = use.article
        return _node(
            "NewsArticle",
            id=f"{self.publication.at(article.url)}#article",
            url=self.publication.at(article.url),
            headline=article.header.title,
            datePublished=article.date.isoformat(),
        )

    def _authors(self, names: Sequence[str]) -> tuple[list[Node], str]:
        """Return the authors whom the registry knows, and the byline if it knows not all.

        Only the registry tells a person from a desk, and a desk that is called a person is wrong.
        """
        ids = [self.library.named.get(name) for name in names]
        known = [self._entity(id_) for id_ in ids if id_]
        return known, "" if len(known) == len(names) else ", ".join(names)

    def _image(self, entry: ArticleEntry) -> str:
        image = entry.header.image  # one on another host is linked and not shown
        return self.publication.at(quote(image.file)) if image and image.file else ""

    def _principles(self) -> str:
        pages = self.publication.pages
        url = pages.get("publishing-principles") or pages.get("methodology")
        return self.publication.at(url) if url else ""


def _node(kind: str, *, id: str = "", **properties: Json) -> Node:  # noqa: A002
    """Return a thing of a kind, without the properties that nothing is known of."""
    known: Node = {name: value for name, value in properties.items() if value not in (None, "", [])}
    return {"@type": kind, **({"@id": id} if id else {}), **known}


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _numbers(rating: Rating, scale: Iterable[Rating]) -> Node:
    """Return where a rating stands on the number line; nothing for one that is off it."""
    if rating.value is None:
        return {}
    values = [other.value for other in scale if other.value is not None] + [rating.value]
    return {
        "ratingValue": rating.value,
        "bestRating": max(values),
        "worstRating": min(values),
    }


def _withdrawn(entry: ClaimEntry) -> dt.date:
    taken_back = [change.date for change in entry.changes if change.type is ChangeType.RETRACTION]
    return max(taken_back, default=entry.modified)


def _corrections(changes: Iterable[Change | ChangeView]) -> list[Json]:
    """Return the corrections among changes, oldest first, each once."""
    found = {
        (change.date, change.note): _node(
            "CorrectionComment", text=change.note, datePublished=_iso(change.date)
        )
        for change in changes
        if change.type in _CORRECTIONS
    }
    return [found[key] for key in sorted(found)]


def _citation(citation: Citation) -> Node:
    """Return a source; `creditText` because nobody knows if its publisher is a person."""
    return _node(
        "CreativeWork",
        name=citation.title,
        creditText=citation.by,
        url=citation.url,
        archivedAt=citation.archived,
        datePublished=_iso(citation.published),
    )


def _cited(entry: ArticleEntry) -> list[Citation]:
    """Return every source of the notes on an article, each once, as a reader meets them."""
    found: dict[tuple[str, str], Citation] = {}
    for note in entry.notes:
        body = note.annotation.body
        if isinstance(body, Claim | Context) and note.view.status is Status.PUBLISHED:
            for citation in body.citations:
                found.setdefault((citation.title, citation.url), citation)
    return list(found.values())


def _reviewed(entry: ArticleEntry) -> list[str]:
    """Return the ids of the claims that an article carries, each once."""
    bodies = [note.annotation.body for note in entry.notes if note.view.status is Status.PUBLISHED]
    return list(dict.fromkeys(body.id for body in bodies if isinstance(body, Claim)))


def _denied(denial: Step, steps: Sequence[Step], claim: Claim) -> int | None:
    """Return which of the steps a denial is about; `None` for the claim itself."""
    own = [number for number, step in enumerate(steps) if step.who == denial.who]
    if own:
        return own[-1]
    first = [number for number, step in enumerate(steps) if step.post == claim.first_appearance]
    if claim.first_appearance and first:
        return first[0]
    return 0 if steps else None
