"""Pelican's generator of the open data: files under `/data/`, their pages, notes of each article.

What a file holds is made elsewhere (`jsonld`, `webannotation`, `opendata`, `standards`); here it
gets its place. Every file is the same bytes on every machine.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from pelican.contents import Article, Page
from pelican.writers import Writer

from postil import opendata, standards, tabular
from postil.cells import remembered
from postil.jsonld import StructuredData
from postil.library import ArticleEntry, ClaimEntry, Library
from postil.made_pages import MadePagesGenerator
from postil.provenance import Later
from postil.publication import CC_BY, Publication
from postil.views import Render
from postil.visible import visible
from postil.webannotation import FILE, MEDIA_TYPE, Annotations, place

METHODOLOGY = "METHODOLOGY_SAVE_AS"
DATA = "data/index.html"
STANDARDS = "data/standards/index.html"
PATHS = (
    "data/claimreview.json",
    f"data/{FILE}",
    "data/standards.json",
    *(f"data/{name}.{form}" for name in opendata.names() for form in ("jsonl", "csv")),
)
"""The files of the open data."""
ADDRESSES = frozenset({"data/", "data/standards/"})
"""Where the pages are that are made here, below the site's address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """One file of the open data, as the data page lists it."""

    path: str
    """Below the site's address."""
    holds: str
    content: bytes

    @property
    def size(self) -> str:
        """How large it is, in the unit that a reader can picture."""
        thousand = 1000
        if len(self.content) < thousand:
            return f"{len(self.content)} bytes"
        if len(self.content) < thousand**2:
            return f"{len(self.content) / thousand:.0f} kB"
        return f"{len(self.content) / thousand**2:.1f} MB"


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
    """Writes the open data and the two pages about it."""

    def generate_output(self, writer: Writer) -> None:
        """Write every file, and the pages that say what they are."""
        page_data: PageData = self.context["structured_data"]
        library, publication = page_data.data.library, page_data.data.publication
        annotations = Annotations(library, publication)
        found = remembered(lambda: standards.report(library))
        files = remembered(lambda: [*data_files(page_data.data, annotations, found())])
        tables = remembered(lambda: [*map(_table_files, opendata.tables(library, publication))])

        def content(path: str) -> bytes:
            every = (*files(), *(file for table in tables() for file in table.files))
            return next(file.content for file in every if file.path == path)

        for path in PATHS:
            self.write_data(writer, path, partial(content, path), ())
        for article in library.articles:
            notes = partial(_notes_of, annotations, article)
            self.write_data(writer, place(article.url), notes, (article,))
        told = {"files": Later(files), "tables": Later(tables), "license": publication.license}
        self.write_page(writer, "data", DATA, **told)
        self.write_page(
            writer,
            "standards",
            STANDARDS,
            report=Later(found),
            shares=Later(lambda: standards.shares(found())),
        )


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


def data_files(
    data: StructuredData, annotations: Annotations, found: standards.Report
) -> Iterator[DataFile]:
    """Yield every file of the site's open data that is no table."""
    yield DataFile(
        path="data/claimreview.json",
        holds="every review of a claim, as a schema.org DataFeed of ClaimReview",
        content=_json(data.data_feed(found.as_of)),
    )
    yield DataFile(
        path=f"data/{FILE}",
        holds="every note with the words that it is on, as W3C Web Annotations",
        content=_json(annotations.of_site()),
    )
    yield DataFile(
        path="data/standards.json",
        holds="the figures of the standards report",
        content=_json(standards.figures(found, data.publication)),
    )


def _table_files(table: tabular.Table) -> TableFiles:
    forms = (("jsonl", tabular.json_lines(table)), ("csv", tabular.spreadsheet(table)))
    return TableFiles(
        name=table.name,
        holds=table.holds,
        rows=len(table.rows),
        files=tuple(
            DataFile(path=f"data/{table.name}.{suffix}", holds=table.holds, content=content)
            for suffix, content in forms
        ),
    )


def _notes_of(annotations: Annotations, article: ArticleEntry) -> bytes:
    return _json(annotations.of_article(article))


def _json(value: object) -> bytes:
    """Return a value as JSON with a line for each annotation, review or figure.

    Such lines are short enough to compare; `json` indents every word at twenty times the cost.
    """
    return f"{_lines(value, 3)}\n".encode()


def _lines(value: object, depth: int, margin: str = "") -> str:
    """Return JSON that goes down a line at a time for so many levels, and then stays on it."""
    within = f"{margin} "
    match value:
        case dict() if depth and value:
            parts = [
                f"{_ENCODE(key)}: {_lines(one, depth - 1, within)}" for key, one in value.items()
            ]
            ends = "{}"
        case list() | tuple() if depth and value:
            parts = [_lines(one, depth - 1, within) for one in value]
            ends = "[]"
        case _:
            return _ENCODE(value)
    inside = f",\n{within}".join(parts)
    return f"{ends[0]}\n{within}{inside}\n{margin}{ends[1]}"


_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
