"""The pages' structured data, judged by what others made of schema.org, and by the page itself."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser
from pyld import jsonld
from rdflib.namespace import SDO

from tests.browsing import visit
from tests.published import Published, copy_demo
from tests.sites import edit, run
from tests.tools import package, program

Node = dict[str, Any]

SHARED = "annotations/claims/embassy-hacked.yaml"
OWN = "annotations/articles/2020/courts-and-the-election.yaml"
LABELLED = "annotations/claims/election-stolen.yaml"
HOSTILE = 'cheating </script><script>alert(1)</script> & "so on"'


def blocks(soup: BeautifulSoup) -> list[Node]:
    """Return every block of JSON-LD of a page, as a browser would hand it on."""
    scripts = soup.find_all("script", attrs={"type": "application/ld+json"})
    return [json.loads(str(script.string)) for script in scripts]


def nodes(value: object) -> Iterator[Node]:
    """Yield everything in JSON-LD that has properties, however deep."""
    match value:
        case dict():
            yield value
            for inner in value.values():
                yield from nodes(inner)
        case list():
            for inner in value:
                yield from nodes(inner)


def of_kind(value: object, kind: str) -> list[Node]:
    return [node for node in nodes(value) if node.get("@type") == kind]


def claim_pages(site: Published) -> dict[str, str]:
    """Return the address of every claim's page, by the claim's id."""
    folders = sorted((site.folder / "claims").glob("*/index.html"))
    return {path.parent.name: site.address(path) for path in folders}


def claim_ids(annotations: Path) -> set[str]:
    """Return the ids of all claims as the YAML has them, read without our loader."""
    shared = {path.stem for path in (annotations / "claims").glob("*.yaml")}
    entries = "\n".join(path.read_text("utf-8") for path in annotations.glob("articles/*/*.yaml"))
    own = re.findall(r"^  - id: (\S+)\n    kind: claim\n", entries, re.MULTILINE)
    return shared | set(own)


def feed(site: Published) -> Node:
    loaded: Node = json.loads((site.folder / "data/claimreview.json").read_text("utf-8"))
    return loaded


def everything(site: Published) -> dict[str, Node]:
    """Return all JSON-LD of a site in schema.org's words, by where it is found."""
    found = {"data/claimreview.json": feed(site)}
    for page in site.pages():
        for number, block in enumerate(blocks(site.soup(page))):
            found[f"{page}[{number}]"] = block
    return found


# schema.org's vocabulary


TERMS = {term: f"https://schema.org/{term}" for term in map(str, dir(SDO)) if term[:1] != "_"}
TERMS = {term.rpartition("/")[2]: f"https://schema.org/{term.rpartition('/')[2]}" for term in TERMS}
CONTEXT = {"@context": {"@version": 1.1, **TERMS}}
"""As schema.org's own, but without `@vocab`: a name that it does not have is lost in expansion."""


def loader(url: str, options: object) -> Node:  # noqa: ARG001 - pyld passes both
    assert url in {"https://schema.org", "https://schema.org/"}, f"{url} is not schema.org"
    return {"contextUrl": None, "documentUrl": url, "document": CONTEXT, "contentType": None}


def expanded_and_back(block: Node) -> object:
    """Return what a processor that knows the vocabulary keeps of a block."""
    options = {"documentLoader": loader, "compactToRelative": False}
    expanded = jsonld.expand(block, options)
    back = jsonld.compact(expanded, "https://schema.org", options)
    assert isinstance(back, dict)
    return back


def in_one_form(value: object) -> object:
    """Return JSON-LD with a list of one written as the one: to a processor they are the same."""
    match value:
        case [one]:
            return in_one_form(one)
        case list():
            return [in_one_form(inner) for inner in value]
        case dict():
            return {name: in_one_form(inner) for name, inner in value.items()}
        case _:
            return value


def test_a_processor_of_json_ld_keeps_every_word(demo: Published) -> None:
    found = everything(demo)
    assert len(found) > len(claim_pages(demo))
    for place, block in found.items():
        assert expanded_and_back(block) == in_one_form(block), place


@pytest.mark.parametrize("wrong", ["claimReviewd", "verdict", "ratingvalue"])
def test_a_word_that_schema_org_does_not_have_is_lost(demo: Published, wrong: str) -> None:
    page = claim_pages(demo)["election-stolen"]
    (block,) = blocks(demo.soup(page))
    block["reviewRating"][wrong] = "x"
    assert expanded_and_back(block) != in_one_form(block)


def typescript(folder: Path, found: dict[str, Node]) -> list[str]:
    """Return the complaints of the TypeScript compiler, with schema.org's types as schema-dts."""
    compiler = package("typescript", "bin/tsc")
    types = package("schema-dts", "dist/schema.d.ts")
    lines = [f'import type {{ Graph, Thing, WithContext }} from "{types.parents[1].as_posix()}";']
    for number, (place, block) in enumerate(found.items()):
        kind = f"import({json.dumps(types.parents[1].as_posix())}).{block['@type']}"
        literal = json.dumps(block, ensure_ascii=False)
        lines.append(f"// {place}\nexport const b{number}: WithContext<{kind}> = {literal};")
    source = folder / "blocks.ts"
    source.write_text("\n".join(lines).replace("Graph, Thing, ", ""), "utf-8")
    done = subprocess.run(
        [program("node"), compiler, "--noEmit", "--strict", "--skipLibCheck", source],
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )
    return done.stdout.splitlines() if done.returncode else []


def test_every_value_is_of_a_type_that_schema_org_allows(demo: Published, tmp_path: Path) -> None:
    assert typescript(tmp_path, everything(demo)) == []


def test_a_wrong_property_and_a_wrong_type_are_found(demo: Published, tmp_path: Path) -> None:
    (block,) = blocks(demo.soup(claim_pages(demo)["election-stolen"]))
    misspelt = {**block, "claimReviewd": "x"}
    misplaced = {**block, "reviewRating": {"@type": "Person", "name": "x"}}
    complaints = typescript(tmp_path, {"misspelt": misspelt, "misplaced": misplaced})
    assert any("claimReviewd" in line for line in complaints)
    assert len([line for line in complaints if "error TS" in line]) == 2


# What stands where


def test_each_claim_has_a_page_with_exactly_one_review(demo: Published) -> None:
    pages = claim_pages(demo)
    assert pages.keys() == claim_ids(demo.folder.parent / "annotations")
    for name, page in pages.items():
        (block,) = blocks(demo.soup(page))
        assert block["@type"] == "ClaimReview"
        assert block["url"] == demo.at(f"claims/{name}/") == page
        assert len(of_kind(block, "ClaimReview")) == 1
        required = {"claimReviewed", "reviewRating", "url", "author", "itemReviewed"}
        assert required <= block.keys()
        assert block["author"]["@type"] == "Organization"


def test_no_other_page_has_a_review_of_its_own(demo: Published) -> None:
    others = set(demo.pages()) - set(claim_pages(demo).values())
    assert others
    for page in others:
        assert of_kind(blocks(demo.soup(page)), "ClaimReview") == [], page
        assert len(blocks(demo.soup(page))) <= 1


def test_articles_point_at_reviews_that_are_there(demo: Published) -> None:
    reviews = {
        block["@id"] for page in claim_pages(demo).values() for block in blocks(demo.soup(page))
    }
    pointed = set()
    articles = [page for page in demo.pages() if re.search(r"/\d{4}/\d\d/[^/]+/$", page)]
    articles = [page for page in articles if "/archive/2" not in page.removeprefix(demo.base)]
    found = 0
    for page in articles:
        for block in blocks(demo.soup(page)):
            assert block["@type"] == "NewsArticle"
            assert block["url"] == page
            found += 1
            pointed |= {reference["@id"] for reference in block.get("mentions", [])}
    assert found > 5
    assert pointed == reviews


def test_the_claim_in_the_data_is_the_claim_on_the_page(demo: Published) -> None:
    for page in claim_pages(demo).values():
        soup = demo.soup(page)
        (block,) = blocks(soup)
        assert soup.main
        seen = words(soup.main.get_text(" "))
        claim, rating = block["itemReviewed"], block["reviewRating"]
        assert block["claimReviewed"] == claim["text"]
        told = [block["claimReviewed"], rating["alternateName"], rating["ratingExplanation"]]
        told += [claim["author"]["name"], *(source["name"] for source in block["citation"])]
        told += [comment["text"] for comment in block.get("correction", [])]
        assert [text for text in told if words(text) not in seen] == [], page


def words(text: str) -> str:
    return " ".join(text.replace("“", '"').replace("”", '"').replace("’", "'").split())


def review(site: Published, name: str) -> Node:
    (block,) = blocks(site.soup(claim_pages(site)[name]))
    return block


def test_a_rating_off_the_number_line_has_no_number(demo: Published) -> None:
    assert review(demo, "embassy-hacked")["reviewRating"].keys() == {
        "@type", "alternateName", "ratingExplanation",
    }  # fmt: skip
    rating = review(demo, "election-stolen")["reviewRating"]
    assert (rating["ratingValue"], rating["bestRating"], rating["worstRating"]) == (1, 5, 1)


def test_an_embassy_is_an_organisation_and_a_president_a_person(demo: Published) -> None:
    assert review(demo, "embassy-hacked")["itemReviewed"]["author"]["@type"] == "Organization"
    author = review(demo, "election-stolen")["itemReviewed"]["author"]
    assert author["@type"] == "Person"
    assert author["sameAs"] == ["https://www.wikidata.org/wiki/Q22686"]


def test_a_repost_shares_what_it_repeats_and_a_denial_is_a_comment_on_it(demo: Published) -> None:
    claim = review(demo, "election-stolen")["itemReviewed"]
    (repost,) = [one for one in claim["appearance"] if "sharedContent" in one]
    assert repost["author"]["name"] == "Embassy of China in the United States"
    assert repost["sharedContent"]["@id"] == claim["firstAppearance"]["@id"]
    (denial,) = repost["comment"]
    assert denial["@type"] == "Comment"
    assert denial["about"] == {"@id": demo.at("claims/embassy-hacked/#claim")}
    assert of_kind(claim, "Comment") == [denial]


def test_a_correction_is_told_with_its_day_and_an_update_is_none(demo: Published) -> None:
    corrected = review(demo, "no-case-won")
    (comment,) = corrected["correction"]
    assert comment["@type"] == "CorrectionComment"
    assert comment["datePublished"] == corrected["dateModified"] == "2020-12-16"
    updated = review(demo, "embassy-hacked")
    assert "correction" not in updated
    assert updated["dateModified"] == "2023-04-24"
    article = blocks(demo.soup(demo.at("2020/12/courts-and-the-election/")))[0]
    assert comment in article["correction"]


def test_the_front_page_names_the_newsroom_and_its_policies(demo: Published) -> None:
    for page in ("", "about/"):
        (block,) = blocks(demo.soup(demo.at(page)))
        assert block["@type"] == "NewsMediaOrganization"
        for policy in ("correctionsPolicy", "verificationFactCheckingPolicy"):
            assert demo.file(block[policy])


def test_addresses_are_whole_where_the_site_has_no_address_of_its_own(anywhere: Published) -> None:
    for block in everything(anywhere).values():
        for node in nodes(block):
            for name in ("@id", "url", "archivedAt"):
                assert re.match(r"https?://\w", str(node.get(name, "https://x"))), node


@pytest.mark.browser
@pytest.mark.parametrize(
    "page", ["", "claims/election-stolen/", "2020/12/courts-and-the-election/"]
)
def test_the_content_security_policy_lets_data_be(
    browser: Browser, demo: Published, page: str
) -> None:
    with visit(browser, demo, demo.at(page)) as visited:
        assert visited.page.locator("script[type='application/ld+json']").count() == 1
    assert visited.complaints == []


# An archive in which much has changed


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The demo archive with a claim withdrawn, and with one whose words are those of an attack."""
    site = tmp_path_factory.mktemp("changed")
    copy_demo(site)
    retraction = (
        "  - {date: 2023-05-02, type: retraction, by: desk.b, note: We mixed up two posts.}"
    )
    edit(site / SHARED, "also_worded:", f"{retraction}\nstatus: withdrawn\nalso_worded:")
    edit(site / LABELLED, "was won by cheating", f"was won by {HOSTILE}".replace('"', "''"))
    clarified = "      - {date: 2026-11-30, type: clarification,"
    retraction = "      - {date: 2021-01-02, type: retraction, by: desk.b, note: Not said so.}\n"
    later = "      - {date: 2021-03-04, type: clarification, by: desk.b, note: Whose mistake.}\n"
    edit(
        site / OWN,
        f"    changes:\n{clarified}",
        f"    status: withdrawn\n    changes:\n{retraction}{later}{clarified}",
    )
    text = (site / LABELLED).read_text("utf-8")
    (site / LABELLED).write_text(
        re.sub(r"^claim: (.*)$", r"claim: '\1'", text, count=1, flags=re.MULTILINE), "utf-8"
    )
    done = run(site, "postil", "build", SITEURL="https://example.org")
    assert done.returncode == 0, done.stderr
    return Published(place="root", folder=site / "output", base="https://example.org/")


def test_a_withdrawn_claim_has_no_review_and_the_feed_says_when_it_went(changed: Published) -> None:
    elements = feed(changed)["dataFeedElement"]
    gone = {item["item"][0]["url"]: item for item in elements if "dateDeleted" in item}
    pages = claim_pages(changed)
    withdrawn = {pages["embassy-hacked"]: "2023-05-02", pages["two-justices"]: "2021-01-02"}
    assert {page: item["dateDeleted"] for page, item in gone.items()} == withdrawn
    assert len(elements) == len(pages)
    for page, item in gone.items():
        assert blocks(changed.soup(page)) == []
        assert item["item"] == [{"@type": "ClaimReview", "@id": f"{page}#review", "url": page}]
        for place, block in everything(changed).items():
            if place != "data/claimreview.json":
                assert page not in json.dumps(block), place


def test_no_words_of_a_claim_end_its_block(changed: Published) -> None:
    page = claim_pages(changed)["election-stolen"]
    (block,) = blocks(changed.soup(page))
    assert "</script><script>alert(1)</script> &" in block["claimReviewed"]
    assert len(changed.soup(page).find_all("script")) == 1
