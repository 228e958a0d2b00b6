"""From the tokens of a body back to the article: the parser counts lines from the body's first."""

from functools import cached_property

from markdown_it.token import Token

from postil.findings.source import Source, Span


class Place:
    """Where a body's tokens stand in the article: the parser counts lines from the body's first."""

    def __init__(self, source: Source, start: int) -> None:
        self.source = source
        self._start = start
        self._block = -1
        self._found = Span(start, start)

    @cached_property
    def _first(self) -> int:
        """The article's line on which the body begins; most articles are never asked for one."""
        return self.source.position(self._start).line

    def number(self, line: int) -> int:
        """Return the article's line for one of the body's, which count from 0."""
        return self._first + line

    def line(self, line: int) -> Span:
        """Return the span of what is written on one of the body's lines."""
        start = self.source.offset(self.number(line))
        text = self.source.line(self.number(line))
        indent = len(text) - len(text.lstrip())
        return Span(start + indent, start + max(len(text.rstrip()), indent))

    def of_line(self, token: Token) -> Span:
        """Return the span of the line on which a block begins."""
        return self.line(token.map[0] if token.map else 0)

    def find(self, line: int, text: str) -> Span:
        """Return where `text` stands from a block's line on; asked again for it, the next place."""
        start = self.source.offset(self.number(line))
        after = self._found.end if line == self._block else start
        at = self.source.text.find(text, after)
        if at < 0:
            return self.line(line)
        self._block, self._found = line, Span(at, at + len(text))
        return self._found
