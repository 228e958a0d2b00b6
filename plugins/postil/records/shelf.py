"""The files of the registry: which there are, what stands in them, and which nobody would read."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from postil.files.folders import is_aside, unreadable, walk
from postil.files.text import read_if_there, read_source, shown
from postil.files.unread import is_yaml, was_yaml
from postil.findings.diagnostics import Code, Diagnostic, finding_in_file, nearest
from postil.findings.source import Source, Span
from postil.model import RecordKind
from postil.records.decoding import Fields, fields_of_file
from postil.records.forms import ID, Flaw, listed
from postil.records.logbook import Log
from postil.records.redirects import REDIRECTS
from postil.yaml.nodes import Mapping as MappingNode
from postil.yaml.nodes import Scalar, Sequence

FILES: Mapping[RecordKind, str] = MappingProxyType(
    {
        RecordKind.RATING: "scale.yaml",
        RecordKind.LABEL: "labels.yaml",
        RecordKind.ENTITY: "entities.yaml",
        RecordKind.POST: "posts.yaml",
        RecordKind.SOURCE: "sources.yaml",
    }
)
"""Which file of `annotations/registry/` holds what."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of the registry."""

    log: Log
    fields: Fields | None
    """`None` where there are none, be it for an error or because the file is empty."""
    is_broken: bool


def open_file(path: Path, root: Path, what: str) -> File:
    """Read a file that may be missing; `what` it is, findings call it."""
    source = read_file(path, root)
    if not isinstance(source, Source):
        log = Log(Source(shown(path, root), ""))
        log.findings += [source] if source else []
        return File(log, None, is_broken=bool(source) or is_closed(path.parent))
    log = Log(source)
    fields = fields_of_file(log, what)
    return File(log, fields, is_broken=bool(log.findings) and fields is None)


def read_file(path: Path, root: Path) -> Source | Diagnostic | None:
    """Return a file of the registry; nothing if there is none, or if its folder is closed."""
    read = read_if_there(path, root)
    if read is None and path.is_symlink():
        return read_source(path, root)  # it leads nowhere
    return None if isinstance(read, Diagnostic) and is_closed(path.parent) else read


def is_closed(folder: Path) -> bool:
    """Whether a folder is there and cannot be listed, which `strays` tells."""
    try:
        os.scandir(folder).close()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return False


def claim_files(folder: Path) -> list[Path]:
    """Return the files of a folder that are claims', by their names."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".yaml")
    except OSError:
        return []


def check_claim_file(name: str, file: File) -> None:
    """Report a file that cannot be a claim's, because of its name or because it is empty."""
    flaw = ID.read(name)
    if isinstance(flaw, Flaw):
        file.log.flaw_of_file(
            flaw.code, f"the file's name is the claim's id, and {flaw.message}", flaw.advice
        )
    if file.fields is None and not file.is_broken:
        file.log.flaw_of_file(
            Code.EMPTY_VALUE, "this file holds no claim", "write the claim, or remove the file"
        )


def ids_of(file: File) -> frozenset[str]:
    """Return the ids of all records in a file, whatever is wrong with them."""
    return (
        frozenset(entry.key.text for entry in file.fields.entries()) if file.fields else frozenset()
    )


def rating_ids(file: File) -> frozenset[str]:
    """Return the ids of all ratings in the scale, which are no keys."""
    ids = set()
    for key in ("ratings", "retired"):
        node = file.fields.node(key) if file.fields else None
        for item in node.items if isinstance(node, Sequence) else ():
            if isinstance(item, MappingNode):
                ids |= {
                    entry.value.text
                    for entry in item.entries
                    if entry.key.text == "id" and isinstance(entry.value, Scalar)
                }
    return frozenset(ids)


def place_of(file: File, name: str, key: str) -> Span:
    """Return where the value of a key of a record stands."""
    record = file.fields.node(name) if file.fields else None
    if isinstance(record, MappingNode):
        for entry in record.entries:
            if entry.key.text == key:
                return entry.value.span
    return Span(0, 0)


def strays(folder: Path, root: Path) -> Iterator[Diagnostic]:
    """Yield a finding for each file that lies among the registry's and would not be read.

    And for each folder there that cannot be looked into.
    """
    for name, unread in (("registry", _unread_in_registry), ("claims", _unread_claim)):
        closed: list[OSError] = []
        within = folder / name
        found = [Path(at, each) for at, _, names in walk(within, closed) for each in names]
        if not is_closed(folder):  # which is told as a whole
            yield from unreadable(closed, root)
        for path in sorted(found):
            if is_yaml(path.name) or not is_aside(path.name):
                yield from unread(path, within, root)


def _unread_in_registry(path: Path, folder: Path, root: Path) -> Iterator[Diagnostic]:
    names = {*FILES.values(), REDIRECTS}
    if path.parent == folder and path.name in names:
        return
    if was_yaml(path.name):
        near = nearest(path.name, names)
        yield finding_in_file(
            shown(path, root),
            Code.ORPHAN_SIDECAR,
            "the registry has no file of this name, so this is not read",
            help=f"name it {near}" if near else f"name it {listed(sorted(names))}",
        )
    else:
        yield _unread(path, root)


def _unread_claim(path: Path, folder: Path, root: Path) -> Iterator[Diagnostic]:
    if path.parent == folder and path.suffix == ".yaml":
        return
    if was_yaml(path.name):
        stem = path.name[: path.name.lower().index(".y")]
        yield finding_in_file(
            shown(path, root),
            Code.ORPHAN_SIDECAR,
            "a claim is a file `ID.yaml` in annotations/claims/ itself, so this is not read",
            help=f"name it annotations/claims/{stem}.yaml",
        )
    else:
        yield _unread(path, root)


def _unread(path: Path, root: Path) -> Diagnostic:
    return finding_in_file(
        shown(path, root),
        Code.UNREAD_FILE,
        "nothing reads this file",
        help="give it the ending `.yaml` if it is a claim, else move it out of annotations/"
        if path.parent.name == "claims"
        else "move it out of annotations/, or remove it",
    )
