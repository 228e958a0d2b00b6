"""A drifted note shows what changed, and what may change the claim is named."""

import pytest

from postil.anchoring import Change, anchor
from postil.anchoring.drift import changes


def drift(before: str, after: str) -> list[tuple[str, str, str | None]]:
    return [(each.before, each.after, each.matters) for each in changes(before, after, after)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("He walked home quickly.", "He walked home slowly.", [("quickly", "slowly", None)]),
        ("He walked home.", "He walked straight home.", [("", "straight", None)]),
        ("He walked straight home.", "He walked home.", [("straight", "", None)]),
        ("a b c d", "a x c y", [("b", "x", None), ("d", "y", None)]),
        ("Who paid?", "“WHO paid!”", []),
        ("the naïve café", "the naive cafe", []),
        ("the U.S. and the EU", "the US and the E.U.", []),
        ("at 11:59 PM", "at 11:59 p.m.", []),
        ("seen by Joe.Ann left", "seen by Joe. Ann left", []),
        # numbers
        ("306 votes", "232 votes", [("306", "232", "number")]),
        ("3,500 votes", "3500 votes", [("3,500", "3500", None)]),
        ("grew 1.5 times", "grew 15 times", [("1.5", "15", "number")]),
        ("1-2 of them", "one to two of them", [("1-2", "one to two", None)]),
        ("seven members", "eight members", [("seven", "eight", "number")]),
        ("sieben Mitglieder", "acht Mitglieder", [("sieben", "acht", "number")]),
        ("三名议员", "四名议员", [("三", "四", "number")]),
        ("5 million", "5 billion", [("million", "billion", "number")]),
        ("all of them", "most of them", [("all", "most", "number")]),
        ("at -5 degrees", "at 5 degrees", [("-", "", "number")]),
        ("met 18F staff", "met our staff", [("18F", "our", "name")]),
        # units
        ("5 % more", "5 percent more", [("%", "percent", None)]),
        ("5 % more", "5 points more", [("%", "points", "unit")]),
        ("for 5 km", "for 5 miles", [("km", "miles", "unit")]),
        ("paid $5", "paid €5", [("$", "€", "unit")]),
        ("a week later", "a month later", [("week", "month", "unit")]),
        # negation
        ("he did say so", "he did not say so", [("", "not", "negation")]),
        ("he did not say so", "he didn't say so", [("did not", "didn't", None)]),
        ("he denied it", "he saw it", [("denied", "saw", "negation")]),
        ("the likely winner", "the unlikely winner", [("likely", "unlikely", "negation")]),
        ("an impossible plan", "a possible plan", [("an impossible", "a possible", "negation")]),
        ("er kam nicht an", "er kam an", [("nicht", "", "negation")]),
        ("他没有来", "他来", [("没有", "", "negation")]),
        ("a fit man", "an unfit man", [("a fit", "an unfit", "negation")]),
        ("the partisan board", "the non-partisan board", [("", "non", "negation")]),
        ("the president spoke", "the ex-president spoke", [("", "ex", "negation")]),
        ("we do it", "we undo it", [("do", "undo", None)]),
        # modal
        ("he may go", "he will go", [("may", "will", "modal")]),
        ("he can go", "he could go", [("can", "could", None)]),
        ("allegedly he went", "he went", [("allegedly", "", "modal")]),
        # names
        ("So Biden won it", "So Trump won it", [("Biden", "Trump", "name")]),
        ("Biden won it", "Trump won it", [("Biden", "Trump", "name")]),
        ("Today it rains", "Yesterday it rains", [("Today", "Yesterday", None)]),
        ("The EU agreed", "The UN agreed", [("EU", "UN", "name")]),
        ("I agree", "We agree", [("I", "We", None)]),
    ],
)
def test_changes(before: str, after: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert drift(before, after) == expected


def test_a_word_that_begins_a_sentence_is_no_name_where_it_is_written_small_elsewhere() -> None:
    quote, passage = "Parking costs more.", "Storage costs more."
    assert changes(quote, passage, passage)[0].matters == "name"
    text = "Storage costs more. Some parking and storage is free."
    assert changes(quote, passage, text)[0].matters is None
    assert changes(quote, passage, "parking, restorage")[0].matters == "name"


def test_a_name_counts_only_where_it_is_written_large() -> None:
    assert drift("the apple fell", "the Apple fell") == []
    assert drift("an old apple fell", "an old pear fell")[0][2] is None
    assert drift("an old iPhone fell", "an old pear fell")[0][2] == "name"


def test_capitals_are_a_name_even_where_a_sentence_begins() -> None:
    text = "They told us so. At the x axis."
    assert changes("US troops left.", "Troops left.", f"{text} The troops.")[0].matters == "name"
    assert changes("Us boys left.", "Boys left.", f"{text} The boys.")[0].matters is None
    assert changes("X values fell.", "Values fell.", f"{text} The values.")[0].matters is None


def test_the_weightiest_reason_is_named() -> None:
    assert drift("may pay Ann", "must give Bob") == [("may pay Ann", "must give Bob", "modal")]
    assert drift("not Ann", "may Bob") == [("not Ann", "may Bob", "negation")]
    assert drift("5 km", "not 5 m")[1][2] == "unit"
    assert drift("Ann 5", "Bob 6") == [("Ann 5", "Bob 6", "number")]


def test_an_anchoring_tells_whether_the_claim_may_have_changed() -> None:
    text = "On Monday, seven of the eleven members of the council voted for the plan."
    found = anchor(text, "six of the eleven members of the council voted for the plan")
    assert found.changes == (Change(before="six", after="seven", matters="number"),)
    assert found.claim_may_have_changed
    found = anchor(text, "seven of the eleven members of the council voted for a plan")
    assert found.changes == (Change(before="a", after="the"),)
    assert not found.claim_may_have_changed
