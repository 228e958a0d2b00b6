"""How single values are written: a date, an address, an id, a word of a list, another's id.

A `Form` turns text into a value or says what is wrong with it; it knows nothing of files.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, TypeVar
from unicodedata import normalize

from postil.findings.diagnostics import Code, nearest
from postil.model import ChangeType, Citation, Gaps, RecordKind

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

LONGEST_ID = 100  # characters: an id is a folder's name, and file systems stop at 255 bytes
_LONGEST_SHOWN = 40  # characters of a wrong value that a message repeats

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FOOTNOTE = re.compile(r"^[ >]*(\[\^[^\]\s]+\]):", re.MULTILINE)
_NEVER_IN_ADDRESSES = re.compile(r"[\s<>\"\\^`{|}]")
_ADDRESS = re.compile(r"https?://[\w.-]+(?::\d+)?(?:[/?#][^\s<>\"\\^`{|}]*)?", re.IGNORECASE)
"""No user names, which make an address look like another site's."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a text is not what it should be, in the terms of a `Diagnostic`."""

    code: Code
    message: str
    advice: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form(Generic[T]):
    """One way of writing a value."""

    read: Callable[[str], T | Flaw]
    stand_in: T
    """Stands for a value that cannot be read, in a record that will be left out."""
    names: RecordKind | None = None
    """What kind of record the value is the id of."""


def _text(text: str) -> str | Flaw:
    if not text.strip():
        return Flaw(Code.EMPTY_VALUE, "there is no text here", "write the text, or remove the line")
    return text.rstrip("\r\n")


def _markdown(text: str) -> str | Flaw:
    if footnote := _FOOTNOTE.search(text):
        return Flaw(
            Code.FOOTNOTE_IN_NOTE,
            f"a note has no footnotes, and what {shown(footnote[1])} says would be left out",
            "say it in the text, in brackets perhaps, or cite it in `sources`",
        )
    return _text(text)


def _day(text: str) -> date | Flaw:
    found = _DAY.fullmatch(text)
    if not found:
        advice = "write year, month and day with hyphens: 2020-12-09"
        if loose := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?", text, re.ASCII):
            advice = f"write {loose[1]}-{int(loose[2]):02}-{int(loose[3]):02}"
        return Flaw(Code.BAD_DATE, f"{shown(text)} is not a date", advice)
    year, month, day = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return _no_such_day(year, month, day)


def _no_such_day(year: int, month: int, day: int) -> Flaw:
    if not year:
        return Flaw(Code.BAD_DATE, "there is no year 0", "write the year with four digits")
    if not 1 <= month <= 12:
        return Flaw(Code.BAD_DATE, f"there is no month {month}", "write the month before the day")
    days = monthrange(year, month)[1]
    return Flaw(
        Code.BAD_DATE,
        f"there is no day {day} in {year:04}-{month:02}",
        f"write a day from 01 to {days}",
    )


def _url(text: str) -> str | Flaw:
    if _ADDRESS.fullmatch(text):
        return text
    if bad := _NEVER_IN_ADDRESSES.search(text):
        name = "a space" if bad[0].isspace() else f"`{bad[0]}`"
        return Flaw(
            Code.BAD_URL,
            f"an address cannot contain {name}",
            f"write it as {''.join(f'%{byte:02X}' for byte in bad[0].encode())}",
        )
    advice = "copy the whole address from the browser"
    if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/.*)?", text):
        advice = f"write https://{text}"
    if re.match(r"https?://", text, re.IGNORECASE):
        return Flaw(Code.BAD_URL, f"{shown(text)} is not the address of a page", advice)
    return Flaw(Code.BAD_URL, "an address begins with http:// or https://", advice)


def _id(text: str) -> str | Flaw:
    if not _ID.fullmatch(text):
        bare = normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
        plain = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
        return Flaw(
            Code.BAD_ID,
            f"{shown(text)} cannot be an id: it is part of a page's address",
            f"write small letters a to z, digits and single hyphens: {plain[:40] or 'an-example'}",
        )
    if len(text) > LONGEST_ID:
        return Flaw(Code.BAD_ID, f"an id has at most {LONGEST_ID} characters", "shorten it")
    return text


def _whole_number(text: str) -> int | Flaw:
    if not re.fullmatch(r"-?\d{1,6}", text, re.ASCII):
        return Flaw(
            Code.BAD_NUMBER, f"{shown(text)} is not a whole number", "write it in digits: 5"
        )
    return int(text)


def _version(text: str) -> str | Flaw:
    if not re.fullmatch(r"\d+(\.\d+)*", text, re.ASCII):
        return Flaw(Code.BAD_NUMBER, f"{shown(text)} is not a number", "count versions: 1, 2, 3")
    return text


def _language(text: str) -> str | Flaw:
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", text):
        return Flaw(
            Code.BAD_CHOICE,
            f"{shown(text)} is not the code of a language",
            "write a code as `en`, `zh` or `pt-BR`",
        )
    return text


def _handle(text: str) -> str | Flaw:
    return _text(text.removeprefix("@"))


TEXT: Form[str] = Form(_text, "")
MARKDOWN: Form[str] = Form(_markdown, "")
MAYBE_EMPTY: Form[str] = Form(lambda text: text.rstrip("\r\n"), "")
DAY: Form[date] = Form(_day, date.min)
URL: Form[str] = Form(_url, "")
ID: Form[str] = Form(_id, "")
WHOLE_NUMBER: Form[int] = Form(_whole_number, 0)
VERSION: Form[str] = Form(_version, "")
LANGUAGE: Form[str] = Form(_language, "")
HANDLE: Form[str] = Form(_handle, "")


def choice(options: Iterable[E], what: str) -> Form[E]:
    """Return the form of one word out of a list; `what` is its article and noun."""
    words = {option.value: option for option in options}

    def read(text: str) -> E | Flaw:
        if option := words.get(text):
            return option
        near = nearest(text.strip().lower(), words)
        return Flaw(
            Code.BAD_CHOICE,
            f"{shown(text)} is not {what}",
            f"write `{near}`" if near else f"write one of {listed(words)}",
            (f"there are {listed(words, 'and')}",) if near else (),
        )

    return Form(read, next(iter(words.values())))


CHANGE_TYPE = choice(ChangeType, "a type of change")

_HOMES: Mapping[RecordKind, tuple[Code, str]] = MappingProxyType(
    {
        RecordKind.RATING: (Code.UNKNOWN_RATING, "annotations/registry/scale.yaml"),
        RecordKind.LABEL: (Code.UNKNOWN_LABEL, "annotations/registry/labels.yaml"),
        RecordKind.ENTITY: (Code.UNKNOWN_ENTITY, "annotations/registry/entities.yaml"),
        RecordKind.POST: (Code.UNKNOWN_POST, "annotations/registry/posts.yaml"),
        RecordKind.SOURCE: (
            Code.UNKNOWN_SOURCE,
            "annotations/registry/sources.yaml, or to `sources:` above the notes",
        ),
        RecordKind.CLAIM: (Code.UNKNOWN_CLAIM, "annotations/claims/, as a file of that name"),
    }
)
"""Where each kind of record is kept, and what naming a missing one is called."""

_NOTHING = Citation(id="", title="")


@dataclass(frozen=True, slots=True)
class Known:
    """All ids that values may name."""

    ids: Mapping[RecordKind, Collection[str]]
    citations: Mapping[str, Citation]
    retired: Mapping[str, date]
    """Ratings that are no longer given, and the last day of each."""
    gaps: Gaps
    """What is known to exist and cannot be read; naming it is no mistake of whoever does."""

    _forms: dict[RecordKind, Form[str]] = field(default_factory=dict, init=False, repr=False)

    def one_of(self, kind: RecordKind) -> Form[str]:
        """Return the form of the id of a record."""
        if kind not in self._forms:
            self._forms[kind] = self.among(self.ids[kind], kind)
        return self._forms[kind]

    def among(self, ids: Collection[str], kind: RecordKind) -> Form[str]:
        """Return the form of the id of a record that may only be one of `ids`."""

        def read(text: str) -> str | Flaw:
            if text in ids or self.gaps.cover(kind, text):
                return text
            return _unknown(kind, text, ids)

        return Form(read, "", kind)

    def citation(self) -> Form[Citation]:
        """Return the form of the id of a source, which stands for the source."""

        def read(text: str) -> Citation | Flaw:
            if cited := self.citations.get(text):
                return cited
            if text in self.ids[RecordKind.SOURCE] or self.gaps.cover(RecordKind.SOURCE, text):
                return _NOTHING
            return _unknown(RecordKind.SOURCE, text, self.ids[RecordKind.SOURCE])

        return Form(read, _NOTHING, RecordKind.SOURCE)


def _unknown(kind: RecordKind, text: str, ids: Iterable[str]) -> Flaw:
    code, home = _HOMES[kind]
    near = nearest(text, ids)
    return Flaw(
        code,
        f"there is no {kind} {shown(text)}",
        f"write `{near}`, or add it to {home}" if near else f"add it to {home}",
    )


def shown(text: str) -> str:
    """Return a wrong value as a message repeats it."""
    flat = " ".join(text.split())
    return f"`{flat if len(flat) <= _LONGEST_SHOWN else f'{flat[:_LONGEST_SHOWN]}…'}`"


def listed(words: Iterable[str], last: str = "or") -> str:
    """Return words as a sentence lists them: `a`, `b` or `c`."""
    *rest, end = [f"`{word}`" for word in words]
    return f"{', '.join(rest)} {last} {end}" if rest else end
