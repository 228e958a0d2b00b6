"""Small pages at old addresses, which lead readers and search engines on: a Pelican generator."""

from pathlib import Path

from pelican.generators import Generator
from pelican.writers import Writer

from postil.archive import Archive
from postil.reader import ARCHIVE
from postil.redirects import moved_page


class RedirectsGenerator(Generator):
    """Writes one page for each line of `redirects.yaml`."""

    def generate_context(self) -> None:
        """Add nothing: no template knows of old addresses."""

    def generate_output(self, writer: Writer) -> None:  # noqa: ARG002 - there is no template
        """Write the pages."""
        archive: Archive = self.settings[ARCHIVE]
        siteurl = "" if self.settings["RELATIVE_URLS"] else str(self.settings["SITEURL"])
        for redirect in archive.redirects:
            path = Path(self.output_path, redirect.save_as)
            path.parent.mkdir(parents=True, exist_ok=True)
            page = moved_page(redirect, siteurl=siteurl, lang=self.settings["DEFAULT_LANG"])
            path.write_text(page, "utf-8", newline="\n")
