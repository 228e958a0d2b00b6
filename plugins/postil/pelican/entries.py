"""What Pelican has read, as the library takes it in: the way from its objects to our values."""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from markupsafe import Markup
from pelican.contents import Article, Content, Page
from pelican.generators import ArticlesGenerator, Generator

from postil.archive import Archive
from postil.compiling.article import Compiled
from postil.compiling.compilations import Compilation
from postil.engine.fingerprints import of_bytes, of_texts
from postil.files.text import PLACEHOLDER, shown
from postil.library.library import ArticleEntry, Noted
from postil.pelican.reader import COMPILATION


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
        if date := header.modified or header.date or newest:
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
        load=partial(_plain, article, made),
        fingerprint=_fingerprint(article, made.seen),
        text_fingerprint=_text_fingerprint(article, made),
    )


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


def fingerprint_of(content: Content, *, text: bool) -> bytes | None:
    """Return the fingerprint of what pages show of a content; nothing if we did not read it.

    Without `text`, of what lists show.
    """
    made = content.metadata.get(COMPILATION)
    if not isinstance(made, Compilation):
        return None
    parts = [_text_fingerprint(content, made) if text else _fingerprint(content, made.seen)]
    for other in content.translations:  # of each other: one translation's is this content
        translated = other.metadata.get(COMPILATION)
        if not isinstance(translated, Compilation):
            return None
        parts.append(_fingerprint(other, translated.seen))
    return of_bytes(*parts)
