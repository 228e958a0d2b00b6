"""The `postil` command: build, check, serve, new, anchor.

Exit codes: 0 done, 1 the content has errors, 2 wrong usage.
"""

import argparse
import datetime as dt
import gc
import io
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from postil.engine.garbage import collect_seldom
from postil.findings import reporting
from postil.findings.diagnostics import pressing

if TYPE_CHECKING:
    from postil.model import Part

DONE, ERRORS, USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")
        return 130  # as a shell reports a process that ended on Ctrl-C
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone; nobody is left to tell
        return ERRORS


def _build(options: argparse.Namespace) -> int:
    from postil.building.lastbuild import Said, Trial

    begun = time.monotonic()
    collect_seldom()
    gc.disable()  # what a trial reads is kept: to look for garbage in it is in vain
    trial = Trial(options.conf)
    said, changed = trial.said(), 0
    gc.enable()
    if said is None:
        from postil.building.build import build

        with _progress("Building the archive"):
            outcome = build(options.conf, jobs=options.jobs, trial=trial)
        findings = pressing(outcome.findings)
        if outcome.failed or outcome.output is None:
            reporting.report(findings)
            sys.stderr.write(f"{reporting.summary(findings)}; nothing was published\n")
            return ERRORS
        printed = io.StringIO()
        reporting.report(findings, stream=printed)
        said = outcome.said or Said(printed.getvalue(), outcome.output.name, outcome.pages)
        changed = outcome.changed
        if outcome.can_be_told:
            trial.keep(said, outcome.edition, outcome.plates)
    sys.stderr.write(said.findings)
    if sys.stderr.isatty():
        took = time.monotonic() - begun
        sys.stderr.write(
            f"{said.pages} pages in {said.output}/, {changed} files changed ({took:.1f} s)\n"
        )
    return DONE


def _check(options: argparse.Namespace) -> int:
    from postil.building.build import check

    if options.since is not None and not options.since.strip():
        options.usage("--since names no revision; is a variable empty?")
    if options.report and options.format != "text":
        options.usage("--report prints text, and nothing in another --format")
    collect_seldom()
    with _progress("Checking the archive"):
        outcome = check(options.conf, since=options.since or "", today=options.today)
    reporting.report(outcome.findings, form=options.format, stream=sys.stdout, whole=options.all)
    if options.format == "text" and (outcome.findings or sys.stdout.isatty()):
        sys.stdout.write(f"{reporting.summary(outcome.findings)}\n")
    if options.report and outcome.library and not outcome.failed:
        from postil.library import standards

        sys.stdout.write(standards.in_words(standards.report(outcome.library)))
    return ERRORS if outcome.failed else DONE


def _anchor(options: argparse.Namespace) -> int:
    if options.write is not None:
        return _anchor_anew(options)
    if options.article is None or options.words is None:
        options.usage("name an article and the words for a note, or --write SIDECAR")
    from postil.commands.editing import propose_entries

    found = propose_entries(options.conf, options.article, options.words, options.part)
    if isinstance(found, str):
        sys.stderr.write(f"postil anchor: {found}\n")
        return ERRORS
    if not found:
        sys.stderr.write(f'postil anchor: "{options.words}" is not in {options.article}\n')
        return ERRORS
    if len(found) > 1:
        sys.stdout.write(f"# the words occur {len(found)} times; choose one of these\n")
    for proposal in found:
        if proposal.line:
            sys.stdout.write(f"# {options.article}:{proposal.line}\n")
        if not proposal.exactly:
            sys.stdout.write("# not quite the words you gave: read them against the article\n")
        sys.stdout.write(proposal.entry())
    return DONE


def _anchor_anew(options: argparse.Namespace) -> int:
    from postil.commands.editing import renewals, write

    found = renewals(options.conf, options.write)
    if isinstance(found, str):
        sys.stderr.write(f"postil anchor: {found}\n")
        return ERRORS
    drifted = found.drifted
    for name in options.accept:
        if problem := _unacceptable(name, found.ids, [one.note for one in drifted]):
            sys.stderr.write(f"postil anchor: {problem}; nothing was written\n")
            return ERRORS
    accepted = [one for one in drifted if not one.finding.is_error or one.note in options.accept]
    if accepted and (problem := write(found, accepted)):
        sys.stderr.write(f"postil anchor: {problem}\n")
        return ERRORS
    for one in drifted:
        verb = "tied anew" if one in accepted else f"left alone; --accept {one.note} if it is right"
        sys.stdout.write(f"{one.note}: {verb}\n  was: {one.was}\n  now: {one.now.exact}\n")
    reporting.report(found.errors)
    if found.unread and not found.errors:
        sys.stderr.write("some notes name a record with an error: see postil check\n")
    if not (drifted or found.errors or found.unread):
        sys.stdout.write("no note has drifted\n")
    whole = not (found.errors or found.unread)
    return DONE if whole and len(accepted) == len(drifted) else ERRORS


def _unacceptable(name: str, ids: Sequence[str], drifted: Sequence[str]) -> str:
    """Return why a note that is named cannot be accepted; nothing, if it can be."""
    if name not in ids:
        return f"no note is called {name}"
    if ids.count(name) > 1:
        return f"more than one note is called {name}"
    return "" if name in drifted else f"{name} has not drifted"


def _serve(options: argparse.Namespace) -> int:
    from postil.commands.serving import serve

    return serve(options.conf, port=options.port, bind=options.bind)


def _new_site(options: argparse.Namespace) -> int:
    from postil.commands.skeleton import WORKFLOW, can_publish, new_site

    problem = new_site(options.folder)
    if problem:
        sys.stderr.write(f"postil new site: {problem}\n")
        return USAGE
    sys.stdout.write(
        f"made a site in {options.folder}\n\n"
        f"  cd {options.folder}\n"
        "  postil build      # the pages are in output/\n"
        "  postil serve      # and in your browser, at http://localhost:8000\n"
    )
    if not can_publish(options.folder):
        sys.stdout.write(
            f"\nBefore you publish on GitHub: say as POSTIL in {WORKFLOW}\n"
            "where this version of Postil can be installed from.\n"
        )
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="postil",
        description="A static news archive with the fact-check beside every checked sentence.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    site = argparse.ArgumentParser(add_help=False)
    site.add_argument(
        "-s",
        "--settings",
        dest="conf",
        type=Path,
        default=Path("pelican.conf.py"),
        help="the site's settings (default: pelican.conf.py)",
    )

    build = commands.add_parser("build", parents=[site], help="make the site and publish it whole")
    build.add_argument("--jobs", type=_count, metavar="N", help="processes to use (all cores)")
    build.set_defaults(run=_build)

    check = commands.add_parser(
        "check", parents=[site], help="print what a build would find, without building"
    )
    check.add_argument("--format", choices=sorted(reporting.FORMATS), default="text")
    check.add_argument(
        "--all",
        action="store_true",
        help=f"print every warning and remark, not the first {reporting.MOST} of each code",
    )
    check.add_argument(
        "--since",
        metavar="REVISION",
        help="print also what has changed in silence since a branch, a tag or a commit of git",
    )
    check.add_argument(
        "--today",
        type=_day,
        metavar="YYYY-MM-DD",
        help="the day by which re-checks are due (default: the newest that the archive speaks of)",
    )
    check.add_argument(
        "--report",
        action="store_true",
        help="print the figures of the standards report as well, unless there is an error",
    )
    check.set_defaults(run=_check, usage=check.error)

    anchor = commands.add_parser(
        "anchor",
        parents=[site],
        help="print the sidecar entry for a quote, or tie drifted notes anew",
        description="Print the sidecar entry for words of an article; with --write, give drifted "
        "notes of a sidecar the words that the article has now, after you have read them.",
    )
    anchor.add_argument("article", type=Path, nargs="?", help="content/articles/2020/x.md")
    anchor.add_argument("words", nargs="?", help="the words that the note is about")
    anchor.add_argument(
        "--in",
        dest="part",
        type=_part,
        default="body",
        metavar="PART",
        help="the text that has the words: body (if left out), title, summary or key_points",
    )
    anchor.add_argument("--write", type=Path, metavar="SIDECAR", help="tie drifted notes anew")
    anchor.add_argument(
        "--accept",
        action="append",
        default=[],
        metavar="ID",
        help="with --write: a note whose claim may have changed, and which you have read again",
    )
    anchor.set_defaults(run=_anchor, usage=anchor.error)

    serve = commands.add_parser(
        "serve", parents=[site], help="build, show the site in a browser, build again on a change"
    )
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--bind", default="127.0.0.1", help="address to listen on")
    serve.set_defaults(run=_serve)

    new = commands.add_parser("new", help="make something new").add_subparsers(
        required=True, metavar="WHAT"
    )
    new_site = new.add_parser(
        "site", help="a site that builds, with one article and a note of each kind"
    )
    new_site.add_argument("folder", type=Path, metavar="DIR")
    new_site.set_defaults(run=_new_site)
    return parser


def _count(text: str) -> int:
    """Read a number from 1."""
    if not text.isdecimal() or int(text) < 1:
        message = "give a number from 1"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _part(text: str) -> "Part":
    """Read the name of a text of an article."""
    from postil.model import Part

    if text not in {*Part}:
        message = f"choose from {', '.join(Part)}"
        raise argparse.ArgumentTypeError(message)
    return Part(text)


def _day(text: str) -> dt.date:
    """Read a day as sidecars have it."""
    from postil.records.forms import DAY, Flaw

    day = DAY.read(text)
    if isinstance(day, Flaw):
        message = f"{day.message}; {day.advice}"
        raise argparse.ArgumentTypeError(message)
    return day


@contextmanager
def _progress(words: str) -> Iterator[None]:
    """Show that work goes on, on a terminal; say nothing in a pipe."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{words} …"):
        yield


if __name__ == "__main__":
    raise SystemExit(main())
