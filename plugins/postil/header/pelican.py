"""Pelican's own header: `Key: value` lines, as Python-Markdown's `meta` extension reads them.

An archive that was made with Pelican's own reader moves over as it is. Keys are of any case; lines
indented by four spaces go on with the value before them; the header ends at the first blank line,
or at the first line that is no part of it.
"""

import re

from postil.findings.diagnostics import Code, Diagnostic, Severity, finding
from postil.findings.source import Source, Span
from postil.header.values import Entry, Words

# markdown.extensions.meta: META_RE, META_MORE_RE, BEGIN_RE, END_RE
_KEY = re.compile(r" {0,3}([A-Za-z0-9_-]+):\s*(.*)")
_MORE = re.compile(r" {4,}(.*)")
_END = re.compile(r"(?:-{3}|\.{3})(?:\s.*)?$")
_YAML = re.compile(r"\[.*\]|\{.*\}|[>|](?:[-+]?\d?|\d[-+])")
_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|$)")


_OURS = {
    "author": "authors",
    "category": "outlet",
    "tags": "topics",
}
_ONCE = frozenset(
    "author authors category date modified outlet save_as slug status tags topics url".split()
)
"""Pelican, DUPLICATES_DEFINITIONS_ALLOWED: of several values the first counts."""
_LISTS = frozenset({"authors", "tags", "topics"})


def read_pelican_header(source: Source, start: int) -> tuple[list[Entry], int, list[Diagnostic]]:
    """Return the header under our keys, where the body begins, and what is wrong."""
    read, end = _entries(source, start)
    entries: dict[str, Entry] = {}
    findings: list[Diagnostic] = []
    for entry in read:
        written = entry.key.text
        name = _OURS.get(written, written)
        values = entry.values
        if written in _LISTS:
            values = tuple(name for value in values[:1] for name in names(value))
        elif name == "lang":  # locales' names are common there; offsets stay
            values = tuple(Words(each.text.replace("_", "-"), each.span) for each in values)
        surplus = entry.values[1:] if written in _ONCE else ()
        if name in entries and (written in _ONCE or name in _ONCE):
            surplus = entry.values
        elif name in entries:
            values = (*entries[name].values, *values)
            findings.append(
                _repeated(
                    source,
                    entry.key.span,
                    f"`{written}` stands here again: its words are added to those before",
                )
            )
        if surplus:
            message = f"`{written}` has more than one value: the first counts"
            level = Severity.ERROR if name == "status" else Severity.WARNING  # it may be a draft
            findings.append(_repeated(source, surplus[0].span, message, level))
        if surplus != entry.values:
            entries[name] = Entry(Words(name, entry.key.span), values)
    return list(entries.values()), end, findings


def _repeated(
    source: Source, span: Span, message: str, severity: Severity = Severity.WARNING
) -> Diagnostic:
    return finding(
        source,
        span,
        Code.REPEATED_KEY,
        message,
        help="leave only the value that you mean",
        severity=severity,
    )


def _entries(source: Source, start: int) -> tuple[list[Entry], int]:
    """Return the header's entries as written, and where the body begins."""
    entries: list[Entry] = []
    at = start
    while at < len(source.text):
        line = _LINE.match(source.text, at)
        assert line is not None
        text = line[1]
        if not text.strip() or _END.match(text):
            return entries, line.end()
        if key := _KEY.match(text):
            name = Words(key[1].lower(), _span(at, key, 1))
            entries.append(Entry(name, (_words(at, key, 2),)))
        elif entries and (more := _MORE.match(text)):
            last = entries[-1]
            entries[-1] = Entry(last.key, (*last.values, _words(at, more, 1)))
        else:
            return entries, at
        at = line.end()
    return entries, at


def is_pelican_block(source: Source, block: Span) -> bool:
    """Whether what stands between `---` lines is Pelican's form, and nothing else.

    Each key has a capital, each line is a key's or goes on with one, and no value is a list or a
    block of YAML's: one key with a capital among ours is a slip, and must not change what all the
    others mean.
    """
    lines = source.text[block.start : block.end].rstrip().splitlines()
    keys = [key for line in lines if (key := _KEY.match(line))]
    return (
        bool(keys)
        and all(key[1] != key[1].lower() and not _YAML.fullmatch(key[2].rstrip()) for key in keys)
        and all(_KEY.match(line) or _MORE.match(line) for line in lines)
    )


def begins_entry(line: str) -> bool:
    """Whether a line could begin such a header."""
    return _KEY.match(line) is not None


def names(words: Words) -> list[Words]:
    """Return the names of a list as Pelican splits it: at semicolons, without any at commas.

    So both `Jane Doe, John Doe` and `Doe, Jane; Doe, John` mean what they look like.
    """
    mark = ";" if ";" in words.text else ","
    found: list[Words] = []
    at = words.span.start
    for part in words.text.split(mark):
        name = part.strip()
        if name and name not in (known.text for known in found):
            begin = at + part.index(name)
            found.append(Words(name, Span(begin, begin + len(name))))
        at += len(part) + 1
    return found


def _words(at: int, found: re.Match[str], group: int) -> Words:
    text = found[group].rstrip()
    begin = at + found.start(group)
    return Words(text, Span(begin, begin + len(text)))


def _span(at: int, found: re.Match[str], group: int) -> Span:
    return Span(at + found.start(group), at + found.end(group))
