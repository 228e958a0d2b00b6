"""The page of each claim of the demo archive, judged from the YAML and by other tools."""

from typing import Any
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup, Tag

from tests.published import Published
from tests.test_pages_notes import ANNOTATIONS, SHOWN, load, rating_names, words

RATINGS = rating_names("en")
POSTS = load(ANNOTATIONS / "registry" / "posts.yaml")
ENTITIES = load(ANNOTATIONS / "registry" / "entities.yaml")


def claims() -> dict[str, dict[str, Any]]:
    """Every claim of the demo archive by its id, with the notes on it."""
    found = {
        path.stem: load(path) | {"notes": []}
        for path in sorted((ANNOTATIONS / "claims").glob("*.yaml"))
    }
    for article, note in SHOWN:
        if note["kind"] == "claim":
            name = note.get("use", note["id"])
            found.setdefault(name, note | {"notes": []})["notes"].append((article, note))
    return found


CLAIMS = claims()
SOURCES: dict[str, dict[str, str]] = {
    **load(ANNOTATIONS / "registry/sources.yaml"),
    **{
        name: source
        for path in sorted(ANNOTATIONS.glob("articles/*/*.yaml"))
        for name, source in load(path).get("sources", {}).items()
    },
}
TURNED = {
    name: turns
    for name, claim in CLAIMS.items()
    if (turns := [change for change in claim.get("changes", []) if "was" in change])
}
DENIALS = [
    (name, step)
    for name, claim in CLAIMS.items()
    for step in claim.get("spread", [])
    if step["did"] == "denied"
]


@pytest.fixture(params=CLAIMS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def claim(name: str) -> dict[str, Any]:
    return CLAIMS[name]


@pytest.fixture
def lang(claim: dict[str, Any]) -> str:
    """An article's own claim is in its language, one that articles share in the site's."""
    return "en" if "use" in claim["notes"][0][1] else str(claim["notes"][0][0].header["lang"])


@pytest.fixture
def ratings(lang: str) -> dict[str, str]:
    return rating_names(lang)


@pytest.fixture
def address(demo: Published, name: str) -> str:
    return demo.at(f"claims/{name}/")


@pytest.fixture
def page(demo: Published, address: str) -> BeautifulSoup:
    return demo.soup(address)


def the(soup: BeautifulSoup | Tag, selector: str) -> Tag:
    """Return the one element that a selector finds."""
    (found,) = soup.select(selector)
    return found


def links(soup: BeautifulSoup | Tag, page: str, within: str = "") -> set[str]:
    """Return where the links of a part lead."""
    return {urljoin(page, str(link["href"])) for link in soup.select(f"{within} a[href]")}


def test_the_fact_comes_first_then_the_claim_and_its_verdict(
    page: BeautifulSoup, claim: dict[str, Any], lang: str, ratings: dict[str, str]
) -> None:
    assert the(page, "html")["lang"] == lang
    said, label = the(page, "h1").get_text(), the(page, "h1 .visually-hidden").get_text()
    assert words(said.removeprefix(label)) == words(claim["fact"])
    panel = the(page, "h1 ~ .verdict-panel")
    assert words(the(panel, "q").get_text()) == words(claim["claim"])
    assert the(panel, ".postil-badge-word").get_text() == ratings[claim["verdict"]]
    assert the(panel, ".postil-badge .postil-shape")["data-tone"] == panel["data-tone"]
    assert panel["data-verdict"] == claim["verdict"]


def test_it_names_the_claimant_and_every_source(
    page: BeautifulSoup, address: str, claim: dict[str, Any], demo: Published
) -> None:
    assert demo.at(f"people/{claim['said_by']}/") in links(page, address, ".verdict-panel")
    cited = page.select("section[aria-labelledby=sources] li")
    assert len(cited) == len(claim["sources"])
    copies = sum("web.archive.org" in str(source) for source in cited)
    assert copies == sum("archived" in SOURCES[name] for name in claim["sources"])


def test_every_article_and_its_words_are_there(
    page: BeautifulSoup, address: str, claim: dict[str, Any], demo: Published
) -> None:
    shown = {
        urljoin(address, str(link["href"])): words(link.get_text().strip("“”«»"))
        for link in page.select(".line-words a")
    }
    assert shown == {
        demo.at(f"{article.place}#note-{note['id']}"): words(note["quote"].strip("“”«»"))
        for article, note in claim["notes"]
    }


def test_every_saved_post_is_there(
    page: BeautifulSoup, address: str, claim: dict[str, Any], demo: Published
) -> None:
    steps = claim.get("spread", [])
    seen = {step["post"] for step in steps if "post" in step}
    seen |= {claim["first_seen"]} if "first_seen" in claim else set()
    seen |= {post for post, kept in POSTS.items() if kept.get("reposts") in seen}
    assert {demo.at(f"posts/{post}/") for post in seen} <= links(page, address, "main")


def test_its_spread_is_in_order_and_drawn_with_the_same_names(
    page: BeautifulSoup, claim: dict[str, Any]
) -> None:
    listed = page.select("section[aria-labelledby=spread] .steps > li")
    days = [str(the(step, ".step-day time")["datetime"]) for step in listed]
    assert days == sorted(days)
    assert len(listed) >= len(claim.get("spread", []))
    drawn = {text.get_text() for text in page.select("svg .spread-name")}
    names = {ENTITIES[step["who"]]["name"] for step in claim.get("spread", [])}
    assert not drawn or names <= drawn
    assert bool(drawn) == (len(names | {ENTITIES[claim["said_by"]]["name"]}) > 1)


def test_then_and_now_are_told_where_they_differ(
    page: BeautifulSoup, name: str, claim: dict[str, Any], ratings: dict[str, str]
) -> None:
    line = page.select(".timeline > li")
    now = ratings[claim["verdict"]]
    turns = TURNED.get(name, [])
    first = ratings[turns[0]["was"]] if turns else now
    assert the(line[0], ".postil-badge-word").get_text() == first
    assert the(line[-1], ".postil-badge-word").get_text() == now
    assert len(line) == len(claim.get("changes", [])) + 2
    for change, told in zip(claim.get("changes", []), line[1:-1], strict=True):
        assert words(change["note"]) in words(told.get_text())
        badges = [badge.get_text() for badge in told.select(".postil-badge-word")]
        assert badges == [ratings[change[end]] for end in ("was", "now") if end in change]
    then = [words(text.get_text()) for text in page.select(".record-then") if not text.q]
    assert len(then) == bool(turns)
    assert all(words(first) in text and words(f"{now} since") in text for text in then)


def test_it_can_be_cited(page: BeautifulSoup, address: str) -> None:
    assert the(page, ".take-cite a").get_text() == address
    assert len(page.select(".take-cite dt")) == 4
    assert the(page, "link[rel=canonical]")["href"] == address


def test_a_verdict_that_turned_and_a_denial_are_among_them() -> None:
    assert TURNED
    assert DENIALS


@pytest.mark.parametrize(("name", "step"), DENIALS)
def test_a_denial_is_shown_with_its_rating_or_with_the_reason_for_none(
    demo: Published, name: str, step: dict[str, Any]
) -> None:
    page = demo.at(f"claims/{name}/")
    who = ENTITIES[step["who"]]["name"]
    (told,) = [
        item for item in demo.soup(page).select(".steps > li") if f"{who} denied" in item.get_text()
    ]
    denial = the(told, ".step-denial")
    if "claim" in step:
        rated = CLAIMS[step["claim"]]
        assert the(denial, ".postil-badge-word").get_text() == RATINGS[rated["verdict"]]
        rating = demo.at(f"claims/{step['claim']}/")
        assert links(denial, page) == {rating}
        assert page in links(demo.soup(rating), rating, ".record-head")
    else:
        assert words(step["unchecked"]) in words(denial.get_text())


def test_the_list_has_each_claim_by_verdict_claimant_topic_and_day(demo: Published) -> None:
    address = demo.at("claims/")
    soup = demo.soup(address)

    def listed(heading: str) -> set[str]:
        """Return the claims between a heading and the next one."""
        found: set[str] = set()
        for element in the(soup, heading).find_next_siblings():
            if element.name in {"h2", "h3"}:
                break
            found |= {link for link in links(element, address) if link.count("/") > 5}
        return {link for link in found if link.startswith(address)}

    for name, claim in CLAIMS.items():
        page = demo.at(f"claims/{name}/")
        assert page in listed(f"#verdict-{claim['verdict']}")
        assert page in listed(f"#claimant-{claim['said_by']}")
        for article, _ in claim["notes"]:
            for topic in article.header["topics"]:
                (heading,) = [
                    found for found in soup.select("[id^=topic-]") if found.get_text() == topic
                ]
                assert page in listed(f"#{heading['id']}")
        years = soup.select("section[aria-labelledby=by-date] li a")
        assert [urljoin(address, str(link["href"])) for link in years].count(page) == 1


def test_there_is_a_page_for_each_claim_and_for_nothing_else(demo: Published) -> None:
    folder = demo.folder / "claims"
    assert {path.parent.name for path in folder.glob("*/index.html")} == set(CLAIMS)


def test_the_front_page_leads_to_the_claims_that_were_checked(demo: Published) -> None:
    front = the(demo.soup(demo.base), "section[aria-labelledby=checked-claims]")
    found = links(front, demo.base)
    assert found
    assert found <= {demo.at(f"claims/{name}/") for name in CLAIMS}


def test_callouts_lead_to_the_claim_and_the_claimant(demo: Published) -> None:
    for name, claim in CLAIMS.items():
        for article, note in claim["notes"]:
            page = demo.at(article.place)
            callout = the(demo.soup(page), f"#note-{note['id']}")
            assert {demo.at(f"claims/{name}/"), demo.at(f"people/{claim['said_by']}/")} <= links(
                callout, page
            )


def test_the_scale_leads_to_the_claims_that_have_each_verdict(demo: Published) -> None:
    address = demo.at("methodology/")
    for rating in RATINGS:
        meaning = the(demo.soup(address), f"#rating-{rating}")
        found = [claim for claim in CLAIMS.values() if claim["verdict"] == rating]
        target = demo.at(f"claims/#verdict-{rating}")
        assert (target in links(meaning, address)) == bool(found)


def test_a_topic_of_a_claim_leads_to_its_page(demo: Published) -> None:
    found = 0
    for name in CLAIMS:
        address = demo.at(f"claims/{name}/")
        for fact in demo.soup(address).select(".facts > div"):
            if the(fact, "dt").get_text() != "Topics":
                continue
            topics = fact.select("dd a")
            assert ", ".join(topic.get_text() for topic in topics) == the(fact, "dd").get_text()
            for topic in topics:
                page = demo.soup(urljoin(address, str(topic["href"])))
                assert the(page, "h1").get_text() == topic.get_text()
                found += 1
    assert found > 5
