"""The engine: distances as in the textbook, a sieve that loses nothing, bounded work."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Indel
from rapidfuzz.process import extract_iter

from postil.anchoring import Document, Status, ends, passages, profile, sieve
from postil.anchoring.context import Context
from postil.anchoring.passages import (
    MOST_VALLEYS,
    PROFILING,
    SIEVING,
    STEP,
    bracketed,
    likeness,
    stretched,
    valleys,
)
from postil.anchoring.profile import anchored_distance, distances
from postil.anchoring.sieve import CALL, WORD

LETTERS = st.text("abc ", min_size=1, max_size=12)


def textbook(pattern: str, text: str, *, anchored: bool) -> list[int]:
    """Sellers' algorithm (1980), column by column."""
    column = list(range(len(pattern) + 1))
    found = [column[-1]]
    for place, char in enumerate(text, start=1):
        last, column = column, [place if anchored else 0]
        for row, wanted in enumerate(pattern, start=1):
            column.append(min(last[row - 1] + (wanted != char), last[row] + 1, column[-1] + 1))
        found.append(column[-1])
    return found


@settings(deadline=None)
@given(LETTERS, st.text("abc ", max_size=30), st.booleans())
def test_distances_are_those_of_the_textbook(pattern: str, text: str, anchored: bool) -> None:
    assert list(distances(pattern, text, anchored=anchored)) == textbook(
        pattern, text, anchored=anchored
    )


def test_a_pattern_may_be_longer_than_a_machine_word() -> None:
    pattern = "abcdefghij" * 13
    text = "xx" + pattern[:64] + "-" + pattern[64:] + "xx"
    assert min(distances(pattern, text)) == 1
    assert list(distances(pattern, text)) == textbook(pattern, text, anchored=False)


def test_anchored_distance_is_to_the_best_beginning() -> None:
    assert anchored_distance("abc", "abcxxx") == 0
    assert anchored_distance("abc", "xabc") == 1
    assert anchored_distance("abc", "") == 3


@settings(deadline=None)
@given(st.text("ab ", min_size=4, max_size=16), st.text("ab ", max_size=120), st.data())
def test_the_sieve_loses_no_match(quote: str, text: str, data: st.DataObject) -> None:
    limit = data.draw(st.integers(0, len(quote) * 3 // 10))
    kept = sieve.sieve(quote, text, limit, 10**9)
    assert not kept.cut_short
    for end, distance in enumerate(distances(quote, text)):
        if distance > limit:
            continue
        assert any(start <= end <= stop for start, stop in kept.stretches)
        for start in range(end + 1):
            if min(textbook(quote, text[start:end], anchored=True)[-1:]) <= limit:
                assert any(a <= start and end <= b for a, b in kept.stretches)


@settings(deadline=None)
@given(st.text("ab", min_size=3, max_size=10), st.text("ab", max_size=60))
def test_every_valley_is_found_and_no_slope(quote: str, text: str) -> None:
    limit = len(quote) * 3 // 10
    steps = list(distances(quote, text))
    expected = []
    for end, distance in enumerate(steps):
        if distance > limit or (end and steps[end - 1] <= distance):
            continue
        later = next((step for step in steps[end:] if step != distance), distance + 1)
        if later > distance:
            expected.append((end, distance))
    assert list(valleys(quote, text, limit).ends) == expected[: MOST_VALLEYS + 1]


@pytest.mark.parametrize(
    ("quote", "passage", "share"),
    [
        ("one two", "one two", 1.0),
        ("one two", "one, Two", 6 / 12),
        ("one two", "three four", 0.0),
        ("one two", "two one", 6 / 12),
        ("abcd", "abcd efgh", 8 / 12),
        ("...", "...", 0.0),
    ],
)
def test_likeness_is_the_share_of_common_words(quote: str, passage: str, share: float) -> None:
    assert likeness(quote, passage) == share


def test_a_bracket_needs_both_surroundings_to_the_letter() -> None:
    text = "it began in the morning. anything here. it ended at night, they say"
    quote = "something there."
    span = (25, 39)
    whole = Context("it began in the morning.", "it ended at night, they say")
    assert text[slice(*span)] == "anything here."
    assert bracketed(quote, text, whole) == [span]
    assert bracketed(quote, text, Context("he came in the morning.", whole.after)) == [span]
    assert bracketed(quote, text, Context("e morning.", "it ended a")) == [span]
    assert bracketed(quote, text, Context("e evening.", "it ended a")) == []
    assert bracketed(quote, text, Context(" morning.", "it ended a")) == []
    assert bracketed(quote, text, Context("e morning.", "it ended ")) == []
    assert bracketed(quote, text, Context("", "")) == []
    assert bracketed("four", text, whole) == []  # 14 characters for 4: too much room


def test_surroundings_that_repeat_tell_nothing() -> None:
    once = "the house says: {} the house is done. "
    text = "".join(once.format(number) for number in range(8))
    context = Context("the house says:", "the house is done.")
    assert len(bracketed("a number", text, context)) == 8
    assert bracketed("a number", text + once.format(9), context) == []


class Work:
    """Counts what a search does, in the units of its budgets."""

    def __init__(self) -> None:
        self.windows = 0
        self.steps = 0


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    counted = Work()

    def count_windows(quote: str, windows: Iterator[str], *, scorer: object) -> Iterator[object]:
        assert scorer is Indel.distance
        for found in extract_iter(quote, windows, scorer=Indel.distance):
            counted.windows += CALL + len(quote) * (len(quote) // WORD + 1)
            yield found

    def count_steps(pattern: str, text: str, *, anchored: bool = False) -> Iterator[int]:
        counted.steps += len(text) * (len(pattern) // WORD + STEP)
        return distances(pattern, text, anchored=anchored)

    monkeypatch.setattr(sieve, "extract_iter", count_windows)
    for module in (passages, ends, profile):
        monkeypatch.setattr(module, "distances", count_steps)
    return counted


WORDS = "the council has seen a new plan for every old street and all its trees".split()
HOSTILE_TEXTS = {
    "prose": " ".join(WORDS[place * place % 13] for place in range(70_000)),
    "one letter": "a" * 300_000,
    "two letters": "ab" * 150_000,
    "near copies": ("".join(WORDS) * 40)[:2100].join("xyzq" * 70),
    "marks": "e\u0301" * 150_000,
}
HOSTILE_QUOTES = {
    "prose": " ".join(WORDS[place * 7 % 15 - 1] for place in range(420)),
    "one letter": "a" * 1999 + "b",
    "two letters": "ba" * 700 + "aabb" * 150,
    "copy": ("".join(WORDS) * 40)[:2000],
    "short": "abababax",
    "long": "never seen " * 30_000,
    "brackets": "[(*_`" * 400,
}


@pytest.mark.parametrize("quote", HOSTILE_QUOTES)
@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_work_is_bounded_whatever_is_asked(text: str, quote: str, work: Work) -> None:
    document = Document(HOSTILE_TEXTS[text])
    found = document.anchor(HOSTILE_QUOTES[quote], "words before", "words after")
    assert work.windows <= SIEVING
    assert work.steps <= 3 * PROFILING  # valleys, the ends of a few, and the contexts of hits
    assert not found.status.placed or text == "one letter"


def test_a_search_that_met_its_budget_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "nothing of the kind is said here, not once. " * 50 + "The mayor of the twon spoke first."
    )
    quote = "The mayor of the town spoke first."
    assert Document(text).anchor(quote).status is Status.DRIFTED
    monkeypatch.setattr(passages, "SIEVING", 50 * (CALL + len(quote)))
    found = Document(text).anchor(quote)
    assert found.status is Status.ORPHAN
    assert found.cut_short
    monkeypatch.setattr(passages, "SIEVING", SIEVING)
    monkeypatch.setattr(passages, "PROFILING", 10 * STEP)
    found = Document(text).anchor(quote)
    assert found.status is Status.ORPHAN
    assert found.cut_short


def test_a_quote_beyond_measure_is_only_looked_for_as_it_is() -> None:
    text = "word after word " * 2000
    found = Document(text + "the end").anchor("start " + text)
    assert (found.status, found.cut_short) == (Status.ORPHAN, True)
    found = Document(text + "the end").anchor(text + "The End", "no such words before", "nor after")
    assert (found.status, found.cut_short) == (Status.NORMALISED, False)


@given(st.text("abc", min_size=5, max_size=12), st.text("abc", max_size=80), st.integers(0, 2))
@settings(deadline=None)
def test_the_nearest_window_is_kept(quote: str, text: str, limit: int) -> None:
    kept = sieve.sieve(quote, text, limit, 10**9)
    assert kept.nearest is not None
    start, end = kept.nearest
    assert end == min(start + len(quote), len(text))
    stride = max(1, len(quote) * 4 // 5 - 2 * limit)
    windows = [text[at : at + len(quote)] for at in range(0, max(1, len(text)), stride)]
    distances_to = [Indel.distance(quote, window) for window in windows]
    assert text[start:end] == windows[distances_to.index(min(distances_to))]
    assert kept.likeness == 1 - min(distances_to) / (2 * len(quote))
    spared = sieve.sieve(quote, text, limit, (CALL + len(quote)) * (len(windows) - 1))
    assert spared.cut_short
    assert not sieve.sieve(quote, text, limit, (CALL + len(quote)) * len(windows)).cut_short


OPENING, CLOSING = "what stood before.", "what came after it"


@pytest.mark.parametrize(
    ("before", "after", "settled", "expected"),
    [
        (OPENING, CLOSING, "", "so the quote itself and more"),
        (OPENING, CLOSING, "start", "the quote itself and more"),
        (OPENING, CLOSING, "end", "so the quote itself"),
        (OPENING, CLOSING, "start end", "the quote itself"),
        (OPENING[-10:], CLOSING[:10], "", "so the quote itself and more"),
        (OPENING[-9:], CLOSING[:9], "", "the quote itself"),
        ("elsewhere it stood.", "elsewhere it went on", "", "the quote itself"),
    ],
)
def test_a_span_is_stretched_to_its_context(
    before: str, after: str, settled: str, expected: str
) -> None:
    flags = {"opened": "start" in settled, "closed": "end" in settled}
    text = f"{OPENING} so the quote itself and more {CLOSING}"
    start = text.index("the quote")
    span = (start, start + len("the quote itself"))
    begin, end = stretched("the quote itself", text, Context(before, after), span, **flags)
    assert text[begin:end] == expected
    apart = text.replace("so ", "so it is. ").replace("and more", ". It is more")
    start = apart.index("the quote")
    span = (start, start + len("the quote itself"))
    assert stretched("the quote itself", apart, Context(before, after), span, **flags)[0] == start
    far = text.replace("so ", "s" * 50 + " ").replace("and more", "m" * 50)
    start = far.index("the quote")
    span = (start, start + len("the quote itself"))
    assert stretched("the quote itself", far, Context(before, after), span, **flags) == span
