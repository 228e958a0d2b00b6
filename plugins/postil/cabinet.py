"""Things kept from one build for the next, by name, in one file that is never trusted.

A cabinet that is damaged, cut short or of another form is empty: what was in it is made again.
Its file is replaced whole, so that two builds at once do no harm.
"""

import pickle
import struct
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from postil.fingerprints import PICKLING, of_bytes
from postil.sealed import write_whole

_FORM = b"postil cabinet 1"
_HEAD = struct.Struct("<16s16sQ")  # the form, the name of the index, and its length


class Cabinet:
    """A file of named things."""

    def __init__(self, path: Path) -> None:
        """Open the file, if there is a sound one."""
        self._path = path
        self._index: dict[bytes, tuple[int, int, bytes]] = {}
        self._data = b""
        with suppress(OSError):
            self._read(path.read_bytes())

    def get(self, name: bytes) -> bytes | None:
        """Return the thing of that name, as it was put in, or nothing."""
        start, length, digest = self._index.get(name, (0, 0, b""))
        thing = self._data[start : start + length]
        if of_bytes(thing) == digest:
            return thing
        self._index.pop(name, None)  # so that `replace` writes it anew
        return None

    def replace(self, things: Mapping[bytes, bytes]) -> None:
        """Keep these things and no others; where nothing can be written nothing is kept."""
        index: dict[bytes, tuple[int, int, bytes]] = {}
        start = 0
        for name, thing in things.items():
            index[name] = (start, len(thing), of_bytes(thing))
            start += len(thing)
        if index == self._index:
            return
        listed = pickle.dumps(index, PICKLING)
        head = _HEAD.pack(_FORM, of_bytes(listed), len(listed))
        with suppress(OSError):
            write_whole(self._path, [head, listed, *things.values()])

    def _read(self, data: bytes) -> None:
        if len(data) < _HEAD.size:
            return
        form, name, length = _HEAD.unpack_from(data)
        listed = data[_HEAD.size : _HEAD.size + length]
        if form == _FORM and of_bytes(listed) == name:
            self._index = pickle.loads(listed)  # noqa: S301 - the very bytes that were written
            self._data = data[_HEAD.size + length :]
