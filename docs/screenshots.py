"""Take the picture in the README of the archive that `make site` built, straight from the disk."""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
ARTICLE = HERE.parent / "output/2020/12/embassy-account-reposts-president/index.html"
FIRST, LAST = "#what-was-posted", "#note-hack-statement"  # a claim, a saved post, a rated denial
MARGIN = 24  # CSS pixels around them


def main() -> None:
    """Write `article.png`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 720, "height": 900}, device_scale_factor=1.5)
        page.goto(ARTICLE.as_uri())
        top, bottom = (page.locator(name).bounding_box() for name in (FIRST, LAST))
        assert top
        assert bottom
        page.screenshot(
            path=HERE / "article.png",
            full_page=True,
            clip={
                "x": 0,
                "y": top["y"] - MARGIN,
                "width": 720,
                "height": bottom["y"] + bottom["height"] - top["y"] + 2 * MARGIN,
            },
        )
        browser.close()


if __name__ == "__main__":
    main()
