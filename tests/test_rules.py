"""Each editorial rule on a real archive: what makes it speak, and what leaves it silent."""

import datetime as dt
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postil.archive import open_archive
from postil.building.pelicanconf import read_conf
from postil.commands.skeleton import new_site
from postil.findings.diagnostics import Code, Diagnostic, Severity
from postil.rules import OF_ARCHIVES, OF_CASES
from postil.rules.phrases import Phrase, Phrases, folded
from tests.sites import REPOSITORY, edit, write

ARTICLE = "content/articles/2026/first-article.md"
SIDECAR = "annotations/articles/2026/first-article.yaml"
ENTITIES = "annotations/registry/entities.yaml"
OTHER = "content/articles/2026/other.md"

SHARED = """\
claim: The Moon is made of cheese
said_by: moon-office
verdict: false
fact: It is made of rock.
as_of: 2026-01-05
sources: [lpi-atlas, second]
reply: {asked_on: 2026-01-04, answer: none}
also_worded: [the cheese Moon, "the moon’s cheese", 月はチーズ]
by: editor.a
checked_by: editor.b
"""
SECOND = """\
second:
  title: The Moon
  by: An observatory
  url: https://example.org/moon
  archived: https://web.archive.org/web/2024/https://example.org/moon
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A new site, on which no rule has anything to say, and a claim kept for any article."""
    folder = tmp_path / "site"
    assert new_site(folder) is None
    sources = folder / "annotations/registry/sources.yaml"
    sources.write_text(sources.read_text("utf-8") + SECOND, "utf-8")
    write(folder, {"annotations/claims/cheese.yaml": SHARED})
    return folder


def found(site: Path, code: Code, **settings: object) -> list[Diagnostic]:
    """Read a site's articles, and return what is found of one code."""
    return [each for each in everything(site, settings) if each.code is code]


def everything(site: Path, settings: Mapping[str, object]) -> list[Diagnostic]:
    conf, problem = read_conf(site / "pelican.conf.py")
    assert problem is None
    archive = open_archive({**conf, **settings})
    for article in sorted((site / "content" / "articles").rglob("*.md")):
        archive.compile(article)
    for page in sorted((site / "content" / "pages").rglob("*.md")):
        archive.compile(page, page=True)
    return archive.findings()


def article(body: str, title: str = "Another") -> str:
    return f"---\ntitle: {title}\ndate: 2026-02-01\n---\n\n{body}\n"


def test_no_rule_has_anything_to_say_about_a_new_site(site: Path) -> None:
    assert everything(site, {}) == []


def test_there_is_a_rule_for_each_code_and_each_explains_itself() -> None:
    manual = (REPOSITORY / "docs" / "findings.md").read_text("utf-8")
    for rule in (*OF_CASES, *OF_ARCHIVES):
        code = rule.__module__.rpartition(".")[2].replace("_", "-")
        assert str(import_module(rule.__module__).__doc__).startswith(f"`{code}`: ")
        assert f"\n### {code}\n" in manual


def test_a_single_source_is_said_where_it_is_cited(site: Path) -> None:
    edit(site / SIDECAR, "[nasa-samples, lpi-atlas]", "[nasa-samples]")
    (single,) = found(site, Code.SINGLE_SOURCE)
    assert (single.path, single.severity) == (SIDECAR, Severity.WARNING)
    assert single.excerpt == "    sources: [nasa-samples]"
    assert (single.column, single.width) == (14, 14)


def test_drafts_and_withdrawn_claims_are_no_cases(site: Path) -> None:
    edit(site / SIDECAR, "[nasa-samples, lpi-atlas]", "[nasa-samples]")
    edit(site / SIDECAR, "    by: editor.a\n", "    by: editor.a\n    status: draft\n")
    assert found(site, Code.SINGLE_SOURCE) == []
    retraction = "changes: [{date: 2026-02-01, type: retraction, note: We were wrong.}]"
    edit(site / SIDECAR, "status: draft", f"status: withdrawn\n    {retraction}")
    assert found(site, Code.SINGLE_SOURCE) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("by", "The Moon Office"),
        ("by", "my archive"),
        ("url", "https://www.moon.example/truth"),
        ("url", "https://social.example/@moon/1234"),
    ],
)
def test_sources_of_the_speaker_or_our_own_prove_nothing(site: Path, key: str, value: str) -> None:
    entities = (site / ENTITIES).read_text("utf-8")
    office = {
        "moon-office": "{type: organisation, name: The Moon Office, accounts: [{platform: social, "
        "handle: moon, url: https://social.example/@moon}], same_as: https://moon.example/}",
    }
    head, _, _ = entities.partition("moon-office:")
    applied = "\nplatform: {type: organisation, name: Platform}\n"
    write(site, {ENTITIES: f"{head}moon-office: {office['moon-office']}{applied}"})
    write(site, {"annotations/registry/labels.yaml": ""})
    edit(site / SIDECAR, "[nasa-samples, lpi-atlas]", "[own]")
    other = f'  own: {{title: T, archived: https://web.archive.org/x, {key}: "{value}"}}\n'
    edit(site / SIDECAR, "sources:\n  nasa", f"sources:\n{other}  nasa")
    (dependent,) = found(site, Code.SOURCES_NOT_INDEPENDENT)
    assert dependent.excerpt == "    sources: [own]"
    assert found(site, Code.SINGLE_SOURCE) == []  # one mistake, one finding
    edit(site / SIDECAR, "[own]", "[own, lpi-atlas]")
    assert found(site, Code.SOURCES_NOT_INDEPENDENT) == []


def test_a_page_without_a_copy_is_said_once_where_the_source_is_written(site: Path) -> None:
    sources = site / "annotations/registry/sources.yaml"
    edit(sources, "  archived: https://web.archive.org/web/2024/https://example.org/moon\n", "")
    edit(site / SIDECAR, "[nasa-samples, lpi-atlas]", "[nasa-samples, lpi-atlas, second]")
    (missing,) = found(site, Code.MISSING_ARCHIVE)
    assert missing.path == "annotations/registry/sources.yaml"
    assert missing.excerpt == "  url: https://example.org/moon"
    assert "https://web.archive.org/save/https://example.org/moon" in missing.help
    edit(sources, "  url: https://example.org/moon\n", "")
    assert found(site, Code.MISSING_ARCHIVE) == []  # a source on paper has no copy


def test_a_source_of_the_sidecar_is_found_in_the_sidecar(site: Path) -> None:
    edit(
        site / SIDECAR,
        "    archived: https://web.archive.org/web/2024/https://curator.jsc.nasa.gov/lunar/\n",
        "",
    )
    (missing,) = found(site, Code.MISSING_ARCHIVE)
    assert (missing.path, missing.line) == (SIDECAR, 7)


def test_a_speaker_who_was_not_asked(site: Path) -> None:
    edit(site / SIDECAR, "    reply: {asked_on: 2026-01-04, answer: none}\n", "")
    (missing,) = found(site, Code.MISSING_REPLY)
    assert missing.excerpt == "    said_by: moon-office"
    assert missing.message == "nothing says whether The Moon Office was asked about this claim"
    assert found(site, Code.MISSING_REPLY, SITENAME="The Moon Office") == []


def test_a_note_that_only_its_author_has_read(site: Path) -> None:
    edit(site / SIDECAR, "    checked_by: editor.b\n    checked_on: 2026-01-05\n", "")
    (alone,) = found(site, Code.SECOND_EDITOR)
    assert alone.excerpt == "    by: editor.a"
    edit(site / SIDECAR, "    by: editor.a\n", "    by: editor.a\n    checked_by: editor.a\n")
    assert found(site, Code.SECOND_EDITOR) == []  # that is `self-checked`
    assert len(found(site, Code.SELF_CHECKED)) == 1


def test_what_was_to_be_checked_again_by_now(site: Path) -> None:
    as_of = "382 kilograms.\n    as_of: 2026-01-05"
    edit(site / SIDECAR, as_of, f"{as_of}\n    recheck: 2026-01-20")
    assert found(site, Code.OVERDUE_RECHECK) == []  # the archive has not come that far
    write(site, {OTHER: article("Nothing.")})
    (overdue,) = found(site, Code.OVERDUE_RECHECK)
    assert overdue.excerpt == "    recheck: 2026-01-20"
    assert overdue.severity is Severity.INFO
    assert overdue.message.endswith("on 2026-01-20, and the archive has come to 2026-02-01")
    assert found(site, Code.OVERDUE_RECHECK, POSTIL_TODAY=dt.date(2026, 1, 20)) == []
    change = "changes: [{date: 2026-01-21, type: update, note: Looked.}]"
    edit(site / SIDECAR, "recheck: 2026-01-20", f"recheck: 2026-01-20\n    {change}")
    assert found(site, Code.OVERDUE_RECHECK) == []


@pytest.mark.parametrize(
    ("body", "words", "column"),
    [
        ("Some say *The Moon is made* of cheese.", "The Moon is made of cheese", 1),
        ("They sold the cheese\nMoon.", "the cheese Moon", 11),
        ("Of the Moon's cheese.", "the Moon's cheese", 4),
        ("皆は月はチーズだと言う。", "月はチーズ", 3),
        ("## THE CHEESE MOON", "THE CHEESE MOON", 4),
    ],
)
def test_a_checked_claim_that_an_article_repeats(
    site: Path, body: str, words: str, column: int
) -> None:
    write(site, {OTHER: article(body)})
    (unnoted,) = found(site, Code.UNNOTED_CLAIM)
    assert (unnoted.path, unnoted.line, unnoted.column) == (OTHER, 6, column)
    assert unnoted.message.startswith(f'"{words}" repeats the checked claim `cheese`')
    path, _, entry = unnoted.help.partition(": ")
    assert path == "add to `annotations:` in annotations/articles/2026/other.yaml"
    write(site, {"annotations/articles/2026/other.yaml": f"annotations:\n  {entry}\n"})
    assert everything(site, {}) == []


def test_a_claim_repeated_in_the_title_and_the_text_is_one_finding(site: Path) -> None:
    write(site, {OTHER: article("The cheese Moon, the cheese Moon.", "The cheese Moon again")})
    (unnoted,) = found(site, Code.UNNOTED_CLAIM)
    assert (unnoted.line, unnoted.column) == (2, 8)
    assert unnoted.notes[-1] == "the article has such words at 3 places"
    assert "in: title" in unnoted.help


@pytest.mark.parametrize(
    "body",
    [
        "Of the cheese Moonlight.",
        "Of bathe cheese Moon.",
        "Of the cheese\n\nMoon.",
        "Of the cheese, Moon.",
    ],
)
def test_words_that_are_not_the_claim(site: Path, body: str) -> None:
    write(site, {OTHER: article(body)})
    assert found(site, Code.UNNOTED_CLAIM) == []


def test_a_claim_of_one_sidecar_is_moved_before_another_uses_it(site: Path) -> None:
    write(site, {OTHER: article("The Moon landing of 1969 was filmed in a studio.")})
    (unnoted,) = found(site, Code.UNNOTED_CLAIM)
    assert unnoted.help.startswith(
        f"move the claim from {SIDECAR} to annotations/claims/filmed-in-a-studio.yaml; then add"
    )


def test_an_article_with_an_error_in_its_header_is_passed_over(site: Path) -> None:
    write(site, {OTHER: "The cheese Moon.\n"})
    assert {each.code for each in everything(site, {})} == {Code.HEADER_MISSING}


WORDS = st.text("ab é’'—-İß月 \u00a0\n", max_size=30)


@settings(deadline=None)
@given(WORDS, WORDS, WORDS)
def test_a_phrase_is_found_wherever_it_stands_between_spaces(
    before: str, phrase: str, after: str
) -> None:
    if not phrase.strip():
        return
    text = f"{before} {phrase} {after}"
    assert len(folded(text)) == len(text)
    hits = [
        " ".join(folded(text[start:end]).split())
        for _, start, end in Phrases([Phrase(phrase, "x")]).spans(folded(text))
    ]
    assert " ".join(folded(phrase).split()) in hits
