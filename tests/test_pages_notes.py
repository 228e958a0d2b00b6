"""Every note is beside its words: judged from the YAML and the pages alone, by other tools."""

import re
import unicodedata
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import feedparser
import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from tests.published import Published
from tests.sites import REPOSITORY

ANNOTATIONS = REPOSITORY / "annotations"
ARTICLES = sorted((REPOSITORY / "content" / "articles").rglob("*.md"))
NUMBERS = ".footnote-ref"  # of footnotes: how they are written is the renderer's choice
POST = re.compile(r"^:::post .*\n:::$", re.MULTILINE)


def words(text: str) -> str:
    """Return what is left of a text when typography and white space are left out."""
    plain = unicodedata.normalize("NFKC", text).translate(str.maketrans("‘’“”", "''\"\""))
    return "".join(plain.split())


def load(path: Path) -> Any:  # noqa: ANN401 - YAML, as another tool sees it
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)


@dataclass(frozen=True)
class Article:
    """An article of the demo archive, read with nothing of ours."""

    path: Path

    @property
    def parts(self) -> list[str]:
        return self.path.read_text("utf-8").split("---\n", 2)

    @property
    def header(self) -> dict[str, Any]:
        return dict(yaml.load(self.parts[1], Loader=yaml.BaseLoader))

    @property
    def place(self) -> str:
        year, month = self.header["date"].split("-")[:2]
        return f"{year}/{month}/{self.header.get('slug', self.path.stem)}/"

    @property
    def is_draft(self) -> bool:
        return bool(self.header.get("status") == "draft")

    @property
    def notes(self) -> list[dict[str, Any]]:
        path = ANNOTATIONS / self.path.relative_to(REPOSITORY / "content").with_suffix(".yaml")
        if not path.exists():
            return []
        return [self.whole(note) for note in load(path).get("annotations", [])]

    @staticmethod
    def whole(note: dict[str, Any]) -> dict[str, Any]:
        """Return a note with the claim that it uses."""
        shared = load(ANNOTATIONS / "claims" / f"{note['use']}.yaml") if "use" in note else {}
        return {"kind": "claim", "status": "published"} | shared | note


PUBLISHED = [article for article in map(Article, ARTICLES) if not article.is_draft]
NOTES = [(article, note) for article in PUBLISHED for note in article.notes]
SHOWN = [(article, note) for article, note in NOTES if note["status"] != "draft"]


def each(notes: list[tuple[Article, dict[str, Any]]]) -> pytest.MarkDecorator:
    ids = [f"{article.path.stem}-{note['id']}" for article, note in notes]
    return pytest.mark.parametrize(("article", "note"), notes, ids=ids)


def shown(demo: Published, article: Article, note: dict[str, Any]) -> Tag:
    """Return the callout of a note, which is on its article's page once."""
    found = demo.soup(demo.at(article.place)).select(f"aside#note-{note['id']}")
    assert len(found) == 1
    return found[0]


def test_the_demo_archive_has_notes_of_every_kind_and_status() -> None:
    assert {note["kind"] for _, note in SHOWN} == {"claim", "context", "label"}
    assert {note["status"] for _, note in NOTES} == {"draft", "published", "withdrawn"}
    used = [note["use"] for _, note in SHOWN if "use" in note]
    assert len(used) > len(set(used)), "no claim is used by two articles"


@each(SHOWN)
def test_exactly_the_quoted_words_are_marked(
    demo: Published, article: Article, note: dict[str, Any]
) -> None:
    soup = demo.soup(demo.at(article.place))
    marks = soup.select(f"mark[aria-details~='note-{note['id']}']")
    assert words("".join(mark.get_text() for mark in marks)) == words(note["quote"])
    assert len(soup.select(f"#quote-{note['id']}")) == 1
    assert not [mark for mark in marks if mark.find_parent("aside")]


@each(SHOWN)
def test_the_note_follows_its_words(
    demo: Published, article: Article, note: dict[str, Any]
) -> None:
    callout = shown(demo, article, note)
    before = [mark.get("aria-details", "") for mark in callout.find_all_previous("mark")]
    after = [mark.get("aria-details", "") for mark in callout.find_all_next("mark")]
    assert any(f"note-{note['id']}" in str(names).split() for names in before)
    assert not any(f"note-{note['id']}" in str(names).split() for names in after)


@each([case for case in SHOWN if case[1]["status"] == "withdrawn"])
def test_a_withdrawn_note_says_only_that_and_why(
    demo: Published, article: Article, note: dict[str, Any]
) -> None:
    text = words(shown(demo, article, note).get_text())
    assert words(note["changes"][-1]["note"]) in text
    assert words(note.get("fact", note.get("note", ""))) not in text


def rating_names(lang: str) -> dict[str, str]:
    """Return how the demo's scale calls its ratings on a page in that language."""
    scale = load(ANNOTATIONS / "registry" / "scale.yaml")
    language = lang.partition("-")[0]
    return {
        rating["id"]: next(
            (own["name"] for own in rating["translated"] if own["lang"] == language),
            rating["name"],
        )
        for rating in (*scale["ratings"], *scale["retired"])
    }


@each([case for case in SHOWN if case[1]["status"] == "published" and case[1]["kind"] == "claim"])
def test_a_claim_comes_after_its_fact_and_with_its_verdict(
    demo: Published, article: Article, note: dict[str, Any]
) -> None:
    text = words(shown(demo, article, note).get_text())
    fact, claim = text.index(words(note["fact"])), text.index(words(note["claim"]))
    assert fact < claim
    names = rating_names(article.header.get("lang", "en"))
    assert words(names[note["verdict"]]) in text[claim:]
    assert all(words(change["note"]) in text for change in note.get("changes", []))


@each([case for case in SHOWN if case[1]["status"] == "published" and case[1]["kind"] == "context"])
def test_a_context_note_says_what_its_editor_wrote(
    demo: Published, article: Article, note: dict[str, Any]
) -> None:
    rendered = MarkdownIt("commonmark").render(note["note"])
    text = BeautifulSoup(rendered, "html5lib").get_text()
    assert words(text) in words(shown(demo, article, note).get_text())


@each([case for case in SHOWN if case[1]["status"] == "published" and case[1]["kind"] == "label"])
def test_a_label_note_names_the_account_and_its_label(
    demo: Published, article: Article, note: dict[str, Any]
) -> None:
    entity = load(ANNOTATIONS / "registry" / "entities.yaml")[note["who"]]
    labels = load(ANNOTATIONS / "registry" / "labels.yaml")
    text = words(shown(demo, article, note).get_text())
    assert words(entity["name"]) in text
    assert any(words(labels[use["label"]]["text"]) in text for use in entity["labels"])


@pytest.mark.parametrize("article", PUBLISHED, ids=lambda article: article.path.stem)
def test_the_articles_own_words_are_as_the_author_wrote_them(
    demo: Published, article: Article
) -> None:
    shown = demo.soup(demo.at(article.place)).select_one(".story-text")
    assert shown
    plain = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin)
    written = BeautifulSoup(plain.render(POST.sub("", article.parts[2])), "html5lib")
    shown = copy(shown)
    for ours in (*shown.select("aside.postil-note, figure.postil-post"), *shown.select(NUMBERS)):
        ours.decompose()
    for number in written.select(NUMBERS):
        number.decompose()
    assert words(shown.get_text()) == words(written.get_text())


def test_no_draft_is_in_any_file(demo: Published) -> None:
    drafts = [article for article in map(Article, ARTICLES) if article.is_draft]
    assert drafts
    secrets = [article.header["title"] for article in drafts]
    secrets += [note["note"] for article in drafts for note in article.notes]
    secrets += [note["note"] for _, note in NOTES if note["status"] == "draft"]
    texts = {file: words(file.read_text("utf-8")) for file in demo.folder.rglob("*.*ml")}
    assert [
        (file.name, secret)
        for file, text in texts.items()
        for secret in secrets
        if words(secret) in text
    ] == []


def test_a_note_is_told_on_its_articles_page_alone(demo: Published) -> None:
    """Summaries, lists and descriptions are the article's words, never a callout's."""
    articles = {demo.at(article.place) for article in PUBLISHED}
    for page in demo.pages():
        soup = demo.soup(page)
        if page not in articles:
            assert not soup.select("aside.postil-note, mark"), page
        if page.startswith(demo.at("claims/")):
            continue  # a claim's page describes the claim
        for summary in soup.select(".teaser-summary, meta[name=description]"):
            assert told(str(summary)) == [], page


def test_feeds_hold_no_note(demo: Published) -> None:
    feeds = sorted(demo.folder.glob("feeds/**/*.xml"))
    assert feeds
    for feed in feeds:
        for entry in feedparser.parse(feed.read_bytes()).entries:
            for html in (entry.summary, *(part.value for part in entry.get("content", []))):
                assert html
                assert "<mark" not in html, feed.name
                if feed.parent.name in {"people", "verdicts"} or feed.stem == "claims.atom":
                    continue  # a feed of claims tells what was found out about them
                assert told(html) == [], feed.name


def told(html: str) -> list[str]:
    """Return what a text tells of any note."""
    text = words(BeautifulSoup(html, "html5lib").get_text() + html)
    return [
        note["id"]
        for _, note in NOTES
        if words(note.get("fact") or note.get("note") or "\ufdd0") in text
    ]
