"""A newcomer's first hour: the installed command, a new site, the README's first note."""

import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from postil.commands.origin import described
from postil.commands.skeleton import WORKFLOW
from tests.sites import REPOSITORY, edit, run, run_alone, tree, write

STARTER = REPOSITORY / "plugins/postil/starter"
README = (REPOSITORY / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Postil as `pip install` leaves it: unpacked from a wheel, far from the repository."""
    folder = tmp_path_factory.mktemp("installed")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "packages")
    return folder / "packages"


def test_a_source_package_has_the_documentation_and_nothing_by_chance(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", tmp_path],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    (package,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(package) as archive:
        names = [name.partition("/")[2] for name in archive.getnames()]
    ours = {"plugins", "theme", "docs", "README.md", "CHANGELOG.md", "LICENSE", "pyproject.toml"}
    assert {name.partition("/")[0] for name in names} == ours | {"PKG-INFO", ".gitignore"}
    assert {f"docs/{page.name}" for page in REPOSITORY.glob("docs/*.md")} <= set(names)


def fenced(language: str, containing: str) -> str:
    """Return the README's code block that contains some words."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    (block,) = [str(block) for block in blocks if containing in block]
    return block


def test_the_wheel_makes_the_same_site_as_the_repository(installed: Path, tmp_path: Path) -> None:
    assert (installed / "postil" / "theme" / "templates" / "article.html").is_file()
    for name, path in {"wheel": installed, "repository": REPOSITORY / "plugins"}.items():
        made = run_alone(tmp_path, "postil", "new", "site", name, PYTHONPATH=str(path))
        assert made.returncode == 0, made.stderr
        built = run_alone(tmp_path / name, "postil", "build", PYTHONPATH=str(path))
        assert (built.returncode, built.stderr) == (0, "")
    wheel, repository = tree(tmp_path / "wheel"), tree(tmp_path / "repository")
    assert b'POSTIL: "postil"' in wheel.pop(WORKFLOW)  # pip has no record: it is from an index
    assert repository.pop(WORKFLOW)
    assert wheel == repository


def test_a_new_site_knows_where_postil_comes_from(tmp_path: Path) -> None:
    def git(folder: str, *arguments: str) -> str:
        me = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        done = subprocess.run(
            ["git", *me, *arguments], cwd=tmp_path / folder, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    (tmp_path / "origin").mkdir()
    git("origin", "init", "-q", "-b", "main")
    git("origin", "commit", "-q", "--allow-empty", "-m", "shared")
    shared = git("origin", "rev-parse", "HEAD")
    git(".", "clone", "-q", "origin", "clone")
    git("clone", "commit", "-q", "--allow-empty", "-m", "not pushed")
    record: dict[str, dict[str, str] | str] = {
        "url": (tmp_path / "clone").as_uri(),
        "dir_info": {},
    }
    assert described(record) == ""  # nobody else has that folder
    for address in (
        "https://me:secret@forge.example/us/postil.git",
        "git@forge.example:us/postil.git",
    ):
        git("clone", "remote", "set-url", "origin", address)
        assert described(record) == f"postil @ git+https://forge.example/us/postil.git@{shared}"
    git("clone", "remote", "set-url", "origin", 'https://forge.example/"; true')
    assert described(record) == ""

    told: dict[str, dict[str, str] | str] = {
        "url": "https://forge.example/us/postil",
        "vcs_info": {"vcs": "git", "commit_id": shared, "requested_revision": "main"},
    }
    assert described(told) == f"postil @ git+https://forge.example/us/postil@{shared}"
    assert described({"url": "file:///tmp/postil-0.1.0-py3-none-any.whl", "archive_info": {}}) == ""


def test_a_workflow_that_knows_no_postil_says_what_to_do() -> None:
    flow = yaml.safe_load(STARTER.joinpath(WORKFLOW).read_text("utf-8"))
    steps = [step for job in flow["jobs"].values() for step in job["steps"] if "run" in step]
    installs = {step["run"] for step in steps if "pip" in step["run"]}
    (install,) = installs
    done = subprocess.run(
        ["bash", "-e", "-c", install], env=flow["env"], capture_output=True, text=True
    )
    assert done.returncode != 0
    assert "say at the top of pages.yml where Postil comes from" in done.stderr


def test_the_workflow_of_a_new_site_keeps_what_a_build_leaves() -> None:
    ours = yaml.safe_load((REPOSITORY / ".github/workflows/pages.yml").read_text("utf-8"))
    new = yaml.safe_load(STARTER.joinpath(WORKFLOW).read_text("utf-8"))
    kept = [
        [step for step in flow["jobs"]["build"]["steps"] if "cache" in step.get("uses", "")]
        for flow in (ours, new)
    ]
    assert kept[0] == kept[1]
    assert kept[0][0]["with"]["path"] == ".cache"


def test_a_new_site_keeps_what_it_builds_out_of_git(tmp_path: Path) -> None:
    run(tmp_path, "postil", "new", "site", "site")
    ignored = (tmp_path / "site" / ".gitignore").read_text("utf-8").split()
    assert {"/output/", "/.output.postil/"} <= set(ignored)


@pytest.mark.parametrize(
    ("line", "environment", "whole"),
    [
        ('SITEURL = "https://example.org/a"', {}, "https://example.org/a"),
        (
            'SITEURL = os.environ.get("SITEURL") or "https://example.org/a"',
            {},
            "https://example.org/a",
        ),
        ("", {"SITEURL": "https://example.org/b"}, "https://example.org/b"),
        ("", {"SITEURL": ""}, ""),
        ("", {}, ""),
    ],
)
def test_the_address_of_a_site_counts_wherever_it_is_written(
    line: str, environment: dict[str, str], whole: str, tmp_path: Path
) -> None:
    run(tmp_path, "postil", "new", "site", "site")
    site = tmp_path / "site"
    usual = 'SITEURL = os.environ.get("SITEURL") or "http://localhost:8000"'
    edit(site / "pelican.conf.py", usual, line or usual)
    done = run(site, "postil", "build", **environment)
    assert done.returncode == 0, done.stderr
    page = BeautifulSoup((site / "output/claims/index.html").read_text("utf-8"), "html5lib")
    sheet = page.select_one("link[rel=stylesheet]")
    assert sheet
    assert sheet["href"] == f"{whole or '..'}/theme/css/postil.css"
    assert (site / "output/sitemap.xml").exists() == bool(whole)


def test_the_readmes_first_note_works_as_it_is_written(tmp_path: Path) -> None:
    run(tmp_path, "postil", "new", "site", "my-archive")
    site = tmp_path / "my-archive"
    sidecar = "annotations/articles/2026/dam.yaml"
    write(site, {
        "content/articles/2026/dam.md": fenced("markdown", "The dam above the town"),
        sidecar: fenced("yaml", "inspections"),
    })  # fmt: skip
    done = run(site, "postil", "build")
    assert (done.returncode, done.stderr) == (0, "")
    page = (site / "output/2026/03/dam/index.html").read_text("utf-8")
    marks = BeautifulSoup(page, "html5lib").select("mark[aria-details=note-inspections]")
    assert "".join(mark.get_text() for mark in marks) == "inspected twice last year"

    edit(site / sidecar, "quote: inspected twice", "quote: inspected thrice")
    done = run(site, "postil", "build")
    assert done.returncode == 1
    assert done.stderr == fenced("console", "$ postil build").partition("\n")[2]
    assert (site / "output/2026/03/dam/index.html").read_text("utf-8") == page
