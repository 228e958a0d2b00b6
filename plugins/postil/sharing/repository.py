"""Where an archive's files lie, for readers who report an error and editors who mend one.

Every forge has a page that opens with the title and the text filled in, and one that edits a file.
Nothing is sent: the reader sees the page, changes what they like, and sends it themselves.
"""

from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

LONGEST = 6000  # characters: GitHub refuses addresses of over 8 kB, and encoding makes them longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A repository on a forge: GitHub, GitLab, or one of Forgejo's kind, such as Codeberg."""

    url: str
    """Its page, without a slash at the end."""
    branch: str = "main"
    folder: str = ""
    """Where in it the site lies, if not at the top."""

    def issue(self, title: str, body: str) -> str:
        """Return the address of a new issue, with title and text filled in."""
        if self._is_gitlab:
            words = {"issue[title]": title, "issue[description]": body}
            return _filled(f"{self.url}/-/issues/new", words)
        return _filled(f"{self.url}/issues/new", {"title": title, "body": body})

    def edit(self, path: str, line: int = 0) -> str:
        """Return the address at which a file of the site is edited, at a line of it."""
        way = "-/edit" if self._is_gitlab else "edit" if self._is_github else "_edit"
        whole = f"{self.folder.strip('/')}/{path}".lstrip("/")
        place = f"{self.url}/{way}/{quote(self.branch)}/{quote(whole)}"
        return f"{place}#L{line}" if line else place

    @property
    def _is_github(self) -> bool:
        return self._host == "github.com"

    @property
    def _is_gitlab(self) -> bool:
        return "gitlab" in self._host.split(".")

    @property
    def _host(self) -> str:
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


def letter(address: str, title: str, body: str) -> str:
    """Return a `mailto:` address with subject and text filled in."""
    lines = body.replace("\n", "\r\n")  # RFC 6068, section 5
    return _filled(f"mailto:{quote(address, safe='@')}", {"subject": title, "body": lines})


def _filled(address: str, words: dict[str, str]) -> str:
    """Return an address with a query; a text that is too long for one loses its end."""
    query = urlencode(words, quote_via=quote)
    while len(query) > LONGEST:
        longest = max(words, key=lambda name: len(words[name]))
        words = {**words, longest: words[longest][: len(words[longest]) * 3 // 4].rstrip() + "…"}
        query = urlencode(words, quote_via=quote)
    return f"{address}?{query}"
