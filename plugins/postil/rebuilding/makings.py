"""What Pelican's pages are made of: the way from its objects to names, and which pages stand."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Template
from pelican.contents import Article, Content, Page
from pelican.paginator import Page as PageOfList

from postil.archive import Archive
from postil.engine.cells import WORDS, Read
from postil.engine.fingerprints import Reduce, of_bytes
from postil.files.text import shown
from postil.generators.data import DATA, PageData
from postil.generators.telling import TOLD
from postil.library.library import ArticleEntry, Library
from postil.pages.finding import Finding
from postil.pelican.articles import ArchivedArticle
from postil.pelican.entries import WRAPPERS, fingerprint_of
from postil.pelican.provenance import Later, Nameless, Names, Records
from postil.pelican.writing import DataSheet, Sheet
from postil.publishing.inventory import take
from postil.publishing.staging import Stage
from postil.sharing.offers import Sharing
from postil.theming.reading import Reading, Readings

_AT_HAND = {"pages", "hidden_pages", "draft_pages", *TOLD}
"""What all pages are given without going through all articles, besides settings."""


@dataclass(frozen=True, slots=True)
class ShownText:
    """What is known of a file that shows the text of articles."""

    articles: frozenset[str]
    """Their files, relative to the site's folder."""
    alone: bool = False
    """Whether its template can make it when nothing else is made."""
    given: Sequence[object] | None = None
    """What it is given, if no template makes it."""


class Makings:
    """What is known of the pages that are published (`writing.Standing`)."""

    def __init__(
        self,
        archive: Archive,
        context: Mapping[str, Any],
        site: bytes,
        stage: Stage,
        known: Mapping[Read, bytes] | None = None,
    ) -> None:
        """Name for a site; `site` names all that no page goes without: settings, the program.

        Of what is `known` the name is not looked for.
        """
        library: Library = context["library"]
        cells = {
            "Library": library,
            "Registry": library.registry,
            "Finding": context["finding"],
        }
        self._archive, self._site, self._stage = archive, site, stage
        self._told: set[str] = set()  # the articles whose text is in the page at hand
        root = archive.layout.root
        self._names = Names(cells, _others(self._told, root), self._told, known or {})
        self._records = Records(self._names, stage.published.made_of, stage.made.__setitem__)
        self._given: dict[str, bytes | None] = {}
        self._readings: dict[int, Readings] = {}
        self.texts: dict[str, ShownText] = {}
        """The files that show the text of articles, by name."""
        self.by_note: dict[str, frozenset[str]] = {}
        """The files that have a part for each note, with the articles they are given."""
        self.asked: set[Read] = set()
        """What these files read of the archive, and the page that lists the open data."""
        self.read_elsewhere: set[str] = set()
        """What notes say that was read for any other file than these, and their articles' pages."""
        self.are_sure = True
        """Whether it is known of every page which articles' text it shows."""

    def keeps(self, sheet: Sheet | DataSheet) -> bool:
        """Return whether a page is published as it would be written; then it stays."""
        if not self._stage.published.found.files:
            return False  # it gets its name while other processes make pages
        given = self._name_given(sheet)
        reads = self._records.stands(sheet.name, given)
        if reads is None:
            self._given[sheet.name] = given
            return False
        self._stage.kept.add(sheet.name)
        self._note(sheet, reads)
        return True

    def _name_given(self, sheet: Sheet | DataSheet) -> bytes | None:
        """Return the name of what a page is given, and find out whose text and notes it shows."""
        self._told.clear()
        given = self._of_page(sheet) if isinstance(sheet, Sheet) else self._of_data(sheet)
        if self._told or sheet.name == DATA:
            self.texts[sheet.name] = self._shown_text(sheet)
        elif isinstance(sheet, DataSheet) and sheet.by_note:
            self.by_note[sheet.name] = frozenset(
                one.source for one in sheet.given or () if isinstance(one, ArticleEntry)
            )
        return given

    def place_of(self, name: str) -> Path | None:
        """Return where the file of a page is that stays."""
        return self._stage.output / name if name in self._stage.kept else None

    def written(self, sheet: Sheet | DataSheet, reads: Iterable[Read]) -> None:
        """Take note of what a page that was written read of the archive."""
        known = sheet.name in self._given
        given = self._given.pop(sheet.name) if known else self._name_given(sheet)
        reads = self._not_its_own(sheet, reads)
        named = self._records.made(sheet.name, given, reads)
        if not named and isinstance(sheet, Sheet):
            self.are_sure = False
        self._note(sheet, reads)

    def keeps_all(self, folder: str, made_of: bytes) -> bool:
        """Return whether what is below a folder is published as it would be; then it stays."""
        published = self._stage.published
        then = published.ledger.inventory.below([folder]).files.keys()
        now = published.found.below([folder]).files.keys()
        stand = bool(then) and now == then and {made_of} == {*map(published.made_of, then)}
        if stand:
            self._stage.kept.update(then)
        return stand

    def written_all(self, folder: str, made_of: bytes) -> None:
        """Take note of what all files below a folder that was written are made of."""
        for name in take(self._stage.folder / folder).files:
            self._stage.made[f"{folder}/{name}"] = made_of

    def name_of(self, read: Read) -> bytes:
        """Return the name of what was read; raises `Nameless`."""
        return self._names.of_read(read)

    def _not_its_own(self, sheet: Sheet | DataSheet, reads: Iterable[Read]) -> Collection[Read]:
        """Return what was read, but for what notes say on the articles whose text is in a file."""
        others = set(reads)
        if sheet.name in self.texts and any(name == WORDS for name, _ in others):
            for source in self.texts[sheet.name].articles:
                made = self._archive.compiled(self._archive.layout.root / source)
                others -= {(WORDS, said) for said in (made.compiled.said if made else ())}
        return others

    def _note(self, sheet: Sheet | DataSheet, reads: Iterable[Read]) -> None:
        words = {read for read in reads if read[0] == WORDS}
        self.read_elsewhere.update(str(said) for _, said in words)
        if sheet.name in self.texts:
            self.asked.update({*reads} - words)

    def _shown_text(self, sheet: Sheet | DataSheet) -> ShownText:
        articles = frozenset(self._told)
        if isinstance(sheet, DataSheet):
            return ShownText(articles, given=sheet.given)
        reading = self._reading_of(sheet)
        shared = reading.variables & sheet.context.keys() - sheet.values.keys() if reading else ()
        settings = {name for name in shared if name.isupper()}
        return ShownText(articles, alone=bool(reading) and settings | _AT_HAND >= set(shared))

    def _of_page(self, sheet: Sheet) -> bytes | None:
        """Return the name of what a page is given; nothing if it has no sure one."""
        context, values = sheet.context, sheet.values
        reading = self._reading_of(sheet)
        if not reading:
            return None
        parts = [self._site, reading.name]
        if any(isinstance(value, Later) for value in values.values()):
            parts.append(self._archive.templates)  # it may be written with others than its own
        try:
            for variable in sorted(reading.variables | {"page_lang"}):
                if variable in values or variable in context:
                    value = values[variable] if variable in values else context[variable]
                    parts += [variable.encode(), self._names.of(value, text=reading.text)]
        except Nameless:
            return None
        return of_bytes(*parts)

    def _of_data(self, sheet: DataSheet) -> bytes | None:
        """Return the name of what a file is given that no template makes."""
        if sheet.given is None:
            return None
        try:
            names = [self._names.of(one, text=sheet.text) for one in sheet.given]
        except Nameless:
            return None
        templates = self._archive.templates if sheet.templated else b""
        return of_bytes(self._site, templates, *names)

    def _reading_of(self, sheet: Sheet) -> Reading | None:
        """Return what a page's template reads, if that is known."""
        template = sheet.template
        if not isinstance(template, Template):
            return None
        key = id(template.environment)
        if key not in self._readings:
            self._readings[key] = Readings(template.environment, self._archive.cabinet)
        return self._readings[key].of(template.name or "")


def _content(told: Callable[[Content], object], *, text: bool) -> Reduce:
    known: dict[int, tuple[bytes, Content]] = {}

    def reduce(content: Content) -> tuple[Callable[..., object], tuple[object, ...]]:
        if id(content) not in known:  # kept, or another could have its id
            known[id(content)] = fingerprint_of(content, text=text), content
        told(content)
        return bytes, (known[id(content)][0],)

    return reduce


def _page_of_list(page: PageOfList) -> tuple[Callable[..., object], tuple[object, ...]]:
    pages = page.paginator
    told = (page.name, page.url, page.number, pages.num_pages, pages.count, page.object_list)
    return tuple, (told,)


def _asked(_: Library | Finding | PageData | Sharing) -> tuple[Callable[..., object], tuple[()]]:
    """Tell nothing of what a template asks for what the archive knows: that is noted (`cells`)."""
    return tuple, ()


def _always(reduce: Reduce) -> Mapping[bool, Reduce]:
    return {False: reduce, True: reduce}


def _others(texts: set[str], root: Path) -> Mapping[type, Mapping[bool, Reduce]]:
    def tell(content: Content) -> None:
        texts.add(shown(str(content.source_path), root))

    content = {False: _content(lambda _: None, text=False), True: _content(tell, text=True)}
    return {
        **dict.fromkeys((ArchivedArticle, Article, Page), content),
        **{kind: _always(told) for kind, told in WRAPPERS.items()},
        **dict.fromkeys((Finding, Library, PageData, Sharing), _always(_asked)),
        PageOfList: _always(_page_of_list),
    }
