"""The theme as Python sees it: where it lies, its Jinja environment, its filters, its components.

Templates decide what is shown; this module hands them values and small conversions. The words of
the interface, and how days are written, come from `wording`.
"""

from collections.abc import Callable, Sequence
from html import unescape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound
from markupsafe import Markup

from postil.markdown import markup
from postil.theming.speaking import Voices
from postil.theming.templatecode import TemplateCode
from postil.theming.templating import EXTENSIONS, FILTERS
from postil.theming.views import NoteView, PostView
from postil.theming.wording import Wordings

COMPONENTS = tuple(f"components/{name}.html" for name in ("callout", "post", "markup"))
"""The templates with the macros of `Components`."""


class Components:
    """The theme's macros as functions from views to HTML, in one language."""

    def __init__(self, templates: Environment, lang: str = "") -> None:
        """Take the macros from a template environment of `environment`."""
        voices: Voices = vars(templates)["voices"]
        self._templates = templates
        self._others: dict[str, Components] = {}
        voice = voices.of(lang)
        self._callout = _macro(voice, "callout.html", "callout")
        self._post_card = _macro(voice, "post.html", "post_card")
        words = {name: _macro(voice, "markup.html", name) for name in _MARKUP_WORDS}
        self.markup = markup.Wording(
            table=unescape(words["table"]("{number}")),
            footnotes=unescape(words["footnotes"]()),
            footnote_back=unescape(words["footnote_back"]("{number}")),
        )
        """What the HTML of an article says by itself."""

    def in_language(self, lang: str) -> "Components":
        """Return the same in an article's language; in the site's if the article names none."""
        if lang not in self._others:
            self._others[lang] = Components(self._templates, lang)
        return self._others[lang]

    def callout(self, note: NoteView, *, root: str) -> Markup:
        """Return the `<aside>` of a note; `root` begins every link into the site."""
        return self._callout(note, root)

    def post_card(self, post: PostView, *, root: str) -> Markup:
        """Return the `<figure>` of a saved post; what is not the post's words is marked as ours."""
        return self._post_card(post, root)


def environment(
    folders: Sequence[Path], wordings: Wordings | None = None, code: TemplateCode | None = None
) -> Environment:
    """Return an environment whose templates come from `folders`, the first that has one."""
    templates = Environment(
        loader=FileSystemLoader([str(folder) for folder in folders]),
        extensions=EXTENSIONS,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    templates.filters.update(FILTERS)
    if wordings:
        Voices(templates, wordings, code)
    return templates


def in_language(templates: Any, lang: str) -> Any:  # noqa: ANN401 - for who may not import Jinja
    """Return the environment whose macros speak that language; the site's if it is empty."""
    voices: Voices = vars(templates)["voices"]
    return voices.of(lang)


def has_template(templates: Environment, name: str) -> bool:
    """Whether an environment has a template of that name."""
    try:
        templates.get_template(name)
    except TemplateNotFound:
        return False
    return True


def beside(templates: Environment, folder: Path) -> Environment:
    """Return an environment of another folder's templates that speaks the same words."""
    voices: Voices = vars(templates)["voices"]
    return environment([folder], voices.wordings, voices.code)


def wordings_of(templates: Environment) -> Wordings:
    """Return the words that the templates of an environment speak."""
    voices: Voices = vars(templates)["voices"]
    return voices.wordings


_MARKUP_WORDS = ("table", "footnotes", "footnote_back")


def _macro(templates: Environment, file: str, name: str) -> Callable[..., Markup]:
    macro: Callable[..., Markup] = getattr(
        templates.get_template(f"components/{file}").module, name
    )
    return macro
