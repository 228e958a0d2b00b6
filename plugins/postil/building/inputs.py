"""Every file and folder of a site that a build reads."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from postil.files.layout import card_fonts, layout_of
from postil.theming.templating import theme_folder


def places(settings: Mapping[str, Any], conf: Path) -> tuple[Path, ...]:
    """Return them as absolute paths, each once, given Pelican's settings; some are not there."""
    found: list[Path] = []
    for place in sorted({path.absolute() for path in _places(settings, conf)}):
        if not any(place.is_relative_to(other) for other in found):
            found.append(place)
    return tuple(found)


def _places(settings: Mapping[str, Any], conf: Path) -> Iterator[Path]:
    layout = layout_of(settings)
    theme = Path(settings["THEME"])
    yield from (conf, layout.content, layout.annotations, layout.root / "locale")
    yield from (theme, theme_folder())
    yield from map(Path, settings["THEME_TEMPLATES_OVERRIDES"])
    yield from (theme / name for name in settings["THEME_STATIC_PATHS"])
    yield from card_fonts(settings)
    for key in ("ARTICLE_PATHS", "PAGE_PATHS", "STATIC_PATHS"):
        yield from (layout.content / name for name in settings[key])
