"""Pelican's reader for Postil articles: from what one compiles to, to Pelican's metadata."""

from datetime import datetime
from pathlib import Path

from pelican.readers import BaseReader
from pelican.urlwrappers import Author, Category, Tag
from pelican.utils import SafeDatetime

from postil.archive import Archive
from postil.compiling.compilations import Compilation
from postil.files.layout import ARTICLE_KINDS

ARCHIVE = "POSTIL_ARCHIVE"
"""The key in Pelican's settings under which the build keeps its `Archive`."""

COMPILATION = "compilation"
"""The key in a content's metadata under which is what its file compiled to."""

_LEFT_OUT = {"title": "", "status": "skip"}
"""What Pelican passes over without a word: the finding that explains it is in the archive."""


class PostilReader(BaseReader):
    """Reads Markdown articles and pages, and weaves their notes in.

    An author's mistake never raises here, since Pelican would drop the article and go on.
    """

    enabled = True
    file_extensions = [kind.removeprefix(".") for kind in ARTICLE_KINDS]  # noqa: RUF012 - its form

    def read(self, source_path: str) -> tuple[str, dict[str, object]]:
        """Return the article's annotated HTML and its metadata."""
        archive: Archive = self.settings[ARCHIVE]
        path = Path(source_path)
        page = self._is_page(path)
        made = archive.compile(path, page=page)
        if made is None or (made.compiled.header.date is None and not page):
            return "", dict(_LEFT_OUT)
        return made.load().content, self._metadata(made)

    def _is_page(self, path: Path) -> bool:
        content = Path(self.settings["PATH"])
        return any(path.is_relative_to(content / folder) for folder in self.settings["PAGE_PATHS"])

    def _metadata(self, made: Compilation) -> dict[str, object]:
        header = made.compiled.header
        metadata: dict[str, object] = {
            key: self.process_metadata(key, value)  # type: ignore[no-untyped-call]
            for key, value in header.extra
        }
        metadata |= {
            "title": header.title,
            "status": str(header.status),
            "summary": made.compiled.summary,
            "header": header,
            "notes": made.compiled.notes,
            COMPILATION: made,
        }
        if header.date:
            metadata["date"] = _pelican_date(header.date)
        if header.modified:
            metadata["modified"] = _pelican_date(header.modified)
        if header.outlet:
            metadata["category"] = Category(header.outlet, self.settings)
        if header.topics:
            metadata["tags"] = [Tag(topic, self.settings) for topic in header.topics]
        if header.authors:
            metadata["authors"] = [Author(name, self.settings) for name in header.authors]
        if header.lang:
            metadata["lang"] = header.lang
        if header.slug:
            metadata["slug"] = header.slug
        return metadata


def _pelican_date(moment: datetime) -> SafeDatetime:
    return SafeDatetime(
        moment.year,
        moment.month,
        moment.day,
        moment.hour,
        moment.minute,
        moment.second,
        tzinfo=moment.tzinfo,
    )
