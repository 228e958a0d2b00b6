"""Small pages at old addresses, which lead readers and search engines on: a Pelican generator."""

from functools import partial

from pelican.writers import Writer

from postil.archive import Archive
from postil.generators.made import MadePagesGenerator
from postil.pelican.reader import ARCHIVE
from postil.records.redirects import moved_page


class RedirectsGenerator(MadePagesGenerator):
    """Writes one page for each line of `redirects.yaml`."""

    def generate_output(self, writer: Writer) -> None:
        """Write the pages; there is no template for them."""
        archive: Archive = self.settings[ARCHIVE]
        siteurl = "" if self.settings["RELATIVE_URLS"] else str(self.settings["SITEURL"])
        lang = self.settings["DEFAULT_LANG"]
        for redirect in archive.redirects:
            make = partial(moved_page, redirect, siteurl=siteurl, lang=lang)
            self.write_data(writer, redirect.save_as, make)
