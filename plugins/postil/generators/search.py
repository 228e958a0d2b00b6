"""Pelican's generator of the search page and its index."""

import pickle
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pelican.writers import Writer

from postil.archive import Archive
from postil.engine.fingerprints import PICKLING, of_bytes, of_program
from postil.engine.forking import each
from postil.findings.diagnostics import Code, Diagnostic, finding_in_file
from postil.generators.made import MadePagesGenerator
from postil.library.library import ArticleEntry, Library
from postil.pelican.jobs import jobs_of
from postil.pelican.reader import ARCHIVE
from postil.pelican.writing import STANDING, NothingStands, Standing
from postil.search.index import FOLDER, Index, can_index, name_of
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
        names = {article.url: self._name(article) for article in library.articles}
        words = self._words_of(library.articles, names)
        found = list(records(library, self.context["render_note"], lang, words))
        self._write_index(writer, [(record, names.get(record.url, b"")) for record in found])
        view = search_page(found, library)
        self.write_page(writer, "search", f"{SEARCH}index.html", view=view, search_folder=FOLDER)

    def write_again(self, writer: Writer, kept_as: bytes, edited: Iterable[ArticleEntry]) -> bool:
        """Write the index in which edited articles have other words, and all else is as it was.

        Returns whether it has to be written; raises `LookupError` where that is not known.
        """
        kept: list[_Kept] = pickle.loads(self._get(kept_as))  # noqa: S301 - as put in
        articles = {article.url: article for article in edited}
        found = []
        for record, name in kept:
            if article := articles.pop(record.url, None):
                new = self._name(article)
                [words] = self._words_of([article], {article.url: new}).values()
                found.append((replace(record, text=words), new))
            elif name:
                found.append((replace(record, text=self._get(name).decode(*_CODE)), name))
            else:
                found.append((record, name))
        if articles:
            raise LookupError(articles)
        return self._write_index(writer, found)

    def _write_index(self, writer: Writer, found: Sequence[_Kept]) -> bool:
        """Write the index while pages are made, unless it is published; return whether it is not.

        Its records are kept, their words by name.
        """
        kept = [(replace(one, text="") if name else one, name) for one, name in found]
        data = pickle.dumps(kept, PICKLING)
        self.kept_as = of_bytes(data)
        self._archive.cabinet.put(self.kept_as, data)
        all_records = [record for record, _ in found]
        made_of = name_of(all_records)
        standing: Standing = self.settings.get(STANDING) or NothingStands()
        if standing.keeps_all(FOLDER, made_of):
            return False
        index = Index(all_records)

        def write() -> None:
            index.write(Path(self.output_path))
            standing.written_all(FOLDER, made_of)

        self.when_written(writer, write)
        return True

    def _words_of(
        self, articles: Sequence[ArticleEntry], names: Mapping[str, bytes]
    ) -> dict[str, str]:
        """Return the words of articles, by their addresses; they are kept by these `names`."""
        cabinet = self._archive.cabinet
        kept = {url: cabinet.get(name) for url, name in names.items()}
        new = [article for article in articles if kept[article.url] is None]
        found = {url: words.decode(*_CODE) for url, words in kept.items() if words is not None}
        made = each(lambda at: words_of(new[at]), len(new), jobs=jobs_of(self.settings))
        for number, words in made:
            found[new[number].url] = words
            cabinet.put(names[new[number].url], words.encode(*_CODE))
        return found

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
