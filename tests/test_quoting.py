"""Sidecar entries for quotes: proposed, and renewed without touching another byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.anchoring import Document
from postil.findings.source import Source, Span
from postil.model import TextQuoteSelector
from postil.weaving.quoting import described, renewed
from postil.yaml.nodes import Mapping, Scalar, read_yaml
from postil.yaml.scalars import scalar

LINES = st.text(
    st.one_of(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")),
        st.sampled_from("\ufeff\u200b\u2028\"'\\"),
    ),
    min_size=1,
).map(lambda text: " ".join(text.split()))


@given(LINES.filter(bool), st.sampled_from(["", "'", '"']))
def test_a_scalar_says_what_it_is_given(text: str, style: str) -> None:
    for yaml in (f"quote: {scalar(text, style)}\n", f"{{quote: {scalar(text, style)}, x: y}}\n"):
        root, findings = read_yaml(Source("x.yaml", yaml))
        assert not findings
        assert isinstance(root, Mapping)
        value = root.entries[0].value
        assert isinstance(value, Scalar)
        assert value.text == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("306 electoral votes", "306 electoral votes"),
        ("@handle said", '"@handle said"'),
        ("he said: no", '"he said: no"'),
        ("a #tag", '"a #tag"'),
        ('the "hack" was', 'the "hack" was'),
        ('"hacked," it said', "'\"hacked,\" it said'"),
        ("- one", '"- one"'),
        ("one, two", '"one, two"'),
        ("投票は不正だった", "投票は不正だった"),
    ],
)
def test_a_scalar_has_quotes_where_it_needs_them(text: str, written: str) -> None:
    assert scalar(text) == written


SIDECAR = """\
# The notes on the dam article
sources: {{x: {{title: T, url: https://example.org}}}}
annotations:
  - id: dam     # the first
    quote: {old}   # as published
    kind: context
    note: |
      quote: not this one
  - {{id: other, quote: other words, kind: context}}
"""


def renew(old: str, exact: str, *, prefix: str = "", suffix: str = "", end: str = "\n") -> str:
    text = SIDECAR.format(old=old).replace("\n", end)
    selector = TextQuoteSelector(exact=exact, prefix=prefix, suffix=suffix)
    return renewed(Source("x.yaml", text), {place(text, old): selector})


def place(text: str, words: str) -> Span:
    """Where a quote's value stands in a sidecar."""
    start = text.index(f"quote: {words}") + len("quote: ")
    return Span(start, start + len(words))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("inspected twice", "inspected thrice"),
        ("'inspected twice'", "'inspected thrice'"),
        ('"inspected twice"', '"inspected thrice"'),
    ],
)
def test_a_quote_is_renewed_in_its_own_style_and_nothing_else_changes(
    old: str, new: str, end: str
) -> None:
    assert renew(old, "inspected thrice", end=end) == SIDECAR.format(old=new).replace("\n", end)


def test_a_block_keeps_what_follows_it() -> None:
    text = (
        "annotations:\n  - id: dam\n"
        "    quote: >-\n      inspected\n      twice\n"
        "    kind: context\n"
    )
    block = ">-\n      inspected\n      twice\n"
    selectors = {place(text, block): TextQuoteSelector(exact="inspected thrice")}
    assert renewed(Source("x.yaml", text), selectors) == (
        "annotations:\n  - id: dam\n    quote: inspected thrice\n    kind: context\n"
    )


def test_context_that_is_there_is_renewed_and_context_that_is_needed_is_added() -> None:
    text = SIDECAR.format(old="it").replace("kind: context\n    note", "before: was\n    note")
    selectors = {
        place(text, "it"): TextQuoteSelector(exact="it", prefix="is: now", suffix="leaking"),
        place(text, "other words"): TextQuoteSelector(exact="other words", prefix="the"),
    }
    new = renewed(Source("x.yaml", text), selectors)
    assert "    after: leaking\n    quote: it   # as published\n" in new
    assert '    before: "is: now"\n' in new
    assert "{id: other, before: the, quote: other words, kind: context}" in new


def test_a_note_that_is_not_named_is_left_alone() -> None:
    text = SIDECAR.format(old="inspected twice")
    assert renewed(Source("x.yaml", text), {Span(0, 9): TextQuoteSelector(exact="x")}) == text


def test_of_two_notes_with_one_id_only_the_one_that_is_named_is_renewed() -> None:
    text = SIDECAR.format(old="it").replace("id: other", "id: dam")
    selector = TextQuoteSelector(exact="it was")
    new = renewed(Source("x.yaml", text), {place(text, "it"): selector})
    assert new == text.replace("quote: it ", "quote: it was ")


@given(st.data())
def test_a_description_finds_its_own_span_again(data: st.DataObject) -> None:
    words = data.draw(st.lists(st.sampled_from(["the dam", "was", "seen", "twice."]), min_size=2))
    text = " ".join(words)
    start = data.draw(st.sampled_from([0, *(n + 1 for n, char in enumerate(text) if char == " ")]))
    ends = [n for n, char in enumerate(text) if char == " " and n > start]
    end = data.draw(st.sampled_from([*ends, len(text)]))
    document = Document(text)
    selector = described(document, text, start, end)
    found = document.anchor(selector.exact, selector.prefix or None, selector.suffix or None)
    assert not found.status.placed or (found.start, found.end) == (start, end)
