"""The ways into the archive: counted, bounded, and the same as what the pages hold."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect

from postil.charts import HEIGHT, SHOWN, columns
from postil.finding import LISTED
from tests.browsing import visit
from tests.published import Published
from tests.test_claim_pages import CLAIMS, RATINGS, the
from tests.test_pages_notes import PUBLISHED

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
        expect(page.locator(".filter-count")).to_have_text(f"Found: {false}")
        assert page.locator(".group:visible").count() == 1
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
