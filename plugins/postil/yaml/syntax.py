"""What a YAML parser stumbles over, put plainly.

The two parsers of PyYAML, libyaml's and its own, word the same mistake differently, and blame the
place where they gave up. So each of our sentences looks at the text there too: "mapping values are
not allowed in this context" is a colon in a sentence, or a line that is indented too far.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from postil.findings.diagnostics import Code, Diagnostic, finding
from postil.findings.source import Source, Span
from postil.yaml import mistakes

_LONE_KEY = re.compile(r"[\s\-]*([\w-]+)\s*")
_HASHTAG = re.compile(r"(?<=[\s,\[{])#[^\s#][^\r\n]*")
_CLOSING = {"[": "]", "{": "}"}


def explain(source: Source, said: str, *, began: int | None, at: int) -> Diagnostic:
    """Return the finding for what a parser `said`, `at` an offset, about what `began` before it."""
    place = _Place(source, at if began is None else began, at)
    return next(tell for words, tell in _TELLERS if words in said)(place)


@dataclass(frozen=True, slots=True)
class _Place:
    source: Source
    began: int
    """Where the thing begins that the parser was reading."""
    at: int
    """Where it gave up."""

    @property
    def char(self) -> str:
        return self.source.text[self.at : self.at + 1]

    @property
    def before(self) -> str:
        """What stands before it on its line."""
        position = self.source.position(self.at)
        return self.source.line(position.line)[: position.column - 1]

    def tell(
        self, message: str, advice: str, *, at: int | None = None, code: Code = Code.YAML_SYNTAX
    ) -> Diagnostic:
        start = self.at if at is None else at
        width = len(mistakes.word(self.source, start))
        return finding(self.source, Span(start, start + width), code, message, help=advice)


_Teller = Callable[[_Place], Diagnostic]


def _cannot_begin(place: _Place) -> Diagnostic:
    if place.char == "\t":
        return mistakes.tab(place.source, place.at)
    advice = mistakes.in_quotes(mistakes.rest_of_value(place.source, place.at))
    if place.char == "@":
        if " " not in advice.partition(": ")[2]:
            word = mistakes.word(place.source, place.at)
            advice = f'put the handle in quotes: "{word}"'
        return place.tell("a value cannot begin with `@`", advice, code=Code.YAML_AT_SIGN)
    name = "a backtick" if place.char == "`" else f"`{place.char}`"
    return place.tell(f"a value cannot begin with {name}", advice)


def _second_colon(place: _Place) -> Diagnostic:
    """Tell `note: Trump: he said` from a line that is indented too far."""
    before = place.before
    if key := _LONE_KEY.fullmatch(before):
        return place.tell(
            "this line is indented further than the one above, as if it went on with its value",
            "begin the key below the key above it",
            at=place.at - len(before) + key.start(1),
        )
    value = re.split(r"[\[{,]", before)[-1] if re.search(r"[\[{]", before) else before
    first_key = re.match(r"[\s\-]*[\w-]+\s*:\s+", value)
    value = value[first_key.end() :] if first_key else value.lstrip()
    start = place.at - len(value)
    whole = mistakes.rest_of_value(place.source, start) if first_key else ""
    return finding(
        place.source,
        Span(start, place.at + 1),
        Code.YAML_COLON,
        "a colon with a space after it begins a value, and this text has one inside",
        help=mistakes.in_quotes(whole),
    )


def _in_brackets(place: _Place) -> Diagnostic:
    """Tell what stands in [ ] or { } where a comma or the closing bracket is wanted."""
    text = place.source.text
    began = place.began
    if began == place.at:  # the text ends after a comma: nobody says where the bracket was
        began = max(text.rfind("[", 0, place.at), text.rfind("{", 0, place.at), 0)
    if lost := _HASHTAG.search(text, began, place.at):
        return mistakes.hashtag(place.source, "", Span(*lost.span()))
    goes_on = re.search(r"[\r\n]", text[began : place.at]) or place.at >= len(text.rstrip())
    if place.char == ":" and not (goes_on and _LONE_KEY.fullmatch(place.before)):
        return _second_colon(place)
    bracket = text[began : began + 1]
    closing = _CLOSING.get(bracket, "]")
    if goes_on:
        return place.tell(
            f"the bracket `{bracket}` is not closed, or a comma is missing after it",
            f"write `{closing}` at its end",
            at=began,
        )
    return place.tell(
        f"a comma or `{closing}` is missing before this",
        "put the whole value in quotes if it has quotation marks, brackets or a colon in it",
    )


def _not_a_key(place: _Place) -> Diagnostic:
    """Tell text after a closing quotation mark from a line that is indented badly."""
    before = place.before.rstrip()
    if before.endswith(('"', "'")):
        return place.tell(
            "text goes on after the closing quotation mark",
            "put all of it in quotes; within 'single' quotes write each ' twice",
        )
    if before.endswith(("]", "}")):
        return place.tell("text goes on after the closing bracket", "put the whole value in quotes")
    return place.tell(
        "this line is indented differently from the keys above, and belongs to none of them",
        "indent the keys of one group by the same number of spaces",
    )


def bad_escape(source: Source, at: int) -> Diagnostic:
    r"""Report `"C:\data"`: a backslash in double quotes that means nothing."""
    return _BACKSLASH(_Place(source, at, at))


def _plainly(message: str, advice: str, *, where_it_began: bool = False) -> _Teller:
    return lambda place: place.tell(message, advice, at=place.began if where_it_began else None)


_BACKSLASH = _plainly(
    "in double quotes a backslash begins a special character, and this is none",
    "put the text in single quotes, where a backslash is a backslash",
    where_it_began=True,
)

_TELLERS: tuple[tuple[str, _Teller], ...] = (
    (
        "maximum nesting depth",
        lambda place: mistakes.too_deep(place.source, Span(place.at, place.at + 1)),
    ),
    ("cannot start any token", _cannot_begin),
    ("found a tab character", lambda place: mistakes.tab(place.source, place.at)),
    ("mapping values are not allowed", _second_colon),
    ("scanning an alias", lambda place: mistakes.sign(place.source, place.began)),
    ("scanning an anchor", lambda place: mistakes.sign(place.source, place.began)),
    ("ing a tag", lambda place: mistakes.sign(place.source, place.began)),
    ("undefined tag", lambda place: mistakes.sign(place.source, place.began)),
    (
        "directive",
        lambda place: mistakes.directive(place.source, Span(place.began, place.began + 1)),
    ),
    (
        "sequence entries are not allowed",
        _plainly(
            "a list item cannot begin here",
            "begin `- ` on a line of its own, or put the whole value in quotes",
        ),
    ),
    (
        "mapping keys are not allowed",
        _plainly("a value cannot begin with `? `", "put the whole value in quotes"),
    ),
    (
        "scanning a simple key",
        _plainly(
            "a colon and a space are missing after this key",
            "write `key: value`; indent a line that goes on with the value above",
            where_it_began=True,
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
            "this quotation mark is never closed",
            "close it; within 'single' quotes write each ' twice",
            where_it_began=True,
        ),
    ),
    (
        "found unexpected document",
        _plainly(
            "this quotation mark is never closed",
            "close it before the line `---`",
            where_it_began=True,
        ),
    ),
    (
        "scanning a plain scalar",  # "unexpected ':'", of libyaml alone, at `[On Twitter:]`
        lambda place: finding(
            place.source,
            Span(place.began, place.at + 1),
            Code.YAML_COLON,
            "a colon before a bracket or a comma begins a value, and this one ends a text",
            help="put the whole value in quotes",
        ),
    ),
    ("quoted scalar", _BACKSLASH),
    ("double-quoted", _BACKSLASH),
    (
        "parsing a block collection",
        _plainly(
            "this line belongs neither to the item above nor to the list",
            "indent it like the keys above it, or begin it with `- ` as a new item",
        ),
    ),
    ("parsing a block mapping", _not_a_key),
    ("parsing a flow", _in_brackets),
    ("node", _cannot_begin),
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
"""What parsers say, in either wording, and who puts it plainly; the first that fits counts."""
