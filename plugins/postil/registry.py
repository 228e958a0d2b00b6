"""The registry: what notes refer to, from `annotations/registry/` and `annotations/claims/`.

Its records name each other in circles (a label names who applied it, who may bear labels), so the
ids of all files are gathered first, and records are read with all of them known. A record with an
error is left out, and so is whatever names it; only the error itself is reported.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from postil.claims import decode_claim
from postil.decoding import Attempt, Fields, Log, attempt, attempt_each, fields_of, settle
from postil.diagnostics import Code, Diagnostic, finding_in_file, nearest
from postil.files import read_source, shown
from postil.forms import ID, VERSION, Flaw, Known, listed
from postil.model import Claim, Gaps, Post, Rating, RecordKind, Registry, Scale
from postil.records import (
    decode_citation,
    decode_entity,
    decode_label,
    decode_post,
    decode_rating,
    decode_retired_rating,
)
from postil.source import Source, Span
from postil.yamlnodes import Mapping as MappingNode
from postil.yamlnodes import Scalar, Sequence, read_yaml

T = TypeVar("T")

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


def load_registry(folder: Path, root: Path) -> tuple[Registry, list[Diagnostic]]:
    """Return the registry in `folder` (`annotations/`), and what is wrong with it.

    Files may be missing: what is not there is empty. Paths are shown relative to `root`.
    """
    files = {kind: _open(folder / "registry" / name, root, name) for kind, name in FILES.items()}
    claims = {
        path.stem: _open(path, root, "a claim")
        for path in sorted((folder / "claims").glob("*.yaml"))
    }
    for name, file in claims.items():
        _check_claim_file(name, file)
    registry = _Loading(files, claims).registry()
    findings = [
        *(found for file in (*files.values(), *claims.values()) for found in file.log.findings),
        *_strays(folder, root),
    ]
    return registry, findings


@dataclass(frozen=True, slots=True)
class _File:
    log: Log
    fields: Fields | None
    """`None` where there are none, be it for an error or because the file is empty."""
    is_broken: bool


def _open(path: Path, root: Path, what: str) -> _File:
    if not path.exists():
        return _File(Log(Source(shown(path, root), "")), None, is_broken=False)
    source = read_source(path, root)
    if isinstance(source, Diagnostic):
        log = Log(Source(source.path, ""))
        log.findings.append(source)
        return _File(log, None, is_broken=True)
    log = Log(source)
    node, found = read_yaml(source)
    log.findings += found
    fields = fields_of(node, log, what) if node else None
    return _File(log, fields, is_broken=bool(log.findings) and fields is None)


def _check_claim_file(name: str, file: _File) -> None:
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


def _decode_shared_claim(name: str, fields: Fields, known: Known) -> Claim:
    if "id" in fields:
        fields.ignore("id")
        fields.log.flaw(
            fields.key_place("id"),
            Code.UNKNOWN_KEY,
            "a claim in a file of its own has no `id`: its id is the file's name",
            advice="remove the line",
        )
    return decode_claim(name, fields, known, shared=True)


class _Loading:
    """All files of a registry on their way to values."""

    def __init__(self, files: Mapping[RecordKind, _File], claims: Mapping[str, _File]) -> None:
        self._files = files
        self._claims = claims
        self._lost = {(RecordKind.CLAIM, name) for name, file in claims.items() if not file.fields}
        self._unread = frozenset(kind for kind, file in files.items() if file.is_broken)
        self._known = Known(
            ids={
                **{kind: _ids(file) for kind, file in files.items()},
                RecordKind.RATING: _rating_ids(files[RecordKind.RATING]),
                RecordKind.CLAIM: claims.keys(),
            },
            citations={},
            retired={},
            gaps=Gaps(kinds=self._unread),
        )

    def registry(self) -> Registry:
        """Read all records, and return those without an error."""
        sources = self._read(RecordKind.SOURCE, decode_citation)
        version, in_use, retired = self._scale()
        known = replace(
            self._known,
            citations={name: read.value for name, read in sources.items() if read.sound},
            retired={name: day for name, read in retired.items() if (day := read.value.retired_on)},
        )
        labels = self._read(RecordKind.LABEL, partial(decode_label, known=known))
        entities = self._read(RecordKind.ENTITY, partial(decode_entity, known=known))
        posts = self._read(RecordKind.POST, partial(decode_post, known=known))
        self._lost |= {(RecordKind.POST, name) for name in self._check_reposts(posts)}
        claims = {
            name: attempt(file.fields, partial(_decode_shared_claim, name, known=known))
            for name, file in self._claims.items()
            if file.fields
        }
        gaps = settle(
            {
                **_keyed(RecordKind.SOURCE, sources),
                **_keyed(RecordKind.RATING, {**in_use, **retired}),
                **_keyed(RecordKind.LABEL, labels),
                **_keyed(RecordKind.ENTITY, entities),
                **_keyed(RecordKind.POST, posts),
                **_keyed(RecordKind.CLAIM, claims),
            },
            Gaps(records=frozenset(self._lost), kinds=self._unread),
        )

        def sound(kind: RecordKind, reads: Mapping[str, Attempt[T]]) -> dict[str, T]:
            return {name: read.value for name, read in reads.items() if not gaps.cover(kind, name)}

        return Registry(
            scale=Scale(
                version=version,
                ratings=tuple(sound(RecordKind.RATING, in_use).values()),
                retired=tuple(sound(RecordKind.RATING, retired).values()),
            ),
            labels=sound(RecordKind.LABEL, labels),
            entities=sound(RecordKind.ENTITY, entities),
            posts=sound(RecordKind.POST, posts),
            citations=sound(RecordKind.SOURCE, sources),
            claims=sound(RecordKind.CLAIM, claims),
            gaps=gaps,
        )

    def _read(self, kind: RecordKind, decode: Callable[[str, Fields], T]) -> dict[str, Attempt[T]]:
        """Read a file of records by their ids."""
        fields = self._files[kind].fields
        reads = attempt_each(fields, _CALLED[kind], decode) if fields else {}
        self._lost |= {(kind, name) for name, read in reads.items() if read is None}
        return {name: read for name, read in reads.items() if read}

    def _check_reposts(self, posts: Mapping[str, Attempt[Post]]) -> set[str]:
        """Report posts that repeat each other in a circle, and return them: none was the first."""
        bad: set[str] = set()
        for name in posts:
            chain = [name]
            while (read := posts.get(chain[-1])) and read.value.reposts not in {None, *chain}:
                chain.append(str(read.value.reposts))
            if read and read.value.reposts == name and not bad & set(chain):
                bad |= set(chain)
                file = self._files[RecordKind.POST]
                circle = " → ".join(f"`{link}`" for link in (*chain, name))
                file.log.flaw(
                    _place(file, name, "reposts"),
                    Code.CIRCULAR_REPOST,
                    f"these posts repeat each other in a circle: {circle}",
                    advice="find out which was first, and remove its `reposts`",
                )
        return bad

    def _scale(self) -> tuple[str, dict[str, Attempt[Rating]], dict[str, Attempt[Rating]]]:
        """Read the version, the ratings in use and those that are retired."""
        fields = self._files[RecordKind.RATING].fields
        if fields is None:
            return "", {}, {}
        version = fields.required("version", VERSION)
        places: dict[str, Span] = {}
        in_use = self._ratings(
            fields.each("ratings", "a rating", at_least=1), decode_rating, places
        )
        usual = {name: read.value.tone for name, read in in_use.items()}
        retired = self._ratings(
            fields.each("retired", "a retired rating"),
            partial(decode_retired_rating, known=self._known, tones=usual),
            places,
        )
        fields.close()
        return version, in_use, retired

    def _ratings(
        self,
        ratings: Iterable[Fields],
        decode: Callable[[str, Fields], Rating],
        places: dict[str, Span],
    ) -> dict[str, Attempt[Rating]]:
        """Read a list of ratings; `places` tells where each id stands first."""
        reads: dict[str, Attempt[Rating]] = {}
        for fields in ratings:
            name = fields.required("id", ID)
            read = attempt(fields, partial(decode, name))
            place = fields.place("id")
            if name in places:
                fields.log.repeated_id(place, "rating", name, places[name])
            elif name:
                places[name] = place
                reads[name] = read
        return reads


_CALLED = {
    RecordKind.LABEL: "a label",
    RecordKind.ENTITY: "an entity",
    RecordKind.POST: "a post",
    RecordKind.SOURCE: "a source",
}


def _keyed(
    kind: RecordKind, reads: Mapping[str, Attempt[T]]
) -> dict[tuple[RecordKind, str], Attempt[object]]:
    return {(kind, name): read for name, read in reads.items()}


def _ids(file: _File) -> frozenset[str]:
    return (
        frozenset(entry.key.text for entry in file.fields.entries()) if file.fields else frozenset()
    )


def _rating_ids(file: _File) -> frozenset[str]:
    """Return the ids of all ratings that have one, whatever else is wrong with them."""
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


def _place(file: _File, name: str, key: str) -> Span:
    """Return where the value of a key of a record stands."""
    record = file.fields.node(name) if file.fields else None
    if isinstance(record, MappingNode):
        for entry in record.entries:
            if entry.key.text == key:
                return entry.value.span
    return Span(0, 0)


def _strays(folder: Path, root: Path) -> Iterator[Diagnostic]:
    """Yield a finding for each file that lies among the registry's and would not be read."""
    for path in sorted((folder / "registry").rglob("*.y*ml")):
        if path.parent.name != "registry" or path.name not in FILES.values():
            near = nearest(path.name, FILES.values())
            yield finding_in_file(
                shown(path, root),
                Code.ORPHAN_SIDECAR,
                "the registry has no file of this name, so this is not read",
                help=f"name it {near}" if near else f"name it {listed(sorted(FILES.values()))}",
            )
    for path in sorted((folder / "claims").rglob("*.y*ml")):
        if path.parent != folder / "claims" or path.suffix != ".yaml":
            yield finding_in_file(
                shown(path, root),
                Code.ORPHAN_SIDECAR,
                "a claim is a file `ID.yaml` in annotations/claims/ itself, so this is not read",
                help=f"name it annotations/claims/{path.stem}.yaml",
            )
