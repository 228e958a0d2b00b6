"""What the theme's templates count on: where they lie, how Jinja reads them, small conversions.

Every command runs the site's settings, which import this module; so it loads little.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote, urlsplit

from jinja2 import StrictUndefined, Undefined

EXTENSIONS = ("jinja2.ext.i18n", "postil.theming.speaking.SpeakingEnglish")
"""What an environment needs whose templates speak."""

JINJA_ENVIRONMENT: dict[str, bool | int | type[Undefined] | Sequence[str]] = {
    "extensions": EXTENSIONS,
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "auto_reload": False,  # each build has environments of its own
    "cache_size": -1,  # templates are few, and to know which was used last takes time
}
"""Pelican's setting of that name: what every template of ours counts on, as in `environment`."""


def theme_folder() -> Path:
    """Return the folder of the theme: within this package when installed, else the repository's."""
    here = Path(__file__).resolve().parents[1]
    packaged = here / "theme"
    return packaged if packaged.is_dir() else here.parents[1] / "theme"


def host(url: str) -> str:
    """Return the host of an address without its `www.`; empty for what is no address."""
    if usual := _USUAL.match(url):
        return usual[1].removeprefix("www.")
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


def with_territory(language: str) -> str:
    """Return a language as Open Graph writes it, `ar_EG`: with the likeliest territory, if none."""
    from babel.core import get_global

    name, *more = language.replace("_", "-").split("-")
    known = get_global("likely_subtags")
    likely = known.get("_".join((name, *more[:1]))) or known.get(name, "")
    found = [part.upper() for part in (*more, *likely.split("_")[1:]) if _TERRITORY.fullmatch(part)]
    return f"{name.lower()}_{found[0]}" if found else name.lower()


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

_USUAL = re.compile(r"https?://([a-z0-9.-]+)(?:[/?#]|\Z)")
"""Addresses whose host `urlsplit` would find in ten times as long."""
_TERRITORY = re.compile("[A-Za-z]{2}|[0-9]{3}")
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
