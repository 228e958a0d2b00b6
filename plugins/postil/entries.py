"""What Pelican has read, as the library takes it in: the way from its objects to our values."""

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from markupsafe import Markup
from pelican.contents import Article, Content, Page
from pelican.generators import ArticlesGenerator, Generator

from postil.archive import Archive
from postil.compiling import Compiled
from postil.files import PLACEHOLDER, shown
from postil.library import ArticleEntry, Noted


def articles_of(generators: Sequence[Generator], archive: Archive) -> Iterator[ArticleEntry]:
    """Yield the published articles."""
    for generator in generators:
        if isinstance(generator, ArticlesGenerator):
            for article in (*generator.articles, *generator.translations):
                if isinstance(article.metadata.get("compiled"), Compiled):
                    yield entry_of(article, archive)


def entry_of(article: Article, archive: Archive) -> ArticleEntry:
    """Return the entry of an article."""
    compiled: Compiled = article.metadata["compiled"]
    return ArticleEntry(
        source=shown(Path(article.source_path or ""), archive.layout.root),
        url=article.url,
        header=compiled.header,
        date=article.date,
        lang=article.lang,
        outlet=str(article.metadata["category"]),
        summary=Markup(article.metadata["summary"]).striptags(),
        notes=_notes(compiled),
        posts=compiled.posts,
        plain=article._update_content(compiled.plain, PLACEHOLDER),
    )


def pages_of(
    contents: Sequence[Content], articles: Sequence[ArticleEntry], archive: Archive
) -> Iterator[ArticleEntry]:
    """Yield the editors' own pages: a note on one of them is a note of the archive."""
    newest = max((article.date for article in articles), key=dt.datetime.timestamp, default=None)
    for page in contents:
        compiled = page.metadata.get("compiled")
        if not (isinstance(page, Page) and page.status == "published" and compiled):
            continue
        header = compiled.header
        if date := header.modified or header.date or newest:
            yield ArticleEntry(
                source=shown(Path(page.source_path or ""), archive.layout.root),
                url=page.url,
                header=header,
                date=date,
                lang=page.lang,
                outlet="",
                summary="",
                notes=_notes(compiled),
                posts=compiled.posts,
                page=True,
            )


def _notes(compiled: Compiled) -> tuple[Noted, ...]:
    return tuple(
        Noted(annotation=annotation, view=view, selector=selector)
        for (annotation, selector), view in zip(compiled.shown, compiled.notes, strict=True)
    )
