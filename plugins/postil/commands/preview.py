"""A site as its editors see it while they write: served here, renewed when a build changed it.

Runs in a process of its own, so that pages come while a build is at work. Nothing of it is ever
published: what a browser needs to follow the builds is put into pages on their way out, and where
they name the address under which the site is published, they then name this server's.
"""

import json
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from hashlib import blake2b
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SCRIPT = "/.postil/preview.js"
HEARTBEAT = 15.0  # seconds: a browser that left is noticed when a line cannot be sent to it

_POLICY = re.compile(rb'(http-equiv="Content-Security-Policy" content=")')
_ALLOWED = rb"\1script-src-elem 'self'; connect-src 'self'; "  # the first of two directives counts
_HOST = re.compile(r"[\w.:\[\]-]+", re.ASCII)
_END = rb"(?=[/?#&\"'<\s])"  # so that example.org is not found in example.org.uk
_HTML = "text/html; charset=utf-8"
_UNBUILT = b"<!DOCTYPE html><title>Not built yet</title><p>There are no pages yet.</p></body>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The site that is served."""

    folder: Path
    proofs: Path
    """A folder whose files stand in for the site's."""
    address: str
    """Where it is published, without a slash at the end; empty if its pages do not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """What the latest build came to."""

    build: int = 0
    problem: str = ""
    """Its findings as the terminal has them, if nothing could be published."""


class Bulletins:
    """The latest bulletin, for every open page to wait on."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._latest = Bulletin()

    def post(self, bulletin: Bulletin) -> None:
        """Let everybody know."""
        with self._news:
            self._latest = bulletin
            self._news.notify_all()

    def follow(self) -> Iterator[Bulletin | None]:
        """Yield the latest bulletin and each that comes; `None` when there is long none."""
        known = -1
        while True:
            with self._news:
                if self._latest.build == known:
                    self._news.wait(HEARTBEAT)
                latest = self._latest
            yield latest if latest.build != known else None
            known = latest.build


def show(site: Shown, bind: str, port: int, line: Connection) -> None:
    """Serve a site until the other end of `line` closes.

    Sends the port that is served, or as text why none is, and then takes `Bulletin`s.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that builds
    bulletins = Bulletins()
    try:
        server = ThreadingHTTPServer((bind, port), partial(_Pages, site=site, bulletins=bulletins))
    except (OSError, OverflowError) as error:  # the second: no port has such a number
        line.send(getattr(error, "strerror", None) or str(error))
        return
    threading.Thread(target=server.serve_forever, daemon=True).start()
    line.send(server.server_port)
    while True:
        try:
            bulletins.post(line.recv())
        except EOFError:
            return


class _Pages(SimpleHTTPRequestHandler):
    """Answers as GitHub Pages does: folders by their `index.html`, and the site's own 404 page.

    Each answer is stamped (`ETag`), so that a page can ask whether it is still the one it shows.
    """

    def __init__(self, *args: Any, site: Shown, bulletins: Bulletins) -> None:  # noqa: ANN401
        self._site, self._bulletins = site, bulletins
        super().__init__(*args, directory=str(site.folder))

    def do_GET(self) -> None:
        match self._asked():
            case "/.postil/events":
                self._tell()
            case "/.postil/preview.js":
                script = Path(__file__).with_name("preview.js")
                self._answer(script, script.read_bytes())
            case asked:
                self._show(asked)

    def do_HEAD(self) -> None:
        self._show(self._asked())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing: findings are what an editor looks for on this terminal."""

    def _asked(self) -> str:
        return urlsplit(self.path).path

    def _show(self, asked: str) -> None:
        file = Path(self.translate_path(asked))
        if "\0" in str(file):  # no file can be called so, and to ask for it raises an error
            file = self._site.folder / "404.html" / "none"
        if file.is_dir() and not asked.endswith("/"):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", f"/{asked.strip('/')}/")  # never `//elsewhere`
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if asked.endswith("/"):
            file /= "index.html"
        body = self._body(file)
        if body is None:
            page = self._body(self._site.folder / "404.html") or _UNBUILT
            self._send(HTTPStatus.NOT_FOUND, _HTML, self._following(page, ""))
        else:
            self._answer(file, body)

    def _body(self, file: Path) -> bytes | None:
        """Return what is in a file of the site, or in what stands in for it."""
        for place in (self._site.proofs / file.relative_to(self._site.folder), file):
            with suppress(OSError):  # there is none, or a build has just put another in its place
                return place.read_bytes()
        return None

    def _answer(self, file: Path, body: bytes) -> None:
        stamp = f'"{blake2b(body, digest_size=16).hexdigest()}"'
        if file.suffix == ".html":
            self._send(HTTPStatus.OK, _HTML, self._following(body, stamp), stamp)
        else:
            self._send(HTTPStatus.OK, self.guess_type(str(file)), body, stamp)

    def _following(self, html: bytes, stamp: str) -> bytes:
        """Return a page with the script that follows the builds, and leave for it to run."""
        script = f'<script type="module" src="{SCRIPT}" data-stamp="{escape(stamp)}"></script>'
        head, end, tail = html.rpartition(b"</body>")
        page = _POLICY.sub(_ALLOWED, head + script.encode() + end + tail)
        host = self.headers.get("Host", "")
        if not (self._site.address and _HOST.fullmatch(host)):
            return page
        address = re.compile(re.escape(escape(self._site.address).encode()) + _END)
        return address.sub(f"http://{host}".encode(), page)

    def _send(self, status: HTTPStatus, media: str, body: bytes, stamp: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        if stamp:
            self.send_header("ETag", stamp)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _tell(self) -> None:
        """Send each bulletin as it comes (HTML Living Standard, 9.2 Server-sent events)."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        with suppress(OSError):  # the browser went to another page
            for bulletin in self._bulletins.follow():
                told = f"data: {json.dumps(asdict(bulletin))}\n\n" if bulletin else ":\n\n"
                self.wfile.write(told.encode())
                self.wfile.flush()
