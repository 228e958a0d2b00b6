"""The visible text of HTML, judged by html5lib, and the way back to the markup."""

from html import unescape

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from postil.weaving.visible import OURS, visible
from tests.generated import html_documents


@given(html_documents())
def test_the_words_are_those_that_an_independent_parser_sees(html: str) -> None:
    seen = visible(html)
    judged = BeautifulSoup(html, "html5lib").get_text()
    assert "".join(seen.text.split()) == "".join(judged.split())


@given(html_documents())
def test_every_character_maps_to_its_own_place_in_the_markup(html: str) -> None:
    seen = visible(html)
    last = 0
    for run in seen.runs:
        for offset in range(run.start, run.end):
            start, end = seen.opening(offset), seen.closing(offset + 1)
            assert last <= start < end
            assert unescape(html[start:end]) == seen.text[offset]
            last = end


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\ntwo\n"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\nb\n"),
        ("<p>a<br>b</p>", "a\nb\n"),
        ("<p>a &amp; b &lt; &#8212; &hellip;</p>", "a & b < — …\n"),
        ('<p title="a > b">c</p>', "c\n"),
        ("<p>H<sub>2</sub>O</p>", "H2O\n"),
        (f"<figure><figcaption {OURS}>ours</figcaption><p>theirs</p></figure>", "theirs\n"),
        (f"<div {OURS}><p>ours <b>too</b></p></div><p>theirs</p>", "theirs\n"),
        ('<p>a<sup class="footnote-ref"><a href="#fn1">1</a></sup> b</p>', "a b\n"),
        ('<li><p>note <a class="footnote-backref" href="#x">↩</a></p></li>', "note "),
        ("just words", "just words"),
        ("", ""),
    ],
)
def test_the_text_of(html: str, text: str) -> None:
    assert visible(html).text == text


def test_pictures_tell_what_they_show() -> None:
    seen = visible('<p>before <img src="a.png" alt="A &quot;dam&quot;"> after</p>')
    assert [(picture.alt, picture.at) for picture in seen.pictures] == [('A "dam"', 7)]
    assert seen.text == "before  after\n"


def test_blocks_begin_where_their_words_do() -> None:
    seen = visible("<h1>One</h1>\n<ul>\n<li>two</li>\n<li>three</li>\n</ul>")
    begun = {seen.text[block:].split(maxsplit=1)[0] for block in seen.blocks}
    assert begun == {"One", "two", "three"}


@given(st.integers(1, 99))
def test_lines_come_from_the_nearest_element_that_has_one(line: int) -> None:
    seen = visible(f'<ul data-line="3">\n<li data-line="{line}"><b>words</b></li>\n</ul>')
    assert seen.line(seen.text.index("words")) == line
    assert seen.line(len(seen.text)) in (3, line)
