"""From YAML nodes to typed values: which fields there are, and how each of them is written.

A decoder asks `Fields` for what it needs, in any order, and makes its value:

    Citation(title=fields.required("title", TEXT), url=fields.optional("url", URL, ""))

Nothing raises. A field that cannot be read gives the stand-in of its form, a finding is noted in
the `Log`, and whoever wanted the record sees that it is not `sound` and leaves it out. What nobody
asked for is an unknown key. How single values are written is `forms`' business.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Generic, TypeVar

from postil.findings.diagnostics import Code, nearest
from postil.findings.source import Span
from postil.model import Gaps, RecordKind
from postil.records.forms import ID, Form, listed, shown
from postil.records.logbook import FILL_IN, KEYS_AND_VALUES, Log
from postil.yaml.nodes import Entry, Mapping, Node, Scalar, Sequence, read_yaml

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class Attempt(Generic[T_co]):
    """A record as far as it could be read."""

    value: T_co
    sound: bool
    """Whether every field was right."""
    named: frozenset[tuple[RecordKind, str]]
    """The records that it names: with one of them missing it is of no use either."""


class Fields:
    """A mapping that is being read."""

    def __init__(self, node: Mapping, log: Log, what: str, at: Span | None = None) -> None:
        self.log = log
        self.is_whole = node.is_whole
        self.what = what
        """With an article: `a claim`."""
        self.span = node.span
        self._entries = {entry.key.text: entry for entry in node.entries}
        self.at = at or self._first_place(node)
        """Where a finding about the whole of it points."""
        self._asked: dict[str, None] = {}
        self._missing: list[str] = []

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def entries(self) -> Iterator[Entry]:
        """Yield all keys with their values, as they stand; they count as asked for."""
        self._asked.update(dict.fromkeys(self._entries))
        yield from self._entries.values()

    def place(self, key: str) -> Span:
        """Return where the value of a key stands; without one, where its absence is shown."""
        entry = self._entries.get(key)
        return entry.value.span if entry else self.at

    def key_place(self, key: str) -> Span:
        """Return where a key stands; without it, where its absence is shown."""
        entry = self._entries.get(key)
        return entry.key.span if entry else self.at

    def required(self, key: str, form: Form[T]) -> T:
        """Return the value of a key that must be there."""
        node = self._value(key)
        value = None if node is None else self.log.read(node, form, f"`{key}`")
        if value is None:
            if key not in self._entries:
                self._missing.append(key)
            return form.stand_in
        return value

    def optional(self, key: str, form: Form[T], otherwise: D) -> T | D:
        """Return the value of a key that may be there."""
        node = self._value(key)
        value = None if node is None else self.log.read(node, form, f"`{key}`")
        return otherwise if value is None else value

    def several(
        self, key: str, form: Form[T], *, at_least: int = 0, one_alone: bool = False
    ) -> tuple[T, ...]:
        """Return a list of values; `one_alone` may stand without its brackets."""
        node = self._value(key)
        if one_alone and isinstance(node, Scalar):
            value = self.log.read(node, form, f"`{key}`")
            return () if value is None else (value,)
        read = [self.log.read(item, form, f"`{key}`") for item in self._items(key, node, at_least)]
        return tuple(value for value in read if value is not None)

    def each(self, key: str, what: str, *, at_least: int = 0) -> Iterator["Fields"]:
        """Yield the fields of every record in a list; each is for the caller to close."""
        for item in self._items(key, self._value(key), at_least):
            if fields := fields_of(item, self.log, what):
                yield fields

    def records(self, key: str, what: str, decode: Callable[["Fields"], T]) -> tuple[T, ...]:
        """Return a list of records."""
        return tuple(fields.whole(decode) for fields in self.each(key, what))

    def record(self, key: str, what: str, decode: Callable[["Fields"], T]) -> T | None:
        """Return one record within this one, if it is there."""
        node = self._value(key)
        fields = fields_of(node, self.log, what) if node else None
        return fields.whole(decode) if fields else None

    def whole(self, decode: Callable[["Fields"], T]) -> T:
        """Return what `decode` makes of the fields, with nothing left over."""
        value = decode(self)
        self.close()
        return value

    def node(self, key: str) -> Node | None:
        """Return the node of a key as it is, if it is there."""
        self._asked[key] = None
        entry = self._entries.get(key)
        return entry.value if entry else None

    def ignore(self, key: str) -> None:
        """Take a key as known, whoever reports it."""
        self._asked[key] = None

    def ignore_others(self, *, but_like: str = "") -> None:
        """Take all keys as known where nobody can tell which are, but for one misspelt."""
        self._asked.update(
            (key, None) for key in self._entries if not but_like or not nearest(key, [but_like])
        )

    def miss(self, *keys: str) -> None:
        """Report keys as missing that are needed only here."""
        self._missing += keys

    def close(self) -> None:
        """Report the keys that nobody asked for, and those that are missing."""
        for key, entry in self._entries.items():
            if key not in self._asked:
                self._report_unknown(key, entry)
        if self._missing and self.is_whole:
            needed = listed(self._missing, "and")
            them = "which is" if len(self._missing) == 1 else "which are"
            self.log.flaw(
                self.at,
                Code.MISSING_FIELD,
                f"{self.what} needs {needed}, {them} missing",
                advice=f"add {', '.join(f'`{key}: …`' for key in self._missing)}",
            )
        self.log.flaws += not self.is_whole
        self._missing.clear()

    def _report_unknown(self, key: str, entry: Entry) -> None:
        """Report a key that is none; one that was misspelt is not missing too."""
        near = nearest(key, self._missing) or nearest(key, self._asked)
        if near in self._missing:
            self._missing.remove(near)
        self.log.flaw(
            entry.key.span,
            Code.UNKNOWN_KEY,
            f"{self.what} has no key {shown(key)}",
            notes=() if near else (f"its keys are {listed(self._asked, 'and')}",),
            advice=f"write `{near}`" if near else "remove it, or write one of its keys",
        )

    def _first_place(self, node: Mapping) -> Span:
        """Return where a reader looks first: the id, or else the first key."""
        if "id" in self._entries:
            return self._entries["id"].value.span
        return node.entries[0].key.span if node.entries else node.span

    def _value(self, key: str) -> Node | None:
        """Return the node of a key, if it is there and holds anything."""
        self._asked[key] = None
        entry = self._entries.get(key)
        if entry is None:
            return None
        if isinstance(entry.value, Scalar) and entry.value.is_absent:
            message = f"`{key}` has no value"
            self.log.flaw(entry.key.span, Code.EMPTY_VALUE, message, advice=FILL_IN)
            return None
        return entry.value

    def _items(self, key: str, node: Node | None, at_least: int) -> tuple[Node, ...]:
        match node:
            case None:
                if at_least and key not in self._entries:
                    self._missing.append(key)
                return ()
            case Sequence():
                if len(node.items) < at_least:
                    self.log.flaw(
                        node.span,
                        Code.EMPTY_VALUE,
                        f"the list `{key}` is empty",
                        advice="give at least one",
                    )
                return node.items
            case _:
                self.log.wrong_kind(node, f"`{key}`", "a list")
                return ()


def attempt(fields: Fields, decode: Callable[[Fields], T]) -> Attempt[T]:
    """Read a record, and tell whether it may be used."""
    log = fields.log
    flaws, named = log.flaws, len(log.named)
    value = fields.whole(decode)
    return Attempt(value, log.flaws == flaws, frozenset(log.named[named:]))


def attempt_each(
    fields: Fields, what: str, decode: Callable[[str, Fields], T]
) -> dict[str, Attempt[T] | None]:
    """Read a mapping of records by their ids; `None` stands for what is no record at all."""
    reads: dict[str, Attempt[T] | None] = {}
    for entry in fields.entries():
        name = entry.key.text
        is_id = fields.log.read(entry.key, ID, "an id") is not None
        if record := fields_of(entry.value, fields.log, what, entry.key.span):
            read = attempt(record, partial(decode, name))
            reads[name] = read if is_id else replace(read, sound=False)
        else:
            reads[name] = None
    return reads


def settle(tried: dict[tuple[RecordKind, str], Attempt[object]], gaps: Gaps) -> Gaps:
    """Return the gaps without any record that has an error, or names one that has."""
    out = {key for key, read in tried.items() if not read.sound}
    gaps = replace(gaps, records=gaps.records | out)
    while more := {
        key
        for key, read in tried.items()
        if key not in gaps.records and any(gaps.cover(*name) for name in read.named)
    }:
        gaps = replace(gaps, records=gaps.records | more)
    return gaps


def fields_of_file(log: Log, what: str) -> Fields | None:
    """Return the fields that a file consists of; `None` if it is empty or cannot be read."""
    node, found = read_yaml(log.source)
    log.findings += found
    return fields_of(node, log, what) if node else None


def fields_of(node: Node, log: Log, what: str, at: Span | None = None) -> Fields | None:
    """Return the fields of a node, or report that it has none."""
    if isinstance(node, Mapping):
        return Fields(node, log, what, at)
    log.wrong_kind(node, what, KEYS_AND_VALUES)
    return None
