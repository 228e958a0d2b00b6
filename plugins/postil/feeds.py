"""Feeds as values, and the two forms in which they are written: Atom and JSON Feed 1.1.

No clock: a feed is as new as what it tells of.
"""

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedgenerator import Atom1Feed, get_tag_uri

from postil.publication import moment
from postil.templating import json_beside

Json = str | int | Sequence["Json"] | Mapping[str, "Json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One entry of a feed."""

    id: str
    """Never changes, and is the same in every feed that has the entry."""
    title: str
    """Plain text."""
    url: str
    """Its whole address."""
    published: dt.datetime
    updated: dt.datetime
    html: str
    """Its text; links are whole addresses."""
    summary: str = ""
    """Plain text."""
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    lang: str = ""
    """Where it is another than the feed's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed, the same in either form."""

    path: str
    """Of its Atom form, below the site's address."""
    title: str
    site: str
    """The site's address, without a slash at the end."""
    home: str
    """The page that shows the same, below the site's address."""
    lang: str
    publisher: str
    updated: dt.datetime
    entries: tuple[FeedEntry, ...]
    description: str = ""

    @property
    def json_path(self) -> str:
        """The address of its JSON form, below the site's."""
        return json_beside(self.path)


def tag(url: str, day: dt.date) -> str:
    """Return an id (RFC 4151) that stays the same when the scheme of the address changes."""
    return str(get_tag_uri(url, day))


def atom(feed: Feed) -> str:
    """Return a feed as Atom (RFC 4287)."""
    made = _Atom(feed)
    for entry in feed.entries:
        made.add_item(  # type: ignore[no-untyped-call]
            title=_xml(entry.title),
            link=entry.url,
            unique_id=entry.id,
            description=None,
            content=_xml(entry.html),
            categories=[_xml(topic) for topic in entry.topics],
            pubdate=entry.published,
            updateddate=entry.updated,
            entry=entry,
        )
    return str(made.writeString("utf-8"))  # type: ignore[no-untyped-call]


def json_feed(feed: Feed) -> str:
    """Return a feed as JSON Feed 1.1 (jsonfeed.org)."""
    told: dict[str, Json] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": f"{feed.site}/{feed.home}",
        "feed_url": f"{feed.site}/{feed.json_path}",
        "description": feed.description,
        "language": feed.lang,
        "authors": [{"name": feed.publisher, "url": f"{feed.site}/"}],
        "items": [_item(entry) for entry in feed.entries],
    }
    known = {name: value for name, value in told.items() if value != ""}
    return json.dumps(known, ensure_ascii=False, indent=1) + "\n"


class _Atom(Atom1Feed):
    """Atom with what the library leaves out: several authors, languages, text as plain text.

    Its own date is the feed's; the library takes today's for a feed without an entry.
    """

    def __init__(self, feed: Feed) -> None:
        super().__init__(  # type: ignore[no-untyped-call]
            title=_xml(feed.title),
            link=f"{feed.site}/{feed.home}",
            feed_url=f"{feed.site}/{feed.path}",
            language=feed.lang,
            description=_xml(feed.description),
            author_name=_xml(feed.publisher),
        )
        self._updated = feed.updated

    def latest_post_date(self) -> dt.datetime:
        return self._updated

    def item_attributes(self, item: Mapping[str, FeedEntry]) -> dict[str, str]:
        lang = item["entry"].lang
        return {"xml:lang": lang} if lang else {}

    def add_item_elements(self, handler, item) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - the library's form
        super().add_item_elements(handler, item)  # type: ignore[no-untyped-call]
        entry: FeedEntry = item["entry"]
        for name in entry.authors:
            handler.startElement("author", {})
            handler.addQuickElement("name", _xml(name))
            handler.endElement("author")
        if entry.summary:
            handler.addQuickElement("summary", _xml(entry.summary))


def _item(entry: FeedEntry) -> Json:
    item: dict[str, Json] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "date_published": moment(entry.published),
        "date_modified": moment(entry.updated),
    }
    if entry.summary:
        item["summary"] = entry.summary
    if entry.authors:
        item["authors"] = [{"name": name} for name in entry.authors]
    if entry.topics:
        item["tags"] = list(entry.topics)
    if entry.lang:
        item["language"] = entry.lang
    return item


_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _xml(text: str) -> str:
    """Return a text without the characters that no XML file can hold."""
    return _NOT_XML.sub("", text)
