"""Builds after an edit of an article's words alone, which make its page and its feeds alone."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.changing import copy_sources
from tests.sites import run, write
from tests.smallsite import CONF

SLUICE, PIER, WEIR = (
    f"content/articles/{name}.md" for name in ("2021/sluice", "2021/pier", "2020/weir")
)
SLUICE_NOTES = "annotations/articles/2021/sluice.yaml"
MORE = {
    SLUICE: """\
---
title: The sluice
date: 2021-03-01
outlet: Herald
topics: [Water]
summary: What a sluice is for.
---
A sluice lets water through, and the dam is safe for as long as it does.

It was opened in May, before [the pier](pier.md).

It was closed in July, on a day without wind, and nobody was there.
""",
    SLUICE_NOTES: """\
annotations:
  - {id: safe, use: dam-safe, quote: the dam is safe}
  - {id: closed, kind: context, quote: closed in July, note: On the third., as_of: 2021-03-01}
""",
    PIER: """\
---
title: The pier
date: 2021-03-02
outlet: Tribune
topics: [Water, Ships]
summary: A pier without ships.
---
No ship has been there since May.
""",
}

TELLING = """
import sys
from postil.building.lastbuild import Trial

def look(trial, *arguments):
    from postil.building import build
    from postil.building import replating

    def count(stage, **options):
        made = sum(1 for _ in stage.folder.rglob("index.html"))
        print(f"pages made: {made}", file=sys.stderr)
        return publish(stage, **options)

    publish, build.publish = build.publish, count

    def told(*arguments):
        done = replate(*arguments)
        print(bool(done))
        return done

    replate, replating.replate = replating.replate, told
    return real(trial, *arguments)

real, Trial.look = Trial.look, look
from postil.__main__ import main

sys.exit(main(["build"]))
"""
"""Builds, and prints whether a replate that is tried was enough, and how many pages were made."""


@pytest.fixture(scope="module")
def built(small_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small archive, built once; to be copied, and left as it is."""
    site = copy_sources(small_site, tmp_path_factory.mktemp("built") / "site")
    write(site, MORE)
    for article in (site / "content/articles").rglob("*.md"):
        article.write_text(article.read_text("utf-8").replace("{attach}", "https:"), "utf-8")
    _build(site)
    return site


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Path:
    """A copy of it, built in its own place."""
    site = copy_sources(built, tmp_path / "site")
    _build(site)
    return site


def _try(site: Path) -> subprocess.CompletedProcess[str]:
    """Build, in a process in which nothing has happened yet."""
    return subprocess.run(
        [sys.executable, "-c", TELLING],
        cwd=site,
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )


def _build(site: Path) -> list[str]:
    """Build, and return of each replate whether it was enough: of none, or of one."""
    done = _try(site)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def _edit(site: Path, file: str, change: Callable[[str], str]) -> None:
    path = site / file
    text = path.read_text("utf-8")
    assert change(text) != text
    path.write_text(change(text), "utf-8")


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _clean(site: Path, folder: Path) -> dict[str, bytes]:
    """Return the files that a build from nothing makes of a site's sources."""
    shutil.rmtree(folder, ignore_errors=True)
    copy = copy_sources(site, folder, compiled=False)
    assert run(copy, "postil", "build").returncode == 0
    return _tree(copy / "output")


def _adding(words: str) -> Callable[[str], str]:
    return lambda text: f"{text}\n{words}.\n"


def _one_more_paragraph(text: str) -> str:
    return f"{text}\nAnd *one* more paragraph, [with a link](https://example.org/more).\n"


@pytest.mark.parametrize("article", [SLUICE, PIER])
def test_an_edit_of_words_makes_what_a_clean_build_makes(
    site: Path, tmp_path: Path, article: str
) -> None:
    _edit(site, article, _one_more_paragraph)
    before = _tree(site / "output")
    assert _build(site) == ["True"]
    after = _tree(site / "output")
    assert after == _clean(site, tmp_path / "clean")
    changed = {name for name in after if after[name] != before[name]}
    page = f"/{Path(article).stem}/index.html"
    assert {name for name in changed if not name.startswith("feeds/")} == {
        name for name in after if name.endswith(page) and name[0] == "2"
    }


def _saying(words: str) -> Callable[[str], str]:
    """Return what has the note on the sluice say something else."""
    return lambda text: re.sub(r"note: [^,]*", f"note: {words}", text)


@pytest.mark.parametrize(
    "words",
    [
        "On the third of July.",
        "On *the third*",
        "Привет",
        "\"On the third, they say: 'no'.\"",
        '"On the third.\\n\\n* a list\\n* of two"',
        '"=1+1"',
    ],
)
def test_what_a_note_says_is_changed_where_it_is_shown(
    site: Path, tmp_path: Path, words: str
) -> None:
    before = _tree(site / "output")
    _edit(site, SLUICE_NOTES, _saying(words))
    assert _build(site) == ["True"]
    after = _tree(site / "output")
    assert after == _clean(site, tmp_path / "clean")
    changed = {name for name in after if after[name] != before[name]}
    assert changed - {"data/index.html"} == {
        *("2021/03/sluice/index.html", "2021/03/sluice/annotations.json"),
        *("data/annotations.json", "data/notes.csv", "data/notes.jsonl"),
    }


def test_a_note_may_change_with_the_text_and_again_and_back(site: Path, tmp_path: Path) -> None:
    first = _tree(site / "output")
    _edit(site, SLUICE_NOTES, _saying("On the fourth."))
    _edit(site, SLUICE, _one_more_paragraph)
    assert _build(site) == ["True"]
    assert _tree(site / "output") == _clean(site, tmp_path / "clean")
    _edit(site, SLUICE, _adding("And another"))
    assert _build(site) == ["True"]
    _edit(site, SLUICE_NOTES, _saying("On the fifth."))
    assert _build(site) == ["True"]
    assert _tree(site / "output") == _clean(site, tmp_path / "clean")
    _edit(site, SLUICE, lambda _: MORE[SLUICE])
    _edit(site, SLUICE_NOTES, lambda _: MORE[SLUICE_NOTES])
    assert _build(site) == ["True"]
    assert _tree(site / "output") == first


def test_what_is_built_whole_after_a_changed_note_has_it(site: Path, tmp_path: Path) -> None:
    _edit(site, SLUICE_NOTES, _saying("On the fourth."))
    assert _build(site) == ["True"]
    _edit(site, WEIR, lambda text: text.replace("title: The weir", "title: A weir"))
    _edit(site, SLUICE_NOTES, lambda _: MORE[SLUICE_NOTES])  # as at the last whole build
    assert _build(site) == ["False"]
    assert _tree(site / "output") == _clean(site, tmp_path / "clean")


def test_two_notes_may_change_places(site: Path, tmp_path: Path) -> None:
    other = "  - {id: wind, kind: context, quote: without wind, note: Calm., as_of: 2021-03-01}\n"
    _edit(site, SLUICE_NOTES, lambda text: text + other)
    assert _build(site) == ["False"]
    _edit(
        site,
        SLUICE_NOTES,
        lambda text: text.replace("On the third.", "-").replace("Calm.", "On the third."),
    )
    _edit(site, SLUICE_NOTES, lambda text: text.replace("note: -", "note: Calm."))
    assert _build(site) == ["True"]
    assert _tree(site / "output") == _clean(site, tmp_path / "clean")


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("index.html", "{% for one in articles[0].notes %}{{ one.body.text }}{% endfor %}"),
        (
            "archives.html",
            "{% for use in library.uses() if use.note.view.kind == 'context' %}"
            "{{ use.note.annotation.body|attr('text') }}{% endfor %}",
        ),
        (
            "tags.html",
            "{% for article in library.articles %}"
            "{{ article.notes|map(attribute='view')|map(attribute='body')|list|string|length }}"
            "{% endfor %}",
        ),
    ],
)
def test_a_page_that_shows_what_notes_say_is_not_forgotten(
    site: Path, tmp_path: Path, template: str, shown: str
) -> None:
    write(site, {f"templates/{template}": f"{shown}\n"})
    _edit(site, PIER, lambda text: text.replace("2021-03-02", "2021-02-02"))  # not the newest
    _build(site)
    _edit(site, SLUICE_NOTES, _saying("On the fourth of July."))
    assert _build(site) == ["False"]
    assert _tree(site / "output") == _clean(site, tmp_path / "clean")
    _edit(site, SLUICE, _one_more_paragraph)  # the page stays meanwhile
    assert _build(site) == ["True"]
    _edit(site, SLUICE_NOTES, _saying("On the fifth."))
    assert _build(site) == ["False"]
    assert _tree(site / "output") == _clean(site, tmp_path / "clean")


def test_what_was_found_in_a_sidecar_is_told_with_its_lines_as_they_are(
    site: Path, tmp_path: Path
) -> None:
    notes = "annotations/articles/2020/lock.yaml"
    other = "  - {id: year, kind: context, quote: منذ عام, note: A year., as_of: 2020-12-10}\n"
    _edit(site, notes, lambda text: text + other)
    assert f"{notes}:12:9" in _try(site).stderr
    _edit(site, notes, lambda text: text.replace("A year.", '"A\\n\\nyear."'))
    _edit(site, notes, lambda text: f"# Read again in May.\n{text}")
    done = _try(site)
    assert done.stdout.split() != ["True"]
    assert f"{notes}:13:9" in done.stderr
    assert _tree(site / "output") == _clean(site, tmp_path / "clean")


def test_links_to_the_lines_of_notes_lead_there_after_an_edit_that_moves_them(
    site: Path, tmp_path: Path
) -> None:
    notes = "annotations/articles/2020/lock.yaml"
    other = "  - {id: year, kind: context, quote: منذ عام, note: A year., as_of: 2020-12-10}\n"
    _edit(site, CONF, lambda text: f"{text}\nPOSTIL_REPOSITORY = 'https://example.org/weir'\n")
    _edit(site, notes, lambda text: text.replace("annotations:\n", f"annotations:\n{other}"))
    _build(site)
    _edit(site, notes, lambda text: text.replace("note: A year.", "note:\n      A year."))
    before = _tree(site / "output")
    assert _build(site) != ["True"]
    after = _tree(site / "output")
    assert after == _clean(site, tmp_path / "clean")
    assert after["claims/lock-safe/index.html"] != before["claims/lock-safe/index.html"]


def test_open_data_of_the_sites_own_is_left_as_it_is(site: Path, tmp_path: Path) -> None:
    write(site, {"content/data/notes.csv": "my own\n"})
    _edit(site, CONF, lambda text: f"{text}\nSTATIC_PATHS = ['images', 'data']\n")
    _build(site)
    assert (site / "output/data/notes.csv").read_text("utf-8") == "my own\n"
    _edit(site, SLUICE_NOTES, _saying("On the fourth."))
    assert _build(site) == ["False"]
    assert _tree(site / "output") == _clean(site, tmp_path / "clean")


def test_one_edit_follows_another(site: Path, tmp_path: Path) -> None:
    for words in ("No. 0", "No. 1", "No. 2"):
        _edit(site, SLUICE, _adding(words))
        assert _build(site) == ["True"]
    _edit(site, PIER, _one_more_paragraph)
    _edit(site, SLUICE, lambda text: text.replace("No. 1.", "No. one."))
    assert _build(site) == ["True"]
    assert _tree(site / "output") == _clean(site, tmp_path / "clean")


def test_after_it_any_other_edit_is_built_whole(site: Path, tmp_path: Path) -> None:
    _edit(site, SLUICE, _one_more_paragraph)
    assert _build(site) == ["True"]
    _edit(site, WEIR, lambda text: text.replace("title: The weir", "title: A weir"))
    assert _build(site) == ["False"]
    assert _tree(site / "output") == _clean(site, tmp_path / "clean")
    _edit(site, SLUICE, lambda text: text.replace("*one* more", "another"))
    assert _build(site) == ["True"]
    assert _tree(site / "output") == _clean(site, tmp_path / "clean")


@pytest.mark.parametrize(
    ("file", "change"),
    [
        (PIER, lambda text: text.replace("title: The pier", "title: A pier")),
        (PIER, lambda text: text.replace("2021-03-02", "2021-03-03")),
        (PIER, lambda text: text.replace("title:", "status: hidden\ntitle:")),
        (PIER, lambda text: f"{text}\nThe Ministry said that the dam is safe.\n"),  # a claim's
        (PIER, lambda text: f"{text}\n![The weir]({{static}}/images/weir.svg)\n"),
        (
            SLUICE,
            lambda text: text.replace("on a day without wind", "in calm weather"),
        ),  # by a note
        (SLUICE_NOTES, lambda text: text.replace("as_of: 2021-03-01", "as_of: 2021-03-02")),
        (SLUICE_NOTES, lambda text: text.replace("closed in July", "in July")),
        (SLUICE_NOTES, lambda text: text.replace("On the third.", "On the third., status: draft")),
    ],
)
def test_what_others_see_is_built_whole(
    site: Path, tmp_path: Path, file: str, change: Callable[[str], str]
) -> None:
    _edit(site, file, change)
    assert _build(site) == ["False"]
    assert _tree(site / "output") == _clean(site, tmp_path / "clean")


@pytest.mark.parametrize("settings", ["OUTPUT_SOURCES = True", "FEED_ALL_RSS = 'all.rss.xml'"])
def test_where_the_words_are_elsewhere_too_all_is_built(
    site: Path, tmp_path: Path, settings: str
) -> None:
    _edit(site, CONF, lambda text: f"{text}\n{settings}\n")
    _build(site)
    _edit(site, SLUICE, _one_more_paragraph)
    assert not _build(site)
    assert _tree(site / "output") == _clean(site, tmp_path / "clean")


@pytest.fixture
def searched(site: Path) -> Path:
    """The same archive with a search."""
    _edit(site, CONF, lambda text: f"{text}\nPOSTIL_SEARCH = True\n")
    _build(site)
    return site


def _index(site: Path) -> dict[str, int]:
    """The files of the search index, with their time stamps."""
    return {
        path.name: path.stat().st_mtime_ns
        for path in (site / "output/pagefind").rglob("*")
        if path.is_file()
    }


def test_the_search_finds_new_words_of_one_article_after_the_other(
    searched: Path, tmp_path: Path
) -> None:
    for article in (SLUICE, PIER, SLUICE):
        _edit(searched, article, _one_more_paragraph)
        before = _index(searched)
        assert _build(searched) == ["True"]
        assert before.keys() - _index(searched).keys(), "an old record is still there"
        assert _tree(searched / "output") == _clean(searched, tmp_path / "clean")


def test_what_no_search_looks_at_leaves_the_index_as_it_is(searched: Path, tmp_path: Path) -> None:
    before = _index(searched)
    _edit(searched, SLUICE_NOTES, _saying("Something else"))
    assert _build(searched) == ["True"]
    _edit(searched, "motto.txt", lambda text: f"Once more, {text}")
    _build(searched)
    assert _index(searched) == before
    assert _tree(searched / "output") == _clean(searched, tmp_path / "clean")


@pytest.mark.parametrize("edited", [True, False])
def test_an_index_that_came_to_harm_is_made_anew(
    searched: Path, tmp_path: Path, *, edited: bool
) -> None:
    [*_, one] = sorted((searched / "output/pagefind/fragment").iterdir())
    one.write_bytes(b"torn")
    if edited:
        _edit(searched, SLUICE, _one_more_paragraph)
    _build(searched)
    assert _tree(searched / "output") == _clean(searched, tmp_path / "clean")


def test_words_that_are_kept_no_longer_are_no_harm(searched: Path, tmp_path: Path) -> None:
    for path in (searched / ".cache/postil/compiled").iterdir():
        if path.name != "index":
            path.write_bytes(b"torn")
    _edit(searched, SLUICE, _one_more_paragraph)
    _build(searched)
    assert _tree(searched / "output") == _clean(searched, tmp_path / "clean")


def test_a_front_page_with_articles_words_is_not_forgotten(site: Path, tmp_path: Path) -> None:
    (site / "templates").mkdir(exist_ok=True)
    (site / "templates/index.html").write_text("{{ articles[0].content }}\n", "utf-8")
    _build(site)
    _edit(site, SLUICE, _one_more_paragraph)
    assert _build(site) == ["False"]
    assert _tree(site / "output") == _clean(site, tmp_path / "clean")


def test_a_whole_build_makes_no_more_pages_for_a_replate_that_was_not_enough(site: Path) -> None:
    _edit(site, PIER, lambda text: text.replace("A pier without ships.", "No ships."))
    done = _try(site)
    assert done.stdout.split() == ["False"]
    made = int(done.stderr.partition("pages made: ")[2].split()[0])
    assert made < len([*(site / "output").rglob("index.html")]) / 2


@pytest.mark.parametrize("link", ["{static}/feeds/all.atom.xml", "{filename}/drafts/old.md"])
def test_a_link_that_leads_nowhere_in_another_article_still_does(
    site: Path, tmp_path: Path, link: str
) -> None:
    write(site, {"content/drafts/old.md": (site / PIER).read_text("utf-8")})
    _edit(site, PIER, lambda text: f"{text}\n[There]({link}).\n")
    _build(site)
    _edit(site, SLUICE, _one_more_paragraph)
    assert _build(site) == ["False"]
    assert _tree(site / "output") == _clean(site, tmp_path / "clean")


@pytest.mark.parametrize("link", ["{static}/none.pdf", "{filename}none.md"])
def test_a_link_that_was_mended_is_warned_of_no_longer(site: Path, link: str) -> None:
    before = (site / PIER).read_text("utf-8")
    _edit(site, PIER, lambda text: f"{text}\n[There]({link}).\n")
    assert "there is no such file" in _try(site).stderr
    (site / PIER).write_text(before, "utf-8")
    assert "there is no such file" not in _try(site).stderr


def test_lost_answers_are_no_harm(site: Path, tmp_path: Path) -> None:
    shutil.rmtree(site / ".cache/postil/compiled")
    _edit(site, SLUICE, _one_more_paragraph)
    assert _build(site) == ["False"]
    assert _tree(site / "output") == _clean(site, tmp_path / "clean")


def test_an_edit_that_is_wrong_is_told_and_nothing_changes(site: Path) -> None:
    before = _tree(site / "output")
    _edit(site, SLUICE, lambda text: text.replace("closed in July", "closed"))
    done = _try(site)
    assert done.returncode == 1
    assert "quote-not-found" in done.stderr
    assert _tree(site / "output") == before
