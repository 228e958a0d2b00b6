"""Bytes kept in a file: replaced whole, and never read back if they are not what was written."""

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from postil.engine.fingerprints import SIZE, of_bytes


def seal(path: Path, form: bytes, data: bytes) -> bytes:
    """Keep bytes in a file, and return a name for them; raises `OSError`.

    `form` names how they are to be read, and changes when that does.
    """
    name = of_bytes(form, data)
    write_whole(path, [form, name, data])
    return name


def unseal(path: Path, form: bytes) -> tuple[bytes, bytes]:
    """Return what was kept, with its name.

    Both are empty if there is no file, or it is damaged or of another form.
    """
    try:
        data = path.read_bytes()
    except OSError:
        return b"", b""
    start = len(form) + SIZE
    kept = data[start:]
    name = of_bytes(form, kept)
    return (kept, name) if data[:start] == form + name else (b"", b"")


def write_whole(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file that is there with all its bytes, or as it was; make its folder if need be.

    Two who write at once do no harm. Raises `OSError`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
        Path(draft).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(draft).unlink()
        raise
