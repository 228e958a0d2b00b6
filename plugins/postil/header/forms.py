"""How single values of a header are written, beyond the forms that sidecars know as well."""

import re
from datetime import MAXYEAR, MINYEAR, UTC, datetime, time, timedelta, timezone, tzinfo

from postil.findings.diagnostics import Code
from postil.markdown.sanitising import is_safe_address
from postil.records.forms import DAY, Flaw, Form, shown

LONGEST_NAME = 240  # bytes: file systems stop at 255, and a feed's name goes on after it

_TIME = re.compile(
    r"(\d{1,2})(:\d{2}(?::\d{2}(?:\.\d{1,6})?)?) *(Z|[+-]\d{2}(?::?\d{2})?)?", re.ASCII
)
_DAY_AND_MORE = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\s*(\S.*)", re.ASCII | re.DOTALL)
_SLUG = re.compile(r"[^\s/?#%\\<>\"]+(?:/[^\s/?#%\\<>\"]+)*")
_GAPS = (datetime(2000, 1, 1), datetime(2001, 2, 2))  # noqa: DTZ001 - the site's own zone
"""Two fillings for what a date leaves out: where they differ, something was."""


def _moment(text: str) -> datetime | Flaw:
    return _within_time(_written(text), text)


def _within_time(moment: datetime | Flaw, text: str) -> datetime | Flaw:
    """Refuse what lies so near to the ends of time that its day elsewhere is beyond them."""
    if isinstance(moment, Flaw) or MINYEAR < moment.year < MAXYEAR:
        return moment
    message = f"{shown(text)} is not the date of an article"
    return Flaw(Code.BAD_DATE, message, "write the day on which it was published: 2020-12-09")


def _written(text: str) -> datetime | Flaw:
    parts = _DAY_AND_MORE.fullmatch(text)
    day = DAY.read(parts[1] if parts else text)
    if isinstance(day, Flaw):
        return day
    if parts is None:
        return datetime.combine(day, time.min)
    if found := _TIME.fullmatch(parts[2]):
        hour, rest, zone = found[1], found[2], found[3] or ""
        try:
            return datetime.fromisoformat(f"{parts[1]}T{hour:0>2}{rest}{zone}")
        except ValueError:  # 25 o'clock, a zone a day away
            pass
    message = f"{shown(parts[2])} is not a time"
    return Flaw(Code.BAD_DATE, message, "write it as 14:30, and with a zone as 14:30-05:00")


def _loose_moment(text: str) -> datetime | Flaw:
    """Read a date as Pelican does, but never fill a gap with today: the archive has no clock."""
    strict = _moment(text)
    if not isinstance(strict, Flaw):
        return strict
    from dateutil import parser  # type: ignore[import-untyped]

    try:
        readings = {
            parser.parse(text.replace("_", " "), default=gap, tzinfos=_zone) for gap in _GAPS
        }
    except (ValueError, OverflowError):
        return strict
    moment = readings.pop()
    read = moment if not readings and isinstance(moment, datetime) else strict
    return _within_time(read, text)


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    """Refuse zones by name, which mean one thing here and another there (EST, IST)."""
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    if name is None or name.upper() in {"UTC", "GMT", "Z"}:
        return UTC if name else None
    message = f"which zone is {name}?"
    raise ValueError(message)


def _file_address(text: str) -> str | Flaw:
    if re.search(r"[\r\n]", text) or not is_safe_address(text):
        return Flaw(
            Code.BAD_URL,
            f"{shown(text)} is not the address of a file",
            "write its path from the content folder on, images/a.jpg, or an https:// address",
        )
    return text


def _slug(text: str) -> str | Flaw:
    if not _SLUG.fullmatch(text) or {".", ".."} & set(text.split("/")):
        plain = "-".join(re.findall(r"\w+", text.lower()))[:40]
        return Flaw(
            Code.BAD_ID,
            f"{shown(text)} cannot be part of a page's address",
            f"write words with hyphens between them: {plain or 'an-example'}",
        )
    if not fits_address(text):
        return Flaw(Code.BAD_ID, f"{shown(text)} is too long for an address", "shorten it")
    return text


def fits_address(slug: str) -> bool:
    """Whether folders and files can have the names that are in an address."""
    return all(len(part.encode()) <= LONGEST_NAME for part in slug.split("/"))


def _flag(text: str) -> bool | Flaw:
    if text.lower() not in {"true", "false"}:
        return Flaw(
            Code.BAD_CHOICE, f"{shown(text)} is neither true nor false", "write one of them"
        )
    return text.lower() == "true"


MOMENT: Form[datetime] = Form(_moment, datetime.min)  # noqa: DTZ901
LOOSE_MOMENT: Form[datetime] = Form(_loose_moment, datetime.min)  # noqa: DTZ901
FILE_ADDRESS: Form[str] = Form(_file_address, "")
SLUG: Form[str] = Form(_slug, "")
FLAG: Form[bool] = Form(_flag, True)  # noqa: FBT003
