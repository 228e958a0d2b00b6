"""What Pelican logs, as findings: it logs a failed article or plugin and goes on without it."""

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from postil.files.text import printable
from postil.findings.diagnostics import Code, Diagnostic, Severity, finding_in_file


@contextmanager
def listening(log: "PelicanLog") -> Iterator["PelicanLog"]:
    """Have Pelican log there, and nowhere else."""
    logger = logging.getLogger("pelican")
    kept = logger.handlers[:], logger.propagate, logger.level
    logger.handlers, logger.propagate = [log], False
    logger.setLevel(log.level)
    try:
        yield log
    finally:
        logger.handlers, logger.propagate = kept[:2]
        logger.setLevel(kept[2])


class PelicanLog(logging.Handler):
    """Keeps what Pelican logs as a warning or worse."""

    def __init__(self, level: int = logging.WARNING) -> None:
        """Keep records of `level` and above."""
        super().__init__(level=level)
        self._records: list[tuple[int, str, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record, without the traceback that may come with it."""
        error = record.exc_info[1] if record.exc_info else None
        cause = f"{type(error).__name__}: {error}" if error else ""
        self._records.append(
            (record.levelno, printable(" ".join(record.getMessage().split())), cause)
        )

    def clear(self) -> None:
        """Forget everything."""
        self._records.clear()

    def findings(self, root: Path | None = None) -> list[Diagnostic]:
        """Return a finding for each message, in Pelican's own words if we have none for it.

        Files below `root`, if it is given, are named from there.
        """
        above = f"{root}{os.sep}" if root else ""
        return [
            _finding(level, message.replace(above, "") if above else message, cause)
            for level, message, cause in dict.fromkeys(self._records)
        ]


_MISSING = re.compile(
    r"Cannot get modification stamp for (?P<read>.+?) \[Errno 2\]"
    r"|Unable to find '(?P<linked>.+?)', skipping url replacement"
)
"""What Pelican says of a link to a file that is not there: `{static}`, `{attach}`, `{filename}`."""


_UNREADABLE = re.compile(
    r"Cannot get modification stamp for (?P<seen>.+?) \[Errno 13\] (?P<why>[^:]+)"
    r"|A problem occurred copying file (?P<copied>.+) to .+?; \[Errno \d+\] (?P<because>[^:]+)"
)
"""What Pelican says of a file that it leaves out of the site."""


def _finding(level: int, message: str, cause: str) -> Diagnostic:
    if missing := _MISSING.match(message):
        name = missing["read"] or missing["linked"]
        return finding_in_file(
            "content",
            Code.MISSING_LINK_TARGET,
            f"a link leads to {name}, and there is no such file",
            help=f"put the file there, or mend the link: look for {Path(name).name} in content/",
        )
    if unreadable := _UNREADABLE.match(message):
        return finding_in_file(
            unreadable["seen"] or unreadable["copied"],
            Code.UNREADABLE,
            f"cannot be copied to the site: {unreadable['why'] or unreadable['because']}",
            help="give yourself permission to read it, or make room; nothing was published",
        )
    return finding_in_file(
        "pelican",
        Code.PELICAN,
        message,
        notes=[cause] if cause else [],
        severity=Severity.ERROR if level >= logging.ERROR else Severity.WARNING,
    )
