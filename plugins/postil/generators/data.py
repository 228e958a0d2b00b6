"""Pelican's generator of the open data: files under `/data/`, their pages, notes of each article.

What a file holds is made elsewhere (`opendata`, `library.standards`); here it gets its place.
Every file is the same bytes on every machine.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from pelican.contents import Article, Page
from pelican.writers import Writer

from postil.engine.cells import Latest, remembered
from postil.generators.made import MadePagesGenerator, place_of
from postil.library import standards
from postil.library.library import ArticleEntry, ClaimEntry, Library, Use
from postil.library.publication import CC_BY, Publication
from postil.opendata import tables, tabular
from postil.opendata.jsonld import StructuredData
from postil.opendata.webannotation import FILE, MEDIA_TYPE, Annotations, place
from postil.pelican.provenance import Later
from postil.theming.views import Render
from postil.weaving.visible import visible

METHODOLOGY = "METHODOLOGY_SAVE_AS"
DATA = "data/index.html"
STANDARDS = "data/standards/index.html"
CLAIM_REVIEWS = "data/claimreview.json"
NOTES = f"data/{FILE}"
FIGURES = "data/standards.json"
STANDARD_FORMATS = {
    CLAIM_REVIEWS: "every review of a claim, as a schema.org DataFeed of ClaimReview",
    NOTES: "every note with the words that it is on, as W3C Web Annotations",
    FIGURES: "the figures of the standards report",
}
"""What each file of the open data holds that is no table."""
FORMS = {"jsonl": tabular.json_lines, "csv": tabular.spreadsheet}
"""How a table is written, by the name that its file ends with."""
_LINES = {"jsonl": tabular.json_line, "csv": tabular.spreadsheet_line}
_NOTES = "notes"  # the table
ADDRESSES = frozenset({"data/", "data/standards/"})
"""Where the pages are that are made here, below the site's address."""
FILES = frozenset(
    {*STANDARD_FORMATS, *(f"data/{name}.{form}" for name in tables.contents() for form in FORMS)}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """One file of the open data, as the data page lists it."""

    path: str
    """Below the site's address."""
    holds: str
    length: int
    """In bytes."""

    @property
    def size(self) -> str:
        """How large it is, in the unit that a reader can picture."""
        thousand = 1000
        if self.length < thousand:
            return f"{self.length}\N{NO-BREAK SPACE}bytes"
        if self.length < thousand**2:
            return f"{self.length / thousand:.0f}\N{NO-BREAK SPACE}kB"
        return f"{self.length / thousand**2:.1f} MB"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFiles:
    """One table of the open data, as the data page lists it."""

    name: str
    holds: str
    rows: int
    files: tuple[DataFile, ...]
    """JSON Lines and CSV."""


@dataclass(frozen=True, slots=True)
class PageData:
    """What templates ask for the data of a page (`structured_data`)."""

    data: StructuredData
    media_type: str = MEDIA_TYPE

    def of(self, thing: object) -> Mapping[str, object] | None:
        """Return the JSON-LD of a claim or an article; nothing for what has none."""
        if isinstance(thing, ClaimEntry):
            return self.data.claim_review(thing)
        entry = self._entry(thing)
        return self.data.news_article(entry) if entry else None

    def of_site(self) -> Mapping[str, object]:
        """Return the JSON-LD of the newsroom."""
        return self.data.newsroom()

    def notes_of(self, thing: object) -> str:
        """Return where the notes of an article lie, below the site's address."""
        entry = self._entry(thing)
        return place(entry.url) if entry else ""

    def _entry(self, thing: object) -> ArticleEntry | None:
        found = self.data.library.by_address
        return found.get(thing.url) if isinstance(thing, Article) else None


class DataGenerator(MadePagesGenerator):
    """Writes the open data and the two pages about it.

    No more than one of the files is in memory at a time: they grow with the archive. The page that
    lists them is made when they are written, and looks at what was written.
    """

    def generate_output(self, writer: Writer) -> None:
        """Write every file, and the pages that say what they are."""
        page_data: PageData = self.context["structured_data"]
        library, publication = page_data.data.library, page_data.data.publication
        found = remembered(lambda: standards.report(library))
        made_of = Latest[str, tabular.Table](lambda name: tables.table(name, library, publication))
        made: Mapping[str, Callable[[], object]] = {
            CLAIM_REVIEWS: lambda: page_data.data.data_feed(standards.newest_date(library)),
            NOTES: self._annotations.of_site,
            FIGURES: lambda: standards.figures(found(), publication),
        }
        for path, make in made.items():
            one = partial(_made_json, make)
            self.write_data(writer, path, one, (), by_note=path == NOTES, templated=False)
        for name in tables.contents():
            for form, write in FORMS.items():
                rows = partial(_made_table, made_of, name, write)
                path, by_note = _path(name, form), name == _NOTES
                self.write_data(writer, path, rows, (), by_note=by_note, templated=False)
        for article in library.articles:
            self.write_notes(writer, article)
        self.write_list(writer)
        self.write_page(
            writer,
            "standards",
            STANDARDS,
            report=Later(found),
            shares=Later(lambda: standards.shares(found())),
        )

    def write_notes(self, writer: Writer, article: ArticleEntry) -> None:
        """Write the notes on one article."""
        make = partial(_notes_of, self._annotations, article)
        file = place(article.url)
        self.write_data(writer, file, make, (article,), by_note=True, templated=False)

    def write_list(self, writer: Writer) -> None:
        """Write the page that says what there is, when that is written."""
        self.when_written(writer, partial(self._write_list, writer))

    @cached_property
    def _annotations(self) -> Annotations:
        data = self.context["structured_data"].data
        return Annotations(data.library, data.publication)

    def _write_list(self, writer: Writer) -> None:
        def file(path: str, holds: str) -> DataFile:
            return DataFile(path=path, holds=holds, length=place_of(writer, path).stat().st_size)

        files = [file(path, holds) for path, holds in STANDARD_FORMATS.items()]
        described = [
            TableFiles(
                name=name,
                holds=holds,
                rows=_lines_in(place_of(writer, _path(name, "jsonl"))),
                files=tuple(file(_path(name, form), holds) for form in FORMS),
            )
            for name, holds in tables.contents().items()
        ]
        license_ = self._annotations.publication.license
        self.write_page(writer, "data", DATA, files=files, tables=described, license=license_)


def page_data(
    library: Library, settings: Mapping[str, object], pages: Sequence[Page], render: Render
) -> PageData:
    """Return the data of a site's pages, given Pelican's settings and the editors' own pages."""
    made = {}
    if settings.get(METHODOLOGY, "methodology/index.html"):
        made["methodology"] = "methodology/"
    publication = Publication(
        root=str(settings.get("SITEURL", "")).rstrip("/"),
        name=str(settings["SITENAME"]),
        description=str(settings.get("SITESUBTITLE", "")),
        lang=str(settings["DEFAULT_LANG"]),
        license=str(settings.get("POSTIL_DATA_LICENSE", CC_BY)),
        pages=made | {str(page.slug): str(page.url) for page in pages},
    )
    data = StructuredData(library, publication, lambda text: visible(render(text)).text.strip())
    return PageData(data)


def rows_of_notes(library: Library, publication: Publication) -> Mapping[str, Callable[[Use], str]]:
    """Return what writes the part of one note in each file of all notes, by the file's name."""
    annotations, names = Annotations(library, publication), tables.columns(_NOTES)

    def item(use: Use) -> str:
        note = annotations.of_note(use)
        return _ENCODE(note) if note else ""  # a line, as `_json` has them

    def row(write: Callable[[tuple[str, ...], tuple[tabular.Cell, ...]], str], use: Use) -> str:
        return write(names, tables.note_row(use, publication))

    return {NOTES: item} | {
        _path(_NOTES, form): partial(row, write) for form, write in _LINES.items()
    }


def _path(table: str, form: str) -> str:
    return f"data/{table}.{form}"


def _lines_in(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file)


def _made_json(make: Callable[[], object]) -> Iterator[str]:
    return _json(make())


def _made_table(
    found: Latest[str, tabular.Table], name: str, write: Callable[[tabular.Table], Iterator[str]]
) -> Iterator[str]:
    return write(found.of(name))


def _notes_of(annotations: Annotations, article: ArticleEntry) -> Iterator[str]:
    return _json(annotations.of_article(article))


def _json(value: object) -> Iterator[str]:
    """Yield a value as JSON with a line for each annotation, review or figure.

    Such lines are short enough to compare; `json` indents every word at twenty times the cost.
    """
    yield from _lines(value, 3)
    yield "\n"


def _lines(value: object, depth: int, margin: str = "") -> Iterator[str]:
    """Yield JSON that goes down a line at a time for so many levels, and then stays on it."""
    within = f"{margin} "
    between = f"\n{within}"
    match value:
        case dict() if depth and value:
            yield "{"
            for key, one in value.items():
                yield f"{between}{_ENCODE(key)}: "
                yield from _lines(one, depth - 1, within)
                between = f",\n{within}"
            yield f"\n{margin}}}"
        case list() | tuple() | Iterator() if depth and value:
            yield "["
            for one in value:
                yield between
                yield from _lines(one, depth - 1, within)
                between = f",\n{within}"
            yield f"\n{margin}]"
        case _:
            yield _ENCODE(value)


_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
