"""Words that an article has more than once: no edit makes a note go to another copy.

Articles are made from a seed: a set phrase stands in several sentences, whose wording may be a
template, and a note is on one of them, as `postil anchor` describes it. Then editors come.
"""

import random
from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum

import pytest

from postil.anchoring import Anchoring, Document
from postil.model import TextQuoteSelector
from postil.weaving.quoting import described
from postil.weaving.resolving import CONTEXT

SOME = [range(400)]
MANY = [range(start, start + 5_000) for start in range(0, 30_000, 5_000)]

PHRASES = (
    "the vote was stolen",
    "turnout rose by 4.5 %",
    "nobody had asked for it, and nobody paid",
    "officials confirmed the count on Thursday evening",
    "“we have seen no sign of fraud”",
    "This was the safest election in the history of the country.",
    "It is false.",
    "The machines that were used in the county had been tested twice before the vote.",
)
SUBJECTS = "mayor council editor judge clerk station library bridge market harbour".split()
VERBS = "opened closed praised measured repaired questioned counted promised refused".split()
PLACES = "Aston Bern Cadiz Delft Essen Fano Ghent Hull Izmir Jena".split()


@dataclass(frozen=True, eq=False)
class Piece:
    """A stretch of the article; `copy` numbers the copies of the phrase."""

    text: str
    copy: int = 0


NOTED = 1


class Editors:
    """All that happens to one article, out of one seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.phrase = self.chance.choice(PHRASES)
        self.template = self.chance.random() < 0.5
        self.pieces: list[Piece] = []
        copies = list(range(1, self.chance.randint(2, 3) + 1))
        self.chance.shuffle(copies)
        for copy in copies:
            self.pieces += [Piece(self.sentence()) for _ in range(self.chance.randint(1, 3))]
            self.pieces += self.around(copy)
        self.pieces += [Piece(self.sentence()) for _ in range(self.chance.randint(1, 3))]

    def sentence(self) -> str:
        pick = self.chance.choice
        number, end = self.chance.randint(2, 999), pick([". ", ". ", "! ", ".\n\n"])
        who, where, did, what = pick(SUBJECTS), pick(PLACES), pick(VERBS), pick(SUBJECTS)
        return f"The {who} of {where} {did} {number} {what}s{end}"

    def around(self, copy: int) -> list[Piece]:
        """Return a copy of the phrase and what is beside it: a set form, or any sentences."""
        if not self.template:
            return [Piece(self.sentence()), Piece(self.phrase, copy), Piece(" " + self.sentence())]
        place, number = self.chance.choice(PLACES), self.chance.randint(2, 99)
        return [
            Piece(f"In district {number} they said: "),
            Piece(self.phrase, copy),
            Piece(f" So it was in {place}, too. "),
        ]

    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    def place(self) -> tuple[int, int] | None:
        """Return where the noted copy is, or what has become of it."""
        at = 0
        for piece in self.pieces:
            if piece.copy == NOTED:
                return at, at + len(piece.text)
            at += len(piece.text)
        return None

    def beside(self) -> tuple[Piece, Piece]:
        """Return what is beside the noted copy."""
        at = next(at for at, piece in enumerate(self.pieces) if piece.copy == NOTED)
        return self.pieces[at - 1], self.pieces[at + 1]

    def standing(self, beside: tuple[Piece, Piece]) -> tuple[int, int] | None:
        """Return where the noted copy is now.

        Copies have the same words, so what makes one the noted one is what is beside it: where
        another came to stand between just those words, that is it, since nobody could tell.
        """
        wanted = [beside[0].text, self.phrase, beside[1].text]
        own, found = self.place(), []
        at = 0
        for place, piece in enumerate(self.pieces):
            around = self.pieces[max(0, place - 1) : place + 2]
            if [each.text for each in around] == wanted:
                found.append((at, at + len(piece.text)))
            at += len(piece.text)
        return own if own in found or not found else found[0]

    def work(self) -> list[str]:
        """Make some changes, mostly to the noted copy and what is beside it."""
        done = []
        for _ in range(self.chance.randint(1, 3)):
            change = self.chance.choice(
                [self.reword, self.reword, self.retell, self.delete, self.move, self.add, self.pad]
            )
            change()
            done.append(change.__name__)
        return done

    def somewhere(self) -> int:
        """Return a place, near a copy and mostly the noted one."""
        copies = [at for at, piece in enumerate(self.pieces) if piece.copy]
        noted = [at for at in copies if self.pieces[at].copy == NOTED]
        near = self.chance.choice(noted if noted and self.chance.random() < 0.7 else copies or [0])
        return min(max(near + self.chance.randint(-1, 1), 0), len(self.pieces) - 1)

    def reword(self) -> None:
        """Another word, or another digit, in one piece or in all that are side by side."""
        at = self.somewhere()
        for place in range(at, min(at + self.chance.choice([1, 1, 3]), len(self.pieces))):
            words = self.pieces[place].text.split(" ")
            for _ in range(self.chance.choice([1, 1, 2, 4])):
                where = self.chance.randrange(len(words))
                if words[where].strip():
                    words[where] = self.chance.choice([*PLACES, "really", "7", "not"])
            self.pieces[place] = replace(self.pieces[place], text=" ".join(words))

    def retell(self) -> None:
        """Whole sentences written anew, the noted one with what is beside it."""
        at = self.somewhere()
        for place in range(max(0, at - 1), min(at + 2, len(self.pieces))):
            if self.chance.random() < 0.8:
                self.pieces[place] = replace(self.pieces[place], text=self.sentence())

    def delete(self) -> None:
        """Up to three pieces gone."""
        at = self.somewhere()
        before = self.chance.choice([0, 1])
        del self.pieces[max(0, at - before) : at + self.chance.randint(1, 2)]
        if not self.pieces:
            self.pieces = [Piece(self.sentence())]

    def move(self) -> None:
        """A stretch put elsewhere."""
        at = self.somewhere()
        taken = self.pieces[at : at + self.chance.randint(1, 3)]
        del self.pieces[at : at + len(taken)]
        to = self.chance.randint(0, len(self.pieces))
        self.pieces[to:to] = taken

    def add(self) -> None:
        """A new copy, with what is beside it."""
        to = self.chance.choice([self.somewhere(), self.chance.randint(0, len(self.pieces))])
        self.pieces[to:to] = self.around(9)

    def pad(self) -> None:
        """Something new between."""
        at = self.somewhere()
        self.pieces[at:at] = [Piece(self.sentence())] * self.chance.choice([1, 1, 12])


class Outcome(StrEnum):
    KEPT = "kept"
    REFUSED = "refused"
    MISPLACED = "misplaced"


def outcome(seed: int, *, key: bool = True) -> tuple[Outcome, str]:
    """Return what came of one note, and a report to understand it by."""
    editors = Editors(seed)
    text, place = editors.text(), editors.place()
    assert place is not None
    document = Document(text)
    selector = described(document, text, *place)
    found = ask(document, selector, key=key)
    assert (found.start, found.end) == place
    around = (text[: place[0]][-CONTEXT:], text[place[1] :][:CONTEXT])
    beside = editors.beside()
    done = editors.work()
    after = editors.text()
    place = editors.standing(beside)
    found = ask(Document(after), selector, key=key)
    report = f"{seed}: {done} {selector}\n--- {text}\n--- {after}\n--- {place} {found}"
    if found.start is None or found.end is None:
        assert not key or after.count(around[0] + selector.exact + around[1]) != 1, report
        return Outcome.REFUSED, report
    right = place is not None and overlap(place, (found.start, found.end)) >= 0.5
    return (Outcome.KEPT if right else Outcome.MISPLACED), report


def ask(document: Document, selector: TextQuoteSelector, *, key: bool) -> Anchoring:
    return document.anchor(selector.exact, selector.prefix, selector.suffix, one_of_many=key)


def overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, shared) / (max(one[1], other[1]) - min(one[0], other[0]))


@pytest.mark.parametrize("seeds", SOME)
def test_no_edit_makes_a_note_go_to_another_copy(seeds: range) -> None:
    outcomes = Counter[Outcome]()
    for seed in seeds:
        came, report = outcome(seed)
        assert came is not Outcome.MISPLACED, report
        outcomes[came] += 1
    assert outcomes[Outcome.KEPT] > len(seeds) / 8
    assert outcomes[Outcome.REFUSED] > len(seeds) / 8


@pytest.mark.long
@pytest.mark.parametrize("seeds", MANY)
def test_thousands_of_edits_make_no_note_go_to_another_copy(seeds: range) -> None:
    test_no_edit_makes_a_note_go_to_another_copy(seeds)


def test_these_articles_would_lead_notes_astray() -> None:
    """The articles are hard: where context is but a hint, some notes go to another copy."""
    came = [outcome(seed, key=False)[0] for seed in SOME[0]]
    assert Outcome.MISPLACED in came
