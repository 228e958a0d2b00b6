"""The theme: what notes and posts say, in which order, and that no text becomes markup."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from postil.model import (
    Account,
    ChangeType,
    Citation,
    Deed,
    Entity,
    EntityType,
    Kind,
    Part,
    PostState,
    Rating,
    Reply,
    SourceKind,
    Status,
    Tone,
)
from postil.theming import theme
from postil.theming.templating import (
    address,
    direction,
    host,
    platform,
    theme_folder,
    url_path,
    web,
)
from postil.theming.theme import Components, environment
from postil.theming.views import (
    ChangeView,
    ClaimView,
    ContextView,
    LabellingView,
    LabelView,
    NoteView,
    PostView,
    RatedClaim,
    StepView,
)
from postil.theming.wording import Wordings

ENGLISH = Wordings().of("en")
TEMPLATES = theme_folder() / "templates"
COMPONENTS = Components(environment([TEMPLATES]))
ROOT = "https://example.org/archive"

FALSE = Rating(id="false", name="False", means="It is wrong.", tone=Tone.BAD, value=1)
UNPROVEN = Rating(id="unproven", name="Unproven", means="Nobody knows.", tone=Tone.OPEN)
TWITTER = Entity(id="twitter", type=EntityType.ORGANISATION, name="Twitter")
PRESIDENT = Entity(id="president", type=EntityType.PERSON, name="The President")
EMBASSY = Entity(id="embassy", type=EntityType.ORGANISATION, name="The embassy")
ACCOUNT = Account(platform="twitter", handle="embassy")
RECORD = Citation(
    id="record",
    title="The certified results",
    by="The archivist",
    url="https://record.example/results",
    archived="https://web.archive.org/web/2020/https://record.example/results",
    kind=SourceKind.PRIMARY,
)
LABEL = LabelView(
    id="state-account",
    text="Government account",
    tone=Tone.INFORM,
    disclaimer="It says whom the account speaks for.",
    applied_by=TWITTER,
    more="https://policy.example/labels",
    archived="https://web.archive.org/web/2020/https://policy.example/labels",
    since=date(2020, 8, 6),
    until=date(2023, 4, 21),
    current=True,
)
POST = PostView(
    id="first-post",
    by=PRESIDENT,
    account=Account(platform="twitter", handle="president"),
    platform="twitter",
    date=date(2020, 12, 9),
    text="They cheated.",
    lang="en",
    url="https://platform.example/1",
    archived="https://web.archive.org/web/2020/https://platform.example/1",
    state=PostState.LIVE,
    labels=(replace(LABEL, id="disputed", text="This claim is disputed", tone=Tone.WARN),),
    account_labels=(),
    reposts=None,
)
REPOST = replace(
    POST,
    id="repost",
    by=EMBASSY,
    account=ACCOUNT,
    text="",
    url="https://platform.example/2",
    state=PostState.REMOVED,
    labels=(),
    account_labels=(LABEL,),
    reposts=POST,
)
TURN = ChangeView(
    date=date(2020, 12, 15),
    type=ChangeType.CORRECTION,
    note="The electors voted.",
    by="desk.a",
    was=UNPROVEN,
    now=FALSE,
)
CLAIM = ClaimView(
    id="stolen",
    text="The election was won by cheating",
    claimant=PRESIDENT,
    claimed_on=date(2020, 12, 9),
    first_appearance=POST,
    rating=FALSE,
    rating_then=None,
    fact="States certified 306 electoral votes to 232.",
    why=Markup("<p>Every state counted.</p>"),
    as_of=date(2020, 12, 15),
    recheck=date(2021, 1, 10),
    citations=(RECORD,),
    spread=(
        StepView(
            who=EMBASSY,
            did=Deed.REPOSTED,
            date=date(2020, 12, 9),
            post=REPOST,
            citation=None,
            rated=None,
            unchecked="",
        ),
    ),
    reply=None,
    shared=True,
)


def note(body: ClaimView | ContextView | LabellingView, kind: Kind, **changes: object) -> NoteView:
    plain = NoteView(
        id="one",
        number=1,
        kind=kind,
        status=Status.PUBLISHED,
        part=Part.BODY,
        quote="the quoted words",
        body=body,
        by="desk.a",
        checked_by="desk.b",
        checked_on=date(2020, 12, 16),
        changes=(),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def claim_note(**changes: object) -> NoteView:
    return note(replace(CLAIM, **changes), Kind.CLAIM)  # type: ignore[arg-type]


def label_note(*labels: LabelView, account: Account | None = ACCOUNT) -> NoteView:
    body = LabellingView(entity=EMBASSY, account=account, labels=labels, day=date(2020, 12, 11))
    return note(body, Kind.LABEL)


CONTEXT = note(
    ContextView(
        text=Markup("<p>More than half is 270.</p>"),
        as_of=date(2020, 12, 11),
        recheck=None,
        citations=(RECORD,),
    ),
    Kind.CONTEXT,
)
WITHDRAWN = replace(
    CONTEXT,
    status=Status.WITHDRAWN,
    changes=(
        ChangeView(
            date=date(2020, 12, 20),
            type=ChangeType.RETRACTION,
            note="It was on the wrong state.",
            by="desk.a",
            was=None,
            now=None,
        ),
    ),
)


def rendered(view: NoteView) -> BeautifulSoup:
    return BeautifulSoup(COMPONENTS.callout(view, root=ROOT), "html5lib")


def words(soup: BeautifulSoup) -> str:
    return re.sub(r"\s+([.,;:])", r"\1", " ".join(soup.get_text(" ").split()))


# Notes


def test_a_callout_is_one_aside_that_the_weaver_can_take_out_again() -> None:
    for view in (claim_note(), CONTEXT, label_note(LABEL), WITHDRAWN):
        html = COMPONENTS.callout(view, root=ROOT)
        assert html.startswith('<aside class="postil-note" id="note-one"')
        assert html.count("<aside") == html.count("</aside>") == 1


def test_a_note_has_its_own_address_and_leads_back_to_its_words() -> None:
    soup = rendered(claim_note())
    links = [link["href"] for link in soup.select(".postil-note-head a")]
    assert links == ["#note-one", "#quote-one"]
    assert "the quoted words" in words(soup)


def test_the_fact_comes_before_the_claim_and_the_verdict_stands_with_the_claim() -> None:
    said = words(rendered(claim_note()))
    order = [
        said.index(part)
        for part in (
            "States certified 306",
            "The election was won by cheating",
            "The President",
            "False",
            "The certified results",
        )
    ]
    assert order == sorted(order)


def test_a_verdict_is_a_word_and_a_shape_and_leads_to_its_meaning() -> None:
    verdict = rendered(claim_note()).select_one(".postil-verdict a")
    assert verdict is not None
    assert verdict["href"] == f"{ROOT}/methodology/#rating-false"
    assert verdict.get_text(strip=True) == "False"
    assert verdict.svg is not None
    assert verdict.svg["aria-hidden"] == "true"


@pytest.mark.parametrize("tone", Tone)
def test_every_tone_has_a_shape_of_its_own(tone: Tone) -> None:
    def drawn(tone: Tone) -> str:
        svg = rendered(claim_note(rating=replace(FALSE, tone=tone))).select_one(
            ".postil-verdict svg"
        )
        assert svg is not None
        return svg.decode_contents()

    assert drawn(tone)
    assert all(drawn(tone) != drawn(other) for other in Tone if other is not tone)


def test_a_verdict_that_changed_since_says_what_it_was_and_since_when() -> None:
    view = replace(claim_note(rating_then=UNPROVEN), changes=(TURN,))
    said = words(rendered(view))
    assert "Unproven when this article was published; False since 15 December 2020." in said
    assert "15 December 2020, correction: Unproven → False. The electors voted." in said


def test_sources_come_with_publisher_kind_and_archived_copy() -> None:
    soup = rendered(claim_note())
    [item] = soup.select(".postil-sources li")
    assert [link["href"] for link in item.select("a")] == [RECORD.url, RECORD.archived]
    assert "The archivist" in item.get_text()
    assert "primary source" in item.get_text()


def test_a_note_says_who_wrote_and_checked_it_and_as_of_which_day() -> None:
    said = words(rendered(claim_note()))
    assert "As of 15 December 2020." in said
    assert "Written by desk.a, checked by desk.b on 16 December 2020." in said
    assert "To be looked at again by 10 January 2021." in said


def test_long_reasons_wait_behind_a_summary_and_short_ones_do_not() -> None:
    long = claim_note(why=Markup("<p>{}</p>").format("Every state counted. " * 40))
    assert rendered(long).select_one("details .postil-why")
    assert rendered(claim_note()).select_one("aside > .postil-why")


def test_a_denial_shows_how_it_is_rated() -> None:
    denial = StepView(
        who=EMBASSY,
        did=Deed.DENIED,
        date=date(2020, 12, 9),
        post=None,
        citation=RECORD,
        rated=RatedClaim(id="hacked", text="The account was hacked", rating=UNPROVEN),
        unchecked="",
    )
    said = words(rendered(claim_note(spread=(denial,))))
    assert "The embassy denied it" in said
    assert "The denial is a claim of its own: The account was hacked Unproven" in said


def test_a_denial_that_nobody_rated_says_why() -> None:
    denial = StepView(
        who=EMBASSY,
        did=Deed.DENIED,
        date=date(2020, 12, 9),
        post=None,
        citation=None,
        rated=None,
        unchecked="It states the law.",
    )
    said = words(rendered(claim_note(spread=(denial,))))
    assert "The denial is not rated. It states the law." in said


@pytest.mark.parametrize("deed", Deed)
def test_every_deed_reads_as_a_sentence(deed: Deed) -> None:
    step = replace(CLAIM.spread[0], did=deed, post=None)
    said = words(rendered(claim_note(spread=(step,))))
    assert re.search(r"9 December 2020: The embassy [a-z ]+it\b", said)


def test_the_first_post_is_named_once() -> None:
    first = replace(CLAIM.spread[0], who=PRESIDENT, did=Deed.POSTED, post=POST)
    assert "first seen in a post by The President" in words(rendered(claim_note()))
    assert "first seen" not in words(rendered(claim_note(spread=(first,))))


def test_a_reply_that_did_not_come_is_said_to_have_been_asked_for() -> None:
    asked = Reply(asked_on=date(2020, 12, 10))
    said = words(rendered(claim_note(reply=asked)))
    assert "The President was asked on 10 December 2020. No answer came." in said
    answered = claim_note(reply=replace(asked, answer="He said it again."))
    assert "He said it again." in words(rendered(answered))


def test_context_has_a_day_and_no_verdict() -> None:
    soup = rendered(CONTEXT)
    assert "As of 11 December 2020." in words(soup)
    assert not soup.select(".postil-badge, [data-verdict], [data-tone]")


def test_a_label_that_was_dropped_later_is_told_as_of_the_day_of_the_article() -> None:
    said = words(rendered(label_note(LABEL)))
    assert "At the time Twitter labelled this account Government account." in said
    assert "It says whom the account speaks for." in said
    assert "It stood there from 6 August 2020 until 21 April 2023, when it was dropped." in said
    assert "This is Twitter’s judgement and not ours." in said


def test_a_label_that_still_stands_is_not_called_dropped() -> None:
    said = words(rendered(label_note(replace(LABEL, until=None))))
    assert "since 6 August 2020" in said
    assert "dropped" not in said


def test_a_label_that_was_gone_by_the_day_of_the_article_is_told_with_its_dates() -> None:
    said = words(rendered(label_note(replace(LABEL, current=False))))
    assert "At the time" not in said
    assert "Twitter labelled this account Government account from 6 August 2020" in said
    assert "until 21 April 2023, and no longer at the time of this article." in said


def test_a_label_on_nobody_s_account_names_who_bore_it() -> None:
    said = words(rendered(label_note(LABEL, account=None)))
    assert "At the time Twitter labelled The embassy Government account." in said


def test_a_withdrawn_note_keeps_its_place_and_reason_and_hides_what_it_said() -> None:
    soup = rendered(WITHDRAWN)
    said = words(soup)
    assert soup.select_one("aside#note-one[data-status=withdrawn]")
    assert "This note was withdrawn on 20 December 2020." in said
    assert "It was on the wrong state." in said
    assert "270" not in said
    assert "certified results" not in said


def test_a_withdrawn_claim_shows_no_verdict() -> None:
    view = replace(claim_note(), status=Status.WITHDRAWN, changes=WITHDRAWN.changes)
    html = COMPONENTS.callout(view, root=ROOT)
    for gone in ("cheating", "False", "false", "306", 'data-tone="bad"'):
        assert gone not in html


# Posts


def card(post: PostView) -> BeautifulSoup:
    return BeautifulSoup(COMPONENTS.post_card(post, root=ROOT), "html5lib")


def test_only_the_words_of_a_post_are_not_ours() -> None:
    for post in (POST, REPOST):
        soup = card(post)
        for ours in soup.select("[data-postil-ours]"):
            ours.decompose()
        assert soup.get_text().split() == ["They", "cheated."]
        assert soup.select_one("blockquote[lang=en] > p.postil-post-text")


def test_a_post_shows_who_where_when_and_what_it_bore() -> None:
    said = words(card(POST))
    assert "The President @president posted on Twitter, 9 December 2020" in said
    assert "This claim is disputed Twitter’s label on the post" in said
    assert "It says whom the account speaks for." in said


def test_a_repost_holds_the_original_and_says_that_it_was_removed() -> None:
    soup = card(REPOST)
    assert soup.select_one("figure.postil-post[data-state=removed] > figure.postil-post")
    said = words(soup)
    assert "The embassy @embassy reposted on Twitter, 9 December 2020" in said
    assert "Government account Twitter’s label on the account" in said
    assert "Removed from Twitter." in said
    assert REPOST.url not in str(soup)


# Hostile text

HOSTILE = "\"><script>alert(1)</script></aside><img src=x onerror=alert(1)>'&<!--"


@given(text=st.one_of(st.just(HOSTILE), st.text(alphabet="<>\"'&/=!- aè字ب", max_size=40)))
def test_no_text_of_an_editor_becomes_markup(text: str) -> None:
    entity = replace(EMBASSY, name=text, accounts=(replace(ACCOUNT, handle=text),))
    citation = replace(RECORD, title=text, by=text, url=text, archived=text)
    label = replace(
        LABEL,
        text=text,
        disclaimer=text,
        applied_by=entity,
        more=text,
        archived=text,
        citation=citation,
    )
    rating = replace(FALSE, name=text)
    post = replace(
        POST, by=entity, text=text or "-", platform=text, url=text, archived=text, labels=(label,)
    )
    step = replace(
        CLAIM.spread[0],
        who=entity,
        post=post,
        citation=citation,
        rated=RatedClaim(id="r", text=text, rating=rating),
    )
    claim = replace(
        CLAIM,
        text=text,
        fact=text,
        claimant=entity,
        rating=rating,
        rating_then=replace(UNPROVEN, name=text),
        citations=(citation,),
        spread=(step, replace(step, rated=None, unchecked=text)),
        first_appearance=post,
        reply=Reply(asked_on=date(2020, 1, 1), answer=text),
    )
    change = replace(TURN, note=text, by=text, was=rating, now=rating)
    written = {"quote": text, "by": text, "checked_by": text, "changes": (change,)}
    labelling = LabellingView(
        entity=entity,
        account=entity.accounts[0],
        labels=(label, replace(label, current=False)),
        day=date(2020, 1, 1),
    )
    retraction = replace(WITHDRAWN.changes[0], note=text)
    for hostile in (
        note(claim, Kind.CLAIM, **written),
        note(CONTEXT.body, Kind.CONTEXT, **written),
        note(labelling, Kind.LABEL, **written),
        replace(WITHDRAWN, quote=text, changes=(retraction,)),
    ):
        html = COMPONENTS.callout(hostile, root=ROOT)
        assert html.count("<aside") == html.count("</aside>") == 1
        _assert_harmless(BeautifulSoup(html, "html5lib"))
    _assert_harmless(card(replace(REPOST, by=entity, account_labels=(label,), reposts=post)))


def _assert_harmless(soup: BeautifulSoup) -> None:
    assert not soup.select("script, img, style, iframe, link, object")
    for element in soup.body.select("*") if soup.body else ():
        for name, value in element.attrs.items():
            assert not name.startswith("on"), name
            assert name in KNOWN_ATTRIBUTES, name
            if name == "href":
                assert re.match(r"https?://|#", str(value)), value


KNOWN_ATTRIBUTES = frozenset(
    "aria-hidden aria-label class d data-kind data-platform data-postil-ours data-state "
    "data-status data-tone data-verdict datetime dir focusable height href id lang role "
    "viewBox width".split()
)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//x.example", "x"])
def test_no_link_leads_anywhere_but_the_web(url: str) -> None:
    bad = replace(RECORD, url=url, archived=url)
    step = replace(CLAIM.spread[0], citation=bad, post=replace(POST, archived=url))
    soups = [
        rendered(claim_note(citations=(bad,), spread=(step,))),
        rendered(label_note(replace(LABEL, more=url, archived=url, citation=bad))),
        card(replace(POST, url=url, archived=url, labels=(replace(LABEL, more=url),))),
    ]
    for soup in soups:
        assert all(link["href"] != url for link in soup.select("a"))


# Filters


def test_dates_are_written_the_same_everywhere() -> None:
    assert ENGLISH.day(date(2020, 12, 9)) == '<time datetime="2020-12-09">9 December 2020</time>'
    assert ENGLISH.month(date(987, 1, 2)) == '<time datetime="0987-01">January 987</time>'


@pytest.mark.parametrize(
    ("convert", "given_", "expected"),
    [
        (host, "https://www.Example.org:80/a?b", "example.org"),
        (host, "http://[", ""),
        (web, "HTTPS://x.org/a", "HTTPS://x.org/a"),
        (web, "javascript:alert('http://x.org')", ""),
        (web, "https://", ""),
        (address, "topics/index.html", "topics/"),
        (address, "topics.html", "topics.html"),
        (url_path, "https://x.github.io/archive/", "/archive"),
        (url_path, "http://localhost:8000", ""),
        (direction, "en-GB", "ltr"),
        (direction, "ar", "rtl"),
        (direction, "az-Arab-IR", "rtl"),
        (direction, "ar-Latn", "ltr"),
        (platform, "twitter", "Twitter"),
        (platform, "youtube", "YouTube"),
        (platform, "", ""),
    ],
)
def test_small_conversions(convert: Callable[[str], str], given_: str, expected: str) -> None:
    assert convert(given_) == expected


# Pages of articles that another reader has read

PLAIN_SETTINGS = """
from postil.settings import *
PLUGINS = []
SITENAME, SITEURL = "Fish & <Chips>", "https://example.org/sub"
AUTHOR_URL, AUTHOR_SAVE_AS = "authors/{slug}/", "authors/{slug}/index.html"
AUTHORS_SAVE_AS = "authors/index.html"
DIRECT_TEMPLATES = [*DIRECT_TEMPLATES, "authors"]
DEFAULT_PAGINATION = 1
"""
PLAIN_ARTICLE = """\
Cod & <b>chips</b>
##################

:date: 2021-0{0}-02
:category: Sea & <Shore>
:tags: fish, chips
:author: Ann <Other>
:summary: A *short* <summary>

Body **text**.
"""


def test_a_site_without_our_reader_has_all_its_pages(tmp_path: Path) -> None:
    articles = tmp_path / "content" / "articles"
    articles.mkdir(parents=True)
    for number in (1, 2):
        text = PLAIN_ARTICLE.format(number)
        (articles / f"cod-{number}.rst").write_text(text, encoding="utf-8")
    (tmp_path / "conf.py").write_text(PLAIN_SETTINGS, encoding="utf-8")
    command = [sys.executable, "-m", "pelican", "-s", "conf.py", "--fatal=errors"]
    environ = os.environ | {"PYTHONPATH": str(Path(theme.__file__).parents[2])}
    run = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr

    pages = sorted((tmp_path / "output").rglob("*.html"))
    assert {page.parent.name for page in pages} >= {
        "cod-1", "fish", "ann", "authors", "archive", "2021", "01", "topics", "outlets",
    }  # fmt: skip
    for page in pages:
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html5lib")
        assert len(soup.select("h1")) == 1, page
        assert not soup.select("chips, other, shore, summary, script, [style]"), page
        root = "/sub/" if page.name == "404.html" else "https://example.org/sub/"
        for link in soup.select("a[href], link[href]"):
            assert str(link["href"]).startswith((root, "#")), page
    article = tmp_path / "output" / "2021" / "01" / "cod-1" / "index.html"
    assert "<strong>text</strong>" in article.read_text(encoding="utf-8")


# The templates as files


def templates() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


def test_there_is_a_template_for_every_page_that_pelican_writes() -> None:
    names = {path.name for path in TEMPLATES.glob("*.html")}
    assert names >= {
        "404.html", "archives.html", "article.html", "author.html", "authors.html", "base.html",
        "categories.html", "category.html", "index.html", "methodology.html", "page.html",
        "period_archives.html", "tag.html", "tags.html",
    }  # fmt: skip


DATA_BLOCK = '<script type="application/ld+json">'  # no script: a browser never runs it


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_a_template_holds_nothing_that_the_security_policy_forbids(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace(DATA_BLOCK, "")
    text = re.sub(r'<script type="module" src="[^"]+"(?: blocking="render")?></script>', "", text)
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:|@import", text)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', text)


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_only_an_article_s_own_html_is_trusted(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    trusted = re.findall(r"([\w.]+)\s*\|\s*safe", text)
    assert set(trusted) <= {"article.content", "page.content"}
    assert "autoescape" not in text


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_a_template_parses(path: Path) -> None:
    environment([TEMPLATES]).get_template(str(path.relative_to(TEMPLATES)))


def test_links_into_the_site_begin_with_its_root() -> None:
    links = re.compile(r'(?:href|src)="([^"]*)"')
    for path in templates():
        for target in links.findall(path.read_text(encoding="utf-8")):
            assert target.startswith(("{{", "#")), f"{path.name}: {target}"


def test_stylesheets_ask_nobody_for_anything() -> None:
    sheets = sorted((theme_folder() / "css").glob("*.css"))
    assert sheets
    for sheet in sheets:
        text = sheet.read_text(encoding="utf-8")
        assert not re.search(r"https?:|//", re.sub(r"/\*.*?\*/", "", text, flags=re.S))
        assert all(place.startswith('"../fonts/') for place in re.findall(r"url\((.*?)\)", text))
        assert text.count("{") == text.count("}")


def test_roles_and_components_are_made_of_what_is_below_them() -> None:
    text = (theme_folder() / "css" / "tokens.css").read_text(encoding="utf-8")
    upper = text[text.index("/* Roles */") : text.index("@media")]
    values = re.findall(r"^  --[a-z-]+: (.+?);", upper, flags=re.M)
    assert len(values) > 30
    assert [value for value in values if not re.fullmatch(r"var\(--[\w-]+\)", value)] == []


def test_only_the_first_level_of_tokens_holds_colours() -> None:
    for sheet in (theme_folder() / "css").glob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        if sheet.name == "tokens.css":
            text = text[text.index("/* Roles */") :]
        if sheet.name != "print.css":
            assert not re.search(r"#[0-9a-f]{3,8}\b|\brgb\(|\bhsl\(", text), sheet.name
