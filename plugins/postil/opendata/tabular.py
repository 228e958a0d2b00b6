"""Tables and their two forms: JSON Lines and CSV.

A row of JSON Lines is exact. CSV is for spreadsheets: RFC 4180, with a byte order mark so that
they read it as UTF-8, and with every cell that they would take for a formula made plain text.
"""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass

Cell = str | int | tuple[str, ...] | None
"""`None` where nothing is known; dates are text, as ISO 8601 has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of the open data."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def json_lines(table: Table) -> Iterator[str]:
    """Yield a table as JSON Lines: an object a line, every column in each."""
    for row in table.rows:
        yield json_line(table.columns, row)


def json_line(columns: tuple[str, ...], row: tuple[Cell, ...]) -> str:
    """Return one row of it."""
    return f"{_ENCODE(dict(zip(columns, row, strict=True)))}\n"


def spreadsheet(table: Table) -> Iterator[str]:
    """Yield a table as CSV for spreadsheets; several values of a cell stand one a line."""
    yield _BYTE_ORDER_MARK
    lines = _Lines()
    for row in (table.columns, *table.rows):
        yield lines.of(row)


def spreadsheet_line(columns: tuple[str, ...], row: tuple[Cell, ...]) -> str:  # noqa: ARG001 - as in JSON
    """Return one row of it."""
    return _Lines().of(row)


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: with an apostrophe before it.

    One that begins with an apostrophe gets another, so that taking one away undoes it.
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def bare(cell: str) -> str:
    """Return the text that `guarded` was given."""
    return cell.removeprefix("'")


_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
_BYTE_ORDER_MARK = "\ufeff"

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
"""What begins a formula, in full width too; a tab or line end before one is skipped by some."""


class _Lines:
    """Writes rows as lines of CSV."""

    def __init__(self) -> None:
        self._file = io.StringIO(newline="")
        self._writer = csv.writer(self._file, lineterminator="\r\n")

    def of(self, row: tuple[Cell, ...]) -> str:
        self._file.seek(0)
        self._file.truncate()
        self._writer.writerow([_written(cell) for cell in row])
        return self._file.getvalue()


def _written(cell: Cell) -> str | int:
    match cell:
        case None:
            return ""
        case tuple():
            return guarded("\n".join(cell))
        case str():
            return guarded(cell)
        case int():
            return cell
