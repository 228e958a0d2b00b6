"""What is read while a page is made is noted, by name; what was not read is not."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from postil.engine.cells import WORDS, Latest, cell, noting, remembered, watching


@watching("text")
@dataclass(frozen=True, slots=True)
class Saying:
    text: str
    day: int = 1


class Shelf:
    @cell
    def number(self) -> int:
        """How many there are."""
        return 2

    @cell
    def by_name(self) -> Mapping[str, int]:
        """Each by its name."""
        return {"one": self.number - 1, "two": self.number}

    @cell
    def longest(self) -> str:
        """What no cell may be computed from."""
        return max((Saying("On the third."), Saying("On the fourth.")), key=str).text


def test_a_cell_is_noted_and_not_what_it_is_computed_from() -> None:
    shelf = Shelf()
    with noting() as reads:
        assert shelf.by_name["two"] == 2
        assert shelf.by_name.get("three") is None
    assert reads == {("Shelf.by_name", "two"), ("Shelf.by_name", "three")}
    with noting() as reads:
        assert [*shelf.by_name] == ["one", "two"]
        assert shelf.number == 2
    assert reads == {("Shelf.by_name", None), ("Shelf.number", None)}


def test_who_reads_words_is_noted_with_what_they_were() -> None:
    saying = Saying("On the third.")
    with noting() as reads:
        assert saying.day == 1
    assert not reads
    with noting() as reads:
        assert saying.text == "On the third."
    assert reads == {(WORDS, "On the third.")}
    with noting() as reads:
        assert f"{saying!r}" == "Saying(text='On the third.', day=1)"
    assert reads == {(WORDS, "On the third.")}


def test_no_cell_is_computed_from_words() -> None:
    with pytest.raises(RuntimeError, match=r"a cell was computed from 'On the"):
        _ = Shelf().longest


def test_what_was_remembered_is_noted_each_time() -> None:
    shelf = Shelf()
    number = remembered(lambda: shelf.number)
    latest = Latest[str, int](lambda name: shelf.by_name[name])
    for _ in range(2):
        with noting() as reads:
            assert number() == 2
            assert latest.of("one") == 1
        assert reads == {("Shelf.number", None), ("Shelf.by_name", "one")}
