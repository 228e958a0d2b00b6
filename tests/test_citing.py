"""How articles and fact-checks are cited, by examples."""

import datetime as dt
import re

import pytest

from postil.sharing.citing import Name, Work, apa, bibtex, chicago, plain

ADA = Name(text="Ada King Lovelace", person=True)
VAN = Name(text="Jean-Luc van der Berg", person=True)
KING = Name(text="Martin Luther King, Jr.", person=True)
DESK = Name(text="The Water Desk")
ARABIC = Name(text="طه حسين", person=True)
CHINESE = Name(text="鲁迅", person=True)
MONO = Name(text="Voltaire", person=True)


def work(*authors: Name, outlet: str = "Herald", title: str = "The dam is old") -> Work:
    return Work(
        title=title,
        authors=authors,
        outlet=outlet,
        archive="Dam archive",
        day=dt.date(2024, 3, 2),
        url="https://example.org/2024/03/dam/",
    )


@pytest.mark.parametrize(
    ("authors", "opening"),
    [
        ((ADA,), "Lovelace, A. K. (2024, March 2). The dam is old."),
        ((VAN, DESK), "van der Berg, J.-L., & The Water Desk. (2024, March 2). "),
        ((KING,), "King, M. L., Jr. (2024, March 2). "),
        ((ARABIC, CHINESE, MONO), "طه حسين, 鲁迅, & Voltaire. (2024, March 2). "),
        ((), "The dam is old. (2024, March 2). Herald. Dam archive. https://"),
    ],
)
def test_apa(authors: tuple[Name, ...], opening: str) -> None:
    written = plain(apa(work(*authors)))
    assert written.startswith(opening)
    assert written.endswith(" Herald. Dam archive. https://example.org/2024/03/dam/")
    italic = [piece.text for piece in apa(work(*authors)) if piece.italic]
    assert italic == ["Herald"]


def test_apa_leaves_out_who_is_named_already() -> None:
    own = work(Name(text="Dam archive"), outlet="", title="Is it old?")
    assert plain(apa(own)) == (
        "Dam archive. (2024, March 2). Is it old? https://example.org/2024/03/dam/"
    )
    assert [piece.text for piece in apa(own) if piece.italic] == ["Is it old?"]
    assert plain(apa(work(outlet=""))) == (
        "The dam is old. (2024, March 2). Dam archive. https://example.org/2024/03/dam/"
    )


def test_apa_names_twenty_authors_and_the_last() -> None:
    many = [Name(text=f"Desk {number}") for number in range(1, 26)]
    assert ", Desk 19, . . . Desk 25. (2024" in plain(apa(work(*many)))


@pytest.mark.parametrize(
    ("authors", "opening"),
    [
        ((ADA, VAN), "Lovelace, Ada King, and Jean-Luc van der Berg. “The dam is old.”"),
        ((ADA, VAN, DESK), "Lovelace, Ada King, Jean-Luc van der Berg, and The Water Desk. “"),
        ((KING,), "King, Martin Luther, Jr. “The dam"),
        ((ARABIC,), "طه حسين. “The dam is old.”"),
        ((), "“The dam is old.” Herald, March 2, 2024."),
    ],
)
def test_chicago(authors: tuple[Name, ...], opening: str) -> None:
    written = plain(chicago(work(*authors)))
    assert written.startswith(opening)
    assert written.endswith(
        " Herald, March 2, 2024. Dam archive. https://example.org/2024/03/dam/."
    )


def test_chicago_sets_quotations_within_the_title_in_single_marks() -> None:
    own = work(Name(text="Dam archive"), outlet="", title="Fact-check: “It is new” (False)")
    assert plain(chicago(own)) == (
        "Dam archive. “Fact-check: ‘It is new’ (False).” March 2, 2024. "
        "https://example.org/2024/03/dam/."
    )


def test_bibtex() -> None:
    entry = bibtex(work(VAN, KING, DESK, ARABIC, title="100% {of} A_B & C~#$^\\"), "2024/dam é")
    assert entry == (
        "@misc{2024-dam-e,\n"
        "  author = {van der Berg, Jean-Luc and King, Jr., Martin Luther and {The Water Desk} "
        "and {طه حسين}},\n"
        "  title = {{100\\% \\{of\\} A\\_B \\& C\\textasciitilde{}\\#\\$\\textasciicircum{}"
        "\\textbackslash{}}},\n"
        "  howpublished = {Herald},\n"
        "  note = {Dam archive},\n"
        "  year = {2024},\n"
        "  month = mar,\n"
        "  day = {2},\n"
        "  url = {https://example.org/2024/03/dam/},\n"
        "}"
    )


@pytest.mark.parametrize("title", ["}", "{{", "a \\ b", "%", "مرحبا"])
def test_braces_of_bibtex_are_in_pairs(title: str) -> None:
    entry = re.sub(r"\\[{}%&#$_]", "", bibtex(work(title=title), "سد"))
    depth = 0
    for char in entry:
        depth += (char == "{") - (char == "}")
        assert depth >= 0
    assert depth == 0
    assert entry.startswith("@misc{postil,")
