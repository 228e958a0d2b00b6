"""`postil anchor`: an entry for a new note, and drifted notes tied anew to their words."""

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from postil.archive import Archive, open_archive
from postil.building.pelicanconf import read_conf
from postil.files.text import decode, read_source, shown
from postil.findings.diagnostics import Code, Diagnostic
from postil.findings.source import Source, Span
from postil.model import Part, TextQuoteSelector
from postil.records.sidecar import load_sidecar
from postil.weaving.quoting import Proposal, propose, redescribed, renewed
from postil.weaving.resolving import resolve
from postil.yaml.written import Written

_DRIFTED = {Code.QUOTE_DRIFTED, Code.CLAIM_MAY_HAVE_CHANGED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """A drifted note, and what its quote was and is."""

    note: str
    place: Span
    """Where the note's quote stands in the sidecar: its id may be another's too, by mistake."""
    was: str
    now: TextQuoteSelector
    finding: Diagnostic


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewals:
    """What became of the notes of a sidecar."""

    path: Path
    source: Source
    ids: tuple[str, ...]
    """Of all its notes, as they are written."""
    drifted: tuple[Renewal, ...]
    errors: tuple[Diagnostic, ...]
    """What keeps other notes from being looked for, or found."""
    unread: int
    """How many notes were not looked for."""


def propose_entries(conf: Path, article: Path, words: str, part: Part) -> list[Proposal] | str:
    """Return an entry for each place of `words` in an article, or in plain words what is wrong."""
    archive = _archive(conf)
    if isinstance(archive, str):
        return archive
    texts = archive.texts(article.resolve())
    if texts is None:
        return f"{shown(article, archive.layout.root)} cannot be read as an article"
    return propose(texts, words, part)


def renewals(conf: Path, sidecar: Path) -> Renewals | str:
    """Return the drifted notes of a sidecar with the selectors that would tie them anew."""
    archive = _archive(conf)
    if isinstance(archive, str):
        return archive
    layout = archive.layout
    path = _within(layout.annotations, sidecar)
    if path is None:
        return f"{sidecar} is no sidecar: it is not in {shown(layout.annotations, layout.root)}/"
    source = read_source(path, layout.root)
    if isinstance(source, Diagnostic):
        return f"{source.path} {source.message}"
    article = layout.article_of(path)
    texts = archive.texts(article) if article else None
    if texts is None:
        return f"{source.path} has no article that can be read"
    loaded, wrong = load_sidecar(source, archive.registry)
    drifted = []
    for annotation in loaded.annotations:
        place, problem = resolve(annotation, texts, source)
        if problem and problem.code not in _DRIFTED:
            wrong.append(problem)
        if not place or not problem or problem.code not in _DRIFTED:
            continue
        document = texts.documents[place.part][place.item]
        text = texts.words(place.part, place.item)
        drifted.append(
            Renewal(
                note=annotation.id,
                place=annotation.quote_span,
                was=annotation.target.selector.exact,
                now=redescribed(
                    document, text, place.start, place.end, old=annotation.target.selector
                ),
                finding=problem,
            )
        )
    return Renewals(
        path=path,
        source=source,
        ids=tuple(note.id for note in Written(source).notes),
        drifted=tuple(drifted),
        errors=tuple(found for found in wrong if found.is_error),
        unread=len(Written(source).notes) - len(loaded.annotations),
    )


def write(found: Renewals, accepted: Sequence[Renewal]) -> str:
    """Write the accepted renewals into the sidecar, byte for byte the same everywhere else.

    Return in plain words why that could not be done; nothing, if it was.
    """
    path = found.path.resolve()  # of a link, the file that it leads to
    beside = path.with_name(f".{path.name}.new")
    try:
        data = path.read_bytes()
        mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
        if decode(found.source.path, data) != found.source:
            return f"{found.source.path} was changed in the meantime, and is left alone"
        text = renewed(
            Source(found.source.path, data[len(mark) :].decode("utf-8")),
            {renewal.place: renewal.now for renewal in accepted},
        )
        beside.touch(0o600)
        beside.write_bytes(mark + text.encode("utf-8"))
        shutil.copymode(path, beside)
        beside.replace(path)  # whole or not at all
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        return f"{found.source.path} cannot be written: {error.strerror or type(error).__name__}"
    return ""


def _within(folder: Path, path: Path) -> Path | None:
    """Return a path as one within a folder, if it is; the last part of it may be a link."""
    written = Path(os.path.normpath(Path.cwd() / path))
    ways = (written, written.parent.resolve() / written.name, written.resolve())
    for base in (folder, folder.resolve()):
        for way in ways:
            if way.is_relative_to(base):
                return folder / way.relative_to(base)
    return None


def _archive(conf: Path) -> Archive | str:
    settings, problem = read_conf(conf)
    return f"{problem.path}: {problem.message}" if problem else open_archive(settings)
