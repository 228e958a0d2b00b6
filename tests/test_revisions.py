"""`postil check --since`: real commits, and each rule shown to stop and shown to pass."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from postil.building.build import check
from postil.commands.skeleton import new_site
from postil.findings.diagnostics import Code, Diagnostic, Severity
from tests.sites import edit, run, write

ARTICLE = "content/articles/2026/first-article.md"
SIDECAR = "annotations/articles/2026/first-article.yaml"
SHARED = "annotations/claims/cheese.yaml"
LABELS = "annotations/registry/labels.yaml"
SCALE = "annotations/registry/scale.yaml"
ENTITIES = "annotations/registry/entities.yaml"
POSTS = "annotations/registry/posts.yaml"
SOURCES = "annotations/registry/sources.yaml"
REDIRECTS = "annotations/registry/redirects.yaml"
ADDRESS = "2026/01/first-article/"

HISTORY = """\
    changes:
      - {date: 2026-01-06, type: clarification, by: editor.a, note: Said what was filmed.}
"""
CHEESE = """\
claim: The Moon is made of cheese
said_by: moon-office
said_on: 2026-01-02
verdict: unproven
fact: Nobody has found any.
as_of: 2026-01-05
sources: [lpi-atlas, other]
reply: {asked_on: 2026-01-04, answer: none}
by: editor.a
checked_by: editor.b
"""
LABEL_HISTORY = """\
  changes:
  - {date: 2025-06-01, type: clarification, note: N.}
"""
POST = """\
moon-post: {by: moon-office, platform: example, date: 2026-01-01, text: Cheese!, labels: [parody]}
"""
OTHER = """\
other: {title: T, by: B}
"""
DRAFT = """\
  - {id: not-yet, kind: context, quote: in a studio, note: D, as_of: 2026-01-05, status: draft}
"""


def git(folder: Path, *arguments: str) -> str:
    names = {
        f"GIT_{who}_{what}": "t@example.org"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    here = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(
        ["git", "-c", "protocol.file.allow=always", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**here, **names, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def commit(folder: Path, message: str = "-") -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in the second folder of a repository, everything in it committed."""
    repository = tmp_path_factory.mktemp("repository")
    site = repository / "archive of ours"
    assert new_site(site) is None
    edit(site / SIDECAR, "    by: editor.a\n", f"    by: editor.a\n{HISTORY}")
    sidecar, sources, labels = site / SIDECAR, site / SOURCES, site / LABELS
    labels.write_text(labels.read_text("utf-8") + LABEL_HISTORY, "utf-8")
    sidecar.write_text(sidecar.read_text("utf-8") + DRAFT, "utf-8")
    sources.write_text(sources.read_text("utf-8") + OTHER, "utf-8")
    write(site, {SHARED: CHEESE, "annotations/claims/idea.yaml": CHEESE + "status: draft\n"})
    write(site, {POSTS: POST})
    idea = "---\ntitle: I\ndate: 2026-01-01\nstatus: draft\n---\n"
    write(site, {"content/articles/2026/idea.md": idea})
    git(repository, "init", "-q", "-b", "main")
    commit(repository)
    return repository


@pytest.fixture
def site(published: Path, tmp_path: Path) -> Path:
    shutil.copytree(published, tmp_path / "copy")
    return tmp_path / "copy" / "archive of ours"


def since(site: Path, revision: str = "HEAD") -> list[Diagnostic]:
    return list(check(site / "pelican.conf.py", since=revision).findings)


def codes(site: Path) -> list[str]:
    return [str(found.code) for found in since(site)]


def swap(path: str, old: str, new: str) -> Callable[[Path], None]:
    return lambda site: edit(site / path, old, new)


def remove(path: str) -> Callable[[Path], None]:
    return lambda site: (site / path).unlink()


def both(*steps: Callable[[Path], None]) -> Callable[[Path], None]:
    def all_of_them(site: Path) -> None:
        for step in steps:
            step(site)

    return all_of_them


LINE = (
    "      - {date: 2026-01-06, type: clarification, by: editor.a, note: Said what was filmed.}\n"
)
NEWS = "      - {date: 2026-02-01, type: correction, note: We were wrong.}\n"
RATED = "      - {date: 2026-02-01, type: update, note: Seen., was: false, now: unproven}\n"
FIRST = "- {date: 2026-02-01, type: update, note: Found some., was: unproven, now: true}"

MEANS = swap(SCALE, "means: The statement is wrong.", "means: The statement is a lie.")
HIGHER = swap(SCALE, "version: 1", "version: 2")
MEANING_TOLD = swap(
    SCALE, "a lie.",
    "a lie.\n    changes: [{date: 2026-02-01, type: clarification, note: We say it plainly.}]",
)  # fmt: skip
LABEL_TOLD = swap(
    LABELS, LABEL_HISTORY,
    LABEL_HISTORY + "  - {date: 2026-02-01, type: correction, note: We had it wrong.}\n",
)  # fmt: skip
WHY = swap(SIDECAR, "nobody can make such rock", "nobody makes such rock")
QUOTE = swap(SIDECAR, "quote: 21.5 kilograms", "quote: kilograms")
SOURCE = swap(SIDECAR, "sources: [nasa-samples, lpi-atlas]", "sources: [nasa-samples]")
SAID_BY = swap(SHARED, "said_by: moon-office", "said_by: example-platform")
SAID_ON = swap(SHARED, "said_on: 2026-01-02", "said_on: 2026-01-03")
AS_OF = swap(SHARED, "as_of: 2026-01-05", "as_of: 2026-01-04")
WORDING = swap(LABELS, "text: Parody account", "text: Joke account")
DISCLAIMER = swap(LABELS, "accounts that imitate", "accounts which imitate")
APPLIED_BY = swap(LABELS, "applied_by: example-platform", "applied_by: moon-office")
BORNE = swap(ENTITIES, "account: example, from: 2025-01-01", "account: example, from: 2025-02-01")
POST_TEXT = swap(POSTS, "text: Cheese!", "text: Chalk!")
POST_DATE = swap(POSTS, "date: 2026-01-01", "date: 2026-01-02")
POST_LABEL = swap(POSTS, ", labels: [parody]", "")
POST_TOLD = swap(
    POSTS, "platform: example, date",
    "changes: [{date: 2026-02-01, type: correction, note: We had it wrong.}], "
    "platform: example, date",
)  # fmt: skip
SHARED_TOLD = swap(
    SHARED, "by: editor.a\n",
    "by: editor.a\nchanges:\n  - {date: 2026-02-01, type: correction, note: We were wrong.}\n",
)  # fmt: skip

VERDICT = swap(SIDECAR, "    verdict: false", "    verdict: unproven")
CLAIM = swap(SIDECAR, "landing of 1969 was filmed", "landing of 1969 was made")
FACT = swap(SIDECAR, "brought back 382", "brought back 383")
NOTE = swap(SIDECAR, "This is Apollo 11 alone.", "Apollo 11 alone.")
TOLD = swap(SIDECAR, LINE, LINE + NEWS)
COPY_EDITED = swap(SIDECAR, "6, type: clarification", "6, type: correction")

STOPS: dict[str, tuple[Callable[[Path], None], Code, str, str]] = {
    "a verdict": (VERDICT, Code.SILENT_CHANGE, SIDECAR, "    verdict: unproven"),
    "a verdict with a line about something else": (
        both(VERDICT, TOLD), Code.SILENT_CHANGE, SIDECAR, "    verdict: unproven"),
    "a claim's words": (
        CLAIM, Code.SILENT_CHANGE, SIDECAR,
        "    claim: The Moon landing of 1969 was made in a studio"),
    "a fact": (
        FACT, Code.SILENT_CHANGE, SIDECAR,
        "    fact: The six Apollo landings brought back 383 kilograms of rock and soil, "
        "studied ever since around the world."),
    "a shared claim's verdict": (
        swap(SHARED, "unproven", "true"), Code.SILENT_CHANGE, SHARED, "verdict: true"),
    "the text of a context note": (
        NOTE, Code.SILENT_CLARIFICATION, SIDECAR,
        "    note: Apollo 11 alone. All six landings together brought 382 kilograms."),
    "a rating's meaning": (
        MEANS, Code.SILENT_CHANGE, SCALE, "    means: The statement is a lie."),
    "a meaning in a higher version, untold": (
        both(MEANS, HIGHER), Code.SILENT_CHANGE, SCALE, "    means: The statement is a lie."),
    "a meaning told in the same version": (
        both(MEANS, MEANING_TOLD), Code.SILENT_CHANGE, SCALE, "    means: The statement is a lie."),
    "a claim's speaker": (
        SAID_BY, Code.SILENT_CHANGE, SHARED, "said_by: example-platform"),
    "the day when it was said": (
        SAID_ON, Code.SILENT_CLARIFICATION, SHARED, "said_on: 2026-01-03"),
    "a day of knowing that goes back": (
        AS_OF, Code.SILENT_CLARIFICATION, SHARED, "as_of: 2026-01-04"),
    "the reasons": (WHY, Code.SILENT_CLARIFICATION, SIDECAR, "    why: |"),
    "a source that is gone": (
        SOURCE, Code.SILENT_CLARIFICATION, SIDECAR, "    sources: [nasa-samples]"),
    "the words that a note is on": (
        QUOTE, Code.SILENT_CLARIFICATION, SIDECAR, "    quote: kilograms"),
    "a label's wording": (WORDING, Code.SILENT_CHANGE, LABELS, "  text: Joke account"),
    "a label's disclaimer": (
        DISCLAIMER, Code.SILENT_CHANGE, LABELS, "  disclaimer: The network puts this label on "
        "accounts which imitate an office as a joke."),
    "who applied a label": (
        APPLIED_BY, Code.SILENT_CHANGE, LABELS, "  applied_by: moon-office"),
    "when an account bore a label": (
        BORNE, Code.SILENT_CLARIFICATION, ENTITIES,
        "    - {label: parody, account: example, from: 2025-02-01}"),
    "what a post says": (
        POST_TEXT, Code.SILENT_CHANGE, POSTS, POST.replace("Cheese", "Chalk").rstrip()),
    "when a post was posted": (
        POST_DATE, Code.SILENT_CLARIFICATION, POSTS, POST.replace("01-01", "01-02").rstrip()),
    "a label that a post bore": (
        POST_LABEL, Code.SILENT_CLARIFICATION, POSTS,
        POST.replace(", labels: [parody]", "").rstrip()),
    "a line of a label's history is gone": (
        swap(LABELS, LABEL_HISTORY, ""),
        Code.REWRITTEN_HISTORY, LABELS, "parody:"),
    "a source is another one": (
        swap(SOURCES, "title: T, by: B", "title: U, by: B, url: 'https://example.org/u'"),
        Code.REUSED_ID, SOURCES, "other: {title: U, by: B, url: 'https://example.org/u'}"),
    "a line of history is gone": (
        swap(SIDECAR, HISTORY, ""), Code.REWRITTEN_HISTORY, SIDECAR, "  - id: filmed-in-a-studio"),
    "a line of history has another date": (
        swap(SIDECAR, "{date: 2026-01-06", "{date: 2026-01-05"), Code.REWRITTEN_HISTORY, SIDECAR,
        LINE.rstrip("\n").replace("01-06", "01-05")),
    "a line of history says something else": (
        COPY_EDITED, Code.REWRITTEN_HISTORY, SIDECAR,
        LINE.rstrip("\n").replace("clarification", "correction")),
    "a note is another kind": (
        swap(SIDECAR, "kind: label\n", "kind: context\n    note: N\n    as_of: 2026-01-05\n"),
        Code.REUSED_ID, SIDECAR, "  - id: moon-office-label"),
    "a claim is another one": (
        both(CLAIM, swap(SIDECAR, "said_by: moon-office", "said_by: example-platform")),
        Code.REUSED_ID, SIDECAR, "    claim: The Moon landing of 1969 was made in a studio"),
    "a note is gone": (
        swap(SIDECAR, """
  - id: moon-office-label
    kind: label
    quote: An account that calls itself the Moon Office
    who: moon-office
""", "\n"),
        Code.REMOVED_ID, SIDECAR, ""),
    "a note is a draft again": (
        swap(SIDECAR, "    by: editor.a\n", "    by: editor.a\n    status: draft\n"),
        Code.REMOVED_ID, SIDECAR, "    status: draft"),
    "a shared claim is gone": (remove(SHARED), Code.REMOVED_ID, SHARED, ""),
    "a shared claim is a draft again": (
        swap(SHARED, "by: editor.a\n", "by: editor.a\nstatus: draft\n"),
        Code.REMOVED_ID, SHARED, "status: draft"),
    "a slug": (
        swap(ARTICLE, "\ndate:", "\nslug: another\ndate:"), Code.MOVED_ADDRESS, ARTICLE,
        "slug: another"),
    "the month of a date": (
        swap(ARTICLE, "date: 2026-01-05", "date: 2025-12-05"), Code.MOVED_ADDRESS, ARTICLE,
        "date: 2025-12-05"),
    "an article is a draft again": (
        swap(ARTICLE, "\ndate:", "\nstatus: draft\ndate:"), Code.MOVED_ADDRESS, ARTICLE, "---"),
    "a page is gone": (
        remove("content/pages/corrections-policy.md"), Code.MOVED_ADDRESS,
        "content/pages/corrections-policy.md", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", STOPS)
def test_what_changed_in_silence_stops_at_its_line(site: Path, name: str) -> None:
    change, code, path, excerpt = STOPS[name]
    change(site)
    findings = [found for found in since(site) if found.code not in _OTHERS]
    assert [(found.code, found.path, found.excerpt) for found in findings] == [
        (code, path, excerpt)
    ]
    assert findings[0].is_error == (code is not Code.SILENT_CLARIFICATION)
    assert findings[0].help


_OTHERS = {
    Code.MISSING_REPLY,
    Code.MISSING_ARCHIVE,
    Code.MISSING_FIELD,
    Code.UNKNOWN_KEY,
    Code.OVERDUE_RECHECK,
    Code.SINGLE_SOURCE,
}

PASSES: dict[str, Callable[[Path], None]] = {
    "nothing": both(),
    "a verdict that says so": both(VERDICT, swap(SIDECAR, LINE, LINE + RATED)),
    "a claim's words, told": both(CLAIM, TOLD),
    "a fact, told": both(FACT, TOLD),
    "a shared verdict, told": both(
        swap(SHARED, "verdict: unproven", "verdict: true"),
        swap(SHARED, "by: editor.a\n", f"by: editor.a\nchanges:\n  {FIRST}\n"),
    ),
    "a context note, told": both(
        NOTE,
        swap(SIDECAR, "brought 382 kilograms.\n", f"brought 382 kilograms.\n    changes:\n{NEWS}"),
    ),
    "a meaning in a higher version, told": both(MEANS, HIGHER, MEANING_TOLD),
    "a claim's speaker, told": both(SAID_BY, SHARED_TOLD),
    "the day when it was said, told": both(SAID_ON, SHARED_TOLD),
    "a day of knowing that goes back, told": both(AS_OF, SHARED_TOLD),
    "a later day of knowing": swap(SHARED, "as_of: 2026-01-05", "as_of: 2026-01-06"),
    "the reasons, told": both(WHY, TOLD),
    "a source that is gone, told": both(SOURCE, TOLD),
    "one more source": swap(SIDECAR, "[nasa-samples]", "[nasa-samples, lpi-atlas]"),
    "the words that a note is on, told": both(
        QUOTE,
        swap(SIDECAR, "brought 382 kilograms.\n", f"brought 382 kilograms.\n    changes:\n{NEWS}"),
    ),
    "a label's wording, told": both(WORDING, LABEL_TOLD),
    "a label's disclaimer, told": both(DISCLAIMER, LABEL_TOLD),
    "who applied a label, told": both(APPLIED_BY, LABEL_TOLD),
    "when an account bore a label, told with the label": both(BORNE, LABEL_TOLD),
    "an account loses its label on a day": swap(
        ENTITIES,
        "account: example, from: 2025-01-01",
        "account: example, from: 2025-01-01, until: 2026-02-01",
    ),
    "what a post says, told": both(POST_TEXT, POST_TOLD),
    "when a post was posted, told": both(POST_DATE, POST_TOLD),
    "a label that a post bore, told": both(POST_LABEL, POST_TOLD),
    "a source's better title": swap(SOURCES, "title: T, by: B", "title: U, by: B"),
    "a paragraph wrapped anew": swap(SIDECAR, "All six landings", "\n      All six landings"),
    "quotation marks": swap(SIDECAR, "verdict: false", 'verdict: "false"'),
    "a draft note": swap(SIDECAR, DRAFT, ""),
    "a draft claim": remove("annotations/claims/idea.yaml"),
    "a draft article": remove("content/articles/2026/idea.md"),
    "a withdrawal, with its reason": swap(
        SIDECAR,
        LINE,
        f"{LINE}      - {{date: 2026-02-01, type: retraction, note: N.}}\n    status: withdrawn\n",
    ),
    "another day of the same month": swap(ARTICLE, "date: 2026-01-05", "date: 2026-01-02"),
    "a slug that says what the file's name said": swap(
        ARTICLE, "\ndate:", "\nslug: first-article\ndate:"
    ),
    "a slug, redirected": both(
        swap(ARTICLE, "\ndate:", "\nslug: another\ndate:"),
        lambda site: write(site, {REDIRECTS: f"{ADDRESS}: 2026/01/another/\n"}),
    ),
    "a new article and a new claim": lambda site: write(
        site,
        {
            "content/articles/2026/new.md": "---\ntitle: New\ndate: 2026-02-02\n---\nNew.\n",
            "annotations/claims/new.yaml": CHEESE.replace("is made of", "smells of"),
        },
    ),
}


@pytest.mark.parametrize("name", PASSES)
def test_what_is_told_and_what_is_free_passes(site: Path, name: str) -> None:
    PASSES[name](site)
    assert [found for found in since(site) if found.code not in _OTHERS] == []


def test_the_line_to_paste_makes_it_pass(site: Path) -> None:
    edit(site / SHARED, "verdict: unproven", "verdict: true")
    (found,) = since(site)
    assert found.message == (
        "the verdict was `unproven` and is `true`, and no new line of `changes` says so"
    )
    lead, _, line = found.help.partition(": ")
    assert lead == "add `changes:`, and under it"
    assert line == (
        "- {date: YYYY-MM-DD, type: update, by: editor.a, note: …, was: unproven, now: true}"
    )
    line = line.replace("YYYY-MM-DD", "2026-02-01")
    edit(site / SHARED, "by: editor.a\n", f"by: editor.a\nchanges:\n  {line}\n")
    assert since(site) == []


def test_today_stands_in_the_line_to_paste(site: Path) -> None:
    edit(site / SHARED, "verdict: unproven", "verdict: true")
    done = run(site, "postil", "check", "--since", "HEAD", "--today", "2026-03-04")
    assert done.returncode == 1
    assert "- {date: 2026-03-04, type: update," in done.stdout


def test_every_note_of_a_removed_sidecar_is_missed(site: Path) -> None:
    (site / SIDECAR).unlink()
    findings = since(site)
    assert {found.code for found in findings} == {Code.REMOVED_ID}
    assert [(found.path, found.message) for found in findings] == [
        (SIDECAR, "the note `filmed-in-a-studio` was published and is gone"),
        (SIDECAR, "the note `moon-office-label` was published and is gone"),
        (SIDECAR, "the note `weight-of-the-rock` was published and is gone"),
    ]


def test_every_record_of_a_removed_registry_file_is_missed(site: Path) -> None:
    kinds = {LABELS: "label", ENTITIES: "entity", SCALE: "rating"}
    for path, kind in kinds.items():
        text = (site / path).read_text("utf-8")
        (site / path).unlink()
        found = [each for each in since(site) if each.code is Code.REMOVED_ID]
        assert {each.path for each in found} == {path}
        assert all(each.message.startswith(f"the {kind} `") for each in found)
        write(site, {path: text})


def test_the_words_of_a_label_are_the_platforms(site: Path) -> None:
    text = (site / LABELS).read_text("utf-8")
    line = next(line for line in text.splitlines() if line.strip().startswith("disclaimer:"))
    edit(site / LABELS, line, f"{line} Or not.")
    (found,) = since(site)
    assert (found.code, found.path) == (Code.SILENT_CHANGE, LABELS)
    assert found.excerpt == f"{line} Or not."


def test_a_renamed_file_keeps_its_address_or_says_where_it_went(site: Path) -> None:
    for path in (ARTICLE, SIDECAR):
        (site / path).rename((site / path).with_stem("another"))
    (found,) = since(site)
    assert found.code is Code.MOVED_ADDRESS
    assert found.path == ARTICLE.replace("first-article", "another")
    assert (
        found.message == "the address of this was /2026/01/first-article/ and is /2026/01/another/"
    )
    write(site, {REDIRECTS: f"{ADDRESS}: 2026/01/another/\n"})
    assert since(site) == []
    (site / REDIRECTS).unlink()
    article = site / ARTICLE.replace("first-article", "another")
    edit(article, "\ndate:", "\nslug: first-article\ndate:")
    assert since(site) == []


@pytest.mark.parametrize(
    "name", ["First-Article", "2026-02-02-dated-name", "2026-02-02-other", "选举", "First_Article"]
)
def test_an_address_is_told_as_the_build_makes_it(site: Path, name: str) -> None:
    before = {path.parent.name for path in (site / "output/2026/01").glob("*/index.html")}
    for path in (ARTICLE, SIDECAR):
        (site / path).rename((site / path).with_stem(name))
    git(site, "add", "-A")
    git(site, "commit", "-qm", "Renamed")
    assert run(site, "postil", "build").returncode == 0
    [published] = (site / "output/2026/01").glob("*/index.html")
    address = f"2026/01/{published.parent.name}/"
    assert published.parent.name not in before
    for path in (ARTICLE, SIDECAR):
        (site / path).with_stem(name).rename(site / path)
    (found,) = since(site)
    assert f"the address of this was /{address} and is /{ADDRESS}" in found.message
    write(site, {REDIRECTS: f"{address}: {ADDRESS}\n"})
    assert since(site) == []


def test_a_file_that_takes_the_name_of_one_that_moved_is_another_article(site: Path) -> None:
    text = (site / ARTICLE).read_text("utf-8")
    for path in (ARTICLE, SIDECAR):
        (site / path).rename((site / path).with_stem("moon-landing"))
    write(
        site,
        {
            REDIRECTS: f"{ADDRESS}: 2026/01/moon-landing/\n",
            ARTICLE: text.replace("title: ", "title: Not ").replace("2026-01", "2026-02"),
        },
    )
    assert since(site) == []


def test_a_note_lost_on_the_way_is_missed_though_the_article_moved(site: Path) -> None:
    (site / ARTICLE).rename(site / ARTICLE.replace("first-article", "another"))
    (site / SIDECAR).unlink()
    write(site, {REDIRECTS: f"{ADDRESS}: 2026/01/another/\n"})
    assert codes(site) == ["removed-id"] * 3


def test_a_claim_that_gets_a_file_of_its_own_is_the_same_claim(site: Path) -> None:
    sidecar = (site / SIDECAR).read_text("utf-8")
    head, _, rest = sidecar.partition("    kind: claim\n")
    note, _, rest = rest.partition("\n  - id: weight")
    quote, _, claim = note.partition("\n")
    record = "\n".join(line.removeprefix("    ") for line in claim.splitlines())
    write(
        site,
        {
            "annotations/claims/filmed-in-a-studio.yaml": f"{record}\n",
            "annotations/registry/sources.yaml": "nasa-samples: {title: T, by: NASA}\n"
            + (site / "annotations/registry/sources.yaml").read_text("utf-8"),
            SIDECAR: f"annotations:\n  - id: filmed-in-a-studio\n    use: filmed-in-a-studio\n"
            f"{quote}\n\n  - id: weight{rest}",
        },
    )
    assert head
    assert since(site) == []
    edit(site / "annotations/claims/filmed-in-a-studio.yaml", "verdict: false", "verdict: true")
    assert codes(site) == ["silent-change"]


def test_a_file_that_cannot_be_read_has_its_finding_and_no_echo(site: Path) -> None:
    for path in (SIDECAR, SHARED, LABELS):
        text = (site / path).read_text("utf-8")
        write(site, {path: f"{text}\n- [\n"})
        assert {found.code for found in since(site)} & {
            Code.REMOVED_ID,
            Code.SILENT_CHANGE,
        } == set()
        write(site, {path: text})
    (site / SHARED).write_bytes(b"claim: sch\xf6n\n")
    assert codes(site) == ["not-utf8"]
    (site / ARTICLE).write_bytes(b"sch\xf6n\n")
    assert set(codes(site)) == {"not-utf8"}


def test_what_others_have_published_since_is_not_missing_here(site: Path) -> None:
    git(site, "checkout", "-q", "-b", "ours")
    edit(site / SIDECAR, "checked_on: 2026-01-05", "checked_on: 2026-01-06")
    commit(site)
    git(site, "checkout", "-q", "main")
    write(site, {"annotations/claims/later.yaml": CHEESE})
    commit(site)
    git(site, "checkout", "-q", "ours")
    assert since(site, "main") == []


def test_a_revision_that_is_not_there(site: Path) -> None:
    for revision in ("no-such-branch", "-x", "--help", "HEAD~40", "HEAD:content", "a b\n"):
        done = run(site, "postil", "check", f"--since={revision}")
        assert done.returncode == 1
        assert "error[unknown-revision]: there is no revision" in done.stdout
        assert "Traceback" not in done.stderr


def test_a_shallow_clone_says_what_to_fetch(site: Path, tmp_path: Path) -> None:
    edit(site / SIDECAR, "checked_on: 2026-01-05", "checked_on: 2026-01-06")
    commit(site)
    source = f"file://{site.parent}"
    git(tmp_path, "clone", "-q", "--depth=1", source, "shallow")
    shallow = tmp_path / "shallow" / site.name
    (found,) = since(shallow, "HEAD^1")
    assert found.code is Code.UNKNOWN_REVISION
    assert "has only the latest ones" in found.message
    assert "fetch-depth" in found.help
    git(tmp_path, "clone", "-q", "--depth=2", source, "deeper")
    deeper = tmp_path / "deeper" / site.name
    assert since(deeper, "HEAD^1") == []
    edit(deeper / SIDECAR, "verdict: false", "verdict: unproven")
    assert codes(deeper) == ["silent-change"]


def test_a_site_outside_git_says_so(tmp_path: Path) -> None:
    assert new_site(tmp_path / "site") is None
    (found,) = since(tmp_path / "site")
    assert found.code is Code.UNKNOWN_REVISION
    assert found.severity is Severity.ERROR
    assert found.message == "this site is not in a git repository"


def test_a_computer_without_git_says_so(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    (found,) = since(site)
    assert found.message == "git is not installed"


def test_findings_of_the_past_have_the_sites_severities(site: Path) -> None:
    NOTE(site)
    conf = site / "pelican.conf.py"
    conf.write_text(
        conf.read_text("utf-8") + 'POSTIL_SEVERITIES = {"silent-clarification": "error"}\n', "utf-8"
    )
    (found,) = since(site)
    assert found.is_error


def test_names_with_every_sign_are_read(site: Path) -> None:
    name = "content/articles/2026/мир \"und\" 'so' ünter.md"
    write(site, {name: "---\ntitle: Peace\ndate: 2026-02-02\nslug: peace\n---\nPeace.\n"})
    commit(site)
    assert since(site) == []
    (site / name).unlink()
    (found,) = since(site)
    assert (found.code, found.path) == (Code.MOVED_ADDRESS, name)


def test_of_a_long_text_the_part_that_changed_is_shown(site: Path) -> None:
    long = "A fact of many words. " * 20
    edit(site / SHARED, "fact: Nobody has found any.", f"fact: {long}It was 38.")
    commit(site)
    edit(site / SHARED, "It was 38.", "It was 39.")
    (found,) = since(site)
    assert found.notes == (
        "it was: …A fact of many words. It was 38.",
        "it is: …A fact of many words. It was 39.",
    )


STUDIO = "*the landing was filmed in a studio*"
PARAGRAPH = "\n\nAt a fair of models in May a guide explained how {}, and all laughed at it.\n"


def among_others(site: Path) -> list[Diagnostic]:
    return [found for found in since(site) if found.code is Code.QUOTE_AMONG_OTHERS]


def test_a_note_whose_words_now_stand_elsewhere_is_said(site: Path) -> None:
    """The sentence was edited, and the same words were written into another paragraph."""
    edit(site / ARTICLE, STUDIO, "it all was nothing but a show")
    article = (site / ARTICLE).read_text("utf-8")
    assert "filmed in a studio" not in article
    words = STUDIO.strip("*")
    (site / ARTICLE).write_text(article + PARAGRAPH.format(words), "utf-8")
    assert check(site / "pelican.conf.py").findings == []  # the article alone does not tell
    (found,) = among_others(site)
    assert (found.severity, found.path) == (Severity.WARNING, SIDECAR)
    assert "somebody says that the landing" in " ".join(found.notes)
    assert "a guide explained how the landing" in " ".join(found.notes)
    edit(site / SIDECAR, f"quote: {words}", f"quote: {words},")
    assert among_others(site) == []  # the editor has looked


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (STUDIO, f"perhaps {STUDIO}"),
        (STUDIO, f"{STUDIO}, no less,"),
        (STUDIO, STUDIO.strip("*")),
        (STUDIO, "*the landing was filmed inside a studio*"),
        ("21.5 kilograms", "all of 21.5 kilograms"),
    ],
)
def test_a_note_that_keeps_a_neighbour_is_where_it_was(site: Path, old: str, new: str) -> None:
    edit(site / ARTICLE, old, new)
    assert among_others(site) == []


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("title: ", "title: Not ", "title"),
        ("\nsummary: ", "\nsummary: In short, ", "summary"),
        ("two people", "three people", "text"),
    ],
)
def test_an_article_that_reads_otherwise_says_so(site: Path, old: str, new: str, what: str) -> None:
    article = site / ARTICLE
    text = article.read_text("utf-8")
    assert old in text
    article.write_text(text.replace(old, new, 1), "utf-8")
    (found,) = [one for one in since(site) if one.code is Code.SILENT_EDIT]
    assert found.message.startswith(f"the {what} of this article changed")
    assert found.severity is Severity.WARNING
    assert new.strip().split(" ")[-1] in found.excerpt
    edit(article, "\ndate:", "\nmodified: 2026-02-03\ndate:")
    assert Code.SILENT_EDIT not in [one.code for one in since(site)]


def test_signs_and_where_links_lead_may_change_freely(site: Path) -> None:
    article = site / ARTICLE
    text = article.read_text("utf-8").replace("\n\n", "\n\n\n").replace(" two ", " *two* ")
    article.write_text(text.replace("*two*", "[two](https://example.org/x)"), "utf-8")
    assert text != (site / ARTICLE).read_text("utf-8")
    assert since(site) == []


def test_a_sign_that_changes_a_number_is_no_matter_of_typing(site: Path) -> None:
    article = site / ARTICLE
    edit(article, "21.5 kilograms", "+21.5 kilograms")
    assert Code.SILENT_EDIT in [found.code for found in since(site)]


def test_how_quotation_marks_and_dashes_are_set_is_free(site: Path) -> None:
    write(
        site, {SHARED: CHEESE.replace("Nobody has found any.", '"Nobody\'s 1-2, ... found any."')}
    )
    git(site, "add", "-A")
    git(site, "commit", "-qm", "Typed")
    edit(
        site / SHARED,
        "Nobody's 1-2, ...",
        "Nobody\N{RIGHT SINGLE QUOTATION MARK}s 1\N{EN DASH}2, …",
    )
    assert since(site) == []
    edit(site / SHARED, "found any", "found one")
    assert [found.code for found in since(site)] == [Code.SILENT_CHANGE]
