"""A claim's card in a frame of somebody else's page, in a real browser."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, FrameLocator

from tests.browsing import visit
from tests.published import Published
from tests.test_article_browser import weight
from tests.test_claim_pages import CLAIMS

pytestmark = pytest.mark.browser

MOST = 40_000  # bytes, compressed, of a card and all that it loads
WIDTHS = (280, 360, 400, 560, 700)
HIDDEN = """text => text.scrollHeight - text.clientHeight"""
INSIDE = """foot => {
    const box = foot.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_card_fits_its_frame(
    browser: Browser, demo: Published, scheme: Literal["light", "dark"], tmp_path: Path
) -> None:
    frames = []
    for name in CLAIMS:
        oembed = json.loads((demo.folder / f"claims/{name}/oembed.json").read_text("utf-8"))
        frames += [
            f'<div style="width:{width}px">{oembed["html"].replace("lazy", "eager")}</div>'
            for width in WIDTHS
        ]
    # In a copy of the site: others read it at the same time.
    site = replace(demo, folder=tmp_path / "site")
    shutil.copytree(demo.folder, site.folder)
    page = site.folder / "host.html"
    page.write_text(f"<!DOCTYPE html><title>Host</title>{''.join(frames)}", "utf-8")
    with visit(browser, site, site.at(page.name), scheme=scheme) as visited:
        for number in range(len(frames)):
            width = WIDTHS[number % len(WIDTHS)]
            _check(visited.page.frame_locator("iframe").nth(number), width)
        assert visited.strangers == []
        assert visited.complaints == []


def _check(frame: FrameLocator, width: int) -> None:
    shown = min(width, 560)
    root = frame.locator("html")
    assert root.evaluate("root => innerWidth") == shown
    assert root.evaluate("root => root.scrollWidth") <= shown
    assert root.evaluate("root => root.scrollHeight - innerHeight") == 0
    assert frame.locator(".card-foot").evaluate(INSIDE)
    if width >= 360:
        assert frame.locator(".card-text").evaluate(HIDDEN) <= 0, width


def test_a_card_is_set_in_the_face_of_the_archive(browser: Browser, demo: Published) -> None:
    with visit(browser, demo, demo.at("claims/election-stolen/embed/"), width=560) as visited:
        visited.page.wait_for_load_state("networkidle")
        assert visited.page.evaluate("document.fonts.check('700 20px \\'Postil Serif\\'')")
        family = visited.page.locator(".card-fact").evaluate("e => getComputedStyle(e).fontFamily")
        fetched = {file.name for file in visited.files}
    assert family.startswith('"Postil Serif"')
    assert {"embed.css", "serif.woff2"} <= fetched
    assert sum(weight(file) for file in visited.files) < MOST
    assert visited.strangers == []
    assert visited.complaints == []


@pytest.mark.parametrize("width", [360, 560])
def test_a_card_leaves_little_of_its_frame_blank(
    browser: Browser, demo: Published, width: int
) -> None:
    name = "claims/election-stolen/"
    tall = json.loads((demo.folder / name / "oembed.json").read_text("utf-8"))["height"]
    with visit(browser, demo, demo.at(f"{name}embed/"), width=width) as visited:
        visited.page.set_viewport_size({"width": width, "height": tall})
        blank = visited.page.locator(".card-who").last.evaluate(
            "last => document.querySelector('.card-foot').getBoundingClientRect().top"
            " - last.getBoundingClientRect().bottom"
        )
    assert 0 < blank < 72


def test_a_card_is_read_without_its_style_sheet(browser: Browser, demo: Published) -> None:
    address = demo.at("claims/election-stolen/embed/")
    with visit(browser, demo, address, styles=False, script=False) as visited:
        text = visited.page.inner_text("body")
    order = ["False", CLAIMS["election-stolen"]["fact"], CLAIMS["election-stolen"]["claim"]]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
