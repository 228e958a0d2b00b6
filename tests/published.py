"""The demo archive, published, as a visitor meets it: by address, from any host and folder."""

import fcntl
import mimetypes
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin

from bs4 import BeautifulSoup

from tests.sites import REPOSITORY, run

PLACES = {
    "root": "https://example.org",
    "sub-path": "https://example.org/archive",  # as a project page of GitHub is served
    "relative": "",  # no SITEURL: from any folder of any host
}
"""Where the demo archive is published, and the SITEURL it is built with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The folder that a build left, put up at an address."""

    place: str
    """Which kind of place it is at, a key of `PLACES`."""
    folder: Path
    base: str
    """Where it is served, with a slash at the end."""

    def pages(self) -> Iterator[str]:
        """Yield the address of every page, sorted."""
        for path in sorted(self.folder.rglob("*.html")):
            yield self.address(path)

    def address(self, path: Path) -> str:
        """Return the address of a file, as links write it: a folder for its `index.html`."""
        inside = path.relative_to(self.folder).as_posix()
        return self.base + (
            inside.removesuffix("index.html") if path.name == "index.html" else inside
        )

    def file(self, address: str) -> Path | None:
        """Return the file that a server would answer with; a query or fragment plays no part."""
        place = unquote(address.partition("#")[0].partition("?")[0])
        if not place.startswith(self.base):
            return None
        path = self.folder / place.removeprefix(self.base)
        if place.endswith("/"):
            path /= "index.html"
        return path if path.is_file() else None

    def soup(self, address: str) -> BeautifulSoup:
        """Return a page as a browser would parse it."""
        path = self.file(address)
        assert path, f"no page at {address}"
        return _parsed(path)

    def at(self, place: str) -> str:
        """Return the whole address of a place in the site, e.g. `archive/`."""
        return urljoin(self.base, place)


def publish(folder: Path, place: str) -> Published:
    """Build a copy of the demo archive with the real command, once for all workers."""
    site, siteurl = folder / f"demo-{place}", PLACES[place]
    with (folder / f"demo-{place}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (site / "output").exists():
            copy_demo(site)
            done = run(site, "postil", "build", **({"SITEURL": siteurl} if siteurl else {}))
            assert done.returncode == 0, done.stderr
    base = f"{siteurl or 'https://example.net/some/folder'}/"
    return Published(place=place, folder=site / "output", base=base)


def copy_demo(site: Path) -> None:
    """Copy the demo archive's sources, and nothing that was built."""
    for name in ("content", "annotations"):
        shutil.copytree(REPOSITORY / name, site / name, dirs_exist_ok=True)
    shutil.copy2(REPOSITORY / "pelican.conf.py", site)


@cache
def _parsed(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text("utf-8"), "html5lib")


def media_type(path: Path) -> str:
    """Return the type that a static server names for a file."""
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"
