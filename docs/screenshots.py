"""Take pictures of the archive that `make site` built: the README's, and all there is to look at.

The second lot goes to `screenshots/`, which is not kept: phone, tablet and desk, light and dark,
left to right, right to left and in Chinese, and the article as it is printed.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).parent
SITE = HERE.parent / "output"
LOOK = HERE.parent / "screenshots"

ARTICLE = "2020/12/embassy-account-reposts-president/"
FIRST, LAST = ".story-text", "#note-hack-statement"  # a label, a claim, a saved post, a denial
MARGIN = 24  # CSS pixels around them

PAGES = {
    "front": "",
    "article": ARTICLE,
    "article-arabic": "2021/04/ever-given-refloated/",
    "article-chinese": "2016/09/fast-completed/",
    "claim": "claims/election-stolen/",
    "claims": "claims/",
    "corrections": "corrections/",
}
SIZES = {"phone": 390, "tablet": 820, "desk": 1280}


def main() -> None:
    """Write `docs/article.png` and the folder `screenshots/`."""
    LOOK.mkdir(exist_ok=True)
    with served() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        picture_of_the_readme(browser, base)
        for name, place in PAGES.items():
            for size, width in SIZES.items():
                for scheme in ("light", "dark"):
                    context = browser.new_context(
                        viewport={"width": width, "height": 900},
                        color_scheme="dark" if scheme == "dark" else "light",
                    )
                    page = context.new_page()
                    page.goto(base + place)
                    page.screenshot(path=LOOK / f"{name}-{size}-{scheme}.png", full_page=True)
                    context.close()
        page = browser.new_page()
        page.goto(base + ARTICLE)
        page.pdf(path=LOOK / "article.pdf", format="A4")
        browser.close()


def picture_of_the_readme(browser: Browser, base: str) -> None:
    """Write `docs/article.png`: notes in the margin, one of them pointed at."""
    page = browser.new_page(viewport={"width": 1160, "height": 2400}, device_scale_factor=1.25)
    page.goto(base + ARTICLE)
    page.evaluate("document.fonts.ready")
    page.hover("mark[data-verdict=unproven]")
    places = [page.locator(name).bounding_box() for name in (FIRST, LAST, "article.story")]
    top, bottom, story = (place for place in places if place)
    page.screenshot(
        path=HERE / "article.png",
        clip={
            "x": story["x"] - MARGIN,
            "y": top["y"] - MARGIN,
            "width": story["width"] + 2 * MARGIN,
            "height": bottom["y"] + bottom["height"] - top["y"] + 2 * MARGIN,
        },
    )


@contextmanager
def served() -> Iterator[str]:
    """Serve the archive, since a browser loads no scripts from a disk; yield its address."""
    handler = partial(Quiet, directory=str(SITE))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    """Says nothing about every file that it gives."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""


if __name__ == "__main__":
    main()
