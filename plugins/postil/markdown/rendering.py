"""Runs of tokens to HTML, an author's raw HTML among them.

A run without raw HTML is written as it is. One with it goes through the sanitiser, our own
attributes held back meanwhile, and everything that the sanitiser will remove is reported.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from postil.findings.diagnostics import Code, Diagnostic, finding
from postil.findings.source import Span
from postil.markdown.markup import HTML, with_opening_tags
from postil.markdown.places import Place
from postil.markdown.raw_html import Removal, Scan, scan
from postil.markdown.sanitising import OWN, OwnAttributes, clean

_LINES_SHOWN = 12  # of a removal that an old article makes hundreds of times
_RAW = frozenset({"html_block", "html_inline"})


class Renderer:
    """Writes the runs of one article, whose ids must differ among all of them."""

    def __init__(
        self, tokens: Sequence[Token], place: Place, options: OptionsDict, *, lines: bool
    ) -> None:
        self._removed: dict[Removal, list[Span]] = {}
        self._place, self._options, self._lines = place, options, lines
        self._may_be_raw = "<" in place.source.text
        headings = {str(token.attrs["id"]) for token in tokens if token.type == "heading_open"}
        self._scanned_ids = set(headings)
        self._cleaned_ids = set(headings)

    def render(self, run: Sequence[Token]) -> str:
        """Return the HTML of a run; its tokens are used up."""
        if self._lines:
            self._mark_lines(run)
        if not self._may_be_raw or not any(_is_raw(token) for token in run):
            return self._written(run)
        own = OwnAttributes()
        for token in with_opening_tags(run):
            if token.attrs:
                token.attrs = {OWN: own.hold(HTML.renderAttrs(token))}
        for token in run:
            line = token.map[0] if token.map else 0
            if token.type == "html_block":
                token.content = self._piece(token.content, line, own).kept
            elif token.type == "inline":
                token.children = list(self._inline(token.children or [], line))
        return clean(self._written(run), own, self._cleaned_ids)

    def findings(self) -> list[Diagnostic]:
        """Return what was removed: each kind once, where it first stands, with its other lines."""
        source = self._place.source
        found = []
        for removal, spans in self._removed.items():
            first, *others = sorted(spans, key=lambda span: span.start)
            lines = sorted({source.position(span.start).line for span in others})
            notes = [f"the same {_times(len(others))} more: {_listed(lines)}"] if others else []
            found.append(
                finding(
                    source,
                    first,
                    Code.REMOVED_HTML,
                    removal.message,
                    notes=notes,
                    help=removal.help,
                )
            )
        return found

    def _written(self, run: Sequence[Token]) -> str:
        return HTML.render(run, self._options, {})

    def _mark_lines(self, run: Sequence[Token]) -> None:
        for token in run:
            if token.map and token.tag and token.nesting >= 0:
                token.attrSet("data-line", str(self._place.number(token.map[0])))

    def _inline(self, children: Sequence[Token], line: int) -> Iterator[Token]:
        """Yield what is left of the children: the words of a script are children of their own."""
        resume = 0
        for index, child in enumerate(children):
            if index < resume:
                continue
            if child.type == "html_inline":
                done = self._piece(child.content, line, None)
                child.content = done.kept
                if done.open_element:
                    resume = _after_closing_tag(children, index, done.open_element)
            yield child

    def _piece(self, html: str, line: int, own: OwnAttributes | None) -> Scan:
        done = scan(html, self._scanned_ids)
        last, span = -1, Span(0, 0)
        for removal in done.removals:
            if removal.at != last:  # else it is another thing about the same tag
                last, span = removal.at, self._place.find(line, removal.text)
            self._removed.setdefault(replace(removal, at=0, text=""), []).append(span)
        if own and self._lines:
            for at, below in reversed(done.starts):
                own_line = own.hold(f' data-line="{self._place.number(line + below)}"')
                done.kept = f'{done.kept[:at]} {OWN}="{own_line}"{done.kept[at:]}'
        return done


def _is_raw(token: Token) -> bool:
    return token.type in _RAW or (
        token.type == "inline" and any(child.type in _RAW for child in token.children or ())
    )


def _after_closing_tag(children: Sequence[Token], index: int, name: str) -> int:
    """Return the index after the element's end tag; after its start tag where there is none."""
    for later in range(index + 1, len(children)):
        if children[later].type == "html_inline" and children[later].content.lower().startswith(
            f"</{name}"
        ):
            return later + 1
    return index + 1


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _listed(lines: Sequence[int]) -> str:
    """Return line numbers for a note, not too many."""
    if len(lines) == 1:
        return f"line {lines[0]}"
    shown = ", ".join(map(str, lines[:_LINES_SHOWN]))
    return f"lines {shown}{' …' if len(lines) > _LINES_SHOWN else ''}"
