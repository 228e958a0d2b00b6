"""What Pelican has read, as the library takes it in: the way from its objects to our values."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from markupsafe import Markup
from pelican.contents import Article, Content, Page
from pelican.generators import ArticlesGenerator, Generator
from pelican.urlwrappers import Author, Category, Tag, URLWrapper

from postil.archive import Archive
from postil.compiling.article import Compiled
from postil.compiling.compilations import Compilation
from postil.engine.fingerprints import Reduce, of_bytes, of_texts, of_told
from postil.files.text import PLACEHOLDER, shown
from postil.library.library import ArticleEntry, Noted
from postil.pelican.reader import COMPILATION

_NOT_ITS_OWN = {"_context", "settings", "translations"}
"""The attributes of a content in which is the whole site."""


def _wrapper(wrapper: URLWrapper) -> tuple[Callable[..., object], tuple[object, ...]]:
    return tuple, ((type(wrapper).__name__, wrapper.name, wrapper.slug),)


WRAPPERS: Mapping[type, Reduce] = dict.fromkeys((Author, Category, Tag), _wrapper)
"""How those are named under which Pelican lists contents."""


def articles_of(generators: Sequence[Generator], archive: Archive) -> Iterator[ArticleEntry]:
    """Yield the published articles."""
    for generator in generators:
        if isinstance(generator, ArticlesGenerator):
            for article in (*generator.articles, *generator.translations):
                made = article.metadata.get(COMPILATION)
                if isinstance(made, Compilation):
                    yield entry_of(article, archive)


def pages_of(
    contents: Sequence[Content], articles: Sequence[ArticleEntry], archive: Archive
) -> Iterator[ArticleEntry]:
    """Yield the editors' own pages: a note on one of them is a note of the archive."""
    newest = max((article.date for article in articles), key=dt.datetime.timestamp, default=None)
    for page in contents:
        made = page.metadata.get(COMPILATION)
        if not (isinstance(page, Page) and page.status == "published" and made):
            continue
        compiled: Compiled = made.compiled
        header = compiled.header
        edited = _moment(page, "modified") or _moment(page, "date")
        if date := edited or newest:
            seen = _fingerprint(page, made.seen)
            yield ArticleEntry(
                source=shown(Path(page.source_path or ""), archive.layout.root),
                url=page.url,
                header=header,
                date=date,
                lang=page.lang,
                outlet="",
                summary="",
                notes=notes_of(compiled),
                posts=compiled.posts,
                edited=edited,
                page=True,
                fingerprint=of_bytes(seen, str(date).encode()),
                text_fingerprint=_text_fingerprint(page, made),
            )


def notes_of(compiled: Compiled) -> tuple[Noted, ...]:
    """Return the notes of an article, as its entry has them."""
    return tuple(
        Noted(annotation=annotation, view=view, selector=selector)
        for (annotation, selector), view in zip(compiled.shown, compiled.notes, strict=True)
    )


def entry_of(article: Article, archive: Archive) -> ArticleEntry:
    """Return the entry of an article."""
    made: Compilation = article.metadata[COMPILATION]
    return ArticleEntry(
        source=shown(Path(article.source_path or ""), archive.layout.root),
        url=article.url,
        header=made.compiled.header,
        date=article.date,
        lang=article.lang,
        outlet=str(article.metadata["category"]),
        summary=Markup(article.metadata["summary"]).striptags(),
        notes=notes_of(made.compiled),
        posts=made.compiled.posts,
        edited=_moment(article, "modified"),
        load=partial(_plain, article, made),
        fingerprint=_fingerprint(article, made.seen),
        text_fingerprint=_text_fingerprint(article, made),
    )


def _moment(content: Content, name: str) -> dt.datetime | None:
    """Return a time that Pelican has given its zone, if the header has it."""
    found: dt.datetime | None = getattr(content, name, None)
    return found


def _plain(article: Article, made: Compilation) -> str:
    return article._update_content(made.load().plain, PLACEHOLDER)


def told_by_pelican(content: Content) -> bytes:
    """Return the fingerprint of what others show of a content besides what it compiled to."""
    metadata = content.metadata
    where = (content.source_path, content.url, content.lang, metadata.get("category"))
    told = (*where, getattr(content, "date", None), metadata["summary"])
    return of_texts(*map(str, told))


def _fingerprint(content: Content, seen: bytes) -> bytes:
    return of_bytes(seen, told_by_pelican(content))


def _text_fingerprint(content: Content, made: Compilation) -> bytes:
    """Return the fingerprint of all that a page shows: links may lead to what else there is."""
    links = content.get_content(str(content.settings["SITEURL"])) if made.compiled.linked else ""
    return of_bytes(_fingerprint(content, made.name), links.encode("utf-8", "surrogatepass"))


def fingerprint_of(content: Content, *, text: bool) -> bytes:
    """Return the fingerprint of what pages show of a content; without `text`, of what lists show.

    Raises `PicklingError`, `AttributeError` or `TypeError` if another reader put something in it
    that has no name.
    """
    own = _own_fingerprint(content, text=text)
    # Each other's translations: one translation's is this content.
    return of_bytes(own, *(_own_fingerprint(other, text=False) for other in content.translations))


def _own_fingerprint(content: Content, *, text: bool) -> bytes:
    made = content.metadata.get(COMPILATION)
    if not isinstance(made, Compilation):
        return _fingerprint_of_others(content)
    return _text_fingerprint(content, made) if text else _fingerprint(content, made.seen)


def _fingerprint_of_others(content: Content) -> bytes:
    """Return the fingerprint of all of a content that another reader made, of a page in HTML."""
    held = {name: value for name, value in vars(content).items() if name not in _NOT_ITS_OWN}
    links = content.get_content(str(content.settings["SITEURL"]))
    return of_told((sorted(held.items()), content.url, content.save_as, links), WRAPPERS)
