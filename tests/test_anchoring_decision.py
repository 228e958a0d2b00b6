"""Each limit of the matcher, from both sides."""

import pytest

from postil.anchoring import MOST_CANDIDATES, Document, Status, anchor
from postil.anchoring.context import Context, Sides
from postil.anchoring.decision import Candidate, by_context, by_score
from postil.anchoring.exact import hits
from postil.anchoring.passages import valleys
from postil.anchoring.query import Query
from postil.anchoring.scraps import is_scrap, whole_numbers, whole_words


def hit(before: float | None, after: float | None = None, *, at: int = 0) -> Candidate:
    return Candidate(span=(at, at + 5), likeness=1.0, sides=(before, after), exact=True)


def passage(likeness: float, *sides: float, at: int = 0) -> Candidate:
    return Candidate(span=(at, at + 5), likeness=likeness, sides=(sides[0], sides[1]))


@pytest.mark.parametrize(
    ("sides", "contradicted"),
    [
        ((None, None), False),
        ((0.45, 0.45), False),
        ((0.44, 0.45), False),
        ((0.45, 0.44), False),
        ((0.44, 0.44), True),
        ((None, 0.44), True),
        ((0.44, None), True),
        ((None, 0.45), False),
    ],
)
def test_a_side_below_45_percent_speaks_against_a_hit(sides: Sides, contradicted: bool) -> None:
    candidate = hit(*sides)
    assert candidate.contradicted == contradicted


def test_a_hit_is_beyond_doubt_where_each_side_agrees_by_three_quarters() -> None:
    assert hit(0.75, 0.75).assured
    assert hit(None, 0.75).assured
    assert hit(None, None).assured
    assert not hit(0.74, 1.0).assured
    assert not hit(1.0, 0.74).assured
    assert not passage(1.0, 1.0, 1.0).assured


def test_the_quote_weighs_six_tenths_and_its_context_four() -> None:
    assert passage(0.5, 1.0, 0.5).score == pytest.approx(0.6)
    assert passage(0.75, 1.0, 1.0).score == pytest.approx(0.85)
    assert hit(None).score == pytest.approx(0.8)  # nothing known around it counts for half
    assert hit(0.2, None).context == 0.2


def test_only_shared_characters_make_an_overlap() -> None:
    assert hit(None, at=0).overlaps(hit(None, at=4))
    assert not hit(None, at=0).overlaps(hit(None, at=5))
    assert not hit(None, at=5).overlaps(hit(None, at=0))


@pytest.mark.parametrize(
    ("contexts", "chosen"),
    [
        ([], None),
        ([None], 0),
        ([0.45], 0),
        ([0.44], None),
        ([None, None], None),
        ([1.0, 0.95], 0),
        ([0.95, 1.0], 1),
        ([0.95, 1.0, 0.9, 0.2], 1),
        ([1.0, 1.0], None),
        ([1.0, 1.0, 0.5], None),
        ([0.62, 0.5], 0),
        ([0.5, 0.62], 1),
        ([0.61, 0.5], None),
        ([0.63, 0.5, 0.52], None),
        ([0.45, 0.3], 0),
        ([0.44, 0.3], None),
        ([0.9, None], 0),
    ],
)
def test_context_chooses_between_hits(contexts: list[float | None], chosen: int | None) -> None:
    candidates = [hit(context, at=10 * place) for place, context in enumerate(contexts)]
    assert by_context(candidates) is (None if chosen is None else candidates[chosen])


def test_a_rival_is_another_passage_within_a_tenth() -> None:
    best, near = passage(0.9, 1.0, 1.0), passage(0.75, 1.0, 1.0, at=10)
    far, same = passage(0.73, 1.0, 1.0, at=20), passage(0.9, 0.9, 1.0, at=3)
    assert by_score([near, far, best, same]) == (best, [near])
    assert by_score([best]) == (best, [])
    assert by_score([far, best])[1] == []


def test_at_most_so_many_hits_are_listed() -> None:
    assert len(hits("x" * 500, "x")) == MOST_CANDIDATES + 1
    assert len(anchor("a x " * 500, "x").candidates) == MOST_CANDIDATES
    assert len(anchor("a x " * MOST_CANDIDATES, "x").candidates) == MOST_CANDIDATES
    assert MOST_CANDIDATES == 100
    assert hits("aaaa", "aa") == [(0, 2), (1, 3), (2, 4)]
    assert hits("banana", "") == []
    assert hits("banana", "b") == [(0, 1)]


AROUND = "words that stood before it"
TEXT = f"{AROUND}. the quote itself. {AROUND[::-1]}"
START, END = 28, 45


@pytest.mark.parametrize(
    ("before", "after", "sides"),
    [
        ("", "", (None, None)),
        ("before it.", "", (1.0, None)),
        ("", ". ti erofeb", (None, 1.0)),
        ("stood before it.", ". ti erofeb", (1.0, 1.0)),
        ("abcd", "", (0.0, None)),
        ("afore it.", "", (1 - 1 / 9, None)),
        ("", ". ti erofex", (None, 1 - 1 / 11)),
        ("before that it.", "", (1 - 5 / 15, None)),
    ],
)
def test_agreement(before: str, after: str, sides: Sides) -> None:
    assert TEXT[START:END] == "the quote itself."[:17]
    assert Context(before, after).agreement(TEXT, START, END - 1) == pytest.approx(sides)


@pytest.mark.parametrize(
    ("before", "near", "agreement"),
    [
        ("it used to be many", "many ", 0.5),
        ("it used to be many", "any ", 3 / 18),
        ("it used to be many", "", None),
        ("it used to be many", "xany ", 0.375),
        ("it used to be many", "once it used to be many ", 1.0),
        ("many", "many ", 1.0),
        ("many", "man ", 0.75),
    ],
)
def test_where_the_text_ends_its_rest_counts_for_half(
    before: str, near: str, agreement: float | None
) -> None:
    context = Context(before, before[::-1])
    expected = agreement if agreement is None else pytest.approx(agreement)
    assert context.agreement(f"{near}years", len(near), len(near) + 5)[0] == expected
    assert context.agreement(f"years{near[::-1]}", 0, 5)[1] == expected


def test_context_tells_from_six_letters_on_and_supports_from_six_tenths() -> None:
    assert Context("letter", "").tells
    assert Context("", "letter").tells
    assert not Context("lette", "lette").tells
    assert Context("letter", "").supported((0.6, None))
    assert not Context("letter", "").supported((0.59, None))
    assert not Context("lette", "letter").supported((1.0, 0.59))
    assert Context("lette", "letter").supported((0.0, 0.6))
    assert not Context("letter", "letter").supported((None, None))


def test_only_the_nearest_context_is_compared() -> None:
    given = "x" * 100 + "y" * 64
    text = "z" * 100 + "y" * 64 + "quote" + "y" * 64 + "z" * 100
    assert Context(given, given[::-1]).agreement(text, 164, 169) == (1.0, 1.0)
    longer = "x" * 100 + "x" + "y" * 63
    sides = Context(longer, longer[::-1]).agreement(text, 164, 169)
    assert sides == pytest.approx((63 / 64, 63 / 64))


def query(length: int, before: str = "words before", after: str = "words after") -> Query:
    return Query.of("q" * length, before, after)


@pytest.mark.parametrize(
    ("length", "context", "alone"),
    [
        (6, 0, 0),
        (7, 1, 1),
        (20, 3, 3),
        (23, 3, 3),
        (24, 7, 3),
        (60, 18, 6),
        (100, 30, 10),
        (799, 239, 79),
        (800, 240, 80),
        (803, 240, 80),
        (2409, 240, 240),
        (5000, 240, 240),
    ],
)
def test_how_many_edits_are_looked_for(length: int, context: int, alone: int) -> None:
    assert query(length).most_edits == context
    assert query(length, "", "").most_edits == alone
    assert query(length, "tiny", "tiny").most_edits == alone


@pytest.mark.parametrize(
    ("length", "sides", "most"),
    [
        (100, (1.0, 1.0), 30),
        (100, (1.0, 0.45), 30),
        (100, (1.0, None), 30),
        (100, (1.0, 0.44), 30),
        (64, (1.0, 0.44), 19),
        (63, (1.0, 0.44), 9),
        (63, (0.44, 1.0), 9),
        (63, (1.0, 0.45), 18),
        (100, (0.59, 0.59), -1),
        (100, (0.6, 0.0), 30),
        (100, (None, None), -1),
        (1000, (1.0, 1.0), 240),
        (5000, (1.0, 0.0), 240),
    ],
)
def test_how_many_edits_are_allowed(length: int, sides: Sides, most: int) -> None:
    asked = query(length)
    assert not asked.allows(sides, most + 1)
    if most >= 0:
        assert asked.allows(sides, most)


def test_without_telling_context_few_edits_are_allowed_and_none_against_it() -> None:
    assert query(100, "", "").allows((None, None), 10)
    assert not query(100, "", "").allows((None, None), 11)
    assert query(100, "tiny", "").allows((0.45, None), 10)
    assert not query(100, "tiny", "").allows((0.44, None), 10)
    assert not query(100, "tiny", "").allows((0.0, None), 10)


@pytest.mark.parametrize(
    ("exact", "prefix", "opens", "closes", "paragraphs", "marks"),
    [
        ("One.", "Zero. ", True, True, 0, (0, 1)),
        ("One", "Zero, ", False, False, 0, (0, 0)),
        ("“One?”", "zero\n", True, True, 0, (1, 2)),
        ("One.\n\nTwo", "", False, False, 1, (0, 0)),
        ("One.\n \nTwo.\n\nThree!", None, False, True, 2, (0, 1)),
        ("in the U.S.", "in the U.S. ", False, False, 0, (0, 1)),
        ("一。", "零。", True, True, 0, (0, 1)),
    ],
)
def test_what_a_quote_says_about_itself(
    exact: str,
    prefix: str | None,
    opens: bool,
    closes: bool,
    paragraphs: int,
    marks: tuple[int, int],
) -> None:
    asked = Query.of(exact, prefix, None)
    assert asked.opens_sentence is opens
    assert asked.closes_sentence is closes
    assert asked.paragraphs == paragraphs
    assert asked.marks == marks


@pytest.mark.parametrize(
    ("before", "words", "after", "scrap"),
    [
        ("", "war", "", False),
        ("soft", "war", "e", True),
        ("p", "art", "y", True),
        ("", "arts", "y", True),
        ("", "party", "line", False),
        ("", "party", "liner", False),
        ("", "party", "liners", True),
        ("other", "party", "", False),
        ("others", "party", "", True),
        ("a", "no war", "rant", False),
        ("", "a wa", "rrant", False),
        ("international", "nationalis", "ation", False),
        ("internationalx", "nationali", "sation", True),
        ("ca", "n", "'t", True),
        ("", "can", "'t", True),
        ("전", "대통령", "이라고", False),
        ("1", "5 %", "", True),
        ("1.", "5 %", "", True),
        ("", "5", "0", True),
        ("", "5", ".5", True),
        ("", "5", ".", False),
        ("-", "5 %", "", True),
        ("−", "5 %", "", True),
        ("x-", "5 %", "", False),
        ("3-", "5 %", "", False),
        ("over 1", "5 million people", "", True),
        ("No", "5 million people", "", False),
        *((f"81{sign}", "306 votes", "", True) for sign in "\u00a0\u2007\u2009\u202f '’′٬·"),
        *(("", "He got 306", f"{sign}000", True) for sign in "\u00a0\u2007\u2009\u202f '’′٬·"),
        ("1 234 ", "306 votes", "", True),
        ("81 3", "06 votes", "", True),
        ("2019 ", "306 votes", "", False),
        ("2019\u00a0", "306 votes", "", False),
        ("2.5 ", "306 votes", "", False),
        ("", "In 2019", " 306 voted", False),
        ("", "On the 9", " 2020 voted", False),
        ("2019, ", "2020 votes", "", False),
        ("", "he ran 5", " 100-metre races", False),
        ("", "he ran 5", " 100m races", False),
        ("+", "5 points", "", True),
        ("±", "5 points", "", True),
        ("–", "5 points", "", True),
        ("1939 –", "1945", "", False),
        ("3–", "5 points", "", False),
        ("10%-", "15%", "", False),
        ("(a)-", "15%", "", False),
        ("", "for 5", "½ hours", True),
        ("", "for 5", "² hours", False),
        ("2020-12-", "09 it was", "", True),
        ("2020-", "12-09 it was", "", True),
        ("", "On 2020-12", "-09", True),
        ("2010-", "12 it was", "", False),
        ("", "On 2010", "-12", False),
        ("covid-19-", "20 cases", "", False),
        ("non-", "partisan board", "", True),
        ("Ex–", "president", "", True),
        ("non-user-", "friendly site", "", True),
        ("user-", "friendly site", "", False),
        ("81\u200a", "306 votes", "", True),
        ("vice-", "president", "", True),
        ("well-", "known man", "", False),
        ("annex-", "president", "", False),
        ("non-", " partisan", "", False),
        ("", "the president", "-elect", True),
        ("", "the president", "-elected", False),
        ("", "the tax", "-payer", False),
    ],
)
def test_parts_of_words_and_numbers_are_scraps(
    before: str, words: str, after: str, scrap: bool
) -> None:
    text = f"So {before}{words}{after} it is"
    span = (len(before) + 3, len(before) + 3 + len(words))
    assert is_scrap(text, span) is scrap


def test_a_quote_that_cuts_a_number_is_no_note_on_it() -> None:
    for space in "\u00a0 ":
        found = Document(f"He got 81{space}306 votes in all.").anchor("306 votes")
        assert found.status is Status.DRIFTED
        assert found.claim_may_have_changed
        assert [(each.before, each.after) for each in found.changes] == [("", "81")]
    assert Document("He got 81'306 votes in all.").anchor("306 votes").status is Status.SUSPECT
    assert Document("A non-partisan board.").anchor("partisan board").status is Status.SUSPECT


@pytest.mark.parametrize(
    ("text", "words", "prefix", "suffix", "status"),
    [
        ("Of the 12 306 voted for him.", "306 voted", "Of the 12", "", Status.EXACT),
        ("Of the 12 306 voted for him.", "306 voted", "12", "for him", Status.EXACT),
        ("Of the 12 306 voted for him.", "306 voted", "of the 13", "", Status.SUSPECT),
        ("Of the 12 306 voted for him.", "306 voted", "", "for him", Status.DRIFTED),
        ("And in 1 200 came.", "in 1", "", "200 came", Status.EXACT),
        # A sidecar's `before` ends in a letter: "was notable" is not "was not able".
        ("She was notable.", "able", "was not", "", Status.SUSPECT),
        ("She was notable and he was not able to.", "able", "was not", "", Status.EXACT),
        ("It had 50 of them.", "had 5", "", "0 of them", Status.SUSPECT),
    ],
)
def test_context_tells_what_a_number_or_a_word_is(
    text: str, words: str, prefix: str, suffix: str, status: Status
) -> None:
    found = Document(text).anchor(words, prefix, suffix, one_of_many=True)
    assert found.status is status
    if status is Status.EXACT:
        assert found.start == text.rindex(words)


def test_words_and_numbers_are_made_whole() -> None:
    text = "so unlikely at -1,234.5 % and 12.30."
    assert whole_words(text, (5, 9)) == (3, 11)
    assert whole_words(text, (3, 11)) == (3, 11)
    assert whole_words("a" * 200, (100, 101)) == (36, 165)
    assert whole_numbers(text, (18, 19)) == (15, 23)
    assert whole_numbers(text, (30, 32)) == (30, 35)
    assert whole_numbers("1" * 200, (100, 101)) == (36, 165)


def test_a_quote_from_24_characters_on_is_placed_by_itself() -> None:
    around = ("Once upon another time, ", " Nothing of it was true.")
    long, short = "The mayor of the city ok", "The mayor of a city now"
    assert (len(long), len(short)) == (24, 23)
    for words, status in ((long, Status.EXACT), (short, Status.SUSPECT)):
        text = f"They sat down. {words} So it was said here."
        assert anchor(text, words, *around).status is status
        assert anchor(text, words).status is Status.EXACT


def test_blocks_keep_a_passage_together() -> None:
    before, after = "the end of the one before.", "the start of the next one."
    lines = (before, "Shop owners asked for a delay", "of twelve months in vain.", after)
    text = "\n".join(lines)
    starts = [text.index(line) for line in lines]
    asked = "Shop owners of twelve months.", before + "\n", "\n" + after
    whole = Document(text, blocks=[starts[0], starts[1], starts[3]]).anchor(*asked)
    assert (whole.start, whole.end) == (starts[1], starts[3] - 1)
    parted = Document(text, blocks=starts).anchor(*asked)
    assert parted.status is Status.ORPHAN


@pytest.mark.parametrize(("between", "agreement"), [("x" * 8, 0.6), ("x" * 12, 0.35)])
def test_context_is_looked_for_half_its_length_further(between: str, agreement: float) -> None:
    given = "abcdefghijklmnopqrst"
    text = f"{'y' * 40}{given}{between}quote{between[::-1]}{given[::-1]}{'y' * 40}"
    start = text.index("quote")
    sides = Context(given, given[::-1]).agreement(text, start, start + 5)
    assert sides == pytest.approx((agreement, agreement))


def test_twelve_letters_are_found_whatever_is_between_them() -> None:
    assert anchor("ab, cd, ef, gh, ij, kl.", "ab cd ef gh ij kl").status is Status.NORMALISED
    assert anchor("ab, cd, ef, gh, ij, k.", "ab cd ef gh ij k").status is Status.ORPHAN


def test_punctuation_at_the_ends_is_taken_along_as_far_as_it_was_quoted() -> None:
    text = "(“One two, three four!?”) and so on"
    for quote, words in [
        ("One two three four", "One two, three four"),
        ("One two three four.", "One two, three four!"),
        ("One two three four.'", "One two, three four!?"),
        ("'One two three four", "“One two, three four"),
        ("['One two three four.']]]]", "(“One two, three four!?”)"),
    ]:
        found = anchor(text, quote)
        assert text[found.start : found.end] == words


def test_markdown_is_taken_out_of_what_is_compared() -> None:
    asked = Query.of("**One** [two](https://example.org)!*", None, None)
    assert asked.words == "one two!*"
    assert asked.marks == (0, 2)
    assert Query.of("**One**", None, None).marks == (0, 0)
    assert len(Query.of("One two", None, None).readings) == 1


FULL = "The council of the old town met on Monday to settle the budget for the coming year."


def test_the_nearest_text_is_shown_where_it_is_like_the_quote() -> None:
    words = FULL.split()
    seen = set()
    for step in (1, 2, 3, 4, 5):
        letters = "".join(
            "#" if place % (step + 1) == 0 and char.isalpha() else char
            for place, char in enumerate(FULL)
        )
        quote = letters if step > 1 else " ".join(words[::-1])
        text = f"Nothing happened here for long. {FULL} Then they went home again."
        found = anchor(text, quote)
        likeness = valleys(quote.lower(), text.lower(), 8).likeness
        assert found.status is Status.ORPHAN
        assert bool(found.candidates) is (likeness >= 0.6)
        seen.add("near" if 0.6 <= likeness < 0.72 else "far" if 0.48 < likeness < 0.6 else "")
        for start, end in found.candidates:
            assert text[start:end] == FULL
    assert {"near", "far"} <= seen


@pytest.mark.parametrize(("copies", "crowded"), [(16, False), (17, True)])
def test_a_text_of_near_copies_is_ambiguous(copies: int, crowded: bool) -> None:
    copy = FULL.replace("Monday", "Tuesday")
    text = " ".join([copy] * copies)
    found = anchor(text, FULL)
    assert found.status is Status.AMBIGUOUS
    assert found.cut_short is crowded
    assert len(found.candidates) == copies
    for (start, end), place in zip(found.candidates, range(copies), strict=True):
        begin = place * (len(copy) + 1)
        assert abs(start - begin) <= 1
        assert end == begin + len(copy)


def test_parts_of_several_words_are_ambiguous() -> None:
    assert anchor("software, hardware", "war").candidates == ((4, 7), (14, 17))
    assert anchor("software, hardware", "war").status is Status.AMBIGUOUS
    assert anchor("software", "war").status is Status.SUSPECT


def test_a_quote_of_many_thousand_characters_is_followed_through_an_edit() -> None:
    long = " ".join(f"{FULL[:-1]} {number}." for number in range(70))
    assert 5_000 < len(long) < 20_000
    found = anchor(long.replace(" 35.", " thirty-six."), long)
    assert found.status is Status.DRIFTED
    assert found.claim_may_have_changed


def test_a_quote_beyond_measure_that_repeats_is_ambiguous() -> None:
    long = "word after word " * 1500
    found = anchor(f"{long}. {long}.", long, "no such words", "nor such")
    assert (found.status, found.cut_short) == (Status.AMBIGUOUS, True)


TWIN = "A council report was printed and read."


@pytest.mark.parametrize(("gap", "status"), [(598, Status.EXACT), (599, Status.SUSPECT)])
def test_what_was_put_beside_a_quote_is_no_longer_than_a_paragraph(
    gap: int, status: Status
) -> None:
    between = "w" * gap
    before, after = "The end of the first part.", "And now to the second one."
    assert anchor(f"{before} {between} {TWIN} {after}", TWIN, before, after).status is status
    assert anchor(f"{before} {TWIN} {between} {after}", TWIN, before, after).status is status


def test_a_long_quote_with_one_side_to_the_letter_is_no_twin() -> None:
    before, after = "The end of the first part.", "And now to the second one."
    long = f"{TWIN[:-1]} by all who had been there."
    assert len(long) >= 64
    text = "{before} It was another time. {pad} {quote} {after}"
    for quote, status in ((long, Status.EXACT), (TWIN, Status.SUSPECT)):
        filled = text.format(before=before, pad="w" * 700, quote=quote, after=after)
        assert anchor(filled, quote, before, after).status is status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("In 2012 they said: it is false. So did Bern.", Status.EXACT),
        ("In  2012 they said: It is false. so did Bern.", Status.NORMALISED),
        ("In 2013 they said: it is false. So did Bern.", Status.SUSPECT),
        ("In 2012 they said: it is false. So did Jena.", Status.SUSPECT),
        ("In 2012 they said: then it is false. So did Bern.", Status.SUSPECT),
        ("In 2012 they said: it is false, so false. So did Bern.", Status.SUSPECT),
        ("it is false. So did Bern.", Status.SUSPECT),
        ("In 2013 they said: it is false. And it is false.", Status.AMBIGUOUS),
        ("In 2012 they said: it is false. So did Bern. " * 2, Status.AMBIGUOUS),
        ("In 2012 they said: it is true. So did Bern.", Status.ORPHAN),
    ],
)
def test_a_copy_without_the_key_is_another_copy(text: str, status: Status) -> None:
    asked = ("it is false", "In 2012 they said:", "So did Bern.")
    found = Document(f"Now. {text} End.").anchor(
        asked[0], asked[1], f". {asked[2]}", one_of_many=True
    )
    assert found.status is status


@pytest.mark.parametrize(
    ("between", "status"),
    [
        ("", Status.DRIFTED),
        (" as ever", Status.DRIFTED),
        (" though in the end", Status.ORPHAN),
    ],
)
def test_edited_words_may_have_their_key_a_few_words_away(between: str, status: Status) -> None:
    key = "he told the council of the town"
    quote, now = "that it was filmed in a studio once", "that it was filmed inside a studio once"
    for before, after in ((key, None), (None, key)):
        left, right = (f"{key}{between} ", "") if before else ("", f"{between} {key}")
        text = f"So {left}{now}{right} as it is."
        found = Document(text).anchor(quote, before, after, one_of_many=True)
        assert found.status is status
        if found.start is not None:
            assert text[found.start : found.end] == now
        other = Document(text.replace("council", "counsel"))
        assert not other.anchor(quote, before, after, one_of_many=True).status.placed
        assert other.anchor(quote, before, after).status.placed is status.placed


def test_a_sentence_that_goes_on_is_not_the_one_that_was_quoted() -> None:
    quote = "We published over 130 posts this year on our blog."
    goes_on = "We published over 130 posts this year on our blog (as in 2014), and 7 films."
    around = ("It was a good year. ", " The films come next.")
    text = f"It was a good year. {goes_on} Nothing else is known."
    assert anchor(text, quote, *around).status is Status.SUSPECT
    for mark in ("!", "”!", "”)…?"):
        ended = text.replace(" (as in 2014), and 7 films.", mark)
        assert anchor(ended, quote, *around).status is Status.NORMALISED
    at_the_end = text[: text.index(" (as")]
    assert anchor(at_the_end, quote, *around).status is Status.NORMALISED
    assert anchor(text, quote[:-1], *around).status is Status.EXACT


@pytest.mark.parametrize(
    ("gap", "status", "grown"),
    [(" ", Status.DRIFTED, " and more."), ("\n\n", Status.NORMALISED, "")],
)
def test_a_sentence_grows_within_its_paragraph(gap: str, status: Status, grown: str) -> None:
    quote = "They published many posts this year on the blog."
    text = f"It was quite a good year. {quote[:-1]}{gap}and more. The films are what comes next."
    found = anchor(text, quote, "It was quite a good year. ", " The films are what comes next.")
    assert found.status is status
    assert text[found.start : found.end] == quote[:-1] + grown


@pytest.mark.parametrize(
    ("passage", "status"),
    [
        ("aaaa bbbb cccc eeee", Status.DRIFTED),
        ("aaaa bbbb eeee ffff", Status.ORPHAN),
        ("aaaa bbbb", Status.DRIFTED),
        ("aaaa xxxx bbbb xxxx cccc xxxx xxxx xxxx xxxx dddd", Status.DRIFTED),
        ("aaaa xxxx bbbb xxxx cccc xxxx xxxx xxxx xxxx xxxx dddd", Status.ORPHAN),
        ("aaaa bbbb. Xxxx cccc dddd", Status.DRIFTED),
        ("aaaa bbbb. Xxxx. Cccc dddd", Status.ORPHAN),
    ],
)
def test_over_half_of_the_words_must_stand_between_the_surroundings(
    passage: str, status: Status
) -> None:
    before, after = "This is what stood before it: ", " That is what came after it"
    found = anchor(f"Well. {before}{passage}{after}. So.", "aaaa bbbb cccc dddd", before, after)
    assert found.status is status


@pytest.mark.parametrize(
    ("context", "status"), [("sixteen letters.", Status.SUSPECT), ("fifteen letter.", Status.EXACT)]
)
def test_sixteen_characters_of_context_have_a_place(context: str, status: Status) -> None:
    pad = "w" * 700
    for before, after in ((context, "And so they went home."), ("So they went home.", context)):
        text = f"{before} {pad} {TWIN} {pad} {after}"
        if before == context:
            text = text.replace(f"{TWIN} {pad} ", f"{TWIN} ")
            assert anchor(text, TWIN, before, after).status is status
        else:
            text = text.replace(f"{pad} {TWIN}", TWIN)
            assert anchor(text, TWIN, before, after).status is status
