"""What the archive knows as flat tables: a row for each claim, note, source and so on. Pure."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from postil.library.corrections import corrections
from postil.library.library import ClaimEntry, Library, Use
from postil.library.publication import Publication, moment
from postil.model import Amendment, Change, Citation, Claim, Context, Labelling, Status
from postil.opendata.tabular import Cell, Table
from postil.theming.views import ChangeView, ClaimView, LabellingView


def contents() -> Mapping[str, str]:
    """Return what a row is, in words, by each table's name, in the order of the data page."""
    return {name: holds for name, holds, *_ in _TABLES}


def table(name: str, library: Library, publication: Publication) -> Table:
    """Return the table of that name."""
    rows = next(rows for known, _, _, rows in _TABLES if known == name)
    return Table(columns=columns(name), rows=tuple(rows(library, publication)))


def columns(name: str) -> tuple[str, ...]:
    """Return the columns of the table of that name."""
    return next(tuple(columns.split()) for known, _, columns, _ in _TABLES if known == name)


def note_row(use: Use, site: Publication) -> tuple[Cell, ...]:
    """Return the row of a note in the table `notes`."""
    annotation, view, selector = use.note.annotation, use.note.view, use.note.selector
    start = (
        site.at(use.url),
        site.at(use.article.url),
        annotation.id,
        str(view.kind),
        str(view.status),
        str(view.part),
        selector.exact,
        selector.prefix or None,
        selector.suffix or None,
        _day_of(use),
        _last_change(view.changes),
    )
    if view.status is not Status.PUBLISHED:
        return (*start, *[None] * 10)
    return (*start, *_said(use), view.by or None, view.checked_by or None, _day(view.checked_on))


Rows = Iterator[tuple[Cell, ...]]


def _claims(library: Library, site: Publication) -> Rows:
    scale = library.registry.scale
    for entry in library.claims.values():
        claim, record = entry.claim, entry.claim.record
        if entry.withdrawn:
            yield (*_withdrawn_claim(entry, site), *[None] * 21)
            continue
        rating = scale.rating(claim.rating)
        yield (
            claim.id,
            site.at(entry.url),
            "published",
            _last_change(entry.changes),
            claim.text,
            claim.claimant,
            library.registry.entities[claim.claimant].name,
            _day(claim.claimed_on),
            claim.first_appearance,
            rating.id,
            rating.name,
            rating.value,
            scale.version or None,
            claim.fact,
            claim.why or None,
            _day(claim.as_of),
            _day(claim.recheck),
            tuple(citation.title for citation in claim.citations),
            tuple(filter(None, (citation.url for citation in claim.citations))),
            tuple(filter(None, (citation.archived for citation in claim.citations))),
            _day(claim.reply.asked_on) if claim.reply else None,
            (claim.reply.answer or None) if claim.reply else None,
            record.by or None,
            record.checked_by or None,
            _day(record.checked_on),
        )


def _withdrawn_claim(entry: ClaimEntry, site: Publication) -> tuple[Cell, ...]:
    return entry.claim.id, site.at(entry.url), "withdrawn", _last_change(entry.changes)


def _spread(library: Library, site: Publication) -> Rows:
    for entry in _standing(library):
        for step in entry.claim.spread:
            yield (
                entry.claim.id,
                site.at(entry.url),
                _day(step.date),
                step.who,
                library.registry.entities[step.who].name,
                str(step.did),
                step.post,
                step.source.title if step.source else None,
                step.source.url or None if step.source else None,
                step.source.archived or None if step.source else None,
                step.claim if step.claim in library.claims else None,
                step.unchecked or None,
            )


def _notes(library: Library, site: Publication) -> Rows:
    return (note_row(use, site) for use in library.uses())


def _said(use: Use) -> tuple[Cell, ...]:
    """Return what a note says: claim, then, now, entity, labels, text, and its day."""
    body, view = use.note.annotation.body, use.note.view.body
    match body:
        case Claim():
            then = view.rating_then if isinstance(view, ClaimView) else None
            was = then.id if then else body.rating
            return body.id, was, body.rating, None, None, None, _day(body.as_of)
        case Context():
            return None, None, None, None, None, body.text, _day(body.as_of)
        case Labelling():
            labels = view.labels if isinstance(view, LabellingView) else ()
            ids = tuple(label.id for label in labels)
            return None, None, None, body.entity, ids, None, _day_of(use)


def _day_of(use: Use) -> str | None:
    """Return the day of the article; a page has none."""
    return None if use.article.page else use.article.day.isoformat()


def _people(library: Library, site: Publication) -> Rows:
    for entity in sorted(library.entities, key=lambda entity: entity.id):
        yield (
            entity.id,
            site.entity(entity.id),
            str(entity.type),
            entity.name,
            entity.also,
            entity.role or None,
            tuple(f"{account.platform}: {account.handle}" for account in entity.accounts),
            entity.same_as,
        )


def _labels(library: Library, site: Publication) -> Rows:
    for name, label in sorted(library.registry.labels.items()):
        yield (
            name,
            site.label(name),
            label.text,
            label.applied_by,
            label.disclaimer or None,
            label.more or None,
            label.archived or None,
            _day(label.used.start),
            _day(label.used.end),
            _last_change(label.changes),
        )


def _labelled(library: Library, site: Publication) -> Rows:
    for name, entity in sorted(library.registry.entities.items()):
        for use in entity.labels:
            yield (
                name,
                site.entity(name),
                use.label,
                use.platform or None,
                _day(use.period.start),
                _day(use.period.end),
                use.source.title if use.source else None,
                use.source.url or None if use.source else None,
            )


def _posts(library: Library, site: Publication) -> Rows:
    for name, post in sorted(library.registry.posts.items()):
        yield (
            name,
            site.post(name),
            post.by,
            post.platform,
            _day(post.date),
            post.lang or None,
            post.text or None,
            post.reposts,
            str(post.state),
            post.labels,
            post.url or None,
            post.archived or None,
            _last_change(post.changes),
        )


def _sources(library: Library, site: Publication) -> Rows:
    cited: dict[Citation, list[str]] = {}
    for url, citations in _citing(library, site):
        for citation in citations:
            cited.setdefault(citation, []).append(url)
    for citation in sorted(cited, key=lambda one: (one.title, one.url, one.archived, one.id)):
        yield (
            citation.id or None,
            citation.title,
            citation.by or None,
            citation.url or None,
            citation.archived or None,
            str(citation.kind) if citation.kind else None,
            _day(citation.published),
            _day(citation.accessed),
            tuple(dict.fromkeys(cited[citation])),
        )


def _citing(library: Library, site: Publication) -> Iterator[tuple[str, Sequence[Citation]]]:
    for entry in _standing(library):
        yield site.at(entry.url), entry.claim.citations
    for use in library.uses():
        body = use.note.annotation.body
        if isinstance(body, Context) and use.note.view.status is Status.PUBLISHED:
            yield site.at(use.url), body.citations


def _corrections(library: Library, site: Publication) -> Rows:
    for correction in corrections(library):
        change = correction.change
        claim = correction.claim
        yield (
            _day(change.date),
            str(change.type),
            str(correction.of),
            str(correction.kind),
            correction.subject,
            site.at(correction.page) if correction.page else None,
            claim.claim.id if claim else None,
            tuple(site.at(use.url) for use in correction.uses),
            change.note,
            change.by or None,
            change.was.id if change.was else change.before or None,
            change.now.id if change.now else change.after or None,
            site.at(f"corrections/#{correction.id}"),
        )


def _ratings(library: Library, site: Publication) -> Rows:
    scale = library.registry.scale
    for rating in (*scale.ratings, *scale.retired):
        yield (
            rating.id,
            site.rating(rating.id),
            rating.name,
            rating.value,
            rating.means,
            _day(rating.retired_on),
            rating.replaced_by,
            scale.version or None,
            _last_change(rating.changes),
        )


def _articles(library: Library, site: Publication) -> Rows:
    for article in library.articles:
        header = article.header
        yield (
            site.at(article.url),
            header.title,
            moment(article.date),
            moment(article.edited) if article.edited else None,
            article.lang,
            header.outlet or None,
            header.authors,
            header.topics,
            article.summary or None,
            header.source_url or None,
            header.archived_url or None,
            len(article.notes),
        )


def _standing(library: Library) -> Iterator[ClaimEntry]:
    return (entry for entry in library.claims.values() if not entry.withdrawn)


def _last_change(changes: Iterable[Amendment | Change | ChangeView]) -> str | None:
    return _day(max((change.date for change in changes), default=None))


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


_TABLES: tuple[tuple[str, str, str, Callable[[Library, Publication], Rows]], ...] = (
    (
        "claims",
        "a claim, with its verdict, the fact, the reasons, the sources and who answers for it",
        "id url status changed claim said_by said_by_name said_on first_seen verdict verdict_name "
        "verdict_value scale_version fact why as_of recheck sources source_urls archived_urls "
        "reply_asked_on reply by checked_by checked_on",
        _claims,
    ),
    (
        "spread",
        "a step of a claim's way: who did what with it, when, and where that is seen",
        "claim claim_url date who who_name did post source source_url source_archived rated_by "
        "unchecked",
        _spread,
    ),
    (
        "notes",
        "a note on the words of an article: a claim, context or a label",
        "url article id kind status part quote before after article_date changed claim "
        "verdict_then verdict_now entity labels text as_of by checked_by checked_on",
        _notes,
    ),
    (
        "articles",
        "an article of the archive",
        "url title date modified lang outlet authors topics summary source_url archived_url notes",
        _articles,
    ),
    (
        "people",
        "a person, an organisation or an outlet that the archive names",
        "id url type name also role accounts same_as",
        _people,
    ),
    (
        "labels",
        "a label that a platform used: its wording, who applied it, from when until when",
        "id url text applied_by disclaimer policy archived from until changed",
        _labels,
    ),
    (
        "labelled",
        "a label on an account, from when until when",
        "who who_url label platform from until source source_url",
        _labelled,
    ),
    (
        "posts",
        "a social post, kept as text",
        "id url by platform date lang text reposts state labels original archived changed",
        _posts,
    ),
    (
        "sources",
        "a source that a claim or a note cites",
        "id title by url archived kind published accessed cited_in",
        _sources,
    ),
    (
        "corrections",
        "a change to a claim, a note, or the words of a label, a rating or a post: a correction, "
        "a clarification, an update, a retraction",
        "date type class kind subject page claim notes change by was now url",
        _corrections,
    ),
    (
        "ratings",
        "a rating of the scale, in use or retired",
        "id url name value means retired_on replaced_by scale_version changed",
        _ratings,
    ),
)
