"""Pelican's writer, ours: pages are put together when all are known, over all cores.

A plugin that wants to see each page as it is written, or all of them when Pelican is done, gets
them one after the other as from Pelican's own.
"""

import os
from collections import Counter
from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    MutableMapping,
    Sequence,
)
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from pelican import signals
from pelican.paginator import Paginator
from pelican.utils import get_relative_path, path_to_url, sanitised_join
from pelican.writers import FileOverwriteFailedError, Writer

from postil.engine.cells import WORDS, Read, noting
from postil.engine.forking import each
from postil.pelican.jobs import jobs_of
from postil.pelican.listeners import has_strangers
from postil.pelican.provenance import Later

STANDING = "POSTIL_STANDING"
"""The key in Pelican's settings for what is known of the published pages (`Standing`)."""

WRITER = "POSTIL_WRITER"
"""The key in Pelican's settings under which a build keeps its writer."""

Context = MutableMapping[str, Any]
Buffer = bytes | memoryview
Made = str | bytes | list[Buffer] | Iterator[str]
"""What is in a file: all of it, or one part after the other, that it need not be in memory."""


class Template(Protocol):
    """What a page is rendered by."""

    def render(self, values: Mapping[str, Any], /) -> str:
        """Return the page."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to be written."""

    name: str
    """Its file, below the output folder."""
    path: str
    template: Template
    context: Context
    """What all pages are given, shared with what else Pelican makes."""
    values: Mapping[str, Any]

    def write(self) -> None:
        """Render the page into its file."""
        own = {
            name: value.compute() if isinstance(value, Later) else value
            for name, value in self.values.items()
        }
        values = {**self.context, "localsiteurl": self.context.get("localsiteurl"), **own}
        if values["localsiteurl"]:  # what links in an article's text begin with
            self.context["localsiteurl"] = values["localsiteurl"]
        _write(self.path, self.template.render(values))


@dataclass(frozen=True, slots=True)
class DataSheet:
    """A file to be written that no template makes."""

    name: str
    path: str
    make: Callable[[], Made]
    given: Sequence[object] | None = None
    """All that it is made of, but for what `make` reads of the archive; unknown if `None`."""
    text: bool = False
    """Whether it shows the text of the articles among these, and not only what lists show."""
    by_note: bool = False
    """Whether it has a part for each note, and nothing else in it shows what that note says."""
    templated: bool = True
    """Whether some of it is written with templates, if by no template alone."""

    def write(self) -> None:
        """Make what is in it, and write it."""
        _write(self.path, self.make())


class Standing(Protocol):
    """What is known of the pages that are published."""

    def keeps(self, sheet: Sheet | DataSheet) -> bool:
        """Return whether a page is published as it would be written; then it stays."""

    def place_of(self, name: str) -> Path | None:
        """Return where the file of a page is that stays; nothing for others."""

    def written(self, sheet: Sheet | DataSheet, reads: Iterable[Read]) -> None:
        """Take note of what a page that was written read of the archive."""

    def keeps_all(self, folder: str, made_of: bytes) -> bool:
        """Return whether all files below a folder are published as they would be; then they stay.

        `made_of` names all that they are made of.
        """

    def written_all(self, folder: str, made_of: bytes) -> None:
        """Take note of what all files below a folder that was written are made of."""


class NothingStands:
    """Nothing is known, so that every page is written."""

    def keeps(self, sheet: Sheet | DataSheet) -> bool:  # noqa: ARG002
        """Return that it does not."""
        return False

    def place_of(self, name: str) -> Path | None:  # noqa: ARG002
        """Return nothing: none stays."""
        return None

    def written(self, sheet: Sheet | DataSheet, reads: Iterable[Read]) -> None:
        """Take no note."""

    def keeps_all(self, folder: str, made_of: bytes) -> bool:  # noqa: ARG002
        """Return that they are not."""
        return False

    def written_all(self, folder: str, made_of: bytes) -> None:
        """Take no note."""


class PageWriter(Writer):
    """Keeps pages until `finish`, and writes them then."""

    def __init__(self, output_path: str, settings: dict[str, Any]) -> None:
        """Make itself known to the build."""
        super().__init__(output_path, settings)  # type: ignore[no-untyped-call]
        self._sheets: list[Sheet | DataSheet] = []
        self._afterwards: list[Callable[[], None]] = []
        self.wrote_feeds = False
        """Whether Pelican had feeds of its own to write."""
        self._watched = any(map(has_strangers, (signals.content_written, signals.finalized)))
        settings[WRITER] = self

    def write_file(
        self,
        name: str,
        template: Template,
        context: Context,
        relative_urls: bool = False,  # noqa: FBT001, FBT002 - Pelican's form
        paginated: Mapping[str, list[Any]] | None = None,
        template_name: str | None = None,
        override_output: bool = False,  # noqa: FBT001, FBT002
        url: str | None = None,
        **values: Any,  # noqa: ANN401
    ) -> None:
        """Keep a page, or all pages of a list, to be written."""
        if not name:
            return
        if paginated is None:
            paginated = {key: values[key] for key in ("articles", "dates") if key in values}
        for page_name, page_values in self._pages(name, url, template_name, paginated):
            path = self._claimed(
                sanitised_join(self.output_path, page_name), override=override_output
            )
            if path is None:
                continue
            local = {**values, **page_values, "output_file": page_name}
            if relative_urls:
                local["SITEURL"] = local["localsiteurl"] = path_to_url(get_relative_path(page_name))
            sheet = Sheet(page_name, path, template, context, local)
            if self._watched:
                sheet.write()
                signals.content_written.send(path, context={**context, **local})
            else:
                self._sheets.append(sheet)

    def write_feed(self, *arguments: Any, **others: Any) -> object:  # noqa: ANN401 - Pelican's form
        """Write one of Pelican's own feeds."""
        self.wrote_feeds = True
        return super().write_feed(*arguments, **others)  # type: ignore[no-untyped-call]

    def write_data(
        self,
        name: str,
        make: Callable[[], Made],
        given: Sequence[object] | None = None,
        *,
        text: bool = False,
        by_note: bool = False,
        templated: bool = True,
    ) -> None:
        """Keep a file that no template makes, to be written; all else is as in `DataSheet`."""
        path = self._claimed(sanitised_join(self.output_path, name), override=False)
        if path:
            sheet = DataSheet(name, path, make, given, text, by_note, templated)
            if self._watched:
                sheet.write()
            else:
                self._sheets.append(sheet)

    def when_written(self, write: Callable[[], None]) -> None:
        """Have `write` called when all other pages are written: it may look at them."""
        if self._watched:
            write()
        else:
            self._afterwards.append(write)

    def place_of(self, name: str) -> Path:
        """Return where the file of a page is that was written, or that stands."""
        return self._standing.place_of(name) or Path(sanitised_join(self.output_path, name))

    def finish(self, taken: Collection[str] = ()) -> None:
        """Write all pages that were kept, but for those whose file is `taken` by the site's own.

        Of those that are published as they would be written, nothing is written.
        """
        self._write_all(taken)
        for write in self._afterwards:
            write()
        self._write_all(taken)

    @property
    def _standing(self) -> Standing:
        standing: Standing = self.settings.get(STANDING) or NothingStands()
        return standing

    def _write_all(self, taken: Collection[str]) -> None:
        standing = self._standing
        sheets = [sheet for sheet in self._sheets if sheet.name not in taken]
        self._sheets.clear()
        sheets = [sheet for sheet in sheets if not standing.keeps(sheet)]

        first, others = _first_of_each_template(sheets)
        others.sort(key=_is_small)
        for sheet in first:
            standing.written(sheet, _reads_of(sheet))
        large = sum(not _is_small(sheet) for sheet in others)
        count, processes = len(others), jobs_of(self.settings)
        made = each(lambda at: _reads_of(others[at]), count, jobs=processes, own=large)
        for number, reads in made:
            standing.written(others[number], reads)

    def _pages(
        self,
        name: str,
        url: str | None,
        template: str | None,
        paginated: Mapping[str, list[Any]],
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield each page of a list with what it alone is given; else the one page there is."""
        if not paginated or template not in self.settings["PAGINATED_TEMPLATES"]:
            yield name, {}
            return
        size = self.settings["PAGINATED_TEMPLATES"][template] or self.settings["DEFAULT_PAGINATION"]
        lists = {
            key: Paginator(name, url, items, self.settings, size)
            for key, items in paginated.items()
        }
        last = next(iter(lists.values())).num_pages
        for number in range(1, last + 1):
            values: dict[str, Any] = {}
            for key, pages in lists.items():
                values |= {
                    f"{key}_paginator": pages,
                    f"{key}_page": pages.page(number),
                    f"{key}_previous_page": pages.page(number - 1) if number > 1 else None,
                    f"{key}_next_page": pages.page(number + 1) if number < last else None,
                }
            yield values[f"{next(iter(lists))}_page"].save_as, values

    def _claimed(self, path: str, *, override: bool) -> str | None:
        """Return where to write, or `None` if a page that overrides this one has been written."""
        if path in self._overridden_files:
            if override:
                message = f"two pages override {os.path.relpath(path, self.output_path)}"
                raise FileOverwriteFailedError(message)
            return None
        if path in self._written_files and not override:
            message = f"two pages would be {os.path.relpath(path, self.output_path)}"
            raise FileOverwriteFailedError(message)
        if override:
            self._overridden_files.add(path)
        self._written_files.add(path)
        return path


def _first_of_each_template(
    sheets: Sequence[Sheet | DataSheet],
) -> tuple[list[Sheet | DataSheet], list[Sheet | DataSheet]]:
    """Return a page of each template that has several, and the others.

    Once those are written, the processes that write the others need not each load the template,
    nor find out what they both ask the archive for.
    """
    first: list[Sheet | DataSheet] = []
    others: list[Sheet | DataSheet] = []
    left = Counter(id(sheet.template) for sheet in sheets if isinstance(sheet, Sheet))
    for sheet in sheets:
        if isinstance(sheet, Sheet) and left.pop(id(sheet.template), 0) > 1:
            first.append(sheet)
        else:
            others.append(sheet)
    return first, others


def _is_small(sheet: Sheet | DataSheet) -> bool:
    """Whether a file is made of some articles, and not of whatever it reads of the archive."""
    return isinstance(sheet, Sheet) or sheet.given != ()


def _reads_of(sheet: Sheet | DataSheet) -> set[Read]:
    """Write a page, and return what it read of the archive."""
    with noting() as reads:
        sheet.write()
    if isinstance(sheet, DataSheet) and sheet.by_note:
        return {read for read in reads if read[0] != WORDS}
    return reads


def _write(path: str, content: Made) -> None:
    with _new_file(path) as file:
        match content:
            case str():
                file.write(content.encode("utf-8"))
            case bytes():
                file.write(content)
            case list():
                file.writelines(content)
            case _:
                file.writelines(part.encode("utf-8") for part in content)


def _new_file(path: str) -> BinaryIO:
    try:
        return open(path, "wb")
    except FileNotFoundError:  # the first in its folder
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return open(path, "wb")
