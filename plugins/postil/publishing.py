"""Publishing all or nothing: the site is made in a folder of its own and swapped in whole.

A build that fails or is killed at any moment leaves the published folder exactly as it was.
"""

import ctypes
import ctypes.util
import errno
import filecmp
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_SWAP = 2  # RENAME_EXCHANGE of Linux's renameat2(2), RENAME_SWAP of macOS' renamex_np(2)
_HERE = -100  # AT_FDCWD


@contextmanager
def staging(output: Path) -> Iterator[Path]:
    """Yield an empty folder to build in, and keep every other build of the same site waiting.

    It lies beside `output`, on the same file system, so that the swap is a rename.
    """
    workplace = output.parent / f".{output.name}.postil"
    workplace.mkdir(parents=True, exist_ok=True)
    with _locked(workplace / "lock"):
        _recover(workplace, output)
        folder = workplace / "staging"
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def publish(staged: Path, output: Path, *, retain: Sequence[str] = ()) -> int:
    """Swap the staged site in for the published one; return how many files changed.

    Names in `retain` (Pelican's `OUTPUT_RETENTION`) are kept from the published folder. A file
    with the same bytes as before keeps its time stamp, so that uploads stay small.
    """
    if not output.exists():
        changed = sum(1 for _ in _files(staged))
        staged.rename(output)
        return changed
    for name in retain:
        kept, place = output / name, staged / name
        if kept.is_dir():
            shutil.copytree(kept, place, symlinks=True, dirs_exist_ok=True)
        elif kept.exists():
            shutil.copy2(kept, place)
    changed = sum(
        not _unchanged(path, output / path.relative_to(staged)) for path in _files(staged)
    )
    if not _exchange(staged, output):
        backup = staged.parent / "published"
        output.rename(backup)
        staged.rename(output)
        shutil.rmtree(backup)
    return changed


def _unchanged(new: Path, old: Path) -> bool:
    """Return whether a file's bytes are the published ones; then it takes their time stamp."""
    if not old.is_file() or not filecmp.cmp(new, old, shallow=False):
        return False
    stat = old.stat()
    os.utime(new, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    return True


def _files(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):
        for name in names:
            yield Path(parent, name)


def _recover(workplace: Path, output: Path) -> None:
    """Tidy up after a build that was killed; where it was in mid swap, the old site comes back."""
    backup = workplace / "published"
    if backup.exists() and not output.exists():
        backup.rename(output)
    for name in ("staging", "published"):
        shutil.rmtree(workplace / name, ignore_errors=True)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock, which the system lets go of however this process ends."""
    with path.open("w") as file:
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
