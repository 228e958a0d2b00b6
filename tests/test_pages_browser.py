"""The pages in a real browser: reachable for everybody, on any screen, from this site alone."""

import re
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser

from tests.browsing import visit
from tests.published import Published
from tests.tools import package

pytestmark = pytest.mark.browser

KINDS = {
    "front page": "",
    "article with every kind of note": "2020/12/embassy-account-reposts-president/",
    "article with a withdrawn note": "2020/12/electors-cast-306-votes/",
    "archive": "archive/",
    "year": "archive/2020/",
    "month": "archive/2020/12/",
    "outlets": "outlets/",
    "outlet": "outlets/postil-record/",
    "topics": "topics/",
    "topic": "topics/china/",
    "claims": "claims/",
    "claim": "claims/election-stolen/",
    "people": "people/",
    "person": "people/embassy-cn-us/",
    "labels": "labels/",
    "label": "labels/state-account-cn/",
    "post": "posts/trump-dec9/",
    "corrections": "corrections/",
    "open data": "data/",
    "standards": "data/standards/",
    "methodology": "methodology/",
    "page": "about/",
    "another page": "corrections-policy/",
    "not found": "404.html",
}

NARROW = 320  # CSS pixels: what WCAG 2.2, 1.4.10 asks for, and 1280 at 400 %


def test_no_kind_of_page_is_left_out(demo: Published) -> None:
    assert {kind(page.removeprefix(demo.base)) for page in demo.pages()} == set(
        map(kind, KINDS.values())
    )


def kind(place: str) -> str:
    """Return what pages of one template have in common: `2020/12/x/` -> `N/N/*`."""
    first, *rest = re.sub(r"\d{4}/\d{2}", "N/N", place).split("/")
    return "/".join([first, *("N" if part.isdigit() else part and "*" for part in rest)])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_no_barrier(
    browser: Browser, demo: Published, kind: str, scheme: Literal["light", "dark"]
) -> None:
    axe = package("axe-core", "axe.min.js").read_text("utf-8")
    with visit(browser, demo, demo.at(KINDS[kind]), scheme=scheme) as visited:
        visited.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        visited.page.evaluate(axe)
        found: dict[str, Any] = visited.page.evaluate("axe.run()")
        barriers = [
            f"{rule['id']}: {node['target']} {node['failureSummary']}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]
    assert barriers == []
    assert found["passes"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_asks_nobody_else_and_the_browser_has_no_complaint(
    browser: Browser, demo: Published, kind: str
) -> None:
    with visit(browser, demo, demo.at(KINDS[kind])) as visited:
        visited.page.wait_for_load_state("networkidle")
    assert visited.strangers == []
    assert visited.complaints == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_narrow_screen_needs_no_sideways_scrolling(
    browser: Browser, demo: Published, kind: str
) -> None:
    with visit(browser, demo, demo.at(KINDS[kind]), width=NARROW) as visited:
        visited.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        width = visited.page.evaluate("document.scrollingElement.scrollWidth")
    assert width <= NARROW


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
