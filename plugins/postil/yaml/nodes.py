"""YAML text as nodes of our own: every scalar is text, and every node knows its place.

The only `import yaml`. `safe_load` would turn `no` into False, `1:30` into 90 and `1.10` into 1.1,
and would keep the second of two equal keys; here nothing is converted and nothing is lost. Of YAML
we take mappings, lists and text. References, tags and several documents in one file are findings,
so that a file of a few lines cannot grow into gigabytes ("billion laughs").
How mistakes are put into words is for `mistakes` and `syntax`.
"""

import re
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, TypeVar

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from postil.findings.diagnostics import Diagnostic
from postil.findings.source import Source, Span
from postil.yaml import mistakes, syntax

DEEPEST = 30  # collections within collections: our own formats need six, a stack holds hundreds

PARSER: type[yaml.CBaseLoader | yaml.BaseLoader] = (
    yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader
)
"""libyaml's parser, 25 times as fast, wherever PyYAML was built with it."""

_HASHTAG = re.compile(r"[ \t]*(?:[ \t]|(?:\r\n?|\n)( *))(#[^\s#][^\r\n]*)")
"""A comment whose sign touches its first word, on the same line or on the next."""


class Style(Enum):
    """How a scalar was written."""

    PLAIN = "plain"
    QUOTED = "quoted"
    BLOCK = "block"


_PLAIN = Style.PLAIN
_STYLES = {
    None: Style.PLAIN,  # as PyYAML's own parser says it
    "": Style.PLAIN,  # as libyaml does
    "'": Style.QUOTED,
    '"': Style.QUOTED,
    "|": Style.BLOCK,
    ">": Style.BLOCK,
}


class Scalar(NamedTuple):
    """Text, whatever YAML itself would make of it.

    Like `Entry` a tuple: hundreds are made for every sidecar, and a tuple takes half the time.
    """

    text: str
    start: int
    end: int
    style: Style = Style.PLAIN

    @property
    def span(self) -> Span:
        """Where it was written, quotation marks included."""
        return Span(self.start, self.end)

    @property
    def is_absent(self) -> bool:
        """Whether nothing was written at all; `""` is something."""
        return not self.text and self.style is Style.PLAIN


class Entry(NamedTuple):
    """One key and its value."""

    key: Scalar
    value: "Node"


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order in which they were written; no key comes twice."""

    entries: tuple[Entry, ...]
    span: Span
    is_whole: bool = True
    """False where an entry was refused: what seems to be missing may be there."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple["Node", ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Refused:
    """Stands where a finding was made: the value is there, and nobody can use it."""

    span: Span


Node = Scalar | Mapping | Sequence | Refused

_tuple = tuple.__new__  # for those made by the hundred: `Scalar(…)` takes twice as long
_Collection = TypeVar("_Collection", Mapping, Sequence)


def read_yaml(source: Source, part: Span | None = None) -> tuple[Node | None, list[Diagnostic]]:
    """Return the node that the file, or `part` of it, consists of; `None` if there is none.

    A file with a syntax error has no node: what follows the error may mean anything.
    """
    part = part or source.whole()
    if found := mistakes.before_parsing(source, part):
        return None, [found]
    reading = _Reading(source, part)
    try:
        return reading.document(), reading.findings
    except _StoppedError as stopped:
        return None, [stopped.finding]
    except yaml.MarkedYAMLError as error:
        return None, [reading.explained(error)]
    except (ValueError, OverflowError):  # PyYAML's own parser, at "\UFFFFFFFF"
        return None, [syntax.bad_escape(source, reading.end)]


class _StoppedError(Exception):
    """Nothing after this can be read."""

    def __init__(self, found: Diagnostic) -> None:
        super().__init__(found)
        self.finding = found


class _Reading:
    """One pass over the parser's events, which makes nodes of them."""

    def __init__(self, source: Source, part: Span) -> None:
        self.findings: list[Diagnostic] = []
        self._source = source
        self._text = source.text
        self._base = part.start
        self._depth = 0
        self.end = part.start
        """Where the last event ended."""
        text = source.text[part.start : part.end]
        self._has_signs = "#" in text
        self._next = PARSER(text).get_event

    def document(self) -> Node | None:
        """Return the one document's node; `None` for a file of comments."""
        node: Node | None = None
        while not isinstance(event := self._next(), StreamEndEvent):
            if not isinstance(event, DocumentStartEvent):
                continue
            if node is not None:
                raise _StoppedError(mistakes.second_document(self._source, self._span(event)))
            if event.version or event.tags:
                raise _StoppedError(mistakes.directive(self._source, self._span(event)))
            node = self._node(self._next())
        return None if isinstance(node, Scalar) and node.is_absent else node

    def explained(self, error: yaml.MarkedYAMLError) -> Diagnostic:
        """Return the finding for an error of the parser."""
        began, at = error.context_mark, error.problem_mark
        return syntax.explain(
            self._source,
            f"{error.context}: {error.problem}",
            began=self._base + began.index if began else None,
            at=self._base + at.index if at else self.end,
        )

    def _node(self, event: Event | None) -> Node:
        """Return the node that begins with `event`."""
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        if isinstance(event, MappingStartEvent):
            return self._mapping(event)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(event)
        assert isinstance(event, AliasEvent), event
        span = self._span(event)
        self.findings.append(mistakes.sign(self._source, span.start))
        return Refused(span)

    def _scalar(self, event: ScalarEvent) -> Scalar | Refused:
        first, last = event.start_mark, event.end_mark
        assert first
        assert last
        text = event.value
        start, end = self._base + first.index, self._base + last.index
        self.end = end
        style = _STYLES[event.style]
        if event.anchor or event.tag:
            found = mistakes.sign(self._source, start)
        elif style is _PLAIN and self._has_signs and (lost := self._hashtag(start, end)):
            found = mistakes.hashtag(self._source, text, lost)
        elif event.style == '"' and mistakes.ONLY_BY_NUMBER.search(text):
            found = mistakes.forbidden_escape(self._source, Span(start, end))
        else:
            return _tuple(Scalar, (text, start, end, style))
        self.findings.append(found)
        return Refused(Span(start, end))

    def _hashtag(self, start: int, end: int) -> Span | None:
        """Return the comment after a value if it was probably meant as a part of it.

        One on the next line is, if it is indented further than the line on which the value began.
        """
        found = _HASHTAG.match(self._text, end)
        if found is None:
            return None
        if found[1] is not None:
            line = self._source.line(self._source.position(start).line)
            if len(found[1]) <= len(line) - len(line.lstrip(" -")):
                return None
        return Span(*found.span(2))

    def _sequence(self, opened: SequenceStartEvent) -> Sequence | Refused:
        before = self._descend(opened)
        items: list[Node] = []
        while not isinstance(event := self._next(), SequenceEndEvent):
            items.append(self._node(event))
        return self._ascend(Sequence(tuple(items), self._span(opened, event)), opened, before)

    def _mapping(self, opened: MappingStartEvent) -> Mapping | Refused:
        before = self._descend(opened)
        entries: dict[str, Entry] = {}
        is_whole = True
        while not isinstance(event := self._next(), MappingEndEvent):
            if entry := self._entry(event, entries):
                entries[entry.key.text] = entry
            else:
                is_whole = False
        node = Mapping(tuple(entries.values()), self._span(opened, event), is_whole)
        return self._ascend(node, opened, before)

    def _entry(self, event: Event | None, others: dict[str, Entry]) -> Entry | None:
        """Return the entry whose key begins with `event`, unless it cannot be used."""
        count = len(self.findings)
        key = self._scalar(event) if isinstance(event, ScalarEvent) else self._node(event)
        if not isinstance(key, Scalar):
            self._pass_key(key, count)
            return None
        event = self._next()
        value = self._scalar(event) if isinstance(event, ScalarEvent) else self._node(event)
        name = key.text
        if name == "<<":
            del self.findings[count:]  # the alias after `<<` is part of the same mistake
            found = mistakes.merge_key(self._source, key.span)
        elif not name.strip():
            found = mistakes.no_key(self._source, key.span)
        elif isinstance(value, Scalar) and value.start == key.end and value.is_absent:
            found = mistakes.stands_alone(self._source, key.span, name)
        elif first := others.get(name):
            found = mistakes.repeated_key(self._source, key.span, name, first.key.span)
            self.findings.append(found)
            return Entry(first.key, Refused(first.value.span))  # nobody knows which one counts
        else:
            return _tuple(Entry, (key, value))
        self.findings.append(found)
        return None

    def _pass_key(self, key: Mapping | Sequence | Refused, count: int) -> None:
        """Read past the value of what cannot be a key; there were `count` findings before it."""
        if isinstance(key, Refused):
            self._node(self._next())
            return
        del self.findings[count:]  # what stands within the key is part of the same mistake
        self._node(self._next())
        self.findings.append(mistakes.key_not_text(self._source, key.span))

    def _descend(self, event: CollectionStartEvent) -> int:
        """Go one level down; return how many findings there were before."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise _StoppedError(mistakes.too_deep(self._source, self._span(event)))
        return len(self.findings)

    def _ascend(
        self, node: _Collection, opened: CollectionStartEvent, before: int
    ) -> _Collection | Refused:
        """Go one level up; refuse a collection with a name or a type, and all that it holds."""
        self._depth -= 1
        if opened.anchor or opened.tag:
            self.findings[before:] = [mistakes.sign(self._source, node.span.start)]
            return Refused(node.span)
        return node

    def _span(self, first: Event, last: Event | None = None) -> Span:
        closing = last or first
        assert first.start_mark
        assert closing.end_mark
        self.end = self._base + closing.end_mark.index
        return Span(self._base + first.start_mark.index, self.end)
