"""Looking through folders, and saying which of them cannot be looked into.

What lies in a folder that is closed to us looks just as if it were not there: an article would be
published without its notes. So nothing is listed without asking what was closed.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from postil.files.text import read_if_there, shown
from postil.findings.diagnostics import Code, Diagnostic, finding_in_file

_ABOUT_A_FOLDER = frozenset(
    "readme license licence copying notice authors contributors contributing code_of_conduct "
    "codeowners security changelog todo".split()
)
_KEPT_BY_EDITORS = ("~", "#")


def walk(top: str | Path, closed: list[OSError]) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield each folder from `top` on, with the names of the folders and of the files in it.

    Folders that are taken out of the first list are left out. Links are followed, each folder
    once. What cannot be looked into is added to `closed`, but for a `top` that is not there.
    """
    top = os.path.normpath(top)
    behind = {os.path.realpath(top)}
    for folder, folders, files in os.walk(top, onerror=closed.append, followlinks=True):
        for name in [*folders]:
            path = os.path.join(folder, name)
            if os.path.islink(path):
                real = os.path.realpath(path)
                if real in behind:
                    folders.remove(name)
                behind.add(real)
        yield folder, folders, files
    closed[:] = [
        error
        for error in closed
        if error.filename != top or isinstance(error, PermissionError) or os.path.lexists(top)
    ]


def closed_below(top: str | Path, root: Path) -> Iterator[Diagnostic]:
    """Yield a finding for each folder from `top` on, and each file in it, that cannot be read."""
    closed: list[OSError] = []
    for folder, _, files in walk(top, closed):
        for name in files:
            path = os.path.join(folder, name)
            read = None if os.access(path, os.R_OK) else read_if_there(path, root)
            if isinstance(read, Diagnostic):
                yield read
    yield from unreadable(closed, root)


def unreadable(closed: list[OSError], root: Path) -> Iterator[Diagnostic]:
    """Yield the findings for folders that cannot be looked into."""
    for error in closed:
        if isinstance(error, NotADirectoryError):
            message = "this is a file, and a folder of that name is looked into"
            help_ = "give the file another name"
        else:
            message = f"this folder cannot be looked into: {error.strerror}"
            help_ = "give yourself permission to read it, and build again"
        name = shown(os.fspath(error.filename), root)
        yield finding_in_file(name, Code.UNREADABLE, message, help=help_)


def is_aside(name: str) -> bool:
    """Whether a file is for people or their programs, by its name: nobody expects it to be read.

    That is what is hidden, what an editing program keeps for itself, and what is called as files
    about a folder are: `README.md`, `LICENSE`.
    """
    stem = name.split(".", maxsplit=1)[0]
    return is_kept_by_a_program(name) or stem.casefold() in _ABOUT_A_FOLDER


def is_kept_by_a_program(name: str) -> bool:
    """Whether a file is hidden, or such as an editing program makes beside another."""
    return name.startswith((".", *_KEPT_BY_EDITORS)) or name.endswith(_KEPT_BY_EDITORS)
