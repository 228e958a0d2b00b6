"""The lines of a record's `changes` against those that readers have seen: it only ever grows."""

from dataclasses import dataclass, replace

from postil.findings.diagnostics import Code, Diagnostic, finding
from postil.yaml.written import ChangeLine, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What became of the lines."""

    new: tuple[ChangeLine, ...]
    """Those that nobody has seen yet."""
    findings: tuple[Diagnostic, ...]
    """About those that are not as they were."""


def compare_changes(old: Record, new: Record) -> Changes:
    """Return the lines that are new, and a finding for each old one that is not there any more."""
    left = list(new.changes)
    missing = []
    for line in old.changes:
        if line in left:
            left.remove(line)
        else:
            missing.append(line)
    findings = []
    for line in missing:
        altered = _altered(line, left)
        if altered:
            left.remove(altered)
        findings.append(_finding(new, line, altered))
    return Changes(new=tuple(left), findings=tuple(findings))


def _altered(line: ChangeLine, left: list[ChangeLine]) -> ChangeLine | None:
    """Return the line that was made of an old one, if there is one."""
    for same in (
        lambda other: replace(other, date=line.date) == line,
        lambda other: other.note == line.note,
        lambda other: (other.date, other.type) == (line.date, line.type),
    ):
        if found := next(filter(same, left), None):
            return found
    return None


def _finding(record: Record, line: ChangeLine, altered: ChangeLine | None) -> Diagnostic:
    if altered is None:
        what = f"the change of {line.date} was published and is gone"
        notes = [f"it said: {line.note}"]
    elif altered.date != line.date:
        what = f"the change of {line.date} has the date {altered.date} now"
        notes = [f"it says: {line.note}"]
    else:
        what = f"the change of {line.date} says something else now"
        notes = [f"it said: {_said(line)}", f"it says: {_said(altered)}"]
    return finding(
        record.source,
        altered.span if altered else record.span("changes"),
        Code.REWRITTEN_HISTORY,
        what,
        notes=notes,
        help="put the line back as it was; what is wrong in it is told by another line",
    )


def _said(line: ChangeLine) -> str:
    rated = f" ({line.was} → {line.now})" if line.was or line.now else ""
    return f"{line.type}: {line.note}{rated}"
