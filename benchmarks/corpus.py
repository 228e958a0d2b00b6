"""An archive made from a seed: every generator is given the same articles and the same notes.

N articles of about 640 words over ten years, each with two or three topics of 200, one of twelve
outlets, and three notes: two of context, and a shared claim or an account's label.
"""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

TOPICS = 200
OUTLETS = 12
CLAIMS = 100
PEOPLE = 40
LABELS = 8
SOURCES = 60
FIRST_DAY = dt.datetime(2015, 1, 1, 6, tzinfo=dt.UTC)
DAYS = 3650
PARAGRAPHS = 14
VERDICTS = "true", "half-true", "false", "unproven"

# The words of a town council, by how often they are used: prose is not random letters.
_WORDS = (
    "the of and to in a that was for it on with as he at by his had not from but she they her "
    "which were been have their one all would there when who more said time out so up into them "
    "some could new other than then first any only its over such our may after also did many "
    "before must through years where much way well down should because long those people mayor "
    "council budget trams tickets promised yesterday street report schools bridge river votes "
    "members plan delay money houses library workers market station winter evening asked agreed "
    "refused opened closed built repaired counted measured questioned announced expected ordinary "
    "neighbourhood administration investigation responsibility development representatives"
).split()
_WEIGHTS = [1 / (place + 3) for place in range(len(_WORDS))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note on the words `quote`; what it says is its own, or the claim's or label's."""

    id: str
    quote: str
    text: str = ""
    source: str = ""
    claim: str = ""
    bearer: str = ""
    """Whose label is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article, in no generator's form."""

    slug: str
    title: str
    date: dt.datetime
    outlet: str
    topics: tuple[str, ...]
    summary: str
    body: str
    """Markdown."""
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """An entry of the registry: a claim, a label, one who bears labels, a source."""

    id: str
    name: str
    text: str = ""
    other: str = ""
    """A claim's verdict, a bearer's label."""


class Corpus:
    """`count` articles and the registry that their notes use."""

    def __init__(self, count: int) -> None:
        self.count = count

    def articles(self) -> Iterator[Article]:
        """Make the articles one after the other, the oldest first."""
        for number in range(self.count):
            yield self._article(number)

    @property
    def edited(self) -> Article:
        """The article that the edits are made to: on no first page of a list, in no feed."""
        return self._article(self.count // 2)

    @cached_property
    def sources(self) -> tuple[Record, ...]:
        """Make the sources that notes cite."""
        return tuple(
            Record(f"source-{n}", f"Minutes of committee {n}") for n in range(1, SOURCES + 1)
        )

    @cached_property
    def labels(self) -> tuple[Record, ...]:
        """Make the labels."""
        return tuple(
            Record(f"label-{n}", f"Label number {n}", _sentence(random.Random(f"label {n}")))
            for n in range(1, LABELS + 1)
        )

    @cached_property
    def people(self) -> tuple[Record, ...]:
        """Make those who say something, and bear a label."""
        return tuple(
            Record(f"office-{n}", f"Harbour Office {n}", other=self.labels[n % LABELS].id)
            for n in range(1, PEOPLE + 1)
        )

    @cached_property
    def claims(self) -> tuple[Record, ...]:
        """Make the claims that many articles repeat."""
        made = []
        for number in range(1, CLAIMS + 1):
            chance = random.Random(f"claim {number}")
            verdict = chance.choice(VERDICTS)
            name = f"The bridge numbered {number} was closed for {number} days"
            made.append(Record(f"claim-{number}", name, _sentence(chance), verdict))
        return tuple(made)

    def _article(self, number: int) -> Article:
        chance = random.Random(number)
        paragraphs = [_paragraph(chance) for _ in range(PARAGRAPHS)]
        bearer = chance.choice(self.people)
        quotes = []
        for place in (1, 5, 9):
            quote = f"case {number}-{place} before the {chance.choice(_WORDS[-40:])} committee"
            if place == 9 and number % 3 == 0:
                quote = f"the {bearer.name}"
            paragraphs[place] += f" They spoke of {quote} and went on."
            quotes.append(quote)
        body = [*paragraphs[:4], "## What was asked", *paragraphs[4:8], _listing(chance)]
        body += ["## What was answered", *paragraphs[8:], _quotation(chance)]
        third = (
            Note(id="bearer", quote=quotes[2], bearer=bearer.id)
            if number % 3 == 0
            else Note(id="repeated", quote=quotes[2], claim=chance.choice(self.claims).id)
        )
        return Article(
            slug=f"article-{number:06}",
            title=f"Article {number}: {_words(chance, 7)}",
            date=FIRST_DAY + dt.timedelta(minutes=number * DAYS * 1440 // self.count),
            outlet=f"Outlet {chance.randint(1, OUTLETS)}",
            topics=tuple(
                f"Topic {n}" for n in chance.sample(range(1, TOPICS + 1), chance.choice((2, 3)))
            ),
            summary=_sentence(chance),
            body="\n\n".join(body) + "\n",
            notes=(
                *(
                    Note(
                        id=f"context-{n}",
                        quote=quotes[n],
                        text=f"{_sentence(chance)} {_sentence(chance)}",
                        source=chance.choice(self.sources).id,
                    )
                    for n in (0, 1)
                ),
                third,
            ),
        )


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(_WORDS, _WEIGHTS, k=count))


def _sentence(chance: random.Random) -> str:
    return f"{_words(chance, chance.randint(8, 20)).capitalize()}."


def _paragraph(chance: random.Random) -> str:
    sentences = [_sentence(chance) for _ in range(3)]
    if chance.random() < 1 / 2:
        link = f"[{_words(chance, 3)}](https://example.org/{chance.randint(1, 99)})"
        sentences[1] = f"They said *{_words(chance, 4)}* and {link}."
    return " ".join(sentences)


def _listing(chance: random.Random) -> str:
    return "\n".join(f"- {_words(chance, 6)}" for _ in range(4))


def _quotation(chance: random.Random) -> str:
    return f"> {_sentence(chance)}"
