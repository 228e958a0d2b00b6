"""Nothing changes in silence: what was published against what is there now.

Two snapshots in, findings out. A record that readers have seen keeps its id, its address and the
lines of its history, and where its verdict, its words or its meaning changed, a new line says so.
What was a draft is free. Claims are compared by their id, wherever they are kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from postil.changelines import Changes, compare_changes
from postil.diagnostics import Code, Diagnostic, finding, finding_in_file
from postil.differing import clipped, was_and_is
from postil.model import ChangeType, Kind, RecordKind, Status
from postil.moves import moves
from postil.snapshots import ClaimState, Page, Snapshot, is_out
from postil.written import Record

SOME_DAY = "YYYY-MM-DD"
"""Stands in a line that is ready to paste for the day that the editor fills in."""

_CALLED = {
    RecordKind.LABEL: "label",
    RecordKind.ENTITY: "entity",
    RecordKind.POST: "post",
}
_IDENTITY = {
    RecordKind.LABEL: ("applied_by", "text"),
    RecordKind.ENTITY: ("type", "name"),
    RecordKind.POST: ("by", "text"),
}
"""If both of these are others, so is the record."""


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
        for old, new in pairs:
            yield from self._notes(old, new)
        yield from self._claims()
        yield from self._ratings()
        for kind in _CALLED:
            yield from self._records(kind)

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
                yield _removed(place, "note", note.id, _WITHDRAW)
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
        if old.text("kind") == Kind.CLAIM and "use" not in old:
            return  # it is its claim, and compared as that
        changes = compare_changes(old, new)
        yield from changes.findings
        if old.text("kind") == Kind.CONTEXT and not changes.new:
            yield from self._silent(old, new, "note", "clarification", Code.SILENT_CLARIFICATION)
        yield from self._reinstated(old, new, changes, "note")

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
            yield _removed(path, "claim", name, _WITHDRAW)

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
            for key in ("claim", "fact"):
                yield from self._silent(old, new, key, ChangeType.CORRECTION, Code.SILENT_CHANGE)
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
            help=self._add(new, ChangeType.UPDATE, f", was: {was}, now: {is_}"),
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
                help=self._add(new, ChangeType.UPDATE),
            )

    def _silent(
        self, old: Record, new: Record, key: str, type_: str, code: Code
    ) -> Iterator[Diagnostic]:
        if old.text(key) != new.text(key):
            yield finding(
                new.source,
                new.span(key),
                code,
                f"`{key}` has changed, and no new line of `changes` says so",
                notes=was_and_is(old, new, key),
                help=self._add(new, type_),
            )

    def _add(self, record: Record, type_: str, more: str = "") -> str:
        """Return the help that gives the line to paste."""
        by = f", by: {record.text('by')}" if record.text("by") else ""
        line = f"- {{date: {self.today}, type: {type_}{by}, note: …{more}}}"
        where = "add to `changes`" if "changes" in record else "add `changes:`, and under it"
        return f"{where}: {line}"

    # The registry

    def _ratings(self) -> Iterator[Diagnostic]:
        path = self.after.registry_file(RecordKind.RATING)
        if self.after.is_unread(path):
            return
        was, is_ = (snapshot.scale.whole("").text("version") for snapshot in self._both)
        raised = _number(is_) > _number(was)
        now = self.after.scale.ratings
        for name, old in self.before.scale.ratings.items():
            new = now.get(name)
            if new is None:
                yield _removed(path, "rating", name, "bring it back, under `retired`")
                continue
            for key in () if raised else ("name", "means", "value"):
                if old.text(key) != new.text(key):
                    yield finding(
                        new.source,
                        new.span(key),
                        Code.SILENT_CHANGE,
                        f"`{key}` of the rating `{name}` has changed, "
                        f"and the scale is still version {is_}",
                        notes=was_and_is(old, new, key),
                        help="raise `version` in scale.yaml; a rating that means something else "
                        "is better retired, and another one added",
                    )

    @property
    def _both(self) -> tuple[Snapshot, Snapshot]:
        return self.before, self.after

    def _records(self, kind: RecordKind) -> Iterator[Diagnostic]:
        path = self.after.registry_file(kind)
        if self.after.is_unread(path):
            return
        now = self.after.registry(kind)
        for name, old in self.before.registry(kind).items():
            new = now.get(name)
            if new is None:
                yield _removed(path, _CALLED[kind], name, "bring it back: old pages speak of it")
            elif all(old.text(key) != new.text(key) for key in _IDENTITY[kind]):
                yield finding(
                    new.source,
                    new.place,
                    Code.REUSED_ID,
                    f"the {_CALLED[kind]} `{name}` is another one now",
                    notes=[note for key in _IDENTITY[kind] for note in was_and_is(old, new, key)],
                    help="give this one an id of its own, and bring the old one back",
                )
            elif kind is RecordKind.LABEL:
                yield from _label(old, new)


_WITHDRAW = (
    "bring it back; to take it back, set `status: withdrawn` and add to `changes` a line of "
    "`type: retraction` that gives the reason"
)


def _label(old: Record, new: Record) -> Iterator[Diagnostic]:
    """Report other words of a label; a platform's new wording is a new label."""
    if compare_changes(old, new).new:
        return
    for key in ("text", "disclaimer"):
        if old.text(key) != new.text(key):
            yield finding(
                new.source,
                new.span(key),
                Code.SILENT_CHANGE,
                f"`{key}` of the label `{new.id}` has changed, also on every page of the past",
                notes=was_and_is(old, new, key),
                help="bring the old words back, give their last day in `used`, "
                "and add the new words as a label of their own",
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


def _removed(path: str, what: str, name: str, advice: str) -> Diagnostic:
    return finding_in_file(
        path, Code.REMOVED_ID, f"the {what} `{name}` was published and is gone", help=advice
    )


def _unpublished(record: Record, what: str) -> Diagnostic:
    return finding(
        record.source,
        record.span("status"),
        Code.REMOVED_ID,
        f"the {what} `{record.id}` was published and is a draft now",
        help=_WITHDRAW.replace("bring it back", "publish it again"),
    )


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isascii() and part.isdigit())
