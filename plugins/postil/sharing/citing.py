"""How to cite an article or a fact-check: APA, Chicago, BibTeX.

The three are English forms and stay so in every language, as their manuals have it. Only names of
persons in Latin letters are turned round; every other name is cited as it is written. The day on
which a reader looked is theirs to add: a page that never changes its address needs none.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """An author: a person's name is turned round, an organisation's is not."""

    text: str
    person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is cited."""

    title: str
    authors: tuple[Name, ...]
    outlet: str
    """Who published it first; empty where the archive itself did."""
    archive: str
    """The site."""
    day: dt.date
    url: str
    """Its permanent address."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a reference."""

    text: str
    italic: bool = False


Reference = tuple[Piece, ...]


def apa(work: Work) -> Reference:
    """Return the reference as the Publication Manual of the APA (7th edition) writes it."""
    day = f"({work.day.year}, {_MONTHS[work.day.month - 1]} {work.day.day})."
    title = Piece(_closed(work.title), italic=not work.outlet)
    by = _apa_authors(work.authors)
    opening: Reference = (title, Piece(f" {day}"))
    if by:
        opening = (Piece(f"{_closed(by)} {day} "), title)
    return (*opening, *_containers(work, by, ". "), Piece(f" {work.url}"))


def chicago(work: Work) -> Reference:
    """Return the entry of a bibliography in Chicago style (17th edition)."""
    by = _chicago_authors(work.authors)
    title = _closed(work.title.replace("“", "‘").replace("”", "’"))
    opening = Piece(f"{_closed(by)} “{title}”" if by else f"“{title}”")
    day = f"{_MONTHS[work.day.month - 1]} {work.day.day}, {work.day.year}"
    own = "" if by == work.archive else f" {_closed(work.archive)}"
    if work.outlet:
        middle: Reference = (Piece(" "), Piece(work.outlet, italic=True), Piece(f", {day}.{own}"))
    else:
        middle = (Piece(f"{own} {day}."),)
    return (opening, *middle, Piece(f" {work.url}."))


def bibtex(work: Work, key: str) -> str:
    """Return an entry of a BibTeX file, in plain ASCII wherever LaTeX needs it."""
    fields = {
        "author": " and ".join(_bibtex_name(name) for name in work.authors),
        "title": f"{{{_latex(work.title)}}}",
        "howpublished": _latex(work.outlet or work.archive),
        "note": _latex(work.archive) if work.outlet else "",
        "year": str(work.day.year),
        "month": _BIBTEX_MONTHS[work.day.month - 1],
        "day": str(work.day.day),
        "url": work.url.replace("{", "%7B").replace("}", "%7D"),
    }
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n"
        for name, value in fields.items()
        if value
    ]
    return f"@misc{{{_key(key)},\n{''.join(lines)}}}"


def plain(reference: Reference) -> str:
    """Return a reference as text."""
    return "".join(piece.text for piece in reference)


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_BIBTEX_MONTHS = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_MOST_AUTHORS = 20  # APA 7, 9.8: then an ellipsis and the last one
_SUFFIXES = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"}
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#",
        "$": r"\$", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    }
)  # fmt: skip


def _apa_authors(names: Sequence[Name]) -> str:
    written = [_apa_name(name) for name in names]
    if len(written) > _MOST_AUTHORS:
        return f"{', '.join(written[: _MOST_AUTHORS - 1])}, . . . {written[-1]}"
    if len(written) > 1:
        return f"{', '.join(written[:-1])}, & {written[-1]}"
    return "".join(written)


def _apa_name(name: Name) -> str:
    given, family, suffix = _parts(name)
    if not given:
        return name.text
    initials = " ".join(
        "-".join(f"{part[0].upper()}." for part in word.split("-") if part)
        for word in given.split()
    )
    return f"{family}, {initials}{f', {suffix}' if suffix else ''}"


def _chicago_authors(names: Sequence[Name]) -> str:
    """Return the authors, of whom only the first one is turned round."""
    if not names:
        return ""
    given, family, suffix = _parts(names[0])
    first = f"{family}, {given}{f', {suffix}' if suffix else ''}" if given else names[0].text
    others = [name.text for name in names[1:]]
    if not others:
        return first
    return f"{', '.join([first, *others[:-1]])}, and {others[-1]}"


def _bibtex_name(name: Name) -> str:
    given, family, suffix = _parts(name)
    if not given:
        return f"{{{_latex(name.text)}}}"
    parts = [family, *([suffix] if suffix else []), given]
    return ", ".join(_latex(part) for part in parts)


def _parts(name: Name) -> tuple[str, str, str]:
    """Return given names, family name, suffix; without given names it stays as it is."""
    words = name.text.split()
    latin = all(
        unicodedata.name(char, "").startswith("LATIN") for char in name.text if char.isalpha()
    )
    if not name.person or not latin or len(words) == 1:
        return "", name.text, ""
    suffix = words.pop().rstrip(",") if words[-1].lower() in _SUFFIXES else ""
    words = [word.rstrip(",") for word in words]
    start = len(words) - 1
    while start > 1 and words[start - 1][0].islower():  # van, de, bin
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:]), suffix


def _containers(work: Work, by: str, dot: str) -> Reference:
    """Return where the work stands; the archive is not named twice."""
    if work.outlet:
        return (Piece(" "), Piece(work.outlet, italic=True), Piece(f"{dot}{work.archive}."))
    return () if by == work.archive else (Piece(f" {_closed(work.archive)}"),)


def _closed(text: str) -> str:
    """Return a text with a full stop, unless it ends in one already, or in a mark like it."""
    return text if re.search(r"[.?!…。？！؟][”’\"')\]]?$", text) else f"{text}."


def _latex(text: str) -> str:
    return text.translate(_LATEX)


def _key(text: str) -> str:
    """Return a key that every program takes: letters, digits, hyphens."""
    plain_ = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain_).strip("-") or "postil"
