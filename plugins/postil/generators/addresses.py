"""Where the pages and files are that no editor's file stands behind."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath as PurePath
from typing import Any

from pelican.urlwrappers import Author, Category, Tag

from postil.generators import data, feeds
from postil.generators.search import SEARCH, wanted
from postil.library.library import ArticleEntry, Library
from postil.library.publication import beside
from postil.opendata.webannotation import place
from postil.sharing.offers import CARD
from postil.theming.templating import address, json_beside


def made_addresses(library: Library, settings: Mapping[str, Any]) -> frozenset[str]:
    """Return the addresses of our own pages, given Pelican's settings, and the names of our files.

    Both are below the site's address, and that of a page is without `index.html`.
    """
    found = {*library.addresses, *data.ADDRESSES, *data.FILES, "sitemap.xml", "robots.txt"}
    found.update({SEARCH} if wanted(settings) else ())
    named = (settings.get(setting) for setting in feeds.ADDRESSES.values())
    fixed = [str(path) for path in named if path and "{" not in str(path)]
    return frozenset(found.union(fixed, map(json_beside, fixed)))


def places_of_lists(library: Library, settings: Mapping[str, Any]) -> frozenset[str]:
    """Return the addresses of Pelican's lists, each one's first page, given its settings.

    An editor's page may take such a place, with `save_as`.
    """
    return frozenset(map(address, filter(None, _lists(library.articles, settings))))


def not_free(wanted: Iterable[str], taken: Iterable[str], library: Library, theme: str) -> set[str]:
    """Return which of the places that editors gave their pages are files or folders of the site.

    `taken` are the addresses of its other pages, and `theme` is the folder of the theme's files.
    """
    files = {f"{name}index.html" if name.endswith("/") or not name else name for name in taken}
    for article in library.articles:
        files |= {place(article.url), beside(article.url, CARD)}
    folders = {theme, *(str(folder) for file in files for folder in PurePath(file).parents)}
    return {
        name
        for name in wanted
        if name in files | folders
        or any(str(folder) in files | {theme} for folder in PurePath(name).parents)
    }


def _lists(articles: Iterable[ArticleEntry], settings: Mapping[str, Any]) -> Iterator[str]:
    """Yield the files of Pelican's lists."""
    for template in settings["DIRECT_TEMPLATES"]:
        yield settings.get(f"{template.upper()}_SAVE_AS", f"{template}.html")
    days = {article.date.date(): article.date for article in articles}
    for name in ("YEAR_ARCHIVE", "MONTH_ARCHIVE", "DAY_ARCHIVE"):
        form = settings[f"{name}_SAVE_AS"]
        yield from {form.format(date=date) for date in days.values()} if form else ()
    for kind, names in (
        (Category, {article.outlet for article in articles}),
        (Tag, {topic for article in articles for topic in article.header.topics}),
        (Author, {author for article in articles for author in article.header.authors}),
    ):
        if settings[f"{kind.__name__.upper()}_SAVE_AS"]:
            yield from (kind(name, settings).save_as for name in names)
