"""`postil build` and `postil check`, from a site's settings to what came of it."""

import csv
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postil.building.inputs import places
from postil.building.lastbuild import Said, Trial
from postil.building.pelicanconf import read_conf, wrong_values
from postil.building.placing import misplaced
from postil.files.text import shown
from postil.findings.diagnostics import Code, Diagnostic, Severity, finding_in_file, in_order
from postil.pelican.jobs import JOBS, jobs_of
from postil.publishing.staging import STAGE, Stage, publish, staging

if TYPE_CHECKING:
    from postil.library.library import Library


ARTICLES = "data/articles.csv"
"""In a published site, the file with a row for each article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a build or a check."""

    findings: Sequence[Diagnostic]
    output: Path | None = None
    """Where the site was published; `None` if it was not."""
    pages: int = 0
    changed: int = 0
    """How many of its files are new or have other bytes than before."""
    edition: bytes = b""
    """A name for the published site, if it is kept one."""
    library: "Library | None" = None
    """All that the archive says, if it could be read; of a check."""
    settings: dict[str, Any] | None = field(default=None, repr=False)
    """Where a build that published has left what it knows, for `rebuilding.proofs`."""
    said: Said | None = None
    """What it says, if that is what the last build said."""
    plates: bytes = b""
    """The name of what it leaves for a replate; empty for nothing."""
    can_be_told: bool = True
    """Whether it is known of each file that a build has read, so that the next may see a change."""

    @property
    def failed(self) -> bool:
        """Whether there is an error among the findings."""
        return any(found.is_error for found in self.findings)


def check(conf: Path, *, since: str = "", today: dt.date | None = None) -> Outcome:
    """Return what a build of the site would find, without building it.

    With `since`, a revision of git, that is also what has changed in silence. `today` is the day
    by which the archive is measured, in place of the newest day that it speaks of itself.
    """
    settings, problems = _settings(conf)
    if problems:
        return Outcome(findings=problems)
    settings["POSTIL_TODAY"] = today
    from postil.building.running import run

    output = Path(settings["OUTPUT_PATH"])
    findings = _emptied(run(settings, write=False), output)
    if since and not any(found.code is Code.UNREADABLE for found in findings):
        # What cannot be read would look as if it had been removed.
        from postil.history.since import changed_since

        findings = in_order([*findings, *changed_since(settings, since, today)])
    return Outcome(findings=findings, library=settings.get("POSTIL_LIBRARY"))


def build(conf: Path, *, jobs: int | None = None, trial: Trial | None = None) -> Outcome:
    """Build the site and publish it, unless there is an error: then all stays as it was.

    `jobs` is how many processes are used, in place of what the site's settings say. A `trial` is
    told what is about to be read.
    """
    settings, problems = _settings(conf)
    if problems:
        return Outcome(findings=problems)
    if jobs:
        settings[JOBS] = jobs
    output, retain = Path(settings["OUTPUT_PATH"]), settings["OUTPUT_RETENTION"]
    try:
        with staging(output, jobs=jobs_of(settings)) as stage:
            if trial:
                trial.look(places(settings, conf), output, retain)
            settings["OUTPUT_PATH"] = str(stage.folder)
            settings[STAGE] = stage
            # What is imported from here on is loaded while the published site is looked at.
            outcome = _replated(settings, stage, trial) or _built(settings, output)
            if outcome.failed:
                return outcome
            published = publish(stage, retain=retain)
    except OSError as error:
        place = shown(Path(error.filename), conf.parent) if error.filename else output.name
        return Outcome(
            findings=[
                finding_in_file(
                    place,
                    Code.UNREADABLE,
                    f"cannot be written: {error.strerror or error}",
                    help="nothing was published; make room or give permission, and build again",
                )
            ]
        )
    return replace(
        outcome,
        output=output,
        pages=sum(name.endswith(".html") for name in published.files),
        changed=published.changed,
        edition=published.edition,
        settings=settings,
    )


def _replated(settings: dict[str, Any], stage: Stage, trial: Trial | None) -> Outcome | None:
    """Make what an edit of articles' words changes, if there was no other."""
    if trial is None or not trial.has_plates:
        return None
    from postil.building.replating import replate

    edited = trial.edited(stage.published)
    if not edited:
        return None
    files, said, plates = edited
    plates = replate(settings, files, said.findings, plates, stage)
    return Outcome(findings=[], said=said, plates=plates) if plates else None


def _built(settings: dict[str, Any], output: Path) -> Outcome:
    """Build the whole site into its stage."""
    from postil.building.running import may_have_read_more, plates_of, run

    findings = _emptied(run(settings, write=True), output)
    if any(found.is_error for found in findings):
        return Outcome(findings=findings)
    plates, read = plates_of(settings, findings), not may_have_read_more(settings)
    return Outcome(findings=findings, plates=plates, can_be_told=read)


def _emptied(findings: list[Diagnostic], output: Path) -> list[Diagnostic]:
    """Return the findings; that there is no article is an error where the published site has some.

    A wrong folder looks just like an empty archive, and a site is more than a warning's worth.
    """
    if not any(found.code is Code.EMPTY_ARCHIVE for found in findings):
        return findings
    published = _published_articles(output)
    told = f"the site in {output.name} has articles: {published}"
    return in_order(
        replace(
            found,
            severity=Severity.ERROR,
            notes=(*found.notes, told),
            help=f"{found.help}; if the archive is to be empty, remove {output.name} first",
        )
        if published and found.code is Code.EMPTY_ARCHIVE
        else found
        for found in findings
    )


def _published_articles(output: Path) -> int:
    """Return how many articles the published site has, by its own open data."""
    try:
        with (output / ARTICLES).open(encoding="utf-8", newline="") as file:
            return max(0, sum(1 for _ in csv.reader(file)) - 1)
    except (OSError, ValueError, csv.Error):
        return 0


def _settings(conf: Path) -> tuple[dict[str, Any], list[Diagnostic]]:
    """Return a site's settings, and why it cannot be built with them."""
    settings, problem = read_conf(conf)
    if problem:
        return {}, [problem]
    problems = [*wrong_values(settings, conf)]
    place = misplaced(settings, conf)
    return settings, in_order([*problems, place] if place else problems)
