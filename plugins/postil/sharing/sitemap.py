"""The site map: every page that a search engine may show, with the day on which it last changed.

Pure, and from the library alone. A page whose last change nobody can know has no date: a wrong one
teaches a search engine to believe none.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape

from postil.library.corrections import corrections
from postil.library.library import ArticleEntry, ClaimEntry, Library
from postil.library.publication import moment

MOST = 50_000  # addresses in a file (sitemaps.org)
LARGEST = 50 * 1024 * 1024  # bytes of a file, before compression

Changed = dt.date | dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page of the site map."""

    url: str
    """Below the site's address."""
    changed: Changed = None


def places(
    library: Library,
    pages: Mapping[str, Changed],
    lists: Callable[[ArticleEntry], Iterable[str]],
    others: Iterable[str],
) -> Iterator[Place]:
    """Yield every page, sorted.

    `pages` are the editors' own; `lists` tells the addresses of the lists that an article is in;
    `others` are the addresses of what else there is.
    """
    found: dict[str, Changed] = dict.fromkeys((*others, *library.addresses))
    found |= pages
    for article in library.articles:
        found[article.url] = changed = article.modified
        for url in lists(article):
            found[url] = _later(found.get(url), changed)
    for entry in library.claims.values():
        found[entry.url] = _claim_changed(entry)
        found["claims/"] = _later(found.get("claims/"), found[entry.url])
    for entry in library.standing:
        url = f"verdicts/{entry.claim.rating}/"
        found[url] = _later(found[url], entry.modified)
    found |= _people_changed(library)
    if changes := corrections(library):
        found["corrections/"] = changes[0].change.date
    for url in sorted(found):
        yield Place(url=url, changed=found[url])


def files(
    found: Sequence[Place], root: str, *, most: int = MOST, largest: int = LARGEST
) -> dict[str, str]:
    """Return the files of a site map by name; where one is too few, `sitemap.xml` is an index.

    `root` is the site's address, without a slash at the end.
    """
    entries = [_entry("url", f"{root}/{place.url}", place.changed) for place in found]
    room = largest - len(_HEAD.format(kind="urlset")) - len("</urlset>\n")
    borders = [0]
    size = 0
    for number, entry in enumerate(entries):
        bytes_ = len(entry.encode())
        if number - borders[-1] == most or size + bytes_ > room:
            borders.append(number)
            size = 0
        size += bytes_
    parts = [*pairwise([*borders, len(entries)])]
    if len(parts) == 1:
        return {"sitemap.xml": _file("urlset", entries)}
    made = {
        f"sitemap-{number}.xml": _file("urlset", entries[start:end])
        for number, (start, end) in enumerate(parts, 1)
    }
    index = [
        _entry("sitemap", f"{root}/{name}", _newest(found[start:end]))
        for name, (start, end) in zip(made, parts, strict=True)
    ]
    return {"sitemap.xml": _file("sitemapindex", index), **made}


def robots(root: str) -> str:
    """Return a `robots.txt` that shuts nobody out and names the site map."""
    return f"User-agent: *\nDisallow:\n\nSitemap: {root}/sitemap.xml\n"


_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
)


def _file(kind: str, entries: Iterable[str]) -> str:
    return f"{_HEAD.format(kind=kind)}{''.join(entries)}</{kind}>\n"


def _entry(kind: str, url: str, changed: Changed) -> str:
    date = f"<lastmod>{_written(changed)}</lastmod>" if changed else ""
    return f"<{kind}><loc>{escape(url)}</loc>{date}</{kind}>\n"


def _written(changed: dt.date | dt.datetime) -> str:
    return moment(changed) if isinstance(changed, dt.datetime) else changed.isoformat()


def _claim_changed(entry: ClaimEntry) -> Changed:
    """Return when a claim's page changed: an article that repeats the claim stands on it too."""
    changed: Changed = entry.modified
    for use in entry.uses:
        changed = _later(changed, None if use.article.page else use.article.date)
    return changed


def _people_changed(library: Library) -> dict[str, Changed]:
    """Return when what the archive has of somebody changed, by the address of their page."""
    by_id: dict[str, Changed] = {}
    for entry in library.standing:
        for who in {entry.claim.claimant, *(step.who for step in entry.claim.spread)}:
            by_id[who] = _later(by_id.get(who), entry.modified)
    by_outlet: dict[str, Changed] = {}
    for article in library.articles:
        by_outlet[article.outlet] = _later(by_outlet.get(article.outlet), article.date)
    return {
        f"people/{entity.id}/": _later(by_id.get(entity.id), by_outlet.get(entity.name))
        for entity in library.entities
    }


def _newest(found: Iterable[Place]) -> Changed:
    changed: Changed = None
    for place in found:
        changed = _later(changed, place.changed)
    return changed


def _later(one: Changed, other: Changed) -> Changed:
    if one is None or other is None:
        return one or other
    return max(one, other, key=_order)


def _order(changed: dt.date | dt.datetime) -> tuple[dt.date, bool, float]:
    """Order days and moments: a day counts as its end, since what happened may be as late."""
    if isinstance(changed, dt.datetime):
        utc = changed.astimezone(dt.UTC)
        return utc.date(), False, utc.timestamp()
    return changed, True, 0.0
