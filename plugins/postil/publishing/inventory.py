"""What lies in a folder, by name and stamp: whether all is as it was costs a `stat` each.

The file system stamps a file at every change of its bytes, its permissions or its links, and that
time (`ctime`) cannot be set by hand: a file that has the stamp it had has the bytes it had. So git
knows what is unchanged, too. One thing is to be heeded ("racy git", in git's own documentation):
the clock of a file system ticks, and a change in the tick in which a stamp was taken does not show.
What is only just changed is therefore never taken for known.
"""

import errno
import os
import sys
import tempfile
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR

TELLING = sys.platform != "win32"
"""Whether stamps say something: Windows has no `ctime` of that kind."""

Stamp = tuple[int, int, int, int, int]
"""Size, time of change of the bytes and of anything (ns), number of the file, and mode."""

UNKNOWN: Stamp = (-1, -1, -1, -1, -1)
"""The stamp of no file."""

_TICK = 0.05  # seconds: Linux ticks after 0.01 at most; for slower clocks nobody waits
SIZE, MODIFIED, _CHANGED, NUMBER, MODE = range(5)  # places in a stamp


@dataclass(frozen=True, slots=True)
class Inventory:
    """The folders and files below one folder, by their paths from there (`2020/dam/index.html`)."""

    folders: Mapping[str, Stamp]
    """Each after the one that it lies in; the first is the folder itself, `""`."""
    files: Mapping[str, Stamp]

    def settled(self, moment: int) -> "Inventory":
        """Return the same, in which no stamp that tells too little is like any stamp of a file.

        Those are the stamps that were not older than the moment at which they were taken.
        """
        return Inventory(_settled(self.folders, moment), _settled(self.files, moment))

    def below(self, names: Iterable[str]) -> "Inventory":
        """Return what has one of these names, or lies below one."""
        tops = tuple(f"{name.strip('/')}/" for name in names)

        def chosen(stamps: Mapping[str, Stamp]) -> dict[str, Stamp]:
            return {name: at for name, at in stamps.items() if f"{name}/".startswith(tops)}

        return Inventory(chosen(self.folders), chosen(self.files)) if tops else NOTHING

    def without(self, names: Iterable[str]) -> "Inventory":
        """Return all the rest."""
        gone = self.below(names)
        if gone is NOTHING:
            return self
        return Inventory(
            {name: at for name, at in self.folders.items() if name not in gone.folders},
            {name: at for name, at in self.files.items() if name not in gone.files},
        )

    def since(self, known: "Inventory") -> "Difference":
        """Return what is other here than in another inventory of the same folder."""
        return Difference(_new(self.folders, known.folders), _new(self.files, known.files))


NOTHING = Inventory({}, {})

_News = tuple[Mapping[str, Stamp], Collection[str]]


@dataclass(frozen=True, slots=True)
class Difference:
    """From one inventory of a folder to another: of each kind what has come, and what is gone."""

    folders: _News
    files: _News

    def after(self, known: Inventory) -> Inventory:
        """Return the inventory that is other by this."""
        return Inventory(_renewed(known.folders, self.folders), _renewed(known.files, self.files))


def _new(now: Mapping[str, Stamp], then: Mapping[str, Stamp]) -> _News:
    come = {name: stamp for name, stamp in now.items() if then.get(name) != stamp}
    return come, then.keys() - now.keys()


def _renewed(then: Mapping[str, Stamp], news: _News) -> Mapping[str, Stamp]:
    come, gone = news
    left = {name: at for name, at in then.items() if name not in gone} if gone else then
    return {**left, **come} if come else left


def take(
    folder: Path, known: Inventory = NOTHING, *, follow: bool = False, names: bool = False
) -> Inventory:
    """Look at all that lies below a folder; `known` makes it quicker, and never another.

    A folder with the stamp that is known holds the names that are known, so it is not listed again.
    With `follow` a link stands for what it leads to. With `names` files are not looked at where
    their folder has the stamp that is known: they are the same files (by number), with the stamps
    that they had. Raises `OSError`.
    """
    root = f"{folder}/"
    folders: dict[str, Stamp] = {}
    files: dict[str, Stamp] = {}
    changed = []
    for name, stamp in (known.folders or {"": UNKNOWN}).items():
        if not name or name.rpartition("/")[0] in folders:
            found = stamp_of(root + name, follow=follow)
            if found and S_ISDIR(found[MODE]):
                folders[name] = found
                if found != stamp:
                    changed.append(name)
    same = folders.keys() - changed
    for name, stamp in known.files.items():
        if name.rpartition("/")[0] in same:
            found = stamp if names else stamp_of(root + name, follow=follow)
            if found and S_ISDIR(found[MODE]):  # a link that led nowhere
                folders[name] = found
                changed.append(name)
            elif found:
                files[name] = found
    while changed:
        name = changed.pop()
        with os.scandir(root + name) as entries:
            for entry in entries:
                path = f"{name}/{entry.name}" if name else entry.name
                found = stamp_of(entry.path, follow=follow) if path not in folders else None
                if found and S_ISDIR(found[MODE]):
                    if follow and _leads_back(path, found, folders):
                        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), entry.path)
                    folders[path] = found
                    changed.append(path)
                elif found:
                    files[path] = found
    return Inventory(folders, files)


def stamp_of(path: str, *, follow: bool = False) -> Stamp | None:
    """Return the stamp of what is there, if there is anything; of a link, if it leads nowhere."""
    try:
        found = os.stat(path) if follow else os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return stamp_of(path) if follow else None
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_mode)


def moment(folder: Path) -> int:
    """Wait for the clock of a folder's file system to tick; return the time it shows then (ns).

    What was changed before has an older stamp than what is changed from now on.
    """
    until = time.monotonic() + _TICK
    first = time_in(folder)
    while (now := time_in(folder)) == first and time.monotonic() < until:
        time.sleep(0.001)
    return now


def time_in(folder: Path) -> int:
    """Return what the clock of a folder's file system shows (ns)."""
    with tempfile.TemporaryFile(dir=folder) as file:
        return os.fstat(file.fileno()).st_ctime_ns


def parent(name: str) -> str:
    """Return the folder that something in an inventory lies in."""
    return name.rpartition("/")[0]


def _settled(stamps: Mapping[str, Stamp], moment: int) -> dict[str, Stamp]:
    return {
        name: stamp if TELLING and stamp[_CHANGED] < moment else (*stamp[:2], -1, *stamp[3:])
        for name, stamp in stamps.items()
    }


def _leads_back(path: str, stamp: Stamp, folders: Mapping[str, Stamp]) -> bool:
    """Return whether a folder is one of those that it lies in."""
    while path:
        path = parent(path)
        if folders[path][NUMBER] == stamp[NUMBER]:
            return True
    return False
