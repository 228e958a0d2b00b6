"""Whether a build would change nothing, asked before anything is read or imported for it.

A good build leaves a record: what its settings were, the stamp and the digest of every file that it
read, which edition it published, and what it said. A build that finds all of that again, and the
published folder as it was published, has nothing to do but to say the same.

What cannot be told for certain counts as changed: then the site is built, which is never wrong.
"""

import os
import pickle
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from postil.building.siteconf import LIBRARIES, run
from postil.engine.fingerprints import PICKLING, of_bytes
from postil.engine.sealed import seal, unseal
from postil.files.layout import cache_of, layout_of
from postil.publishing.edition import STAGING, Edition, published_in, workplace_of
from postil.publishing.inventory import (
    MODE,
    NOTHING,
    SIZE,
    TELLING,
    Inventory,
    Stamp,
    stamp_of,
    take,
    time_in,
)

_FORM = b"postil last build 2"
_LARGEST = 1 << 20  # bytes: a larger file is known by its stamp alone, so that photos are not read
_PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Said:
    """What a good build says at its end."""

    findings: str
    output: str
    """The name of the folder in which the site is published."""
    pages: int


@dataclass(frozen=True, slots=True)
class _Place:
    """A file or a folder that was read."""

    inventory: Inventory
    digests: Mapping[str, bytes]
    """By the file's name, where it was made."""


@dataclass(frozen=True, slots=True)
class _Record:
    """What a good build leaves."""

    key: bytes
    """A name for what it was told: settings, environment, Python."""
    packages: Mapping[str, Stamp]
    """The folders in which packages are installed."""
    places: Mapping[str, _Place]
    """By its path, all that it read."""
    output: str
    retain: Sequence[str]
    edition: bytes
    said: Said
    plates: bytes
    """The name of what is kept for a build after an edit of articles' words (`replating`)."""

    @classmethod
    def read(cls, path: Path) -> "_Record | None":
        data, _ = unseal(path, _FORM)
        if not data:
            return None
        things = pickle.loads(data)  # noqa: S301 - as written
        key, packages, places, output, retain, edition, said, plates = things
        return cls(
            key,
            packages,
            {path: _Place(Inventory(*lists), digests) for path, (lists, digests) in places.items()},
            output,
            retain,
            edition,
            Said(*said),
            plates,
        )

    def keep(self, path: Path) -> None:
        """Write it down, in terms that any version of this program can read."""
        places = {
            path: ((place.inventory.folders, place.inventory.files), place.digests)
            for path, place in self.places.items()
        }
        said = (self.said.findings, self.said.output, self.said.pages)
        things = (
            *(self.key, self.packages, places),
            *(self.output, self.retain, self.edition, said),
            self.plates,
        )
        seal(path, _FORM, pickle.dumps(things, PICKLING))


class Trial:
    """The question whether anything has changed, and what was seen while it was asked."""

    def __init__(self, conf: Path) -> None:
        """Run the site's settings, and find the record of the last build."""
        self._key = b""  # none if it cannot be told
        self._file: Path | None = None
        self._then: _Record | None = None
        self._seen: dict[str, Inventory] = {}
        self._modules: tuple[Path, ...] = ()
        self._output, self._retain = Path(), tuple[str, ...]()
        if TELLING:
            with suppress(Exception):  # whatever is wrong with them, a build will say it
                self._begin(conf.absolute())

    def said(self) -> Said | None:
        """Return what a build would say, if it would change nothing: neither a file nor that."""
        then = self._then
        if then is None or then.key != self._key or then.packages != _packages():
            return None
        with suppress(OSError):
            for path, place in then.places.items():
                now = self._seen[path] = _look(path, place.inventory)
                if _changed(path, place, now) != []:
                    return None
            if (workplace_of(Path(then.output)) / STAGING).exists():
                return None  # a build was killed, and the next one clears up
            published = published_in(Path(then.output))
            if published.ledger.name == then.edition and published.whole(then.retain):
                return then.said
        return None

    def look(self, places: Iterable[Path], output: Path, retain: Sequence[str]) -> None:
        """Look at all that a build is about to read."""
        self._output, self._retain = output.absolute(), tuple(retain)
        if self._file is None or not self._key:
            return
        if any(made.is_relative_to(place) for place in places for made in (output, self._file)):
            self._key = b""  # it would change with every build
            return
        paths = map(str, [*places, *self._modules, _PACKAGE])
        try:
            self._seen = {
                path: self._seen.get(path) or _look(path, self._known(path).inventory)
                for path in paths
            }
        except OSError:
            self._key = b""

    @property
    def has_plates(self) -> bool:
        """Whether the last build had the same settings, and left plates."""
        return bool(self._then and self._then.plates and self._key == self._then.key)

    def edited(self, published: Edition) -> tuple[frozenset[Path], Said, bytes] | None:
        """Return which files have other bytes than at the last build, if that is all there is.

        With them, what that build said, and the name of the plates that it left. `published` is
        the site as it is. To be asked after `look`.
        """
        then = self._then
        if then is None or not self.has_plates:
            return None
        if then.packages != _packages() or then.places.keys() != self._seen.keys():
            return None
        if published.ledger.name != then.edition or not published.whole(then.retain):
            return None
        edited = set[Path]()
        for path, place in then.places.items():
            try:
                changed = _changed(path, place, self._seen[path])
            except OSError:  # what cannot be read a build tells
                return None
            if changed is None:
                return None
            edited.update(Path(_join(path, name)) for name in changed)
        return frozenset(edited), then.said, then.plates

    def keep(self, said: Said, edition: bytes, plates: bytes) -> None:
        """Record a good build that published an edition of that name, if it can be told.

        `plates` is the name of what it left for a replate; empty for nothing.
        """
        if not self._key or not edition or self._file is None:
            return
        seen = {path: inventory.settled(self._begun) for path, inventory in self._seen.items()}
        places = {
            path: _Place(inventory, _digests(path, inventory, self._known(path)))
            for path, inventory in seen.items()
        }
        record = _Record(
            *(
                self._key,
                _packages(),
                places,
                str(self._output),
                self._retain,
                edition,
                said,
                plates,
            )
        )
        with suppress(OSError):
            record.keep(self._file)

    def _begin(self, conf: Path) -> None:
        self._begun = time_in(conf.parent)
        ran = run(conf)
        values = ran.values
        if list(values.get("PLUGINS", ())) != ["postil"] or values.get("PLUGIN_PATHS"):
            return  # what else takes part is not ours to judge
        content = Path(os.path.normpath(conf.parent / values["PATH"]))
        layout = layout_of({**values, "PATH": content})
        cache = cache_of(values, layout.root)
        if cache:
            self._modules = ran.modules
            self._key = of_bytes(ran.name, *(repr(part).encode() for part in _surroundings(conf)))
            self._file = cache / "build"
            self._then = _Record.read(self._file)

    def _known(self, path: str) -> _Place:
        nothing = _Place(NOTHING, {})
        return self._then.places.get(path, nothing) if self._then else nothing


def _surroundings(conf: Path) -> Iterator[object]:
    """Yield what a build may depend on besides its settings and what lies in files."""
    yield from (conf, Path.cwd(), sys.version, sys.platform)
    names = {"TZ", "LANG", "LANGUAGE"}
    yield sorted(
        item for item in os.environ.items() if item[0] in names or item[0].startswith("LC_")
    )
    umask = os.umask(0)
    os.umask(umask)
    yield umask


def _packages() -> dict[str, Stamp]:
    """Return the stamps of the folders with packages: each changes when one comes or goes."""
    stamps = {path: stamp_of(path) for path in sys.path if Path(path).name in LIBRARIES}
    return {path: stamp for path, stamp in stamps.items() if stamp}


def _look(path: str, known: Inventory) -> Inventory:
    """Return what lies in a place; a file is like a folder with one file without a name."""
    if path == str(_PACKAGE):
        found = take(_PACKAGE, known, follow=True)
        files = {name: at for name, at in found.files.items() if "__pycache__" not in name}
        return Inventory(found.folders, files)
    stamp = stamp_of(path, follow=True)
    if stamp and S_ISDIR(stamp[MODE]):
        return take(Path(path), known, follow=True)
    return Inventory({}, {"": stamp} if stamp else {})


def _changed(path: str, then: _Place, now: Inventory) -> list[str] | None:
    """Return the files of a place that hold other bytes than they held, by stamps or else by bytes.

    `None` if there are more files, or fewer.
    """
    before = then.inventory.files
    if before.keys() != now.files.keys():
        return None
    return [
        name
        for name, stamp in now.files.items()
        if stamp != before[name]
        and not (
            stamp[SIZE] == before[name][SIZE]
            and name in then.digests
            and _digest(path, name) == then.digests[name]
        )
    ]


def _digests(path: str, now: Inventory, then: _Place) -> dict[str, bytes]:
    """Return the digests of what was seen in a place and has not changed since it was."""
    from postil.engine.forking import cores, each

    before, known = then.inventory.files, then.digests
    found = {
        name: known[name]
        for name, stamp in now.files.items()
        if name in known and before[name] == stamp
    }
    wanted = [
        name
        for name, stamp in now.files.items()
        if name not in found and S_ISREG(stamp[MODE]) and stamp[SIZE] <= _LARGEST
    ]

    def read(number: int) -> bytes:
        name = wanted[number]
        with suppress(OSError):
            digest = _digest(path, name)
            if stamp_of(_join(path, name), follow=True) == now.files[name]:
                return digest
        return b""

    for number, digest in each(read, len(wanted), jobs=cores()):
        if digest:
            found[wanted[number]] = digest
    return found


def _digest(path: str, name: str) -> bytes:
    return of_bytes(Path(_join(path, name)).read_bytes())


def _join(path: str, name: str) -> str:
    return f"{path}/{name}" if name else path
