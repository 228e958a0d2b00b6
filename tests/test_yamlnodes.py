"""YAML as nodes: text stays text, places are exact, and both parsers say the same."""

import re
import string
import sys
import time
from collections.abc import Iterator

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from yaml.reader import Reader

from postil.findings.diagnostics import Code, Diagnostic
from postil.findings.source import Source, Span
from postil.yaml import mistakes, nodes
from postil.yaml.nodes import Mapping, Node, Refused, Scalar, Sequence, Style, read_yaml

needs_both_parsers = pytest.mark.skipif(
    not yaml.__with_libyaml__, reason="PyYAML was built without libyaml"
)


def test_every_character_that_yaml_forbids_is_forbidden() -> None:
    """So says PyYAML, by section 5.1 of YAML 1.1; of U+FEFF it allows the first in a file alone."""
    for number in range(sys.maxunicode + 1):
        character = chr(number)
        theirs = Reader.NON_PRINTABLE.match(character) or character == "\ufeff"
        assert bool(mistakes.FORBIDDEN.match(character)) == bool(theirs)


def read(text: str) -> Node | None:
    node, findings = read_yaml(Source("x.yaml", text))
    assert not findings
    return node


def refused(text: str) -> list[Diagnostic]:
    return read_yaml(Source("x.yaml", text))[1]


def scalars(node: Node | None) -> Iterator[Scalar]:
    match node:
        case Scalar():
            yield node
        case Sequence():
            for item in node.items:
                yield from scalars(item)
        case Mapping():
            for entry in node.entries:
                yield entry.key
                yield from scalars(entry.value)


@pytest.mark.parametrize(
    "text",
    [
        *("no", "NO", "on", "true", "false", "~", "null", "1:30", "12:30:45", "1.10", "0x1f"),
        *("010", "2020-12-09", "2020-12-09 10:00:00", "1e3", ".inf", "=", "1_000", "+1"),
    ],
)
def test_every_scalar_is_text(text: str) -> None:
    node = read(f"key: {text}\n{text}: value\n")
    assert [scalar.text for scalar in scalars(node)] == ["key", text, text, "value"]


def test_keys_keep_their_order_and_their_places() -> None:
    text = "b: 1\na: [x, 'y', \"z\"]\n"
    node = read(text)
    assert isinstance(node, Mapping)
    assert [entry.key.text for entry in node.entries] == ["b", "a"]
    assert [text[scalar.span.start : scalar.span.end] for scalar in scalars(node)] == [
        "b", "1", "a", "x", "'y'", '"z"',
    ]  # fmt: skip


def test_style_tells_nothing_from_empty_quotes() -> None:
    node = read("a:\nb: ''\nc: |\n  text\n")
    values = [scalar for scalar in scalars(node) if scalar.text not in {"a", "b", "c"}]
    assert [value.style for value in values] == [Style.PLAIN, Style.QUOTED, Style.BLOCK]
    assert [value.is_absent for value in values] == [True, False, False]


def test_block_scalars_keep_or_join_their_lines() -> None:
    node = read("keep: |\n  one\n  # two\n\n  three\njoin: >-\n  one\n  two\n")
    assert [scalar.text for scalar in scalars(node)][1::2] == ["one\n# two\n\nthree\n", "one two"]


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n", "---\n# x\n...\n"])
def test_a_file_without_anything_has_no_node(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_places_are_code_points_after_any_line_end(end: str) -> None:
    text = end.join(["# 😀 é 東京", "emoji: 😀 two", "list:", "  - 東京", "  - last", ""])
    node = read(text)
    found = [text[scalar.span.start : scalar.span.end] for scalar in scalars(node)]
    assert found == ["emoji", "😀 two", "list", "東京", "last"]


def test_a_part_of_a_file_has_the_places_of_the_file() -> None:
    text = "---\ntitle: 😀 x\n---\n\nWords: more: words\n"
    source = Source("x.md", text)
    node, findings = read_yaml(source, Span(4, text.index("\n---") + 1))
    assert not findings
    assert [text[scalar.span.start : scalar.span.end] for scalar in scalars(node)] == [
        "title", "😀 x",
    ]  # fmt: skip
    (found,) = read_yaml(Source("x.md", "---\na: @b\n---\n"), Span(4, 10))[1]
    assert (found.code, found.line, found.column) == (Code.YAML_AT_SIGN, 2, 4)


def test_of_two_equal_keys_neither_counts() -> None:
    node, findings = read_yaml(Source("x.yaml", "a: 1\nb: 2\na: 3\n"))
    assert isinstance(node, Mapping)
    assert [entry.key.text for entry in node.entries] == ["a", "b"]
    assert node.entries[0].value == Refused(Span(3, 4))
    assert [place(found) for found in findings] == [(Code.REPEATED_KEY, 3, 1)]


def test_a_refused_value_keeps_its_key() -> None:
    node, findings = read_yaml(Source("x.yaml", "a: #b\nc: !d e\nf: *g\n"))
    assert isinstance(node, Mapping)
    assert [type(entry.value) for entry in node.entries] == [Refused] * 3
    assert [found.code for found in findings] == [Code.YAML_HASH, Code.YAML_TAG, Code.YAML_ALIAS]


def test_a_comment_with_a_space_is_a_comment() -> None:
    node = read("a: b # c\nd: 'e' #f\ng: h#i\n#j\nk: [l] #m\nn:\n  - o: p\n    #q: r\n  #s\n")
    assert "".join(scalar.text for scalar in scalars(node)) == "abdegh#iklnop"


BOMB = "a: &a [x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip(string.ascii_lowercase, string.ascii_lowercase[1:], strict=False)
)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param(BOMB, Code.YAML_ALIAS, id="aliases"),
        pytest.param("[" * 100_000, Code.YAML_DEPTH, id="brackets"),
        pytest.param("{" * 100_000, Code.YAML_DEPTH, id="braces"),
        pytest.param("a: " + "{a: " * 100_000, Code.YAML_DEPTH, id="keys-in-braces"),
        pytest.param("- " * 100_000 + "x", Code.YAML_DEPTH, id="hyphens"),
        pytest.param("? " * 100_000 + "x", Code.YAML_DEPTH, id="question-marks"),
        pytest.param("".join(f"{' ' * n}a:\n" for n in range(1000)), Code.YAML_DEPTH, id="indent"),
        pytest.param("[\n" * 100_000, Code.YAML_DEPTH, id="brackets-on-lines"),
    ],
)
def test_no_file_takes_long(text: str, code: Code) -> None:
    start = time.process_time()
    findings = refused(text)
    assert time.process_time() - start < 1
    assert findings
    assert {found.code for found in findings} == {code}


@pytest.fixture(params=["libyaml", "python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of PyYAML's two parsers in turn."""
    if request.param == "python":
        monkeypatch.setattr(nodes, "PARSER", yaml.BaseLoader)
    elif not yaml.__with_libyaml__:
        pytest.skip("PyYAML was built without libyaml")


def by_python(text: str) -> tuple[Node | None, list[Diagnostic]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nodes, "PARSER", yaml.BaseLoader)
        return read_yaml(Source("x.yaml", text))


PIECES = st.sampled_from(
    [
        *("a", "b", "key", "é😀", "~", "1.10", " ", "  ", "    ", "\u2028", "\\", "\\n"),
        *("\n", "\n  ", "\n    - ", "\r\n", "\r", "---\n", "...\n", ": ", ":", "- ", "? ", "<<: "),
        *(", ", ",", "[", "]", "{", "}", "'", '"', "#", " #", " # ", "|\n", ">-\n"),
        *("@", "*a", "&a ", "!t ", "`", "%", "\t"),
    ]
)
YAML_LIKE = st.lists(PIECES, max_size=24).map("".join)

STRICTER = re.compile(r"[\t?!%]|[|>][^\s-]|:[,\[\]{}]")
"""Where one parser takes what the other refuses: libyaml allows a tab between words, and `?` in
text in brackets; it refuses `!a,`, `%a` and `[a:]`. A finding says so; neither misreads them."""

EARLIER = re.compile(r"[\[{]\s*:")
"""Where libyaml may find a mistake at a bracket and Python's parser at the colon after it."""


@needs_both_parsers
@settings(max_examples=1000, deadline=None)
@given(YAML_LIKE)
@example("- \u2028[: ")
@example("a: [b\nc: d\n")
@example('a: "x" y')
@example("a: 'x")
@example('a: "\\q"')
@example("a: @b")
@example("- a\nb: c")
@example("  a: b\nc: d")
def test_both_parsers_read_the_same(text: str) -> None:
    node, findings = read_yaml(Source("x.yaml", text))
    other_node, other_findings = by_python(text)
    if node and other_node:
        assert list(scalars(node)) == list(scalars(other_node))
    if not STRICTER.search(text):
        assert (node is None) == (other_node is None)
        where, elsewhere = map(place, findings), map(place, other_findings)
        assert EARLIER.search(text) or [*where] == [*elsewhere]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    "escape", [r"\q", r"\x0", r"\UFFFFFFFF", r"\ud800", r"\0", r"\uFEFF", r"\ufdd0"]
)
def test_escapes_give_a_character_or_a_finding(escape: str) -> None:
    (found,) = refused(f'a: 1\nb: "{escape}"\n')
    assert (found.code, found.line) == (Code.YAML_SYNTAX, 2)


@settings(deadline=None)
@given(YAML_LIKE)
def test_anything_is_a_node_or_a_finding(text: str) -> None:
    node, findings = read_yaml(Source("x.yaml", text))
    for scalar in scalars(node):
        assert 0 <= scalar.span.start <= scalar.span.end <= len(text)
    for found in findings:
        assert 1 <= found.line <= text.count("\n") + text.count("\r") + 1
        assert found.message
        assert found.help


def place(found: Diagnostic) -> tuple[Code, int, int]:
    return found.code, found.line, found.column
