"""A published site on a server of this machine, which sends files as GitHub Pages does."""

import gzip
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from tests.published import Published, media_type

HERE = "127.0.0.1"


def free_address(path: str) -> str:
    """Return an address on this machine, with a port that nobody uses, e.g. `…:49152/archive`."""
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return f"http://{HERE}:{probe.getsockname()[1]}{path}"


@contextmanager
def served(site: Published) -> Iterator[None]:
    """Answer at the site's address, compressed, as long as the block lasts."""
    host = site.base.removeprefix("http://").partition("/")[0]
    port = int(host.partition(":")[2])

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            file = site.file(f"http://{host}{self.path}")
            body = gzip.compress(file.read_bytes() if file else b"no such file", 6, mtime=0)
            self.send_response(200 if file else 404)
            self.send_header("Content-Type", media_type(file) if file else "text/plain")
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "max-age=600")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer((HERE, port), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield
        finally:
            server.shutdown()
