"""An article's own words: readers are told when they were changed.

Signs, spaces and where links lead are free, as they are for quotes.
"""

import re
from collections.abc import Iterator

from postil.anchoring.forms import bare, folded, typed
from postil.findings.diagnostics import Code, Diagnostic, finding
from postil.findings.source import Source, Span
from postil.history.differing import was_and_is
from postil.history.snapshots import Page

_LEADS = re.compile(r"(?<=\])\([^()\n]*\)|(?<=\]):[^\n]*|<[^<>]*>")
"""What is no word of a text: where links lead, and HTML's tags."""


def silent_edits(old: Page, new: Page, today: str) -> Iterator[Diagnostic]:
    """Yield a finding if an article reads otherwise than it was published, and does not say so."""
    was, is_ = old.header, new.header
    if was.date is None or not new.published or is_.modified not in {None, was.modified}:
        return
    texts = (
        ("title", was.title, is_.title),
        ("summary", was.summary, is_.summary),
        ("key_points", "\n".join(was.key_points), "\n".join(is_.key_points)),
        ("text", old.body, new.body),
    )
    changed = [text for text in texts if text[1] != text[2] and _reads_otherwise(*text[1:])]
    if not changed:
        return
    name, before, after = changed[0]
    spans = {"summary": is_.summary_span, "key_points": is_.key_points_span}
    yield finding(
        new.source,
        _edited(old, new) if name == "text" else spans.get(name, is_.title_span),
        Code.SILENT_EDIT,
        f"the {' and the '.join(part[0] for part in changed)} of this article changed, "
        "and nothing tells readers when",
        notes=was_and_is(_folded(before), _folded(after), name),
        help=f"write `modified: {today}` into the header",
    )


def _reads_otherwise(before: str, after: str) -> bool:
    return letters(before) != letters(after)


def letters(text: str) -> str:
    """Return what is compared of a text: its letters and numbers, with the signs of these."""
    return bare(folded(typed(_LEADS.sub("", text)))).text


def _folded(text: str) -> str:
    return " ".join(_LEADS.sub("", text).split())


def _edited(old: Page, new: Page) -> Span:
    """Return the first line of the text that was not there before."""
    before = {letters(line) for line in old.body.splitlines()}
    source: Source = new.source
    first = source.position(len(source.text) - len(new.body)).line
    for number, line in enumerate(new.body.splitlines(), first):
        if letters(line) and letters(line) not in before:
            start = source.offset(number)
            return Span(start, start + len(line.rstrip()))
    return new.header.title_span
