"""Reading a site's `pelican.conf.py`: Pelican's settings, or what is wrong with it.

The settings are a program of the editors'. Whatever it does, they are told in which line; and a
value of which nothing can be made is told before anything goes wrong with it.
"""

import re
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from postil.files.conflines import conf_source, finding_in_conf
from postil.files.layout import ANNOTATIONS, CACHE
from postil.files.text import read_source, shown
from postil.findings.diagnostics import Code, Diagnostic, finding, finding_in_file, nearest
from postil.findings.source import Source, Span

_FLAGS = ("POSTIL_CARDS", "POSTIL_SEARCH", "POSTIL_TYPOGRAPHER")
_FONTS = "POSTIL_CARD_FONTS"
_LISTS = (
    "PLUGINS",
    *(f"{kind}_{what}" for kind in ("ARTICLE", "PAGE", "STATIC") for what in ("PATHS", "EXCLUDES")),
    *("THEME_TEMPLATES_OVERRIDES", "THEME_STATIC_PATHS", "OUTPUT_RETENTION", "IGNORE_FILES"),
    _FONTS,
)
_PLACES = ("PATH", "OUTPUT_PATH", "THEME")
_TEXTS = (
    *("SITENAME", "SITEURL", "DEFAULT_LANG", CACHE, ANNOTATIONS, "POSTIL_ROOT"),
    *("POSTIL_REPOSITORY", "POSTIL_BRANCH", "POSTIL_REPOSITORY_FOLDER", "POSTIL_CONTACT"),
    "POSTIL_DATA_LICENSE",
)
_OURS = {*_FLAGS, _FONTS, *_TEXTS, "POSTIL_JOBS", "POSTIL_SEVERITIES", "POSTIL_TODAY"}
_EMAIL = re.compile(r"[^\s@<>,;:/?#]+@[^\s@<>,;:/?#]+")


def read_conf(conf: Path) -> tuple[dict[str, Any], Diagnostic | None]:
    """Return Pelican's settings from a site's `pelican.conf.py`, or what is wrong with it."""
    from pelican.settings import read_settings

    name = shown(conf, conf.parent)
    if not conf.is_file():
        return {}, finding_in_file(
            name,
            Code.SETTINGS,
            "there is no such file, so this folder is not a site",
            help="go to the site's folder, or make one with `postil new site DIR`",
        )
    source = read_source(conf, conf.parent)
    if isinstance(source, Diagnostic) and source.code is Code.UNREADABLE:
        return {}, source
    sys.modules.pop(conf.stem, None)
    settings: dict[str, Any] = {}
    problem: Diagnostic | None = None
    try:
        with _no_bytecode():
            settings = read_settings(str(conf))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a program can raise anything
        problem = _settings_error(conf, error)
    ran = vars(sys.modules[conf.stem]) if conf.stem in sys.modules else {}
    if problem is None or not problem.line:
        return settings, next(_unusable(ran, conf), problem)
    return {}, problem


def wrong_values(settings: Mapping[str, Any], conf: Path) -> Iterator[Diagnostic]:
    """Yield a finding for each of our settings that says nothing that could be done."""
    source = conf_source(conf)
    ours = sorted(name for name in settings if name.startswith("POSTIL_"))
    for name in (name for name in ours if name not in _OURS):
        near = nearest(name, _OURS - {"POSTIL_TODAY"})
        help_ = f"write {near}" if near else "give a setting of your own another name"
        yield finding_in_conf(source, name, f"there is no setting {name}", help=help_)
    for name, (is_right, what, example) in _VALUES.items():
        value = settings.get(name)
        if value and not is_right(str(value)):
            message = f"{name} is {value!r}, which is no {what}"
            yield finding_in_conf(source, name, message, help=f'write {name} = "{example}"')
    root = Path(settings["PATH"]).parent
    for font in settings.get(_FONTS, ()):
        if not (root / font).is_file():
            message = f"{_FONTS} names {font}, and there is no such file"
            help_ = "give the path of a TrueType or OpenType file below the site's folder"
            yield finding_in_conf(source, _FONTS, message, help=help_)


def _is_url(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in value
    except ValueError:
        return False


def _is_email(value: str) -> bool:
    return bool(_EMAIL.fullmatch(value))


_VALUES: Mapping[str, tuple[Callable[[str], bool], str, str]] = {
    "POSTIL_REPOSITORY": (_is_url, "http(s) address", "https://github.com/owner/archive"),
    "POSTIL_CONTACT": (_is_email, "e-mail address", "desk@example.org"),
    "POSTIL_DATA_LICENSE": (
        _is_url,
        "http(s) address",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
}
"""By the setting: whether a text is what belongs there, what that is, and one of its kind."""


def _unusable(values: Mapping[str, Any], conf: Path) -> Iterator[Diagnostic]:
    """Yield a finding for each value of which nothing can be made, given what the settings set."""
    source = conf_source(conf)

    def told(name: str, message: str, advice: str) -> Diagnostic:
        return finding_in_conf(source, name, message, help=advice)

    if "PLUGINS" not in values or "PATH" not in values:
        missing = "PLUGINS" if "PLUGINS" not in values else "PATH"
        message = f"{missing} is not set, so this is no site of Postil's"
        yield told(missing, message, "begin the settings with: from postil.settings import *")
    for name in _PLACES:
        if name in values and not (values[name] and isinstance(values[name], (str, PathLike))):
            message = f"{name} is {values[name]!r}, and the name of a folder belongs there"
            yield told(name, message, "write the name in quotation marks, or leave the line out")
    path = values.get("PATH")
    if path and isinstance(path, (str, PathLike)) and not (conf.parent / path).is_dir():
        message = f"PATH is {path!r}, and there is no such folder"
        yield told("PATH", message, "look whether PATH names the folder with the articles")
    for name in _LISTS:
        value = values.get(name, ())
        if not isinstance(value, (list, tuple, set, frozenset)):
            message = f"{name} is {value!r}, and a list belongs there"
            some = value if isinstance(value, str) else "…"
            yield told(name, message, f'write {name} = ["{some}"]')
    for name in _TEXTS:
        value = values.get(name)
        if value is not None and not isinstance(value, (str, PathLike)):
            message = f"{name} is {value!r}, and a text belongs there"
            yield told(name, message, f'write {name} = "…", or leave the line out')
    for name in _FLAGS:
        value = values.get(name)
        if value is not None and not isinstance(value, int):
            message = f"{name} is {value!r}, and True or False belongs there"
            yield told(name, message, f"write {name} = False or {name} = True")
    if "postil" not in values.get("PLUGINS", ()):
        message = "PLUGINS does not name postil, so no note would be shown"
        yield told("PLUGINS", message, 'write PLUGINS = ["postil"]')


@contextmanager
def _no_bytecode() -> Iterator[None]:
    """Keep no compiled settings: Python takes those of the same second and size for the same."""
    kept, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = kept


def _settings_error(conf: Path, error: BaseException) -> Diagnostic:
    """Return the finding for settings that do not run, at the line that failed."""
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).name == conf.name and frame.lineno
    ]
    line = error.lineno if isinstance(error, SyntaxError) and error.lineno else None
    source = read_source(conf, conf.parent)
    at = line or (lines[-1] if lines else None)
    if at is None or not isinstance(source, Source):
        return finding_in_file(
            conf.name,
            Code.SETTINGS,
            f"Pelican cannot use these settings: {error}",
            help="look whether PATH names the folder with the articles, and THEME that of a theme",
        )
    if isinstance(error, SystemExit):
        message = f"the settings end the program here: {error}"
    else:
        message = f"the settings do not run: {type(error).__name__}: {error}"
    help_ = "mend this line; settings are Python"
    start = source.offset(at)
    return finding(
        source, Span(start, start + len(source.line(at))), Code.SETTINGS, message, help=help_
    )
