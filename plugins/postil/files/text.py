"""Reading text files: UTF-8 with any line ending, or a finding that says what to do."""

import os
from pathlib import Path

from postil.findings.diagnostics import Code, Diagnostic, finding, finding_in_file
from postil.findings.source import Source, Span

PLACEHOLDER = "\ufdd0"
"""Stands for the site's address while a page is made; no file can contain it.

A noncharacter, for a program's own use (Unicode, section 23.7).
"""


def read_source(path: str | Path, root: Path) -> Source | Diagnostic:
    """Return the file as a `Source` named relative to `root`, or the finding why not."""
    try:
        return _read(path, root)
    except OSError as error:
        return _unreadable(shown(path, root), error)


def read_if_there(path: str | Path, root: Path) -> Source | Diagnostic | None:
    """Return the same, but nothing for a file that is not there.

    That is asked by opening it: what may not be looked at is said not to exist by other means.
    """
    try:
        return _read(path, root)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return _unreadable(shown(path, root), error)


def _read(path: str | Path, root: Path) -> Source | Diagnostic:
    with open(path, "rb", buffering=0) as file:
        return decode(shown(path, root), file.read())


def decode(name: str, data: bytes) -> Source | Diagnostic:
    """Return `data` as a `Source` without its byte order mark, or the finding why not."""
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
        return Source(name, text.replace(PLACEHOLDER, "\ufffd"))
    except UnicodeDecodeError as error:
        readable = data[: error.start].decode("utf-8").removeprefix("\ufeff")
        line_end = data.find(b"\n", error.start)
        rest = data[error.start : None if line_end < 0 else line_end]
        around = Source(name, readable + rest.decode("utf-8", "replace"))
        at = len(readable)
        return finding(
            around,
            Span(at, at + 1),
            Code.NOT_UTF8,
            f"byte 0x{data[error.start]:02x} is not UTF-8 text",
            help="save the file again with the encoding UTF-8",
        )


def badly_named(path: str | Path, root: Path) -> Diagnostic | None:
    """Return the finding that a file's name is no text, from which no address can be made."""
    name = os.fspath(path)
    if name.isascii():
        return None
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return finding_in_file(
            shown(path, root),
            Code.NOT_UTF8,
            "the name of this file is not UTF-8 text",
            help="give it another name",
        )
    return None


def _unreadable(name: str, error: OSError) -> Diagnostic:
    return finding_in_file(
        name,
        Code.UNREADABLE,
        f"cannot be read: {error.strerror or type(error).__name__}",
        help="check that the file exists and that you may read it",
    )


def shown(path: str | Path, root: Path) -> str:
    """Return the path as findings show it: relative to the site's folder, with forward slashes.

    A link to another folder is not followed where the path lies in the site's as it is written.
    """
    whole, above = os.fspath(path), os.path.join(root, "")
    if whole.startswith(above) and ".." not in whole:
        return printable(whole.removeprefix(above).replace(os.sep, "/"))
    path = Path(path)
    if path.is_relative_to(root) and ".." not in path.parts:
        return printable(path.relative_to(root).as_posix())
    try:
        return printable(path.resolve().relative_to(root.resolve()).as_posix())
    except ValueError:
        return printable(path.as_posix())


def printable(name: str) -> str:
    """Return a text with the name of a file; where that is no UTF-8 text, with its bytes told."""
    if name.isascii():
        return name
    try:
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # half a character, which a file's name on Windows may have
        return name.encode("utf-8", "backslashreplace").decode("utf-8")
