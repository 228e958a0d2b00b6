"""What may not stand in our YAML though a parser would take it, and how we say so.

Everything is put for somebody who hardly knows YAML. `nodes` finds these mistakes; those that
a parser stumbles over are `syntax`'s.
"""

import re

from postil.findings.diagnostics import Code, Diagnostic, finding
from postil.findings.source import Source, Span

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""What YAML 1.1 (section 5.1) does not allow, and U+FEFF, which no editor can see.

Python takes a tenth of the time to compile this as it takes for all that is allowed.
"""

ONLY_BY_NUMBER = re.compile(f"{FORBIDDEN.pattern}|[\x85\ufdd0-\ufdef]")
"""What can get into a text by an escape alone: `files.text` keeps noncharacters out of sources."""

_INDENTING_TAB = re.compile(r"(?:\A|(?<=[\r\n])) *(\t)\s*(?=[^\s#])")
_DIRECTIVE = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n))*(%[^\r\n]*)")
_WORD = re.compile(r"[^\s,\[\]{}]+")
_LONGEST_EXAMPLE = 60  # characters: a longer value is not repeated in a help line

_POINTS = "points to another value"
_SIGNS = {"*": (Code.YAML_ALIAS, _POINTS), "&": (Code.YAML_ALIAS, "gets a name")}
_TAG = (Code.YAML_TAG, "gets a type")


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
    if "%" in source.text and (found := _DIRECTIVE.match(source.text, part.start, part.end)):
        return directive(source, Span(*found.span(1)))
    if "\t" in source.text and (found := _INDENTING_TAB.search(source.text, part.start, part.end)):
        return tab(source, found.start(1))
    return None


def tab(source: Source, at: int) -> Diagnostic:
    """Report a tab among the spaces that say what belongs to what."""
    return finding(
        source,
        Span(at, at + 1),
        Code.YAML_TAB,
        "a tab stands where only spaces may",
        help="replace the tab with spaces; most editors can do so for a whole file",
    )


def second_document(source: Source, span: Span) -> Diagnostic:
    """Report `---` after the first document."""
    return finding(
        source,
        span,
        Code.YAML_DOCUMENTS,
        "a second document begins here, and would not be read",
        help="remove the line `---`, or keep what follows in a file of its own",
    )


def directive(source: Source, span: Span) -> Diagnostic:
    """Report `%YAML 1.2` before a document."""
    return finding(
        source,
        span,
        Code.YAML_SYNTAX,
        "a line that begins with `%` is an instruction to a YAML reader, which is not used here",
        help="remove the line",
    )


def too_deep(source: Source, span: Span) -> Diagnostic:
    """Report `[[[[[[[[[[` and so on."""
    return finding(
        source,
        span,
        Code.YAML_DEPTH,
        "lists and keys lie too deep within each other here",
        help="close the brackets, or write it with fewer lists within lists",
    )


def sign(source: Source, at: int) -> Diagnostic:
    """Report `*name`, `&name value` or `!type value`."""
    char = source.text[at : at + 1]
    code, effect = _SIGNS.get(char, _TAG)
    name = word(source, at)
    is_before_brackets = re.match(r"[ \t]*(?:[\[{\r\n]|\Z)", source.text[at + len(name) :])
    return finding(
        source,
        Span(at, at + len(name)),
        code,
        f"a value that begins with `{char}` {effect} in YAML, which is not used here",
        help=f"remove `{name}`"
        if is_before_brackets and char != "*"
        else in_quotes(rest_of_value(source, at)),
    )


def merge_key(source: Source, span: Span) -> Diagnostic:
    """Report `<<: *name`."""
    return finding(
        source,
        span,
        Code.YAML_ALIAS,
        "`<<` takes in the keys of another place, which is not used here",
        help="write the keys out where they are needed",
    )


def hashtag(source: Source, value: str, comment: Span) -> Diagnostic:
    """Report `tag: #x`, and `note: he said #x`, which would lose its end."""
    lost = source.text[comment.start : comment.end].rstrip()
    return finding(
        source,
        Span(comment.start, comment.start + len(lost)),
        Code.YAML_HASH,
        "`#` begins a comment, so "
        + ("the value ends before it" if value else "there is no value"),
        help=f"{in_quotes(f'{value} {lost}'.strip())}; a comment needs a space after `#`",
    )


def forbidden_escape(source: Source, span: Span) -> Diagnostic:
    r"""Report `"\0"`: what may not stand in a file may not be written by number either."""
    return finding(
        source,
        span,
        Code.YAML_SYNTAX,
        "this text holds an invisible character, written with a backslash",
        help="remove it, or put the text in single quotes, where a backslash is a backslash",
    )


def key_not_text(source: Source, span: Span) -> Diagnostic:
    """Report `{{name}}: x`."""
    return finding(
        source,
        span,
        Code.WRONG_KIND,
        "a key must be text, and this stands in brackets",
        help="put it in quotes if it is meant as text",
    )


def no_key(source: Source, span: Span) -> Diagnostic:
    """Report `"": x`."""
    return finding(
        source,
        span,
        Code.EMPTY_VALUE,
        "a value stands here without a key",
        help="write the key before the colon",
    )


def stands_alone(source: Source, span: Span, text: str) -> Diagnostic:
    """Report `{note: He came, and went}`, where `and went` is a key."""
    return finding(
        source,
        span,
        Code.YAML_SYNTAX,
        f'"{_shortened(text)}" stands alone: between {{ and }} a comma ends a value',
        help="put the whole value that has the comma in it in quotes",
    )


def repeated_key(source: Source, span: Span, key: str, first: Span) -> Diagnostic:
    """Report a key that stands twice in one place."""
    return finding(
        source,
        span,
        Code.REPEATED_KEY,
        f"the key `{_shortened(key)}` stands here a second time",
        notes=[f"it stands first in line {source.position(first.start).line}"],
        help="keep one of the two",
    )


def word(source: Source, at: int) -> str:
    """Return the word at an offset, or the one character that is there."""
    found = _WORD.match(source.text, at)
    return found[0] if found else source.text[at : at + 1]


def rest_of_value(source: Source, at: int) -> str:
    """Return a value from `at` to the end of its line; nothing where brackets may end it sooner."""
    position = source.position(at)
    line = source.line(position.line)
    if re.search(r"[\[{]", line[: position.column - 1]):
        return ""
    return re.sub(r"\s+#.*", "", line[position.column - 1 :]).rstrip()


def in_quotes(value: str) -> str:
    """Return the help line that puts `value` in quotes, or says so where it is long or unknown."""
    if not 0 < len(value) <= _LONGEST_EXAMPLE or ("'" in value and '"' in value):
        return "put the whole value in quotes"
    mark = "'" if '"' in value or "\\" in value else '"'
    return f"put the whole value in quotes: {mark}{value}{mark}"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_EXAMPLE else f"{text[:_LONGEST_EXAMPLE]}…"
