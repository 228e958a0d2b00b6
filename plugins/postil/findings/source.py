"""Text files as findings see them: the one place where offsets become line and column.

Everything else in Postil speaks of a `Span` of code points in a `Source`.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from postil.engine.packed import Packed

_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Span(Packed):
    """A half-open range of code points in a `Source`."""

    start: int
    end: int


NOWHERE = Span(0, 0)
"""In place of where something stands in a file that is not at hand, or of no account."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place as editors' programs show it: line and column from 1, in code points."""

    line: int
    column: int


@dataclass(frozen=True)
class Source:
    """One text file: where it lies and what it says, line endings as they are on disk."""

    path: str
    """Relative to the site's folder, with forward slashes: what a finding prints."""
    text: str = field(repr=False)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_END.finditer(self.text))]

    def position(self, offset: int) -> Position:
        """Return the line and column of a code point offset; one past the end is the end."""
        line = bisect_right(self._line_starts, max(0, offset)) - 1
        return Position(line + 1, offset - self._line_starts[line] + 1)

    def line(self, number: int) -> str:
        """Return line `number` (from 1) without its line ending; a line past the end is empty."""
        if number == 1:
            start = 0  # without a look at all lines: every article is asked for its first
        elif 1 < number <= len(self._line_starts):
            start = self._line_starts[number - 1]
        else:
            return ""
        end = _LINE_END.search(self.text, start)
        return self.text[start : end.start() if end else len(self.text)]

    def offset(self, line: int, column: int = 1) -> int:
        """Return the offset of a line and column, both from 1; past the end is the end."""
        if line > len(self._line_starts):
            return len(self.text)
        return min(self._line_starts[line - 1] + column - 1, len(self.text))

    def whole(self) -> Span:
        """Return the span of the whole text."""
        return Span(0, len(self.text))
