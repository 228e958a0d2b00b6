"""Take the Markdown out of a quote: editors paste from the source, readers see the page."""

from functools import cache

import regex
from markdown_it import MarkdownIt

LONGEST = 10_000  # characters: longer quotes are read as they stand, so that no input is slow
_MARKS = regex.compile(r"[*_`\[\]<&\\~]|^\s*(?:[-+>#]|\d+[.)])", regex.MULTILINE)
_BLOCK_MARK = regex.compile(r"^[ \t]*(?:(?:[-*+>]|#{1,6}|\d{1,9}[.)])[ \t]+)+", regex.MULTILINE)
_LOOSE_LINK = regex.compile(r"\] +\((?=[^\s()]*[./@][^\s()]*\))")  # [words] (address), as some do


def unmarked(quote: str) -> str:
    """Return the quote as a reader would see it; the quote itself where there is no Markdown."""
    if len(quote) > LONGEST or not _MARKS.search(quote):
        return quote
    plain = _LOOSE_LINK.sub("](", _BLOCK_MARK.sub("", quote))
    inline = _parser().parseInline(plain)[0]
    words = []
    for token in inline.children or ():
        if token.type in ("softbreak", "hardbreak"):
            words.append("\n")
        elif token.type in ("text", "code_inline", "text_special"):
            words.append(token.content)
    return "".join(words)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark")
