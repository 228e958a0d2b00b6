"""Templates are compiled with their words in them, and print what they would print without."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from jinja2.exceptions import UndefinedError
from markupsafe import Markup, escape

from postil.theming.speakingcode import written
from postil.theming.theme import environment
from postil.theming.wording import Wordings

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def templates(tmp_path: Path) -> Environment:
    catalogue = tmp_path / "sw" / "LC_MESSAGES" / "postil.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(
        HEADER + 'msgid "%(part)s of %(all)s & more"\nmsgstr "%(all)s: %(part)s%% <"\n\n'
        'msgctxt "list"\nmsgid ", "\nmsgstr "، "\n\nmsgid "Sources"\nmsgstr "\\"Vyanzo\\""\n',
        "utf-8",
    )
    return environment([tmp_path], Wordings("en", [tmp_path]))


def page(templates: Environment, source: str, lang: str = "sw", **values: object) -> str:
    return templates.from_string(source).render(page_lang=lang, **values)


@pytest.mark.parametrize(
    ("source", "spoken"),
    [
        ("{{ _('Sources') }}", "&#34;Vyanzo&#34;"),
        ("{{ _('Sources')|length }}", "16"),
        ("{{ gettext('Sources') ~ '<' }}", "&#34;Vyanzo&#34;&lt;"),
        (
            "{% if _('Sources') %}{{ ['<', 'b']|join(pgettext('list', ', ')) }}{% endif %}",
            "&lt;، b",
        ),
        ("{{ _('%(part)s of %(all)s & more', part='<1>', all=x) }}", "<b>: &lt;1&gt;% &lt;"),
        ("{{ _('%(part)s of %(all)s & more', part=_('Sources'), all=1)|length }}", "25"),
        ("{{ _('not <translated>') if 1 }}", "not &lt;translated&gt;"),
        ("{% autoescape false %}{{ _('%(part)s', part='<') }}{% endautoescape %}", "&lt;"),
        (
            "{% trans part='<', all=x %}{{ part }} of {{ all }} & more{% endtrans %}",
            "<b>: &lt;% &lt;",
        ),
    ],
)
def test_messages_are_put_in(templates: Environment, source: str, spoken: str) -> None:
    voices = vars(templates)["voices"]
    assert page(voices.of("sw"), source, x=Markup("<b>")) == spoken


@pytest.mark.parametrize(
    "source", ["{{ _('%(who)s') }}", "{{ _('100 %') }}", "{{ _('%(who)d', who=1) }}"]
)
def test_what_is_wrong_with_a_message_shows_when_it_is_printed(
    templates: Environment, source: str
) -> None:
    template = templates.from_string(source)
    with pytest.raises((KeyError, ValueError, TypeError)):
        template.render()


def test_a_value_that_is_not_there_is_a_mistake(templates: Environment) -> None:
    with pytest.raises(UndefinedError, match="who"):
        page(templates, "{{ _('By %(who)s', who=who) }}")


def test_a_filter_is_not_called_before_a_page_calls_it(templates: Environment) -> None:
    called: list[str] = []

    def shout(text: str) -> str:
        called.append(text)
        return text.upper()

    templates.filters["shout"] = shout
    template = templates.from_string("{{ 'a'|shout }}{% if 'b'|shout == 'B' %}!{% endif %}")
    assert not called
    assert template.render() == "A!"
    assert called == ["a", "b"]


@given(st.text() | st.integers() | st.none() | st.text().map(Markup) | st.lists(st.text()))
def test_what_is_printed_is_escaped(value: object) -> None:
    assert written(value) == escape(value)
    assert Markup(written(value)) == Markup(escape(value))
