"""What may happen to the files that builds make and keep."""

import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

Mischief = Callable[[Path], object]
"""Does it, given the site's folder."""


def mischief(random: Random) -> tuple[str, Mischief]:
    """Return something that may happen, with its name."""
    name, do = random.choice(_KINDS)
    return name, partial(do, random.random())


def _touched(seed: float, site: Path) -> None:
    """Give files another time stamp, an older or a newer one."""
    random = Random(seed)
    for folder in ("content", "annotations"):
        for path in sorted((site / folder).rglob("*")):
            if random.random() < 0.5:
                os.utime(path, (random.randrange(2**30), random.randrange(2**30)))


def _spoilt(folder: str, seed: float, site: Path) -> None:
    """Cut a file short, fill it with something else, change a byte of it, or remove it."""
    random = Random(seed)
    paths = sorted(path for path in (site / folder).rglob("*") if path.is_file())
    if not paths:
        return
    path = random.choice(paths)
    data = path.read_bytes()
    at = random.randrange(len(data)) if data else 0
    match random.randrange(5):
        case 0:
            path.write_bytes(data[:at])
        case 1:
            path.write_bytes(random.randbytes(len(data)))
        case 2:
            path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :] if data else b"x")
        case 3:
            path.unlink()
        case 4:
            path.with_name(f"{path.name}.stray").write_bytes(b"stray")


def _thinned(folder: str, seed: float, site: Path) -> None:
    """Remove one file in three."""
    random = Random(seed)
    for path in sorted((site / folder).rglob("*")):
        if path.is_file() and random.random() < 0.3:
            path.unlink()


def _removed(folder: str, _: float, site: Path) -> None:
    shutil.rmtree(site / folder, ignore_errors=True)


_KINDS: list[tuple[str, Callable[[float, Path], object]]] = [
    ("all touched", _touched),
    ("a spoilt cache", partial(_spoilt, ".cache")),
    ("a spoilt cache", partial(_spoilt, ".cache")),
    ("half a cache", partial(_thinned, ".cache")),
    ("no cache", partial(_removed, ".cache")),
    ("a spoilt workplace", partial(_spoilt, ".output.postil")),
    ("half a workplace", partial(_thinned, ".output.postil")),
    ("no workplace", partial(_removed, ".output.postil")),
    ("a spoilt page", partial(_spoilt, "output")),
    ("half a site", partial(_thinned, "output")),
    ("nothing published", partial(_removed, "output")),
]
