"""The pages in a real browser: on any screen, from this site alone, with parts of it missing."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import visit
from tests.kinds import KINDS, language, shape, shapes
from tests.published import Published

pytestmark = pytest.mark.browser

NARROW = 320  # CSS pixels: what WCAG 2.2, 1.4.10 asks for, and 1280 at 400 %
ZOOMED = 640  # CSS pixels: a screen of 1280 at 200 %

# What WCAG 2.2, 1.4.12 lets a reader set, as a browser's extension would: past the page's policy.
SPACING = """
const spacing = new CSSStyleSheet();
spacing.replaceSync(`
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important;
      word-spacing: 0.16em !important }
  p { margin-block-end: 2em !important }`);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, spacing];
"""
OPEN_ALL = "document.querySelectorAll('details').forEach(d => d.open = true)"
# Boxes that hide a part of their words, and would hide more of them as the words grow.
CUT = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.innerText?.trim() && !e.matches('.visually-hidden, .skip')
    && ['hidden', 'clip'].includes(getComputedStyle(e).overflowY)
    && e.scrollHeight > e.clientHeight + 1)
  .map(e => `${e.tagName}.${e.className}: ${e.innerText.slice(0, 60)}`)
"""
# Where the words of the page begin, in the order in which they are read aloud.
TOPS = """() => [...document.querySelectorAll('main :is(h1, h2, h3, p, li, dt, dd, blockquote)')]
  .filter(e => e.checkVisibility() && e.innerText.trim())
  .map(e => [Math.round(e.getBoundingClientRect().top), e.innerText.slice(0, 60)])
"""


def test_no_kind_of_page_is_left_out(demo: Published) -> None:
    known = {f"{shape(place)} in {language(demo, place)}" for place in KINDS.values()}
    assert {new: page for new, page in shapes(demo).items() if new not in known} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_asks_nobody_else_and_the_browser_has_no_complaint(
    browser: Browser, demo: Published, kind: str
) -> None:
    with visit(browser, demo, demo.at(KINDS[kind])) as visited:
        visited.page.wait_for_load_state("networkidle")
    assert visited.strangers == []
    assert visited.complaints == []
    assert sum(file.suffix == ".css" for file in visited.files) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_fits_any_screen_and_any_spacing(
    browser: Browser, demo: Published, kind: str
) -> None:
    with visit(browser, demo, demo.at(KINDS[kind]), width=ZOOMED) as visited:
        page = visited.page
        page.evaluate(OPEN_ALL)
        assert width(page) <= ZOOMED
        page.set_viewport_size({"width": NARROW, "height": 900})
        assert width(page) <= NARROW
        page.evaluate(SPACING)
        assert width(page) <= NARROW
        assert page.evaluate(CUT) == []


def width(page: Page) -> int:
    """Return how wide the page is, what one must scroll sideways for included."""
    return int(page.evaluate("document.scrollingElement.scrollWidth"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_without_its_style_sheet_is_read_in_order(
    browser: Browser, demo: Published, kind: str
) -> None:
    with visit(browser, demo, demo.at(KINDS[kind]), styles=False) as visited:
        page = visited.page
        page.evaluate(OPEN_ALL)
        tops = page.evaluate(TOPS)
        drawings = page.locator("svg[aria-hidden]").evaluate_all(
            "all => all.map(e => e.getBoundingClientRect().width)"
        )
        if page.locator("nav").count():  # a card in a frame has none to skip
            assert page.locator("body > :first-child").get_attribute("href") == "#main"
    assert tops == sorted(tops, key=lambda top: top[0])
    assert len(tops) > 1
    # A shape beside a word is no larger than words are.
    assert all(drawing <= 48 for drawing in drawings)


def test_notes_are_read_without_a_script(browser: Browser, demo: Published) -> None:
    address = demo.at(KINDS["article with every kind of note"])
    with visit(browser, demo, address, script=False) as visited:
        notes = visited.page.locator("aside.postil-note")
        assert notes.count() > 1
        for note in notes.all():
            assert note.is_visible()
            box = note.bounding_box()
            assert box
            assert box["height"] > 0
        marks = visited.page.locator("mark")
        assert all(mark.is_visible() for mark in marks.all())
        disclosure = notes.locator("details").first
        disclosure.locator("summary").click()
        assert disclosure.locator("summary ~ *").first.is_visible()


def test_notes_are_printed_with_their_article(browser: Browser, demo: Published) -> None:
    with visit(browser, demo, demo.at(KINDS["article with every kind of note"])) as visited:
        visited.page.emulate_media(media="print")
        notes = visited.page.locator("aside.postil-note")
        assert notes.count() > 1
        assert all(note.is_visible() for note in notes.all())
        assert all(mark.is_visible() for mark in visited.page.locator("mark").all())
