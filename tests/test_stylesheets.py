"""Style sheets: parts in, one file out, the same rules in the same order."""

from pathlib import Path

import pytest

from postil.theming.stylesheets import joined, stylesheets, write_stylesheets
from postil.theming.templating import theme_folder
from tests.published import Published


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    files = {
        "site.css": '/* parts */\n@import "one.css";\n@import "two.css" print;\n\na { b: c }\n',
        "one.css": '.one::after {\n  content: "/* kept */"; /* gone */\n}\n',
        "two.css": "@page { margin: 0 }\n",
        "card.css": '@import "one.css";\n',
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_parts_stand_in_order_where_they_are_named(parts: Path) -> None:
    assert joined(parts / "site.css") == (
        '.one::after {\ncontent: "/* kept */";\n}\n'
        "@media print {\n@page { margin: 0 }\n}\na { b: c }\n"
    )


def test_a_part_is_not_published_by_itself(parts: Path) -> None:
    assert list(stylesheets(parts)) == ["card.css", "site.css"]


def test_a_part_that_is_not_there_stops_the_build(parts: Path) -> None:
    (parts / "one.css").unlink()
    with pytest.raises(FileNotFoundError, match=r"one\.css"):
        write_stylesheets(parts, parts / "out")


def test_a_theme_without_parts_has_nothing_written(tmp_path: Path) -> None:
    write_stylesheets(tmp_path / "css", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_every_sheet_of_the_theme_is_a_part_of_one_that_is_published() -> None:
    """Else a sheet that was forgotten would be a file that no page loads."""
    assert not [*(theme_folder() / "static").rglob("*.css")], "parts belong into theme/css/"
    assert set(stylesheets(theme_folder() / "css")) <= {"postil.css", "embed.css"}


def test_every_page_loads_one_sheet(demo: Published) -> None:
    for page in demo.pages():
        assert len(demo.soup(page).select('link[rel="stylesheet"]')) <= 1, page
