"""People, labels, posts and corrections: in the demo archive, and in a site full of cases."""

import json
from pathlib import Path
from urllib.parse import urljoin

import feedparser
import pytest

from tests.published import Published
from tests.sites import REPOSITORY, run, run_alone, write
from tests.test_claim_pages import CLAIMS, ENTITIES, POSTS, RATINGS, links, the
from tests.test_pages_notes import ANNOTATIONS, PUBLISHED, SHOWN, load, words

LABELS = load(ANNOTATIONS / "registry" / "labels.yaml")

CLAIM = """\
claim: {claim}
said_by: mayor
verdict: false
fact: {fact}
as_of: 2024-03-01
sources: [register]
by: desk.a
checked_by: desk.b
checked_on: 2024-03-01
"""

SITE = {
    "content/pages/corrections-policy.md": "---\ntitle: How we correct\n---\n\nOpenly.\n",
    "content/pages/about.md": (
        "---\ntitle: About us\n---\n\n"
        "We are said to be paid. We began in 1911. The Bearer reads us.\n"
    ),
    "annotations/pages/about.yaml": """\
annotations:
  - id: paid
    kind: claim
    quote: said to be paid
    claim: The archive is paid for
    said_by: critic
    verdict: false
    fact: Nobody pays for it.
    as_of: 2024-01-01
    sources: [register]
    by: desk.a
    changes:
      - {date: 2024-01-05, type: correction, note: We had said unproven., was: unproven, now: false}
  - id: began
    kind: context
    quote: in 1911
    note: In May.
    as_of: 2024-01-01
    by: desk.a
    changes:
      - {date: 2024-01-03, type: clarification, note: Named the month.}
  - {id: bearer, kind: label, quote: The Bearer, who: bearer}
""",
    "content/articles/2024/dam.md": (
        "---\ntitle: The dam\ndate: 2024-03-02\noutlet: Herald\ntopics: [Water]\n---\n\n"
        "The mayor said the dam is new. It was paid for twice. The engineer denied it. "
        "It holds ten thousand litres. Nobody drew water. The pump ran all night.\n"
    ),
    "annotations/articles/2024/dam.yaml": """\
annotations:
  - {id: new, use: dam-new, quote: the dam is new}
  - {id: twice, use: paid-twice, quote: paid for twice}
  - {id: draft, use: not-yet, quote: Nobody drew water}
  - id: pump
    kind: claim
    quote: The pump ran all night
    claim: The pump ran all night
    said_by: mayor
    verdict: old-half
    fact: The pump stopped at midnight.
    as_of: 2024-03-01
    sources: [register]
    spread:
      - {who: mayor, did: said, date: 2024-02-01}
      - {who: engineer, did: denied, date: 2024-02-02, claim: engineer-says}
    by: desk.a
  - id: engineer-says
    kind: claim
    quote: The engineer denied it
    claim: The pump was never on
    said_by: engineer
    verdict: unproven
    fact: Nobody kept a log of it.
    as_of: 2024-03-01
    sources: [register]
    by: desk.a
  - id: litres
    kind: context
    quote: ten thousand litres
    note: Measured in spring.
    as_of: 2024-03-01
    by: desk.a
    changes:
      - {date: 2024-03-05, type: clarification, note: Said when it was measured.}
      - {date: 2024-03-05, type: correction, note: It had said a thousand.}
""",
    "annotations/claims/dam-new.yaml": CLAIM.format(
        claim="The dam is new", fact="It was built in 1911."
    )
    + """\
changes:
  - {date: 2024-03-06, type: correction, note: We had misread the register., was: true, now: false}
  - {date: 2024-03-07, type: update, note: The register moved house.}
""",
    "annotations/claims/paid-twice.yaml": CLAIM.format(
        claim="The dam was paid for twice", fact="It was paid for once."
    )
    + """\
status: withdrawn
changes: [{date: 2024-03-08, type: retraction, note: The register was forged.}]
""",
    "annotations/claims/not-yet.yaml": CLAIM.format(
        claim="Nobody ever drew water", fact="Somebody did."
    )
    + "status: draft\n",
    "annotations/claims/kept.yaml": CLAIM.format(
        claim="The lake is kept", fact="It was drained."
    ),
    "annotations/registry/scale.yaml": """\
version: 1
ratings:
  - {id: true, name: "True", value: 5, tone: good, means: Right.}
  - {id: false, name: "False", value: 1, tone: bad, means: Wrong.,
     changes: [{date: 2023-12-31, type: update, note: In one word., was: Not right., now: Wrong.}]}
  - {id: unproven, name: Unproven, tone: open, means: Not known.}
retired:
  - {id: old-half, name: Half right, value: 3, tone: mixed, means: Half,
     until: 2024-03-01, now: true}
""",
    "annotations/registry/entities.yaml": """\
mayor: {type: person, name: The Mayor}
engineer: {type: person, name: The Engineer}
nobody: {type: person, name: Nobody Named}
critic: {type: person, name: The Critic}
bearer:
  type: person
  name: The Bearer
  accounts: [{platform: x, handle: b}]
  labels: [{label: parody, account: x, from: 2023-01-01, until: 2023-12-31}]
herald: {type: outlet, name: Herald}
""",
    "annotations/registry/labels.yaml": """\
parody:
  text: Parody
  tone: inform
  applied_by: herald
  disclaimer: Not meant.
  changes:
    - {date: 2024-01-02, type: correction, note: We had copied it wrongly., was: Joke, now: Parody}
""",
    "annotations/registry/posts.yaml": """\
first:
  by: mayor
  platform: x
  date: 2024-01-01
  text: It is new!
  changes: [{date: 2024-01-01, type: clarification, note: The sign was missing.}]
""",
    "annotations/registry/sources.yaml": "register: {title: The register, by: The town}\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """A site with a withdrawn claim, a draft, a retired rating, and changes of every class."""
    folder = tmp_path_factory.mktemp("cases")
    settings = (REPOSITORY / "plugins/postil/starter/pelican.conf.py").read_text("utf-8")
    write(folder, SITE | {"pelican.conf.py": settings})
    done = run(folder, "postil", "build", SITEURL="https://example.org/case")
    assert done.returncode == 0, done.stderr
    return Published(place="case", folder=folder / "output", base="https://example.org/case/")


def text(site: Published, place: str) -> str:
    """Return the words of a page's own part."""
    return words(the(site.soup(site.at(place)), "main").get_text())


# What the archive took back, or has not said yet


def test_a_draft_is_on_no_page(site: Published) -> None:
    assert not (site.folder / "claims/not-yet").exists()
    for file in site.folder.rglob("*.*ml"):
        assert "ever drew water" not in file.read_text("utf-8"), file


def test_a_withdrawn_claim_keeps_its_page_with_the_reason_and_no_verdict(site: Published) -> None:
    soup = site.soup(site.at("claims/paid-twice/"))
    said = text(site, "claims/paid-twice/")
    assert words("The register was forged.") in said
    assert the(soup, "main time")["datetime"] == "2024-03-08"
    assert words("paid for") not in said
    assert not soup.select("main .postil-badge")
    listed = links(site.soup(site.at("claims/")), site.at("claims/"), "main")
    assert site.at("claims/paid-twice/") in listed


def test_a_claim_that_no_article_uses_has_its_page(site: Published) -> None:
    assert words("It was drained.") in text(site, "claims/kept/")


def test_a_denial_may_be_rated_by_a_claim_of_the_same_article(site: Published) -> None:
    for place in ("claims/pump/", "2024/03/dam/"):
        denial = the(site.soup(site.at(place)), ".step-denial")
        assert "Unproven" in denial.get_text()
        assert links(denial, site.at(place)) == {site.at("claims/engineer-says/")}


def test_an_old_verdict_keeps_its_old_name(site: Published) -> None:
    pump = site.soup(site.at("claims/pump/"))
    assert the(pump, ".verdict-panel .postil-badge-word").get_text() == "Half right"
    scale = site.soup(site.at("methodology/"))
    assert site.at("claims/#verdict-old-half") in links(
        the(scale, "#rating-old-half"), site.at("methodology/")
    )


def test_who_is_nowhere_named_has_no_page(site: Published) -> None:
    assert {path.parent.name for path in site.folder.glob("people/*/index.html")} == {
        "mayor", "engineer", "herald", "critic", "bearer",
    }  # fmt: skip


def test_a_page_cannot_take_the_place_of_one_that_is_made(tmp_path: Path) -> None:
    run(tmp_path, "postil", "new", "site", "site")
    page = {"content/pages/people.md": "---\ntitle: People\n---\n\nUs.\n"}
    write(tmp_path / "site", page)
    done = run(tmp_path / "site", "postil", "build")
    assert done.returncode == 1
    assert "content/pages/people.md:2:8: error[repeated-address]" in done.stderr


def built_by_pelican(folder: Path, more: str = "") -> Published:
    """Build the site of cases as one that Pelican has built so far, in a theme of Pelican's."""
    settings = """SITENAME = "Mine"
PLUGINS = ["postil"]
PATH = "content"
ARTICLE_URL = ARTICLE_LANG_URL = "{date:%Y}/{date:%m}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_LANG_SAVE_AS = ARTICLE_URL + "index.html"
"""
    sidecar = {"annotations/dam.yaml": SITE["annotations/articles/2024/dam.yaml"]}
    article = {"content/dam.md": SITE["content/articles/2024/dam.md"]}
    shared = {name: text for name, text in SITE.items() if "/articles/" not in name}
    write(folder, {"pelicanconf.py": settings + more} | article | sidecar | shared)
    siteurl = "https://example.net/mine"
    set_siteurl = ("-e", f'SITEURL="{siteurl}"')
    done = run_alone(folder, "pelican", "content", "-s", "pelicanconf.py", *set_siteurl)
    assert done.returncode == 0, done.stderr
    return Published(place="mine", folder=folder / "output", base=f"{siteurl}/")


def test_a_year_of_articles_that_pelican_reads_itself_has_its_page(tmp_path: Path) -> None:
    old = "The weir\n########\n\n:date: 2010-10-03\n:category: Herald\n\nIt broke.\n"
    conf = (REPOSITORY / "plugins/postil/starter/pelican.conf.py").read_text("utf-8")
    write(tmp_path, SITE | {"pelican.conf.py": conf, "content/articles/weir.rst": old})
    done = run(tmp_path, "postil", "build")
    assert done.returncode == 0, done.stderr
    year = (tmp_path / "output/archive/2010/index.html").read_text("utf-8")
    assert "The weir" in year


def test_a_theme_may_have_a_template_for_claims_and_leave_the_others_to_us(tmp_path: Path) -> None:
    write(
        tmp_path, {"mine/templates/claim.html": "<h1>{{ view.claim.fact }}</h1> {{ SITENAME }}\n"}
    )
    mine = built_by_pelican(tmp_path, 'THEME = "mine"\nCLAIMS_FEED_ATOM = "claims.xml"\n')
    claim = mine.soup(mine.at("claims/dam-new/"))
    assert claim.get_text().strip() == "It was built in 1911. Mine"
    for place in ("claims/", "people/mayor/", "claims/dam-new/embed/", "corrections/"):
        sheet = the(mine.soup(mine.at(place)), "link[rel=stylesheet]")
        assert str(sheet["href"]).startswith(mine.at("postil-theme/css/"))
        assert mine.file(str(sheet["href"]))
    assert (mine.folder / "claims.xml").is_file()
    assert (mine.folder / "claims/dam-new/card.png").is_file()


def test_a_site_with_a_theme_of_its_own_has_them_too(tmp_path: Path) -> None:
    mine = built_by_pelican(tmp_path)
    claim = mine.soup(mine.at("claims/dam-new/"))
    assert words("It was built in 1911.") in words(the(claim, "h1").get_text())
    for sheet in claim.select("link[rel=stylesheet]"):
        assert mine.file(str(sheet["href"]))
    page = mine.at("2024/03/the-dam/")
    note = the(mine.soup(page), "#note-new")
    assert [link for link in links(note, page) if not mine.file(link)] == []


# Notes on the editors' own pages


def test_a_note_on_a_page_leads_to_pages_that_are_there(site: Published) -> None:
    page = site.at("about/")
    notes = site.soup(page).select("aside.postil-note")
    assert len(notes) == 3
    within = {link for note in notes for link in links(note, page)}
    assert [link for link in within if not site.file(link)] == []
    assert {site.at("claims/paid/"), site.at("people/bearer/")} <= within


@pytest.mark.parametrize("place", ["claims/paid/", "labels/parody/"])
def test_a_record_leads_back_to_the_page_that_has_a_note_on_it(site: Published, place: str) -> None:
    (where,) = site.soup(site.at(place)).select("ul.record-list li:has(.line-words)")
    assert site.at("about/") in links(where, site.at(place))
    assert not where.select("time")  # a page belongs to no day


def test_a_page_without_a_date_speaks_of_now(site: Published) -> None:
    note = the(site.soup(site.at("about/")), "#note-bearer").get_text()
    assert "no longer" in note
    assert "As of" not in note


def test_notes_of_pages_are_in_the_open_data_and_are_no_news(site: Published) -> None:
    rows = [
        json.loads(line) for line in (site.folder / "data/notes.jsonl").read_bytes().splitlines()
    ]
    mine = {row["id"]: row for row in rows if row["article"] == site.at("about/")}
    assert mine.keys() == {"paid", "began", "bearer"}
    assert {row["article_date"] for row in mine.values()} == {None}
    collection = json.loads((site.folder / "data/annotations.json").read_bytes())
    targets = [item["target"]["source"] for item in collection["first"]["items"]
               if item["motivation"] != "replying"]  # fmt: skip
    assert targets.count(site.at("about/")) == 3
    data = the(site.soup(site.at("claims/paid/")), 'script[type="application/ld+json"]')
    assert "NewsArticle" not in data.get_text()


# Corrections


def test_each_change_is_in_its_class(site: Published) -> None:
    soup = site.soup(site.at("corrections/"))
    found = {
        part: [
            change["id"] for change in soup.select(f"section[aria-labelledby=class-{part}] article")
        ]
        for part in ("verdict", "other", "update", "retraction")
    }
    assert found == {
        "verdict": ["dam-new-2024-03-06", "paid-2024-01-05"],
        "other": [
            "2024/03/dam/litres-2024-03-05-2",
            "2024/03/dam/litres-2024-03-05",
            "about/began-2024-01-03",
            "label.parody-2024-01-02",
            "post.first-2024-01-01",
        ],
        "update": ["dam-new-2024-03-07", "rating.false-2023-12-31"],
        "retraction": ["paid-twice-2024-03-08"],
    }
    change = the(soup, "#dam-new-2024-03-06")
    assert [badge.get_text() for badge in change.select(".postil-badge-word")] == ["True", "False"]
    assert {site.at("claims/dam-new/"), site.at("2024/03/dam/#note-new")} <= links(
        change, site.at("corrections/")
    )
    assert site.at("corrections-policy/") in links(soup, site.at("corrections/"), ".list-head")


@pytest.mark.parametrize(
    ("correction", "record", "said", "changed"),
    [
        ("label.parody-2024-01-02", "labels/parody/", "We had copied it wrongly",
         ("Joke", "Parody")),
        ("post.first-2024-01-01", "posts/first/", "The sign was missing", ()),
        ("rating.false-2023-12-31", "methodology/#rating-false", "In one word",
         ("Not right.", "Wrong.")),
    ],
)  # fmt: skip
def test_other_words_of_a_record_are_told_where_they_stand_and_among_the_corrections(
    site: Published, correction: str, record: str, said: str, changed: tuple[str, ...]
) -> None:
    entry = the(site.soup(site.at("corrections/")), f"[id='{correction}']")
    assert site.at(record) in links(entry, site.at("corrections/"))
    place, _, part = record.partition("#")
    page = the(site.soup(site.at(place)), f"#{part}" if part else "[aria-labelledby=changes]")
    for told in (entry.get_text(), page.get_text()):
        assert said in told
        assert all(f"“{wording}”" in told for wording in changed)


def test_a_label_with_other_words_says_so_in_every_note_that_shows_it(site: Published) -> None:
    entry = the(site.soup(site.at("corrections/")), "[id='label.parody-2024-01-02']")
    assert site.at("about/#note-bearer") in links(entry, site.at("corrections/"))
    note = the(site.soup(site.at("about/")), "#note-bearer .postil-changes").get_text()
    assert "It said “Joke”, and says “Parody”" in note


def test_their_feed_has_days_from_the_data(site: Published) -> None:
    feed = feedparser.parse((site.folder / "feeds/corrections.atom.xml").read_bytes())
    assert not feed.bozo
    assert feed.feed.updated == "2024-03-08T00:00:00+00:00"
    assert [entry.updated[:10] for entry in feed.entries] == [
        "2024-03-08", "2024-03-07", "2024-03-06", "2024-03-05", "2024-03-05", "2024-01-05",
        "2024-01-03", "2024-01-02", "2024-01-01", "2023-12-31",
    ]  # fmt: skip
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    assert feed.entries[2].title == "Correction (True → False): Fact-check of “The dam is new”"
    assert "paid for twice" not in feed.entries[0].summary.casefold()


def test_the_feed_of_an_archive_without_a_change_is_dated_too(tmp_path: Path) -> None:
    run(tmp_path, "postil", "new", "site", "site")
    done = run(tmp_path / "site", "postil", "build")
    assert done.returncode == 0, done.stderr
    feed = feedparser.parse((tmp_path / "site/output/feeds/corrections.atom.xml").read_bytes())
    assert not feed.bozo
    assert feed.entries == []
    (article,) = (tmp_path / "site/content/articles").rglob("*.md")
    assert f"date: {feed.feed.updated[:10]}" in article.read_text("utf-8")


def test_every_change_of_the_demo_is_told_once(demo: Published) -> None:
    changes = [change["note"] for claim in CLAIMS.values() for change in claim.get("changes", [])]
    changes += [
        change["note"]
        for _, note in SHOWN
        if note["kind"] != "claim"
        for change in note.get("changes", [])
    ]
    scale = load(ANNOTATIONS / "registry" / "scale.yaml")
    records = [*LABELS.values(), *POSTS.values(), *scale["ratings"], *scale["retired"]]
    changes += [
        change["note"]
        + (f"It said “{change['was']}”, and says “{change['now']}”." if "was" in change else "")
        for record in records
        for change in record.get("changes", [])
    ]
    assert [change for change in changes if "It said" in change]
    told = demo.soup(demo.at("corrections/")).select(".correction-note")
    assert sorted(words(change.get_text()) for change in told) == sorted(map(words, changes))


# People, labels and posts


def test_no_post_leads_to_the_page_that_it_is_on(demo: Published) -> None:
    posts = [page for page in demo.pages() if page.startswith(demo.at("posts/"))]
    assert posts
    for address in posts:
        assert address not in links(demo.soup(address), address, "main")


@pytest.mark.parametrize("name", ENTITIES)
def test_a_person_has_their_claims_each_with_its_verdict_and_no_score(
    demo: Published, name: str
) -> None:
    address = demo.at(f"people/{name}/")
    soup = demo.soup(address)
    assert the(soup, "h1").get_text() == ENTITIES[name]["name"]
    said = {
        urljoin(address, str(the(item, ".line-text a")["href"])): the(
            item, ".postil-badge-word"
        ).get_text()
        for item in soup.select("section[aria-labelledby=said] li")
    }
    assert said == {
        demo.at(f"claims/{id_}/"): RATINGS[claim["verdict"]]
        for id_, claim in CLAIMS.items()
        if claim["said_by"] == name
    }
    for use in ENTITIES[name].get("labels", []):
        assert demo.at(f"labels/{use['label']}/") in links(soup, address)
        assert soup.select(f"time[datetime='{use['from']}']")
        assert soup.select(f"time[datetime='{use['until']}']")


def test_what_somebody_carried_on_is_on_their_page(demo: Published) -> None:
    for id_, claim in CLAIMS.items():
        for step in claim.get("spread", []):
            address = demo.at(f"people/{step['who']}/")
            assert demo.at(f"claims/{id_}/") in links(demo.soup(address), address, "main")


@pytest.mark.parametrize("name", LABELS)
def test_a_label_has_its_wording_its_policy_and_who_bore_it(demo: Published, name: str) -> None:
    address, label = demo.at(f"labels/{name}/"), LABELS[name]
    soup = demo.soup(address)
    assert words(the(soup, "h1").get_text()) == words(label["text"])
    assert words(label["disclaimer"]) in text(demo, f"labels/{name}/")
    bearers = {id_ for id_, entity in ENTITIES.items() for use in entity.get("labels", [])
               if use["label"] == name}  # fmt: skip
    posts = {id_ for id_, post in POSTS.items() if name in post.get("labels", [])}
    wanted = {demo.at(f"people/{id_}/") for id_ in bearers | {label["applied_by"]}}
    wanted |= {demo.at(f"posts/{id_}/") for id_ in posts} | {label["archived"]}
    assert wanted <= links(soup, address, "main")


@pytest.mark.parametrize("name", POSTS)
def test_a_saved_post_leads_to_its_claims_reposts_and_articles(demo: Published, name: str) -> None:
    address, post = demo.at(f"posts/{name}/"), POSTS[name]
    soup = demo.soup(address)
    assert words(post.get("text", "")) in text(demo, f"posts/{name}/")
    wanted = {demo.at(f"people/{post['by']}/")}
    wanted |= {
        demo.at(f"claims/{id_}/")
        for id_, claim in CLAIMS.items()
        if claim.get("first_seen") == name
        or any(step.get("post") == name for step in claim.get("spread", []))
    }
    wanted |= {demo.at(f"posts/{id_}/") for id_ in POSTS if POSTS[id_].get("reposts") == name}
    wanted |= {
        demo.at(article.place)
        for article in PUBLISHED
        if f":::post {name}\n" in article.path.read_text("utf-8")
    }
    assert wanted <= links(soup, address, "main")
