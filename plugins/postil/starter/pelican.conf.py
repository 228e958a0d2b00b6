"""Settings of this archive. All of Pelican's settings work here: docs.getpelican.com."""

import os

from postil.settings import *

SITENAME = "My archive"
SITESUBTITLE = "News articles with the fact-check beside every checked sentence"
DEFAULT_LANG = "en"

# The address under which the site is published, without a slash at the end.
# Publishing sets it (SITEURL=https://example.org/archive postil build), or you write it here;
# without it links are relative, so that the pages work from any folder.
SITEURL = os.environ.get("SITEURL") or "http://localhost:8000"
RELATIVE_URLS = SITEURL == "http://localhost:8000"

# Where readers report an error and editors mend a note: GitHub names it where it builds the site.
if "GITHUB_REPOSITORY" in os.environ:
    POSTIL_REPOSITORY = f"https://github.com/{os.environ['GITHUB_REPOSITORY']}"
