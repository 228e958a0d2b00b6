"""SVG to PNG, and a store in which no picture is drawn twice.

An entry is found by all that its bytes depend on, and holds their digest: one that is torn or was
changed is drawn anew. A store that cannot be written to is done without.
"""

import hashlib
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib.metadata import version
from pathlib import Path

from resvg_py import svg_to_bytes

from postil.sharing.typefaces import Typefaces

_DIGEST = 32  # bytes


class Pictures:
    """Draws pictures, or finds them."""

    def __init__(self, faces: Typefaces, folder: Path | None) -> None:
        """Keep pictures in `folder`, if there is one."""
        self._faces, self._folder = faces, folder
        self._program = version("resvg_py")
        self._used: set[str] = set()
        self.drawn = 0
        """How many were not found."""

    def name_of(self, svg: Callable[[], str]) -> str:
        """Return the name of a picture: equal for equal PNG alone."""
        whole = "\n".join((self._program, self._faces.digest, svg()))
        return hashlib.sha256(whole.encode()).hexdigest()

    def to_draw(self, name: str, svg: Callable[[], str]) -> Callable[[], bytes]:
        """Return what gives a picture of that name as PNG when it is called, in any process.

        It calls `svg` if there is none in the store.
        """
        file = f"{name}.card"
        self._used.add(file)
        return partial(self._png, file, svg)

    def forget_others(self) -> None:
        """Remove what was not asked for: an old verdict's card is of no more use."""
        with suppress(OSError):
            for path in self._folder.glob("*.card") if self._folder else ():
                if path.name not in self._used:
                    path.unlink(missing_ok=True)

    def _png(self, name: str, svg: Callable[[], str]) -> bytes:
        kept = self._kept(name)
        if kept:
            return kept
        self.drawn += 1
        made = bytes(
            svg_to_bytes(
                svg_string=svg(),
                skip_system_fonts=True,
                font_files=[*map(str, self._faces.files)],
            )
        )
        self._keep(name, made)
        return made

    def _kept(self, name: str) -> bytes:
        if self._folder is None:
            return b""
        try:
            entry = (self._folder / name).read_bytes()
        except OSError:
            return b""
        digest, picture = entry[:_DIGEST], entry[_DIGEST:]
        return picture if hashlib.sha256(picture).digest() == digest else b""

    def _keep(self, name: str, picture: bytes) -> None:
        if self._folder is None:
            return
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as file:
                file.write(hashlib.sha256(picture).digest() + picture)
            Path(file.name).replace(self._folder / name)
