"""A site on this machine: built, served, and built again when a file changes."""

import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from postil import reporting
from postil.building import Outcome, build, read_conf
from postil.diagnostics import pressing

USAGE = 2


def serve(conf: Path, *, port: int, bind: str) -> int:
    """Build and serve until interrupted; a failed build leaves the last good pages in place."""
    settings, problem = read_conf(conf)
    if problem:
        reporting.report([problem])
        return USAGE
    output = Path(settings["OUTPUT_PATH"])
    _say(build(conf))
    output.mkdir(exist_ok=True)
    try:
        server = ThreadingHTTPServer((bind, port), partial(_Pages, directory=str(output)))
    except OSError as error:
        sys.stderr.write(f"postil serve: port {port} of {bind}: {error.strerror}\n")
        return USAGE
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(f"serving at http://{bind}:{server.server_port} (Ctrl-C ends)\n")
    sys.stdout.flush()

    from watchfiles import watch

    annotations = conf.parent / "annotations"
    watched = [conf, Path(settings["PATH"]), Path(settings["THEME"]), annotations]
    for _ in watch(*(path for path in watched if path.exists()), raise_interrupt=True):
        _say(build(conf))
    return 0


class _Pages(SimpleHTTPRequestHandler):
    """Serves the published folder as GitHub Pages does, with its 404 page."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html")
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing: findings are what an editor looks for on this terminal."""


def _say(outcome: Outcome) -> None:
    findings = pressing(outcome.findings)
    reporting.report(findings)
    if outcome.failed:
        sys.stderr.write(f"{reporting.summary(findings)}; the pages stay as they were\n")
    else:
        sys.stderr.write(f"{outcome.pages} pages, {outcome.changed} files changed\n")
