"""A visit to a published site in a real browser that can reach nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, ConsoleMessage, Page, Route

from tests.published import Published, media_type


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """An open page, and what the browser had to say about it."""

    page: Page
    strangers: list[str] = field(default_factory=list)
    """Requests for anything that is not the site's; none of them is let through."""
    files: list[Path] = field(default_factory=list)
    """What the site answered with, in order, the page itself first."""
    complaints: list[str] = field(default_factory=list)
    """What the browser's console says: a blocked style, a missing file, a script's error."""


@contextmanager
def visit(
    browser: Browser,
    site: Published,
    address: str,
    *,
    scheme: Literal["light", "dark"] = "light",
    script: bool = True,
    styles: bool = True,
    width: int = 1280,
) -> Iterator[Visit]:
    """Open a page of the site; the folder answers, no server and no network is needed."""
    context = browser.new_context(
        color_scheme=scheme,
        java_script_enabled=script,
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
    )
    page = context.new_page()
    visited = Visit(page=page)

    def answer(route: Route) -> None:
        url = route.request.url
        file = site.file(url)
        if file and (styles or file.suffix != ".css"):
            visited.files.append(file)
            route.fulfill(path=file, content_type=media_type(file))
        elif url.startswith(site.base):
            route.fulfill(status=404, content_type="text/plain", body="no such file")
        else:
            visited.strangers.append(url)
            route.abort()

    def hear(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            visited.complaints.append(message.text)

    context.route("**/*", answer)
    page.on("console", hear)
    page.on("pageerror", lambda error: visited.complaints.append(str(error)))
    page.goto(address, wait_until="load")
    try:
        yield visited
    finally:
        context.close()
