"""The words of a piece of HTML as a reader sees them, mapped to where they stand in the markup.

The HTML is our own renderer's or the sanitiser's: well formed, `<` escaped in text, attribute
values in double quotes. So one pass with one pattern reads it, without building a tree.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

OURS = "data-postil-ours"
"""Marks elements whose words are the archive's and not the article's: no note is on them."""

_TAG = re.compile(r'<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^>"]++|"[^"]*")*+)>')
_ENTITY = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);")
_LINE = re.compile(r'\sdata-line="([0-9]+)"')
_ALT = re.compile(r'\salt="([^"]*)"')
_NOT_THE_TEXT = re.compile(rf'\s{OURS}(?=[\s=]|$)|\sclass="footnote-(?:ref|backref)"')
"""The archive's own words, and the marks of footnotes: no editor quotes them."""

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_BREAKS = frozenset(
    "address article aside blockquote br caption dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main nav ol p pre search section "
    "summary table tbody td tfoot th thead tr ul".split()
)
"""Elements that begin a line of their own, so that words before and after never run together."""
_HIDES = re.compile(rf'{OURS}|class="footnote-')
_WITHIN_WORDS = re.compile(
    rf'<(?!/?(?:{"|".join(sorted(_BREAKS))})\b)/?[a-zA-Z](?:[^>"]++|"[^"]*")*+>', re.IGNORECASE
)
"""Tags that a word may have inside, such as those of emphasis."""
_LEAVES = frozenset("p h1 h2 h3 h4 h5 h6 pre summary".split())
"""Blocks of words only: a callout stands after them."""
_WHOLE = frozenset("blockquote dl figure table".split())
"""Blocks that a callout may not break: in a quotation it would be put into the speaker's mouth."""


@dataclass(slots=True)
class Element:
    """An element, by the offsets of its tags in the HTML."""

    name: str
    parent: int
    """Index in `Visible.elements`; the root's is -1."""
    opens: int
    closes: int = 0
    """Where its end tag begins."""
    ends: int = 0
    """Just after its end tag."""
    line: int = 0
    """The article's line, where the HTML tells it (`data-line`)."""
    scrolls: bool = False


class Run(NamedTuple):
    """Words without a tag between them: a text node; a tuple, which is made in less time."""

    start: int
    """In the visible text."""
    end: int
    element: int


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture shows, in the words of its alternative text."""

    alt: str
    opens: int
    """Where its tag begins."""
    element: int
    at: int
    """The offset in the text at which it stands."""


@dataclass(slots=True)
class Visible:
    """The visible text of `html` and the way back."""

    html: str
    text: str = ""
    runs: list[Run] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)
    """Where a block begins in the text."""
    elements: list[Element] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    _pieces: list[tuple[int, int, int]] = field(default_factory=list)
    """(offset in the text, offset in the HTML, length there if it is one escaped character)."""

    def run_at(self, offset: int) -> int:
        """Return the index of the run that holds, or else last precedes, a text offset."""
        return max(0, bisect_right(self.runs, offset, key=lambda run: run.start) - 1)

    def opening(self, offset: int) -> int:
        """Return where in the HTML the character at a text offset begins."""
        text, html, escaped = self._piece(offset)
        return html if escaped else html + offset - text

    def closing(self, offset: int) -> int:
        """Return where in the HTML the character before a text offset ends."""
        text, html, escaped = self._piece(offset - 1)
        return html + escaped if escaped else html + offset - text

    def line(self, offset: int) -> int:
        """Return the article's line for a text offset; 0 where the HTML does not tell."""
        return self._line_of(self.runs[self.run_at(offset)].element) if self.runs else 0

    def around(self, element: int) -> frozenset[str]:
        """Return the names of an element and of all that it stands in."""
        names = set()
        while element > 0:
            names.add(self.elements[element].name)
            element = self.elements[element].parent
        return frozenset(names)

    def after_block(self, offset: int) -> int:
        """Return where in the HTML a callout goes for words that end at a text offset."""
        run = self.runs[self.run_at(offset - 1)]
        return self._seam(run.element, self.closing(min(offset, run.end)))

    def after_picture(self, picture: Picture) -> int:
        """Return where in the HTML a callout goes for words of an alternative text."""
        return self._seam(picture.element, picture.opens)

    def _piece(self, offset: int) -> tuple[int, int, int]:
        return self._pieces[bisect_right(self._pieces, (offset, len(self.html), 0)) - 1]

    def _line_of(self, element: int) -> int:
        while element > 0 and not self.elements[element].line:
            element = self.elements[element].parent
        return self.elements[element].line

    def _seam(self, element: int, words_end: int) -> int:
        """Return the first place after the words at which the HTML can hold a block.

        That is behind the outermost element that a block may not interrupt; in a list item, a
        `div` and the like it is before the next block inside, so that the callout keeps close.
        """
        inner, seam = element, -1
        while element > 0:
            found = self.elements[element]
            if found.name in _LEAVES or found.name in _WHOLE or found.scrolls:
                seam = element
            elif found.name not in _BREAKS and found.name != "section":
                seam = element  # inline: a block inside it is not valid where a phrase is meant
            element = found.parent
        if seam < 0:
            return self._next_block(inner, words_end)
        found = self.elements[seam]
        if found.name in _BREAKS:
            return found.ends
        return self._next_block(found.parent, found.ends)

    def _next_block(self, element: int, after: int) -> int:
        children = (
            child.opens
            for child in self.elements
            if child.parent == element and child.opens >= after and child.name in _BREAKS
        )
        return min(children, default=self.elements[element].closes)


def roughly(html: str) -> str:
    """Return a text with every whole word of the visible one in it, and other words as well.

    It takes a fraction of the time of `visible`: for telling that a word is not there.
    """
    if _HIDES.search(html):
        return visible(html).text  # what is hidden in a word would part it here
    return _WITHIN_WORDS.sub("", html)


def visible(html: str) -> Visible:
    """Read the visible text of well-formed HTML."""
    seen = Visible(html=html)
    parts: list[str] = []
    length = 0
    elements, blocks = seen.elements, seen.blocks
    elements.append(Element("", -1, 0, len(html), len(html)))
    open_now = [0]
    hidden = 0
    at_break = True
    end = 0

    pieces = _TAG.split(html)
    for words, closing, written, attributes in zip(
        pieces[::4], pieces[1::4], pieces[2::4], pieces[3::4], strict=False
    ):
        start = end + len(words)
        if words and not hidden:
            length = _read_words(seen, words, end, open_now[-1], parts, length)
            at_break = at_break and not parts[-1].strip()
        end = start + len(closing) + len(written) + len(attributes) + 2
        name = written.lower()
        breaks = name in _BREAKS
        if breaks and not at_break and not hidden:
            if not parts[-1][-1:].isspace():
                parts.append("\n")
                length += 1
            at_break = True
        if closing:
            element = elements[open_now.pop()]
            element.closes, element.ends = start, end
            hidden -= 1 if hidden else 0
            continue
        if name in _VOID:
            if name == "img" and not hidden and (alt := _ALT.search(attributes)) and alt[1]:
                seen.pictures.append(Picture(unescape(alt[1]), start, open_now[-1], length))
            continue
        element = Element(name, open_now[-1], start)
        open_now.append(len(elements))
        elements.append(element)
        if attributes:
            if line := _LINE.search(attributes):
                element.line = int(line[1])
            element.scrolls = 'class="table-scroll"' in attributes
        if hidden or (attributes and _NOT_THE_TEXT.search(attributes)):
            hidden += 1
        if breaks and (not blocks or blocks[-1] != length):
            blocks.append(length)
    if pieces[-1]:
        _read_words(seen, pieces[-1], end, 0, parts, length)
    seen.text = "".join(parts)
    return seen


def _read_words(
    seen: Visible, words: str, at: int, element: int, parts: list[str], length: int
) -> int:
    """Add the text node `words`, which is `at` in the HTML; return the new length of the text."""
    begun = length
    done = 0
    for escaped in _ENTITY.finditer(words) if "&" in words else ():
        opens, closes = escaped.span()
        if opens > done:
            seen._pieces.append((length, at + done, 0))
            parts.append(words[done:opens])
            length += opens - done
        char = unescape(escaped[0])
        seen._pieces.append((length, at + opens, closes - opens))
        parts.append(char)
        length += len(char)
        done = closes
    if done < len(words):
        seen._pieces.append((length, at + done, 0))
        parts.append(words[done:])
        length += len(words) - done
    seen.runs.append(tuple.__new__(Run, (begun, length, element)))
    return length
