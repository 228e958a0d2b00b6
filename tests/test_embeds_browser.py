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
from tests.test_claim_pages import CLAIMS

pytestmark = pytest.mark.browser

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


def test_a_card_is_read_without_its_style_sheet(browser: Browser, demo: Published) -> None:
    address = demo.at("claims/election-stolen/embed/")
    with visit(browser, demo, address, styles=False, script=False) as visited:
        text = visited.page.inner_text("body")
    order = ["False", CLAIMS["election-stolen"]["fact"], CLAIMS["election-stolen"]["claim"]]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
