"""A replate: the pages that an edit of articles' words changes, made without the rest of the site.

Whether that is enough is decided before anything is published: nothing but these articles' files is
other than at the last build, and all that others see of them is as it was. Then their pages and the
feeds that have them are made by what makes them in every build, from the articles themselves and
the answers that the last build left (`rebuilding.plates`). In every other case the whole site is
built.

What notes of context say may be other, too, unless some other page shows it. In the open data each
note has a part of its own; there the new one takes the place of the old one, which is found by its
bytes.
"""

from collections.abc import Callable, Collection, Iterator
from copy import deepcopy
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from pelican import Pelican
from pelican.contents import Article, Content, Static
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator

from postil.archive import Archive
from postil.compiling.article import Compiled
from postil.compiling.compilations import Compilation
from postil.engine.fingerprints import of_texts
from postil.files.layout import Layout, layout_of
from postil.files.text import shown
from postil.generators.data import DATA, DataGenerator, PageData, rows_of_notes
from postil.generators.feeds import FeedGenerator
from postil.generators.search import SearchGenerator
from postil.generators.telling import tell
from postil.library.library import ArticleEntry, Use
from postil.pelican.articles import ReadArticles
from postil.pelican.entries import entry_of, notes_of
from postil.pelican.log import PelicanLog, listening
from postil.pelican.reader import ARCHIVE, COMPILATION
from postil.pelican.writing import STANDING, Buffer, PageWriter
from postil.plugin import SITE, begin, makings_of
from postil.publishing.inventory import take
from postil.publishing.staging import STAGE, Stage
from postil.rebuilding.makings import Makings
from postil.rebuilding.platemaking import keep, outline_of, plate_of
from postil.rebuilding.plates import Plate, Plates, unpack
from postil.search.index import FOLDER

Kind = TypeVar("Kind", bound=Generator)


class _Other(Exception):  # noqa: N818 - an answer
    """Raised where an edit changes more than the text of articles, or may."""


def replate(
    settings: dict[str, Any],
    edited: Collection[Path],
    said: str,
    plates: bytes,
    stage: Stage,
) -> bytes:
    """Put the pages of edited articles into a stage, if that is all; return the new plates' name.

    The last build `said` that at its end, and left `plates`, by that name. If it was not all,
    nothing is returned, and the stage is as it was.
    """
    articles = _articles_of(edited, said, layout_of(settings))
    if not articles:
        return b""
    try:
        own = deepcopy({name: value for name, value in settings.items() if name != STAGE})
        with listening(PelicanLog()) as log:  # Pelican's reader of Markdown changes its settings
            name = _Replate(own, plates, stage).make(articles)
        if log.findings():
            raise _Other
    except Exception:  # noqa: BLE001 - a theme's, perhaps: the whole build says what is wrong
        stage.clear()
        return b""
    return name


def _articles_of(edited: Collection[Path], said: str, layout: Layout) -> set[Path]:
    """Return the articles to which edited files belong; none if not all belong to one.

    A sidecar of which the last build had something to say does not: that shows lines of it.
    """
    articles = set[Path]()
    for path in edited:
        if path.is_relative_to(layout.content):
            articles.add(path)
        elif path.is_relative_to(layout.annotations) and shown(path, layout.root) not in said:
            article = layout.article_of(path)
            if not article or layout.sidecar_of(article) != path:
                return set()
            articles.add(article)
        else:
            return set()
    return articles


class _Contents(dict[str, Any]):
    """What links lead to, by file: read when a link is found that leads there."""

    def __init__(self, read: Callable[[str], object]) -> None:
        super().__init__()
        self._read = read

    def get(self, name: str, default: object = None) -> Any:  # noqa: ANN401, ARG002 - as a dict has it
        """Return what a file became."""
        if name not in self:
            self[name] = self._read(name)
        return self[name]


class _Copied(Static):
    """A file that is copied as it is, to its own place."""

    def _expand_settings(self, key: str, klass: str | None = None) -> str:
        return super()._expand_settings(key, klass or "static")

    def attach_to(self, content: Content) -> NoReturn:
        """Raise that it may be moved: where to is decided by all that attach it."""
        raise _Other(content)


def _is_index(name: str) -> bool:
    return name.startswith(f"{FOLDER}/")


class _Replate:
    """One replate."""

    def __init__(self, settings: dict[str, Any], plates: bytes, stage: Stage) -> None:
        """Open the archive, and find what the last build left."""
        begin(Pelican(settings))
        self._settings, self._stage = settings, stage
        self._archive: Archive = settings[ARCHIVE]
        self._layout = self._archive.layout
        data = self._archive.cabinet.get(plates)
        if not data:
            raise _Other(plates)
        self._plates, self._name_of_plates = Plates.unpack(data), plates
        self._changes: list[tuple[Use, Use]] = []
        """The notes that say something else: before, now."""
        self._entries: dict[str, ArticleEntry] = {}
        self._edited: list[ArticleEntry] = []
        self._context: dict[str, Any] = {  # as in `Pelican.run`
            **settings,
            "generated_content": _Contents(self._linked),
            "static_links": set(),
            "static_content": _Contents(self._file),
            "localsiteurl": settings["SITEURL"],
        }

    def make(self, articles: Collection[Path]) -> bytes:
        """Make all files that show the text of edited articles; raises `_Other`, `Gap`.

        Returns the name of the plates for the next replate.
        """
        plates = {name: self._plate(name) for name in map(self._name, articles)}
        inside = [path.relative_to(self._layout.content).as_posix() for path in sorted(articles)]
        generator = self._generator(ArticlesGenerator, ARTICLE_PATHS=inside)
        self._reader = ReadArticles(generator, self._archive, self._settings[SITE])
        self._readers = generator.readers
        pages = self._generator(PagesGenerator)
        for each in (generator, pages):
            each.generate_context()  # type: ignore[no-untyped-call]
        if len(generator.articles) != len(plates):
            raise _Other(plates)
        for article in generator.articles:
            self._enter(article, plates[self._name(article.source_path)])
        library = self._plates.library(self._archive.registry, self._entry)
        tell([generator, pages], library, self._archive)
        for each in (generator, pages):
            each.refresh_metadata_intersite_links()  # type: ignore[no-untyped-call]
        search = self._write(generator, {file for plate in plates.values() for file in plate.files})
        if not self._changes and search == self._plates.search:
            self._archive.keep_all()
            return self._name_of_plates
        old = {self._name_of_plates, self._plates.search}
        name = keep(replace(self._plates, search=search), self._archive)
        self._archive.keep_all(instead_of=old - {name, search})
        return name

    def _plate(self, source: str) -> Plate:
        """Return the plate of an article, by its file; raises `_Other` if there is none."""
        if source not in self._plates.articles:
            raise _Other(source)
        return Plate.unpack(self._plates.articles[source])

    def _name(self, path: str | Path) -> str:
        return shown(path, self._layout.root)

    def _generator(self, kind: type[Kind], **settings: object) -> Kind:
        """Return a generator of Pelican's, for which some settings are other than the site's."""
        return kind(
            self._context,
            {**self._settings, **settings},
            self._settings["PATH"],
            self._settings["THEME"],
            str(self._stage.folder),
        )

    def _enter(self, article: Article, plate: Plate) -> None:
        """Take an article for the one that it was, but for its words; raises `_Other`."""
        made = article.metadata.get(COMPILATION)
        if not isinstance(made, Compilation):
            raise _Other(article)
        entry, now = entry_of(article, self._archive), plate_of(article, self._archive)
        if now.head != plate.head or not self._archive.says_nothing_new(plate.words, made):
            raise _Other(article)
        self._entries[entry.source] = entry
        self._edited.append(entry)
        if now.seen != plate.seen:
            self._changes += self._changed_notes(entry, made.compiled, plate)
            new = plate._replace(seen=now.seen, kept_as=now.kept_as)
            self._plates.articles[entry.source] = new.pack()

    def _changed_notes(
        self, entry: ArticleEntry, now: Compiled, plate: Plate
    ) -> Iterator[tuple[Use, Use]]:
        """Yield the notes on an article that say something else, if that is all; raises `_Other`.

        They are as they were, and as they are now.
        """
        before = self._archive.compiled_before(plate.kept_as)
        if not (before and self._plates.lists_files and outline_of(before) == outline_of(now)):
            raise _Other(entry)
        if self._plates.elsewhere & {of_texts(words) for words in before.said}:
            raise _Other(entry)
        then = replace(entry, notes=notes_of(before))
        for old, new in zip(then.notes, entry.notes, strict=True):
            if old != new:
                yield Use(article=then, note=old), Use(article=entry, note=new)

    def _entry(self, source: str) -> ArticleEntry:
        """Return the entry of any article, by its file."""
        if source not in self._entries:
            path = self._layout.root / source
            article = self._article(path.relative_to(self._layout.content).as_posix())
            self._entries[source] = entry_of(article, self._archive)
        return self._entries[source]

    def _article(self, name: str) -> Article:
        """Return any article, by its file below the content folder; raises `_Other`."""
        self._reader.prepare([name], jobs=1)
        article = self._reader.get(name)
        if not isinstance(article, Article):
            raise _Other(name)
        return article

    def _linked(self, name: str) -> Article:
        """Return an article that a link leads to; what else there may be is not known here."""
        self._plate(self._name(self._layout.content / name))
        return self._article(name)

    def _file(self, name: str) -> Static:
        """Return any file that is copied to its own place; raises `_Other`."""
        if not (self._layout.content / name).is_file():
            raise _Other(name)
        found: Static = self._readers.read_file(
            base_path=self._settings["PATH"],
            path=name,
            content_class=_Copied,
            fmt="static",
            context=self._context,
        )
        if found.save_as not in self._stage.published.found.files:
            raise _Other(name)
        return found

    def _write(self, generator: ArticlesGenerator, files: set[str]) -> bytes:
        """Write these files and those that have changed notes; keep all others as published.

        Returns the name of what the search index is made of now.
        """
        known = self._plates.names
        standing = makings_of(self._settings, self._context, self._stage, known)
        writer = PageWriter(str(self._stage.folder), {**self._settings, STANDING: standing})
        relative = self._settings["RELATIVE_URLS"]
        generator.generate_articles(partial(writer.write_file, relative_urls=relative))
        feeds = self._generator(FeedGenerator)
        for name in sorted(files & self._plates.given.keys()):
            [planned] = unpack(self._plates.given[name], self._entry)
            feeds.write_feed(writer, name, planned)
        if self._changes:
            files |= self._write_data(writer)
        search, gone = b"", set[str]()
        if self._plates.search:
            search, gone = self._write_search(writer, standing)
        self._stage.kept.update(self._stage.published.found.files.keys() - files - gone)
        writer.finish()
        made = {name for name in take(self._stage.folder).files if not _is_index(name)}
        also = {*map(of_texts, standing.read_elsewhere)}
        if not (files - self._stage.kept <= made <= files and also <= self._plates.elsewhere):
            raise _Other(made)
        return search

    def _write_search(self, writer: PageWriter, standing: Makings) -> tuple[bytes, set[str]]:
        """Write the search index, unless it stands; raises `LookupError`.

        Returns the name of what it is made of, and the published files that are of no more use.
        """
        search = self._generator(SearchGenerator, **{STANDING: standing})
        new = search.write_again(writer, self._plates.search, self._edited)
        published = self._stage.published.found.files
        return search.kept_as, {*filter(_is_index, published)} if new else set()

    def _write_data(self, writer: PageWriter) -> set[str]:
        """Write the files of the open data that have changed notes; return their names."""
        data = self._generator(DataGenerator)
        files = {DATA}
        for article in {now.article.source: now.article for _, now in self._changes}.values():
            files.update(self._plate(article.source).notes)
            data.write_notes(writer, article)
        told: PageData = self._context["structured_data"]
        rows = rows_of_notes(told.data.library, told.data.publication)
        if rows.keys() != {*self._plates.all_notes}:
            raise _Other(rows.keys())
        for name, row in rows.items():
            parts = self._with_changes((self._stage.output / name).read_bytes(), row)
            if parts:
                files.add(name)
                writer.write_data(name, partial(list, parts))
        data.write_list(writer)
        return files

    def _with_changes(self, published: bytes, row: Callable[[Use], str]) -> list[Buffer]:
        """Return a file of all notes with the changed ones as they are now, in parts.

        There are no parts if it is as it was. Raises `_Other`.
        """
        changed: dict[int, tuple[bytes, bytes]] = {}
        for before, now in self._changes:
            old, new = (row(use).encode() for use in (before, now))
            if old != new:
                at = published.find(old)
                if at < 0 or published.find(old, at + 1) >= 0:
                    raise _Other(old)
                changed[at] = old, new
        parts: list[Buffer] = []
        end, all_of_it = 0, memoryview(published)
        for at, (old, new) in sorted(changed.items()):
            parts += [all_of_it[end:at], new]
            end = at + len(old)
        return [*parts, all_of_it[end:]] if parts else []
