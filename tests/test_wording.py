"""What the interface says: catalogues found, merged, spoken by templates."""

from datetime import date
from pathlib import Path

import pytest

from postil.theming.theme import environment
from postil.theming.wording import Wordings

HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def site(folder: Path, language: str, *messages: tuple[str, str]) -> Path:
    """Write a catalogue of a site's own; return the folder of its catalogues."""
    path = folder / "locale" / language / "LC_MESSAGES" / "postil.po"
    path.parent.mkdir(parents=True)
    entries = [f'msgid "{message}"\nmsgstr "{text}"\n' for message, text in messages]
    path.write_text(HEADER + "\n".join(entries), "utf-8")
    return folder / "locale"


@pytest.mark.parametrize(
    ("lang", "spoken"),
    [
        ("sw", "sw"),
        ("sw-TZ", "sw-TZ"),
        ("fi", "en"),
        ("", "en"),
        ("en-GB", "en-GB"),
    ],
)
def test_a_language_without_a_catalogue_is_spoken_for(
    tmp_path: Path, lang: str, spoken: str
) -> None:
    folder = site(tmp_path, "sw", ("Sources", "Vyanzo"))
    assert Wordings("en", [folder]).of(lang).lang == spoken


def test_the_site_s_language_speaks_before_english(tmp_path: Path) -> None:
    folder = site(tmp_path, "sw", ("Sources", "Vyanzo"))
    assert Wordings("sw", [folder]).of("fi").gettext("Sources") == "Vyanzo"


def test_regions_of_english_write_their_own_days() -> None:
    wordings = Wordings()
    assert "9 December 2020" in wordings.of("en").day(date(2020, 12, 9))
    assert "December 9, 2020" in wordings.of("en-US").day(date(2020, 12, 9))


def test_a_template_and_its_macros_speak_the_language_of_the_page(tmp_path: Path) -> None:
    folder = site(tmp_path, "sw", ("Sources", "Vyanzo"), ("%(num)s of %(all)s", "%(num)s/%(all)s"))
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "macros.html").write_text(
        "{% macro word() %}{{ _('Sources') }}{% endmacro %}", "utf-8"
    )
    (templates / "base.html").write_text("{{ page_lang }}: {% block main %}{% endblock %}", "utf-8")
    (templates / "page.html").write_text(
        "{% extends 'base.html' %}{% from 'macros.html' import word %}"
        "{% block main %}{{ word() }}, "
        "{% trans num=1, all='<2>' %}{{ num }} of {{ all }}{% endtrans %}{% endblock %}",
        "utf-8",
    )
    page = environment([templates], Wordings("en", [folder])).get_template("page.html")
    assert page.render() == "en: Sources, 1 of &lt;2&gt;"
    assert page.render(page_lang="sw") == "sw: Vyanzo, 1/&lt;2&gt;"
    assert page.render(page_lang="en") == "en: Sources, 1 of &lt;2&gt;"


def test_messages_that_differ_in_their_plural_alone_keep_it() -> None:
    wording = Wordings().of("en")
    assert wording.ngettext("%(num)s eel", "%(num)s eels", 2) == "2 eels"
    assert wording.ngettext("%(num)s eel", "%(num)s of them, eels", 2) == "2 of them, eels"
