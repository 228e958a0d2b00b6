"""Pages that no file stands behind, written by the site's theme, or by ours where it has none.

A site that keeps a theme of its own still has every page that its notes lead to. A theme that has a
template for claims is asked for the others too, one by one.
"""

import shutil
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from pelican.generators import Generator
from pelican.writers import Writer

from postil.pelican.writing import DataSheet, Made, PageWriter
from postil.theming.stylesheets import write_stylesheets
from postil.theming.templating import theme_folder
from postil.theming.theme import beside, has_template, in_language

OUR_STATIC = "postil-theme"
"""Where our style sheets lie beside another theme's, below the output folder."""

_TELLING = "claim.html"  # a theme with a template of this name is made for such an archive


class MadePagesGenerator(Generator):
    """Writes pages with what the archive knows as a whole."""

    def generate_context(self) -> None:
        """Add nothing: what the pages show is known when every article has been read."""

    def write_page(self, writer: Writer, template: str, save_as: str, **values: object) -> None:
        """Write a page by the template of that name."""
        templates = self.templates_with(f"{template}.html")
        if templates is not self.env:
            values["THEME_STATIC_DIR"] = OUR_STATIC
            self._bring_style_sheets(Path(writer.output_path) / OUR_STATIC)
        writer.write_file(
            save_as,
            templates.get_template(f"{template}.html"),
            self.context,
            relative_urls=self.settings["RELATIVE_URLS"],
            template_name=template,
            url=save_as.removesuffix("index.html"),
            **values,
        )

    def write_data(
        self,
        writer: Writer,
        name: str,
        make: Callable[[], Made],
        given: Sequence[object] | None = None,
        *,
        text: bool = False,
        **others: bool,
    ) -> None:
        """Write a file that no template makes, when all is known; `make` returns what is in it.

        `given` is all that it is made of, but for what `make` reads of the archive, and `text`
        says whether it shows the text of the articles among these; `others` are as in `DataSheet`.
        """
        if isinstance(writer, PageWriter):
            writer.write_data(name, make, given, text=text, **others)
        else:  # another plugin's
            DataSheet(name, str(Path(writer.output_path, name)), make).write()

    def when_written(self, writer: Writer, write: Callable[[], None]) -> None:
        """Have `write` called when all other pages and files are written: it may look at them."""
        if isinstance(writer, PageWriter):
            writer.when_written(write)
        else:
            write()

    def templates_with(self, name: str) -> Any:  # noqa: ANN401 - Jinja's, as `theming.theme` has it
        """Return the site's templates if they have one of that name for us, or ours."""
        theirs = self._knows_us and has_template(self.env, name)
        return self.env if theirs else self._ours

    def component(self, name: str, lang: str = "") -> Any:  # noqa: ANN401 - the same
        """Return the template with the macros of a component, in a language or the site's."""
        file = f"components/{name}.html"
        return in_language(self.templates_with(file), lang).get_template(file)

    @cached_property
    def _ours(self) -> Any:  # noqa: ANN401 - the same
        return beside(self.env, theme_folder() / "templates")

    @cached_property
    def _knows_us(self) -> bool:
        """Whether the site's theme was made for an archive: its `search.html` may be another."""
        return has_template(self.env, _TELLING)

    def _bring_style_sheets(self, place: Path) -> None:
        if not place.exists():
            shutil.copytree(theme_folder() / "static", place)
            write_stylesheets(theme_folder() / "css", place / "css")


def place_of(writer: Writer, name: str) -> Path:
    """Return where a file is that was written, or that stands as it would be written."""
    if isinstance(writer, PageWriter):
        return writer.place_of(name)
    return Path(writer.output_path, name)


class StylesheetsGenerator(Generator):
    """Writes the style sheets of the site's theme, where they lie in parts as ours do."""

    def generate_output(self, writer: Writer) -> None:
        """Write them beside the theme's other files."""
        static = Path(writer.output_path) / self.settings["THEME_STATIC_DIR"]
        write_stylesheets(Path(self.settings["THEME"]) / "css", static / "css")
