"""Templates that speak the language of their page.

Each language has an environment of its own, so that a macro knows it as well as a page does, and
no template hands it on: all share their loader, and have their own words in their code.
"""

from collections.abc import Callable, Hashable, Mapping, MutableMapping
from functools import partial
from typing import Any

from jinja2 import Environment, Template
from jinja2.ext import Extension
from markupsafe import Markup

from postil.engine.cells import remembered
from postil.theming.speakingcode import PageContext, SpeakingCode
from postil.theming.templatecode import Shelf, TemplateCode
from postil.theming.wording import Wording, Wordings


class Voices:
    """One environment for each language, made when a page needs it."""

    def __init__(
        self, templates: Environment, wordings: Wordings, code: TemplateCode | None = None
    ) -> None:
        """Let `templates`, which has `EXTENSIONS`, speak the site's language, and pages their own.

        With `code`, which several environments may share, no template is compiled twice.

        `_`, `gettext`, `ngettext`, `pgettext`, `npgettext` and the filters of `Wording` are there;
        `wording` is the `Wording` itself; `once` is `Once`.
        """
        self.wordings = wordings
        self.code = code or TemplateCode()
        vars(templates).update(newstyle_gettext=True, voices=self)
        templates.template_class = PageTemplate
        templates.code_generator_class = SpeakingCode
        templates.context_class = PageContext
        own = wordings.of(wordings.default)
        self._known = {own.lang: templates}
        self._first = templates
        self._speak(templates, own)

    @property
    def default(self) -> str:
        """The site's language."""
        return self.wordings.default

    def of(self, lang: str) -> Environment:
        """Return the environment for pages in a language."""
        wording = self.wordings.of(lang)
        if wording.lang not in self._known:
            voice = self._first.overlay()
            voice.globals = {**self._first.globals}
            voice.filters = {**self._first.filters}
            self._speak(voice, wording)
            self._known[wording.lang] = voice
        return self._known[wording.lang]

    def _speak(self, templates: Environment, wording: Wording) -> None:
        templates.filters.update(wording.filters)
        spoken: MutableMapping[str, Any] = templates.globals
        spoken.update(
            _=wording.gettext,
            gettext=wording.gettext,
            ngettext=wording.ngettext,
            pgettext=wording.pgettext,
            npgettext=wording.npgettext,
            wording=wording,
            once=Once().__call__,
        )
        if templates.cache is not None:
            templates.cache.clear()  # what it has compiled speaks another language
        templates.bytecode_cache = Shelf(self.code, templates, wording.lang)


class SpeakingEnglish(Extension):
    """Lets an environment speak English until it is told more: our theme works alone as well."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        Voices(environment, Wordings())


class PageTemplate(Template):
    """A template that is rendered in the language of its page, whichever environment it is of.

    It is `page_lang` among the values, the language of the article or page shown, or the site's;
    the template finds it as `page_lang`.
    """

    def render(self, *args: Any, **kwargs: Any) -> str:  # noqa: ANN401 - Jinja's signature
        """Return the page."""
        values: dict[str, object] = dict(*args, **kwargs)
        voices: Voices = vars(self.environment)["voices"]
        values["page_lang"] = lang = language_of(values) or voices.default
        voice = voices.of(lang)
        if voice is self.environment or self.name is None:
            return super().render(values)
        return Template.render(voice.get_template(self.name), values)


def language_of(values: Mapping[str, object]) -> str:
    """Return the language of the page that shows these values; empty where nothing tells it."""
    told = values.get("page_lang")
    for shown in ("article", "page"):
        told = told or getattr(values.get(shown), "lang", "")
    return str(told or "")


class Once:
    """Makes what many pages show once for the same values.

    Each language has its own, and so has each build. `{{ once(macro, …) }}` calls a macro that
    sees nothing but the values; what stands in `{% call once("name", …) %}` may besides depend on
    what is the same on all pages of a site.
    """

    def __init__(self) -> None:
        self._made: dict[Hashable, Callable[[], Markup]] = {}

    def __call__(
        self,
        what: Callable[..., Markup] | str,
        *values: Hashable,
        caller: Callable[[], Markup] | None = None,
    ) -> Markup:
        """Return what a macro makes of the values, or what stands in the call of that name."""
        key = (what, values)
        made = self._made.get(key)
        if made is None:
            if not caller:
                assert callable(what)
                caller = partial(what, *values)
            self._made[key] = made = remembered(caller)
        return made()
