"""The values of a header: words with spans, each converted once, with a finding where it cannot be.

YAML and Pelican's own form both end as these; what a key is called and means is `header`'s.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from postil.diagnostics import Code, Diagnostic, finding, nearest
from postil.sanitising import is_safe_address
from postil.source import Source, Span


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


_ISO = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ]+([0-9]{1,2})(:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)"
    r" *(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")  # BCP 47, by its looks
_WEB_ADDRESS = re.compile(r"https?://[^\s/?#]+(?:[/?#]\S*)?", re.IGNORECASE)
_SLUG = re.compile(r"[^\s/?#%\\<>\"]+(?:/[^\s/?#%\\<>\"]+)*")
_YES = frozenset({"true", "yes", "on"})
_NO = frozenset({"false", "no", "off"})


class Values:
    """The entries of one header, asked for by name; findings are gathered on the way."""

    def __init__(
        self, source: Source, entries: Sequence[Entry], head: Span, *, loose_dates: bool = False
    ) -> None:
        self.findings: list[Diagnostic] = []
        self._source, self._head, self._loose_dates = source, head, loose_dates
        self._entries = {entry.key.text: entry for entry in entries}

    def span(self, name: str) -> Span:
        """Return where a value stands; where there is none, what it should stand in."""
        entry = self._entries.get(name) or self._entries.get(name.rpartition(".")[0] + ".")
        if entry is None:
            return self._head
        return entry.values[0].span if entry.values else entry.key.span

    def has(self, name: str) -> bool:
        """Whether the header has a key, with or without a value."""
        return name in self._entries

    def text(self, name: str) -> str:
        """Return a value as plain text; the lines of one that goes on stay lines."""
        entry = self._entries.get(name)
        return "\n".join(value.text for value in entry.values).strip() if entry else ""

    def line(self, name: str) -> str:
        """Return a value as one line of plain text."""
        return " ".join(self.text(name).split())

    def many(self, name: str) -> tuple[str, ...]:
        """Return the items of a list, each once; one text is a list of one."""
        entry = self._entries.get(name)
        items = (" ".join(value.text.split()) for value in entry.values) if entry else ()
        return tuple(dict.fromkeys(item for item in items if item))

    def moment(self, name: str) -> dt.datetime | None:
        """Return a day or a time of day; without a zone it is the site's."""
        text = self.line(name)
        if not text:
            return None
        moment = _iso(text) or (_by_dateutil(text) if self._loose_dates else None)
        if moment is None:
            self._complain(
                name,
                Code.BAD_DATE,
                f"`{name}` is no date",
                "write the day as 2020-12-09, or with a time as 2020-12-09T14:30:00-05:00",
            )
        return moment

    def day(self, name: str) -> dt.date | None:
        """Return a day; a time of day says more than is asked, and is left out."""
        moment = self.moment(name)
        return moment.date() if moment else None

    def web_address(self, name: str) -> str:
        """Return an address on the web."""
        text = self.text(name)
        if text and not _WEB_ADDRESS.fullmatch(text):
            message = f"`{name}` is no address on the web"
            self._complain(name, Code.BAD_URL, message, "write it whole, with https:// before it")
            return ""
        return text

    def file_address(self, name: str) -> str:
        """Return an address on the web or in the archive."""
        text = self.text(name)
        if text and (not is_safe_address(text) or "\n" in text):
            message = f"`{name}` is no address of a file"
            help_ = "write an address with https:// before it, or a path in the archive"
            self._complain(name, Code.BAD_URL, message, help_)
            return ""
        return text

    def language(self, name: str) -> str:
        """Return a language tag."""
        text = self.text(name)
        if text and not _LANGUAGE.fullmatch(text):
            better = text.replace("_", "-")
            help_ = (
                f"write `{better}`" if _LANGUAGE.fullmatch(better) else "write en, de, ar, pt-BR"
            )
            self._complain(name, Code.BAD_CHOICE, f"`{name}` is no language tag (BCP 47)", help_)
            return ""
        return text

    def slug(self, name: str) -> str:
        """Return the last part of the article's address."""
        text = self.text(name)
        unfit = not _SLUG.fullmatch(text) or {".", ".."} & set(text.split("/"))
        if text and unfit:
            message = f"`{name}` cannot be part of an address"
            self._complain(name, Code.BAD_ID, message, "write words with hyphens between them")
            return ""
        return text

    def choice(self, name: str, known: Sequence[str], default: str) -> str:
        """Return one of the known words, of any case."""
        text = self.text(name).lower()
        if not text or text in known:
            return text or default
        near = nearest(text, known)
        help_ = f"write `{near}`" if near else f"write one of {', '.join(known)}"
        self._complain(name, Code.BAD_CHOICE, f"`{name}` cannot be `{text}`", help_)
        return default

    def flag(self, name: str, *, default: bool) -> bool:
        """Return yes or no."""
        text = self.text(name).lower()
        if text and text not in _YES | _NO:
            message = f"`{name}` is neither true nor false"
            self._complain(name, Code.BAD_CHOICE, message, "write `true` or `false`")
        return text in _YES if text in _YES | _NO else default

    def require(self, name: str, help_: str, *, may_be_empty: bool = False) -> None:
        """Report a value that is not there; `""`, written so, may be enough."""
        entry = self._entries.get(name)
        if entry is None:
            self._complain(name, Code.MISSING_FIELD, f"`{name}` is missing", help_)
        elif not (entry.refused or self.text(name) or (may_be_empty and entry.values)):
            self._complain(name, Code.EMPTY_VALUE, f"`{name}` is empty", help_)

    def _complain(self, name: str, code: Code, message: str, help_: str) -> None:
        self.findings.append(finding(self._source, self.span(name), code, message, help=help_))


def _iso(text: str) -> dt.datetime | None:
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    day, hour, rest, zone = found.groups()
    try:
        return dt.datetime.fromisoformat(f"{day}T{hour or '00':0>2}{rest or ':00'}{zone or ''}")
    except ValueError:  # the 31st of February, 25 o'clock
        return None


_GAPS = (dt.datetime(2000, 1, 1), dt.datetime(2001, 2, 2))  # noqa: DTZ001 - the site's own zone
"""Two fillings for what a date leaves out: where they differ, something was."""


def _by_dateutil(text: str) -> dt.datetime | None:
    """Read a date as Pelican does, but never fill a gap with today: the archive has no clock."""
    from dateutil import parser  # type: ignore[import-untyped]

    try:
        readings = {
            parser.parse(text.replace("_", " "), default=default, tzinfos=_known_zone)
            for default in _GAPS
        }
    except (ValueError, OverflowError):
        return None
    moment = readings.pop()
    return moment if not readings and isinstance(moment, dt.datetime) else None


def _known_zone(name: str | None, offset: int | None) -> dt.tzinfo | None:
    """Refuse zones by name, which mean one thing here and another there (EST, IST)."""
    if offset is not None:
        return dt.timezone(dt.timedelta(seconds=offset))
    if name is None:
        return None
    if name.upper() in {"UTC", "GMT", "Z"}:
        return dt.UTC
    message = f"which zone is {name}?"
    raise ValueError(message)
