"""Records just as they are written: which keys, which words, where. Nothing is judged here.

The model has what a record means and not where each word stands; findings about whole archives
need the place, and findings about the past must read files of any age. Texts come with their white
space folded, so that a paragraph which was only wrapped anew has not changed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from postil.findings.source import Source, Span
from postil.yaml.nodes import Mapping as MappingNode
from postil.yaml.nodes import Node, Scalar, Sequence, read_yaml


@dataclass(frozen=True, slots=True)
class Value:
    """What a key holds, as text, and where; a list or a group has no text."""

    text: str
    span: Span
    rows: tuple[Mapping[str, str], ...] = ()
    """The items of a list, each with its keys; one that is text alone has it under no key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One line of a record's `changes`."""

    date: str = ""
    type: str = ""
    note: str = ""
    by: str = ""
    was: str = ""
    now: str = ""
    span: Span = field(default=Span(0, 0), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Something with an id: a note, a claim, a rating, an entity."""

    id: str
    source: Source
    place: Span
    """Where it begins: its id, or else its first key."""
    values: Mapping[str, Value]
    changes: tuple[ChangeLine, ...] = ()

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def text(self, key: str) -> str:
        """Return what a key holds; nothing, if it is not there."""
        value = self.values.get(key)
        return value.text if value else ""

    def rows(self, key: str) -> tuple[Mapping[str, str], ...]:
        """Return the items of the list that a key holds; nothing, if there is none."""
        value = self.values.get(key)
        return value.rows if value else ()

    def span(self, key: str) -> Span:
        """Return where a key's value stands; without one, where the record begins."""
        value = self.values.get(key)
        return value.span if value else self.place


@dataclass(frozen=True)
class Written:
    """One YAML file of an archive."""

    source: Source

    @cached_property
    def _read(self) -> tuple[MappingNode | None, bool]:
        node, findings = read_yaml(self.source)
        return node if isinstance(node, MappingNode) else None, bool(findings) and node is None

    @property
    def unreadable(self) -> bool:
        """Whether it is no YAML, so that nobody can say what is in it."""
        return self._read[1]

    @cached_property
    def notes(self) -> tuple[Record, ...]:
        """The notes of a sidecar."""
        return tuple(self._listed("annotations"))

    @cached_property
    def sources(self) -> Mapping[str, Record]:
        """The sources of a sidecar."""
        return self._keyed(self._node("sources"))

    @cached_property
    def records(self) -> Mapping[str, Record]:
        """The records of a registry file by their ids."""
        return self._keyed(self._read[0])

    @cached_property
    def ratings(self) -> Mapping[str, Record]:
        """The ratings of a scale, those in use and those that are retired."""
        rows = [*self._listed("ratings"), *self._listed("retired")]
        return {record.id: record for record in reversed(rows)}

    def whole(self, id: str) -> Record:  # noqa: A002 - as everywhere
        """Return the file as one record: a claim's, or a scale with its version."""
        root = self._read[0] or MappingNode((), Span(0, 0))
        return self._record(id, root, root.entries[0].key.span if root.entries else root.span)

    def _node(self, key: str) -> Node | None:
        entries = self._read[0].entries if self._read[0] else ()
        return next((entry.value for entry in entries if entry.key.text == key), None)

    def _listed(self, key: str) -> Iterator[Record]:
        node = self._node(key)
        for item in node.items if isinstance(node, Sequence) else ():
            if isinstance(item, MappingNode):
                record = self._record("", item, item.span)
                if name := record.text("id"):
                    yield self._record(name, item, record.span("id"))

    def _keyed(self, node: Node | None) -> Mapping[str, Record]:
        return {
            entry.key.text: self._record(entry.key.text, entry.value, entry.key.span)
            for entry in (node.entries if isinstance(node, MappingNode) else ())
            if isinstance(entry.value, MappingNode)
        }

    def _record(self, id: str, node: MappingNode, place: Span) -> Record:  # noqa: A002
        values = {entry.key.text: _value(entry.value) for entry in node.entries}
        changes = next((e.value for e in node.entries if e.key.text == "changes"), None)
        return Record(
            id=id,
            source=self.source,
            place=place,
            values=values,
            changes=tuple(_changes(changes)),
        )


def _value(node: Node) -> Value:
    match node:
        case Scalar():
            return Value(_folded(node), node.span)
        case Sequence(items=items):
            return Value("", node.span, tuple(_row(item) for item in items))
        case _:
            return Value("", node.span)


def _row(node: Node) -> Mapping[str, str]:
    match node:
        case Scalar():
            return {"": _folded(node)}
        case MappingNode(entries=entries):
            return {
                entry.key.text: _folded(entry.value)
                for entry in entries
                if isinstance(entry.value, Scalar)
            }
        case _:
            return {}


def _folded(node: Scalar) -> str:
    return " ".join(node.text.split())


def _changes(node: Node | None) -> Iterator[ChangeLine]:
    for item in node.items if isinstance(node, Sequence) else ():
        if isinstance(item, MappingNode):
            values = {entry.key.text: _value(entry.value) for entry in item.entries}

            def text(key: str, values: Mapping[str, Value] = values) -> str:
                return values[key].text if key in values else ""

            yield ChangeLine(
                date=text("date"),
                type=text("type"),
                note=text("note"),
                by=text("by"),
                was=text("was"),
                now=text("now"),
                span=values["date"].span if "date" in values else item.span,
            )
