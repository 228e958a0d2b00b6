"""No page has a barrier that axe-core can find, in daylight and at night, on a phone and a desk."""

from itertools import product
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import visit
from tests.kinds import KINDS
from tests.published import Published
from tests.tools import package

pytestmark = pytest.mark.browser

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = (390, 1280)  # CSS pixels: a phone, a desk
# Of WCAG 2.2's level AA axe leaves out one rule unless asked, that targets are 24 pixels or apart.
OPTIONS = {"rules": {"target-size": {"enabled": True}}}


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_no_barrier(browser: Browser, demo: Published, kind: str) -> None:
    axe = package("axe-core", "axe.min.js").read_text("utf-8")
    with visit(browser, demo, demo.at(KINDS[kind])) as visited:
        page = visited.page
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.evaluate(axe)
        found: dict[str, list[str]] = {}
        for scheme, width in product(SCHEMES, WIDTHS):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            for barrier in barriers(page):
                found.setdefault(barrier, []).append(f"{scheme} {width}")
    assert found == {}


def barriers(page: Page) -> list[str]:
    """Return what stands in somebody's way on the page as it is shown now."""
    found = page.evaluate("options => axe.run(options)", OPTIONS)
    assert "color-contrast" in {rule["id"] for rule in found["passes"]}
    assert "target-size" in {rule["id"] for rule in found["passes"] + found["violations"]}
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def test_axe_is_heard(browser: Browser, demo: Published) -> None:
    """Else a clean page and an axe that does not run would look the same."""
    axe = package("axe-core", "axe.min.js").read_text("utf-8")
    with visit(browser, demo, demo.at(KINDS["article"])) as visited:
        visited.page.evaluate(axe)
        visited.page.evaluate("document.documentElement.removeAttribute('lang')")
        assert any(barrier.startswith("html-has-lang") for barrier in barriers(visited.page))
