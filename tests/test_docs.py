"""The documentation keeps up: no dead link between its pages, no command or key left out."""

import re
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from postil.header.yaml import KEYS
from tests.sites import REPOSITORY, run

PAGES = sorted([*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/*.md")])


@cache
def rendered(page: Path) -> BeautifulSoup:
    html = MarkdownIt("commonmark").enable("table").render(page.read_text("utf-8"))
    return BeautifulSoup(html, "html5lib")


def headings(page: Path) -> set[str]:
    """Return the names that GitHub gives to the headings of a page."""
    return {
        re.sub(r"[^\w\- ]", "", heading.get_text().lower()).replace(" ", "-")
        for heading in rendered(page).select("h1, h2, h3, h4")
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = [str(link["href"]) for link in rendered(page).select("a[href]")]
    targets += [str(image["src"]) for image in rendered(page).select("img[src]")]
    for target in targets:
        if target.startswith("https://"):
            continue
        place, _, fragment = target.partition("#")
        file = (page.parent / place).resolve() if place else page
        assert file.exists(), target
        if fragment:
            assert fragment in headings(file), target


def test_the_readme_shows_every_command(tmp_path: Path) -> None:
    commands = re.findall(r"^ {4}([a-z]+) ", run(tmp_path, "postil", "--help").stdout, re.MULTILINE)
    assert "build" in commands
    readme = (REPOSITORY / "README.md").read_text("utf-8")
    assert [command for command in commands if f"| `postil {command}" not in readme] == []


def test_the_formats_explain_every_key() -> None:
    """A key is what a loader asks a mapping for: `fields.required("quote", …)`."""
    package = REPOSITORY / "plugins" / "postil"
    asked = r"""\b(?:fields|line)\.(?:required|optional|several|record|records|each)\(\s*"(\w+)\""""
    keys = {
        key for path in package.rglob("*.py") for key in re.findall(asked, path.read_text("utf-8"))
    }
    assert keys > {"quote", "verdict", "handle"}
    formats = (REPOSITORY / "docs" / "format.md").read_text("utf-8")
    explained = set(re.findall(r"\w+", formats))
    assert sorted((keys | KEYS) - explained) == []
