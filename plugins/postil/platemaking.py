"""What a build leaves for a replate (`plates`): the way to it from Pelican's objects."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pelican.contents import Article
from pelican.generators import ArticlesGenerator, Generator

from postil.archive import Archive
from postil.cells import Read, Watched
from postil.compilations import Compilation
from postil.files import shown
from postil.fingerprints import of_bytes, of_facts
from postil.library import ArticleEntry, Library
from postil.makings import Makings
from postil.plates import Plate, Plates, pack
from postil.provenance import Nameless
from postil.reader import COMPILATION
from postil.searchpages import wanted
from postil.telling import LIBRARY
from postil.writing import PageWriter

PLATES = "POSTIL_PLATES"
"""The key in Pelican's settings for the name under which a build's plates are in the cabinet."""


def leave(
    generators: Sequence[Generator], archive: Archive, makings: Makings, writer: PageWriter
) -> bytes:
    """Put the plates of a build into the cabinet; return their name, or nothing.

    There are none where more is made of an article's text than is known here: the search index,
    Pelican's own feeds, the sources, a page of which nobody knows what it shows.
    """
    settings = generators[0].settings
    elsewhere = wanted(settings) or settings["OUTPUT_SOURCES"] or writer.wrote_feeds
    if elsewhere or not makings.are_sure:
        return b""
    library: Library = settings[LIBRARY]
    try:
        names = {read: makings.name_of(read) for read in makings.asked}
    except Nameless:
        return b""
    plates = Plates(
        *_articles(generators, archive, library, makings),
        names,
        {read: packed for read in names if (packed := _answer(library, read)) is not None},
    ).pack()
    name = of_bytes(plates)
    archive.cabinet.put(name, plates)
    return name


def head_of(article: Article, entry: ArticleEntry, archive: Archive) -> bytes:
    """Return a name for all of an article but its text: what others show of it, what was found."""
    made: Compilation = article.metadata[COMPILATION]
    dossier, found = replace(made.dossier, text=b""), archive.found_in(str(article.source_path))
    return of_bytes(entry.fingerprint, of_facts((dossier, found, article.get_static_links())))


def _articles(
    generators: Sequence[Generator], archive: Archive, library: Library, makings: Makings
) -> tuple[Mapping[str, Plate], Mapping[str, bytes]]:
    """Return the articles that can be made alone, and what files without a template are given."""
    articles = {
        shown(str(each.source_path), archive.layout.root): each for each in _plain(generators)
    }
    pages = {article.save_as: source for source, article in articles.items()}
    files: dict[str, list[str]] = {source: [] for source in articles}
    given, tied = {}, set[str]()
    for name, text in makings.texts.items():
        shown_in_it = text.articles & files.keys()
        if text.given is not None:
            given[name] = pack(text.given)
        elif not (text.alone and shown_in_it == {pages.get(name)}):
            tied |= shown_in_it
        for source in shown_in_it:
            files[source].append(name)
    entries = {entry.source: entry for entry in library.articles}
    plates = {}
    for source in articles.keys() - tied:
        made: Compilation = articles[source].metadata[COMPILATION]
        head = head_of(articles[source], entries[source], archive)
        plates[source] = Plate(head, made.dossier.text, tuple(sorted(files[source])))
    return plates, given


def _plain(generators: Sequence[Generator]) -> Iterator[Article]:
    """Yield the articles that are in one language."""
    for generator in generators:
        if isinstance(generator, ArticlesGenerator):
            for article in generator.articles:
                made = article.metadata.get(COMPILATION)
                if isinstance(made, Compilation) and not article.translations:
                    yield article


def _answer(library: Library, read: Read) -> bytes | None:
    """Return what the library says to a question, packed, if it is one for a single entry."""
    name, key = read
    owner, _, attribute = name.partition(".")
    value: Any = getattr(library, attribute) if owner == "Library" else None
    if not isinstance(value, Watched) or key is None:
        return None
    return pack(value.entries[key]) if key in value.entries else b""
