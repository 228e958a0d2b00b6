"""Things kept from one build for the next, by name, in a folder that is never trusted.

Each build adds one file with what it has made; an index names the things in it and in those of
earlier builds. What is damaged, cut short or of another form is not there: it is made again. Files
are only ever added and removed whole, so that two builds at once do no harm, and a thing is read
from its file when it is asked for: a build has in memory what it works on.
"""

import os
import pickle
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from postil.engine.fingerprints import PICKLING, of_bytes
from postil.engine.sealed import seal, unseal

_FORM = b"postil cabinet 2"
_INDEX = "index"
_MOST = 8  # files; with more the small ones become one, and all when half of them is of no use


_Place = tuple[str, int, int, bytes]
"""Where a thing is: its file (empty for that of this build), from where, how long; its digest.

A plain tuple, since an index has tens of thousands of them, and is read by every build.
"""


class Cabinet:
    """A folder of named things."""

    def __init__(self, folder: Path | None) -> None:
        """Open the folder, if there is a sound one; without one, nothing outlives the build."""
        self._folder = folder
        self._known = _index(folder)
        self._used: dict[bytes, _Place] = {}
        self._open: dict[str, int] = {}
        self._draft: Path | None = None
        self._end = 0
        self._loose: dict[bytes, bytes] = {}

    def get(self, name: bytes) -> bytes | None:
        """Return the thing of that name, as it was put in, or nothing."""
        if name in self._loose:
            return self._loose[name]
        place = self._used.get(name) or self._known.get(name)
        if not place:
            return None
        thing = self._read(place)
        file, _, length, digest = place
        if len(thing) != length or (file and of_bytes(thing) != digest):
            return None  # what this build has put in itself is as it was
        self._used[name] = place
        return thing

    def retain(self, name: bytes) -> None:
        """Keep the thing of that name, if there is one, as if it had been asked for."""
        if name in self._known:
            self._used.setdefault(name, self._known[name])

    def retain_all(self) -> None:
        """Keep everything, as if it had been asked for: a build that stops did not ask for all."""
        self._used = {**self._known, **self._used}

    def drop(self, name: bytes) -> None:
        """Keep the thing of that name no longer."""
        self._used.pop(name, None)

    def put(self, name: bytes, thing: bytes) -> None:
        """Add a thing; where nothing can be written it stays in memory for this build."""
        digest = of_bytes(thing)
        known = self._known.get(name)
        if known and known[3] == digest and of_bytes(self._read(known)) == digest:
            self._used[name] = known
            return
        try:
            file = self._own_file()
            written = _write_at(file, thing, self._end)
        except OSError:
            written = -1
        if written == len(thing):
            self._used[name] = "", self._end, len(thing), digest
            self._end += len(thing)
        else:
            self._loose[name] = thing

    def keep(self) -> None:
        """Keep what this build has asked for or added, and nothing else."""
        if not self._folder:
            return
        with suppress(OSError):
            if self._used != self._known:
                self._write_down()
            kept = {_INDEX, *(file for file, *_ in self._known.values())}
            for path in self._folder.iterdir():
                if path.name not in kept:
                    path.unlink()

    def _write_down(self) -> None:
        files = self._scattered()
        for name in [name for name, (file, *_) in self._used.items() if file in files]:
            thing = self.get(name)
            del self._used[name]
            self._known.pop(name)
            if thing is not None:
                self.put(name, thing)
        if self._draft:
            own = self._draft.name
            self._open[own] = self._open.pop("")
            self._draft = None
            self._end = 0
            self._used = {
                name: place if place[0] else (own, *place[1:]) for name, place in self._used.items()
            }
        self._known = dict(self._used)
        self._write_index()

    def _scattered(self) -> set[str]:
        """Return the files that are to become one: all, if too little of them is still in use.

        Where there are only too many, the largest stays, which has most of what lies there.
        """
        assert self._folder
        files = {file for file, *_ in self._used.values()} - {""}
        try:
            sizes = {name: (self._folder / name).stat().st_size for name in files}
        except FileNotFoundError:
            return files
        used = sum(length for file, _, length, _ in self._used.values() if file)
        if 2 * used < sum(sizes.values()):
            return files
        return files - {max(files, key=sizes.__getitem__)} if len(files) > _MOST else set()

    def _write_index(self) -> None:
        assert self._folder
        seal(self._folder / _INDEX, _FORM, pickle.dumps(self._known, PICKLING))

    def _read(self, place: _Place) -> bytes:
        """Return the bytes at a place, or fewer."""
        file, start, length, _ = place
        try:
            if file not in self._open:
                assert self._folder
                self._open[file] = os.open(self._folder / file, os.O_RDONLY)
            return _read_at(self._open[file], length, start)
        except OSError:
            return b""

    def _own_file(self) -> int:
        if "" not in self._open:
            if self._folder:
                self._folder.mkdir(parents=True, exist_ok=True)
                handle, name = tempfile.mkstemp(dir=self._folder, prefix="things-")
                self._draft = Path(name)
            else:
                with tempfile.TemporaryFile() as file:
                    handle = os.dup(file.fileno())
            self._open[""] = handle
        return self._open[""]

    def __del__(self) -> None:
        for handle in self._open.values():
            with suppress(OSError):
                os.close(handle)


if sys.platform == "win32":

    def _read_at(file: int, length: int, start: int) -> bytes:
        os.lseek(file, start, os.SEEK_SET)
        return os.read(file, length)

    def _write_at(file: int, thing: bytes, start: int) -> int:
        os.lseek(file, start, os.SEEK_SET)
        return os.write(file, thing)

else:  # where processes that were forked share the place at which a file is read

    def _read_at(file: int, length: int, start: int) -> bytes:
        return os.pread(file, length, start)

    def _write_at(file: int, thing: bytes, start: int) -> int:
        return os.pwrite(file, thing, start)


def _index(folder: Path | None) -> dict[bytes, _Place]:
    """Return what an earlier build has kept; nothing if its index is not as it was written."""
    data = unseal(folder / _INDEX, _FORM)[0] if folder else b""
    known: dict[bytes, _Place] = pickle.loads(data) if data else {}  # noqa: S301 - as written
    return known
