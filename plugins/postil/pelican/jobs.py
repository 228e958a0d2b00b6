"""How many processes a build uses: `POSTIL_JOBS` in Pelican's settings."""

from collections.abc import Iterator, Mapping
from typing import Any

from postil.engine.forking import cores
from postil.files.layout import CONF
from postil.findings.diagnostics import Code, Diagnostic, finding_in_file

JOBS = "POSTIL_JOBS"
"""The key in Pelican's settings for how many processes put pages together; all cores if unset."""


def jobs_of(settings: Mapping[str, Any]) -> int:
    """Return how many processes a site's builds use."""
    wanted = settings.get(JOBS)
    return wanted if isinstance(wanted, int) and wanted > 0 else cores()


def wrong_jobs(settings: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Yield the finding that a site's number of processes is none."""
    wanted = settings.get(JOBS)
    if wanted is not None and not (isinstance(wanted, int) and wanted > 0):
        yield finding_in_file(
            CONF,
            Code.SETTINGS,
            f"{JOBS} is {wanted!r}, which is no number from 1",
            help=f"write {JOBS} = 2, or leave it out to use all cores",
        )
