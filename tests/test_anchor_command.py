"""`postil anchor` as an editor uses it: an entry to paste, and drifted notes tied anew."""

from pathlib import Path

import pytest

from postil.commands.skeleton import new_site
from tests.sites import edit, run, write

ARTICLE = "content/articles/2026/first-article.md"
SIDECAR = "annotations/articles/2026/first-article.yaml"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    assert new_site(folder) is None
    return folder


def test_the_proposed_entry_is_a_note_once_it_is_pasted(site: Path) -> None:
    done = run(site, "postil", "anchor", ARTICLE, "two people on the Moon")
    assert done.returncode == 0
    assert done.stdout == (
        f"# {ARTICLE}:10\n"
        "  - id: two-people-on-the\n"
        "    kind: context\n"
        "    quote: two people on the Moon\n"
        '    note: "…"\n'
        '    as_of: "…"\n'
    )
    entry = done.stdout.replace('as_of: "…"', "as_of: 2026-01-05")
    path = site / SIDECAR
    path.write_text(path.read_text("utf-8") + entry, "utf-8")
    assert run(site, "postil", "check").returncode == 0


def test_words_that_occur_twice_are_offered_with_what_tells_them_apart(site: Path) -> None:
    done = run(site, "postil", "anchor", ARTICLE, "the")
    assert done.returncode == 0
    assert done.stdout.startswith("# the words occur ")
    assert done.stdout.count("quote: the\n") == done.stdout.count("- id: ") > 1
    assert "before: " in done.stdout


def test_a_note_on_the_title_says_so(site: Path) -> None:
    done = run(site, "postil", "anchor", ARTICLE, "first article", "--in", "title")
    assert "    in: title\n" in done.stdout
    done = run(site, "postil", "anchor", ARTICLE, "first article", "--in", "footer")
    assert done.returncode == 2
    assert "choose from body, title, summary, key_points" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([ARTICLE, "nothing like this is in it"], 1, "is not in"),
        (["content/none.md", "words"], 1, "content/none.md cannot be read as an article"),
        ([ARTICLE], 2, "name an article and the words"),
        (["--write", "annotations/articles/none.yaml"], 1, "cannot be read"),
        (["--write", ARTICLE], 1, f"{ARTICLE} is no sidecar: it is not in annotations/"),
        (["--write", "annotations/registry/scale.yaml"], 1, "has no article that can be read"),
    ],
)
def test_what_cannot_be_done_is_said_plainly(
    site: Path, arguments: list[str], code: int, said: str
) -> None:
    done = run(site, "postil", "anchor", *arguments)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def drift(site: Path, end: str = "\n") -> str:
    """An article whose words were edited since its notes were written."""
    text = (site / SIDECAR).read_text("utf-8")
    text = text.replace("kind: claim\n", "kind: claim   # the one about the studio\n")
    quote = "    quote: the landing was filmed in a studio\n"
    text = text.replace(quote, f"{quote}    before: somebody says\n")
    text = text.replace("\n", end)
    (site / SIDECAR).write_bytes(text.encode())
    edit(site / ARTICLE, "*the landing was filmed in a studio*", "*the landing was filmed inside a "
         "studio*")  # fmt: skip
    return text


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_drifted_note_is_tied_anew_and_no_other_byte_changes(site: Path, end: str) -> None:
    before = drift(site, end)
    checked = run(site, "postil", "check")
    assert checked.returncode == 0
    assert "warning[quote-drifted]" in checked.stdout
    done = run(site, "postil", "anchor", "--write", SIDECAR)
    assert done.returncode == 0, done.stderr
    assert "filmed-in-a-studio: tied anew" in done.stdout
    assert (site / SIDECAR).read_bytes().decode() == before.replace(
        "quote: the landing was filmed in a studio",
        "quote: the landing was filmed inside a studio",
    ).replace("before: somebody says", "before: anniversary somebody says that")
    assert run(site, "postil", "check").stdout == ""
    again = run(site, "postil", "anchor", "--write", SIDECAR)
    assert again.stdout == "no note has drifted\n"


def test_a_claim_that_may_have_changed_waits_for_an_editor(site: Path) -> None:
    edit(site / ARTICLE, "21.5 kilograms", "22.5 kilograms")
    before = (site / SIDECAR).read_bytes()
    done = run(site, "postil", "anchor", "--write", SIDECAR)
    assert done.returncode == 1
    assert "left alone; --accept weight-of-the-rock" in done.stdout
    assert (site / SIDECAR).read_bytes() == before
    done = run(site, "postil", "anchor", "--write", SIDECAR, "--accept", "weight-of-the-rock")
    assert done.returncode == 0
    assert b"quote: 22.5 kilograms" in (site / SIDECAR).read_bytes()
    assert run(site, "postil", "check").returncode == 0


def test_of_two_notes_with_one_id_only_the_drifted_one_is_tied_anew(site: Path) -> None:
    edit(site / ARTICLE, "An account", "The rock that they brought home is heavy. "
         "The stone that was carried away is light now.\n\nAn account")  # fmt: skip
    drifted, right = "The rock that they broght home", "The stone that was carried away"
    rows = [
        f"  - {{id: n0, kind: context, quote: {words}, note: N, as_of: 2026-01-05}}\n"
        for words in (drifted, right)
    ]
    text = (site / SIDECAR).read_text("utf-8") + "".join(rows)
    write(site, {SIDECAR: text})
    done = run(site, "postil", "anchor", "--write", SIDECAR)
    assert "  now: The rock that they brought home\n" in done.stdout
    assert (site / SIDECAR).read_text("utf-8") == text.replace("broght", "brought")


def test_what_keeps_a_note_from_being_found_is_told(site: Path) -> None:
    text = (site / SIDECAR).read_text("utf-8")
    drift(site)
    edit(site / SIDECAR, "quote: 21.5 kilograms", "quote: nothing that is anywhere in it")
    done = run(site, "postil", "anchor", "--write", SIDECAR)
    assert done.returncode == 1
    assert "filmed-in-a-studio: tied anew" in done.stdout
    assert "error[quote-not-found]" in done.stderr
    write(site, {SIDECAR: text + "    quote: again\n  - @x\n"})
    done = run(site, "postil", "anchor", "--write", SIDECAR)
    assert (done.returncode, done.stdout) == (1, "")
    assert "error[yaml-at-sign]" in done.stderr
    write(site, {SIDECAR: text})
    edit(site / "annotations/registry/entities.yaml", "type: organisation\n  name: The Moon",
         "type: office\n  name: The Moon")  # fmt: skip
    done = run(site, "postil", "anchor", "--write", SIDECAR)
    assert (done.returncode, done.stdout) == (1, "")
    assert "some notes name a record with an error" in done.stderr


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["zzz"], "no note is called zzz; nothing was written"),
        (["weight-of-the-rock"], "weight-of-the-rock has not drifted; nothing was written"),
    ],
)
def test_a_note_that_cannot_be_accepted_is_told(site: Path, names: list[str], said: str) -> None:
    before = drift(site)
    options = [option for name in names for option in ("--accept", name)]
    done = run(site, "postil", "anchor", "--write", SIDECAR, *options)
    assert done.returncode == 1
    assert said in done.stderr
    assert (site / SIDECAR).read_text("utf-8") == before


def test_of_notes_with_one_id_none_can_be_accepted_by_it(site: Path) -> None:
    edit(site / ARTICLE, "21.5 kilograms", "22.5 kilograms")
    edit(site / SIDECAR, "id: moon-office-label", "id: weight-of-the-rock")
    done = run(site, "postil", "anchor", "--write", SIDECAR, "--accept", "weight-of-the-rock")
    assert done.returncode == 1
    assert "more than one note is called weight-of-the-rock" in done.stderr


def test_a_link_stays_one_and_a_private_file_stays_private(site: Path, tmp_path: Path) -> None:
    drift(site)
    real = (site / SIDECAR).rename(tmp_path / "elsewhere.yaml")
    real.chmod(0o600)
    (site / SIDECAR).symlink_to(real)
    done = run(site, "postil", "anchor", "--write", SIDECAR)
    assert done.returncode == 0, done.stderr
    assert (site / SIDECAR).is_symlink()
    assert "filmed inside a studio" in real.read_text("utf-8")
    assert real.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.glob(".*")) == []


def test_a_sidecar_that_cannot_be_written_is_told(site: Path) -> None:
    before = drift(site)
    (site / SIDECAR).with_name(f".{Path(SIDECAR).name}.new").mkdir()  # in the way of its successor
    done = run(site, "postil", "anchor", "--write", SIDECAR)
    assert done.returncode == 1
    assert f"postil anchor: {SIDECAR} cannot be written: Is a directory" in done.stderr
    assert (site / SIDECAR).read_text("utf-8") == before


def test_notes_on_every_part_of_an_article_are_placed(site: Path) -> None:
    edit(site / ARTICLE, "summary:", "key_points: [One point, Another matter]\nsummary:")
    edit(site / ARTICLE, "An account", "![A picture of the landing](/images/x.png)\n\nAn account")
    entries = [("title", "first article"), ("summary", "one note of each kind"),
               ("key_points", "Another matter"), ("body", "picture of the landing")]  # fmt: skip
    rows = [
        f"  - {{id: n{n}, kind: context, in: {part}, quote: {words}, note: N, as_of: 2026-01-05}}\n"
        for n, (part, words) in enumerate(entries)
    ]
    text = (site / SIDECAR).read_text("utf-8")
    write(site, {SIDECAR: text + "".join(rows)})
    done = run(site, "postil", "build")
    assert done.returncode == 0, done.stderr
    page = (site / "output/2026/01/first-article/index.html").read_text("utf-8")
    for number in range(4):
        assert page.count(f'id="note-n{number}"') == 1
        assert page.count(f'id="quote-n{number}"') == 1
