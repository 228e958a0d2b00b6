"""The registry: what notes refer to, from `annotations/registry/` and `annotations/claims/`.

Its records name each other in circles (a label names who applied it, who may bear labels), so the
ids of all files are gathered first, and records are read with all of them known. A record with an
error is left out, and so is whatever names it; only the error itself is reported.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from postil.findings.diagnostics import Code, Diagnostic
from postil.findings.source import Span
from postil.model import Claim, Gaps, Post, Rating, RecordKind, Registry, Scale
from postil.records.claims import decode_claim
from postil.records.decoding import Attempt, Fields, attempt, attempt_each, settle
from postil.records.fields import (
    decode_citation,
    decode_entity,
    decode_label,
    decode_post,
    decode_rating,
    decode_retired_rating,
)
from postil.records.forms import ID, VERSION, Known
from postil.records.shelf import (
    FILES,
    File,
    check_claim_file,
    claim_files,
    ids_of,
    is_closed,
    open_file,
    place_of,
    rating_ids,
    strays,
)

T = TypeVar("T")


def load_registry(folder: Path, root: Path) -> tuple[Registry, list[Diagnostic]]:
    """Return the registry in `folder` (`annotations/`), and what is wrong with it.

    Files may be missing: what is not there is empty. Paths are shown relative to `root`.
    """
    files = {
        kind: open_file(folder / "registry" / name, root, name) for kind, name in FILES.items()
    }
    claims = {
        path.stem: open_file(path, root, "a claim") for path in claim_files(folder / "claims")
    }
    for name, file in claims.items():
        check_claim_file(name, file)
    closed = frozenset({RecordKind.CLAIM}) if is_closed(folder / "claims") else frozenset()
    registry = _Loading(files, claims, closed).registry()
    findings = [
        *(found for file in (*files.values(), *claims.values()) for found in file.log.findings),
        *strays(folder, root),
    ]
    return registry, findings


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

    def __init__(
        self,
        files: Mapping[RecordKind, File],
        claims: Mapping[str, File],
        closed: frozenset[RecordKind],
    ) -> None:
        self._files = files
        self._claims = claims
        self._lost = {(RecordKind.CLAIM, name) for name, file in claims.items() if not file.fields}
        self._unread = frozenset(kind for kind, file in files.items() if file.is_broken) | closed
        self._known = Known(
            ids={
                **{kind: ids_of(file) for kind, file in files.items()},
                RecordKind.RATING: rating_ids(files[RecordKind.RATING]),
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
        followed: set[str] = set()
        circular: set[str] = set()
        for first in posts:
            chain: dict[str, None] = {}
            name = first
            while name in posts and name not in followed:
                followed.add(name)
                chain[name] = None
                name = posts[name].value.reposts or ""
            if name in chain:
                names = list(chain)
                circle = names[names.index(name) :]
                self._report_circle(circle)
                circular |= set(circle)
        return circular

    def _report_circle(self, names: list[str]) -> None:
        file = self._files[RecordKind.POST]
        circle = " → ".join(f"`{name}`" for name in (*names, names[0]))
        file.log.flaw(
            place_of(file, names[0], "reposts"),
            Code.CIRCULAR_REPOST,
            f"these posts repeat each other in a circle: {circle}",
            advice="find out which was first, and remove its `reposts`",
        )

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
