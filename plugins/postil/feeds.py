"""Feeds: articles without their notes, which have no place in a reader of feeds; corrections."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from feedgenerator import Atom1Feed, SyndicationFeed, get_tag_uri

from postil.weaving import unweave


def without_notes(context: Mapping[str, object], feed: SyndicationFeed) -> None:  # noqa: ARG001 - Pelican passes both
    """Take the notes out of a feed's entries, just before Pelican writes it."""
    for item in feed.items:
        for part in ("description", "content"):
            if item.get(part):
                item[part] = unweave(item[part])


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One entry of a feed of days."""

    title: str
    link: str
    """Its whole address, which never changes: its id is made of it."""
    day: dt.date
    html: str


def feed_of_days(
    entries: Iterable[FeedEntry],
    *,
    title: str,
    link: str,
    feed_url: str,
    lang: str,
    publisher: str,
    day: dt.date,
) -> str:
    """Return an Atom feed; `day` is when it was changed last, for the clock is not asked."""
    feed = _Feed(day, title, link, feed_url, lang, publisher)
    for entry in entries:
        feed.add_item(  # type: ignore[no-untyped-call]
            title=entry.title,
            link=entry.link,
            unique_id=get_tag_uri(entry.link, entry.day),
            description=entry.html,
            pubdate=_midnight(entry.day),
            updateddate=_midnight(entry.day),
        )
    return str(feed.writeString("utf-8"))  # type: ignore[no-untyped-call]


class _Feed(Atom1Feed):
    """An Atom feed that has its date from the data; the library's own takes today's if empty."""

    def __init__(
        self, day: dt.date, title: str, link: str, feed_url: str, lang: str, publisher: str
    ) -> None:
        super().__init__(  # type: ignore[no-untyped-call]
            title=title,
            link=link,
            feed_url=feed_url,
            language=lang,
            description=None,
            author_name=publisher,
        )
        self._day = day

    def latest_post_date(self) -> dt.datetime:
        return _midnight(self._day)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)
