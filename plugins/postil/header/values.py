"""The values of a header: words with spans, each read once, with a finding where it cannot be.

YAML and Pelican's own form both end as these; what a key means is `header`'s business.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from postil.findings.diagnostics import Code, Diagnostic, finding
from postil.findings.source import Source, Span
from postil.markdown.sanitising import writable
from postil.records.forms import Flaw, Form

T = TypeVar("T")
D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of a header, and where they stand."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its values, in their order; most keys have one."""

    key: Words
    values: tuple[Words, ...]
    refused: bool = False
    """Whether a value was there, and a finding about it has been made."""


class Values:
    """The entries of one header, asked for by name; findings are gathered on the way."""

    def __init__(self, source: Source, entries: Sequence[Entry], head: Span) -> None:
        self.findings: list[Diagnostic] = []
        self._source, self._head = source, head
        self._entries = {entry.key.text: entry for entry in entries}

    def has(self, name: str) -> bool:
        """Whether the header has a key, with or without a value."""
        return name in self._entries

    def span(self, name: str) -> Span:
        """Return where a value stands; where there is none, what it should stand in."""
        whole = name.partition(".")[0] + "."  # of `image.src`, the image
        entry = self._entries.get(name) or self._entries.get(whole)
        if entry is None:
            return self._head
        return entry.values[0].span if entry.values else entry.key.span

    def text(self, name: str) -> str:
        """Return a value as plain text; the lines of one that goes on stay lines."""
        entry = self._entries.get(name)
        words = "\n".join(value.text for value in entry.values).strip() if entry else ""
        return writable(words)

    def line(self, name: str) -> str:
        """Return a value as one line of plain text."""
        return " ".join(self.text(name).split())

    def many(self, name: str) -> tuple[str, ...]:
        """Return the items of a list, each once; one text is a list of one."""
        entry = self._entries.get(name)
        items = (" ".join(writable(value.text).split()) for value in entry.values) if entry else ()
        return tuple(dict.fromkeys(item for item in items if item))

    def read(self, name: str, form: Form[T], otherwise: D) -> T | D:
        """Return a value in its form, or `otherwise` where there is none or it is wrong."""
        text = self.text(name)
        value = form.read(text) if text else otherwise
        if isinstance(value, Flaw):
            self._complain(name, value.code, value.message, value.advice, value.notes)
            return otherwise
        return value

    def require(self, name: str, *, may_be_empty: bool = False) -> None:
        """Report a value that is not there; `""`, written so, may be enough."""
        entry = self._entries.get(name)
        what, _, key = name.rpartition(".")
        if entry is None:
            message = f"{'an image' if what else 'a header'} needs `{key}`, which is missing"
            self._complain(name, Code.MISSING_FIELD, message, f"add a line `{key}: …`")
        elif not (entry.refused or self.text(name) or (may_be_empty and entry.values)):
            advice = "write its value after the colon"
            self._complain(name, Code.EMPTY_VALUE, f"`{key}` has no value", advice)

    def _complain(
        self, name: str, code: Code, message: str, advice: str, notes: Sequence[str] = ()
    ) -> None:
        self.findings.append(
            finding(self._source, self.span(name), code, message, notes=notes, help=advice)
        )
