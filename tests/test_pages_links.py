"""No link of the archive is dead, wherever the archive is published."""

import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import feedparser
import pytest
from bs4 import BeautifulSoup, Tag

from tests.published import Published

ADDRESSES = ("href", "src", "poster", "data", "action", "background")
LOADED = {"img", "script", "iframe", "audio", "video", "source", "track", "embed", "object"}
RELATIONS_LOADED = {"stylesheet", "icon", "preload", "prefetch", "modulepreload", "manifest"}
TIES = ("aria-details", "aria-describedby", "aria-labelledby", "aria-controls", "for", "headers")


def addresses(soup: BeautifulSoup) -> Iterator[tuple[Tag, str]]:
    for name in ADDRESSES:
        for element in soup.select(f"[{name}]"):
            yield element, str(element[name])
    for element in soup.select("[srcset]"):
        for candidate in str(element["srcset"]).split(","):
            yield element, candidate.split()[0]


def is_loaded(element: Tag) -> bool:
    """Whether a browser fetches what an element names without being asked to."""
    relations = element.get_attribute_list("rel")
    return element.name in LOADED or bool(RELATIONS_LOADED.intersection(map(str, relations)))


def test_every_link_leads_somewhere(anywhere: Published) -> None:
    dead, seen = [], 0
    for page in anywhere.pages():
        if anywhere.place == "relative" and page.endswith("/404.html"):
            continue  # a server shows it at any depth, so its links cannot be relative
        for element, value in addresses(anywhere.soup(page)):
            target, fragment = urldefrag(urljoin(page, value))
            seen += 1
            if target.startswith(anywhere.base):
                file = anywhere.file(target)
                if not value or not file:
                    dead.append(f"{page}: {element}")
                elif fragment and not anywhere.soup(target).find(id=fragment):
                    dead.append(f"{page}: no #{fragment} in {target}")
            elif is_loaded(element):
                dead.append(f"{page} loads from another host: {element}")
            elif urlsplit(target).scheme not in {"http", "https", "mailto"}:
                dead.append(f"{page}: {element}")
            elif urlsplit(target).hostname in {None, "", "localhost", "127.0.0.1"}:
                dead.append(f"{page} leads to the builder's own machine: {element}")
    assert not dead
    assert seen


def test_every_page_can_be_reached_from_the_front_page(anywhere: Published) -> None:
    reached, waiting = set(), [anywhere.base]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        for link in anywhere.soup(page).select("a[href]"):
            target = urldefrag(urljoin(page, str(link["href"]))).url
            file = anywhere.file(target)
            if file and file.suffix == ".html":
                waiting.append(anywhere.address(file))
    assert set(anywhere.pages()) - reached == {anywhere.at("404.html")}


def test_what_ties_an_element_to_another_names_one_that_is_there(demo: Published) -> None:
    loose = [
        f"{page}: {name}={value}"
        for page in demo.pages()
        for name in TIES
        for element in demo.soup(page).select(f"[{name}]")
        for value in " ".join(map(str, element.get_attribute_list(name))).split()
        if not demo.soup(page).find(id=value)
    ]
    assert not loose


def test_stylesheets_load_only_what_is_there(demo: Published) -> None:
    sheets = sorted(demo.folder.rglob("*.css"))
    assert sheets
    for sheet in sheets:
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
        for value in re.findall(r"url\(\s*[\"']?([^\"')]+)", text) + re.findall(
            r"@import\s+[\"']([^\"']+)", text
        ):
            if not value.startswith("data:"):
                assert demo.file(urljoin(demo.address(sheet), value)), f"{sheet.name}: {value}"


@pytest.fixture
def feeds(demo: Published) -> list[feedparser.FeedParserDict]:
    files = sorted(demo.folder.glob("feeds/**/*.xml"))
    assert files
    return [feedparser.parse(file.read_bytes()) for file in files]


def test_feeds_are_well_formed(feeds: list[feedparser.FeedParserDict]) -> None:
    for feed in feeds:
        assert not feed.bozo, feed.get("bozo_exception")
        assert feed.version == "atom10"
        assert feed.entries
        assert len({entry.id for entry in feed.entries}) == len(feed.entries)
        assert all(entry.title and entry.updated_parsed for entry in feed.entries)


def test_feeds_lead_to_pages_of_the_archive(
    feeds: list[feedparser.FeedParserDict], demo: Published
) -> None:
    for feed in feeds:
        links = [link.href for link in feed.feed.links]
        links += [link.href for entry in feed.entries for link in entry.links]
        assert [link for link in links if not demo.file(link)] == []
