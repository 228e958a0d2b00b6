"""One article's page, made at once from what the last build left in memory: a proof of it.

While an editor writes, one article or its sidecar changes at a time. What it compiles to depends on
the registry, and its page on the library; both are at hand, with one entry of the library replaced.
A build follows and makes everything; until then the proof is shown in the page's place.
"""

import copy
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pelican import signals
from pelican.contents import Article
from pelican.generators import ArticlesGenerator, Generator

from postil.archive import Archive
from postil.findings.diagnostics import Diagnostic
from postil.generators.telling import GENERATORS, LIBRARY, tell
from postil.library.library import Library, library
from postil.pelican.entries import entry_of
from postil.pelican.log import PelicanLog, listening
from postil.pelican.reader import ARCHIVE
from postil.pelican.writing import STANDING, PageWriter


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What came of an article that was saved."""

    findings: Sequence[Diagnostic]
    """What is wrong with it by itself."""
    made: bool
    """Whether its page was."""

    @property
    def failed(self) -> bool:
        """Whether there is an error among the findings."""
        return any(found.is_error for found in self.findings)


def open_press(settings: dict[str, Any]) -> "Press":
    """Return the press of a build that left what it knows in its settings."""
    press = Press(settings)
    with suppress(Exception), listening(PelicanLog()):  # else the first proof finds out
        press.warm_up()
    return press


class Press:
    """What a build leaves in memory, to pull proofs from until the next one."""

    def __init__(self, settings: dict[str, Any]) -> None:
        """Take over from a build that has published."""
        self._settings = settings
        settings[STANDING] = None  # what is published says nothing of what is not
        self._archive: Archive = settings[ARCHIVE]
        self._articles: dict[Path, tuple[ArticlesGenerator, Article]] = {}
        self._generators: Sequence[Generator] = settings[GENERATORS]
        for generator in self._generators:
            if isinstance(generator, ArticlesGenerator):
                for article in (*generator.articles, *generator.translations):
                    self._articles[Path(article.source_path)] = generator, article

    def article_of(self, saved: Collection[Path]) -> Path | None:
        """Return the published article to which all of these files belong, if there is one."""
        found = {self._article_of(path) for path in saved}
        return found.pop() if len(found) == 1 else None

    def pull(self, article: Path, folder: Path) -> Proof | None:
        """Make the page of an article anew, into a folder that stands in for the site's.

        Where the theme or a plugin fails there is no proof: the build says what is wrong.
        """
        with suppress(Exception), listening(PelicanLog()):
            return self._pulled(article, folder)
        return None

    def _pulled(self, article: Path, folder: Path) -> Proof:
        found = self._archive.reread(article)
        if any(each.is_error for each in found):
            return Proof(findings=found, made=False)
        generator, last = self._articles[article]
        new = self._read(generator, last)
        if new is None or _place(new) != _place(last):
            return Proof(findings=found, made=False)  # lists, and other pages, lead elsewhere
        self._articles[article] = generator, new
        self._enter(new)
        self._write(generator, new, folder)
        return Proof(findings=found, made=True)

    def warm_up(self) -> None:
        """Have all at hand that a first proof would wait for, such as templates."""
        for generator, article in [*self._articles.values()][:1]:
            with TemporaryDirectory() as folder:
                self._write(generator, article, Path(folder))

    def _article_of(self, path: Path) -> Path | None:
        layout = self._archive.layout
        if path in self._articles and path.is_file():
            return path
        article = layout.article_of(path) if path.is_relative_to(layout.annotations) else None
        return article if article in self._articles and layout.sidecar_of(article) == path else None

    def _read(self, generator: ArticlesGenerator, last: Article) -> Article | None:
        new = generator.readers.read_file(
            base_path=generator.path,
            path=last.get_relative_source_path(),
            content_class=Article,
            context=generator.context,
            preread_signal=signals.article_generator_preread,
            preread_sender=generator,
            context_signal=signals.article_generator_context,
            context_sender=generator,
        )
        if not (isinstance(new, Article) and new.is_valid()):
            return None
        new.translations = last.translations
        return new

    def _write(self, generator: ArticlesGenerator, article: Article, folder: Path) -> None:
        """Have Pelican write the page of one article."""
        alone = copy.copy(generator)
        alone.articles, alone.translations = [article], []
        alone.hidden_articles, alone.hidden_translations = [], []
        writer = PageWriter(str(folder), self._settings)
        relative = generator.settings["RELATIVE_URLS"]
        alone.generate_articles(partial(writer.write_file, relative_urls=relative))
        writer.finish()

    def _enter(self, article: Article) -> None:
        """Put the article's entry into the library in the place of the one before."""
        last: Library = self._settings[LIBRARY]
        entry = entry_of(article, self._archive)
        articles = [entry if each.source == entry.source else each for each in last.articles]
        tell(self._generators, library(self._archive.registry, articles, last.pages), self._archive)


def _place(article: Article) -> tuple[Any, ...]:
    """Return what decides where an article's page is, and where it stands in lists."""
    return article.save_as, article.status, article.date
