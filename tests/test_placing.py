"""Where a site is published nothing else is ever lost."""

import os
import shutil
from pathlib import Path

import pytest

from postil.commands.skeleton import new_site
from tests.sites import run, tree, write

CONF = "pelican.conf.py"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    assert new_site(folder) is None
    return folder


def set_in(site: Path, *lines: str) -> int:
    """Add lines to the settings; return the number of the last one."""
    text = (site / CONF).read_text("utf-8") + "".join(f"{line}\n" for line in lines)
    (site / CONF).write_text(text, "utf-8")
    return len(text.splitlines())


FOREIGN = {
    ".git": ".git/config",
    ".github": ".github/workflows/own.yml",
    "docs": "docs/notes.txt",
    "docs/api": "docs/api/index.html",
    "locale": "locale/fr/LC_MESSAGES/postil.po",
    "templates": "templates/page.html",
    "annotations": "annotations/own.txt",
    "annotations/claims": "annotations/claims/own.txt",
    "content/images": "content/images/own.png",
    "content/articles/2026/made": "content/images/own.png",
    "notes": "notes",
    "../elsewhere": "../elsewhere/own.txt",
}


@pytest.mark.parametrize("output", FOREIGN)
def test_a_folder_that_no_build_has_made_is_never_replaced(output: str, site: Path) -> None:
    write(site, {FOREIGN[output]: 'msgid ""\nmsgstr ""\n'})
    line = set_in(site, 'THEME_TEMPLATES_OVERRIDES = ["templates"]', f"OUTPUT_PATH = {output!r}")
    (site / "templates").mkdir(exist_ok=True)
    before = tree(site.parent)
    for command in ("build", "check", "build"):
        done = run(site, "postil", command)
        assert done.returncode == 1
        said = done.stdout + done.stderr
        assert f"{CONF}:{line}:1: error[settings]: OUTPUT_PATH is " in said
        assert f"{line} | OUTPUT_PATH" in said
        assert tree(site.parent) == before


def test_a_site_that_pelican_made_is_taken_over(site: Path) -> None:
    assert run(site, "postil", "build").returncode == 0
    shutil.rmtree(site / ".output.postil")
    before = tree(site / "output")
    for _ in range(3):
        done = run(site, "postil", "build")
        assert (done.returncode, done.stderr) == (0, "")
        assert tree(site / "output") == before


def test_an_empty_folder_and_one_with_what_is_retained_are_published_to(site: Path) -> None:
    set_in(site, 'OUTPUT_PATH = "public"', 'OUTPUT_RETENTION = ["CNAME"]')
    (site / "public").mkdir()
    (site / "public/CNAME").write_text("example.org\n", "utf-8")
    for _ in range(3):
        done = run(site, "postil", "build")
        assert (done.returncode, done.stderr) == (0, "")
        assert (site / "public/CNAME").read_text("utf-8") == "example.org\n"


@pytest.mark.parametrize("git", [".git", ".git/HEAD"], ids=["a worktree", "a repository"])
def test_a_checkout_is_published_to_once_its_history_is_to_stay(git: str, site: Path) -> None:
    write(site / "output", {git: "gitdir: ../.git/worktrees/output\n", "old.html": "Old"})
    line = set_in(site)
    done = run(site, "postil", "build")
    assert done.returncode == 1
    assert f"{CONF}: error[settings]: OUTPUT_PATH is output, which has a .git" in done.stderr
    assert 'write OUTPUT_RETENTION = [".git"]' in done.stderr

    assert set_in(site, 'OUTPUT_RETENTION = [".git"]') == line + 1
    for _ in range(3):
        assert run(site, "postil", "build").returncode == 0
    assert (site / "output" / git).exists()
    assert not (site / "output/old.html").exists()


@pytest.mark.parametrize(
    ("cache", "said"),
    [
        ("output/cache", "POSTIL_CACHE is output/cache, and OUTPUT_PATH is output"),
        ("output", "POSTIL_CACHE is output, and OUTPUT_PATH is output"),
        ("content/articles/cache", "a build reads what lies in content/articles"),
        ("annotations/cache", "a build reads what lies in annotations"),
        (".", "POSTIL_CACHE is ., which holds annotations"),
        ("content", "POSTIL_CACHE is content, which a build reads"),
        (CONF, f"POSTIL_CACHE is {CONF}, which a build reads"),
        ("motto.txt", "POSTIL_CACHE is motto.txt, which is a file"),
    ],
)
def test_a_cache_has_a_folder_of_its_own(cache: str, said: str, site: Path) -> None:
    write(site, {"motto.txt": "Ours\n"})
    line = set_in(site, f"POSTIL_CACHE = {cache!r}")
    before = tree(site)
    done = run(site, "postil", "build")
    assert done.returncode == 1
    assert f"{CONF}:{line}:1: error[settings]: POSTIL_CACHE" in done.stderr
    assert said in done.stderr
    assert tree(site) == before


@pytest.mark.skipif(os.name == "nt", reason="links need a permission there")
def test_a_folder_behind_a_link_is_looked_at_too(site: Path) -> None:
    write(site, {"docs/notes.txt": "Mine"})
    (site / "output").symlink_to("docs")
    done = run(site, "postil", "build")
    assert done.returncode == 1
    assert "OUTPUT_PATH is docs, a folder with files that no build has made" in done.stderr
    assert tree(site / "docs") == {"notes.txt": b"Mine"}
