"""What a build leaves for a replate (`plates`): the way to it from Pelican's objects."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pelican.contents import Article
from pelican.generators import ArticlesGenerator, Generator

from postil.archive import Archive
from postil.compiling.article import Compiled
from postil.compiling.compilations import Compilation
from postil.engine.cells import Read, Watched
from postil.engine.fingerprints import Reduce, of_bytes, of_facts, of_texts, of_told
from postil.files.text import shown
from postil.findings.source import NOWHERE, Span
from postil.generators.data import DATA
from postil.generators.search import SearchGenerator
from postil.generators.telling import LIBRARY
from postil.library.library import Library
from postil.model import Context
from postil.pelican.entries import told_by_pelican
from postil.pelican.provenance import Nameless
from postil.pelican.reader import COMPILATION
from postil.pelican.writing import PageWriter
from postil.rebuilding.makings import Makings
from postil.rebuilding.plates import Plate, Plates, pack
from postil.rules.dossier import Own
from postil.theming.views import ContextView

PLATES = "POSTIL_PLATES"
"""The key in Pelican's settings for the name under which a build's plates are in the cabinet."""


def leave(
    generators: Sequence[Generator], archive: Archive, makings: Makings, writer: PageWriter
) -> bytes:
    """Put the plates of a build into the cabinet; return their name, or nothing.

    There are none where more is made of an article's text than is known here: Pelican's own feeds,
    the sources, a page of which nobody knows what it shows.
    """
    settings = generators[0].settings
    if settings["OUTPUT_SOURCES"] or writer.wrote_feeds or not makings.are_sure:
        return b""
    [search] = [each.kept_as for each in generators if isinstance(each, SearchGenerator)]
    library: Library = settings[LIBRARY]
    try:
        names = {read: makings.name_of(read) for read in makings.asked}
    except Nameless:
        return b""
    listing = makings.texts.get(DATA)
    return keep(
        Plates(
            *_articles(generators, archive, makings),
            names,
            {read: packed for read in names if (packed := _answer(library, read)) is not None},
            tuple(name for name, articles in makings.by_note.items() if not articles),
            listing is not None and listing.alone,
            frozenset(map(of_texts, makings.read_elsewhere)),
            search,
        ),
        archive,
    )


def keep(plates: Plates, archive: Archive) -> bytes:
    """Put plates into the cabinet, and return their name there."""
    data = plates.pack()
    name = of_bytes(data)
    archive.cabinet.put(name, data)
    return name


def plate_of(article: Article, archive: Archive) -> Plate:
    """Return the plate of an article, with no files yet."""
    made: Compilation = article.metadata[COMPILATION]
    own = tuple(Own(claim.id, NOWHERE, claim.wordings) for claim in made.dossier.own)
    dossier = replace(made.dossier, text=b"", own=own)
    found = archive.found_in(str(article.source_path))
    facts = of_facts((dossier, found, article.get_static_links()))
    return Plate(
        head=of_bytes(told_by_pelican(article), facts),
        seen=made.seen,
        kept_as=made.kept_as,
        words=made.dossier.text,
    )


def outline_of(compiled: Compiled) -> bytes:
    """Return a name for what others see in an article, but for what its notes of context say."""
    return of_told(compiled, _OUTLINE)


def _but_words(body: Context | ContextView) -> tuple[Callable[..., object], tuple[object, ...]]:
    return tuple, ((body.as_of, body.recheck, body.citations),)


_OUTLINE: Mapping[type, Reduce] = {
    Context: _but_words,
    ContextView: _but_words,
    Span: lambda _: (tuple, ()),
}


def _articles(
    generators: Sequence[Generator], archive: Archive, makings: Makings
) -> tuple[dict[str, bytes], Mapping[str, bytes]]:
    """Return the articles that can be made alone, and what files without a template are given."""
    articles = {
        shown(str(each.source_path), archive.layout.root): each for each in _plain(generators)
    }
    pages = {article.save_as: source for source, article in articles.items()}
    files: dict[str, list[str]] = {source: [] for source in articles}
    notes: dict[str, list[str]] = {source: [] for source in articles}
    given, tied = {}, set[str]()
    for name, text in makings.texts.items():
        shown_in_it = text.articles & files.keys()
        if text.given is not None:
            given[name] = pack(text.given)
        elif not (text.alone and shown_in_it == {pages.get(name)}):
            tied |= shown_in_it
        for source in shown_in_it:
            files[source].append(name)
    for name, sources in makings.by_note.items():
        for source in sources & notes.keys():
            notes[source].append(name)
    plates = {
        source: plate_of(articles[source], archive)
        ._replace(files=tuple(sorted(files[source])), notes=tuple(sorted(notes[source])))
        .pack()
        for source in articles.keys() - tied
    }
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
