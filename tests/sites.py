"""Tiny real sites, built by the real command in a process of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests import processes

REPOSITORY = Path(__file__).parents[1]

COMPILED = ".cache/postil/templates"
"""What takes four fifths of a small build, and has nothing of a site in it."""

_lenders: list[Path] = []


def write(site: Path, files: dict[str, str]) -> None:
    """Write files into a site, making their folders."""
    for name, text in files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")


def edit(path: Path, old: str, new: str) -> None:
    """Replace words of a file that are there exactly once."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} is in {path.name} {text.count(old)} times"
    path.write_text(text.replace(old, new), "utf-8")


def run(
    site: Path, program: str, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `postil` in a site's folder, e.g. `run(site, "postil", "build")`.

    Its process has loaded it already: what is set must not be for Python itself.
    """
    assert program == "postil"
    assert not any(name.startswith(("PYTHON", "LC_", "TZ")) for name in environment)
    _lend_to(site, arguments)
    done = processes.run(site, *arguments, environment=environment)
    return subprocess.CompletedProcess(arguments, done.code, done.stdout, done.stderr)


def run_alone(site: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a Python module, e.g. `run_alone(site, "postil", "build")`, as a shell would.

    The process has loaded nothing, and so may end before it loads Pelican.
    """
    _lend_to(site, command)
    here = {name: value for name, value in os.environ.items() if name != "SITEURL"}
    return subprocess.run(
        [sys.executable, "-W", "error::SyntaxWarning", "-m", *command],
        cwd=site,
        env={**here, "PYTHONPATH": str(REPOSITORY / "plugins"), **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )


def _lend_to(site: Path, command: Sequence[str]) -> None:
    for lender in _lenders if "build" in command else ():
        lend(lender, site)


def lend(lender: Path, site: Path) -> None:
    """Give a site without a cache the compiled templates of another."""
    lent, place = lender / COMPILED, site / COMPILED
    if not lent.exists() or (site / ".cache").exists():
        return
    place.parent.mkdir(parents=True)
    if lent.is_dir():
        shutil.copytree(lent, place)
    else:
        shutil.copy(lent, place)


def lend_from(lender: Path) -> None:
    """Have that site lend to all that are built from now on."""
    _lenders[:] = [lender]


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder with its bytes, but for what can be made again."""
    made = {".cache", ".output.postil"}
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and made.isdisjoint(path.relative_to(folder).parts)
    }
