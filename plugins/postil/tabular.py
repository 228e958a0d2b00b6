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
        yield f"{_ENCODE(dict(zip(table.columns, row, strict=True)))}\n"


def spreadsheet(table: Table) -> Iterator[str]:
    """Yield a table as CSV for spreadsheets; several values of a cell stand one a line."""
    line = io.StringIO(newline="")
    writer = csv.writer(line, lineterminator="\r\n")
    line.write(_BYTE_ORDER_MARK)
    for row in (table.columns, *table.rows):
        writer.writerow([_written(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


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
