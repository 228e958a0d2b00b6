"""Feeds, judged by feedparser and by the rules of JSON Feed: in the demo, and in cases of ours."""

import datetime as dt
import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import feedparser
import pytest
from bs4 import BeautifulSoup

from postil.commands.skeleton import new_site
from postil.feeds import feed as feed_module
from postil.feeds.feed import Feed, FeedEntry, atom, json_feed
from tests.jsonfeed import mistakes
from tests.published import Published
from tests.sites import REPOSITORY, run, write
from tests.test_made_pages import SITE

PLACES = {
    "all", "claims", "corrections", "outlets/herald", "topics/water", "people/mayor",
    "people/critic", "people/engineer", "verdicts/false", "verdicts/old-half", "verdicts/unproven",
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The site of cases, with articles in three languages, by several authors."""
    folder = tmp_path_factory.mktemp("feeds")
    settings = (REPOSITORY / "plugins/postil/starter/pelican.conf.py").read_text("utf-8")
    more = {
        "pelican.conf.py": settings + 'FEED_ALL_RSS = "feeds/all.rss.xml"\n',
        "content/articles/2024/sadd.md": (
            "---\ntitle: السد قديم\ndate: 2024-03-03\noutlet: herald\nlang: ar\n"
            "topics: [water, Water]\nauthors: [One, 'Two & Three']\nsummary: 'A < B'\n"
            "modified: 2024-05-06\n---\n\n"
            "قال العمدة إن [السد]({filename}dam.md) جديد، وهو يعود إلى عام 1911.\n"
        ),
        "annotations/articles/2024/sadd.yaml": (
            "annotations:\n  - {id: new, use: dam-new, quote: جديد}\n"
        ),
    }
    write(folder, SITE | more)
    done = run(folder, "postil", "build", SITEURL="https://example.org/case")
    assert done.returncode == 0, done.stderr
    return Published(place="case", folder=folder / "output", base="https://example.org/case/")


def parsed(site: Published, name: str) -> feedparser.FeedParserDict:
    return feedparser.parse((site.folder / f"feeds/{name}.atom.xml").read_bytes())


def loaded(site: Published, name: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads((site.folder / f"feeds/{name}.json").read_bytes())


def test_there_is_a_feed_in_both_forms_for_everything(site: Published) -> None:
    folder = site.folder / "feeds"
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    wanted = {f"{name}{ending}" for name in PLACES for ending in (".atom.xml", ".json")}
    assert found == wanted | {"all.rss.xml"}


@pytest.mark.parametrize("name", sorted(PLACES))
def test_both_forms_are_clean_and_say_the_same(site: Published, name: str) -> None:
    one, other = parsed(site, name), loaded(site, name)
    assert not one.bozo, one.get("bozo_exception")
    assert one.version == "atom10"
    assert list(mistakes(other)) == []
    assert one.feed.title == other["title"]
    assert one.entries
    assert [(entry.id, entry.link, entry.title) for entry in one.entries] == [
        (item["id"], item["url"], item["title"]) for item in other["items"]
    ]
    for entry, item in zip(one.entries, other["items"], strict=True):
        assert dt.datetime.fromisoformat(entry.updated) == dt.datetime.fromisoformat(
            item["date_modified"]
        )
    newest = max(dt.datetime.fromisoformat(entry.updated) for entry in one.entries)
    assert dt.datetime.fromisoformat(one.feed.updated) == newest


def test_every_feed_of_the_demo_keeps_the_rules(demo: Published) -> None:
    files = sorted(demo.folder.glob("feeds/**/*.json"))
    assert len(files) == len(list(demo.folder.glob("feeds/**/*.xml")))
    if demo.place == "relative":
        return  # it names localhost, as a preview does
    for file in files:
        feed = json.loads(file.read_bytes())
        assert list(mistakes(feed)) == [], file.name
        for item in feed["items"]:
            assert demo.file(item["url"]), item["url"]


def test_the_reader_of_json_feeds_sees_mistakes() -> None:
    wrong = {
        "version": "https://jsonfeed.org/version/1", "title": "", "author": {"name": "A"},
        "items": [
            {"id": 7, "url": "/a", "date_published": "2024-03-01"},
            {"id": "", "content_text": "a", "date_published": "2024-13-01T00:00:00Z"},
            {"id": "", "content_html": "a", "tags": [""], "language": "en us"},
        ],
    }  # fmt: skip
    assert len(list(mistakes(wrong))) == 15


def test_a_feed_is_named_on_the_page_that_it_belongs_to(site: Published) -> None:
    both = ["application/atom+xml", "application/feed+json"]
    for page, name in {
        "": "all", "2024/03/dam/": "all", "claims/": "verdicts/false", "people/mayor/":
        "people/mayor", "outlets/herald/": "outlets/herald", "topics/water/": "topics/water",
        "corrections/": "corrections",
    }.items():  # fmt: skip
        named = {
            (str(link["type"]), urljoin(site.at(page), str(link["href"])))
            for link in site.soup(site.at(page)).select("link[rel=alternate]")
        }
        files = [site.at(f"feeds/{name}{ending}") for ending in (".atom.xml", ".json")]
        assert set(zip(both, files, strict=True)) <= named
        assert [address for _, address in named if not site.file(address)] == []
    assert not [
        link
        for link in site.soup(site.at("people/herald/")).select("link[rel=alternate]")
        if "people" in str(link["href"])
    ]


def test_an_article_is_whole_and_has_whole_links_and_no_note(site: Published) -> None:
    (arabic, dam) = loaded(site, "outlets/herald")["items"]
    assert arabic["language"] == "ar"
    assert [author["name"] for author in arabic["authors"]] == ["One", "Two & Three"]
    assert arabic["summary"] == "A < B"
    assert 'href="https://example.org/case/2024/03/dam/"' in arabic["content_html"]
    assert "<mark" not in dam["content_html"]
    assert "built in 1911" not in dam["content_html"]
    entry = parsed(site, "all").entries[0]
    assert [author.name for author in entry.authors] == ["One", "Two & Three"]
    assert entry.summary == "A < B"
    assert entry.content[0].language == "ar"


def test_an_article_is_as_new_as_the_last_word_on_it(site: Published) -> None:
    updated = {item["url"]: item["date_modified"] for item in loaded(site, "all")["items"]}
    assert updated[site.at("2024/03/dam/")] == "2024-03-08T00:00:00Z"  # a retraction
    assert updated[site.at("2024/03/sadd/")] == "2024-05-06T00:00:00Z"  # `modified`


def test_claims_are_told_with_their_verdict_and_the_fact_first(site: Published) -> None:
    items = {item["id"]: item for item in loaded(site, "claims")["items"]}
    assert site.at("claims/paid-twice/") not in items  # withdrawn
    new = items[site.at("claims/dam-new/")]
    assert new["title"] == "False: “The dam is new”"
    assert new["content_html"].startswith("<p>It was built in 1911.</p>")
    of_mayor = {item["id"] for item in loaded(site, "people/mayor")["items"]}
    assert of_mayor == {site.at(f"claims/{name}/") for name in ("dam-new", "kept", "pump")}
    of_engineer = {item["id"] for item in loaded(site, "people/engineer")["items"]}
    assert of_engineer == {site.at("claims/engineer-says/"), site.at("claims/pump/")}  # denied
    assert loaded(site, "verdicts/false")["items"][0] == new


def test_a_feed_that_is_pelicans_own_has_no_note_either(site: Published) -> None:
    feed = feedparser.parse((site.folder / "feeds/all.rss.xml").read_bytes())
    assert len(feed.entries) == 2
    assert not any("<mark" in entry.summary for entry in feed.entries)


def test_a_feed_holds_no_more_than_it_may(tmp_path: Path) -> None:
    settings = (REPOSITORY / "plugins/postil/starter/pelican.conf.py").read_text("utf-8")
    short = settings + 'FEED_MAX_ITEMS = 1\nTAG_FEED_ATOM = ""\nVERDICT_FEED_ATOM = None\n'
    write(tmp_path, SITE | {"pelican.conf.py": short})
    done = run(tmp_path, "postil", "build", SITEURL="https://example.org")
    assert done.returncode == 0, done.stderr
    made = Published(place="", folder=tmp_path / "output", base="https://example.org/")
    assert len(loaded(made, "corrections")["items"]) == 1
    assert len(parsed(made, "claims").entries) == 1
    assert not (made.folder / "feeds/topics").exists()
    assert not (made.folder / "feeds/verdicts").exists()
    assert not made.soup(made.at("claims/")).select("link[href*=verdicts]")


def test_every_character_is_one_that_xml_can_hold_or_is_left_out() -> None:
    """XML 1.0, production 2: Char."""
    allowed = {0x9, 0xA, 0xD, *range(0x20, 0xD800), *range(0xE000, 0xFFFE)}
    for number in range(0x20000):
        left = feed_module._xml(chr(number))
        assert left == (chr(number) if number in allowed or number >= 0x10000 else "")


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    entry = FeedEntry(
        id="https://example.org/a",
        title="One\x08 & two\ufffe",
        url="https://example.org/a",
        published=dt.datetime(2024, 3, 1, tzinfo=dt.UTC),
        updated=dt.datetime(2024, 3, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=8))),
        html="<p>\x01𝔘nd</p>",
    )
    feed = Feed(
        path="feed.xml", title="Feed", site="https://example.org", home="", lang="en",
        publisher="Us", updated=entry.updated, entries=(entry,),
    )  # fmt: skip
    read = feedparser.parse(atom(feed).encode())
    assert not read.bozo
    assert read.entries[0].title == "One & two"
    assert read.entries[0].content[0].value == "<p>𝔘nd</p>"
    told = json.loads(json_feed(feed))
    assert told["feed_url"] == "https://example.org/feed.json"
    assert told["items"][0]["date_modified"] == "2024-03-01T04:00:00Z"


_MARCH = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)


def test_every_character_arrives() -> None:
    odd = "a <b> & \"c\" 'd'\n]]> 𝔘"
    entry = FeedEntry(
        id="tag:example.org,2024-03-01:/ä", title=odd, url="https://example.org/ä b/?c=\"d\"",
        published=_MARCH, updated=_MARCH, html=f"<p>{odd}</p>",
        summary=odd, authors=(odd, "B"), topics=(odd, "C"), lang="de",
    )  # fmt: skip
    bare = replace(entry, title="", html="", summary="", authors=(), topics=(), lang="")
    feed = Feed(
        path="feed.xml", title=odd, site="https://example.org", home="ö/", lang="en",
        publisher=odd, updated=entry.updated, entries=(entry, bare), description=odd,
    )  # fmt: skip
    read = feedparser.parse(atom(feed).encode(), sanitize_html=False)
    assert not read.bozo
    assert (read.feed.title, read.feed.subtitle, read.feed.author) == (odd, odd, odd)
    assert read.feed.link == "https://example.org/%C3%B6/"
    first, second = read.entries
    assert (first.title, first.summary, first.content[0].value) == (odd, odd, f"<p>{odd}</p>")
    assert [author.name for author in first.authors] == [odd, "B"]
    assert [tag.term for tag in first.tags] == [odd, "C"]
    assert first.link == "https://example.org/%C3%A4%20b/?c=%22d%22"
    assert (second.title, second.get("tags"), second.get("authors")) == ("", None, None)
    made = json_feed(feed)
    assert made == json.dumps(json.loads(made), ensure_ascii=False, indent=1) + "\n"
    assert json.loads(made)["items"][0]["tags"] == [odd, "C"]


def test_a_time_without_a_zone_is_of_the_sites_own(tmp_path: Path) -> None:
    """Everywhere: an article that came out at ten was not changed before six."""
    site = tmp_path / "site"
    assert new_site(site) is None
    with (site / "pelican.conf.py").open("a") as conf:
        conf.write("TIMEZONE = 'America/New_York'\n")
    header = "title: A\ndate: 2026-01-07 10:00\nmodified: 2026-01-07 10:30"
    write(site, {"content/articles/2026/a.md": f"---\n{header}\n---\n\nWords.\n"})
    done = run(site, "postil", "build", SITEURL="https://example.org")
    assert done.returncode == 0, done.stderr
    output, moment = site / "output", "2026-01-07T15:30:00"
    [entry] = feedparser.parse((output / "feeds/all.atom.xml").read_bytes()).entries[:1]
    assert time.strftime("%Y-%m-%dT%H:%M:%S", entry.updated_parsed) == moment
    [item, *_] = json.loads((output / "feeds/all.json").read_bytes())["items"]
    assert item["date_modified"] == f"{moment}Z"
    page = BeautifulSoup((output / "2026/01/a/index.html").read_text("utf-8"), "html5lib")
    told = str(page.select_one("meta[property='article:modified_time']")["content"])  # type: ignore[index]
    assert told == f"{moment}Z"
    data = json.loads(page.select_one("script[type='application/ld+json']").string or "")  # type: ignore[union-attr]
    assert '"dateModified": "2026-01-07T10:30:00-05:00"' in json.dumps(data)
    assert f"a/</loc><lastmod>{moment}Z" in (output / "sitemap.xml").read_text("utf-8")
    rows = map(json.loads, (output / "data/articles.jsonl").read_text("utf-8").splitlines())
    assert f"{moment}Z" in next(row for row in rows if row["title"] == "A").values()
