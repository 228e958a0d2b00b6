"""`postil serve`: builds a site, shows it, and builds it again whenever a file was saved.

The page of a saved article is shown before the build that follows it; with an error in the article
there is nothing to build.
"""

import multiprocessing
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from postil.building.build import Outcome, build
from postil.building.pelicanconf import read_conf
from postil.commands.preview import Bulletin, Shown, show
from postil.files.layout import layout_of
from postil.findings import reporting
from postil.findings.diagnostics import Diagnostic, pressing
from postil.rebuilding.proofs import Press, open_press

USAGE = 2
_QUIET = 30  # milliseconds without a change, before a build: editors write a file in several steps
_LOOK = 200  # milliseconds until it is looked again which of the watched folders there are


def serve(conf: Path, *, port: int, bind: str) -> int:
    """Build and serve until interrupted; a failed build leaves the last good pages in place."""
    settings, problem = read_conf(conf)
    if problem:
        reporting.report([problem])
        return USAGE
    with TemporaryDirectory(prefix="postil-") as proofs:
        site = Shown(
            folder=Path(settings["OUTPUT_PATH"]),
            proofs=Path(proofs),
            address=str(settings["SITEURL"]),
        )
        return _served(site, conf, settings, port=port, bind=bind)


def _served(site: Shown, conf: Path, settings: Mapping[str, Any], *, port: int, bind: str) -> int:
    # Fresh, not forked: a build may fork, which a process with threads had better not do.
    context = multiprocessing.get_context("spawn")
    line, other = context.Pipe()
    pages = context.Process(target=show, args=(site, bind, port, other), daemon=True)
    pages.start()
    other.close()
    served = line.recv()
    if isinstance(served, str):
        sys.stderr.write(f"postil serve: port {port} of {bind}: {served}\n")
        return USAGE
    sys.stdout.write(f"serving at http://{bind}:{served} (Ctrl-C ends)\n")
    sys.stdout.flush()
    folders = [settings["PATH"], settings["THEME"], *settings["THEME_TEMPLATES_OVERRIDES"]]
    layout = layout_of(settings)
    ours = [layout.annotations, layout.root / "locale"]
    press: Press | None = None
    for number, saved in enumerate(_saves([conf, *map(Path, folders), *ours])):
        article = press.article_of(saved) if press else None
        proof = press.pull(article, site.proofs) if press and article else None
        if proof and proof.failed:
            line.send(Bulletin(build=2 * number, problem=_refused(proof.findings)))
            continue
        if proof and proof.made:
            line.send(Bulletin(build=2 * number))
        press = None  # two archives in memory would be one too many
        outcome = build(conf)
        _clear(site.proofs)
        line.send(Bulletin(build=2 * number + 1, problem=_said(outcome)))
        press = open_press(outcome.settings) if outcome.settings else None
    return 0


def _clear(folder: Path) -> None:
    """Take away what stood in for the site's files."""
    for path in folder.iterdir():
        shutil.rmtree(path)


def _saves(watched: Sequence[Path]) -> Iterator[set[Path]]:
    """Yield at once, and then whenever files below one of these places have changed; those files.

    Where a place has come or gone there is none among them.
    """
    from watchfiles import watch

    while True:
        there = [path for path in watched if path.exists()]
        changing = watch(
            *there, step=_QUIET, rust_timeout=_LOOK, yield_on_timeout=True, raise_interrupt=True
        )
        next(changing)  # from here on nothing is missed, a file saved during a build neither
        yield set()
        for changes in changing:
            if changes:
                places = {Path(name).absolute() for _, name in changes}
                yield {place for place in places if not place.is_dir()}
            elif there != [path for path in watched if path.exists()]:
                break


def _said(outcome: Outcome) -> str:
    """Say on the terminal what a build came to; return what the browser should say of it."""
    if outcome.failed:
        return _refused(outcome.findings)
    reporting.report(pressing(outcome.findings))
    sys.stderr.write(f"{outcome.pages} pages, {outcome.changed} files changed\n")
    return ""


def _refused(findings: Sequence[Diagnostic]) -> str:
    """Say on the terminal why nothing is published; return what the browser should say of it."""
    findings = pressing(findings)
    reporting.report(findings)
    sys.stderr.write(f"{reporting.summary(findings)}; the pages stay as they were\n")
    return reporting.as_text(findings)
