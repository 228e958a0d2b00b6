"""Pelican's generator of the search page and its index."""

from collections.abc import Mapping
from pathlib import Path

from pelican.writers import Writer

from postil.findings.diagnostics import Code, Diagnostic, finding_in_file
from postil.generators.made import MadePagesGenerator
from postil.library.library import Library
from postil.search.index import FOLDER, can_index, write_index
from postil.search.records import records, search_page

SETTING = "POSTIL_SEARCH"
SEARCH = "search/"
"""The page's address below the site's."""


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

    def generate_output(self, writer: Writer) -> None:
        """Write the page and the index, unless the site does without."""
        if not wanted(self.settings):
            return
        library: Library = self.context["library"]
        lang = str(self.settings["DEFAULT_LANG"])
        found = list(records(library, self.context["render_note"], lang))
        view = search_page(found, library)
        write_index(found, Path(self.output_path))
        self.write_page(writer, "search", f"{SEARCH}index.html", view=view, search_folder=FOLDER)
