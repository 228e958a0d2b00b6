"""What templates were compiled to is kept, and never used for what is another template now."""

from pathlib import Path

import pytest
from jinja2 import Environment

from postil.engine.cabinet import Cabinet
from postil.theming.templatecode import TemplateCode
from postil.theming.theme import environment
from postil.theming.wording import Wordings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "page.html").write_text("{{ _('Sources') }} of {{ x }}", "utf-8")
    built(tmp_path)
    return tmp_path


def built(folder: Path, recipe: bytes = b"this program", lang: str = "en") -> tuple[str, int]:
    """Return a page that a build makes, and how many templates it compiled."""
    code = TemplateCode(recipe, Cabinet(folder / "cache" / "templates"))
    templates = environment([folder], Wordings(lang), code)
    compiled = counted(templates)
    shown = templates.get_template("page.html").render(x="<")
    code.keep()
    return shown, len(compiled)


def counted(templates: Environment) -> list[str]:
    """Have an environment note the names of what it compiles."""
    names: list[str] = []
    compile_ = templates.compile

    def noting(source: str, name: str, filename: str) -> object:
        names.append(name)
        return compile_(source, name, filename)

    vars(templates)["compile"] = noting
    return names


def test_a_template_is_compiled_once(folder: Path) -> None:
    assert built(folder) == ("Sources of &lt;", 0)


def test_a_template_that_changed_is_compiled_again(folder: Path) -> None:
    (folder / "page.html").write_text("{{ x }}: {{ _('Sources') }}", "utf-8")
    assert built(folder) == ("&lt;: Sources", 1)
    assert built(folder) == ("&lt;: Sources", 0)


def test_another_program_compiles_for_itself(folder: Path) -> None:
    assert built(folder, b"the next one") == ("Sources of &lt;", 1)
    assert built(folder) == ("Sources of &lt;", 1)


def test_each_language_has_its_own_words(folder: Path) -> None:
    assert built(folder, lang="ar") == ("المصادر of &lt;", 1)
    assert built(folder, lang="ar") == ("المصادر of &lt;", 0)
    assert built(folder) == ("Sources of &lt;", 0)


@pytest.mark.parametrize("file", ["index", "things-*"])
@pytest.mark.parametrize("at", [0, 20, 60, -1])
def test_damaged_code_is_thrown_away(folder: Path, file: str, at: int) -> None:
    for data in (_flipped, _cut):
        (kept,) = (folder / "cache" / "templates").glob(file)
        kept.write_bytes(data(kept.read_bytes(), at))
        assert built(folder) == ("Sources of &lt;", 1)
    assert built(folder) == ("Sources of &lt;", 0)


def _flipped(data: bytes, at: int) -> bytes:
    damaged = bytearray(data)
    damaged[at] ^= 1
    return bytes(damaged)


def _cut(data: bytes, _: int) -> bytes:
    return data[:-40]


def test_environments_share_what_they_compile(folder: Path) -> None:
    code = TemplateCode()
    one, other = (environment([folder], Wordings("en"), code) for _ in range(2))
    one.get_template("page.html")
    names = counted(other)
    assert other.get_template("page.html").render(x=1) == "Sources of 1"
    assert not names


def test_what_another_compiler_s_extension_writes_is_not_kept(folder: Path) -> None:
    code = TemplateCode(b"", Cabinet(folder / "other"))
    templates = environment([folder], Wordings("en"), code)
    templates.add_extension("jinja2.ext.loopcontrols")
    templates.get_template("page.html")
    code.keep()
    assert not (folder / "other").exists()


def test_marks_of_another_kind_have_code_of_their_own(folder: Path) -> None:
    code = TemplateCode()
    environment([folder], Wordings("en"), code).get_template("page.html")
    other = environment([folder], Wordings("en"), code)
    other.variable_start_string, other.variable_end_string = "[[", "]]"
    assert other.get_template("page.html").render(x=1) == "{{ _('Sources') }} of {{ x }}"
