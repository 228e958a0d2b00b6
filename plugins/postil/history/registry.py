"""The registry that was published against the registry of now: ratings, labels, posts, sources.

What a record says beside an old article it says on every page of the past, so its words change only
with a line in its `changes`, and its id never stands for something else.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from postil.findings.diagnostics import Code, Diagnostic, finding, finding_in_file
from postil.history.changelines import compare_changes
from postil.history.differing import was_and_is
from postil.history.silences import in_silence, line_to_paste, lost, lost_in_silence, shown
from postil.history.snapshots import Snapshot
from postil.model import ChangeType, RecordKind
from postil.yaml.written import Record

_CALLED = {
    RecordKind.LABEL: "label",
    RecordKind.ENTITY: "entity",
    RecordKind.POST: "post",
    RecordKind.SOURCE: "source",
}
_IDENTITY = {
    RecordKind.LABEL: ("applied_by", "text"),
    RecordKind.ENTITY: ("type", "name"),
    RecordKind.POST: ("by", "text"),
    RecordKind.SOURCE: ("title", "url"),
}
"""If both of these are others, so is the record."""


def removed(path: str, what: str, name: str, advice: str) -> Diagnostic:
    """Return the finding about a record that readers had and that is not there any more."""
    return finding_in_file(
        path, Code.REMOVED_ID, f"the {what} `{name}` was published and is gone", help=advice
    )


@dataclass(frozen=True)
class RegistryComparison:
    """Two registries, and the day for the lines to paste."""

    before: Snapshot
    after: Snapshot
    today: str

    def findings(self) -> Iterator[Diagnostic]:
        """Yield what changed in silence."""
        yield from self._ratings()
        for kind in _CALLED:
            yield from self._records(kind)

    def sources(self, before: str, after: str) -> Iterator[Diagnostic]:
        """Compare the sources that a sidecar holds for itself."""
        now = self.after.file(after).sources
        for name, old in self.before.file(before).sources.items():
            if name in now:
                yield from self._another(RecordKind.SOURCE, old, now[name])

    def _ratings(self) -> Iterator[Diagnostic]:
        path = self.after.registry_file(RecordKind.RATING)
        if self.after.is_unread(path):
            return
        was, is_ = (moment.scale.whole("").text("version") for moment in (self.before, self.after))
        raised = _number(is_) > _number(was)
        now = self.after.scale.ratings
        for name, old in self.before.scale.ratings.items():
            if new := now.get(name):
                yield from self._rating(old, new, is_, raised=raised)
            else:
                yield removed(path, "rating", name, "bring it back, under `retired`")

    def _rating(
        self, old: Record, new: Record, version: str, *, raised: bool
    ) -> Iterator[Diagnostic]:
        changes = compare_changes(old, new)
        yield from changes.findings
        for key in ("name", "means", "value"):
            if not raised and old.text(key) != new.text(key):
                yield finding(
                    new.source,
                    new.span(key),
                    Code.SILENT_CHANGE,
                    f"`{key}` of the rating `{new.id}` has changed, "
                    f"and the scale is still version {version}",
                    notes=was_and_is(old.text(key), new.text(key), key),
                    help="raise `version` in scale.yaml, and tell it in the rating's `changes`; "
                    "a rating that means something else is better retired, and another one added",
                )
            elif not changes.new:
                advice = line_to_paste(new, ChangeType.CLARIFICATION, self.today, _TURN)
                of = f" of the rating `{new.id}`"
                yield from in_silence(old, new, key, Code.SILENT_CHANGE, advice, of)

    def _records(self, kind: RecordKind) -> Iterator[Diagnostic]:
        path = self.after.registry_file(kind)
        if self.after.is_unread(path):
            return
        compare: Callable[[Record, Record], Iterator[Diagnostic]] = {
            RecordKind.LABEL: self._label,
            RecordKind.POST: self._post,
            RecordKind.ENTITY: self._entity,
        }.get(kind, lambda *_: iter(()))
        now = self.after.registry(kind)
        for name, old in self.before.registry(kind).items():
            new = now.get(name)
            if new is None:
                if kind is not RecordKind.SOURCE:  # one that is still cited is missed by `check`
                    what = _CALLED[kind]
                    yield removed(path, what, name, "bring it back: old pages speak of it")
            elif another := [*self._another(kind, old, new)]:
                yield from another
            else:
                yield from compare(old, new)

    def _another(self, kind: RecordKind, old: Record, new: Record) -> Iterator[Diagnostic]:
        if all(old.text(key) != new.text(key) for key in _IDENTITY[kind]):
            yield finding(
                new.source,
                new.place,
                Code.REUSED_ID,
                f"the {_CALLED[kind]} `{new.id}` is another one now",
                notes=[
                    note
                    for key in _IDENTITY[kind]
                    for note in was_and_is(old.text(key), new.text(key), key)
                ],
                help="give this one an id of its own, and bring the old one back",
            )

    def _label(self, old: Record, new: Record) -> Iterator[Diagnostic]:
        """Report other words of a label; a platform's new wording is a new label."""
        changes = compare_changes(old, new)
        yield from changes.findings
        if changes.new:
            return
        line = line_to_paste(new, ChangeType.CORRECTION, self.today, _TURN)
        advice = (
            "if the platform has changed it, bring the old words back, give their last day in "
            f"`used`, and add the new ones as a label of their own; if we had it wrong, {line}"
        )
        silent = partial(in_silence, old, new, of=f" of the label `{new.id}`")
        for key in ("text", "disclaimer", "applied_by"):
            yield from silent(key, Code.SILENT_CHANGE, advice)

    def _post(self, old: Record, new: Record) -> Iterator[Diagnostic]:
        changes = compare_changes(old, new)
        yield from changes.findings
        if changes.new:
            return
        words = line_to_paste(new, ChangeType.CORRECTION, self.today, _TURN)
        line = line_to_paste(new, ChangeType.CORRECTION, self.today)
        silent = partial(in_silence, old, new, of=f" of the saved post `{new.id}`")
        yield from silent("text", Code.SILENT_CHANGE, words)
        yield from silent("by", Code.SILENT_CHANGE, line)
        yield from silent("date", Code.SILENT_CLARIFICATION, line)
        yield from lost_in_silence(old, new, "labels", line)

    def _entity(self, old: Record, new: Record) -> Iterator[Diagnostic]:
        """Report who no longer bears a label, or bore it at other times; the label tells it."""
        labels = self.before.registry(RecordKind.LABEL), self.after.registry(RecordKind.LABEL)
        for row in lost(old, new, "labels"):
            name = row.get("label", "")
            was, is_ = (registry.get(name) for registry in labels)
            if was and is_ and compare_changes(was, is_).new:
                continue
            yield finding(
                new.source,
                new.span("labels"),
                Code.SILENT_CLARIFICATION,
                f"when `{new.id}` bore the label `{name}` has changed, "
                "and no new line of the label's `changes` says so",
                notes=[f"it was: {shown(row)}"],
                help=f"in labels.yaml, {line_to_paste(is_, ChangeType.CORRECTION, self.today)}"
                if is_
                else "bring the label back",
            )


_TURN = ", was: …, now: …"


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isascii() and part.isdigit())
