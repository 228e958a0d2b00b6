"""The theme as Python sees it: where it lies, its Jinja environment, its filters, its components.

Templates decide what is shown; this module hands them values and small conversions. The words of
the interface, and how days are written, come from `wording`.
"""

import re
from collections.abc import Callable, Sequence
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Undefined
from jinja2.ext import Extension
from markupsafe import Markup

from postil import markup
from postil.catalogues import with_territory
from postil.speaking import EXTENSIONS, Voices
from postil.templatecode import TemplateCode
from postil.views import NoteView, PostView
from postil.wording import Wordings

JINJA_ENVIRONMENT: dict[str, bool | type[Undefined] | Sequence[str | type[Extension]]] = {
    "extensions": EXTENSIONS,
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "auto_reload": False,  # each build has environments of its own
}
"""Pelican's setting of that name: what every template of ours counts on, as in `environment`."""


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


def theme_folder() -> Path:
    """Return the folder of the theme: beside this module when installed, else the repository's."""
    here = Path(__file__).resolve().parent
    packaged = here / "theme"
    return packaged if packaged.is_dir() else here.parents[1] / "theme"


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
    )
    templates.filters.update(FILTERS)
    if wordings:
        Voices(templates, wordings, code)
    return templates


def host(url: str) -> str:
    """Return the host of an address without its `www.`; empty for what is no address."""
    try:
        name = urlsplit(url).hostname or ""
    except ValueError:  # "http://[" and the like
        return ""
    return name.removeprefix("www.")


def web(url: str) -> str:
    """Return an address that a link may lead to, and nothing for any other."""
    return url if url.lower().startswith(("http://", "https://")) and host(url) else ""


def address(save_as: str) -> str:
    """Return the address of a page from where it is saved (`topics/index.html` -> `topics/`)."""
    return save_as.removesuffix("index.html")


def local(path: str) -> str:
    """Return the address of a file of this site from how an article names it."""
    for start in ("{static}", "{attach}", "{filename}"):
        path = path.removeprefix(start)
    return quote(path.lstrip("/"))


def json_beside(path: str) -> str:
    """Return the address of a feed's JSON form from that of its Atom form."""
    return re.sub(r"(\.atom)?\.\w+$", "", path) + ".json"


def in_language(templates: Any, lang: str) -> Any:  # noqa: ANN401 - for who may not import Jinja
    """Return the environment whose macros speak that language; the site's if it is empty."""
    voices: Voices = vars(templates)["voices"]
    return voices.of(lang)


def beside(templates: Environment, folder: Path) -> Environment:
    """Return an environment of another folder's templates that speaks the same words."""
    voices: Voices = vars(templates)["voices"]
    return environment([folder], voices.wordings, voices.code)


def wordings_of(templates: Environment) -> Wordings:
    """Return the words that the templates of an environment speak."""
    voices: Voices = vars(templates)["voices"]
    return voices.wordings


def url_path(url: str) -> str:
    """Return the path of a site's address, which leads there from any page of its host."""
    return urlsplit(url).path.rstrip("/")


def direction(lang: str) -> str:
    """Return the direction of a language's script, `ltr` or `rtl`."""
    subtags = lang.lower().replace("_", "-").split("-")
    script = next((tag for tag in subtags[1:] if len(tag) == _SCRIPT_TAG), "")
    if script:
        return "rtl" if script in _RTL_SCRIPTS else "ltr"
    return "rtl" if subtags[0] in _RTL_LANGUAGES else "ltr"


def capitalize_first(text: str) -> str:
    """Return a text with its first letter made a capital one, and the rest left as it is."""
    return text[:1].upper() + text[1:]


def platform(name: str) -> str:
    """Return a platform's name as it writes it itself, where we know."""
    return _PLATFORMS.get(name.lower(), name[:1].upper() + name[1:])


FILTERS: dict[str, Callable[..., object]] = {
    "address": address,
    "capitalize_first": capitalize_first,
    "direction": direction,
    "host": host,
    "json_feed": json_beside,
    "local": local,
    "platform": platform,
    "url_path": url_path,
    "web": web,
    "with_territory": with_territory,
}
"""Pelican's `JINJA_FILTERS`, and the filters of `environment`; `Voices` adds its own to both."""

_MARKUP_WORDS = ("table", "footnotes", "footnote_back")

_SCRIPT_TAG = 4  # letters: a subtag of that length names a script (BCP 47, section 2.2.3)
_RTL_SCRIPTS = frozenset("adlm arab hebr mand mend nkoo rohg samr syrc thaa".split())
_RTL_LANGUAGES = frozenset("ar arc ckb dv fa he iw ks nqo ps sd syr ug ur yi".split())

_PLATFORMS = {
    "linkedin": "LinkedIn",
    "tiktok": "TikTok",
    "truth-social": "Truth Social",
    "vk": "VK",
    "wechat": "WeChat",
    "whatsapp": "WhatsApp",
    "youtube": "YouTube",
}


def _macro(templates: Environment, file: str, name: str) -> Callable[..., Markup]:
    macro: Callable[..., Markup] = getattr(
        templates.get_template(f"components/{file}").module, name
    )
    return macro
