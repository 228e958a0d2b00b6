"""Feeds as values, and the two forms in which they are written: Atom and JSON Feed 1.1.

No clock: a feed is as new as what it tells of.
"""

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from feedgenerator import get_tag_uri, rfc3339_date

from postil.files.text import PLACEHOLDER
from postil.library.publication import moment
from postil.theming.templating import json_beside

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
    """Its text; links into the site begin with `PLACEHOLDER`."""
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
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n',
        f'<feed xml:lang={quoteattr(feed.lang)} xmlns="http://www.w3.org/2005/Atom">',
        _element("title", feed.title),
        _link(f"{feed.site}/{feed.home}", "alternate"),
        _link(f"{feed.site}/{feed.path}", "self"),
        _element("id", f"{feed.site}/{feed.home}"),
        _element("updated", rfc3339_date(feed.updated)),
        f"<author>{_element('name', feed.publisher)}</author>",
        _element("subtitle", feed.description) if feed.description else "",
    ]
    for entry in feed.entries:
        parts += (
            f"<entry xml:lang={quoteattr(entry.lang)}>" if entry.lang else "<entry>",
            _element("title", entry.title),
            _link(entry.url, "alternate"),
            _element("published", rfc3339_date(entry.published)),
            _element("updated", rfc3339_date(entry.updated)),
            _element("id", entry.id),
            _element("content", entry.html.replace(PLACEHOLDER, feed.site), ' type="html"'),
            *(f"<category term={quoteattr(_xml(topic))}/>" for topic in entry.topics),
            *(f"<author>{_element('name', name)}</author>" for name in entry.authors),
            _element("summary", entry.summary) if entry.summary else "",
            "</entry>",
        )
    return "".join((*parts, "</feed>"))


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
        "items": [_item(entry, feed.site) for entry in feed.entries],
    }
    known = {name: value for name, value in told.items() if value != ""}
    return f"{_indented(known)}\n"


def _element(name: str, text: str, attributes: str = "") -> str:
    text = escape(_xml(text))
    return f"<{name}{attributes}>{text}</{name}>" if text else f"<{name}{attributes}/>"


def _link(url: str, rel: str) -> str:
    """Return a link; what an address cannot hold is encoded (RFC 3987, section 3.1)."""
    return f'<link href={quoteattr(quote(url, safe=_KEPT))} rel="{rel}"/>'


def _item(entry: FeedEntry, site: str) -> Json:
    item: dict[str, Json] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html.replace(PLACEHOLDER, site),
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


def _indented(value: Json, margin: str = "\n") -> str:
    """Return JSON as `json` indents it by one, which then does without its code in C."""
    within = f"{margin} "
    match value:
        case dict() if value:
            told = [f"{_ENCODE(name)}: {_indented(one, within)}" for name, one in value.items()]
            ends = "{}"
        case list() if value:
            told = [_indented(one, within) for one in value]
            ends = "[]"
        case _:
            return _ENCODE(value)
    inside = f",{within}".join(told)
    return f"{ends[0]}{within}{inside}{margin}{ends[1]}"


_ENCODE = json.JSONEncoder(ensure_ascii=False).encode

_KEPT = "/#%[]=:;$&()+,!?*@'~"

_ALL_XML = re.compile("[\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
"""Runs over a text in half the time that it takes to look for the first of `_NOT_XML`."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _xml(text: str) -> str:
    """Return a text without the characters that no XML file can hold."""
    return text if _ALL_XML.fullmatch(text) else _NOT_XML.sub("", text)
