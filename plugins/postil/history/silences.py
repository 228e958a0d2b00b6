"""What changed in silence: the finding, with what it was and is, and the line to paste."""

from collections.abc import Iterator, Mapping

from postil.anchoring.forms import typed
from postil.findings.diagnostics import Code, Diagnostic, finding
from postil.history.differing import was_and_is
from postil.model import ChangeType
from postil.yaml.written import Record


def in_silence(
    old: Record, new: Record, key: str, code: Code, advice: str, of: str = ""
) -> Iterator[Diagnostic]:
    """Yield a finding if a key holds other words; `of` says of what, where the place does not.

    How quotation marks, dashes and spaces are set is free.
    """
    if old.text(key) != new.text(key) and _typed(old.text(key)) != _typed(new.text(key)):
        yield finding(
            new.source,
            new.span(key),
            code,
            f"`{key}`{of} has changed, and no new line of `changes` says so",
            notes=was_and_is(old.text(key), new.text(key), key),
            help=advice,
        )


def _typed(text: str) -> str:
    return typed(text).text.strip()


def lost_in_silence(old: Record, new: Record, key: str, advice: str) -> Iterator[Diagnostic]:
    """Yield a finding if a list lacks something that readers had; what it gained is free.

    An item with more in it than it had is still there.
    """
    if gone := lost(old, new, key):
        yield finding(
            new.source,
            new.span(key),
            Code.SILENT_CLARIFICATION,
            f"`{key}` has lost something, and no new line of `changes` says so",
            notes=[f"it had: {shown(row)}" for row in gone],
            help=advice,
        )


def lost(old: Record, new: Record, key: str) -> list[Mapping[str, str]]:
    """Return the items of a list that are not there any more."""
    left = list(new.rows(key))
    gone = []
    for row in old.rows(key):
        same = next((other for other in left if row.items() <= other.items()), None)
        if same is None:
            gone.append(row)
        else:
            left.remove(same)
    return gone


def shown(row: Mapping[str, str]) -> str:
    """Return an item of a list as its editor wrote it."""
    return ", ".join(f"{key}: {text}" if key else text for key, text in row.items())


def line_to_paste(record: Record, type_: ChangeType, day: str, more: str = "") -> str:
    """Return the help that gives the line to paste."""
    signed = "claim" in record or "note" in record
    by = f", by: {record.text('by')}" if signed and record.text("by") else ""
    line = f"- {{date: {day}, type: {type_}{by}, note: …{more}}}"
    where = "add to `changes`" if "changes" in record else "add `changes:`, and under it"
    return f"{where}: {line}"
