"""A strict reader of JSON Feed 1.1, written from jsonfeed.org/version/1.1 and nothing of ours."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

VERSION = "https://jsonfeed.org/version/1.1"
FEED: dict[str, Any] = {
    "version": str, "title": str, "home_page_url": str, "feed_url": str, "description": str,
    "user_comment": str, "next_url": str, "icon": str, "favicon": str, "authors": list,
    "language": str, "expired": bool, "hubs": list, "items": list,
}  # fmt: skip
ITEM: dict[str, Any] = {
    "id": str, "url": str, "external_url": str, "title": str, "content_html": str,
    "content_text": str, "summary": str, "image": str, "banner_image": str, "date_published": str,
    "date_modified": str, "authors": list, "tags": list, "language": str, "attachments": list,
}  # fmt: skip
URLS = {"home_page_url", "feed_url", "icon", "favicon", "url", "external_url", "image", "avatar"}
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def mistakes(feed: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a feed."""
    yield from _members(feed, FEED, "feed")
    if feed.get("version") != VERSION:
        yield "another version"
    for name in ("title", "items", "version"):
        if name not in feed:
            yield f"no {name}"
    items = feed.get("items", [])
    ids = [item.get("id") for item in items]
    if len(set(ids)) != len(ids):
        yield "two items of one id"
    for number, item in enumerate(items):
        yield from _members(item, ITEM, f"item {number}")
        if not item.get("id"):
            yield f"item {number}: no id"
        if "content_html" not in item and "content_text" not in item:
            yield f"item {number}: no content"
        if item.get("date_modified", "9") < item.get("date_published", ""):
            yield f"item {number}: changed before it was published"


def _members(thing: Mapping[str, Any], kinds: Mapping[str, Any], where: str) -> Iterator[str]:
    for name, value in thing.items():
        if name.startswith("_"):
            continue
        if name not in kinds:
            yield f"{where}: {name} is no member"
        elif type(value) is not kinds[name]:
            yield f"{where}: {name} is a {type(value).__name__}"
        elif value in ("", []) and name not in {"items", "content_html"}:
            yield f"{where}: {name} is empty"
        elif name in URLS and not _is_url(value):
            yield f"{where}: {name} is no address: {value}"
        elif name.startswith("date_") and not _is_moment(value):
            yield f"{where}: {name} is no moment: {value}"
        elif name == "language" and not LANGUAGE.fullmatch(value):
            yield f"{where}: {value} is no language"
        elif name == "tags" and not all(isinstance(tag, str) and tag for tag in value):
            yield f"{where}: a tag is no text"
        elif name == "authors":
            for author in value:
                yield from _members(author, {"name": str, "url": str, "avatar": str}, where)
                if not author:
                    yield f"{where}: an author of whom nothing is known"


def _is_url(value: str) -> bool:
    parts = urlsplit(value)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in value


def _is_moment(value: str) -> bool:
    if not RFC3339.fullmatch(value):
        return False
    try:
        return dt.datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False
