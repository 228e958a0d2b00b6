"""The site map: every page that may be found, dated by its last change, in files that fit."""

import datetime as dt
from xml.etree import ElementTree

from postil.sharing.sitemap import Place, files
from tests.published import Published
from tests.test_claim_pages import CLAIMS

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ROOT = "https://example.org"


def addresses(content: str, kind: str = "url") -> dict[str, str]:
    """Return the addresses of a file with their dates."""
    found = ElementTree.fromstring(content)
    return {
        entry.findtext(f"{SPACE}loc", ""): entry.findtext(f"{SPACE}lastmod", "")
        for entry in found.findall(f"{SPACE}{kind}")
    }


def test_it_has_every_page_that_may_be_found_and_no_other(anywhere: Published) -> None:
    site = anywhere
    if site.place == "relative":
        assert not (site.folder / "sitemap.xml").exists()
        assert not (site.folder / "robots.txt").exists()
        return
    found = addresses((site.folder / "sitemap.xml").read_text("utf-8"))
    hidden = {
        page
        for page in site.pages()
        if site.soup(page).select("meta[name=robots][content*=noindex]")
    }
    rest = {page for page in site.pages() if "/page/" in page or page.endswith("404.html")}
    assert set(found) == set(site.pages()) - hidden - rest
    robots = (site.folder / "robots.txt").read_text("utf-8")
    assert f"Sitemap: {site.at('sitemap.xml')}\n" in robots


def test_a_page_is_dated_by_the_last_word_on_it(demo: Published) -> None:
    found = addresses((demo.folder / "sitemap.xml").read_text("utf-8"))
    for page in demo.pages():
        told = demo.soup(page).select("meta[property='article:modified_time']")
        if told and "/claims/" not in page:
            assert found[page] == told[0]["content"]
    last = max(change["date"] for change in CLAIMS["election-stolen"]["changes"])
    assert found[demo.at("claims/election-stolen/")] == last
    assert found[demo.at("")][:10] == max(found.values())[:10]  # the day: some tell the hour too
    assert found[demo.at("data/")] == ""  # nobody can know


def test_a_map_that_is_too_long_is_split() -> None:
    day = dt.date(2024, 3, 1)
    places = [Place(url=f"{n}/", changed=day + dt.timedelta(n) if n else None) for n in range(5)]
    made = files(places, ROOT, most=2)
    assert list(made) == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]
    assert addresses(made["sitemap.xml"], "sitemap") == {
        f"{ROOT}/sitemap-1.xml": "2024-03-02",
        f"{ROOT}/sitemap-2.xml": "2024-03-04",
        f"{ROOT}/sitemap-3.xml": "2024-03-05",
    }
    parts = [addresses(text) for name, text in made.items() if name != "sitemap.xml"]
    assert [len(part) for part in parts] == [2, 2, 1]
    assert list(parts[0].items()) == [(f"{ROOT}/0/", ""), (f"{ROOT}/1/", "2024-03-02")]


def test_no_file_is_larger_than_it_may_be() -> None:
    places = [Place(url=f"{'ä' * 40}&{n}/") for n in range(30)]
    made = files(places, ROOT, largest=1000)
    assert len(made) > 2
    assert all(len(text.encode()) <= 1000 for name, text in made.items() if name != "sitemap.xml")
    told = [url for name, text in made.items() if name != "sitemap.xml" for url in addresses(text)]
    assert told == [f"{ROOT}/{place.url}" for place in places]
