"""The picture that stands beside a link to an article or a claim: 1200 by 630 pixels, as SVG.

Words are set in lines here, for a picture does not break them by itself. A text with a character
that no typeface has is left out rather than shown as boxes: then the sign of the verdict speaks.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from postil.sharing.typefaces import Typefaces

WIDTH, HEIGHT = 1200, 630  # as ogp.me's readers crop it
_EDGE = 84
_ROOM = WIDTH - 2 * _EDGE - 20
_SIZES = (68, 62, 56, 50, 44, 40, 36)  # pixels: the largest in which the text fits
_TALL = 292  # pixels for the text
_LEADING = 1.28
_SIGNS = 12  # signs of notes at most

PAPER, INK, SOFT, QUIET, LINE = "#faf7f0", "#1c1a17", "#4a443a", "#635b4e", "#cfc5b0"
TONES = {
    "good": "#0b5f5b", "mixed": "#7d4e00", "bad": "#9c2a1c", "open": "#5c3f7d",
    "inform": "#4c5561", "warn": "#6d5318",
}  # fmt: skip
"""The colours of theme/css/tokens.css by day: a picture knows nothing of its reader's machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a picture says."""

    text: str
    """The claim, or the article's title."""
    who: str
    """Who made the claim, or the article's outlet."""
    site: str
    verdict: str = ""
    """In a word; none on an article's."""
    verdict_or: str = ""
    """The verdict in other words, for one with a character that no typeface has."""
    tone: str = ""
    signs: tuple[str, ...] = ()
    """The tones of an article's notes."""
    rtl: bool = False


def drawn(card: Card, faces: Typefaces, sign: Callable[[str], str]) -> str:
    """Return a card as SVG; `sign` draws the sign of a tone, in a square of 16 pixels."""
    tone = TONES.get(card.tone, "#1d3f6e")
    can_be_set = not card.verdict_or or faces.runs(card.verdict, bold=True)
    verdict = card.verdict if can_be_set else card.verdict_or
    made = _Drawing(faces, sign, rtl=card.rtl)
    made.box(0, 0, 20, HEIGHT, tone)
    size, lines = made.fitted(card.text)
    if verdict and lines:
        made.sign(card.tone, _EDGE, 78, 72)
        made.words(verdict, 92, 138, 60, tone, bold=True)
    elif verdict:
        made.sign(card.tone, _EDGE, 200, 170)
        made.words(verdict, 210, 330, 120, tone, bold=True)
    elif lines:
        made.words(card.who, 0, 130, 36, SOFT)
    else:
        size, lines = made.fitted(card.who)
    top = 190 + (_TALL - len(lines) * size * _LEADING) / 2
    for number, line in enumerate(lines):
        made.words(line, 0, top + size * (number * _LEADING + 0.95), size, INK, bold=True)
    if verdict:
        made.words(card.who, 0, 526, 36, SOFT)
    made.box(_EDGE, 552, WIDTH - 2 * _EDGE, 2, LINE)
    made.words(card.site, 0, 596, 30, QUIET)
    for number, each in enumerate(card.signs[:_SIGNS]):
        made.sign(each, WIDTH - _EDGE - 30 - number * 42, 566, 30)
    return made.svg()


class _Drawing:
    """An SVG in the making; measured from the side on which its script begins."""

    def __init__(self, faces: Typefaces, sign: Callable[[str], str], *, rtl: bool) -> None:
        self._faces, self._sign, self._rtl = faces, sign, rtl
        self._parts: list[str] = []

    def box(self, start: float, top: float, width: float, height: float, colour: str) -> None:
        left = WIDTH - start - width if self._rtl else start
        self._parts.append(
            f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" '
            f'fill="{colour}"/>'
        )

    def sign(self, tone: str, start: float, top: float, size: float) -> None:
        left = WIDTH - start - size if self._rtl else start
        inner = self._sign(tone)
        colour = TONES.get(tone, QUIET)
        self._parts.append(
            f'<g transform="translate({left:g} {top:g}) scale({size / 16:g})" '
            f'class="{escape(tone)}"><g color="{colour}">{inner}</g></g>'
        )

    def words(
        self, text: str, start: float, base: float, size: float, colour: str, *, bold: bool = False
    ) -> None:
        """Set one line, which begins `start` from the edge, or leave it out."""
        runs = self._faces.runs(_tidy(text), bold=bold)
        if not runs:
            return
        spans = "".join(
            f'<tspan font-family="{escape(run.face.family)}" '
            f'font-weight="{700 if run.face.bold else 400}">{escape(run.text)}</tspan>'
            for run in runs
        )
        room = _ROOM - start
        wide = self._faces.width(_tidy(text), bold=bold) * size
        size = size if wide <= room else size * room / wide
        start += _EDGE
        place = f'x="{WIDTH - start:g}" text-anchor="end"' if self._rtl else f'x="{start:g}"'
        before, after = ("\u202b", "\u202c") if self._rtl else ("", "")
        self._parts.append(
            f'<text {place} y="{base:.1f}" font-size="{size:.1f}" fill="{colour}" '
            f'xml:space="preserve">{before}{spans}{after}</text>'
        )

    def fitted(self, text: str) -> tuple[int, Sequence[str]]:
        """Return the size in which a text fits, and its lines; one that is too long is cut."""
        text = _tidy(text)
        if not self._faces.runs(text, bold=True):
            return _SIZES[0], ()
        for size in _SIZES:
            most = int(_TALL / (size * _LEADING))
            lines = self._lines(text, _ROOM / size)
            if len(lines) <= most:
                return size, lines
        return size, [*lines[: most - 1], f"{lines[most - 1]}…"]

    def _lines(self, text: str, room: float) -> list[str]:
        lines = [""]
        for part in _PARTS.findall(text):
            longer = lines[-1] + part
            if lines[-1] and self._faces.width(longer.rstrip(), bold=True) > room:
                lines.append(part.lstrip())
            else:
                lines[-1] = longer
        return [line.strip() for line in lines]

    def svg(self) -> str:
        """Return the picture."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
            f'viewBox="0 0 {WIDTH} {HEIGHT}"><style>{_STYLE}</style>'
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>{"".join(self._parts)}</svg>'
        )


_STYLE = (
    ".postil-ink{fill:currentColor}"
    ".postil-line{fill:none;stroke:currentColor;stroke-width:1.6}"
    f".postil-cut{{fill:none;stroke:{PAPER};stroke-width:1.8}}"
)
_EAST = "\u2e80-\u303f\u3041-\u33ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_STAY = "，。、）」』》】！？：；”’…％"  # never first in a line
_PARTS = re.compile(rf"\s*(?:[“‘（「『《【]*[{_EAST}][{_STAY}]*|[^\s{_EAST}]+[{_STAY}]*)")


def _tidy(text: str) -> str:
    """Return a text in one line, without marks of direction: the card has one for all of it."""
    shown = "".join(char for char in text if char in "\u200c\u200d" or _is_shown(char))
    return " ".join(unicodedata.normalize("NFC", shown).split())


def _is_shown(char: str) -> bool:
    return unicodedata.category(char) != "Cf" and (char.isspace() or char.isprintable())
