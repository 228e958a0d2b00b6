"""`postil serve` as an editor has it: a real server, a real browser, files saved while it looks."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, expect

from tests.sites import REPOSITORY, edit, run, write

ARTICLE = "content/articles/2020/dam.md"
SIDECAR = "annotations/articles/2020/dam.yaml"
SITE = {
    "pelican.conf.py": "from postil.settings import *\n\nRELATIVE_URLS = True\n",
    ARTICLE: "---\ntitle: The dam\ndate: 2020-12-09\n---\nThe dam was inspected twice.\n",
    SIDECAR: "annotations:\n  - {id: twice, kind: context, quote: inspected twice,"
    " note: In May and in July., as_of: 2020-12-09}\n",
}


@dataclass
class Served:
    """A running `postil serve`."""

    process: subprocess.Popen[str]
    port: int
    said: list[str] = field(default_factory=list)

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"


@contextmanager
def served(site: Path) -> Iterator[Served]:
    command = [sys.executable, "-m", "postil", "serve", "--port", "0"]
    process = subprocess.Popen(
        command,
        cwd=site,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={"PYTHONPATH": str(REPOSITORY / "plugins"), "PATH": "/usr/bin:/bin"},
    )
    try:
        assert process.stdout is not None
        assert process.stderr is not None
        greeting = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+) ", greeting)
        assert found, greeting
        server = Served(process, int(found[1]))
        said = process.stderr
        listener = Thread(target=lambda: server.said.extend(said), daemon=True)
        listener.start()
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()  # type: ignore[union-attr]
        listener.join(timeout=20)
        process.stderr.close()  # type: ignore[union-attr]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write(tmp_path, SITE)
    built = run(tmp_path, "postil", "build")
    assert built.returncode == 0, built.stderr
    return tmp_path


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.browser
def test_a_saved_article_and_a_saved_note_reach_the_open_page(site: Path, page: Page) -> None:
    with served(site) as server:
        page.goto(server.at("2020/12/dam/"))
        edit(site / ARTICLE, "The dam was", "The old dam was")
        expect(page.locator("mark")).to_have_text("inspected twice")
        expect(page.locator(".story-text > p").first).to_contain_text("The old dam", timeout=20_000)
        edit(site / SIDECAR, "In May and in July", "In June")
        expect(page.locator("aside.postil-note").first).to_contain_text("In June", timeout=20_000)


@pytest.mark.browser
def test_a_finding_stands_over_the_page_until_it_is_mended(site: Path, page: Page) -> None:
    with served(site) as server:
        page.goto(server.at("2020/12/dam/"))
        edit(site / SIDECAR, "quote: inspected twice", "quote: blown up by divers")
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("quote-not-found", timeout=20_000)
        expect(alert).to_contain_text("annotations/articles/2020/dam.yaml:2")
        expect(page.locator("mark")).to_have_text("inspected twice")  # the last good page
        edit(site / SIDECAR, "quote: blown up by divers", "quote: inspected")
        expect(alert).to_have_count(0, timeout=20_000)
        expect(page.locator("mark")).to_have_text("inspected", timeout=20_000)


@pytest.mark.browser
def test_a_page_that_did_not_change_is_left_in_peace(site: Path, page: Page) -> None:
    with served(site) as server:
        page.goto(server.at("methodology/"))
        page.evaluate("window.reader = 'is here'")
        other = page.context.new_page()
        other.goto(server.at("2020/12/dam/"))
        edit(site / SIDECAR, "In May and in July", "In June")
        expect(other.locator("aside.postil-note").first).to_contain_text("In June", timeout=20_000)
        assert page.evaluate("window.reader") == "is here"


@pytest.mark.browser
def test_a_page_to_come_is_waited_for(site: Path, page: Page) -> None:
    with served(site) as server:
        page.goto(server.at("2020/12/weir/"))
        expect(page.locator("h1")).not_to_contain_text("The weir")
        write(site, {"content/articles/2020/weir.md": SITE[ARTICLE].replace("dam", "weir")})
        expect(page.locator("h1")).to_contain_text("The weir", timeout=20_000)


@pytest.mark.browser
def test_nothing_of_the_preview_is_published_and_the_browser_blocks_none_of_it(
    site: Path, page: Page
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    with served(site) as server:
        page.goto(server.at("2020/12/dam/"))
        edit(site / SIDECAR, "quote: inspected twice", "quote: blown up by divers")
        expect(page.get_by_role("alert")).to_be_visible(timeout=20_000)
        assert page.get_by_role("alert").evaluate("e => getComputedStyle(e).position") == "fixed"
    assert not [text for text in complaints if "Content Security Policy" in text]
    published = (site / "output/2020/12/dam/index.html").read_text("utf-8")
    assert ".postil/preview" not in published


def test_the_server_answers_as_pages_do(site: Path) -> None:
    with served(site) as server:
        with urlopen(server.at("2020/12/dam")) as answer:
            assert answer.url == server.at("2020/12/dam/")
        with urlopen(Request(server.at("2020/12/dam/"), method="HEAD")) as answer:
            assert answer.headers["ETag"]
            assert answer.read() == b""
        for path in ("2020/", "%2e%2e/pelican.conf.py", "no/such/page", "%00", "a%00/"):
            with pytest.raises(HTTPError) as missing:
                urlopen(server.at(path))
            assert missing.value.code == 404
            assert b"</html>" in missing.value.read()
            missing.value.close()


def test_links_to_the_published_site_lead_to_the_pages_that_are_served(site: Path) -> None:
    address = "https://example.org/archive"
    write(site, {"pelican.conf.py": f"{SITE['pelican.conf.py']}SITEURL = {address!r}\n"})
    edit(site / "pelican.conf.py", "RELATIVE_URLS = True", "RELATIVE_URLS = False")
    edit(site / ARTICLE, "twice.", f"twice: [how](x.md), {address}s, {address}/2020/12/dam/.")
    write(site, {"content/articles/2020/x.md": SITE[ARTICLE].replace("dam", "weir")})
    with served(site) as server:
        assert _waits(lambda: f"{address}s," in _text(server)), server.said
        links = [str(link["href"]) for link in BeautifulSoup(_text(server), "html5lib")("a")]
    assert server.at("2020/12/x/") in links
    assert f"{address}s," in _text_of(site)
    assert not [link for link in links if link.startswith(address)]
    assert "http://127.0.0.1" not in _text_of(site)


def _text_of(site: Path) -> str:
    return (site / "output/2020/12/dam/index.html").read_text("utf-8")


def test_a_port_that_is_taken_is_said(site: Path) -> None:
    with served(site) as server:
        second = run(site, "postil", "serve", "--port", str(server.port))
        assert second.returncode == 2
        assert f"port {server.port}" in second.stderr
        assert "Traceback" not in second.stderr


def test_annotations_that_come_later_are_seen(tmp_path: Path) -> None:
    write(tmp_path, {name: text for name, text in SITE.items() if name != SIDECAR})
    with served(tmp_path) as server:
        assert _waits(lambda: "inspected twice" in _text(server)), server.said
        write(tmp_path, {SIDECAR: SITE[SIDECAR]})
        assert _waits(lambda: "In May and in July" in _text(server)), server.said


def _text(server: Served) -> str:
    try:
        with urlopen(server.at("2020/12/dam/")) as answer:
            return str(answer.read().decode("utf-8"))
    except HTTPError as error:
        error.close()
        return ""


def _waits(true: Callable[[], bool]) -> bool:
    import time

    for _ in range(200):
        if true():
            return True
        time.sleep(0.1)
    return False
