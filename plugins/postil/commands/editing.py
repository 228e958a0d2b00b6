"""`postil anchor`: an entry for a new note, and drifted notes tied anew to their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from postil.archive import Archive, open_archive
from postil.building.build import read_conf
from postil.files.text import read_source, shown
from postil.findings.diagnostics import Code, Diagnostic
from postil.findings.source import Source, Span
from postil.model import Part, TextQuoteSelector
from postil.records.sidecar import load_sidecar
from postil.weaving.quoting import Proposal, propose, redescribed, renewed
from postil.weaving.resolving import resolve

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


def propose_entries(conf: Path, article: Path, words: str, part: Part) -> list[Proposal] | str:
    """Return an entry for each place of `words` in an article, or in plain words what is wrong."""
    archive = _archive(conf)
    if isinstance(archive, str):
        return archive
    texts = archive.texts(article.resolve())
    if texts is None:
        return f"{shown(article, archive.layout.root)} cannot be read as an article"
    return propose(texts, words, part)


def renewals(conf: Path, sidecar: Path) -> list[Renewal] | str:
    """Return the drifted notes of a sidecar with the selectors that would tie them anew."""
    archive = _archive(conf)
    if isinstance(archive, str):
        return archive
    sidecar = sidecar.resolve()
    source = read_source(sidecar, archive.layout.root)
    if isinstance(source, Diagnostic):
        return f"{source.path} {source.message}"
    article = archive.layout.article_of(sidecar)
    texts = archive.texts(article) if article else None
    if texts is None:
        return f"{source.path} has no article that can be read"
    loaded, _ = load_sidecar(source, archive.registry)
    found = []
    for annotation in loaded.annotations:
        place, problem = resolve(annotation, texts, source)
        if not place or not problem or problem.code not in _DRIFTED:
            continue
        document = texts.documents[place.part][place.item]
        text = texts.words(place.part, place.item)
        found.append(
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
    return found


def write(sidecar: Path, accepted: Sequence[Renewal]) -> None:
    """Write the accepted renewals into the sidecar, byte for byte the same everywhere else."""
    data = sidecar.read_bytes()
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    source = Source(sidecar.name, data[len(mark) :].decode("utf-8"))
    text = renewed(source, {renewal.place: renewal.now for renewal in accepted})
    beside = sidecar.with_name(f".{sidecar.name}.new")
    beside.write_bytes(mark + text.encode("utf-8"))
    beside.replace(sidecar)  # whole or not at all


def _archive(conf: Path) -> Archive | str:
    settings, problem = read_conf(conf)
    return f"{problem.path}: {problem.message}" if problem else open_archive(settings)
