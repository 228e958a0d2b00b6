"""Feeds hold the articles alone: their readers see no callout out of its place."""

from collections.abc import Mapping

from feedgenerator import SyndicationFeed

from postil.weaving import unweave


def without_notes(context: Mapping[str, object], feed: SyndicationFeed) -> None:  # noqa: ARG001 - Pelican passes both
    """Take the notes out of a feed's entries, just before Pelican writes it."""
    for item in feed.items:
        for part in ("description", "content"):
            if item.get(part):
                item[part] = unweave(item[part])
