"""What is published, and what can be proven of it: the published folder's ledger.

The ledger is what the last build wrote down of each file: its stamp, and what it was made of. It is
a hint that the file system confirms or not, so that a ledger which is lost, damaged or of another
edition proves nothing, and misleads nobody.
"""

import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from postil.engine.fingerprints import PICKLING
from postil.engine.sealed import seal, unseal
from postil.publishing.inventory import MODE, NOTHING, Inventory, take

_FORM = b"postil edition 1"


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a build wrote down of the site that it published."""

    inventory: Inventory = NOTHING
    made: Mapping[str, bytes] = field(default_factory=dict)
    """By the file's name (`2020/12/dam/index.html`), a name for all that it was made of."""
    name: bytes = b""
    """Equal for equal ledgers alone; empty for none."""

    @classmethod
    def read(cls, path: Path) -> "Ledger":
        """Return the ledger that was kept in a file, or an empty one."""
        data, name = unseal(path, _FORM)
        if not data:
            return cls()
        folders, files, made = pickle.loads(data)  # noqa: S301 - the very bytes that were written
        return cls(Inventory(folders, files), made, name)

    def keep(self, path: Path) -> bytes:
        """Write the ledger down, and return its name; raises `OSError`."""
        things = (self.inventory.folders, self.inventory.files, self.made)
        return seal(path, _FORM, pickle.dumps(things, PICKLING))


class Edition:
    """The published site as a build finds it."""

    def __init__(self, ledger: Ledger, found: Inventory) -> None:
        """Compare what was written down of it with what was found in the published folder."""
        self.ledger, self.found = ledger, found
        now = found.files
        then = ledger.inventory.files.items()
        self._intact = {name for name, stamp in then if now.get(name) == stamp}

    @property
    def mode(self) -> int:
        """The mode of the published folder; 0 if there is none."""
        return self.found.folders[""][MODE] if self.found.folders else 0

    def forget(self) -> None:
        """Count on nothing that the last build wrote down."""
        self.ledger = Ledger()
        self._intact.clear()

    def intact(self, name: str) -> bool:
        """Return whether a file is provably as the last build published it.

        `name` is its path below the output folder, with forward slashes.
        """
        return name in self._intact

    def made_of(self, name: str) -> bytes | None:
        """Return what was told of how a file was made, if it is intact and something was told.

        That is what `Stage.made` had for it when it was published: a name (`fingerprints`) for all
        that its bytes depend on. Where a build would make the file of the same, it need not.
        """
        return self.ledger.made.get(name) if name in self._intact else None

    def made(self) -> dict[str, bytes]:
        """Return that of all intact files of which something was told."""
        return {name: of for name, of in self.ledger.made.items() if name in self._intact}

    def whole(self, retain: Sequence[str] = ()) -> bool:
        """Return whether the site is provably as it was published: no file more, less or other.

        What is named in `retain`, or lies below, is its owner's.
        """
        then, now = self.ledger.inventory.without(retain), self.found.without(retain)
        return bool(then.folders) and (
            now.files == then.files and now.folders.keys() == then.folders.keys()
        )


def published_in(output: Path) -> Edition:
    """Return the site that is published in a folder, as it is now; raises `OSError`."""
    output = output.resolve()
    ledger = Ledger.read(ledger_of(output))
    return Edition(ledger, take(output, ledger.inventory))


STAGING = "staging"
"""In the workplace, the folder with the files of a build at work."""


def workplace_of(output: Path) -> Path:
    """Return the folder in which a site is put together, with its ledgers; see `staging`."""
    return output.parent / f".{output.name}.postil"


def ledger_of(output: Path) -> Path:
    """Return the file with the ledger of a site."""
    return workplace_of(output) / "site"


def has_published(output: Path) -> bool:
    """Whether a build has published a site in a folder, as far as its workplace tells."""
    try:
        return any((workplace_of(output) / name).exists() for name in ("site", "back", "published"))
    except PermissionError:  # there is a workplace; that it is closed is told by who opens it
        return True
