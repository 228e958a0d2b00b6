"""An archive at one moment: what had been published, read from its files just as they are written.

No error is reported here: a file of the past may be of another age, and a wrong file of today has
its findings already. What cannot be read is known to be unread, and nobody misses what is in it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from postil.files.layout import ARTICLE_KINDS
from postil.findings.source import Source
from postil.header.header import Header, HeaderStatus, read_header
from postil.model import Kind, RecordKind, Status
from postil.records.redirects import REDIRECTS, read_redirects
from postil.yaml.written import Record, Written

AddressOf = Callable[[str, Header], str]
"""Returns the address of a page, given its file's path and its header; `""` for none."""

REGISTRY = {
    RecordKind.LABEL: "labels.yaml",
    RecordKind.ENTITY: "entities.yaml",
    RecordKind.POST: "posts.yaml",
    RecordKind.SOURCE: "sources.yaml",
}
SCALE = "scale.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """Where an archive keeps its files, relative to the site's folder."""

    content: str
    annotations: str

    def sidecar_of(self, article: str) -> str:
        """Return the path of an article's sidecar."""
        inside = PurePosixPath(article).relative_to(self.content)
        return str(PurePosixPath(self.annotations, inside).with_suffix(".yaml"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An article or a page of the site."""

    source: Source
    header: Header = field(repr=False)
    body: str = field(repr=False)
    """Its text, in Markdown."""
    address: str
    """`2020/12/slug/`; empty where it has none."""
    published: bool
    sidecar: str
    notes: tuple[Record, ...] | None = ()
    """`None` where the sidecar cannot be read."""

    @property
    def path(self) -> str:
        """Its file."""
        return self.source.path


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimState:
    """A claim, wherever it is kept."""

    record: Record
    shared: bool
    published: bool


@dataclass(frozen=True)
class Snapshot:
    """An archive at one moment."""

    files: Mapping[str, Source] = field(repr=False)
    """The files that could be read, by their paths."""
    pages: tuple[Page, ...]
    folders: Folders
    lost: frozenset[str] = frozenset()
    """Files that are there and are no text."""

    @cached_property
    def claims(self) -> Mapping[str, ClaimState]:
        """Every claim by its id: a claim's id is the archive's."""
        found: dict[str, ClaimState] = {}
        folder = f"{self.folders.annotations}/claims/"
        for path, source in self.files.items():
            name = path.removeprefix(folder).removesuffix(".yaml")
            if path == f"{folder}{name}.yaml" and "/" not in name:
                record = Written(source).whole(name)
                found[name] = ClaimState(record=record, shared=True, published=is_out(record))
        for page in self.pages:
            for note in page.notes or ():
                if note.text("kind") == Kind.CLAIM and "use" not in note:
                    state = ClaimState(
                        record=note, shared=False, published=page.published and is_out(note)
                    )
                    found.setdefault(note.id, state)
        return found

    @cached_property
    def redirects(self) -> Mapping[str, str]:
        """Old addresses, and the new ones."""
        source = self.files.get(self._registry(REDIRECTS))
        return {each.old: each.new for each in read_redirects(source)[0]} if source else {}

    def registry(self, kind: RecordKind) -> Mapping[str, Record]:
        """Return the labels, entities, posts or sources by their ids."""
        return self.file(self.registry_file(kind)).records

    def registry_file(self, kind: RecordKind) -> str:
        """Return the path of the file that holds records of a kind."""
        return self._registry(SCALE if kind is RecordKind.RATING else REGISTRY[kind])

    @property
    def scale(self) -> Written:
        """The scale's file."""
        return self.file(self._registry(SCALE))

    def file(self, path: str) -> Written:
        """Return a file of records; one that is not there has none."""
        return Written(self.files.get(path, Source(path, "")))

    def is_unread(self, path: str) -> bool:
        """Whether a file is there, and nobody can say what is in it."""
        return path in self.lost or (path in self.files and self.file(path).unreadable)

    def _registry(self, name: str) -> str:
        return f"{self.folders.annotations}/registry/{name}"


def snapshot(
    files: Iterable[Source],
    folders: Folders,
    address_of: AddressOf,
    *,
    lost: Iterable[str] = (),
) -> Snapshot:
    """Return the snapshot that an archive's files make."""
    by_path = {source.path: source for source in sorted(files, key=lambda source: source.path)}
    lost = frozenset(lost)
    pages = tuple(_pages(by_path, folders, address_of, lost))
    return Snapshot(by_path, pages, folders, lost)


def is_out(record: Record) -> bool:
    """Return whether readers have seen a record: all but drafts."""
    return record.text("status") != Status.DRAFT


def _pages(
    files: Mapping[str, Source], folders: Folders, address_of: AddressOf, lost: frozenset[str]
) -> Iterator[Page]:
    for path, source in files.items():
        place = PurePosixPath(path)
        if place.suffix not in ARTICLE_KINDS or not place.is_relative_to(folders.content):
            continue
        header, start, _ = read_header(source, page=True)
        if header is None:
            continue
        sidecar = folders.sidecar_of(path)
        written = Written(files[sidecar]) if sidecar in files else None
        unread = sidecar in lost or (written is not None and written.unreadable)
        address = address_of(path, header)
        yield Page(
            source=source,
            header=header,
            body=source.text[start:],
            address=address,
            published=bool(address)
            and header.status in {HeaderStatus.PUBLISHED, HeaderStatus.HIDDEN},
            sidecar=sidecar,
            notes=None if unread else written.notes if written else (),
        )
