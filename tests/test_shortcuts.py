"""The shortcuts that most texts take: each gives what the long way gives."""

import re
import sys
from urllib.parse import urlsplit

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from postil.anchoring import forms
from postil.markdown.parsing import (
    _NORMAL,
    _ONE_LINE,
    ParserSettings,
    _fragment,
    _parser,
    render_fragment,
)
from postil.markdown.sanitising import UNWRITABLE, writable
from postil.theming.templating import _USUAL, host

ODD = st.text(alphabet=" -a.\n\r\t\u00a0\u00ad\u0301é—–\x7f\x1c\u200d👩🇩🇪ก\u0e33", max_size=40)
ANY = st.text(st.characters(codec=None), max_size=60)


@given(ODD, st.integers(0, 60))
@example("a\u0301", 9)
@example("- —", 9)
def test_a_typed_text_is_the_pattern_s(text: str, words: int) -> None:
    text = "x" * words + text + " word" * words
    short, long = (
        [found.span() for found in finds if forms._type(found[0]) != found[0]]
        for finds in (forms.untyped(text), forms._TYPED.finditer(text))
    )
    assert short == long


@given(st.lists(ODD | st.sampled_from([*"\naB-` ’“–…éА中か한ل", "\u3099", "\u11a8"])).map("".join))
@example("l’été “où” – `é É\u0301 à…")
@example("中文。新华社、 `中 か\u3099 한\u11a8 ل\u0651ا\u0600ب")
@example("-–- –– a–b “-” «é»")
@example("a\nb")
@example("a\n\nb\n")
@example("-\n-")
@example("`\né")
@example("")
def test_a_form_leads_to_the_same_places(text: str) -> None:
    short = forms.typed(text)
    long = forms._rewrite(text, forms._TYPED.finditer(text), forms._type)
    _assert_same_places(short, long, text)
    finds = forms._FOLDED.finditer(long.text)
    lower = forms._rewrite(long.text, finds, forms._fold, rest=str.lower, source=long)
    _assert_same_places(forms.folded(short), lower, text)


def _assert_same_places(short: forms.Form, long: forms.Form, text: str) -> None:
    assert short.text == long.text
    for offset in range(len(text) + 1):
        assert short.from_text(offset) == long.from_text(offset)
    for start in range(len(long.text)):
        for end in range(start + 1, len(long.text) + 1):
            assert short.to_text(start, end) == long.to_text(start, end)


def test_letters_are_typed_as_they_stand() -> None:
    letters = re.compile(f"[{forms._LETTERS}]")
    found = [char for char in map(chr, range(sys.maxunicode + 1)) if letters.match(char)]
    assert len(found) > 30_000
    for char in found:
        assert forms._type(char) == char
        for before in ("a", "é", "中"):
            assert len(regex.findall(r"\X", f"{before}{char}a")) == 3


@given(ANY)
@example("\ud800 \ufdd0 \U0001ffff \x7f")
@example("👩 \x0c")
def test_what_html_cannot_hold_is_replaced(text: str) -> None:
    assert writable(text) == UNWRITABLE.sub("\ufffd", text)


PROSE = st.text(alphabet="aZé ,;:.%/’“”–—-0123456789ß", min_size=1, max_size=60)


@given(PROSE | PROSE.map("a".__add__) | ANY, st.booleans())
@example("One... two", True)
@example("a -- b", True)
@example("1,, 2", True)
@example("see http://example.org/ and www.example.org", False)
def test_a_note_of_one_line_is_a_paragraph(text: str, typographer: bool) -> None:
    settings = ParserSettings(typographer=typographer)
    long_way = _fragment(text, settings.typographer, tuple(settings.quotes))
    assert render_fragment(text, settings) == long_way


def test_most_notes_are_one_line() -> None:
    assert _ONE_LINE.fullmatch(
        "States certified 306 votes, and 232 – as “The Record” said in 2020."
    )
    assert not _ONE_LINE.fullmatch("States *certified* 306 votes")


@given(st.from_regex(_NORMAL, fullmatch=True))
def test_an_address_in_its_normal_form_stays(address: str) -> None:
    assert MarkdownIt().normalizeLink(address) == address


@pytest.mark.parametrize("address", ["https://é.org/", "/a b", "x.md"])
def test_other_addresses_are_put_into_it(address: str) -> None:
    assert _parser(typographer=False, quotes=("“", "”", "‘", "’")).normalizeLink(address) != address


@given(st.from_regex(_USUAL))
@example("https://www.example.org")
@example("http://example.org/www.a?b#c")
@example("http://./\n")
def test_a_usual_address_has_the_host_that_is_parsed_out_of_it(address: str) -> None:
    parsed = urlsplit(address).hostname or ""
    assert host(address) == parsed.removeprefix("www.")


@pytest.mark.parametrize("address", ["https://EXAMPLE.org/", "http://a@b.c/", "http://b.c:80", "a"])
def test_other_addresses_are_parsed(address: str) -> None:
    assert not _USUAL.match(address)
