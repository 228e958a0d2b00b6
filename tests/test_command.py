"""The command on real sites: what an editor types, reads and gets."""

import json
import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from postil.commands.skeleton import new_site
from tests.sites import edit, run, run_alone, tree, write

ARTICLE = "content/articles/2026/first-article.md"
SIDECAR = "annotations/articles/2026/first-article.yaml"
PAGE = "output/2026/01/first-article/index.html"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    assert new_site(folder) is None
    return folder


def test_a_new_site_builds_with_its_three_notes(site: Path) -> None:
    done = run_alone(site, "postil", "build")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    soup = BeautifulSoup((site / PAGE).read_text("utf-8"), "html5lib")
    notes = [str(note["id"]) for note in soup.select("aside.postil-note")]
    assert notes == ["note-filmed-in-a-studio", "note-weight-of-the-rock", "note-moon-office-label"]
    words = [mark.get_text() for mark in soup.find_all("mark")]
    assert words == [
        "the landing was filmed in a studio",
        "21.5 kilograms",
        "An account that calls itself the Moon Office",
    ]


def test_a_new_site_never_overwrites_a_file(site: Path) -> None:
    done = run_alone(site.parent, "postil", "new", "site", "site")
    assert done.returncode == 2
    assert done.stderr.startswith("postil new site: site already has ")


@pytest.mark.parametrize("there", ["content/articles", "annotations", ".github"])
def test_a_new_site_is_made_whole_or_not_at_all(there: str, tmp_path: Path) -> None:
    write(tmp_path, {f"site/{there}": "Mine"})
    done = run(tmp_path, "postil", "new", "site", "site")
    assert done.returncode == 2
    assert done.stderr == f"postil new site: site already has {there}; choose an empty folder\n"
    assert tree(tmp_path) == {f"site/{there}": b"Mine"}


def test_pelican_alone_gives_the_same_bytes(site: Path) -> None:
    assert run(site, "postil", "build").returncode == 0
    done = run_alone(site, "pelican", "content", "-s", "pelican.conf.py", "-o", "vanilla")
    assert done.returncode == 0, done.stderr
    assert tree(site / "vanilla") == tree(site / "output")


def test_building_twice_gives_the_same_bytes_and_time_stamps(site: Path) -> None:
    run(site, "postil", "build")
    before = tree(site / "output")
    stamps = {path: path.stat().st_mtime_ns for path in (site / "output").rglob("*.html")}
    run_alone(site, "postil", "build", PYTHONHASHSEED="7", TZ="Asia/Tokyo", LC_ALL="C")
    assert tree(site / "output") == before
    assert all(path.stat().st_mtime_ns == stamp for path, stamp in stamps.items())


def test_settings_of_the_same_second_and_size_are_read_again(site: Path) -> None:
    conf = site / "pelican.conf.py"
    before = conf.read_text("utf-8")
    for name in ("First name", "Other name"):
        conf.write_text(f"{before}SITENAME = {name!r}\n", "utf-8")
        os.utime(conf, (1, 1))
        done = run_alone(site, "postil", "build", PYTHONDONTWRITEBYTECODE="")
        assert done.returncode == 0, done.stderr
        assert name in (site / "output/index.html").read_text("utf-8")


def test_articles_of_one_day_stand_in_the_order_of_their_addresses(site: Path) -> None:
    names = [f"{letter}-story" for letter in "hgfedcba"]
    text = "---\ntitle: A story\ndate: 2026-02-03\n---\nIt rained.\n"
    write(site, {f"content/articles/2026/{name}.md": text for name in names})
    done = run(site, "postil", "build")
    assert done.returncode == 0, done.stderr
    soup = BeautifulSoup(
        (site / "output/archive/2026/02/index.html").read_text("utf-8"), "html5lib"
    )
    links = [str(link["href"]).split("/")[-2] for link in soup.select("main h2 a, main h3 a")]
    assert [link for link in links if link in names] == sorted(names)


def test_a_wrong_quote_stops_the_build_and_says_where_the_words_went(site: Path) -> None:
    run(site, "postil", "build")
    before = tree(site / "output")
    edit(site / SIDECAR, "quote: 21.5 kilograms", "quote: 23.5 kilograms")
    done = run(site, "postil", "build")
    assert done.returncode == 1
    assert f"{SIDECAR}:28:12: error[" in done.stderr
    assert "28 |     quote: 23.5 kilograms\n   |            ^^^^^^^^^^^^^^" in done.stderr
    assert f"({ARTICLE}:13)" in done.stderr
    assert done.stderr.endswith("1 error in 1 file; nothing was published\n")
    assert "Traceback" not in done.stderr
    assert tree(site / "output") == before


def test_pelican_alone_stops_on_a_wrong_quote_just_as_well(site: Path) -> None:
    edit(site / SIDECAR, "quote: 21.5 kilograms", "quote: 23.5 kilograms")
    done = run_alone(site, "pelican", "content", "-s", "pelican.conf.py")
    assert done.returncode == 1
    assert f"{SIDECAR}:28:12: error[" in done.stderr
    assert "nothing was written" in done.stderr
    assert not (site / "output").exists()


def test_every_finding_is_reported_in_one_run_and_in_order(site: Path) -> None:
    edit(site / SIDECAR, "quote: 21.5 kilograms", "quote: not in the article at all")
    edit(site / SIDECAR, "verdict: false", "verdict: flase")
    edit(site / "annotations/registry/labels.yaml", "tone: inform", "tone: loud")
    edit(site / ARTICLE, "date: 2026-01-05", "date: 5 January 2026")
    done = run(site, "postil", "check", "--format", "json")
    assert done.returncode == 1
    found = [(row["path"], row["code"]) for row in json.loads(done.stdout)]
    assert found == sorted(found, key=lambda row: row[0])
    assert {code for _, code in found} >= {
        "quote-not-found", "unknown-rating", "bad-choice", "bad-date",
    }  # fmt: skip
    assert done.stderr == ""


def test_check_finds_what_a_build_finds_and_writes_nothing(site: Path) -> None:
    edit(site / SIDECAR, "quote: 21.5 kilograms", "quote: 23.5 kilograms")
    checked = run(site, "postil", "check")
    built = run(site, "postil", "build")
    assert checked.stdout.split("\n\n")[0] == built.stderr.split("\n\n")[0]
    assert not (site / "output").exists()


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_a_clean_archive_checks_clean_in_every_form(site: Path, form: str) -> None:
    done = run(site, "postil", "check", "--format", form)
    assert done.returncode == 0
    assert "error" not in done.stdout


def test_windows_line_ends_make_no_difference(site: Path) -> None:
    run(site, "postil", "build")
    before = tree(site / "output")
    for name in (ARTICLE, SIDECAR, "annotations/registry/entities.yaml"):
        path = site / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    done = run(site, "postil", "build")
    assert (done.returncode, done.stderr) == (0, "")
    assert tree(site / "output") == before


def test_a_sidecar_without_its_article_is_an_error(site: Path) -> None:
    (site / ARTICLE).rename(site / "content/articles/2026/renamed.md")
    done = run(site, "postil", "check")
    assert done.returncode == 1
    assert f"{SIDECAR}: error[orphan-sidecar]" in done.stdout
    assert "renamed" in done.stdout


def test_a_sidecar_named_yml_is_not_lost(site: Path) -> None:
    (site / SIDECAR).rename((site / SIDECAR).with_suffix(".yml"))
    done = run(site, "postil", "check")
    assert done.returncode == 1
    assert "name it first-article.yaml" in done.stdout


def test_notes_may_lie_in_another_folder_of_the_site(site: Path) -> None:
    (site / "annotations").rename(site / "notes")
    conf = site / "pelican.conf.py"
    with conf.open("a", encoding="utf-8") as file:
        file.write('POSTIL_ANNOTATIONS = "notes"\n')
    done = run(site.parent, "postil", "build", "-s", str(conf.relative_to(site.parent)))
    assert done.returncode == 0, done.stderr
    assert "postil-note" in (site / "output/2026/01/first-article/index.html").read_text("utf-8")

    (site / "notes").rename(site / "remarks")
    done = run(site, "postil", "build")
    assert done.returncode == 1
    assert "error[settings]: POSTIL_ANNOTATIONS names notes, and there is no such" in done.stderr


def test_articles_may_lie_deeper_than_notes(site: Path) -> None:
    (site / "src").mkdir()
    (site / "content").rename(site / "src/content")
    with (site / "pelican.conf.py").open("a", encoding="utf-8") as file:
        file.write('PATH = "src/content"\nPOSTIL_ROOT = ".."\n')
    done = run(site, "postil", "build")
    assert (done.returncode, done.stderr) == (0, "")
    assert "postil-note" in (site / "output/2026/01/first-article/index.html").read_text("utf-8")


def test_a_site_with_pelicans_own_settings_is_built_too(tmp_path: Path) -> None:
    write(tmp_path, {
        "pelicanconf.py": 'SITENAME = "Mine"\nPLUGINS = ["postil"]\nPATH = "content"\n',
        "content/dam.md": "Title: The dam\nDate: 2019-01-01\n\nIt holds.\n",
    })  # fmt: skip
    for command in ("build", "check"):
        done = run(tmp_path, "postil", command, "-s", "pelicanconf.py")
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert (tmp_path / "output/the-dam.html").is_file()


def test_what_an_editors_program_puts_beside_a_file_is_none_of_the_archives(site: Path) -> None:
    folder = (site / ARTICLE).parent
    (folder / ".#first-article.md").symlink_to("editor@desk.4711")
    for name in ("first-article.md~", "#first-article.md#"):
        (folder / name).write_text("Not saved yet", "utf-8")
    done = run(site, "postil", "build")
    assert (done.returncode, done.stderr) == (0, "")


def test_an_empty_archive_builds(site: Path) -> None:
    (site / ARTICLE).unlink()
    (site / SIDECAR).unlink()
    done = run(site, "postil", "build")
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith(
        "content: warning[empty-archive]: there is no article in content/articles\n"
    )
    assert "note:" not in done.stderr
    said = {
        "index": "There are no articles yet.",
        "archive/index": "There are no articles yet.",
        "outlets/index": "There are no articles yet.",
        "topics/index": "No article has a topic yet.",
        "claims/index": "No claim has been checked yet.",
    }
    for name, words in said.items():
        page = BeautifulSoup((site / f"output/{name}.html").read_text("utf-8"), "html5lib")
        assert page.main
        assert [text.get_text() for text in page.main.select("p")] == [words], name
        assert not page.main.select("ul, ol, section")
    corrections = (site / "output/corrections/index.html").read_text("utf-8")
    assert corrections.count("None so far.") == corrections.count('class="group-means"') == 4


@pytest.mark.parametrize(
    ("files", "notes", "advice"),
    [
        (["blog/a.md", "blog/2020/b.md"], ["content/blog: 2"], "blog"),
        (["a.md", "blog/b.md", "c.mkd"], ["content: 2", "content/blog: 1"], ""),
        (["a.md"], ["content: 1"], ""),
    ],
)
def test_an_empty_archive_names_the_folders_that_have_markdown(
    files: list[str], notes: list[str], advice: str, site: Path
) -> None:
    (site / SIDECAR).unlink()
    for name in files:
        write(site, {f"content/{name}": (site / ARTICLE).read_text("utf-8")})
    (site / ARTICLE).unlink()
    done = run(site, "postil", "check")
    assert re.findall(r"note: Markdown files in (.+)", done.stdout) == notes
    line = f'ARTICLE_PATHS = ["{advice}"]'
    assert f"help: if these are the articles, write {line} in the settings\n" in done.stdout

    with (site / "pelican.conf.py").open("a", encoding="utf-8") as conf:
        conf.write(f"{line}\n")
    assert "empty-archive" not in run(site, "postil", "check").stdout


def test_a_site_with_articles_is_not_replaced_by_one_without(site: Path) -> None:
    run(site, "postil", "build")
    before = tree(site / "output")
    (site / "content/articles").rename(site / "content/stories")
    (site / "annotations/articles").rename(site / "annotations/stories")
    (site / "content/articles").mkdir()
    for command in ("check", "build"):
        done = run(site, "postil", command)
        assert done.returncode == 1
        said = done.stdout + done.stderr
        assert "content: error[empty-archive]: there is no article in content/articles\n" in said
        assert "note: the site in output has articles: 1\n" in said
        assert "if the archive is to be empty, remove output first" in said
        assert tree(site / "output") == before
    shutil.rmtree(site / "output")
    assert "warning[empty-archive]" in run(site, "postil", "check").stdout


def test_a_folder_too_deep_is_said_since_no_note_would_be_shown(site: Path) -> None:
    with (site / "pelican.conf.py").open("a", encoding="utf-8") as conf:
        conf.write('PATH = "content/articles"\nARTICLE_PATHS = [""]\n')
    done = run(site, "postil", "build")
    assert done.returncode == 1
    assert (
        "error[settings]: PATH is content/articles, so that notes are looked for in "
        "content/annotations, and those in annotations would not be shown"
    ) in done.stderr
    assert not (site / "output").exists()


def test_an_empty_archive_says_where_there_is_no_folder(site: Path) -> None:
    shutil.rmtree(site / "content/articles")
    shutil.rmtree(site / "annotations/articles")
    done = run(site, "postil", "check")
    assert f"note: there is no folder {site / 'content/articles'}\n" in done.stdout


def test_a_link_to_a_place_that_is_not_there_is_shown_where_it_is_written(site: Path) -> None:
    path = site / ARTICLE
    text = path.read_text("utf-8")
    path.write_text(f"{text}\n[a](#note-weight-of-the-rock) [b](#results) [c](#resutls)\n\n"
                    "## Results\n", "utf-8")  # fmt: skip
    done = run(site, "postil", "check")
    assert done.returncode == 0
    assert done.stdout.count("warning[missing-link-target]") == 1
    assert "[c](#resutls)\n" in done.stdout
    assert "help: write `#results`" in done.stdout


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize("status", ["published", "draft"])
def test_a_link_to_a_file_that_is_not_there_is_shown_where_it_is_written(
    site: Path, command: str, status: str
) -> None:
    write(
        site,
        {
            "content/images/there.png": "",
            "content/pages/old.html": "<html><head><title>Old</title></head>"
            '<body><a href="{filename}/gone.md">Gone</a></body></html>',
            "content/articles/2026/links.md": "---\n"
            f"title: Links\ndate: 2026-03-02\nstatus: {status}\n"
            "image: {src: images/a picture.png, alt: ''}\n---\n"
            "`none.png` and ![one]({static}none.png), [two](<none at all.md#x>),\n"
            "[three](../../pages/none.md#q&r) and *[four]({attach}/images/none.csv)*.\n\n"
            "[first](first-article.md#the-dam), ![there]({static}/images/there.png),\n"
            "![too](../../images/there.png) are there, ![no](no.png) and [no](example.org).\n\n"
            "[five]: {filename}none.markdown\n[five] <img src='{static}none.svg'>\n",
        },
    )
    done = run(site, "postil", command)
    assert done.returncode == 0
    said = done.stdout + done.stderr
    links = "content/articles/2026/links.md"
    text = (site / links).read_text("utf-8").splitlines()
    places = {
        "content/images/a picture.png": "images/a picture.png",
        "content/articles/2026/none.png": "{static}none.png",
        "content/articles/2026/none at all.md": "none at all.md#x",
        "content/pages/none.md": "../../pages/none.md#q&r",
        "content/images/none.csv": "{attach}/images/none.csv",
        "content/articles/2026/none.markdown": "{filename}none.markdown",
        "content/articles/2026/none.svg": "{static}none.svg",
        "content/articles/2026/no.png": "no.png",
        "content/articles/2026/example.org": "example.org",
    }
    for file, written in places.items():
        [(line, at)] = [(n, row.find(written)) for n, row in enumerate(text, 1) if written in row]
        assert (
            f"{links}:{line}:{at + 1}: warning[missing-link-target]: a link leads to {file}, "
            "and there is no such file"
        ) in said
    assert "content/pages/old.html:1:53: warning[missing-link-target]" in said
    assert said.count("missing-link-target") == len(places) + 1
    assert str(site) not in said


def test_check_sees_settings_that_build_would_refuse(site: Path) -> None:
    with (site / "pelican.conf.py").open("a", encoding="utf-8") as conf:
        conf.write("OUTPUT_PATH = 'content'\n")
    assert "publish to a folder of its own" in run(site, "postil", "check").stdout


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize("slug", ["topics", "archive/2026", "outlets", "claims", "search"])
def test_a_page_at_the_address_of_a_list_is_an_error(site: Path, slug: str, command: str) -> None:
    page = f"---\ntitle: One more\nslug: {slug}\n---\nWords.\n"
    write(site, {"content/pages/more.md": page})
    done = run(site, "postil", command)
    assert done.returncode == 1
    said = done.stdout + done.stderr
    assert "content/pages/more.md:2:8: error[repeated-address]" in said
    assert f"its page would be /{slug}/, which the archive makes by itself" in said


@pytest.mark.parametrize(
    "place",
    ["sitemap.xml", "feeds/all.atom.xml", "data", "2026", "theme", "theme/css/postil.css",
     "2026/01/first-article/annotations.json", "2026/01/first-article/card.png",
     "sitemap.xml/x.html", "claims"],
)  # fmt: skip
def test_a_page_at_the_place_of_a_file_or_a_folder_is_an_error(site: Path, place: str) -> None:
    page = f"---\ntitle: One more\nsave_as: {place}\nurl: {place}\n---\nWords.\n"
    write(site, {"content/pages/more.md": page})
    done = run(site, "postil", "check")
    assert done.returncode == 1
    assert "content/pages/more.md:2:8: error[repeated-address]" in done.stdout


def test_a_page_may_take_the_place_of_a_list(site: Path) -> None:
    page = "---\ntitle: Front\nsave_as: index.html\nurl: ''\n---\nMy own front page.\n"
    write(site, {"content/pages/front.md": page})
    done = run(site, "postil", "build")
    assert (done.returncode, done.stderr) == (0, "")
    assert "My own front page." in (site / "output/index.html").read_text("utf-8")


def test_a_file_whose_name_no_address_can_have_is_an_error(site: Path) -> None:
    write(
        site, {"content/articles/2026/Was it #1? Yes.md": "---\ntitle: A\ndate: 2026-01-02\n---\n"}
    )
    done = run(site, "postil", "check")
    assert done.returncode == 1
    assert "Was it #1? Yes.md:2:8: error[bad-id]" in done.stdout
    assert "rename the file, or give it a `slug`" in done.stdout
    assert "was-it-1-yes" in done.stdout


def test_two_articles_that_would_share_their_notes_are_an_error(site: Path) -> None:
    other = (site / ARTICLE).read_text("utf-8").replace("2026-01", "2025-01")
    write(site, {ARTICLE.replace(".md", ".markdown"): other})
    done = run(site, "postil", "check")
    assert done.returncode == 1
    assert f"{SIDECAR}: error[shared-sidecar]" in done.stdout
    assert f"{ARTICLE}\n" in done.stdout
    assert "first-article.markdown" in done.stdout


def test_two_articles_with_one_address_are_an_error(site: Path) -> None:
    text = (site / ARTICLE).read_text("utf-8")
    write(site, {"content/articles/other/first-article.md": text})
    done = run(site, "postil", "check")
    assert done.returncode == 1
    assert "content/articles/other/first-article.md:2:" in done.stdout
    assert "error[repeated-address]" in done.stdout


def test_a_claim_id_is_the_whole_archives(site: Path) -> None:
    for source, copy in ((ARTICLE, "second"), (SIDECAR, "second")):
        path = site / source
        write(site, {
            str(Path(source).with_name(copy).with_suffix(path.suffix)): path.read_text("utf-8")
        })  # fmt: skip
    done = run(site, "postil", "check")
    assert done.returncode == 1
    assert "error[repeated-id]: the claim id `filmed-in-a-studio` is taken" in done.stdout


def test_a_draft_is_checked_and_not_published(site: Path) -> None:
    edit(site / ARTICLE, "outlet:", "status: draft\noutlet:")
    assert run(site, "postil", "build").returncode == 0
    assert not (site / PAGE).exists()
    edit(site / SIDECAR, "quote: 21.5 kilograms", "quote: 23.5 kilograms")
    assert run(site, "postil", "build").returncode == 1


def test_a_folder_that_is_no_site_is_said_plainly(tmp_path: Path) -> None:
    done = run(tmp_path, "postil", "build")
    assert done.returncode == 1
    assert "pelican.conf.py: error[settings]: there is no such file" in done.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("SITENAME = ", "pelican.conf.py:"),
        ("import nothing_of_that_name", "No module named 'nothing_of_that_name'"),
        ("PATH = 'nowhere'", "look whether PATH names the folder with the articles"),
        ("PLUGINS = []", "PLUGINS does not name postil"),
        ("OUTPUT_PATH = '.'", "publish to a folder of its own"),
        ("OUTPUT_PATH = 'content'", "publish to a folder of its own"),
        ("PLUGINS = 'postil'", 'write PLUGINS = ["postil"]'),
        ("del PATH", "PATH is not set"),
        ("del PLUGINS", "PLUGINS is not set"),
        ("PATH = 3", "PATH is 3, and the name of a folder belongs there"),
        ("PATH = ''", "PATH is '', and the name of a folder belongs there"),
        ("THEME = None", "THEME is None, and the name of a folder belongs there"),
        ("OUTPUT_PATH = None", "OUTPUT_PATH is None, and the name of a folder belongs there"),
        ("POSTIL_CACHE = 5", "POSTIL_CACHE is 5, and a text belongs there"),
        ("SITEURL = 5", "SITEURL is 5, and a text belongs there"),
        ("ARTICLE_PATHS = 'articles'", 'write ARTICLE_PATHS = ["articles"]'),
        ("import sys; sys.exit(3)", "the settings end the program here: 3"),
        ("raise SystemExit", "the settings end the program here"),
        ("POSTIL_REPOSITORY = 'owner/archive'", "'owner/archive', which is no http(s) address"),
        ("POSTIL_REPOSITORY = 'git@github.com:o/a.git'", "which is no http(s) address"),
        ("POSTIL_SERCH = False", "help: write POSTIL_SEARCH"),
        ("POSTIL_SEARCH = 'no'", "POSTIL_SEARCH is 'no', and True or False belongs there"),
        ("POSTIL_CARDS = 'off'", "POSTIL_CARDS is 'off', and True or False belongs there"),
        ("POSTIL_TYPOGRAPHER = 'false'", "'false', and True or False belongs there"),
        ("POSTIL_CONTACT = 'the desk'", "'the desk', which is no e-mail address"),
        ("POSTIL_CONTACT = 'https://example.org'", "which is no e-mail address"),
        ("POSTIL_DATA_LICENSE = 'CC BY'", "'CC BY', which is no http(s) address"),
        ("POSTIL_CARD_FONTS = ['a.ttf']", "names a.ttf, and there is no such file"),
        ("POSTIL_CARD_FONTS = 'a.ttf'", 'write POSTIL_CARD_FONTS = ["a.ttf"]'),
    ],
)
def test_settings_that_cannot_be_used_are_findings(site: Path, line: str, said: str) -> None:
    with (site / "pelican.conf.py").open("a", encoding="utf-8") as conf:
        conf.write(f"{line}\n")
    number = len((site / "pelican.conf.py").read_text("utf-8").splitlines())
    done = run_alone(site, "postil", "build")
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    if not line.startswith("del "):
        assert f"pelican.conf.py:{number}:" in done.stderr
    assert (site / ARTICLE).exists()
    assert not (site / "output").exists()


@pytest.mark.parametrize("text", ["", "SITENAME = 'Mine'\n", "PATH = 'content'\n"])
def test_settings_that_say_too_little_are_findings(site: Path, text: str) -> None:
    (site / "pelican.conf.py").write_text(text, "utf-8")
    done = run_alone(site, "postil", "build")
    assert done.returncode == 1
    assert "error[settings]: PLUGINS is not set, so this is no site of Postil's" in done.stderr
    assert "begin the settings with: from postil.settings import *" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_revision_without_a_name_is_wrong_usage(site: Path) -> None:
    for revision in ("", " "):
        done = run(site, "postil", "check", "--since", revision)
        assert done.returncode == 2
        assert "--since names no revision" in done.stderr


def test_a_broken_template_publishes_nothing(site: Path) -> None:
    run(site, "postil", "build")
    before = tree(site / "output")
    write(site, {"mine/article.html": "{{ article.title }\n"})
    with (site / "pelican.conf.py").open("a", encoding="utf-8") as conf:
        conf.write("THEME_TEMPLATES_OVERRIDES = ['mine']\n")
    done = run(site, "postil", "build")
    assert done.returncode == 1
    assert "error[pelican]" in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(site / "output") == before


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no such permissions there")
def test_a_reader_that_fails_stops_the_build(site: Path) -> None:
    write(site, {"content/articles/2026/other.rst": "Title\n=====\n\n:date: never\n\nText.\n"})
    done = run(site, "postil", "build")
    assert done.returncode == 1
    assert "other.rst" in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_usage_exits_with_2(site: Path) -> None:
    assert run_alone(site, "postil", "biuld").returncode == 2
    assert run_alone(site, "postil").returncode == 2


def test_feeds_and_summaries_hold_no_note(site: Path) -> None:
    edit(site / ARTICLE, "summary: An example with one note of each kind. Change it, or remove it "
         "together with its sidecar.\n", "")  # fmt: skip
    assert run(site, "postil", "build", SITEURL="https://example.org/archive").returncode == 0
    feed = (site / "output/feeds/all.atom.xml").read_text("utf-8")
    assert "filmed in a studio" in feed
    index = (site / "output/index.html").read_text("utf-8")
    for page in (feed, index):
        assert "382 kilograms" not in page
        assert "<mark" not in page
        assert "&lt;mark" not in page
        assert "\ufdd0" not in page
