"""Where a site keeps its files, given Pelican's settings."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONF = "pelican.conf.py"
CACHE = "POSTIL_CACHE"
"""The key in Pelican's settings for the cache's folder; empty for none."""
ANNOTATIONS = "POSTIL_ANNOTATIONS"
"""The key in Pelican's settings for the folder of the notes, if it has another name."""
ARTICLE_KINDS = (".md", ".markdown", ".mkd", ".mdown")
SIDECAR_KINDS = {".yaml", ".yml"}  # the second is found, and its editor told to rename it
REGISTRY_FOLDERS = ("registry", "claims")  # what lies beside the sidecars in annotations/


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where an archive keeps its files."""

    root: Path
    """The site's folder, to which findings are relative."""
    content: Path
    annotations: Path
    articles: tuple[Path, ...]
    """The folders in which articles are looked for."""
    pages: tuple[Path, ...]
    static: tuple[Path, ...] = ()
    """The folders and files that are published as they are."""
    excluded: tuple[Path, ...] = ()
    """The folders that are left out on purpose."""
    ignored: tuple[str, ...] = ()
    """Patterns for names of files and folders that are left out everywhere."""

    def sidecar_of(self, article: Path) -> Path:
        """Return where the sidecar of an article lies, or would lie: the same path, `.yaml`."""
        return (self.annotations / article.relative_to(self.content)).with_suffix(".yaml")

    def article_of(self, sidecar: Path) -> Path | None:
        """Return the article that a sidecar belongs to, if there is one."""
        if not sidecar.is_relative_to(self.annotations):
            return None
        path = self.content / sidecar.relative_to(self.annotations)
        kinds = (path.with_suffix(kind) for kind in ARTICLE_KINDS)
        return next((kind for kind in kinds if kind.is_file()), None)


def layout_of(settings: Mapping[str, Any]) -> Layout:
    """Return where the archive of a site keeps its files, given Pelican's settings."""
    content = Path(settings["PATH"])
    root = Path(os.path.normpath(content.parent / settings.get("POSTIL_ROOT", "")))
    annotations = root / settings.get(ANNOTATIONS, "annotations")
    return Layout(
        root=root,
        content=content,
        annotations=annotations,
        articles=tuple(content / folder for folder in settings.get("ARTICLE_PATHS", [""])),
        pages=tuple(content / folder for folder in settings.get("PAGE_PATHS", ["pages"])),
        static=tuple(content / folder for folder in settings.get("STATIC_PATHS", ["images"])),
        excluded=tuple(content / folder for folder in sorted(_excluded(settings))),
        ignored=tuple(settings.get("IGNORE_FILES", ())),
    )


def _excluded(settings: Mapping[str, Any]) -> set[str]:
    """Return what a site excludes itself: Pelican adds to it what the other kind has."""
    excluded, read = (
        {folder for kind in ("ARTICLE", "PAGE") for folder in settings.get(f"{kind}_{what}", ())}
        for what in ("EXCLUDES", "PATHS")
    )
    return excluded - read


def cache_of(settings: Mapping[str, Any], root: Path) -> Path | None:
    """Return the folder for what can be made again at any time, if a site wants one."""
    folder = settings.get(CACHE, ".cache/postil")
    return root / folder if folder else None


def card_fonts(settings: Mapping[str, Any]) -> list[Path]:
    """Return the files with a site's own typefaces for cards."""
    root = layout_of(settings).root
    return [root / name for name in settings.get("POSTIL_CARD_FONTS", ())]
