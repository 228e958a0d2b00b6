"""What stands at the top of an article, as one value.

YAML between `---` lines, or Pelican's own `Key: value` lines. Those may stand between `---` lines
too, where each key has a capital (`Title:`): ours are in lower case.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from postil.engine.packed import Packed
from postil.findings.diagnostics import Code, Diagnostic, finding
from postil.findings.source import Source, Span
from postil.header.forms import FILE_ADDRESS, FLAG, LOOSE_MOMENT, MOMENT, SLUG
from postil.header.pelican import begins_entry, is_pelican_block, read_pelican_header
from postil.header.values import Entry, Values
from postil.header.yaml import IMAGE, read_yaml_header
from postil.records.forms import DAY, LANGUAGE, URL, Form, choice

_INDICATOR = re.compile(r"\{(static|attach|filename)\}")


class HeaderStatus(StrEnum):
    """Where an article stands; the last two are Pelican's own."""

    DRAFT = "draft"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    SKIP = "skip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Image(Packed):
    """The picture above an article."""

    src: str
    alt: str
    caption: str = ""
    credit: str = ""

    @property
    def file(self) -> str:
        """The site's own file, from the content folder on; empty for one on another host."""
        if self.src.lower().startswith(("http://", "https://")):
            return ""
        return _INDICATOR.sub("", self.src, count=1).lstrip("/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header(Packed):
    """All that an article says about itself. Texts are plain, never Markdown or HTML."""

    title: str
    date: dt.datetime | None
    """`None` only for a page, or beside a finding."""
    outlet: str = ""
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    summary: str = ""
    key_points: tuple[str, ...] = ()
    source_url: str = ""
    archived_url: str = ""
    captured_on: dt.date | None = None
    modified: dt.datetime | None = None
    image: Image | None = None
    lang: str = ""
    slug: str = ""
    status: HeaderStatus = HeaderStatus.PUBLISHED
    auto_labels: bool = True
    """Whether the names of labelled accounts get their labels without a note."""
    extra: tuple[tuple[str, str], ...] = ()
    """Other keys, as text: those that only Pelican knows."""
    title_span: Span = field(default=Span(0, 0), compare=False)
    date_span: Span = field(default=Span(0, 0), compare=False)
    outlet_span: Span = field(default=Span(0, 0), compare=False)
    topics_span: Span = field(default=Span(0, 0), compare=False)
    """Of the first topic."""
    slug_span: Span = field(default=Span(0, 0), compare=False)
    summary_span: Span = field(default=Span(0, 0), compare=False)
    key_points_span: Span = field(default=Span(0, 0), compare=False)


_OURS = frozenset(
    "title date outlet authors topics summary key_points source_url archived_url captured_on "
    "modified lang slug status auto_labels".split()
)
"""Keys that end in a field of `Header`; the others are for Pelican."""

STATUS = choice(HeaderStatus, "a status")

_FENCE = re.compile(r"---[ \t]*(?:\r\n|\n|\r|$)")
_CLOSING = re.compile(r"(?<=[\r\n])(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)")


def read_header(
    source: Source, *, page: bool = False
) -> tuple[Header | None, int, list[Diagnostic]]:
    """Return the header, where the Markdown begins in the text, and what is wrong.

    The header is `None` where there is none to read; one with wrong values has what is right of
    them. A page needs no date.
    """
    head = Span(0, len(source.line(1)))
    entries, body, findings, moment = _entries(source, head)
    if entries is None:
        return None, body, findings
    values = Values(source, entries, head)
    values.require("title")
    if not page:
        values.require("date")
    header = Header(
        title=values.line("title"),
        date=values.read("date", moment, None),
        outlet=values.line("outlet"),
        authors=values.many("authors"),
        topics=values.many("topics"),
        summary=values.text("summary"),
        key_points=values.many("key_points"),
        source_url=values.read("source_url", URL, ""),
        archived_url=values.read("archived_url", URL, ""),
        captured_on=values.read("captured_on", DAY, None),
        modified=values.read("modified", moment, None),
        image=_image(values),
        lang=values.read("lang", LANGUAGE, ""),
        slug=values.read("slug", SLUG, ""),
        status=values.read("status", STATUS, HeaderStatus.PUBLISHED),
        auto_labels=values.read("auto_labels", FLAG, otherwise=True),
        extra=tuple(
            (entry.key.text, values.text(entry.key.text))
            for entry in entries
            if entry.key.text not in _OURS and not entry.key.text.startswith(IMAGE)
        ),
        title_span=values.span("title"),
        date_span=values.span("date"),
        outlet_span=values.span("outlet"),
        topics_span=values.span("topics"),
        slug_span=values.span("slug"),
        summary_span=values.span("summary"),
        key_points_span=values.span("key_points"),
    )
    return header, body, findings + values.findings


def _entries(
    source: Source, head: Span
) -> tuple[Sequence[Entry] | None, int, list[Diagnostic], Form[dt.datetime]]:
    """Return the entries in whichever form they are, and the form of their dates."""
    opening = _FENCE.match(source.text)
    if opening is None:
        if begins_entry(source.line(1)):
            return *read_pelican_header(source, 0), LOOSE_MOMENT
        return None, 0, [_missing(source, head)], MOMENT
    closing = _CLOSING.search(source.text, opening.end())
    if closing is None:
        return None, 0, [_unclosed(source, head)], MOMENT
    block = Span(opening.end(), closing.start())
    if is_pelican_block(source, block):
        pelicans, _, findings = read_pelican_header(source, opening.end())
        return pelicans, closing.end(), findings, LOOSE_MOMENT
    entries, findings = read_yaml_header(source, block)
    return entries, closing.end(), findings, MOMENT


def _image(values: Values) -> Image | None:
    """Return the picture, whose parts stand under keys of their own: `image.src`."""
    if not values.has(IMAGE):
        return None
    values.require("image.src")
    values.require("image.alt", may_be_empty=True)  # as it is for an ornament
    return Image(
        src=values.read("image.src", FILE_ADDRESS, ""),
        alt=values.line("image.alt"),
        caption=values.line("image.caption"),
        credit=values.line("image.credit"),
    )


def _missing(source: Source, head: Span) -> Diagnostic:
    advice = "begin it with a line `---`, then `title:` and `date:`, then `---` again"
    if _FENCE.match(source.text.lstrip()):
        advice = "take out what stands before the line `---`: it must be the first"
    return finding(
        source, head, Code.HEADER_MISSING, "the file does not begin with a header", help=advice
    )


def _unclosed(source: Source, head: Span) -> Diagnostic:
    return finding(
        source,
        head,
        Code.HEADER_SYNTAX,
        "the header is not closed",
        help="write `---` on a line of its own after the last key",
    )
