"""Labels at the first mention of whom they are about: on whole words, in prose, as of the day."""

import re
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given

from postil.commands.skeleton import new_site
from postil.model import Entity, EntityType, LabelUse, Period, Registry
from postil.weaving.mentions import Mentions
from postil.weaving.visible import OURS, roughly, visible
from tests.generated import html_documents
from tests.sites import edit, run

USED = Period(start=date(2020, 8, 6), end=date(2023, 4, 21))
DAY = date(2020, 12, 11)


def entity(id: str, name: str, *also: str, period: Period = USED, labelled: bool = True) -> Entity:  # noqa: A002
    use = LabelUse(label="state", platform="twitter", period=period)
    return Entity(
        id=id,
        type=EntityType.ORGANISATION,
        name=name,
        also=also,
        labels=(use,) if labelled else (),
    )


MENTIONS = Mentions(
    Registry(
        entities={
            found.id: found
            for found in (
                entity("rt", "RT"),
                entity("embassy", "the Chinese embassy", "China's embassy"),
                entity("xinhua", "新华社", "وكالة شينخوا"),
                entity("old", "Old Voice", period=Period(end=date(2019, 1, 1))),
                entity("new", "New Voice", period=Period(start=date(2021, 1, 1))),
                entity("plain", "Plain Paper", labelled=False),
            )
        }
    )
)


def found(html: str, day: date = DAY, **how: set[str]) -> list[tuple[str, str]]:
    seen = visible(html)
    options = {"noted": set[str](), "taken": set[str](), **how}
    return [
        (note.id, seen.text[start:end])
        for note, start, end in MENTIONS.labelled(
            seen,
            day,
            names=MENTIONS.candidates(roughly(html)),
            noted=options["noted"],
            taken=options["taken"],
        )
    ]


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>It said that RT had it first, then RT again.</p>", ["RT"]),
        ("<p>The Chinese embassy denied it.</p>", ["The Chinese embassy"]),
        ("<p>Here the\nChinese embassy denied it.</p>", ["the\nChinese embassy"]),
        ("<p>It is China’s embassy.</p>", ["China’s embassy"]),
        ("<p>So <em>the Chinese</em> embassy said.</p>", ["the Chinese embassy"]),
        ("<p>So R<em>T</em><br>said, and<br>Hi<strong>ll</strong>.</p>", ["RT"]),
        ("<table><tr><td>Now</td><td>RT</td></tr></table><p>Here</p><p>RT</p>", ["RT"]),
        (f'<p>It is R<b {OURS}>our</b>T.</p>', ["RT"]),
        ('<p>So R<sup class="footnote-ref"><a href="#fn1">1</a></sup>T.</p>', ["RT"]),
        ("<p>ART and RTs and XRT are other words.</p>", []),
        ("<p>rt is no name.</p>", []),
        ("<p>据新华社报道,结果已定。</p>", ["新华社"]),
        ("<p>قالت وكالة شينخوا إن</p>", ["وكالة شينخوا"]),
        ('<p><a href="/x">RT</a> and <code>RT</code>, but RT.</p>', ["RT"]),
        ("<h2>RT speaks</h2><p>It was RT.</p>", ["RT"]),
        ("<p>the</p><p>Chinese embassy</p>", []),
        ("<p>Old Voice is gone, New Voice is not there yet, Plain Paper bore none.</p>",
         ["Old Voice"]),
    ],
)  # fmt: skip
def test_labels_stand_at_first_mentions(html: str, words: list[str]) -> None:
    assert [quote for _, quote in found(html)] == words


def test_the_mention_in_prose_is_the_one_that_is_marked() -> None:
    html = '<p><a href="/x">RT</a></p><p>and then RT.</p>'
    seen = visible(html)
    ((_, start, _),) = MENTIONS.labelled(
        seen, DAY, names=MENTIONS.candidates(seen.text), noted=set(), taken=set()
    )
    assert start == seen.text.index("RT", 3)


def test_an_editors_note_comes_first_and_ids_do_not_collide() -> None:
    assert found("<p>RT</p>", noted={"rt"}) == []
    assert found("<p>RT</p>", taken={"label-rt"}) == [("label-rt-auto", "RT")]


def test_without_a_labelled_entity_there_is_nothing_to_look_for() -> None:
    assert MENTIONS
    assert not Mentions(Registry(entities={"plain": entity("plain", "Plain", labelled=False)}))


@given(html_documents())
def test_no_word_is_missed_before_the_words_are_looked_at(html: str) -> None:
    there = set(re.findall("[A-Za-z0-9]+", visible(html).text))
    assert there <= set(re.findall("[A-Za-z0-9]+", roughly(html)))


def test_an_article_can_turn_them_off(tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert new_site(site) is None
    article = site / "content/articles/2026/first-article.md"
    sidecar = site / "annotations/articles/2026/first-article.yaml"
    sidecar.unlink()
    edit(article, "calls itself the Moon Office", "calls itself The Moon Office")
    page = site / "output/2026/01/first-article/index.html"

    def notes() -> list[str]:
        assert run(site, "postil", "build").returncode == 0
        soup = BeautifulSoup(page.read_text("utf-8"), "html5lib")
        return [str(note["id"]) for note in soup.select("aside.postil-note")]

    assert notes() == ["note-label-moon-office"]
    edit(article, "outlet:", "auto_labels: false\noutlet:")
    assert notes() == []
