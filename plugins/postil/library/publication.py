"""Under which address and name an archive is published, and where each kind of thing in it lies.

Open data names everything by its whole address, also where a page's own links are relative.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

CC_BY = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A site, as those who read its data see it."""

    root: str
    """The site's address, without a slash at the end."""
    name: str
    description: str = ""
    lang: str = "en"
    license: str = CC_BY
    """The address of the licence that the data is under; empty where nothing is granted."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """The editors' own pages: the address below the site's, by slug."""

    def at(self, path: str = "") -> str:
        """Return the whole address of a place in the site."""
        return f"{self.root}/{path}"

    @property
    def newsroom(self) -> str:
        """What names the organisation that answers for the site, apart from its front page."""
        return self.at("#newsroom")

    def claim(self, name: str) -> str:
        """Return the address of a claim's page."""
        return self.at(f"claims/{name}/")

    def entity(self, name: str) -> str:
        """Return the address of the page of a person, an organisation or an outlet."""
        return self.at(f"people/{name}/")

    def label(self, name: str) -> str:
        """Return the address of a label's page."""
        return self.at(f"labels/{name}/")

    def post(self, name: str) -> str:
        """Return the address of a saved post's page."""
        return self.at(f"posts/{name}/")

    def rating(self, name: str) -> str:
        """Return where a rating is explained."""
        return self.at(f"methodology/#rating-{name}")


def beside(url: str, file: str) -> str:
    """Return where a file of a page lies: in the page's folder, or beside a page without one."""
    return f"{url}{file}" if url.endswith("/") else f"{url.removesuffix('.html')}.{file}"


def moment(value: dt.datetime) -> str:
    """Return a moment, which has a zone, in Universal Time, to the second."""
    return value.astimezone(dt.UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
