"""A quote is found across typography, accents and line ends, and refused when in doubt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.anchoring import Document, Status, anchor
from postil.anchoring.borders import settled


@pytest.mark.parametrize(
    ("text", "quote", "words"),
    [
        ("She said “it’s over” twice.", '"it\'s over"', "“it’s over”"),
        ("a café in Kraków", "Cafe in Krakow", "café in Kraków"),
        ("line\nends and   runs", "line ends and runs", "line\nends and   runs"),
        ("in Deutsch\u00adland, 5\u00a0%", "in Deutschland, 5 %", "in Deutsch\u00adland, 5\u00a0%"),
        ("one, two; three — four", "one two three four", "one, two; three — four"),
    ],
)
def test_typography_does_not_hide_a_quote(text: str, quote: str, words: str) -> None:
    found = anchor(text, quote)
    assert found.status is Status.NORMALISED
    assert text[found.start : found.end] == words


def test_repeats_without_context_are_listed() -> None:
    found = anchor("votes and more votes", "votes")
    assert found.status is Status.AMBIGUOUS
    assert found.candidates == ((0, 5), (15, 20))
    assert found.start is None


@given(st.text(), st.data())
def test_a_described_span_is_found_again(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = settled(text, start, end)
    if span[0] == span[1]:
        return
    document = Document(text)
    selector = document.describe(start, end)
    found = document.anchor(selector.exact, selector.prefix, selector.suffix)
    assert (found.start, found.end) == span
    assert found.status is Status.EXACT
