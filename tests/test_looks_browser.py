"""What the pages look like in a real browser, where a rule of the style sheet was once wrong."""

import io
import re
import unicodedata
from typing import Literal

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests.browsing import visit
from tests.kinds import KINDS
from tests.published import Published

pytestmark = pytest.mark.browser

ARTICLE = "2020/12/embassy-account-reposts-president/"
WITHDRAWN = "2020/12/electors-cast-306-votes/"

# The colours of elements, each with the first solid ground behind it, in the browser's own words.
ON_GROUND = """elements => elements.map(element => {
    let ground = element;
    const solid = each => !/, 0\\)|transparent/.test(getComputedStyle(each).backgroundColor);
    while (ground && !solid(ground)) ground = ground.parentElement;
    const behind = getComputedStyle(ground ?? document.body).backgroundColor;
    return [getComputedStyle(element).color, behind];
})"""


def contrast(one: str, other: str) -> float:
    """Return the contrast of two opaque colours, as WCAG 2.2 defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = [int(number) / 255 for number in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marked_words_are_read_in_colours_of_a_readers_own(
    browser: Browser, demo: Published, scheme: Literal["light", "dark"]
) -> None:
    with visit(browser, demo, demo.at(ARTICLE), scheme=scheme) as visited:
        page = visited.page
        page.emulate_media(forced_colors="active", color_scheme=scheme)
        page.evaluate(  # a hit of the search, and words with a note within a link
            """() => document.querySelector(".story-text").insertAdjacentHTML("beforeend",
                `<p class="search-excerpt"><mark>hit</mark></p>
                 <p><a href="#x"><mark class="postil" data-tone="bad">words</mark></a></p>`)"""
        )
        marks = page.locator("mark").evaluate_all(ON_GROUND)
    assert len(marks) > 3
    assert all(contrast(*colours) >= 7 for colours in marks), marks


# The lines under links and under words with a withdrawn note, each with the ground behind it.
UNDERLINES = ON_GROUND.replace(
    "[getComputedStyle(element).color,",
    """[element.matches("mark") ? getComputedStyle(element).borderBlockEndColor
        : getComputedStyle(element).textDecorationColor,""",
)
UNDERLINED = """main a, main .postil-badge-word, mark[data-status=withdrawn]"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "place",
    ["", "archive/", "claims/", "corrections/", "people/embassy-cn-us/", ARTICLE, WITHDRAWN],
)
def test_the_line_that_tells_a_link_is_seen(
    browser: Browser, demo: Published, place: str, scheme: Literal["light", "dark"]
) -> None:
    with visit(browser, demo, demo.at(place), scheme=scheme) as visited:
        found = visited.page.locator(UNDERLINED).evaluate_all(UNDERLINES)
    assert len(found) > 5
    assert [colours for colours in found if contrast(*colours) < 3] == []


# On paper


def test_a_printed_claim_has_the_addresses_of_its_sources(
    browser: Browser, demo: Published
) -> None:
    address = demo.at("claims/election-stolen/")
    with visit(browser, demo, address) as visited:
        paper = visited.page.pdf(format="A4")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    text = "".join(unicodedata.normalize("NFKC", text).split())
    found = demo.soup(address).select(".postil-sources a, .steps a:not(.postil-person)")
    outside = {str(link["href"]) for link in found if not str(link["href"]).startswith(demo.base)}
    assert len(outside) > 8
    assert [link for link in outside if f"<{link}>" not in text] == []
    people = f"<{demo.at('people/')}"
    assert people not in text


def test_a_printed_list_has_no_form_and_stands_under_the_masthead(
    browser: Browser, demo: Published
) -> None:
    with visit(browser, demo, demo.at("claims/")) as visited:
        page = visited.page
        assert page.locator("select").first.is_visible()
        page.emulate_media(media="print")
        assert not page.locator("select").first.is_visible()
        meta = page.locator(".line-meta").first
        assert meta.evaluate("line => getComputedStyle(line).breakAfter") == "avoid"
        page.goto(demo.at("claims/election-stolen/"))
        left = "element => element.getBoundingClientRect().left"
        assert page.locator(".record").evaluate(left) == page.locator(".masthead").evaluate(left)


# Words of another direction

# Where the first letter of each line of words stands that are in Arabic, and of the others that
# have quotation marks as narrow as theirs.
STARTS = """elements => elements.filter(element => !element.matches(":lang(zh)")).map(element => {
    const words = document.createRange();
    words.selectNodeContents(element);
    const boxes = [...words.getClientRects()].filter(box => box.width > 1);
    const left = Math.min(...boxes.map(box => box.left));
    return [element.matches("[lang=ar], :has([lang=ar])"), Math.round(left)];
})"""


@pytest.mark.parametrize(
    ("place", "lines"),
    [
        ("claims/", ".record-list .line-text q, .claim-index q"),
        ("", ".rail-list p:has(a)"),
        ("corrections/", ".correction-note"),
    ],
    ids=["claims", "front page", "corrections"],
)
def test_arabic_begins_where_every_line_of_the_list_does(
    browser: Browser, demo: Published, place: str, lines: str
) -> None:
    with visit(browser, demo, demo.at(place)) as visited:
        starts = visited.page.locator(lines).evaluate_all(STARTS)
    assert {arabic for arabic, _ in starts} == {True, False}
    lefts = [left for _, left in starts]
    assert max(lefts) - min(lefts) <= 4, "italic letters lean over the edge a little"


def test_an_arabic_claim_keeps_its_punctuation_to_itself(browser: Browser, demo: Published) -> None:
    """Between English quotation marks: their places are those of an English sentence."""
    with visit(browser, demo, demo.at("corrections/")) as visited:
        words = visited.page.locator(".correction-subject bdi[lang=ar]")
        assert words.count() > 0
        ends = words.first.evaluate(
            """words => {
                const edge = (node, start) => {
                    const letter = document.createRange();
                    letter.setStart(node, start);
                    letter.setEnd(node, start + 1);
                    return letter.getBoundingClientRect();
                };
                const { previousSibling: before, nextSibling: after } = words;
                const { left, right } = words.getBoundingClientRect();
                const opening = edge(before, before.length - 1), closing = edge(after, 0);
                return [opening.right <= left + 1, closing.left >= right - 1];
            }"""
        )
    assert ends == [True, True]


def test_an_english_source_in_arabic_names_its_title_first(
    browser: Browser, demo: Published
) -> None:
    with visit(browser, demo, demo.at("claims/captain-blamed-for-suez/")) as visited:
        edges = visited.page.locator(".record .postil-sources li:has(cite)").evaluate_all(
            """items => items.map(item => {
                const cite = item.querySelector("cite"), by = document.createRange();
                by.setStart(cite.nextSibling, 2); // after the comma
                by.setEnd(cite.nextSibling, 4);
                return [cite.getClientRects()[0].right, by.getClientRects()[0].right];
            })"""
        )
    assert len(edges) > 1
    assert all(title > publisher for title, publisher in edges), "from right to left"


# The calendar


@pytest.mark.parametrize(("width", "columns"), [(320, 2), (390, 3), (768, 4), (1280, 6)])
def test_the_rows_of_the_calendar_are_full_and_level(
    browser: Browser, demo: Published, width: int, columns: int
) -> None:
    with visit(browser, demo, demo.at("archive/2020/"), width=width) as visited:
        months = visited.page.locator(".months > li").evaluate_all(
            """months => months.map(month => {
                const name = document.createRange();
                name.selectNodeContents(month.querySelector("a, span") ?? month);
                const { left, top, bottom } = month.getBoundingClientRect();
                return { left, top, bottom, name: name.getBoundingClientRect().top };
            })"""
        )
    assert len(months) == 12
    rows = [months[start : start + columns] for start in range(0, 12, columns)]
    for row in rows:
        assert len({month["top"] for month in row}) == 1
        assert max(month["name"] for month in row) - min(month["name"] for month in row) <= 3
    assert {month["left"] for month in rows[-1]} == {month["left"] for month in rows[0]}


# Bars


@pytest.mark.parametrize("width", [390, 1280])
def test_no_bar_touches_its_number_and_numbers_stand_in_a_column(
    browser: Browser, demo: Published, width: int
) -> None:
    with visit(browser, demo, demo.at(""), width=width) as visited:
        rows = visited.page.locator(".verdict-bars td").evaluate_all(
            """cells => cells.map(cell => {
                const number = document.createRange();
                number.selectNodeContents(cell.querySelector(".verdict-number"));
                const { left, right } = number.getBoundingClientRect();
                return [cell.querySelector("svg").getBoundingClientRect().right, left, right];
            })"""
        )
    assert len(rows) > 3
    assert all(number - bar >= 8 for bar, number, _ in rows)
    assert len({round(end) for _, _, end in rows}) == 1


# What is opened


def test_no_line_begins_under_the_triangle_of_what_is_opened(
    browser: Browser, demo: Published
) -> None:
    with visit(browser, demo, demo.at(ARTICLE)) as visited:
        places = visited.page.locator(".postil-more > summary, .notes-index summary").evaluate_all(
            """all => all.map(summary => [
                getComputedStyle(summary).whiteSpace === "nowrap" ? "on one line"
                    : getComputedStyle(summary).listStylePosition,
                summary.getBoundingClientRect().left - summary.parentElement
                    .getBoundingClientRect().left])"""
        )
    assert len(places) > 3
    several = [(position, indent) for position, indent in places if position != "on one line"]
    assert all(position == "outside" and indent > 10 for position, indent in several), several


# The open data


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_every_file_of_the_open_data_is_on_the_screen(
    browser: Browser, demo: Published, width: int
) -> None:
    with visit(browser, demo, demo.at("data/"), width=width) as visited:
        edges = visited.page.locator("table a").evaluate_all(
            "links => links.map(link => link.getBoundingClientRect().right)"
        )
        sizes = visited.page.locator("table .index-count").all_inner_texts()
        hidden = visited.page.locator(".table-scroll").evaluate(
            "table => table.scrollWidth - table.clientWidth"
        )
    assert len(edges) > 10
    assert max(edges) <= width
    assert hidden == 0
    assert not any(" " in size for size in sizes), "a number and its unit stay on one line"


# Italics

# How many words in italics of our own face there are on the first screen, and on the whole page.
ITALICS = """() => {
    const ours = [...document.querySelectorAll("body *")].filter(element => {
        const { fontStyle, fontFamily } = getComputedStyle(element);
        return fontStyle === "italic" && fontFamily.startsWith('"Postil Serif"')
            && [...element.childNodes].some(node => node.nodeType === 3 && /[a-z]/.test(node.data));
    });
    const box = element => element.getBoundingClientRect();
    const top = ours.filter(element => element.checkVisibility()
        && box(element).height && box(element).top < innerHeight);
    return [top.length, ours.length];
}"""


@pytest.mark.parametrize("kind", KINDS)
def test_italics_on_the_first_screen_come_with_the_page(
    browser: Browser, demo: Published, kind: str
) -> None:
    """A face that comes later is not shown: these words would stand in another one."""
    with visit(browser, demo, demo.at(KINDS[kind])) as visited:
        first, all_ = visited.page.evaluate(ITALICS)
        ahead = visited.page.locator("link[rel=preload][href$='serif-italic.woff2']").count()
    assert ahead == 1 if first else ahead <= (all_ > 0)
