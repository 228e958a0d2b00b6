"""What the rules keep from build to build: they find what a check finds that has kept nothing.

The site here has something for each rule to say. It is checked, changed, and checked again, once
with what was kept and once without.
"""

import datetime as dt
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from postil.archive import Archive, open_archive
from postil.building.pelicanconf import read_conf
from postil.findings.diagnostics import Code, Diagnostic
from postil.rules.dossier import Wording
from postil.rules.sightings import Sightings
from tests.sites import edit, write

CLAIM = "annotations/claims/cheese.yaml"
ENTITIES = "annotations/registry/entities.yaml"
SOURCES = "annotations/registry/sources.yaml"
ONE, TWO, THREE = (f"content/articles/2026/{name}.md" for name in ("one", "two", "three"))
NOTES = "annotations/articles/2026/one.yaml"

SITE = {
    "pelican.conf.py": "from postil.settings import *\n\nSITENAME = 'A site'\n"
    "SITEURL = 'https://site.example'\n",
    ONE: "---\ntitle: One\ndate: 2026-01-02\noutlet: The Paper\n---\nThe Moon shines, they said.\n",
    TWO: "---\ntitle: Two\ndate: 2026-01-03\n---\nIt is *the cheese\nMoon*, they say.\n",
    THREE: "---\ntitle: Three\ndate: 2026-01-04\n---\nNothing but the cheese, and a Moon.\n",
    NOTES: "sources:\n  own: {title: T, by: The Gazette, url: https://example.org/own}\n"
    "annotations:\n"
    "  - id: shines\n    kind: claim\n    quote: The Moon shines\n    claim: The Moon has a light\n"
    "    said_by: office\n    verdict: false\n    fact: It has none.\n    as_of: 2026-01-02\n"
    "    recheck: 2026-01-10\n    sources: [own]\n    by: an.editor\n"
    "  - {id: said, kind: context, quote: they said, note: Twice., as_of: 2026-01-02,"
    " sources: [atlas], by: an.editor}\n",
    CLAIM: "claim: The Moon is made of cheese\nsaid_by: office\nverdict: false\n"
    "fact: It is made of rock.\nas_of: 2026-01-01\nsources: [atlas]\n"
    "also_worded: [the cheese Moon]\nby: an.editor\n",
    SOURCES: "atlas: {title: Atlas, by: A house, url: https://example.org/atlas}\n",
    ENTITIES: "office: {type: organisation, name: The Moon Office}\n",
    "annotations/registry/scale.yaml": "version: 1\nratings:\n"
    "  - {id: false, name: False, value: 1, means: Not so., tone: bad}\n",
}

Change = Callable[[Path], object]
CHANGES: dict[str, Change] = {
    "nothing": lambda _: None,
    "an article": lambda site: edit(site / TWO, "It is", "For us it is"),
    "an article that repeats a claim": lambda site: edit(
        site / THREE, "Nothing", "The cheese Moon"
    ),
    "an article that repeats it no more": lambda site: edit(site / TWO, "cheese", "round"),
    "another article": lambda site: write(
        site, {"content/articles/2026/four.md": SITE[TWO].replace("2026-01-03", "2026-02-03")}
    ),
    "an article less": lambda site: (site / TWO).unlink(),
    "an article of another name": lambda site: (site / TWO).rename(site / "content/articles/2.md"),
    "an outlet": lambda site: edit(site / ONE, "The Paper", "The Gazette"),
    "lines above a note": lambda site: edit(site / NOTES, "annotations:", "# One\n\nannotations:"),
    "a second source": lambda site: edit(site / NOTES, "sources: [own]", "sources: [own, atlas]"),
    "a second editor": lambda site: edit(
        site / NOTES, "    by: an.editor\n", "    by: an.editor\n    checked_by: another\n"
    ),
    "a reply": lambda site: edit(
        site / NOTES, "    verdict", "    reply: {asked_on: 2026-01-01, answer: none}\n    verdict"
    ),
    "a draft": lambda site: edit(site / NOTES, "    by: an", "    status: draft\n    by: an"),
    "a claim of an article, reworded": lambda site: edit(
        site / NOTES, "The Moon has a light", "The cheese, and a Moon"
    ),
    "a note on the repeated claim": lambda site: write(
        site,
        {
            "annotations/articles/2026/two.yaml": "annotations:\n"
            '  - {id: cheese, use: cheese, quote: "the cheese Moon"}\n'
        },
    ),
    "a sidecar less": lambda site: (site / NOTES).unlink(),
    "other words of a claim": lambda site: edit(site / CLAIM, "the cheese Moon", "but the cheese"),
    "no other words of a claim": lambda site: edit(
        site / CLAIM, "also_worded: [the cheese Moon]\n", ""
    ),
    "a shared claim's own words": lambda site: edit(site / CLAIM, "made of cheese", "all cheese"),
    "a shared claim without a second editor": lambda site: edit(
        site / CLAIM, "by: an.editor", "by: an.editor\nchecked_by: another"
    ),
    "a claim more": lambda site: write(
        site, {"annotations/claims/moon.yaml": SITE[CLAIM].replace("the cheese Moon", "a Moon")}
    ),
    "a claim less": lambda site: (site / CLAIM).unlink(),
    "a copy of a source": lambda site: edit(
        site / SOURCES, "by: A house", "by: A house, archived: https://web.archive.org/web/x"
    ),
    "a source's publisher": lambda site: edit(site / SOURCES, "A house", "The Moon Office"),
    "a speaker's name": lambda site: edit(site / ENTITIES, "The Moon Office", "The Gazette"),
    "the archive's name": lambda site: edit(site / "pelican.conf.py", "A site", "The Gazette"),
    "the archive's address": lambda site: edit(
        site / "pelican.conf.py", "site.example", "www.example.org"
    ),
    "severities": lambda site: write(
        site,
        {
            "pelican.conf.py": SITE["pelican.conf.py"]
            + "POSTIL_SEVERITIES = {'single-source': 'off', 'unnoted-claim': 'error'}\n"
        },
    ),
    "half of what was kept": lambda site: _cut(site / ".cache/postil/compiled"),
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Diagnostic]]:
    """A site that was checked, with what was found."""
    folder = tmp_path_factory.mktemp("kept")
    write(folder, SITE)
    (folder / "content/pages").mkdir()
    return folder, checked(folder)


@pytest.fixture
def site(kept: tuple[Path, list[Diagnostic]], tmp_path: Path) -> Path:
    """A copy of it, with all that was kept."""
    return shutil.copytree(kept[0], tmp_path / "site")


def checked(site: Path, **settings: object) -> list[Diagnostic]:
    """Check a site as a build does, and keep what it keeps."""
    archive = _read(site, settings)
    findings = archive.findings()
    archive.keep()
    return findings


def _read(site: Path, settings: Mapping[str, object]) -> Archive:
    conf, problem = read_conf(site / "pelican.conf.py")
    assert problem is None
    archive = open_archive({**conf, **settings})
    articles = sorted((site / "content/articles").rglob("*.md"))
    archive.prepare(articles, jobs=1)
    for article in articles:
        archive.compile(article)
    return archive


def _cut(folder: Path) -> None:
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes()[:-20])


def test_every_rule_has_something_to_say_about_the_site(site: Path) -> None:
    assert {found.code for found in checked(site, POSTIL_TODAY=dt.date(2026, 3, 1))} == {
        Code.SINGLE_SOURCE,
        Code.MISSING_ARCHIVE,
        Code.MISSING_REPLY,
        Code.SECOND_EDITOR,
        Code.OVERDUE_RECHECK,
        Code.UNNOTED_CLAIM,
    }


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_kept_changes_no_finding(
    site: Path, kept: tuple[Path, list[Diagnostic]], change: str
) -> None:
    CHANGES[change](site)
    clean = checked(site, POSTIL_CACHE="")
    assert checked(site) == clean
    assert (clean == kept[1]) == (change in ("nothing", "half of what was kept"))


@pytest.mark.parametrize("day", [dt.date(2026, 1, 10), dt.date(2026, 1, 11), None])
def test_the_day_is_not_kept(site: Path, day: dt.date | None) -> None:
    checked(site, POSTIL_TODAY=dt.date(2027, 1, 1))
    after = checked(site, POSTIL_TODAY=day)
    assert after == checked(site, POSTIL_TODAY=day, POSTIL_CACHE="")
    due = [found for found in after if found.code is Code.OVERDUE_RECHECK]
    assert len(due) == (day == dt.date(2026, 1, 11))


def test_an_article_is_searched_only_for_what_is_new() -> None:
    asked: list[bytes] = []

    def article(name: bytes, words: str) -> Callable[[], str]:
        def read() -> str:
            asked.append(name)
            return words

        return read

    cheese, light = Wording("cheese", "made of cheese"), Wording("light", "a light")
    one = {b"one": article(b"one", "it is made of cheese and has a light")}
    two = {b"two": article(b"two", "a light, and nothing else")}
    first = Sightings()
    assert first.look([cheese], one) == {b"one": (cheese,)}
    again = Sightings(first.kept())
    assert again.look([cheese], one) == {b"one": (cheese,)}
    assert asked == [b"one"]
    more = Sightings(again.kept())
    assert more.look([cheese], one | two) == {b"one": (cheese,), b"two": ()}
    assert asked == [b"one", b"two"]
    new = Sightings(more.kept())
    assert new.look([light], one | two) == {b"one": (light,), b"two": (light,)}
    assert asked == [b"one", b"two", b"one", b"two"]
    assert Sightings(new.kept()).look([], one) == {b"one": ()}
    assert len(asked) == 4


def test_no_article_is_opened_again_where_there_is_nothing_to_say(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(site / NOTES, "    recheck: 2026-01-10\n", "    recheck: 2027-01-10\n")
    more = "sources: [own, atlas]\n    reply: {asked_on: 2026-01-01, answer: none}"
    edit(site / NOTES, "sources: [own]", more)
    edit(site / TWO, "cheese", "round")  # repeats no claim now
    checked(site)
    archive = _read(site, {})
    opened: list[str] = []
    monkeypatch.setattr(Archive, "_reopened", lambda _self, path, _made: opened.append(path))
    archive.findings()
    assert opened == []
