"""Notes woven into HTML: on exactly their words, and nothing else changes."""

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from postil.weaving.visible import Visible, visible
from postil.weaving.weave import Pinned, Thread, unweave, weave
from tests.generated import html_documents


def thread(seen: Visible, words: str, id: str = "a", *, at: int = 0) -> Thread:  # noqa: A002
    start = seen.text.index(words, at)
    return stretch(start, start + len(words), id)


def stretch(start: int, end: int, id: str = "a") -> Thread:  # noqa: A002
    callout = f'<aside class="postil-note" id="note-{id}"><p>said of {id}</p></aside>'
    return Thread(id=id, start=start, end=end, number=7, callout=callout)


def woven(html: str, *quotes: str) -> str:
    seen = visible(html)
    return weave(seen, [thread(seen, quote, chr(97 + n)) for n, quote in enumerate(quotes)])


def marked(html: str, id: str) -> str:  # noqa: A002
    """The words under a note's marks, as BeautifulSoup reads them."""
    soup = BeautifulSoup(html, "html5lib")
    marks = soup.find_all("mark", attrs={"aria-details": f"note-{id}"})
    return "".join(mark.get_text() for mark in marks)


@st.composite
def documents_with_notes(draw: st.DrawFn) -> tuple[str, list[Thread]]:
    html = draw(html_documents())
    text = visible(html).text
    offsets = st.integers(0, max(0, len(text) - 1))
    threads = []
    for number in range(draw(st.integers(0, 6)) if text.strip() else 0):
        start, length = draw(offsets), draw(st.integers(1, 40))
        end = min(len(text), start + length)
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            threads.append(stretch(start, end, f"n{number}"))
    return html, sorted(threads, key=lambda note: (note.start, -note.end))


@given(documents_with_notes())
def test_taking_the_notes_out_gives_the_html_back_byte_for_byte(
    case: tuple[str, list[Thread]],
) -> None:
    html, threads = case
    assert unweave(weave(visible(html), threads)) == html


@given(documents_with_notes())
def test_the_article_reads_as_before_without_the_callouts(case: tuple[str, list[Thread]]) -> None:
    html, threads = case
    soup = BeautifulSoup(weave(visible(html), threads), "html5lib")
    for callout in soup.find_all("aside"):
        callout.decompose()
    assert soup.get_text() == BeautifulSoup(html, "html5lib").get_text()


@given(documents_with_notes())
def test_every_note_marks_exactly_its_words_and_has_one_address(
    case: tuple[str, list[Thread]],
) -> None:
    html, threads = case
    seen = visible(html)
    result = weave(seen, threads)
    soup = BeautifulSoup(result, "html5lib")
    for note in threads:
        words = seen.text[note.start : note.end]
        assert "".join(marked(result, note.id).split()) == "".join(words.split())
        assert len(soup.find_all(id=f"quote-{note.id}")) == 1
        assert len(soup.find_all(id=f"note-{note.id}")) == 1


@given(documents_with_notes())
def test_no_mark_holds_more_than_words(case: tuple[str, list[Thread]]) -> None:
    html, threads = case
    soup = BeautifulSoup(weave(visible(html), threads), "html5lib")
    for mark in soup.find_all("mark"):
        assert all(inner.name == "mark" for inner in mark.find_all(True))
        assert mark.get_text().strip()


@given(documents_with_notes())
def test_callouts_stand_outside_quotations_tables_and_phrases(
    case: tuple[str, list[Thread]],
) -> None:
    html, threads = case
    result = weave(visible(html), threads)
    soup = BeautifulSoup(result, "html5lib")
    assert len(soup.find_all("aside")) == len(threads)
    for callout in soup.find_all("aside"):
        around = {parent.name for parent in callout.parents}
        assert not around & {"p", "blockquote", "table", "figure", "a", "em", "strong", "pre"}
        words = soup.find(id=str(callout["id"]).replace("note-", "quote-"))
        assert isinstance(words, Tag)
        assert callout in words.find_all_next("aside")


def test_a_quote_across_emphasis_and_a_link_is_marked_in_pieces() -> None:
    html = '<p>One <em>two</em> &amp; three <a href="x">four five</a> six.</p>'
    result = woven(html, "two & three four")
    assert result == (
        '<p>One <em><mark class="postil" id="quote-a" aria-details="note-a">two</mark></em>'
        '<mark class="postil" aria-details="note-a"> &amp; three </mark>'
        '<a href="x"><mark class="postil" aria-details="note-a" data-number="7">four</mark>'
        " five</a> six.</p>"
        '<aside class="postil-note" id="note-a"><p>said of a</p></aside>'
    )


def test_crossing_notes_are_nested_and_split_where_they_overlap() -> None:
    assert woven("<p>one two three</p>", "one two", "two three").startswith(
        '<p><mark class="postil" id="quote-a" aria-details="note-a">one </mark>'
        '<mark class="postil" aria-details="note-a" data-number="7">'
        '<mark class="postil" id="quote-b" aria-details="note-b">two</mark></mark>'
        '<mark class="postil" aria-details="note-b" data-number="7"> three</mark></p>'
    )


def test_two_notes_on_the_same_words_both_have_an_address() -> None:
    soup = BeautifulSoup(woven("<p>one two</p>", "two", "two"), "html5lib")
    marks = soup.find_all(id=["quote-a", "quote-b"])
    assert [(mark.name, mark.get_text()) for mark in marks] == [("mark", "two"), ("mark", "two")]


@pytest.mark.parametrize(
    ("html", "words", "before", "after"),
    [
        ("<h2>one</h2>\n<p>two</p>", "one", "</h2>", "\n<p>"),
        ("<ul>\n<li>one</li>\n<li>two</li>\n</ul>", "one", "</mark>", "</li>\n<li>two"),
        ("<ul><li>one\n<ul><li>in</li></ul></li></ul>", "one", "</mark>\n", "<ul><li>in"),
        ("<ul><li><p>one</p>\n<p>two</p></li></ul>", "one", "</p>", "\n<p>two"),
        ("<blockquote>\n<p>one</p>\n<p>two</p>\n</blockquote>\n", "one", "</blockquote>", "\n"),
        ("<table><tr><td>one</td></tr></table>", "one", "</table>", ""),
        (
            '<div class="table-scroll"><table><tr><td>one</td></tr></table></div>',
            "one",
            "</div>",
            "",
        ),
        ("<dl><dt>one</dt><dd>two</dd></dl>", "one", "</dl>", ""),
        ("<figure><figcaption>one</figcaption></figure>", "one", "</figure>", ""),
        ("<pre><code>one</code></pre>", "one", "</pre>", ""),
        ("<details><summary>one</summary><p>two</p></details>", "one", "</summary>", "<p>two"),
        ("<ins><p>one</p></ins><p>two</p>", "one", "</ins>", "<p>two"),
        ("one <em>two</em>", "one", "</em>", ""),
    ],
)
def test_the_callout_stands_after_the_block_in_which_the_words_end(
    html: str, words: str, before: str, after: str
) -> None:
    left, right = woven(html, words).split(
        '<aside class="postil-note" id="note-a"><p>said of a</p></aside>'
    )
    assert left.endswith(before)
    assert right.startswith(after)


def test_words_that_cannot_be_marked_have_their_callout_all_the_same() -> None:
    html = '<p>See <img src="a.png" alt="A dam"> here.</p>\n<p>Next.</p>'
    seen = visible(html)
    callout = '<aside class="postil-note">!</aside>'
    pin = Pinned(id="dam", at=seen.after_picture(seen.pictures[0]), callout=callout)
    result = weave(seen, [], [pin])
    address = '<span class="postil-address" id="quote-dam"></span>'
    assert result == html.replace("here.</p>", f"here.</p>{address}{callout}")
    assert unweave(result) == html


def test_weaving_nothing_changes_nothing() -> None:
    assert weave(visible("<p>a &amp; b</p>"), []) == "<p>a &amp; b</p>"
