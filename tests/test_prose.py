"""The short ways for prose: tokens and HTML are those of markdown-it-py's own rules and writer."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt, rules_core, rules_inline
from markdown_it.renderer import RendererHTML

from postil.markdown.markup import HTML
from postil.markdown.parsing import ParserSettings, _parser
from tests.test_commonmark import EXAMPLES


def _pair(*, fragment: bool, typographer: bool) -> tuple[MarkdownIt, MarkdownIt]:
    """Return two new parsers of articles or notes: with our rules for prose, and without."""
    quotes = tuple(ParserSettings().quotes)
    ours, theirs = (_parser.__wrapped__(typographer, quotes, fragment=fragment) for _ in range(2))
    theirs.disable(["prose", "plain_link"])
    theirs.core.ruler.at("inline", rules_core.inline)
    theirs.inline.ruler.at("text", rules_inline.text)
    return ours, theirs


PAIRS = [
    _pair(fragment=fragment, typographer=typographer)
    for fragment in (False, True)
    for typographer in (False, True)
]


def assert_same(markdown: str) -> None:
    for ours, theirs in PAIRS:
        tokens, expected = ours.parse(markdown, {}), theirs.parse(markdown, {})
        assert [token.as_dict() for token in tokens] == [token.as_dict() for token in expected]
        html = RendererHTML().render(expected, theirs.options, {})
        assert HTML.render(tokens, ours.options, {}) == html


@pytest.mark.parametrize("markdown", EXAMPLES, ids=map(str, range(1, len(EXAMPLES) + 1)))
def test_examples_of_commonmark_are_read_alike(markdown: str) -> None:
    assert_same(markdown)


SIGNS = [*"\n\n\n  \t-=*+_~`[]()<>!&|:#\\^.\"'0123456789aé一—", "    ", "> ", "- ", "1. ", "\n\n"]
STRESSED = ["*a b*", "_a", "é*", " *a1*.", "(_b_)", "**a b**", "a\nb"]
LINKS = ["https://example.org/a", "http://a.b", "[a b](https://example.org)", "](", "![a", "&amp;"]
FOOTNOTES = ["[^1]", "[^1]: ", "^[", "\n---\n", "\n|-|-|\n", "\n:::post a\n:::\n", "<b>", "words"]


@given(st.lists(st.sampled_from([*SIGNS, *STRESSED, *LINKS, *FOOTNOTES]), max_size=30).map("".join))
@example("a\nb | c\n--- | ---")
@example("a\nb\n===")
@example("- a\nb\n\nc")
@example("> a\nb\n    c")
@example("- a\n- b\n  - c\nd\n* e\n      - f")
@example("a\n- b\n\n    - c\n+ d | e\n- | -")
@example("> - a\n>\n>   b")
@example("a [b](https://example.org/x_y_z) *c*")
@example("*a b* and (_c_), *d* e\nand *f*")
@example("*a *b* c* _a_b _c_ d_ ***e*** *f*g*")
@example("**a *b* c** *“a”* *a *, _a*b_ *1*’s *a_")
@example("[a [b](http://example.org/)](http://example.org/)")
@example("![a [b](http://example.org/)](http://example.org/)")
@example("^[a [b](http://example.org/)] [^1]\n\n[^1]: c")
@example('[a](http://example.org/ "t") [a](<http://example.org/>) [a](http://example.org/&amp;)')
@example("| a |\n|---|\n|   |\n\n#\n")
@example("-- \"a\" -- ['b'](http://example.org/) ... (c)")
def test_anything_is_read_alike(markdown: str) -> None:
    assert_same(markdown)
