"""Pelican's generator of the search page and its index."""

import pickle
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pelican.writers import Writer

from postil.archive import Archive
from postil.engine.fingerprints import PICKLING, of_bytes, of_program
from postil.findings.diagnostics import Code, Diagnostic, finding_in_file
from postil.generators.made import MadePagesGenerator
from postil.library.library import ArticleEntry, Library
from postil.pelican.reader import ARCHIVE
from postil.pelican.writing import STANDING, NothingStands, Standing
from postil.search.index import FOLDER, can_index, name_of, write_index
from postil.search.records import Record, records, search_page, words_of

SETTING = "POSTIL_SEARCH"
SEARCH = "search/"
"""The page's address below the site's."""


_Kept = tuple[Record, bytes]
"""A record, and the name of an article's words in the cabinet; none for a claim, which has them."""

_CODE = "utf-8", "surrogatepass"


def wanted(settings: Mapping[str, object]) -> bool:
    """Return whether the site is to have a search; it has unless `POSTIL_SEARCH` is false."""
    return bool(settings.get(SETTING, True))


def missing_program(settings: Mapping[str, object]) -> list[Diagnostic]:
    """Return the finding that a search is wanted and cannot be made, if that is so."""
    if not wanted(settings) or can_index():
        return []
    return [
        finding_in_file(
            "pelican.conf.py",
            Code.SEARCH_PROGRAM,
            "the site has a search, and the program that makes its index is not there",
            notes=["it is Pagefind, which pip brings for most machines"],
            help='run `pip install "pagefind[bin]"`, or do without: POSTIL_SEARCH = False',
        )
    ]


class SearchGenerator(MadePagesGenerator):
    """Writes `/search/` and the files that it looks things up in."""

    kept_as = b""
    """Under which name the archive's cabinet has what `write_again` needs."""

    def generate_output(self, writer: Writer) -> None:
        """Write the page and the index, unless the site does without."""
        if not wanted(self.settings):
            return
        library: Library = self.context["library"]
        lang = str(self.settings["DEFAULT_LANG"])
        names: dict[str, bytes] = {article.url: self._name(article) for article in library.articles}
        found = list(records(library, self.context["render_note"], lang, self._words))
        self._write_index([(record, names.get(record.url, b"")) for record in found])
        view = search_page(found, library)
        self.write_page(writer, "search", f"{SEARCH}index.html", view=view, search_folder=FOLDER)

    def write_again(self, kept_as: bytes, edited: Iterable[ArticleEntry]) -> None:
        """Write the index in which edited articles have other words, and all else is as it was.

        Raises `LookupError` where that is not known.
        """
        kept: list[_Kept] = pickle.loads(self._get(kept_as))  # noqa: S301 - as put in
        articles = {article.url: article for article in edited}
        found = []
        for record, name in kept:
            if article := articles.pop(record.url, None):
                found.append((replace(record, text=self._words(article)), self._name(article)))
            elif name:
                found.append((replace(record, text=self._get(name).decode(*_CODE)), name))
            else:
                found.append((record, name))
        if articles:
            raise LookupError(articles)
        self._write_index(found)

    def _write_index(self, found: Sequence[_Kept]) -> None:
        """Write the index, unless it is published; keep its records, their words by name."""
        kept = [(replace(one, text="") if name else one, name) for one, name in found]
        data = pickle.dumps(kept, PICKLING)
        self.kept_as = of_bytes(data)
        self._archive.cabinet.put(self.kept_as, data)
        all_records = [record for record, _ in found]
        made_of = name_of(all_records)
        standing: Standing = self.settings.get(STANDING) or NothingStands()
        if not standing.keeps_all(FOLDER, made_of):
            write_index(all_records, Path(self.output_path))
            standing.written_all(FOLDER, made_of)

    def _words(self, article: ArticleEntry) -> str:
        """Return the words of an article, which are kept from build to build."""
        name = self._name(article)
        kept = self._archive.cabinet.get(name)
        if kept is not None:
            return kept.decode(*_CODE)
        words = words_of(article)
        self._archive.cabinet.put(name, words.encode(*_CODE))
        return words

    def _name(self, article: ArticleEntry) -> bytes:
        return of_bytes(b"search", of_program(), article.text_fingerprint)

    def _get(self, name: bytes) -> bytes:
        kept = self._archive.cabinet.get(name)
        if kept is None:
            raise LookupError(name)
        return kept

    @property
    def _archive(self) -> Archive:
        archive: Archive = self.settings[ARCHIVE]
        return archive
