"""Files among an archive's own that nothing reads: what they say would be lost without a word."""

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

from postil.files.folders import is_aside, is_kept_by_a_program, unreadable, walk
from postil.files.layout import ARTICLE_KINDS, REGISTRY_FOLDERS, SIDECAR_KINDS, Layout
from postil.files.text import badly_named, printable, read_source, shown
from postil.findings.diagnostics import Code, Diagnostic, finding_in_file, nearest
from postil.findings.source import Source

_LIKE_SIDECARS = {"", ".json", ".txt", ".toml", *ARTICLE_KINDS}
"""The endings with which a sidecar may have been saved by mistake."""


_LOCK = ".#"
"""How Emacs names what it makes beside a file that is being edited."""


def unread_notes(
    layout: Layout,
    sidecars: Mapping[str, str],
    missing: Collection[str],
    of_closed: tuple[str, ...] = (),
) -> Iterator[Diagnostic]:
    """Yield a finding for each file under annotations/ that nothing reads, but for the registry's.

    `sidecars` are those that articles have or would have, with the article; `missing` are those
    of them that could not be found. Where the paths begin as one `of_closed`, there may be articles
    in a folder that cannot be looked into, so that nothing is known of their sidecars.
    """
    closed: list[OSError] = []
    top, root = os.path.normpath(layout.annotations), layout.root
    found = set[str]()
    for folder, folders, files in walk(top, closed):
        if folder == top:
            folders[:] = [name for name in folders if name not in REGISTRY_FOLDERS]
        above = os.path.join(folder, "")
        found.update(f"{above}{name}" for name in files)
    yield from unreadable(closed, root)
    by_name = cache(lambda: {shown(path, root): article for path, article in sidecars.items()})
    for path in sorted(found - (sidecars.keys() - missing)):
        if path.startswith(of_closed):
            continue
        if path in sidecars:
            read = read_source(path, root)
            if isinstance(read, Diagnostic):  # a link that leads nowhere
                yield read
            else:
                yield finding_in_file(
                    read.path,
                    Code.UNREADABLE,
                    "was saved while the archive was being read",
                    help="build again",
                )
        else:
            yield from _unread_note(path, sidecars, by_name, found, root)


def _unread_note(
    path: str,
    sidecars: Mapping[str, str],
    by_name: Callable[[], Mapping[str, str]],
    found: Collection[str],
    root: Path,
) -> Iterator[Diagnostic]:
    name, shown_path = os.path.basename(path), shown(path, root)
    wanted = next((each for each in _meant(path) if each in sidecars), None)
    if is_yaml(name) or (wanted and wanted not in found):
        if wanted and wanted in found:
            help_ = f"add its notes to {shown(wanted, root)}, or remove it"
        elif wanted:
            help_ = f"name it {printable(os.path.basename(wanted))}"
        elif near := nearest(shown_path, by_name()):
            help_ = f"if it belongs to {shown(by_name()[near], root)}, move it to {near}"
        else:
            help_ = "give it the path of its article, under annotations/, or remove it"
        yield finding_in_file(
            shown_path,
            Code.ORPHAN_SIDECAR,
            "this sidecar has no article, so its notes would not be shown",
            help=help_,
        )
    elif not is_aside(name):
        if was_yaml(name) and not wanted:
            code, help_ = Code.ORPHAN_SIDECAR, "give it the path of its article, and `.yaml`"
        else:
            code, help_ = Code.UNREAD_FILE, "move it out of annotations/, or remove it"
        yield finding_in_file(shown_path, code, "nothing reads this file", help=help_)


def _meant(path: str) -> Iterator[str]:
    """Yield the names of sidecars as which a file may have been meant: `dam.yaml.txt`, `dam`."""
    folder, name = os.path.split(path)
    stem, kind = os.path.splitext(name)
    for before in (name.lower().find(written) for written in SIDECAR_KINDS):
        if before > 0:
            yield os.path.join(folder, f"{name[:before]}.yaml")
    if kind.lower() in _LIKE_SIDECARS:
        yield os.path.join(folder, f"{stem}.yaml")


def is_yaml(name: str) -> bool:
    """Whether a file's name ends as that of a YAML file, in whatever letters."""
    return os.path.splitext(name)[1].lower() in SIDECAR_KINDS and not name.startswith(_LOCK)


def was_yaml(name: str) -> bool:
    """Whether a file's name has the ending of a YAML file within: `dam.yaml.txt`."""
    return any(kind in name.lower() for kind in SIDECAR_KINDS)


def unread_articles(
    layout: Layout, articles: Collection[str], closed: list[OSError], *, elsewhere: bool
) -> Iterator[Diagnostic]:
    """Yield a finding for each file of the content folder that was meant to be read, and was not.

    That is Markdown which is none of the `articles`, and sidecars. What lies outside the folders of
    articles and pages is told only if `elsewhere`. What cannot be looked into is added to `closed`.
    """
    for folder, files, is_plain in _content(layout, closed):
        above = os.path.join(folder, "")
        for name in files:
            path = f"{above}{name}"
            if wrong := badly_named(path, layout.root):
                yield wrong
                continue
            if path in articles or is_plain or is_kept_by_a_program(name):
                continue
            if is_yaml(name):
                yield from _misplaced_sidecar(path, layout)
            elif any(kind in ARTICLE_KINDS for kind in _kinds(name)):
                yield from _unread_article(path, layout, elsewhere=elsewhere)
    yield from unreadable(closed, layout.root)


def _content(layout: Layout, closed: list[OSError]) -> Iterator[tuple[str, list[str], bool]]:
    """Yield the folders of the content folder as Pelican goes through them.

    With the names of their files, and whether these are published as they are.
    """
    top = os.path.normpath(layout.content)
    left_out = {os.path.normpath(path) for path in layout.excluded}
    plain = {os.path.normpath(path) for path in layout.static} - {top}
    ours = {os.path.normpath(path) for path in (*layout.articles, *layout.pages)}
    below_plain = tuple(os.path.join(path, "") for path in plain)
    is_the_site = False
    for folder, folders, files in walk(top, closed):
        if folder == top:
            is_the_site = any(name.endswith(".py") for name in files)
        folders[:] = [
            name
            for name in folders
            if not any(fnmatch(name, pattern) for pattern in layout.ignored)
            and (path := os.path.normpath(os.path.join(folder, name))) not in left_out
            and not (
                is_the_site
                and folder == top
                and not any(each == path or each.startswith(f"{path}{os.sep}") for each in ours)
                and path not in plain
            )
        ]
        here = os.path.normpath(folder)
        yield folder, files, here in plain or here.startswith(below_plain)


def _kinds(name: str) -> list[str]:
    return [f".{kind}" for kind in name.lower().split(".")[1:]]


def _unread_article(path: str, layout: Layout, *, elsewhere: bool) -> Iterator[Diagnostic]:
    name, root = os.path.basename(path), layout.root
    top = os.path.normpath(layout.content)
    folders = [
        os.path.join(os.path.normpath(each), "") for each in (*layout.articles, *layout.pages)
    ]
    if not any(path.startswith(each) for each in folders):
        if not elsewhere or is_aside(name):
            return
        message = "this lies in no folder of articles or of pages, so it is not published"
        first = shown(layout.articles[0], root) if layout.articles else "one of them"
        inside = os.path.dirname(path).removeprefix(top).strip(os.sep)
        help_ = f"move it to {first}, or write its folder into ARTICLE_PATHS in the settings"
        if inside:
            help_ += f'; ARTICLE_EXCLUDES = ["{shown(inside, root)}"] leaves it out on purpose'
    elif not name.endswith(ARTICLE_KINDS):
        right = name[: min(at for kind in ARTICLE_KINDS if (at := name.lower().find(kind)) >= 0)]
        message = "this is not read as an article, because of how its name ends"
        help_ = f"name it {right}.md, or remove it"
    else:
        message, help_ = "this was not read as an article", "look whether the settings exclude it"
    yield finding_in_file(shown(path, root), Code.UNREAD_FILE, message, help=help_)


def _misplaced_sidecar(path: str, layout: Layout) -> Iterator[Diagnostic]:
    """Yield a finding if a file among the articles has notes in it."""
    read = read_source(path, layout.root)
    if not isinstance(read, Source) or "\nannotations:" not in f"\n{read.text}":
        return
    inside = os.path.relpath(os.path.splitext(path)[0], layout.content)
    place = shown(os.path.join(layout.annotations, f"{inside}.yaml"), layout.root)
    yield finding_in_file(
        read.path,
        Code.ORPHAN_SIDECAR,
        "this sidecar lies among the articles, so its notes would not be shown",
        help=f"move it to {place}",
    )
