"""The notes as Web Annotations, against what the W3C's model says that they must be.

Each rule is the model's (Web Annotation Data Model, 23 February 2017) in our own words, with the
number of its section; a counter-example shows that it can fail.
"""

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.published import Published, copy_demo
from tests.sites import run

Node = dict[str, Any]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MOTIVATIONS = set(
    "assessing bookmarking classifying commenting describing editing highlighting identifying "
    "linking moderating questioning replying tagging".split()
)
AGENTS = {"Person", "Organization", "Software"}
IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
BALLOT = "\U0001f5f3"  # one code point, two units of UTF-16
ARTICLE = "2020/12/embassy-account-reposts-president/"


def violations(collection: Node) -> list[str]:
    """Return which of the model's rules a collection breaks."""
    return sorted(set(_collection(collection)))


def _collection(collection: Node) -> Iterator[str]:
    if collection.get("@context") != CONTEXT:
        yield "5.1: a collection has the context of the standard"
    if not is_iri(collection.get("id")):
        yield "5.1: a collection has one IRI as its id"
    if collection.get("type") != "AnnotationCollection":
        yield "5.1: a collection is of the type AnnotationCollection"
    total = collection.get("total")
    if not isinstance(total, int) or total < 0:
        yield "5.1: the total is a number, and not below zero"
    elif total and "first" not in collection:
        yield "5.1: a collection that is not empty has a first page"
    if "last" in collection and not is_iri(collection["last"]):
        yield "5.1: the last page is named by an IRI"
    if "first" in collection:
        yield from _page(collection["first"], collection)


def _page(page: Node, collection: Node) -> Iterator[str]:
    if "@context" in page:
        yield "5.2: a page inside its collection does not repeat the context"
    if not is_iri(page.get("id")):
        yield "5.2: a page has one IRI as its id"
    if page.get("type") != "AnnotationPage":
        yield "5.2: a page is of the type AnnotationPage"
    if not isinstance(page.get("startIndex", 0), int) or page.get("startIndex", 0) < 0:
        yield "5.2: the start index is a number, and not below zero"
    items = page.get("items", [])
    if not items:
        yield "5.2: a page has at least one annotation"
    if "next" not in page and len(items) != collection["total"]:
        yield "5.1: the total is the number of annotations in all pages"
    if len({item.get("id") for item in items}) != len(items):
        yield "3.1: no two annotations have the same id"
    for item in items:
        yield from _annotation(item)


def _annotation(annotation: Node) -> Iterator[str]:
    if "@context" in annotation:
        yield "5.2: an annotation inside a page does not repeat the context"
    if not is_iri(annotation.get("id")):
        yield "3.1: an annotation has one IRI as its id"
    if annotation.get("type") != "Annotation":
        yield "3.1: an annotation is of the type Annotation"
    if not annotation.get("target"):
        yield "3.1: an annotation has a target"
    if not annotation.get("body"):
        yield "3.1: an annotation should have a body"
    if annotation.get("motivation") not in MOTIVATIONS:
        yield "3.3.5: the motivation is one of the model's"
    for name in ("created", "modified", "generated"):
        if name in annotation and not MOMENT.fullmatch(str(annotation[name])):
            yield "3.3.1: moments are in Universal Time, written with a Z"
    if "rights" in annotation and not is_iri(annotation["rights"]):
        yield "3.3.6: the rights are an IRI"
    yield from _agent(annotation.get("creator"))
    target = annotation.get("target")
    if isinstance(target, str):
        if not is_iri(target):
            yield "3.2.1: a target outside is named by an IRI"
    elif target:
        yield from _specific(target)
    for body in annotation.get("body", []):
        yield from _body(body)


def _agent(agent: object) -> Iterator[str]:
    if not isinstance(agent, dict):
        return
    if agent.get("type") not in AGENTS:
        yield "3.3.2: an agent is a Person, an Organization or Software"
    if not isinstance(agent.get("name"), str):
        yield "3.3.2: an agent has one name"
    if "id" in agent and not is_iri(agent["id"]):
        yield "3.3.2: an agent's id is an IRI"


def _body(body: Node) -> Iterator[str]:
    if body.get("purpose", "linking") not in MOTIVATIONS:
        yield "3.3.5: a purpose is one of the motivations"
    if body.get("type") == "TextualBody":
        if not isinstance(body.get("value"), str):
            yield "3.2.4: a textual body has one text"
        if not isinstance(body.get("format", ""), str):
            yield "3.2.4: a textual body has at most one media type"
    else:
        yield from _specific(body)


def _specific(resource: Node) -> Iterator[str]:
    if resource.get("type") != "SpecificResource":
        yield "4: a specific resource should have that type"
    if not is_iri(resource.get("source")):
        yield "4: a specific resource has one source"
    selector = resource.get("selector")
    if selector is not None and (
        selector.get("type") != "TextQuoteSelector"
        or not isinstance(selector.get("exact"), str)
        or not all(isinstance(selector.get(name, ""), str) for name in ("prefix", "suffix"))
    ):
        yield "4.2.4: a text quote has one exact text, and at most one prefix and suffix"
    state = resource.get("state")
    if state is not None:
        if state.get("type") != "TimeState":
            yield "4.3.1: the state of a source is a TimeState"
        if "cached" in state and not is_iri(state["cached"]):
            yield "4.3.1: a cached copy is named by an IRI"
        if "sourceDate" in state and not MOMENT.fullmatch(state["sourceDate"]):
            yield "4.3.1: moments are in Universal Time, written with a Z"


def is_iri(value: object) -> bool:
    return isinstance(value, str) and bool(IRI.fullmatch(value))


def collections(site: Published) -> dict[str, Node]:
    """Return every collection of a site, by its address."""
    return {
        site.address(path): json.loads(path.read_text("utf-8"))
        for path in sorted(site.folder.rglob("annotations.json"))
    }


def items(collection: Node) -> list[Node]:
    found: list[Node] = collection["first"]["items"] if "first" in collection else []
    return found


def test_every_collection_is_as_the_model_has_it(demo: Published) -> None:
    found = collections(demo)
    assert len(found) > 5
    assert [(place, rule) for place, one in found.items() for rule in violations(one)] == []
    assert [place for place, one in found.items() if one["id"] != place] == []


def test_addresses_are_whole_wherever_the_site_is(anywhere: Published) -> None:
    for collection in collections(anywhere).values():
        assert violations(collection) == []


BREAKS: dict[str, Callable[[Node], object]] = {
    "5.1: a collection that is not empty has a first page": lambda one: one.pop("first"),
    "5.1: a collection has the context of the standard": lambda one: one.pop("@context"),
    "5.1: the total is a number, and not below zero": lambda one: one.update(total="9"),
    "5.1: the total is the number of annotations in all pages": lambda one: one.update(total=1),
    "5.2: a page has at least one annotation": lambda one: one["first"].update(items=[]),
    "5.2: a page inside its collection does not repeat the context": lambda one: one[
        "first"
    ].update({"@context": CONTEXT}),
    "3.1: an annotation has one IRI as its id": lambda one: items(one)[0].update(id="note 1"),
    "3.1: no two annotations have the same id": lambda one: items(one)[1].update(
        id=items(one)[0]["id"]
    ),
    "3.1: an annotation has a target": lambda one: items(one)[0].pop("target"),
    "3.2.4: a textual body has one text": lambda one: items(one)[0]["body"][0].pop("value"),
    "3.3.1: moments are in Universal Time, written with a Z": lambda one: items(one)[0].update(
        created="2020-12-11"
    ),
    "3.3.5: the motivation is one of the model's": lambda one: items(one)[0].update(
        motivation="debunking"
    ),
    "4: a specific resource has one source": lambda one: items(one)[0]["target"].pop("source"),
    "4.2.4: a text quote has one exact text, and at most one prefix and suffix": lambda one: items(
        one
    )[0]["target"]["selector"].pop("exact"),
}


@pytest.mark.parametrize("rule", BREAKS)
def test_each_rule_can_be_broken(demo: Published, rule: str) -> None:
    broken = copy.deepcopy(collections(demo)[demo.at(f"{ARTICLE}annotations.json")])
    assert violations(broken) == []
    BREAKS[rule](broken)
    assert rule in violations(broken)


def test_each_article_leads_to_its_notes(demo: Published) -> None:
    for place, collection in collections(demo).items():
        if place == demo.at("data/annotations.json"):
            continue
        page = place.removesuffix("annotations.json")
        (link,) = demo.soup(page).select("link[rel=describedby]")
        assert link["href"] == place
        assert link["type"] == f'application/ld+json;profile="{CONTEXT}"'
        ids = {f"{page}#{note['id']}" for note in demo.soup(page).select("aside.postil-note")}
        withdrawn = {
            f"{page}#{note['id']}"
            for note in demo.soup(page).select("aside[data-status=withdrawn]")
        }
        notes = {item["id"] for item in items(collection) if item["motivation"] != "replying"}
        assert notes == ids - withdrawn


def test_the_site_s_collection_holds_those_of_all_articles_once(demo: Published) -> None:
    found = collections(demo)
    site = found.pop(demo.at("data/annotations.json"))
    every = {item["id"]: item for one in found.values() for item in items(one)}
    assert {item["id"] for item in items(site)} == every.keys()
    assert site["total"] == len(every)


def test_the_quoted_words_stand_on_the_page_with_their_neighbours(demo: Published) -> None:
    for collection in collections(demo).values():
        for item in items(collection):
            if item["motivation"] == "replying":
                continue
            soup = copy.copy(demo.soup(item["target"]["source"]))
            for note in soup.select("aside, figure.postil-post, .footnote-ref, .notes-index"):
                note.decompose()
            assert soup.main
            seen = letters(soup.main.get_text())
            selector = item["target"]["selector"]
            assert letters(selector["exact"]) in seen
            assert letters(selector["exact"])


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def test_a_claim_is_assessed_with_its_verdict_and_its_sources(demo: Published) -> None:
    (note,) = [
        item
        for item in items(collections(demo)[demo.at(f"{ARTICLE}annotations.json")])
        if item["id"].endswith("#note-dec9-cheating")
    ]
    assert note["motivation"] == "assessing"
    by_purpose = {
        purpose: [body for body in note["body"] if body["purpose"] == purpose]
        for purpose in ("identifying", "classifying", "assessing", "linking")
    }
    assert by_purpose["identifying"][0]["source"] == demo.at("claims/election-stolen/")
    assert by_purpose["classifying"][0]["source"] == demo.at("methodology/#rating-false")
    assert len(by_purpose["assessing"]) == 2
    assert all("web.archive.org" in body["state"]["cached"] for body in by_purpose["linking"])
    assert note["created"] == "2020-12-11T00:00:00Z"
    assert note["modified"] == "2026-11-30T00:00:00Z"
    assert note["creator"]["name"] == "desk.a"


def test_a_label_says_whose_account_and_which_label(demo: Published) -> None:
    (note,) = [
        item
        for item in items(collections(demo)[demo.at(f"{ARTICLE}annotations.json")])
        if item["motivation"] == "classifying"
    ]
    named = {(body["purpose"], body.get("source") or body.get("value")) for body in note["body"]}
    assert {
        ("identifying", demo.at("people/embassy-cn-us/")),
        ("classifying", demo.at("labels/state-account-cn/")),
        ("classifying", "China government account"),
    } <= named


def test_a_denial_is_an_annotation_of_its_own_and_names_who_rates_it(demo: Published) -> None:
    denials = [
        item
        for item in items(collections(demo)[demo.at(f"{ARTICLE}annotations.json")])
        if item["motivation"] == "replying"
    ]
    (denial,) = denials
    assert denial["target"] == demo.at("posts/embassy-repost/")
    assert denial["creator"]["type"] == "Organization"
    assert demo.at("claims/embassy-hacked/") in {body.get("source") for body in denial["body"]}


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The demo archive with an article that has no notes, and one with signs beyond 16 bits."""
    site = tmp_path_factory.mktemp("other")
    copy_demo(site)
    (site / "annotations/articles/2022/electoral-count-law.yaml").unlink()
    article = site / "content/articles/2020/embassy-account-reposts-president.md"
    text = article.read_text("utf-8")
    quoted = "Twitter is blocked in mainland China"
    assert text.count(quoted) == 1
    article.write_text(text.replace(quoted, f"Signs: {BALLOT * 40} {quoted}"), "utf-8")
    done = run(site, "postil", "build", SITEURL="https://example.org")
    assert done.returncode == 0, done.stderr
    return Published(place="root", folder=Path(site / "output"), base="https://example.org/")


def test_an_article_without_notes_has_an_empty_collection(other: Published) -> None:
    empty = collections(other)[other.at("2022/12/electoral-count-law/annotations.json")]
    assert violations(empty) == []
    assert empty["total"] == 0
    assert "first" not in empty


def test_an_article_that_is_a_file_has_its_notes_beside_it(tmp_path: Path) -> None:
    copy_demo(tmp_path)
    conf = tmp_path / "pelican.conf.py"
    files = (
        'ARTICLE_URL = ARTICLE_SAVE_AS = ARTICLE_LANG_URL = ARTICLE_LANG_SAVE_AS = "{slug}.html"'
    )
    conf.write_text(f"{conf.read_text('utf-8')}\n{files}\n", "utf-8")
    done = run(tmp_path, "postil", "build", SITEURL="https://example.org")
    assert done.returncode == 0, done.stderr
    site = Published(place="root", folder=tmp_path / "output", base="https://example.org/")
    slug = ARTICLE.rstrip("/").rpartition("/")[2]
    (link,) = site.soup(site.at(f"{slug}.html")).select("link[rel=describedby]")
    assert link["href"] == site.at(f"{slug}.annotations.json")
    collection = json.loads((site.folder / f"{slug}.annotations.json").read_bytes())
    assert collection["id"] == link["href"]
    assert collection["first"]["items"][0]["target"]["source"] == site.at(f"{slug}.html")


def test_context_is_counted_in_code_points(other: Published) -> None:
    (note,) = [
        item
        for item in items(collections(other)[other.at(f"{ARTICLE}annotations.json")])
        if item["id"].endswith("#note-twitter-blocked")
    ]
    assert note["target"]["selector"]["prefix"] == BALLOT * 31 + " "
