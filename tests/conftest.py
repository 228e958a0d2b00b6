"""What several test files share: golden files, the demo archive built once, a browser."""

import fcntl
import locale
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.changing import START
from tests.processes import run
from tests.published import PLACES, Published, publish
from tests.sites import lend_from
from tests.tools import program

settings.register_profile("any machine", deadline=None)  # no test is about time
settings.load_profile("any machine")

MANY = 100  # tests, for which it pays to build a site of which others borrow
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write expected files anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a file beside its case; `make golden` writes the file."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("golden"):
            path.write_text(text, "utf-8", newline="")
        assert path.is_file(), f"{path} is missing; make golden writes it"
        assert text == path.read_text("utf-8")

    return compare


@pytest.fixture(scope="session", params=PLACES)
def anywhere(request: pytest.FixtureRequest, shared_folder: Path) -> Published:
    """The demo archive, published at each kind of place."""
    return publish(shared_folder, request.param)


@pytest.fixture(scope="session")
def demo(shared_folder: Path) -> Published:
    """The demo archive under a sub-path, where a link without its base path is dead."""
    return publish(shared_folder, "sub-path")


@pytest.fixture(scope="session")
def small_site(shared_folder: Path) -> Path:
    """The small archive of everything, built; to be copied, and left as it is."""
    site = shared_folder / "small"
    with (shared_folder / "small.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not site.exists():
            draft = shared_folder / "small.draft"
            draft.mkdir()
            START.happen(draft)
            done = run(draft, "build")
            assert done.code == 0, done.said
            draft.rename(site)
    return site


@pytest.fixture(autouse=True)
def _own_locale() -> Iterator[None]:
    """No test reads or writes files in the locale that a build before it in this process set."""
    before = locale.setlocale(locale.LC_ALL)
    yield
    locale.setlocale(locale.LC_ALL, before)


@pytest.fixture(scope="session", autouse=True)
def _one_for_all(request: pytest.FixtureRequest) -> None:
    """Have templates compiled once for all sites of a longer test run."""
    if len(request.session.items) > MANY:
        lend_from(request.getfixturevalue("small_site"))


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that all workers of this test run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, driven by Playwright."""
    executable = program(*CHROMIUM)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield opened
        opened.close()
