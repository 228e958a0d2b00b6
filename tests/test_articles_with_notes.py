"""What is wrong with a note or an article, and is seen only where both are at hand."""

from pathlib import Path

import pytest

from postil.commands.skeleton import new_site
from tests.sites import edit, run

ARTICLE = "content/articles/2026/first-article.md"
SIDECAR = "annotations/articles/2026/first-article.yaml"
ENTITIES = "annotations/registry/entities.yaml"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    assert new_site(folder) is None
    return folder


def test_a_label_note_on_somebody_without_any_label(site: Path) -> None:
    edit(site / SIDECAR, "    who: moon-office\n", "    who: example-platform\n")
    done = run(site, "postil", "build")
    assert done.returncode == 1
    assert f"{SIDECAR}:36:10: error[no-label]: no account of `example-platform` bore" in done.stderr


def test_a_label_note_on_a_label_of_after_the_article(site: Path) -> None:
    edit(site / ENTITIES, "from: 2025-01-01", "from: 2030-01-01")
    done = run(site, "postil", "check")
    assert "error[no-label]: no account of `moon-office` bore a label on 2026-01-05" in done.stdout
    edit(site / ENTITIES, "from: 2030-01-01", "from: 2025-01-01, until: 2025-02-01")
    assert run(site, "postil", "check").returncode == 0  # it shows the one that was


def test_a_label_note_that_is_a_draft_waits(site: Path) -> None:
    edit(site / SIDECAR, "    who: moon-office\n", "    who: example-platform\n    status: draft\n")
    assert run(site, "postil", "check").returncode == 0


def test_a_quote_that_cuts_a_word_is_told_so(site: Path) -> None:
    edit(site / ARTICLE, "21.5 kilograms", "21'500 grams")
    edit(site / SIDECAR, "quote: 21.5 kilograms", "quote: 500 grams")
    done = run(site, "postil", "check")
    assert "error[quote-suspect]: the quote is in the article only as a part of" in done.stdout
    edit(site / SIDECAR, "quote: 500 grams", "quote: An account that calls itself the Moon.")
    assert "error[quote-suspect]: words like the quote" in run(site, "postil", "check").stdout
    edit(
        site / SIDECAR,
        "quote: An account that calls itself the Moon.",
        "quote: 500 grams\n    before: 21'",
    )
    assert run(site, "postil", "check").returncode == 0


def test_a_change_of_a_note_before_its_article_is_a_warning(site: Path) -> None:
    changes = (
        "[{date: 1999-01-05, type: update, note: N.}, {date: 2026-01-06, type: update, note: N.}]"
    )
    edit(
        site / SIDECAR, "    who: moon-office\n", f"    who: moon-office\n    changes: {changes}\n"
    )
    done = run(site, "postil", "check")
    assert done.returncode == 0
    assert f"{SIDECAR}:37:22: warning[date-order]: this change is dated before" in done.stdout
    assert done.stdout.count("date-order") == 1


def test_of_a_long_quote_a_finding_shows_both_ends(site: Path) -> None:
    words = f"It begins {'and goes on ' * 2000}and ends."
    text = (site / ARTICLE).read_text("utf-8")
    (site / ARTICLE).write_text(f"{text}\n{words}\n\n{words}\n\nOnce {words[::-1]}\n", "utf-8")
    with (site / SIDECAR).open("a", encoding="utf-8") as sidecar:
        for name, quote in (("a", words), ("b", words[::-1].replace("sdne", "sden"))):
            sidecar.write(
                f"  - {{id: {name}, kind: context, quote: {quote}, note: N, as_of: 2026-01-05}}\n"
            )
    done = run(site, "postil", "check")
    assert "error[quote-ambiguous]" in done.stdout
    assert "It begins and goes on" in done.stdout
    assert " […] " in done.stdout
    assert len(done.stdout) < 6000


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("outlet: ", 'outlet: "?!"\n#', "4:9: error[bad-id]: the list of `?!` needs one"),
        ("outlet: ", f"outlet: {'x' * 300}\n#", "the name is too long for an address"),
        ("[Moon]", f"[Moon, {'x' * 300}]", "6:16: error[bad-id]"),
        ("outlet: ", f"slug: {'x' * 300}\noutlet: ", "4:7: error[bad-id]"),
        ("date: 2026", "date: 9999", "error[bad-date]"),
    ],
)
def test_what_can_be_no_address_is_found_where_it_stands(
    site: Path, old: str, new: str, said: str
) -> None:
    edit(site / ARTICLE, old, new)
    done = run(site, "postil", "build")
    assert done.returncode == 1
    assert said in done.stderr
    assert ARTICLE in done.stderr
    assert done.stderr.count("error[") == 1, done.stderr
