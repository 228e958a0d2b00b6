"""Making one tree of files into another, at the price of the difference."""

import os
import shutil
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from stat import S_IMODE

from postil.publishing.inventory import (
    MODE,
    NUMBER,
    UNKNOWN,
    Inventory,
    Stamp,
    moment,
    parent,
    stamp_of,
)


class Tree:
    """A folder on its way to be published, at which nobody else looks."""

    def __init__(self, root: Path, there: Inventory, mode: int) -> None:
        """Begin with what is in the folder; `mode` is that of all folders."""
        self.root = root
        self._mode = mode
        self._folders = dict(there.folders)
        self._files = dict(there.files)
        self._touched: set[str] = set()
        """Folders and files with other stamps than at first."""

    def clear(self, files: AbstractSet[str], folders: Mapping[str, Stamp]) -> None:
        """Leave no files but these; have the folders for them, and `folders`, and no others."""
        needed = {"", *folders}
        for name in {parent(name) for name in files}:
            while name not in needed:
                needed.add(name)
                name = parent(name)  # noqa: PLW2901 - up to one that is there
        modes = {name: stamp[MODE] for name, stamp in folders.items()}
        for name, stamp in self._folders.items():
            if stamp[MODE] != modes.get(name, self._mode):
                self._permit(name, modes.get(name, self._mode))
        for name in self._files.keys() - files:
            self._remove(name)
        for name in [name for name in reversed(self._folders) if name not in needed]:
            os.rmdir(self._at(name))
            self._touched.add(parent(name))
            del self._folders[name]
        for name in sorted(needed - self._folders.keys()):
            os.mkdir(self._at(name))
            self._touched |= {name, parent(name)}
            self._folders[name] = UNKNOWN
            if name in modes:
                self._permit(name, modes[name])

    def link(self, source: Path, files: Mapping[str, Stamp]) -> None:
        """Have files of another tree under their names; copies where there can be no links."""
        there = self._files
        others = [
            name
            for name, stamp in files.items()
            if there.get(name, UNKNOWN)[NUMBER] != stamp[NUMBER]
        ]
        for name in others:
            if name in there:
                self._remove(name)
            theirs, ours = f"{source}/{name}", self._at(name)
            try:
                os.link(theirs, ours, follow_symlinks=False)
            except OSError:  # a file may have too many names, too
                shutil.copy2(theirs, ours, follow_symlinks=False)
            self._touched |= {name, parent(name)}
        there.update(files)

    def move(self, source: Path, names: Iterable[str]) -> None:
        """Have files of another tree under their names, in place of what was there."""
        for name in names:
            os.replace(f"{source}/{name}", self._at(name))
            self._touched |= {name, parent(name)}
            self._files[name] = UNKNOWN

    def inventory(self) -> Inventory:
        """Return what is in the folder now."""
        now = moment(self.root.parent)
        stamps = {name: stamp_of(self._at(name)) or UNKNOWN for name in self._touched}
        touched = Inventory(
            {name: stamp for name, stamp in stamps.items() if name in self._folders},
            {name: stamp for name, stamp in stamps.items() if name in self._files},
        ).settled(now)
        return Inventory({**self._folders, **touched.folders}, {**self._files, **touched.files})

    def _permit(self, folder: str, mode: int) -> None:
        os.chmod(self._at(folder), S_IMODE(mode))
        self._touched.add(folder)

    def _remove(self, name: str) -> None:
        os.unlink(self._at(name))
        self._touched.add(parent(name))
        del self._files[name]

    def _at(self, name: str) -> str:
        return f"{self.root}/{name}"
