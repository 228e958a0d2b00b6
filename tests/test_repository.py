"""Addresses at which readers report errors and editors mend them, on three kinds of forge."""

from urllib.parse import parse_qs, urlsplit

import pytest

from postil.sharing.repository import Repository, letter


@pytest.mark.parametrize(
    ("url", "issue", "names", "edit"),
    [
        ("https://github.com/us/archive", "/us/archive/issues/new", ("title", "body"),
         "/us/archive/edit/main/annotations/a%20b.yaml"),
        ("https://gitlab.com/us/archive", "/us/archive/-/issues/new",
         ("issue[title]", "issue[description]"), "/us/archive/-/edit/main/annotations/a%20b.yaml"),
        ("https://codeberg.org/us/archive", "/us/archive/issues/new", ("title", "body"),
         "/us/archive/_edit/main/annotations/a%20b.yaml"),
    ],
)  # fmt: skip
def test_each_forge_has_its_addresses(
    url: str, issue: str, names: tuple[str, str], edit: str
) -> None:
    repository = Repository(url=url)
    parts = urlsplit(repository.issue("A & B", "One\n“two” #3"))
    assert parts.path == issue
    assert parse_qs(parts.query) == {names[0]: ["A & B"], names[1]: ["One\n“two” #3"]}
    place = urlsplit(repository.edit("annotations/a b.yaml", 12))
    assert (place.path, place.fragment) == (edit, "L12")


def test_a_site_may_lie_in_a_folder_and_on_a_branch() -> None:
    repository = Repository(url="https://github.com/us/x", branch="live/news", folder="/site/")
    assert repository.edit("a.md") == "https://github.com/us/x/edit/live/news/site/a.md"


def test_a_long_text_loses_its_end_and_not_its_beginning() -> None:
    address = Repository(url="https://github.com/us/x").issue("Title", "Begin " + "سد" * 4000)
    assert len(address) < 8000
    told = parse_qs(urlsplit(address).query)
    assert told["title"] == ["Title"]
    assert told["body"][0].startswith("Begin ")
    assert told["body"][0].endswith("…")


def test_a_letter() -> None:
    assert letter("desk@example.org", "A & B", "x y") == (
        "mailto:desk@example.org?subject=A%20%26%20B&body=x%20y"
    )


def test_a_letters_lines_end_as_a_letters_do() -> None:
    assert letter("desk@example.org", "A", "x\ny").endswith("&body=x%0D%0Ay")
