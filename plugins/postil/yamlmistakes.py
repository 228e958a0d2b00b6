"""Mistakes in YAML, in words for somebody who hardly knows YAML.

`yamlnodes` finds them, or its parser does, whose two versions (libyaml and PyYAML's own) word the
same mistake differently: `explain` looks at the text itself as much as at their messages.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from postil.diagnostics import Code, Diagnostic, finding
from postil.source import Source, Span

FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""What YAML 1.1 (section 5.1) does not allow, and U+FEFF, which no editor can see."""

_INDENTING_TAB = re.compile(r"(?:\A|(?<=[\r\n])) *(\t)\s*(?=[^\s#])")
_WORD = re.compile(r"[^\s,\[\]{}]+")
_LONGEST_EXAMPLE = 60  # characters: a longer value is not repeated in a help line


def before_parsing(source: Source, part: Span) -> Diagnostic | None:
    """Return what can be seen without a parser, and what parsers do not agree on."""
    if bad := FORBIDDEN.search(source.text, part.start, part.end):
        return finding(
            source,
            Span(*bad.span()),
            Code.YAML_SYNTAX,
            f"the invisible character U+{ord(bad[0]):04X} cannot stand in this file",
            help="delete it, and save the file again as plain text",
        )
    if "\t" in source.text and (tab := _INDENTING_TAB.search(source.text, part.start, part.end)):
        return _tab(source, tab.start(1))
    return None


def second_document(source: Source, span: Span) -> Diagnostic:
    """`---` after the first document."""
    return finding(
        source,
        span,
        Code.YAML_DOCUMENTS,
        "a second document begins here, and would not be read",
        help="remove the line `---`, or keep what follows in a file of its own",
    )


def directive(source: Source, span: Span) -> Diagnostic:
    """`%YAML 1.2` before a document."""
    return finding(
        source,
        span,
        Code.YAML_SYNTAX,
        "lines that begin with `%` before `---` are instructions to a YAML reader, not used here",
        help="remove the lines that begin with `%`",
    )


def too_deep(source: Source, span: Span) -> Diagnostic:
    """`[[[[[[[[[[` and so on."""
    return finding(
        source,
        span,
        Code.YAML_DEPTH,
        "lists and mappings are nested too deep here",
        help="write it with fewer lists within lists",
    )


def alias(source: Source, span: Span) -> Diagnostic:
    """`*name`."""
    word = _word(source, span.start)
    return finding(
        source,
        Span(span.start, max(span.end, span.start + len(word))),
        Code.YAML_ALIAS,
        "a value that begins with `*` points to another value, which is not used here",
        help=f'put the value in quotes: "{word}"' if word != "*" else "put the value in quotes",
    )


def decorated(source: Source, span: Span) -> Diagnostic:
    """`&name value` or `!tag value`."""
    if source.text[span.start : span.start + 1] == "!":
        return finding(
            source,
            Span(span.start, span.start + len(_word(source, span.start))),
            Code.YAML_TAG,
            "a value that begins with `!` names a type, which is not used here",
            help="put the whole value in quotes, or remove the word with `!`",
        )
    return finding(
        source,
        Span(span.start, span.start + len(_word(source, span.start))),
        Code.YAML_ALIAS,
        "a value that begins with `&` is given a name, which is not used here",
        help="put the whole value in quotes, or remove the word with `&`",
    )


def merge_key(source: Source, span: Span) -> Diagnostic:
    """`<<: *name`."""
    return finding(
        source,
        span,
        Code.YAML_ALIAS,
        "`<<` takes in another mapping, which is not used here",
        help="write the keys out where they are needed",
    )


def hashtag(source: Source, value: str, comment: Span) -> Diagnostic:
    """`tag: #x`, and `note: he said #x`, which would lose its end."""
    lost = source.text[comment.start : comment.end].rstrip()
    if value:
        message = "`#` begins a comment, so the value ends before it"
    else:
        message = "`#` begins a comment, so there is no value"
    return finding(
        source,
        Span(comment.start, comment.start + len(lost)),
        Code.YAML_HASH,
        message,
        help=f"{_in_quotes(f'{value} {lost}'.strip())}; a comment needs a space after `#`",
    )


def forbidden_escape(source: Source, span: Span) -> Diagnostic:
    r"""`"\0"`: a character that may not stand in the file may not be written by number either."""
    return finding(
        source,
        span,
        Code.YAML_SYNTAX,
        "this text holds an invisible character, written with a backslash",
        help="remove it, or put the text in single quotes, where a backslash is a backslash",
    )


def bad_escape(source: Source, span: Span) -> Diagnostic:
    r"""`"C:\data"`: a backslash in double quotes that means nothing."""
    return finding(
        source,
        span,
        Code.YAML_SYNTAX,
        "in double quotes a backslash begins a special character, and this is none",
        help="put the text in single quotes, where a backslash is a backslash",
    )


def key_not_text(source: Source, span: Span) -> Diagnostic:
    """`{{name}}: x`."""
    return finding(
        source,
        span,
        Code.WRONG_KIND,
        "a key is text, and this is a list or a mapping",
        help="put it in quotes if it is meant as text",
    )


def no_key(source: Source, span: Span) -> Diagnostic:
    """`: x`."""
    return finding(
        source,
        Span(span.start, span.start + 1),
        Code.EMPTY_VALUE,
        "a value stands here without a key",
        help="write the key before the colon",
    )


def stands_alone(source: Source, span: Span, text: str) -> Diagnostic:
    """`{note: He came, and went}`, where `and went` is a key."""
    return finding(
        source,
        span,
        Code.YAML_SYNTAX,
        f'"{_shortened(text)}" stands alone: between {{ and }} a comma ends a value',
        help="put the value with the comma in quotes, all of it",
    )


def repeated_key(source: Source, span: Span, key: str, first: Span) -> Diagnostic:
    """Two lines `a: …` in one mapping."""
    return finding(
        source,
        span,
        Code.REPEATED_KEY,
        f"the key `{_shortened(key)}` stands here a second time",
        notes=[f"it stands first in line {source.position(first.start).line}"],
        help="keep one of the two",
    )


def explain(source: Source, said: str, *, began: int | None, at: int) -> Diagnostic:
    """Return the finding for what a parser `said`, `at` an offset, of something that `began`."""
    place = _Place(source, said, at if began is None else began, at)
    return next(tell for words, tell in _TOLD if words in said)(place)


@dataclass(frozen=True, slots=True)
class _Place:
    source: Source
    said: str
    began: int
    at: int

    def char(self) -> str:
        return self.source.text[self.at : self.at + 1]

    def line_before(self) -> str:
        """Return what stands on the line before the place."""
        position = self.source.position(self.at)
        return self.source.line(position.line)[: position.column - 1]

    def tell(self, message: str, help_: str, *, at: int | None = None) -> Diagnostic:
        start = self.at if at is None else at
        width = max(1, len(_word(self.source, start)))
        return finding(
            self.source, Span(start, start + width), Code.YAML_SYNTAX, message, help=help_
        )


def _cannot_begin(place: _Place) -> Diagnostic:
    word = _word(place.source, place.at)
    match place.char():
        case "@":
            return finding(
                place.source,
                Span(place.at, place.at + len(word)),
                Code.YAML_AT_SIGN,
                "a value cannot begin with `@`",
                help=f'put the handle in quotes: "{word}"',
            )
        case "\t":
            return _tab(place.source, place.at)
        case char:
            return place.tell(f"a value cannot begin with `{char}`", "put the value in quotes")


def _tab(source: Source, at: int) -> Diagnostic:
    return finding(
        source,
        Span(at, at + 1),
        Code.YAML_TAB,
        "a tab stands where only spaces may",
        help="replace the tab with spaces; most editors can do so for a whole file",
    )


def _second_colon(place: _Place) -> Diagnostic:
    """`note: Trump: he said`, or a line that is indented too far, which parsers call the same."""
    before = place.line_before()
    if re.fullmatch(r"[\s\-]*[\w-]+\s*", before):
        return place.tell(
            "this line is indented further than the one above, as if it went on with its value",
            "begin the key below the key above it",
            at=place.at - len(before.lstrip(" -")),
        )
    value = re.split(r":\s+", before, maxsplit=1)[-1].lstrip(" -")
    start = place.at - len(value)
    line = place.source.line(place.source.position(place.at).line)
    whole = (value + line[len(before) :]).rstrip()
    if "{" in before or "[" in before:
        whole = ""  # where the value ends among brackets is anybody's guess
    return finding(
        place.source,
        Span(start, place.at + 1),
        Code.YAML_COLON,
        "a colon with a space after it begins a value, and this text has one inside",
        help=_in_quotes(whole),
    )


def _in_brackets(place: _Place) -> Diagnostic:
    """Something between [ ] or { } that does not go on with a comma or the closing bracket."""
    text = place.source.text
    if place.char() == ":":
        return _second_colon(place)
    if lost := re.compile(r"(?<=[\s,\[{])#[^\s#][^\r\n]*").search(text, place.began, place.at):
        return hashtag(place.source, "", Span(*lost.span()))
    bracket = text[place.began : place.began + 1]
    closing = {"[": "]", "{": "}"}.get(bracket, "]")
    if "\n" in text[place.began : place.at] or "\r" in text[place.began : place.at]:
        return place.tell(
            f"the bracket `{bracket}` is not closed",
            f"write `{closing}` at its end",
            at=place.began,
        )
    if place.at >= len(text.rstrip()):
        return place.tell(
            f"the bracket `{bracket}` is not closed",
            f"write `{closing}` at its end",
            at=place.began,
        )
    return place.tell(
        f"a comma or `{closing}` is missing before this",
        "put a text with quotation marks or brackets in it in quotes, all of it",
    )


def _not_a_key(place: _Place) -> Diagnostic:
    """Something in a block mapping that is no key: after a closing quote, or badly indented."""
    before = place.line_before().rstrip()
    if before.endswith(('"', "'")):
        return place.tell(
            "text goes on after the closing quotation mark",
            "put all of it in quotes; within 'single' quotes write each ' twice",
        )
    if before.endswith(("]", "}")):
        return place.tell("text goes on after the closing bracket", "put the whole value in quotes")
    return place.tell(
        "this line begins further left or right than the keys above, and belongs to none",
        "indent keys of the same mapping by the same number of spaces",
    )


def _plainly(message: str, help_: str, *, at_start: bool = False) -> "_Teller":
    def tell(place: _Place) -> Diagnostic:
        return place.tell(message, help_, at=place.began if at_start else None)

    return tell


_Teller = Callable[[_Place], Diagnostic]

_TOLD: tuple[tuple[str, _Teller], ...] = (
    ("maximum nesting depth", lambda place: too_deep(place.source, Span(place.at, place.at + 1))),
    ("cannot start any token", _cannot_begin),
    ("found a tab character", lambda place: _tab(place.source, place.at)),
    ("mapping values are not allowed", _second_colon),
    ("scanning an alias", lambda place: alias(place.source, Span(place.began, place.began))),
    ("scanning an anchor", lambda place: decorated(place.source, Span(place.began, place.began))),
    ("tag", lambda place: decorated(place.source, Span(place.began, place.began))),
    ("directive", _plainly("a line cannot begin with `%`", "put the text in quotes")),
    (
        "sequence entries are not allowed",
        _plainly(
            "a list item cannot begin here", "begin `- ` on a line of its own, or put it in quotes"
        ),
    ),
    (
        "mapping keys are not allowed",
        _plainly("a value cannot begin with `? `", "put the value in quotes"),
    ),
    (
        "scanning a simple key",
        _plainly(
            "a colon is missing after this key",
            "write `key: value`; indent a line that goes on with the value above",
            at_start=True,
        ),
    ),
    (
        "scanning a block scalar",
        _plainly(
            "text after `|` or `>` begins on the next line", "move it down and indent it further"
        ),
    ),
    (
        "found unexpected end of stream",
        _plainly(
            "the quotation mark is never closed",
            "close it; within 'single' quotes write each ' twice",
            at_start=True,
        ),
    ),
    (
        "found unexpected document",
        _plainly(
            "the quotation mark is never closed", "close it before the line `---`", at_start=True
        ),
    ),
    ("scalar", lambda place: bad_escape(place.source, Span(place.at, place.at + 1))),
    (
        "parsing a block collection",
        _plainly(
            "this is no item of the list above",
            "begin it with `- ` below the other items, or indent it further",
        ),
    ),
    ("parsing a block mapping", _not_a_key),
    ("parsing a flow", _in_brackets),
    (
        "node",
        lambda place: place.tell(
            f"a value cannot begin with `{place.char()}`", "put the value in quotes"
        ),
    ),
    (
        "<document start>",
        _plainly(
            "this does not belong to what stands above it",
            "begin every key of the file at the left margin; remove what follows a closing bracket",
        ),
    ),
    (
        "",
        _plainly(
            "this cannot be read as YAML", "compare the line with its neighbours, or use quotes"
        ),
    ),
)
"""What parsers say, in any of their wordings, and who puts it plainly; the first match counts."""


def _word(source: Source, at: int) -> str:
    found = _WORD.match(source.text, at)
    return found[0] if found else source.text[at : at + 1]


def _in_quotes(value: str) -> str:
    """Return the help line that puts `value` in quotes, or says so where it is long."""
    if not 0 < len(value) <= _LONGEST_EXAMPLE or ("'" in value and '"' in value):
        return "put the whole value in quotes"
    mark = "'" if '"' in value or "\\" in value else '"'
    return f"put the whole value in quotes: {mark}{value}{mark}"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_EXAMPLE else f"{text[:_LONGEST_EXAMPLE]}…"
