"""What a page offers to those who share it, cite it or find a mistake in it: in real builds."""

import html
import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup

from postil.theming.templating import with_territory
from tests.published import Published
from tests.sites import REPOSITORY, run, write
from tests.test_claim_pages import CLAIMS, the
from tests.test_made_pages import SITE

DAM = "content/articles/2024/dam.md"
ELSEWHERE = """\
source_url: https://herald.example/dam?a=1&b=2
archived_url: https://web.archive.org/web/2024/https://herald.example/dam
"""
FORGE = "https://github.com/us/archive"
MORE = f"""
POSTIL_REPOSITORY = "{FORGE}/"
POSTIL_BRANCH = "live"
"""


def built(folder: Path, settings: str, **environment: str) -> Published:
    """Build the site of cases with more settings."""
    starter = (REPOSITORY / "plugins/postil/starter/pelican.conf.py").read_text("utf-8")
    article = SITE[DAM].replace("outlet: Herald\n", f"outlet: Herald\n{ELSEWHERE}")
    write(folder, SITE | {DAM: article, "pelican.conf.py": starter + settings})
    done = run(folder, "postil", "build", **environment)
    assert done.returncode == 0, done.stderr
    base = environment.get("SITEURL", "https://example.net/folder")
    return Published(place="case", folder=folder / "output", base=f"{base}/")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The site of cases, whose files lie in a repository."""
    folder = tmp_path_factory.mktemp("sharing")
    return built(folder, MORE, SITEURL="https://example.org/case")


def told(soup: BeautifulSoup) -> dict[str, str]:
    """Return what a page says of itself to those who link to it."""
    return {
        str(meta.get("property") or meta["name"]): str(meta["content"])
        for meta in soup.select("meta[property], meta[name^=twitter]")
    }


# What others show of a page


def test_an_article_says_what_it_is(demo: Published) -> None:
    page = demo.at("2020/12/embassy-account-reposts-president/")
    soup = demo.soup(page)
    said = told(soup)
    assert said["og:type"] == "article"
    assert said["og:url"] == page == the(soup, "link[rel=canonical]")["href"]
    assert said["og:title"] == the(soup, "h1").get_text()
    assert said["og:description"]
    assert said["og:locale"] == "en_US"
    assert said["article:published_time"] == "2020-12-11T14:00:00Z"
    assert said["article:section"] == the(soup, ".kicker a").get_text()


def test_every_claim_says_its_verdict(demo: Published) -> None:
    for name, claim in CLAIMS.items():
        said = told(demo.soup(demo.at(f"claims/{name}/")))
        assert claim["claim"] in said["og:title"]
        assert said["og:url"] == demo.at(f"claims/{name}/")


def test_a_page_says_its_language_with_a_territory() -> None:
    tags = ("en", "en-GB", "ar", "zh-Hans", "zh-Hant", "zh-HK", "sr-Latn", "es-419", "tlh", "he_IL")
    assert [with_territory(tag) for tag in tags] == [
        "en_US", "en_GB", "ar_EG", "zh_CN", "zh_TW", "zh_HK", "sr_RS", "es_419", "tlh", "he_IL",
    ]  # fmt: skip


def test_the_front_page_is_the_site(demo: Published) -> None:
    said = told(demo.soup(demo.at("")))
    assert (said["og:type"], said["og:url"]) == ("website", demo.at(""))


def test_what_was_withdrawn_is_not_shown_elsewhere(site: Published) -> None:
    soup = site.soup(site.at("claims/paid-twice/"))
    said = told(soup)
    assert "og:description" not in said
    assert "paid for twice" not in str(soup.head)
    assert not soup.select("link[type='application/json+oembed'], .take-cite, .take-quote")


def test_a_preview_without_an_address_has_nothing_that_needs_one(tmp_path: Path) -> None:
    site = built(tmp_path, MORE)
    for page in ("", "2024/03/dam/", "claims/dam-new/"):
        soup = site.soup(site.at(page))
        assert told(soup) == {}
        assert not soup.select("link[rel=cite-as], link[rel=canonical], .take-cite")
    assert not (site.folder / "claims/dam-new/oembed.json").exists()
    assert site.file(site.at("claims/dam-new/embed/"))


# Where a page stands among its copies


def test_an_article_names_its_original_its_copy_and_its_notes(site: Published) -> None:
    page = site.at("2024/03/dam/")
    links = {str(link["rel"][0]): link for link in site.soup(page).select("head link[rel]")}
    assert links["original"]["href"] == "https://herald.example/dam?a=1&b=2"
    assert links["memento"]["href"] == "https://web.archive.org/web/2024/https://herald.example/dam"
    assert links["cite-as"]["href"] == page
    assert site.file(str(links["describedby"]["href"]))


def test_a_claim_names_its_address_and_what_describes_it(demo: Published) -> None:
    for name in CLAIMS:
        soup = demo.soup(demo.at(f"claims/{name}/"))
        assert the(soup, "link[rel=cite-as]")["href"] == demo.at(f"claims/{name}/")
        assert demo.file(str(the(soup, "link[rel=describedby]")["href"]))
        assert not soup.select("link[rel=original], link[rel=memento]")


# Embeds


@pytest.mark.parametrize("name", CLAIMS)
def test_every_claim_has_a_card_for_other_pages(demo: Published, name: str) -> None:
    page = demo.at(f"claims/{name}/")
    link = the(demo.soup(page), "link[type='application/json+oembed']")
    file = demo.file(str(link["href"]))
    assert file
    oembed = json.loads(file.read_text("utf-8"))
    assert oembed["version"] == "1.0"
    assert oembed["type"] == "rich"
    assert {"html", "width", "height"} <= oembed.keys()
    frame = the(BeautifulSoup(oembed["html"], "html5lib"), "iframe")
    assert (frame["width"], frame["height"]) == (str(oembed["width"]), str(oembed["height"]))
    assert the(demo.soup(page), ".take-quote .take-code").get_text() == oembed["html"]
    card = demo.soup(str(frame["src"]))
    assert html.unescape(str(frame["title"])) == the(card, "title").get_text() == oembed["title"]
    assert the(card, "meta[name=robots]")["content"] == "noindex"
    assert the(card, "link[rel=canonical]")["href"] == page
    assert demo.file(str(the(card, "link[rel=stylesheet]")["href"]))
    assert "script" not in the(card, "meta[http-equiv]")["content"]
    assert not card.select("script, img")
    for anchor in card.select("a"):
        assert (anchor["target"], anchor["rel"]) == ("_blank", ["noopener"])
        assert demo.file(str(anchor["href"]))
    text = card.get_text()
    assert CLAIMS[name]["claim"] in text
    assert CLAIMS[name]["fact"] in text


def test_a_card_of_what_was_withdrawn_says_so_where_it_is_shown(site: Published) -> None:
    card = site.soup(site.at("claims/paid-twice/embed/"))
    text = card.get_text()
    assert "withdrawn" in text
    assert "The register was forged." in text
    assert "paid for" not in text
    assert "paid for" not in (site.folder / "claims/paid-twice/oembed.json").read_text("utf-8")


# The desk


def test_every_note_leads_to_its_line(site: Published) -> None:
    lines = SITE["annotations/articles/2024/dam.yaml"].splitlines()
    soup = site.soup(site.at("2024/03/dam/"))
    notes = {
        str(item.select("a")[0]["href"]).removeprefix("#note-"): item
        for item in soup.select(".take-notes li")
    }
    assert set(notes) == {
        str(note["id"]).removeprefix("note-") for note in soup.select("aside[id]")
    }
    for name, item in notes.items():
        report, edit = [urlsplit(str(link["href"])) for link in item.select(".take-desk a")]
        assert edit.path == "/us/archive/edit/live/annotations/articles/2024/dam.yaml"
        assert f"id: {name}" in lines[int(edit.fragment.removeprefix("L")) - 1]
        assert report.path == "/us/archive/issues/new"
        body = parse_qs(report.query)["body"][0]
        assert site.at(f"2024/03/dam/#note-{name}") in body
        assert item.select("a")[0].get_text().strip("“”") in body


def test_articles_and_claims_lead_to_their_files(site: Published) -> None:
    for page, file in {
        "2024/03/dam/": "content/articles/2024/dam.md",
        "claims/dam-new/": "annotations/claims/dam-new.yaml",
        "claims/pump/": "annotations/articles/2024/dam.yaml#L5",
    }.items():
        links = [str(a["href"]) for a in site.soup(site.at(page)).select(".takes > .take-desk a")]
        assert links[-1] == f"{FORGE}/edit/live/{file}"
        assert site.at(page) in parse_qs(urlsplit(links[0]).query)["body"][0]


def test_with_an_address_alone_readers_write_a_letter(tmp_path: Path) -> None:
    site = built(tmp_path, 'POSTIL_CONTACT = "desk@example.org"\n', SITEURL="https://example.org")
    links = [str(a["href"]) for a in site.soup(site.at("2024/03/dam/")).select(".take-desk a")]
    assert links
    assert all(link.startswith("mailto:desk@example.org?subject=") for link in links)


def test_without_either_nothing_is_offered(tmp_path: Path) -> None:
    site = built(tmp_path, "", SITEURL="https://example.org")
    for page in ("2024/03/dam/", "claims/dam-new/"):
        assert not site.soup(site.at(page)).select(".take-desk, .take-mend")
