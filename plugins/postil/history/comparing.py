"""Nothing changes in silence: what was published against what is there now.

Two snapshots in, findings out. A record that readers have seen keeps its id, its address and the
lines of its history, and where its verdict, its words or its meaning changed, a new line says so.
What was a draft is free. Claims are compared by their id, wherever they are kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from postil.findings.diagnostics import Code, Diagnostic, finding
from postil.history.changelines import Changes, compare_changes
from postil.history.differing import clipped
from postil.history.edits import letters, silent_edits
from postil.history.moves import moves
from postil.history.registry import RegistryComparison, removed
from postil.history.silences import in_silence, line_to_paste, lost_in_silence
from postil.history.snapshots import ClaimState, Page, Snapshot, is_out
from postil.model import ChangeType, Kind, Status
from postil.yaml.written import Record

SOME_DAY = "YYYY-MM-DD"
"""Stands in a line that is ready to paste for the day that the editor fills in."""


def compare(before: Snapshot, after: Snapshot, *, today: str = SOME_DAY) -> list[Diagnostic]:
    """Return what changed in silence from `before` to `after`."""
    return list(_Comparison(before, after, today).findings())


@dataclass(frozen=True)
class _Comparison:
    before: Snapshot
    after: Snapshot
    today: str

    def findings(self) -> Iterator[Diagnostic]:
        pairs, found = moves(self.before, self.after)
        yield from found
        registry = RegistryComparison(self.before, self.after, self.today)
        for old, new in pairs:
            yield from silent_edits(old, new, self.today)
            yield from self._notes(old, new)
            yield from registry.sources(old.sidecar, new.sidecar)
        yield from self._claims()
        yield from registry.findings()

    # Notes

    def _notes(self, old: Page, new: Page) -> Iterator[Diagnostic]:
        """Compare the notes of an article, their claims aside."""
        if old.notes is None or new.notes is None:
            return
        now = {note.id: note for note in new.notes}
        place = new.sidecar if new.sidecar in self.after.files else old.sidecar
        for note in old.notes:
            if not is_out(note):
                continue
            if note.id not in now:
                yield removed(place, "note", note.id, _WITHDRAW)
            elif not is_out(now[note.id]):
                yield _unpublished(now[note.id], "note")
            else:
                yield from self._note(note, now[note.id])

    def _note(self, old: Record, new: Record) -> Iterator[Diagnostic]:
        was, is_ = _about(old), _about(new)
        if was != is_:
            yield finding(
                new.source,
                new.place,
                Code.REUSED_ID,
                f"the note `{new.id}` was {was} and is {is_}",
                help="give this note an id of its own, and bring the old one back",
            )
            return
        changes = compare_changes(old, new)
        if not changes.new:
            yield from self._moved(old, new)
        if old.text("kind") == Kind.CLAIM and "use" not in old:
            return  # the rest of it is its claim, and compared as that
        yield from changes.findings
        if old.text("kind") == Kind.CONTEXT and not changes.new:
            yield from self._lesser(old, new, "note")
            yield from self._dated_back(old, new)
            yield from lost_in_silence(old, new, "sources", self._line(new))
        yield from self._reinstated(old, new, changes, "note")

    def _moved(self, old: Record, new: Record) -> Iterator[Diagnostic]:
        """Report a note on other words than it was; signs and spaces between them are free."""
        if letters(old.text("quote")) != letters(new.text("quote")):
            yield from self._lesser(old, new, "quote")

    # Claims

    def _claims(self) -> Iterator[Diagnostic]:
        for name, old in self.before.claims.items():
            if not old.published:
                continue
            new = self.after.claims.get(name)
            if new is None:
                yield from self._lost_claim(name, old)
            elif new.shared and not is_out(new.record):
                yield _unpublished(new.record, "claim")
            else:
                yield from self._claim(old.record, new.record)

    def _lost_claim(self, name: str, old: ClaimState) -> Iterator[Diagnostic]:
        """Report a claim that had a file; where it was a note, the note is reported."""
        path = old.record.source.path
        if old.shared and not self.after.is_unread(path):
            yield removed(path, "claim", name, _WITHDRAW)

    def _claim(self, old: Record, new: Record) -> Iterator[Diagnostic]:
        if self.after.is_unread(new.source.path):
            return
        if old.text("claim") != new.text("claim") and old.text("said_by") != new.text("said_by"):
            yield finding(
                new.source,
                new.span("claim"),
                Code.REUSED_ID,
                f"the claim `{new.id}` is another claim of somebody else now",
                notes=[
                    f"it was: {clipped(old.text('claim'))} ({old.text('said_by')})",
                    f"it is: {clipped(new.text('claim'))} ({new.text('said_by')})",
                ],
                help="give this claim an id of its own, and bring the old one back",
            )
            return
        changes = compare_changes(old, new)
        yield from changes.findings
        if old.text("verdict") != new.text("verdict"):
            yield from self._verdict(old, new, changes)
        if not changes.new:
            for key in ("claim", "fact", "said_by"):
                line = line_to_paste(new, ChangeType.CORRECTION, self.today)
                yield from in_silence(old, new, key, Code.SILENT_CHANGE, line)
            for key in ("why", "said_on", "first_seen"):
                yield from self._lesser(old, new, key)
            yield from self._dated_back(old, new)
            yield from lost_in_silence(old, new, "sources", self._line(new))
        yield from self._reinstated(old, new, changes, "claim")

    def _verdict(self, old: Record, new: Record, changes: Changes) -> Iterator[Diagnostic]:
        """Report a verdict that changed without a line that says from what to what."""
        was, is_ = old.text("verdict"), new.text("verdict")
        if any(line.was == was and line.now for line in changes.new):
            return
        yield finding(
            new.source,
            new.span("verdict"),
            Code.SILENT_CHANGE,
            f"the verdict was `{was}` and is `{is_}`, and no new line of `changes` says so",
            help=line_to_paste(new, ChangeType.UPDATE, self.today, f", was: {was}, now: {is_}"),
        )

    def _reinstated(
        self, old: Record, new: Record, changes: Changes, what: str
    ) -> Iterator[Diagnostic]:
        if old.text("status") == Status.WITHDRAWN != new.text("status") and not changes.new:
            yield finding(
                new.source,
                new.span("status"),
                Code.SILENT_CHANGE,
                f"this {what} was withdrawn and is back, and no new line of `changes` says so",
                help=line_to_paste(new, ChangeType.UPDATE, self.today),
            )

    def _lesser(self, old: Record, new: Record, key: str) -> Iterator[Diagnostic]:
        """Report what an editor may mend without a word, if the site says so."""
        yield from in_silence(old, new, key, Code.SILENT_CLARIFICATION, self._line(new))

    def _dated_back(self, old: Record, new: Record) -> Iterator[Diagnostic]:
        """Report what was known later before; a later day is a fresh look, and free."""
        if new.text("as_of") < old.text("as_of"):
            yield from self._lesser(old, new, "as_of")

    def _line(self, record: Record) -> str:
        return line_to_paste(record, ChangeType.CLARIFICATION, self.today)


_WITHDRAW = (
    "bring it back; to take it back, set `status: withdrawn` and add to `changes` a line of "
    "`type: retraction` that gives the reason"
)


def _about(note: Record) -> str:
    """Return what a note is, as far as it may not become another."""
    if "use" in note:
        return f"on the claim `{note.text('use')}`"
    match note.text("kind"):
        case Kind.CLAIM:
            return f"on the claim `{note.id}`"
        case Kind.LABEL:
            return f"on the labels of `{note.text('who')}`"
        case kind:
            return f"a {kind} note"


def _unpublished(record: Record, what: str) -> Diagnostic:
    return finding(
        record.source,
        record.span("status"),
        Code.REMOVED_ID,
        f"the {what} `{record.id}` was published and is a draft now",
        help=_WITHDRAW.replace("bring it back", "publish it again"),
    )
