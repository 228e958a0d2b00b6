"""Findings on paper: every form in which they are shown. The only place that prints them."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TextIO
from unicodedata import combining, east_asian_width
from urllib.parse import quote

from postil.findings.diagnostics import Code, Diagnostic, Severity, in_order

MOST = 10  # findings of one code in a terminal: nobody reads a hundred, and errors are all shown
LONGEST = 160  # code points of a source line: a sidecar may have a whole source on one
_SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_GITHUB_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def line(found: Diagnostic) -> str:
    """Return the finding on one line: `path:line:column: error[code]: message`."""
    return f"{place(found)}: {found.severity}[{found.code}]: {found.message}"


def place(found: Diagnostic) -> str:
    """Return where the finding is, in the form that editors' programs jump to."""
    return f"{found.path}:{found.line}:{found.column}" if found.line else found.path


def full(found: Diagnostic) -> str:
    """Return the finding with its source line, a caret under the words, evidence and next step."""
    rows = [line(found)]
    margin = " " * len(str(found.line))
    if found.excerpt:
        excerpt, column = _window(found)
        before = excerpt[: column - 1]
        words = excerpt[column - 1 : column - 1 + found.width]
        pad = "".join(char if char == "\t" else " " * _cells(char) for char in before)
        rows += [
            f"{margin} |",
            f"{found.line} | {excerpt}",
            f"{margin} | {pad}{'^' * max(1, sum(map(_cells, words)))}",
        ]
    rows += [f"{margin} = note: {note}" for note in found.notes]
    if found.help:
        rows.append(f"{margin} = help: {found.help}")
    return "\n".join(rows)


def as_text(findings: Sequence[Diagnostic]) -> str:
    """Return all findings in full, an empty line between them."""
    return "".join(f"{full(found)}\n\n" for found in findings)


def as_json(findings: Sequence[Diagnostic]) -> str:
    """Return the findings as a JSON array."""
    rows = [
        {
            "path": found.path,
            "line": found.line,
            "column": found.column,
            "severity": found.severity,
            "code": found.code,
            "message": found.message,
            "notes": found.notes,
            "help": found.help,
        }
        for found in findings
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def as_github(findings: Sequence[Diagnostic]) -> str:
    """Return GitHub workflow commands, which put the findings on the changed lines.

    Escapes are those of the toolkit's `command.ts`: `%`, line ends, and in properties `:` and `,`.
    """
    rows = []
    for found in findings:
        body = "\n".join(
            [found.message, *found.notes, *([found.help] if found.help else [])],
        )
        end = found.column + found.width if found.line else 0
        at = f",line={found.line},col={found.column},endColumn={end}" if found.line else ""
        rows.append(
            f"::{_GITHUB_LEVELS[found.severity]} file={_github_property(found.path)}{at}"
            f",title={_github_property(found.code)}::{_github_data(body)}\n"
        )
    return "".join(rows)


def as_sarif(findings: Sequence[Diagnostic]) -> str:
    """Return a SARIF 2.1.0 log, as GitHub code scanning and editors read it."""
    results = []
    for found in findings:
        location: dict[str, object] = {"artifactLocation": {"uri": quote(found.path)}}
        if found.line:
            location["region"] = {
                "startLine": found.line,
                "startColumn": found.column,
                "endColumn": found.column + found.width,
            }
        text = ". ".join([found.message, *found.notes, *([found.help] if found.help else [])])
        results.append(
            {
                "ruleId": found.code,
                "level": _SARIF_LEVELS[found.severity],
                "message": {"text": text},
                "locations": [{"physicalLocation": location}],
            }
        )
    rules = [{"id": code} for code in sorted({found.code for found in findings})]
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "postil", "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


FORMATS: Mapping[str, Callable[[Sequence[Diagnostic]], str]] = MappingProxyType(
    {"text": as_text, "json": as_json, "github": as_github, "sarif": as_sarif}
)
"""The forms of `postil check --format`."""


def summary(findings: Sequence[Diagnostic]) -> str:
    """Return the count that closes a run: `3 errors and 1 warning in 2 files`."""
    if not findings:
        return "no findings"
    counts = [
        _count(sum(found.severity is severity for found in findings), name)
        for severity, name in (
            (Severity.ERROR, "error"),
            (Severity.WARNING, "warning"),
            (Severity.INFO, "remark"),
        )
        if any(found.severity is severity for found in findings)
    ]
    said = " and ".join([", ".join(counts[:-1]), counts[-1]] if len(counts) > 1 else counts)
    return f"{said} in {_count(len({found.path for found in findings}), 'file')}"


def report(
    findings: Sequence[Diagnostic],
    *,
    form: str = "text",
    stream: TextIO | None = None,
    whole: bool = False,
) -> None:
    """Print the findings, sorted, to `stream` (standard error unless given).

    As text that is every error, the first `MOST` of each other code and a count of the rest, or
    all of them if they are wanted `whole`.
    """
    ordered = in_order(findings)
    shown, more = (ordered, "") if whole or form != "text" else _abridged(ordered)
    (stream or sys.stderr).write(FORMATS[form](shown) + more)


def _abridged(findings: Sequence[Diagnostic]) -> tuple[list[Diagnostic], str]:
    """Return the findings to print, and what is said of the others."""
    shown, left, seen = [], Counter[Code](), Counter[Code]()
    for found in findings:
        seen[found.code] += 1
        if found.is_error or seen[found.code] <= MOST:
            shown.append(found)
        else:
            left[found.code] += 1
    rows = [f"… and {number} more {code}\n" for code, number in sorted(left.items())]
    return shown, "".join([*rows, "`postil check --all` shows them\n\n"] if rows else [])


def _window(found: Diagnostic) -> tuple[str, int]:
    """Return as much of the source line as can be read at a glance, and the column within it."""
    text, at = found.excerpt, found.column - 1
    if len(text) <= LONGEST:
        return text, found.column
    left = max(0, min(at - LONGEST // 4, len(text) - LONGEST))
    right = left + LONGEST
    shown = ("…" if left else "") + text[left:right] + ("…" if right < len(text) else "")
    return shown, at - left + 1 + bool(left)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _cells(char: str) -> int:
    """How many columns of a terminal a character takes (UAX #11)."""
    if combining(char):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def _github_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _github_property(text: str) -> str:
    return _github_data(text).replace(":", "%3A").replace(",", "%2C")
