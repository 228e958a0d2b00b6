"""The ways into the archive: counted, bounded, and the same as what the pages hold."""

import re
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect

from postil.pages.charts import HEIGHT, SHOWN, columns
from postil.pages.finding import LISTED
from postil.pages.narrowing import FEW
from tests.browsing import visit
from tests.published import Published, copy_demo
from tests.sites import run
from tests.test_claim_pages import CLAIMS, RATINGS, the
from tests.test_pages_notes import PUBLISHED, Article

YEARS = st.dictionaries(
    st.integers(1900, 2100), st.lists(st.integers(0, 50), min_size=3, max_size=3), max_size=30
)


@given(YEARS)
def test_columns_stand_on_the_base_line_and_no_part_is_lost(numbers: dict[int, list[int]]) -> None:
    chart = columns(numbers, ["true", "half", "false"])
    assert [column.name for column in chart.all] == sorted(numbers)
    assert len(chart.shown) == min(SHOWN, len(numbers))
    highest = max((sum(numbers[column.name]) for column in chart.shown), default=0)
    for column in chart.shown:
        assert column.x >= 0
        assert sum(part.number for part in column.parts) == column.total == sum(column.numbers)
        if column.parts:
            tall = column.total / highest * HEIGHT
            assert abs(sum(part.height for part in column.parts) - tall) < 1
            assert abs(column.parts[0].y + column.parts[0].height - HEIGHT) < 1
            assert abs(column.parts[-1].y - (HEIGHT - tall)) < 1


def numbers_of(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]


def test_the_calendar_counts_the_articles_and_leads_to_their_months(demo: Published) -> None:
    place = demo.at("archive/")
    found: dict[str, int] = {}
    for link in demo.soup(place).select(".months a"):
        assert link.parent
        address = str(link["href"])
        found[address] = numbers_of(the(link.parent, ".index-count").get_text())[0]
        assert demo.file(address)
    assert found == Counter(demo.at("archive/" + article.place[:8]) for article in PUBLISHED)


def test_a_month_without_an_article_says_so(demo: Published) -> None:
    empty = demo.soup(demo.at("archive/2003/")).select(".month-empty")
    assert len(empty) == 11
    assert all("no article" in month.get_text() for month in empty)


def test_the_page_of_a_month_leads_to_its_year_and_the_months_beside_it(demo: Published) -> None:
    months = sorted({article.place[:8] for article in PUBLISHED})
    assert len(months) > 3
    for earlier, month, later in zip(["", *months], months, [*months[1:], ""], strict=False):
        address = demo.at(f"archive/{month}")
        page = demo.soup(address)
        up = [urljoin(address, str(link["href"])) for link in page.select(".kicker a")]
        assert up[:2] == [demo.at("archive/"), demo.at(f"archive/{month[:5]}")]
        for rel, beside in (("prev", earlier), ("next", later)):
            links = [urljoin(address, str(a["href"])) for a in page.select(f".pager a[rel={rel}]")]
            assert links == ([demo.at(f"archive/{beside}")] if beside else [])


def test_the_front_page_counts_every_claim_once_and_stays_short(demo: Published) -> None:
    front = demo.soup(demo.at(""))
    shown = {
        the(row, ".postil-badge-word").get_text(): numbers_of(the(row, "td").get_text())[0]
        for row in front.select(".verdict-bars tbody tr")
    }
    standing = [claim for claim in CLAIMS.values() if claim.get("status") != "withdrawn"]
    assert shown == Counter(RATINGS[claim["verdict"]] for claim in standing)
    for list_ in front.select(".rail-list"):
        assert 0 < len(list_.select("li")) <= LISTED


def test_other_years_are_counted_from_the_newest_article(demo: Published) -> None:
    part = the(demo.soup(demo.at("")), "section[aria-labelledby=other-years]")
    newest, *others = [str(time["datetime"]) for time in part.select("time")]
    assert newest == "2023-04-24"
    assert others
    for day in others:
        assert day[:4] != newest[:4]
        assert day[5:7] == newest[5:7]


def test_a_chart_and_its_table_have_the_same_numbers(demo: Published) -> None:
    chart = the(demo.soup(demo.at("claims/")), "figure.chart")
    drawn = {
        year.get_text(): number.get_text()
        for year, number in zip(
            chart.select(".chart-year"), chart.select(".chart-number"), strict=True
        )
    }
    table = {
        the(row, "th").get_text(): [cell.get_text() for cell in row.select("td")]
        for row in chart.select("tbody tr")
    }
    assert drawn == {year: cells[-1] for year, cells in table.items()}
    for cells in table.values():
        assert sum(map(int, cells[:-1])) == int(cells[-1])
    assert sum(int(cells[-1]) for cells in table.values()) == sum(
        claim.get("status") != "withdrawn" for claim in CLAIMS.values()
    )


@pytest.mark.browser
def test_a_list_is_narrowed_down_in_its_page_and_by_its_address(
    browser: Browser, demo: Published
) -> None:
    with visit(browser, demo, demo.at("claims/?verdict=false")) as visited:
        page = visited.page
        items = page.locator("#by-verdict-list li:visible")
        false = sum(claim["verdict"] == "false" for claim in CLAIMS.values())
        expect(items).to_have_count(false)
        expect(page.locator(".filter-count")).to_contain_text(f"{false} results")
        assert page.locator(".group:visible").count() == 1
        # The same claims in every other order, and no heading above nothing
        for order in ("by-claimant", "by-date"):
            also = page.locator(f"section[aria-labelledby={order}]")
            expect(also.locator("li:visible")).to_have_count(false)
            expect(also.locator(".postil-badge-word:visible")).to_have_text(["False"] * false)
            for group in also.locator("[data-group]:visible").all():
                assert group.locator("li:visible").count()
        expect(page.locator(".group-title .index-count:visible")).to_have_count(0)
        page.locator("#filter-year").select_option("2020")
        assert 0 < items.count() < false
        assert page.url == demo.at("claims/?verdict=false&year=2020")
        page.locator("#filter-verdict").select_option("")
        page.locator("#filter-year").select_option("")
        expect(items).to_have_count(len(CLAIMS))
        assert page.url == demo.at("claims/")
        assert visited.complaints == []


@pytest.mark.browser
def test_without_scripts_a_list_is_whole_and_offers_no_choice(
    browser: Browser, demo: Published
) -> None:
    with visit(browser, demo, demo.at("claims/?verdict=false"), script=False) as visited:
        assert visited.page.locator("#by-verdict-list li:visible").count() == len(CLAIMS)
        assert not visited.page.locator(".filter").is_visible()
        assert visited.page.locator(".jump a[href='#by-verdict']").is_visible()


def listed(demo: Published, place: str) -> dict[str, Tag]:
    """The entries of a list of articles, by the address of the article."""
    return {
        urljoin(demo.at(place), str(the(item, ".teaser-title a")["href"])): item
        for item in demo.soup(demo.at(place)).select("#articles > li")
    }


def notes_of(article: Article) -> list[dict[str, Any]]:
    return [note for note in article.notes if note.get("status", "published") == "published"]


def test_the_entries_of_a_list_say_what_its_choices_are_about(demo: Published) -> None:
    by_address = {demo.at(article.place): article for article in PUBLISHED}
    items = listed(demo, "outlets/postil-record/")
    assert len(items) > FEW
    for address, item in items.items():
        article = by_address[address]
        assert item["data-year"] == article.place[:4]
        assert item["data-outlet"] == article.header["outlet"]
        kinds = {note["kind"] for note in notes_of(article)}
        assert set(str(item.get("data-kind", "")).split("\n")) - {""} == kinds
        badges = {word.get_text() for word in item.select(".postil-badge-word")}
        verdicts = str(item.get("data-verdict", "")).split("\n")
        assert {RATINGS[verdict] for verdict in verdicts if verdict} == badges


def test_a_teaser_has_each_verdict_once_with_the_number_of_its_claims(demo: Published) -> None:
    numbers = set()
    for address, item in listed(demo, "outlets/postil-record/").items():
        given = Counter(
            RATINGS[str(note["data-verdict"])]
            for note in demo.soup(address).select(".postil-note[data-verdict]")
        )
        shown = {}
        for verdict in item.select(".teaser-notes > span:has(.postil-badge)"):
            name = the(verdict, ".postil-badge-word").get_text()
            assert name not in shown
            shown[name] = (numbers_of(verdict.get_text()) or [1])[0]
            numbers.add(verdict.get_text(" ", strip=True))
        assert shown == given
    assert "False ×2 , 2 claims" in numbers, "for eyes and for ears"


def test_what_can_be_chosen_is_a_link_where_it_has_a_list_of_its_own(demo: Published) -> None:
    page = demo.soup(demo.at("topics/china/"))
    for name, base in (("outlet", "outlets/"), ("year", "archive/"), ("verdict", "verdicts/")):
        choices = page.select(f"#filter-{name} option[value]:not([value=''])")
        links = [
            urljoin(demo.at("topics/china/"), str(link["href"])) for link in page.select(".ways a")
        ]
        to = [link for link in links if link.startswith(demo.at(base))]
        assert len(choices) == len(to) > 1


def test_a_short_list_has_no_form_and_no_script_for_it(demo: Published) -> None:
    short = [
        page for page in demo.pages() if 0 < len(demo.soup(page).select("ol#articles > li")) <= FEW
    ]
    assert short
    for page in short:
        assert not demo.soup(page).select(".filter, script[src$='filter.js']")


def test_a_list_of_several_pages_leads_to_the_search_with_its_choices(tmp_path: Path) -> None:
    copy_demo(tmp_path)
    with (tmp_path / "pelican.conf.py").open("a", encoding="utf-8") as settings:
        settings.write("\nDEFAULT_PAGINATION = 4\nPOSTIL_CARDS = False\n")
    done = run(tmp_path, "postil", "build")
    assert done.returncode == 0, done.stderr
    outlet = tmp_path / "output" / "outlets" / "postil-record" / "index.html"
    page = BeautifulSoup(outlet.read_text("utf-8"), "html5lib")
    assert not page.select(".filter, script[src$='filter.js']")
    asked = [parse_qs(urlsplit(str(link["href"])).query) for link in page.select(".ways ul a")]
    assert {"kind": ["article"], "outlet": ["Postil Record"]} in asked
    false = {"kind": ["article"], "outlet": ["Postil Record"], "verdict": ["False"]}
    assert false in asked
    search = BeautifulSoup((tmp_path / "output/search/index.html").read_text("utf-8"), "html5lib")
    for question in asked:
        for name, (value,) in question.items():
            assert search.select(f"#search-{name} option[value='{value}']"), question


@pytest.mark.browser
def test_a_list_of_articles_is_narrowed_down_by_kind_verdict_and_year(
    browser: Browser, demo: Published
) -> None:
    place = "outlets/postil-record/"
    with visit(browser, demo, demo.at(f"{place}?kind=label")) as visited:
        page = visited.page
        shown = page.locator("#articles > li:visible")
        articles = [
            article for article in PUBLISHED if demo.at(article.place) in listed(demo, place)
        ]
        labels = [a for a in articles if any(note["kind"] == "label" for note in notes_of(a))]
        assert 0 < len(labels) < len(articles)
        expect(shown).to_have_count(len(labels))
        page.locator("#filter-kind").select_option("")
        page.locator("#filter-year").select_option("2021")
        expect(shown).to_have_count(sum(a.place.startswith("2021") for a in articles))
        page.locator("#filter-verdict").select_option("half-true")
        expect(page.locator(".filter-count")).to_contain_text("No article matches.")
        assert page.url == demo.at(f"{place}?verdict=half-true&year=2021")
        page.get_by_role("link", name="Show all").click()
        expect(shown).to_have_count(len(articles))
        expect(page.locator(".filter-count [role=status]")).to_have_text("")
        assert page.url == demo.at(place)
        assert page.evaluate("document.activeElement.tagName") == "SELECT"
        assert visited.complaints == []


@pytest.mark.browser
def test_a_script_counts_in_the_forms_of_the_language(browser: Browser, demo: Published) -> None:
    forms = r"0=none\n1=one\n2=two\n3={} few\n11={} many\n100={} other"
    with visit(browser, demo, demo.at("2021/02/hope-probe-mars/")) as visited:
        told = visited.page.evaluate(
            f"""async () => {{
                const {{ counted }} = await import("{demo.at("theme/js/counting.js")}");
                return [0, 1, 2, 7, 12, 1200].map((number) => counted("{forms}", number));
            }}"""
        )
    assert told == ["none", "one", "two", "7 few", "12 many", "1,200 other"]


@pytest.mark.browser
def test_claims_are_narrowed_down_by_outlet_and_by_who_made_them(
    browser: Browser, demo: Published
) -> None:
    with visit(browser, demo, demo.at("claims/?outlet=Postil+Science")) as visited:
        page = visited.page
        shown = page.locator("#by-verdict-list li:visible")
        science = shown.count()
        assert 0 < science < len(CLAIMS)
        page.locator("#filter-claimant-kind").select_option("person")
        people = shown.count()
        page.locator("#filter-claimant-kind").select_option("organisation")
        assert 0 < people + shown.count() <= science
        address = demo.at("claims/?outlet=Postil+Science&claimant-kind=organisation")
        assert page.url == address


def test_a_verdict_has_a_page_of_its_claims_and_its_feed(demo: Published) -> None:
    given = {claim["verdict"] for claim in CLAIMS.values() if claim.get("status") != "withdrawn"}
    made = {path.parent.name for path in demo.folder.glob("verdicts/*/index.html")}
    assert made == given
    for rating in given:
        address = demo.at(f"verdicts/{rating}/")
        page = demo.soup(address)
        lines = page.select("#claims li .line-text a")
        assert {urljoin(address, str(link["href"])) for link in lines} == {
            demo.at(f"claims/{name}/") for name, c in CLAIMS.items() if c["verdict"] == rating
        }
        assert RATINGS[rating] in the(page, "h1").get_text()
        to = {urljoin(address, str(link["href"])) for link in page.select("main a")}
        feed = demo.at(f"feeds/verdicts/{rating}.atom.xml")
        assert {feed, demo.at(f"methodology/#rating-{rating}")} <= to
        file = demo.file(feed)
        assert file
        assert f'href="{address}"' in file.read_text("utf-8")


@pytest.mark.parametrize("place", ["", "claims/"])
def test_the_front_page_and_the_list_of_claims_lead_to_every_verdict(
    demo: Published, place: str
) -> None:
    links = [urljoin(demo.at(place), str(a["href"])) for a in demo.soup(demo.at(place)).select("a")]
    for path in demo.folder.glob("verdicts/*/index.html"):
        assert demo.address(path) in links
