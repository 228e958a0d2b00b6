"""The typefaces that cards are set in: what each has a glyph for, and how wide its letters are.

They come with this package, so that a card is the same on every machine; a site may add its own.
"""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "cardfonts"
_BOLD = 600  # of OpenType's weights, and all above


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One file with letters."""

    file: Path
    family: str
    bold: bool
    advances: Mapping[str, float] = field(repr=False)
    """How far each of its characters moves on, in ems."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of a text that are set in one face."""

    face: Face
    text: str


@dataclass(frozen=True)
class Typefaces:
    """Files with letters, in the order in which they are asked for a character."""

    files: tuple[Path, ...]

    @cached_property
    def faces(self) -> tuple[Face, ...]:
        """What is in the files; raises `OSError` or `ValueError` for one that is no typeface."""
        return tuple(map(_face, self.files))

    @cached_property
    def digest(self) -> str:
        """What tells these files from any others; raises `OSError`."""
        found = hashlib.sha256()
        for file in self.files:
            found.update(file.read_bytes())
        return found.hexdigest()

    def runs(self, text: str, *, bold: bool) -> Sequence[Run]:
        """Return a text in the faces that have it; nothing if a character is in none of them."""
        found: list[Run] = []
        for char in text:
            face = self._face(char, bold=bold)
            if face is None and unicodedata.category(char) in {"Cf", "Mn"} and found:
                face = found[-1].face  # it is drawn as nothing, or with the letter before
            if face is None:
                return ()
            if found and (found[-1].face is face or char == " "):
                found[-1] = Run(found[-1].face, found[-1].text + char)
            else:
                found.append(Run(face, char))
        return found

    def width(self, text: str, *, bold: bool) -> float:
        """Return how long a text is, in ems: rather too long than too short, where letters join."""
        return sum(
            run.face.advances.get(char, 0)
            for run in self.runs(text, bold=bold)
            for char in run.text
        )

    def _face(self, char: str, *, bold: bool) -> Face | None:
        having = [face for face in self.faces if char in face.advances]
        return next((face for face in having if face.bold == bold), next(iter(having), None))


def typefaces(more: Sequence[Path] = ()) -> Typefaces:
    """Return our typefaces, and a site's own after them; they are read when a text is set."""
    return Typefaces((*(FOLDER / f"{name}.ttf" for name in _OURS), *more))


_OURS = ("serif-Bold", "serif-Regular", "arabic-Bold", "arabic-Regular", "hebrew-Bold",
         "hebrew-Regular")  # fmt: skip


def _face(path: Path) -> Face:
    from fontTools.ttLib import TTFont, TTLibError  # most builds draw no card

    try:
        with TTFont(path, fontNumber=0, lazy=True) as font:
            em = font["head"].unitsPerEm
            metrics = font["hmtx"].metrics
            return Face(
                file=path,
                family=str(font["name"].getBestFamilyName()),
                bold=font["OS/2"].usWeightClass >= _BOLD,
                advances={
                    chr(code): metrics[name][0] / em for code, name in font.getBestCmap().items()
                },
            )
    except (TTLibError, KeyError, AttributeError) as error:
        raise ValueError(str(path)) from error
