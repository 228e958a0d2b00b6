"""`postil check --since REVISION`: the archive on disk against the archive in git."""

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any

from postil.archive import Archive, open_archive, severities_of
from postil.files.layout import ARTICLE_KINDS, layout_of
from postil.files.text import read_source
from postil.findings.diagnostics import Diagnostic, with_severities
from postil.findings.source import Source
from postil.header.header import Header
from postil.history.comparing import SOME_DAY, compare
from postil.history.moves import moves
from postil.history.revisions import read_revision
from postil.history.snapshots import AddressOf, Folders, Page, Snapshot, snapshot
from postil.history.wandering import Version, wandered
from postil.records.sidecar import load_sidecar

KINDS = (*sorted(ARTICLE_KINDS), ".yaml")


def changed_since(
    settings: Mapping[str, Any], revision: str, today: dt.date | None
) -> list[Diagnostic]:
    """Return what changed in silence since a revision, or why it cannot be told."""
    layout = layout_of(settings)
    root = layout.root.resolve()
    content, annotations = (
        Path(os.path.relpath(folder.resolve(), root)).as_posix()
        for folder in (layout.content, layout.annotations)
    )
    past = read_revision(root, revision, [content, annotations], KINDS)
    if isinstance(past, Diagnostic):
        return [past]
    folders = Folders(content=content, annotations=annotations)
    address_of = addressing(settings, folders)
    files, lost = [], []
    for path in _files(layout.content, layout.annotations):
        source = read_source(path, root)
        if isinstance(source, Source):
            files.append(source)
        else:
            lost.append(source.path)
    before = snapshot(past.files, folders, address_of, lost=past.lost)
    after = snapshot(files, folders, address_of, lost=lost)
    findings = compare(before, after, today=str(today) if today else SOME_DAY)
    findings += _wandered(before, after, settings)
    levels, _ = severities_of(settings, root)
    return with_severities(findings, levels)


def _wandered(
    before: Snapshot, after: Snapshot, settings: Mapping[str, Any]
) -> Iterator[Diagnostic]:
    """Yield a finding for each note that stands among other words; only edited articles count."""
    pairs, _ = moves(before, after)
    archive = open_archive(settings)
    for old, new in pairs:
        if old.source.text != new.source.text and old.notes and new.notes:
            was = _version(old, before, archive)
            is_ = _version(new, after, archive)
            if was and is_:
                yield from wandered(was, is_)


def _version(page: Page, snapshot: Snapshot, archive: Archive) -> Version | None:
    texts = archive.texts_of(page.source)
    sidecar = snapshot.files[page.sidecar]
    loaded, _ = load_sidecar(sidecar, archive.registry)
    return Version(texts=texts, sidecar=sidecar, annotations=loaded.annotations) if texts else None


def addressing(settings: Mapping[str, Any], folders: Folders) -> AddressOf:
    """Return the function that tells a page's address as Pelican will, without running it."""
    from pelican.readers import parse_path_metadata
    from pelican.utils import slugify

    def slug_of(inside: PurePosixPath, header: Header) -> str:
        named = parse_path_metadata(str(inside), settings).get("slug")
        title = settings["SLUGIFY_SOURCE"] == "title"
        return str(
            header.slug
            or named
            or slugify(
                header.title if title else inside.stem,
                regex_subs=settings.get("SLUG_REGEX_SUBSTITUTIONS", []),
                preserve_case=settings.get("SLUGIFY_PRESERVE_CASE", False),
                use_unicode=settings.get("SLUGIFY_USE_UNICODE", False),
            )
        )

    def address_of(path: str, header: Header) -> str:
        inside = PurePosixPath(path).relative_to(folders.content)
        kind = _kind(inside, settings)
        if not kind or (kind == "ARTICLE" and header.date is None):
            return ""
        extra = dict(header.extra)
        if "save_as" in extra:
            return extra["save_as"].removesuffix("index.html")
        other = header.lang and header.lang != settings["DEFAULT_LANG"]
        form = settings[f"{kind}_LANG_URL" if other else f"{kind}_URL"]
        lang = header.lang or settings["DEFAULT_LANG"]
        try:
            url = form.format(slug=slug_of(inside, header), date=header.date, lang=lang)
        except (KeyError, AttributeError, IndexError, ValueError, TypeError):
            url = str(inside)  # a form with more in it than we know: then its file tells
        return str(url).removeprefix("/")

    return address_of


def _kind(inside: PurePosixPath, settings: Mapping[str, Any]) -> str:
    for kind in ("PAGE", "ARTICLE"):
        if any(inside.is_relative_to(folder) for folder in settings[f"{kind}_PATHS"]):
            return kind
    return ""


def _files(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            with suppress(PermissionError):  # nothing reads it, or that would have been told
                if path.suffix in KINDS and path.is_file():
                    yield path
