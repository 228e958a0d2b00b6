"""Normal forms forget typography, case and punctuation, and their maps lead back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postil.anchoring.forms import Form, bare, folded, typed

TEXTS = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]), st.sampled_from("aB1 \n.-'é\u0301\u00adßﬁİ…—١")
    )
)


def forms(text: str) -> tuple[Form, Form, Form]:
    first = typed(text)
    second = folded(first)
    return first, second, bare(second)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("a  b\n\tc", "a b c"),
        ("a\u00a0b\u2009c", "a b c"),
        ("a\u200b b", "a b"),
        ("a\u200bb", "ab"),
        ("a\x1fb", "a b"),
        ("co\u00adop", "coop"),
        ("“a” „b“ «c» ‘d’ it’s", '"a" "b" "c" \'d\' it\'s'),
        ("1–2 — x -- y --- z", "1-2 - x - y - z"),
        ("wait…", "wait..."),
        ("ﬁn ①", "fin 1"),
        ("10² H₂O 5½", "10² H₂O 5½"),
        ("e\u0301", "é"),
        ("a ¨ b", "a ¨ b"),
        ("１２％", "12%"),
    ],
)
def test_typed(text: str, form: str) -> None:
    assert typed(text).text == form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Straße", "strasse"),
        ("ÉCOLE naïve Ångström", "ecole naive angstrom"),
        ("İzmir ISPARTA ısparta", "izmir isparta isparta"),
        ("Ёлка", "елка"),
        ("٣٠٦ ۴ १", "306 4 1"),
        ("سـلام صَوَّتَ", "سلام صوت"),
        ("שָׁלוֹם", "שלום"),
        ("मति", "मति"),
        ("กำลัง", typed("กำลัง").text),
        ("がぎ", "がぎ"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("x²", "x²"),
    ],
)
def test_folded(text: str, form: str) -> None:
    assert folded(typed(text)).text == form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Stop, please!", "stopplease"),
        ("1.5 15 9:30 2010-12 1/2 3,500", "1.5159:302010-121/23,500"),
        ("at -5 °C, x-ray -y", "at-5°cxrayy"),
        ("$5 €5 5% 5‰", "$5€55%5‰"),
        ("a < b ≤ c", "a<b≤c"),
        ("can't (won't)", "cantwont"),
        ("हिन्दी!", "हिन्दी"),
    ],
)
def test_bare(text: str, form: str) -> None:
    assert forms(text)[2].text == form


@settings(deadline=None)
@given(TEXTS)
def test_every_character_of_a_form_leads_to_what_it_stands_for(text: str) -> None:
    for form in forms(text):
        last = 0
        for offset in range(len(form.text)):
            start, end = form.to_text(offset, offset + 1)
            assert 0 <= start < end <= len(text)
            assert start >= last
            last = start


@settings(deadline=None)
@given(TEXTS)
def test_the_maps_go_both_ways(text: str) -> None:
    for form in forms(text):
        for offset in range(len(form.text)):
            start, end = form.to_text(offset, offset + 1)
            assert form.from_text(start) <= offset < form.from_text(end)
        places = [form.from_text(offset) for offset in range(len(text) + 1)]
        assert places == sorted(places)
        assert places[0] == 0
        assert places[-1] == len(form.text)


@settings(deadline=None)
@given(TEXTS)
def test_a_typed_text_stays_as_it_is(text: str) -> None:
    form = typed(text).text
    assert not any(char in form for char in "\n\t\u00a0\u200b\u00ad“”’–—…")
    assert "  " not in form
    assert typed(form).text == form


def test_what_was_dropped_at_an_end_stays_outside() -> None:
    form = typed("\u200ba\u00adb\u200b c")
    assert form.text == "ab c"
    assert form.to_text(0, 2) == (1, 4)
    assert form.to_text(0, 1) == (1, 2)
    assert form.to_text(1, 2) == (3, 4)


def test_half_of_a_rewritten_character_stands_for_all_of_it() -> None:
    form = forms("aßb")[1]
    assert form.text == "assb"
    assert [form.to_text(place, place + 1) for place in range(4)] == [
        (0, 1),
        (1, 2),
        (1, 2),
        (2, 3),
    ]
    assert [form.from_text(place) for place in range(4)] == [0, 1, 3, 4]
    cluster = typed("e\u0301x")
    assert cluster.from_text(1) == 1
