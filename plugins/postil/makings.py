"""What Pelican's pages are made of: the way from its objects to names, and which pages stand."""

import pickle
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import Environment, Template
from pelican.contents import Article, Content, Page
from pelican.paginator import Page as PageOfList
from pelican.urlwrappers import Author, Category, Tag, URLWrapper

from postil.archive import Archive
from postil.articles import ArchivedArticle
from postil.cells import Read
from postil.datapages import PageData
from postil.entries import fingerprint_of
from postil.finding import Finding
from postil.fingerprints import of_bytes
from postil.library import Library
from postil.provenance import Later, Nameless, Names, Records, Reduce
from postil.publishing import Stage
from postil.reading import Readings
from postil.sharing import Sharing
from postil.writing import DataSheet, Sheet


class Makings:
    """What is known of the pages that are published (`writing.Standing`)."""

    def __init__(
        self, archive: Archive, context: Mapping[str, Any], site: bytes, stage: Stage
    ) -> None:
        """Name for a site; `site` names all that no page goes without: settings, the program."""
        library: Library = context["library"]
        cells = {
            "Library": library,
            "Registry": library.registry,
            "Finding": context["finding"],
        }
        self._archive, self._site, self._stage = archive, site, stage
        self._names = Names(cells, _others())
        self._records = Records(self._names, stage.published.made_of, stage.made.__setitem__)
        self._given: dict[str, bytes | None] = {}
        self._readings: dict[int, Readings] = {}

    def keeps(self, sheet: Sheet | DataSheet) -> bool:
        """Return whether a page is published as it would be written; then it stays."""
        given = self._of_page(sheet) if isinstance(sheet, Sheet) else self._of_data(sheet)
        self._given[sheet.name] = given
        if self._records.stands(sheet.name, given):
            self._stage.kept.add(sheet.name)
            return True
        return False

    def written(self, sheet: Sheet | DataSheet, reads: Iterable[Read]) -> None:
        """Take note of what a page that was written read of the archive."""
        self._records.made(sheet.name, self._given[sheet.name], reads)

    def _of_page(self, sheet: Sheet) -> bytes | None:
        """Return the name of what a page is given; nothing if it has no sure one."""
        template, context, values = sheet.template, sheet.context, sheet.values
        if not isinstance(template, Template):
            return None
        reading = self._readings_of(template.environment).of(template.name or "")
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
        return of_bytes(self._site, self._archive.templates, *names)  # as feeds are, for one

    def _readings_of(self, templates: Environment) -> Readings:
        key = id(templates)
        if key not in self._readings:
            self._readings[key] = Readings(templates, self._archive.cabinet)
        return self._readings[key]


def _content(*, text: bool) -> Reduce:
    known: dict[int, tuple[bytes, Content]] = {}

    def reduce(content: Content) -> tuple[Callable[..., object], tuple[object, ...]]:
        if id(content) not in known:  # kept, or another could have its id
            name = fingerprint_of(content, text=text)
            if name is None:
                raise pickle.PicklingError(content.source_path)
            known[id(content)] = name, content
        return bytes, (known[id(content)][0],)

    return reduce


def _wrapper(wrapper: URLWrapper) -> tuple[Callable[..., object], tuple[object, ...]]:
    return tuple, ((type(wrapper).__name__, wrapper.name, wrapper.slug),)


def _page_of_list(page: PageOfList) -> tuple[Callable[..., object], tuple[object, ...]]:
    pages = page.paginator
    told = (page.name, page.url, page.number, pages.num_pages, pages.count, page.object_list)
    return tuple, (told,)


def _asked(_: Library | Finding | PageData | Sharing) -> tuple[Callable[..., object], tuple[()]]:
    """Tell nothing of what a template asks for what the archive knows: that is noted (`cells`)."""
    return tuple, ()


def _always(reduce: Reduce) -> Mapping[bool, Reduce]:
    return {False: reduce, True: reduce}


def _others() -> Mapping[type, Mapping[bool, Reduce]]:
    content = {text: _content(text=text) for text in (False, True)}
    return {
        **dict.fromkeys((ArchivedArticle, Article, Page), content),
        **dict.fromkeys((Author, Category, Tag), _always(_wrapper)),
        **dict.fromkeys((Finding, Library, PageData, Sharing), _always(_asked)),
        PageOfList: _always(_page_of_list),
    }
