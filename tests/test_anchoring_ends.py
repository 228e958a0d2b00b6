"""The ends of a drifted passage are settled by context, sentences and words."""

import pytest

from postil.anchoring.borders import (
    Borders,
    ends_sentence,
    is_word_border,
    sentence_starts,
    settled,
)
from postil.anchoring.ends import settle
from postil.anchoring.passages import lowest
from postil.anchoring.query import Query

QUOTE = "alpha beta gamma delta epsilon zeta eta theta"


def ends(text: str, quote: str = QUOTE, prefix: str = "", suffix: str = "") -> str:
    """Return what is settled on where the distance is lowest."""
    query = Query.of(quote, prefix, suffix)
    end = lowest(query.words, text, (0, len(text)))
    start, end = settle(query, Borders(text, ()), end)
    return text[start:end]


@pytest.mark.parametrize(
    ("prefix", "first"),
    [
        ("at the end,", "zz"),
        ("xt the end,", "zz"),
        ("xx the end,", "zz"),
        ("xxxthe end,", "zz"),  # 8 characters are known
        ("xxxxhe end,", "omega"),  # 7 are coincidence
        ("e end,", "zz"),  # unless that is all there is
        ("", "omega"),
    ],
)
def test_known_context_moves_the_start(prefix: str, first: str) -> None:
    text = f"so it was at the end, zz {QUOTE.replace('alpha', 'omega')}. then more"
    assert ends(text, prefix=prefix).split()[0] == first


@pytest.mark.parametrize(
    ("suffix", "last"),
    [
        ("the next one", "zz"),
        ("the nextxxxx", "zz"),
        ("the nexxxxxx", "omega"),
        ("the ne", "zz"),
        ("", "omega"),
    ],
)
def test_known_context_moves_the_end(suffix: str, last: str) -> None:
    text = f"so it was. {QUOTE.replace('theta', 'omega')} zz the next one began"
    assert ends(text, suffix=suffix).split()[-1] == last


def test_context_does_not_outweigh_a_short_quote() -> None:
    around = {"prefix": "it was known to be at the very end,"}
    text = "it was known to be at the very end, zzzz zzzz zzzz bcta gamma and more"
    assert ends(text, "beta gamma", **around) == "bcta gamma"


def test_the_quote_s_own_ends_outweigh_a_sentence_s() -> None:
    quote = "One day in the early spring, the mayor of the town spoke at length."
    text = "it was so. zz yy one day in the early spring, the mayor of that town spoke at all. no"
    assert ends(text, quote, prefix="It was said. ") == text[17:-3]


def test_a_sentence_quoted_to_its_end_is_followed_to_its_end() -> None:
    quote = "they make the process a smooth one."
    text = "so they make the process a meaningful one for all. and so on"
    assert ends(text, quote) == "they make the process a meaningful one for all."
    assert ends(text, quote[:-1]) == "they make the process a meaningful one"


def test_a_sentence_quoted_from_its_start_is_followed_to_its_start() -> None:
    quote = "They make the process smooth and quick for everyone"
    text = "it was so. for now it makes the process smooth and quick for everyone"
    assert ends(text, quote, prefix="It is over. ") == text[11:]
    assert ends(text, quote, prefix="It is over, ") == text[19:]


def test_no_further_sentence_is_taken_in_for_context() -> None:
    quote = "the mayor of the town spoke at length about trams."
    more = "it rained."
    text = f"before all that. the mayor of the town talked at length about trams. {more} after all"
    assert ends(text, quote, suffix="after all") == text[17:68]
    text = f"before all that. {more} the mayor of the town talked at length about trams."
    assert ends(text, quote, prefix="before all that.") == text[28:]


def test_a_quote_of_two_sentences_stays_two() -> None:
    quote = "The mayor spoke of trams. Nobody in the hall had a question."
    text = "so far. the mayor spoke of trains. nobody in the hall had a single question. the end"
    assert ends(text, quote, prefix="So far. ", suffix=" The end") == text[8:-8]


def test_words_are_not_cut() -> None:
    assert ends(f"x {QUOTE[:-1]}ae tx", QUOTE).split()[-1] == "thetae"
    assert ends(f"x{QUOTE[1:]} y", QUOTE).split()[0] == "xlpha"


@pytest.mark.parametrize(
    ("offset", "opening", "closing"),
    [
        (0, 0.0, 0.0),
        (4, 0.0, 2.0),
        (3, 2.0, 0.0),
        (5, 52.0, 52.0),
        (7, 0.75, 0.75),
        (8, 2.0, 0.0),
        (9, 0.0, 2.0),
        (14, 0.75, 0.75),
        (15, 0.0, 0.0),
    ],
)
def test_what_an_end_costs(offset: int, opening: float, closing: float) -> None:
    borders = Borders("one two, three.", ())
    assert borders.opening_cost(offset, sentence=False) == opening
    if offset:
        assert borders.closing_cost(offset, sentence=False) == closing


def test_what_it_costs_to_leave_a_sentence() -> None:
    text = "one two. three four? five\nsix"
    borders = Borders(text, (0, 26))
    opens = [place for place in range(len(text)) if borders.opening_cost(place, sentence=True) < 16]
    closes = [
        place
        for place in range(1, len(text) + 1)
        if borders.closing_cost(place, sentence=True) < 16
    ]
    assert {0, 9, 21, 26} <= set(opens)
    assert not {4, 15} & set(opens)
    assert {8, 20, 25, 29} <= set(closes)
    assert not {3, 14} & set(closes)
    assert borders.opening_cost(4, sentence=True) == 16.0
    assert borders.closing_cost(3, sentence=True) == 16.0


@pytest.mark.parametrize(
    ("text", "block", "offset", "opens", "closes"),
    [
        ("one two", 0, 0, True, False),
        ("one two", 4, 4, True, True),
        ("one two", 4, 3, False, True),
        ("one two", 4, 2, False, False),
        ("one two", 4, 5, False, False),
        ("one two", 4, 6, False, False),
        ("onetwo", 3, 3, True, True),
        ("onetwo", 3, 2, False, True),
        ("onetwo", 3, 1, False, False),
        ("onetwo", 3, 4, False, False),
    ],
)
def test_a_sentence_begins_and_ends_with_its_block(
    text: str, block: int, offset: int, opens: bool, closes: bool
) -> None:
    borders = Borders(text, (block,))
    assert borders.opening_cost(offset, sentence=True) == borders.opening_cost(
        offset, sentence=False
    ) + (0 if opens else 16)
    if offset:
        assert borders.closes_sentence(offset) is closes


def test_a_text_begins_with_a_sentence_and_a_mark_may_be_all_of_it() -> None:
    assert Borders("one two", ()).opening_cost(0, sentence=True) == 0.0
    assert ends_sentence("!")
    assert not ends_sentence("")


def test_blocks_that_begin_within_a_span_are_crossed() -> None:
    borders = Borders("x" * 30, (0, 10, 20))
    assert borders.crossed(0, 10) == 0
    assert borders.crossed(0, 11) == 1
    assert borders.crossed(10, 20) == 0
    assert borders.crossed(9, 21) == 2
    assert borders.crossed(0, 30) == 2


def test_sentence_starts() -> None:
    assert sentence_starts("one. two! “three?” four") == [5, 10, 19]
    assert sentence_starts("in the u.s. army. then") == [18]
    assert sentence_starts("1.5 e.g. this…") == []


@pytest.mark.parametrize(
    ("text", "borders"),
    [
        ("can't stop", {0, 5, 6, 10}),
        ("我爱你", {0, 1, 2, 3}),
        ("3,500 men", {0, 5, 6, 9}),
        ("a  b", {0, 1, 2, 3, 4}),
        ("", {0}),
    ],
)
def test_word_borders(text: str, borders: set[int]) -> None:
    assert {place for place in range(len(text) + 1) if is_word_border(text, place)} == borders


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("  one  ", (0, 7), (2, 5)),
        ("one", (1, 2), (1, 2)),
        ("e\u0301e\u0301", (0, 1), (0, 2)),
        ("e\u0301e\u0301", (1, 3), (0, 4)),
        (" \u0301x", (0, 3), (1, 3)),
        ("\u200bone\u200b", (0, 5), (1, 4)),
        ("👩‍👩‍👧", (2, 3), (0, 5)),
        ("   ", (0, 3), (3, 3)),
        ("x" + "\u0301" * 10, (0, 1), (0, 11)),
    ],
)
def test_spans_are_settled_on_whole_characters(
    text: str, span: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert settled(text, *span) == expected


BEFORE, AFTER = "this is what stood before all of it.", "here is what came after all of it"
RAIN = "it rained on all who came."


def test_a_short_sentence_costs_more_than_its_letters() -> None:
    quote = "the mayor of the town spoke at length about trams."
    text = f"so. the mayor of the town spoke at length about buses. {RAIN} {AFTER}"
    assert ends(text, quote, suffix=AFTER) == text[4:54]
    quote = "The mayor of the town spoke at length about trams."
    text = f"{BEFORE} {RAIN} a bishop of the town spoke at length about trams."
    assert ends(text, quote, prefix=BEFORE) == text[64:]


def test_sentences_that_were_quoted_cost_nothing() -> None:
    quote = "The mayor spoke of trams. Nobody asked."
    text = "so far. the mayor spoke of trams. nobody spoke. the end"
    assert ends(text, quote, prefix="So far. ") == text[8:47]
    quote = "It rained. The mayor spoke of trams and trains."
    text = "so far. he waved. the mayor spoke of trams and trains. the end"
    assert ends(text, quote, prefix="So far. ") == text[8:54]


@pytest.mark.parametrize(("length", "within"), [(11, True), (20, False)])
def test_context_is_worth_half_the_quote_at_most(length: int, within: bool) -> None:
    before, filler = BEFORE.replace(".", ","), "z" * length
    text = f"{before} {filler} omegaa beta gamma delta epsilon. so"
    found = ends(text, "alphax beta gamma delta epsilon", prefix=before)
    assert found == f"{filler} " * within + "omegaa beta gamma delta epsilon"
