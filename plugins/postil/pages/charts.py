"""Columns of a chart, as the places of rectangles; a template draws them as SVG.

The chart libraries that were looked at (pygal, leather, matplotlib) write styles and scripts into
their SVG, which the pages' Content-Security-Policy forbids, and know neither the theme's colours
nor its patterns. Stacked columns are little more than sums.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HEIGHT = 160  # units of the drawing, from the base line to the highest column's top
STEP = 46  # units from one column to the next: a year's four digits fit under it
WIDTH = 30
SHOWN = 14  # columns: more would be too small to read on a phone; the table has them all


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a column: so many of one kind."""

    kind: str
    number: int
    place: int
    """Which of the kinds it is, counted from 0: it has its own pattern."""
    y: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A year."""

    name: int
    x: int
    total: int
    numbers: tuple[int, ...]
    parts: tuple[Part, ...]
    """From the base line up, kinds without any left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """A chart of columns, and all its numbers for the table beside it."""

    all: tuple[Column, ...]
    """Oldest first."""

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns that are drawn: the newest ones."""
        return self.all[-SHOWN:]

    @property
    def width(self) -> int:
        """How wide the drawing is."""
        return STEP * len(self.shown)


def columns(numbers: Mapping[int, Sequence[int]], kinds: Sequence[str]) -> Columns:
    """Return the columns for the numbers of each kind in each year, the oldest year first."""
    drawn = sorted(numbers)[-SHOWN:]
    highest = max((sum(numbers[year]) for year in drawn), default=1) or 1
    first = len(numbers) - len(drawn)
    return Columns(
        all=tuple(
            Column(
                name=year,
                x=(place - first) * STEP + (STEP - WIDTH) // 2,
                total=sum(numbers[year]),
                numbers=tuple(numbers[year]),
                parts=tuple(_parts(numbers[year], kinds, HEIGHT / highest)),
            )
            for place, year in enumerate(sorted(numbers))
        )
    )


def _parts(numbers: Sequence[int], kinds: Sequence[str], unit: float) -> list[Part]:
    parts, below = [], 0
    for place, (kind, number) in enumerate(zip(kinds, numbers, strict=True)):
        if number:
            below += number
            top, height = round(HEIGHT - below * unit, 2), round(number * unit, 2)
            parts.append(Part(kind=kind, number=number, place=place, y=top, height=height))
    return parts
