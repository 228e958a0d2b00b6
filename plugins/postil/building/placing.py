"""Whether a site may be published, and its cache kept, where the settings say.

A build replaces the folder with the site whole, and after the next build nothing is left of what
was there. So it has to be known beforehand that all of it is a build's own.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from postil.building.inputs import places
from postil.files.conflines import conf_source, finding_in_conf
from postil.files.layout import ANNOTATIONS, CACHE, cache_of, layout_of
from postil.files.text import printable, shown
from postil.findings.diagnostics import Code, Diagnostic, finding_in_file
from postil.publishing.edition import has_published

_GIT = ".git"
_FORGES = (_GIT, ".github", ".gitlab", ".forgejo", ".gitea")
"""What is git's or a forge's, and in no folder that is published."""
_OF_ITS_OWN = "publish to a folder of its own: a build replaces that folder whole"
_FEW = 3  # names of files that are told


def misplaced(settings: Mapping[str, Any], conf: Path) -> Diagnostic | None:
    """Return a finding if a build would lose files that are not its own, or read its own ones.

    One that would find no notes where the settings have them is stopped as well.
    """
    output = Path(settings["OUTPUT_PATH"]).resolve()
    sources = [path.resolve() for path in places(settings, conf)]
    return (
        _output(output, sources, settings, conf)
        or _cache(output, sources, settings, conf)
        or _notes(settings, conf)
    )


def _output(
    output: Path, sources: list[Path], settings: Mapping[str, Any], conf: Path
) -> Diagnostic | None:
    name, site = shown(output, conf.parent.resolve()), conf.parent.resolve()
    source = conf_source(conf)
    for path in sources:
        if path.is_relative_to(output):
            message = f"OUTPUT_PATH is {name}, {_why(path, output, site)}"
            return finding_in_conf(source, "OUTPUT_PATH", message, help=_OF_ITS_OWN)
    for folder in _looked_through(settings):
        if output.is_relative_to(folder):
            message = f"OUTPUT_PATH is {name}, and a build reads what lies in {shown(folder, site)}"
            return finding_in_conf(source, "OUTPUT_PATH", message, help=_OF_ITS_OWN)
    if forge := next((part for part in output.parts if part in _FORGES), None):
        message = f"OUTPUT_PATH is {name}, and {forge} is not for pages"
        return finding_in_conf(source, "OUTPUT_PATH", message, help=_OF_ITS_OWN)
    if output.exists() and not output.is_dir():
        message = f"OUTPUT_PATH is {name}, which is a file"
        return finding_in_conf(source, "OUTPUT_PATH", message, help="name a folder, or remove it")
    try:
        there = sorted(path.name for path in output.iterdir()) if output.is_dir() else []
    except OSError as error:
        return finding_in_file(
            name,
            Code.UNREADABLE,
            f"cannot be read: {error.strerror or type(error).__name__}",
            help="give permission to read it, or publish to another folder",
        )
    retained = {Path(path).parts[0] for path in settings["OUTPUT_RETENTION"] if Path(path).parts}
    lost = [entry for entry in there if entry not in retained]
    if _GIT in lost:
        return finding_in_conf(
            source,
            "OUTPUT_PATH",
            f"OUTPUT_PATH is {name}, which has a {_GIT} that a build would remove",
            help=f'write OUTPUT_RETENTION = ["{_GIT}"] to keep it, or publish to another folder',
        )
    if not lost or _GIT in there or has_published(output) or _is_a_site(output, settings):
        return None
    more = f" and {len(lost) - _FEW} more" if len(lost) > _FEW else ""
    return finding_in_conf(
        source,
        "OUTPUT_PATH",
        f"OUTPUT_PATH is {name}, a folder with files that no build has made",
        notes=[f"it has {', '.join(map(printable, lost[:_FEW]))}{more}"],
        help=f"{_OF_ITS_OWN}; if nothing in it is needed any more, remove it and build again",
    )


def _cache(
    output: Path, sources: list[Path], settings: Mapping[str, Any], conf: Path
) -> Diagnostic | None:
    folder = cache_of(settings, layout_of(settings).root)
    if folder is None:
        return None
    cache, site = folder.resolve(), conf.parent.resolve()
    name, source = shown(cache, site), conf_source(conf)
    help_ = f'leave {CACHE} out, or write a folder of its own: {CACHE} = ".cache/postil"'
    for path in sources:
        if path.is_relative_to(cache):
            message = f"{CACHE} is {name}, {_why(path, cache, site)}"
            return finding_in_conf(source, CACHE, message, help=help_)
    if cache.is_relative_to(output) or output.is_relative_to(cache):
        message = f"{CACHE} is {name}, and OUTPUT_PATH is {shown(output, site)}"
        return finding_in_conf(source, CACHE, message, help=help_)
    for path in _looked_through(settings):
        if cache.is_relative_to(path):
            message = f"{CACHE} is {name}, and a build reads what lies in {shown(path, site)}"
            return finding_in_conf(source, CACHE, message, help=help_)
    if cache.exists() and not cache.is_dir():
        return finding_in_conf(source, CACHE, f"{CACHE} is {name}, which is a file", help=help_)
    return None


def _notes(settings: Mapping[str, Any], conf: Path) -> Diagnostic | None:
    folder, site = layout_of(settings).annotations, conf.parent
    if folder.is_dir():
        return None
    if ANNOTATIONS not in settings:
        usual = site / "annotations"
        if not usual.is_dir() or "POSTIL_ROOT" in settings:
            return None
        return finding_in_conf(
            conf_source(conf),
            "PATH",
            f"PATH is {shown(settings['PATH'], site)}, so that notes are looked for in "
            f"{shown(folder, site)}, and those in annotations would not be shown",
            help=f'write PATH = "content", or say where the notes are: {ANNOTATIONS}',
        )
    message = f"{ANNOTATIONS} names {shown(folder, conf.parent)}, and there is no such folder"
    help_ = "name a folder beside the one of PATH: without it, no note would be shown"
    return finding_in_conf(conf_source(conf), ANNOTATIONS, message, help=help_)


def _why(path: Path, folder: Path, site: Path) -> str:
    """Say why a folder cannot be a build's own, given a place in it that a build reads."""
    return "which a build reads" if path == folder else f"which holds {shown(path, site)}"


def _looked_through(settings: Mapping[str, Any]) -> Iterator[Path]:
    """Yield the folders of which a build reads all that lies in them."""
    layout = layout_of(settings)
    found = [*layout.articles, *layout.pages, layout.annotations, layout.root / "locale"]
    found += [layout.content / name for name in settings["STATIC_PATHS"]]
    found += [Path(settings["THEME"]), *map(Path, settings["THEME_TEMPLATES_OVERRIDES"])]
    yield from (path.resolve() for path in found)


def _is_a_site(output: Path, settings: Mapping[str, Any]) -> bool:
    """Whether a folder looks like what Pelican writes: a front page, and the theme's own files."""
    theme = settings["THEME_STATIC_DIR"]
    return (output / "index.html").is_file() and bool(theme) and (output / theme).is_dir()
