"""Pages that are made from the registry and not from a file: Pelican generators."""

from pelican.generators import Generator
from pelican.writers import Writer

METHODOLOGY = "METHODOLOGY_SAVE_AS"


class MethodologyGenerator(Generator):
    """Writes the page that explains the scale, unless an editor wrote one.

    A page of that address with `template: methodology` in its header stands above the scale.
    """

    def generate_context(self) -> None:
        """Add nothing: the scale is in every template's context."""

    def generate_output(self, writer: Writer) -> None:
        """Write `/methodology/`."""
        save_as = self.settings.get(METHODOLOGY, "methodology/index.html")
        pages = [*self.context.get("pages", []), *self.context.get("hidden_pages", [])]
        if not save_as or any(page.save_as == save_as for page in pages):
            return
        writer.write_file(
            save_as,
            self.get_template("methodology"),  # type: ignore[no-untyped-call]
            self.context,
            relative_urls=self.settings["RELATIVE_URLS"],
            template_name="methodology",
            url=save_as.removesuffix("index.html"),
        )
