"""What holds for every text: the promises of anchoring, tried on texts that nobody wrote."""

import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from postil.anchoring import Anchoring, Document, Status, anchor
from postil.anchoring.borders import settled

SENTENCES = (
    "The city council met on Monday evening to settle the budget.",
    "Seven of its eleven members voted for the plan of the mayor.",
    "Parking in the old town will cost three euros an hour from May.",
    "Shop owners had asked in vain for a delay of twelve months.",
    "“Trams do not run on promises,” said Ilse Brandt afterwards.",
    "Nobody could say who had ordered the new benches by the river.",
    "A report on the water works is expected before the summer break.",
    "In 1998 the bridge was closed for a year after a flood.",
    "Two schools share one gymnasium, which leaks whenever it rains!",
    "Does anyone remember the fire at the chandler's on Mill Lane?",
    "Bees have been seen on the roof of the library since Easter.",
    "Ticket prices rose by 4.5 % while fewer buses left on time.",
    "Her predecessor moved to the coast and writes crime novels now.",
    "Volunteers planted four hundred oaks along the northern road.",
    "An auditor found receipts for a piano that no one had played.",
    "Rubbish is collected on Thursdays, or on Friday after a holiday.",
)
ARTICLES = st.lists(st.sampled_from(SENTENCES), min_size=4, max_size=12, unique=True)
GAPS = st.sampled_from([" ", "\n\n"])
ANY_TEXT = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("ab \n\u0301"))
)


def asked(document: Document, start: int, end: int) -> Anchoring:
    selector = document.describe(start, end)
    return document.anchor(selector.exact, selector.prefix, selector.suffix)


@settings(deadline=None)
@given(ANY_TEXT, st.data())
def test_a_described_span_is_found_again(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = settled(text, start, end)
    assume(span[0] < span[1])
    found = asked(Document(text), start, end)
    assert (found.status, found.start, found.end) == (Status.EXACT, *span)


@settings(deadline=None)
@given(st.integers(1, 200), st.sampled_from(["a", "ab", "a b "]), st.data())
def test_a_described_span_is_found_again_among_repeats(
    times: int, motif: str, data: st.DataObject
) -> None:
    text = motif * times
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 5)))
    span = settled(text, start, end)
    assume(span[0] < span[1])
    found = asked(Document(text), start, end)
    assert (found.status, found.start, found.end) == (Status.EXACT, *span)


@pytest.mark.parametrize("span", [(0, 0), (3, 4), (3, 3)])
def test_a_span_without_words_cannot_be_described(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no words"):
        Document("one two").describe(*span)


@settings(deadline=None)
@given(ANY_TEXT, st.data())
def test_settling_an_end_twice_changes_nothing(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    begin, stop = settled(text, start, end)
    assert settled(text, begin, stop) == (begin, stop)
    assert not text[begin:stop][:1].isspace()
    assert not text[begin:stop][-1:].isspace()


@settings(deadline=None)
@given(ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_no_input_breaks_it(text: str, quote: str, prefix: str, suffix: str) -> None:
    found = anchor(text, quote, prefix, suffix)
    assert found.status.placed == (found.start is not None) == (found.end is not None)
    assert bool(found.changes) == (found.status is Status.DRIFTED)
    for start, end in found.candidates:
        assert 0 <= start < end <= len(text)
    if found.start is not None and found.end is not None:
        assert 0 <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == text[found.start : found.end].strip()


@settings(deadline=None)
@given(ARTICLES, GAPS, st.data())
def test_a_removed_sentence_never_gets_a_note(
    sentences: list[str], gap: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(sentences) - 1))
    start = len(gap.join([*sentences[:place], ""]))
    before = Document(gap.join(sentences))
    selector = before.describe(start, start + len(sentences[place]))
    assert selector.exact == sentences[place]
    after = Document(gap.join(sentences[:place] + sentences[place + 1 :]))
    with_context = after.anchor(selector.exact, selector.prefix, selector.suffix)
    assert with_context.status is Status.ORPHAN
    assert after.anchor(selector.exact).status is Status.ORPHAN


@settings(deadline=None)
@given(ARTICLES, GAPS, st.data())
def test_a_replaced_sentence_never_gets_the_note(
    sentences: list[str], gap: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(sentences) - 1))
    other = data.draw(st.sampled_from([each for each in SENTENCES if each not in sentences]))
    start = len(gap.join([*sentences[:place], ""]))
    selector = Document(gap.join(sentences)).describe(start, start + len(sentences[place]))
    after = gap.join([*sentences[:place], other, *sentences[place + 1 :]])
    assert not anchor(after, selector.exact, selector.prefix, selector.suffix).status.placed


@settings(deadline=None)
@given(ARTICLES, GAPS, st.data())
def test_what_is_outside_quote_and_context_does_not_matter(
    sentences: list[str], gap: str, data: st.DataObject
) -> None:
    text = gap.join(sentences)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 60)))
    assume(settled(text, start, end) == (start, end))
    selector = Document(text).describe(start, end)
    outside = [
        place
        for place in range(len(text))
        if not start - len(selector.prefix) <= place < end + len(selector.suffix)
    ]
    assume(outside)
    place = data.draw(st.sampled_from(outside))
    other = text[:place] + data.draw(st.sampled_from("xyz7.")) + text[place + 1 :]
    found = anchor(other, selector.exact, selector.prefix, selector.suffix)
    assert (found.status, found.start, found.end) == (Status.EXACT, start, end)


def test_a_description_has_as_much_context_as_tells_it_apart() -> None:
    once = Document("a" * 40 + " words " + "b" * 40).describe(41, 46)
    assert (once.prefix, once.suffix) == ("a" * 31 + " ", " " + "b" * 31)
    part = "c" * 40 + " words " + "d" * 40
    for times in (2, 3):
        many = Document(f"x{part}" * times).describe(42, 47)
        assert many.prefix == "x" + "c" * 40 + " "
        assert many.suffix.startswith(" " + "d" * 40 + "x")
    at_the_edge = Document("ab " * 20).describe(0, 2)
    assert (at_the_edge.prefix, at_the_edge.suffix) == ("", " ab" * 19 + " ")


RANK = {Status.EXACT: 0, Status.NORMALISED: 1, Status.DRIFTED: 2}


@settings(deadline=None)
@given(ARTICLES, GAPS, st.booleans(), st.data())
def test_a_worse_quote_never_does_better(
    sentences: list[str], gap: str, context: bool, data: st.DataObject
) -> None:
    text = gap.join(sentences)
    place = data.draw(st.integers(0, len(sentences) - 1))
    quote = sentences[place]
    start = len(gap.join([*sentences[:place], ""]))
    selector = Document(text).describe(start, start + len(quote))
    around = (selector.prefix, selector.suffix) if context else (None, None)
    wrong = data.draw(st.lists(st.integers(0, len(quote) - 1), unique=True, max_size=30))
    last = 0
    for count in range(len(wrong) + 1):
        letters = list(quote)
        for at in wrong[:count]:
            letters[at] = "¤"  # occurs in no text
        found = anchor(text, "".join(letters), *around)
        rank = RANK.get(found.status, 3)
        assert rank >= last
        if found.start is not None and found.end is not None:
            assert found.start < start + len(quote)
            assert start < found.end
        last = rank


def test_words_beside_an_edited_quote_stay_outside_its_mark() -> None:
    """Editors often give context that is a few words away; what is between is not the quote's."""
    placed = wrong = 0
    for seed in range(600):
        chance = random.Random(seed)
        words = " ".join(chance.sample(SENTENCES, 6)).split()
        length, first = chance.randint(5, 14), chance.randint(8, 30)
        quote = " ".join(words[first : first + length])
        before = " ".join(words[: first - chance.randint(0, 3)])[-32:]
        after = " ".join(words[first + length + chance.randint(0, 3) :])[:32]
        words[chance.randint(first + 1, first + length - 2)] = chance.choice(["really", "x", "not"])
        text, now = " ".join(words), " ".join(words[first : first + length])
        around = chance.choice([(before, None), (None, after), (before, after)])
        found = anchor(text, quote, *around)
        if found.start is not None:
            placed += 1
            wrong += text[found.start : found.end] != now
    assert placed > 400
    assert wrong <= placed / 100
