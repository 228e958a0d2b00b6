"""Links within an article: each leads to a place that is there, or the editor is told."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import unquote

from postil.findings.diagnostics import Code, Diagnostic, finding, nearest
from postil.findings.source import Source, Span

_LINK = re.compile(r'\shref="#([^"]+)"')
_ID = re.compile(r'\sid="([^"]*)"')
_OF_THE_PAGE = frozenset({"top", "main"})  # the first is HTML's own (HTML, section 7.4.6.4)


def dead_links(source: Source, html: str, notes: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield a finding for each link in an article to a place that it has not.

    `html` is its body without notes; `notes` are the ids of those that stand in it.
    """
    if 'href="#' not in html:
        return
    wanted = {unquote(unescape(target)) for target in _LINK.findall(html)}
    places = {unescape(name) for name in _ID.findall(html)}
    places.update(f"{what}-{note}" for note in notes for what in ("note", "quote"))
    for target in sorted(wanted - places - _OF_THE_PAGE):
        near = nearest(target, places)
        yield finding(
            source,
            place_of_link(source.text, f"#{target}") or Span(0, 1),
            Code.MISSING_LINK_TARGET,
            f"a link leads to #{target}, and the article has no such place",
            help=f"write `#{near}`" if near else "mend the name after `#`, or take the link out",
        )


def place_of_link(text: str, target: str) -> Span | None:
    """Return where a link is written, in Markdown or in HTML."""
    for opening in ("(", "(<", '"', "'", ": "):
        at = text.find(f"{opening}{target}")
        if at >= 0:
            return Span(at + len(opening), at + len(opening) + len(target))
    return None
