"""Publishing all or nothing: the new site is made beside the published one and swapped in whole.

A build that fails or is killed at any moment leaves the published folder exactly as it was.

What that costs grows with what changed. The folder that was swapped out stays, as the *back* of the
site; the next build brings it up to date and swaps it in again. A file that is to stay is linked:
it is one file with two names, and takes no room twice. So no file of a site is ever written to,
only replaced. How far the back has come is read off the numbers of its files, whatever became of
the build that worked on it.

    output/                  the site
    .output.postil/back/     the site before, which will be the next one
    .output.postil/staging/  the files of a build at work
    .output.postil/site      the ledger of the site; `behind` is that of the back (see `edition`)
"""

import ctypes
import ctypes.util
import errno
import filecmp
import os
import shutil
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from stat import S_IFMT, S_ISLNK

from postil.engine.forking import cores, meanwhile
from postil.publishing.edition import STAGING, Edition, Ledger, ledger_of, workplace_of
from postil.publishing.inventory import (
    MODE,
    MODIFIED,
    SIZE,
    Difference,
    Inventory,
    moment,
    stamp_of,
    take,
    time_in,
)
from postil.publishing.shaping import Tree

STAGE = "POSTIL_STAGE"
"""The key in Pelican's settings under which a build that is published finds its `Stage`."""

_SWAP = 2  # RENAME_EXCHANGE of Linux's renameat2(2), RENAME_SWAP of macOS' renamex_np(2)
_HERE = -100  # AT_FDCWD
_MANY = 1000  # files: to look at fewer takes less than to start a process for it


@dataclass(frozen=True)
class Stage:
    """Where a new site is put together. Names of files are paths with forward slashes."""

    output: Path
    """Where the site is published."""
    folder: Path
    """Where the files are put that are new, or may be; empty at first."""
    begun: int
    """The time at which the site before was looked at (ns)."""
    ledger: Ledger = field(repr=False)
    """That of the site before."""
    news: Callable[[], Difference] = field(repr=False)
    """Returns what is other there than the ledger has it. Raises `OSError`."""
    back: Callable[[], Inventory | None] = field(repr=False)
    """Returns what lies in the back, if there is one. Raises `OSError`."""
    kept: set[str] = field(default_factory=set)
    """Published files that stay, so that they need not be put into `folder`."""
    made: dict[str, bytes] = field(default_factory=dict)
    """By its name, what a file was made of: the next build reads it in `Edition.made_of`.

    A kept file without an entry keeps the one that it has.
    """

    @cached_property
    def published(self) -> Edition:
        """The site before; raises `OSError`."""
        edition = Edition(self.ledger, self.news().after(self.ledger.inventory))
        if edition.mode != self.folder.stat().st_mode:
            edition.forget()  # another umask: every file is to have its mode
        return edition

    def clear(self) -> None:
        """Begin anew, as if nothing had been put there."""
        shutil.rmtree(self.folder)
        self.folder.mkdir()
        self.kept.clear()
        self.made.clear()


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published."""

    files: Collection[str]
    changed: int
    """How many of the files are new or have other bytes than before."""
    edition: bytes
    """The name of its ledger; empty if it could not be written down."""


@contextmanager
def staging(output: Path, *, jobs: int | None = None) -> Iterator[Stage]:
    """Yield an empty folder to build in, and keep every other build of the same site waiting.

    It lies beside `output`, on the same file system, so that the swap is a rename. With several
    `jobs` (all cores if unset) another process looks at a large site until it is asked for.
    """
    output = output.resolve()  # a link to the published folder stays one
    workplace = workplace_of(output)
    workplace.mkdir(parents=True, exist_ok=True)
    with _locked(workplace / "lock"):
        _recover(workplace, output)
        folder = workplace / STAGING
        folder.mkdir()
        try:
            begun = time_in(folder)
            ledger = Ledger.read(ledger_of(output))
            many = len(ledger.inventory.files) >= _MANY
            looks = partial(_news, output, ledger.inventory), partial(_back, workplace)
            with meanwhile(*looks, jobs=(jobs or cores()) if many else 1) as (news, back):
                yield Stage(output, folder, begun, ledger, news, back)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _news(output: Path, known: Inventory) -> Difference:
    return take(output, known).since(known)


def _back(workplace: Path) -> Inventory | None:
    back = workplace / "back"
    known = Ledger.read(workplace / "behind").inventory
    return take(back, known, names=True) if back.is_dir() else None


def publish(stage: Stage, *, retain: Sequence[str] = ()) -> Publication:
    """Publish the staged files and those that are kept, and nothing else.

    Names in `retain` (Pelican's `OUTPUT_RETENTION`) are kept as they are. A file with the same
    bytes as before keeps its time stamp, so that uploads stay small. Raises `OSError`, and then
    nothing was published.
    """
    workplace = workplace_of(stage.output)
    back = workplace / "back"
    first = not stage.published.found.folders
    staged = take(stage.folder)
    if first and not back.exists():
        _double(stage.folder, staged, workplace)
    now = moment(workplace)
    staged = take(stage.folder, staged).settled(now)
    before = stage.published.found.settled(stage.begun)
    retained = before.below(retain)
    fresh = staged.files.keys() - retained.files.keys()
    equal = {name for name in fresh if _equal(stage, name)}
    same = {name for name in equal if before.files[name][MODE] == staged.files[name][MODE]}
    new = fresh - same
    stay = same | stage.kept - new | retained.files.keys()
    for name in equal - same:
        time = before.files[name][MODIFIED]
        os.utime(stage.folder / name, ns=(time, time))

    mode = staged.folders[""][MODE]
    behind = stage.back()
    tree = Tree(back, behind, mode) if behind and not first else Tree(stage.folder, staged, mode)
    tree.clear(new | stay, retained.folders)
    tree.link(stage.output, {name: before.files[name] for name in stay})
    if tree.root == back:
        tree.move(stage.folder, new)
    made = {name: of for name, of in stage.published.made().items() if name in stay} | stage.made
    ledger = Ledger(tree.inventory(), made)
    _swap(tree.root, stage.output, back)
    return Publication(new | stay, len(new - equal), _write_down(ledger, workplace))


def _double(folder: Path, there: Inventory, workplace: Path) -> None:
    """Make the back of a site that had none, so that its first change is published as fast as any.

    It costs what the first change would: most of it goes into making folders, not links.
    """
    back = workplace / "back"
    with suppress(OSError):  # then the next build goes without
        back.mkdir()
        tree = Tree(back, take(back), there.folders[""][MODE])
        tree.clear(there.files.keys(), {})
        tree.link(folder, there.files)
        Ledger(tree.inventory()).keep(workplace / "behind")


def _equal(stage: Stage, name: str) -> bool:
    """Return whether a staged file's bytes are the published ones."""
    new, old = f"{stage.folder}/{name}", f"{stage.output}/{name}"
    stamp, then = stamp_of(new), stage.published.found.files.get(name)
    if not stamp or not then or S_IFMT(stamp[MODE]) != S_IFMT(then[MODE]):
        return False
    if S_ISLNK(stamp[MODE]):
        return Path(new).readlink() == Path(old).readlink()
    return stamp[SIZE] == then[SIZE] and filecmp.cmp(new, old, shallow=False)


def _swap(tree: Path, output: Path, back: Path) -> None:
    """Put a tree in the place of the site, and the site in that of the back."""
    if not output.exists():
        tree.rename(output)
        return
    if not _exchange(tree, output):
        aside = back.parent / "published"
        output.rename(aside)
        tree.rename(output)
        aside.rename(tree)
    if tree != back:
        tree.rename(back)


def _write_down(ledger: Ledger, workplace: Path) -> bytes:
    """Keep the ledger of the site, as that of the back the one there was; return its name."""
    site = workplace / "site"
    try:
        if site.exists():
            site.replace(workplace / "behind")
        return ledger.keep(site)
    except OSError:  # the site is published; only the next build will take longer
        return b""


def _recover(workplace: Path, output: Path) -> None:
    """Tidy up after a build that was killed; where it was in mid swap, the old site comes back."""
    aside, back = workplace / "published", workplace / "back"
    if aside.exists() and not output.exists():
        aside.rename(output)
    for folder in (workplace / STAGING, aside):
        shutil.rmtree(folder, ignore_errors=True)
    if back.is_symlink() or back.is_file():
        back.unlink()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock, which the system lets go of however this process ends."""
    with path.open("wb") as file:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step, where the system can; return whether it could.

    Between two renames there is a moment without a site, and a build can be killed in it.
    """
    if sys.platform == "win32":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(one), os.fsencode(other)
    if hasattr(library, "renameat2"):
        failed = library.renameat2(_HERE, first, _HERE, second, _SWAP)
    elif hasattr(library, "renamex_np"):
        failed = library.renamex_np(first, second, _SWAP)
    else:
        return False
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}:  # a file system that cannot
        return False
    raise OSError(number, os.strerror(number), str(other))
