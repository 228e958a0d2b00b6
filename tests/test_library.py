"""The archive as a whole, from values to values: order, days, and who is named."""

import datetime as dt
from dataclasses import replace

import pytest
from markupsafe import Markup

from postil.findings.source import Span
from postil.generators.pages import library_pages
from postil.header.header import Header
from postil.library.corrections import corrections
from postil.library.library import ArticleEntry, Noted, library
from postil.model import (
    Annotation,
    Change,
    ChangeType,
    Claim,
    Context,
    Deed,
    EditorialRecord,
    Entity,
    EntityType,
    Label,
    LabelUse,
    Period,
    Post,
    Rating,
    Registry,
    Scale,
    Status,
    Step,
    Target,
    TextQuoteSelector,
    Tone,
)
from postil.pages.narrowing import article_traits
from postil.pages.spreading import draw
from postil.theming.views import claimed, noted

DAY = dt.date(2024, 3, 1)
WORDS = TextQuoteSelector(exact="the quoted words")
FALSE = Rating(id="false", name="False", means="Wrong.", tone=Tone.BAD)
TRUE = Rating(id="true", name="True", means="Right.", tone=Tone.GOOD)


def entity(name: str, labels: tuple[LabelUse, ...] = ()) -> Entity:
    return Entity(id=name, type=EntityType.PERSON, name=name.title(), labels=labels)


def claim(name: str = "dam", **more: object) -> Claim:
    whole: dict[str, object] = {
        "id": name, "text": "The dam is new", "claimant": "mayor", "rating": "false",
        "fact": "It is old.", "as_of": DAY, "citations": (), "shared": True,
        "record": EditorialRecord(by="a", checked_by="b", checked_on=DAY),
    }  # fmt: skip
    return Claim(**(whole | more))  # type: ignore[arg-type]


REGISTRY = Registry(
    scale=Scale(version="1", ratings=(TRUE, FALSE)),
    labels={
        "state": Label(id="state", text="State", tone=Tone.INFORM, applied_by="site", disclaimer="")
    },
    entities={
        name: entity(name) for name in ("mayor", "engineer", "site", "poster", "fan", "stranger")
    }
    | {"bearer": entity("bearer", labels=(LabelUse(label="state", platform="", period=Period()),))},
    posts={
        "first": Post(id="first", by="poster", platform="x", date=DAY, text="New!"),
        "again": Post(id="again", by="fan", platform="x", date=DAY, reposts="first"),
    },
)


def noted_on(name: str, body: Claim | Context, record: EditorialRecord) -> Noted:
    annotation = Annotation(
        id=name, target=Target(selector=WORDS), body=body, record=record,
        quote_span=Span(0, 0), id_span=Span(0, 0),
    )  # fmt: skip
    view = noted(annotation, REGISTRY, number=1, quote=WORDS.exact, day=DAY, render=Markup)
    return Noted(annotation=annotation, view=view, selector=WORDS)


def article(url: str, day: int, *claims: Claim, topics: tuple[str, ...] = ()) -> ArticleEntry:
    date = dt.datetime(2024, 3, day, 9, tzinfo=dt.UTC)
    return ArticleEntry(
        source=f"content/{url}.md",
        url=f"{url}/",
        header=Header(title=url, date=date, topics=topics),
        date=date,
        lang="en",
        outlet="Herald",
        summary="",
        notes=tuple(noted_on(f"on-{body.id}", body, body.record) for body in claims),
        posts=("first",),
    )


def test_articles_are_newest_first_and_uses_oldest_first() -> None:
    whole = library(REGISTRY, [article("a", 2, claim()), article("c", 5, claim()), article("b", 5)])
    assert [entry.url for entry in whole.articles] == ["b/", "c/", "a/"]
    assert [use.url for use in whole.claims["dam"].uses] == ["a/#note-on-dam", "c/#note-on-dam"]
    assert [entry.url for entry in whole.shown_in["first"]] == ["a/", "c/", "b/"]


def test_a_claim_dates_from_when_readers_first_had_its_verdict() -> None:
    turned = Change(
        date=dt.date(2024, 3, 7),
        type=ChangeType.CORRECTION,
        note="Misread.",
        was="true",
        now="false",
    )
    early = EditorialRecord(checked_on=dt.date(2024, 3, 5), changes=(turned,))
    late = EditorialRecord(checked_on=dt.date(2024, 3, 9), changes=(turned,))
    entry = library(REGISTRY, [article("a", 3, claim(record=early))]).claims["dam"]
    assert entry.since == dt.date(2024, 3, 5)
    entry = library(REGISTRY, [article("a", 3, claim(record=late))]).claims["dam"]
    assert entry.since == dt.date(2024, 3, 7)
    assert entry.first_rating == "true"
    assert claim().rating == "false"


def test_topics_are_those_of_the_articles() -> None:
    topics = (
        library(
            REGISTRY,
            [
                article("a", 2, claim(), topics=("Water",)),
                article("b", 3, claim(), topics=("Law", "Water")),
            ],
        )
        .claims["dam"]
        .topics
    )
    assert topics == ("Law", "Water")


def test_drafts_are_not_in_it_and_what_was_withdrawn_does_not_stand() -> None:
    draft = claim("draft", record=EditorialRecord(status=Status.DRAFT))
    back = claim("back", record=EditorialRecord(status=Status.WITHDRAWN))
    registry = replace(REGISTRY, claims={"draft": draft, "back": back, "dam": claim()})
    whole = library(registry, [])
    assert list(whole.claims) == ["back", "dam"]
    assert [entry.claim.id for entry in whole.standing] == ["dam"]
    assert list(whole.rated.claims) == ["back", "dam"]


def test_whoever_says_posts_labels_or_bears_is_named_and_nobody_else() -> None:
    steps = (Step(who="engineer", did=Deed.DENIED, date=DAY, unchecked="Not ours."),)
    whole = library(REGISTRY, [article("a", 2, claim(spread=steps))])
    named = [entity.id for entity in whole.entities]
    assert named == ["bearer", "engineer", "fan", "mayor", "poster", "site"]
    assert [carried.entry.claim.id for carried in whole.carried["engineer"]] == ["dam"]


def test_posts_know_their_reposts() -> None:
    whole = library(REGISTRY, [])
    assert [post.id for post in whole.reposts["first"]] == ["again"]
    assert [post.id for post in whole.posts_by["fan"]] == ["again"]


def test_every_page_made_from_it_is_at_one_of_its_addresses() -> None:
    whole = library(REGISTRY, [article("a", 2, claim())])
    pages = {page.url for page in library_pages(whole, Markup)}
    assert pages == whole.addresses


# The drawing of a spread


def step(who: str, did: Deed, post: str | None = None) -> Step:
    return Step(who=who, did=did, date=DAY, post=post)


def drawn(*steps: Step, first: str | None = None) -> tuple[list[str], list[tuple[int, int, bool]]]:
    """Return the names in order, and who leads to whom by their rows."""
    body = claim(spread=steps, first_appearance=first)
    drawing = draw(claimed(body, REGISTRY, day=DAY, render=Markup))
    if drawing is None:
        return [], []
    rows = {dot.y: row for row, dot in enumerate(drawing.dots)}
    lines = [(rows[line.start], rows[line.end], line.carried) for line in drawing.lines]
    return [dot.name for dot in drawing.dots], lines


def test_one_who_had_to_do_with_it_alone_is_not_drawn() -> None:
    assert drawn(step("mayor", Deed.SAID), step("mayor", Deed.CORRECTED)) == ([], [])


def test_a_repost_comes_from_whose_post_it_repeats() -> None:
    names, lines = drawn(
        step("mayor", Deed.SAID),
        step("poster", Deed.POSTED, "first"),
        step("fan", Deed.REPOSTED, "again"),
    )
    assert names == ["Mayor", "Poster", "Fan"]
    assert lines == [(0, 1, True), (1, 2, True)]


def test_an_answer_is_a_line_of_another_kind() -> None:
    names, lines = drawn(step("mayor", Deed.SAID), step("site", Deed.LABELLED))
    assert names == ["Mayor", "Site"]
    assert lines == [(0, 1, False)]


@pytest.mark.parametrize(
    ("name", "shown"),
    [("A" * 40, "A" * 40), ("A" * 41, "A" * 39 + "…"), ("中" * 21, "中" * 19 + "…")],
)
def test_a_name_is_cut_where_its_room_ends(name: str, shown: str) -> None:
    entities = {**REGISTRY.entities, "fan": replace(entity("fan"), name=name)}
    body = claim(spread=(step("mayor", Deed.SAID), step("fan", Deed.QUOTED)))
    registry = replace(REGISTRY, entities=entities)
    drawing = draw(claimed(body, registry, day=DAY, render=Markup))
    assert drawing
    assert drawing.dots[1].name == shown


def test_it_begins_with_the_claimant_even_where_nobody_saw_them_say_it() -> None:
    names, lines = drawn(step("fan", Deed.QUOTED), first="first")
    assert names == ["Mayor", "Poster", "Fan"]
    assert lines == [(0, 1, True), (0, 2, True)]


def test_a_withdrawn_note_is_nothing_to_narrow_a_list_down_by() -> None:
    gone = claim("gone", rating="true", record=EditorialRecord(status=Status.WITHDRAWN))
    assert article_traits(article("a", 2, claim(), gone))["verdict"] == ("false",)
    assert article_traits(article("a", 2, gone)) == {"kind": (), "verdict": ()}


def test_a_claim_has_one_language_its_own_or_its_articles() -> None:
    shared = {name: claim(name, lang=lang) for name, lang in (("arabic", "ar"), ("bare", ""))}
    own = claim("own", shared=False)
    found = library(replace(REGISTRY, claims=shared), [article("one", 1, *shared.values(), own)])
    langs = {name: entry.lang for name, entry in found.claims.items()}
    assert langs == {"arabic": "ar", "bare": "", "own": "en"}


def test_no_two_corrections_have_one_id() -> None:
    change = Change(date=DAY, type=ChangeType.UPDATE, note="Looked again.")
    body = Context(text="Old.", as_of=DAY)
    record = EditorialRecord(by="a", changes=(change,))
    articles = [
        replace(
            article(url, 1),
            notes=(noted_on(name, body, record),),
        )
        for url, name in (("2024/03/dam", "wall-height"), ("2024/03/dam-wall", "height"))
    ]
    found = [one.id for one in corrections(library(REGISTRY, articles))]
    assert len(set(found)) == len(found) == 2
