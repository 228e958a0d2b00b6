"""What a page offers to those who share it, cite it, or find a mistake in it: values to print."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import unescape

from postil.library.library import ArticleEntry, ClaimEntry, Library, Noted
from postil.library.publication import Publication, beside, moment
from postil.sharing.citing import Name, Reference, Work, apa, bibtex, chicago
from postil.sharing.embedding import frame, height
from postil.sharing.repository import Repository, letter

CARD = "card.png"
"""The file with the picture of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What a page says of itself to whoever links to it (Open Graph, ogp.me)."""

    type: str
    """`article` or `website`."""
    published: str = ""
    modified: str = ""
    section: str = ""
    topics: tuple[str, ...] = ()
    image: str = ""
    """The address of its card below the site's; empty where none is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citations:
    """How to cite a page."""

    apa: Reference
    chicago: Reference
    bibtex: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where readers report an error and editors mend one."""

    repository: Repository | None = None
    contact: str = ""
    """An e-mail address, where there is no repository."""

    def report(self, title: str, lines: Sequence[str]) -> str:
        """Return where an error is reported, with the words filled in; empty for nowhere."""
        subject, body = _plain(title), "\n".join(_plain(line) for line in lines)
        if self.repository:
            return self.repository.issue(subject, body)
        return letter(self.contact, subject, body) if self.contact else ""

    def edit(self, path: str, line: int = 0) -> str:
        """Return where a file of the site is edited; empty for nowhere."""
        return self.repository.edit(path, line) if self.repository and path else ""


@dataclass(frozen=True, kw_only=True)
class Sharing:
    """What templates ask about sharing (`sharing`)."""

    library: Library
    publication: Publication
    desk: Desk
    place_of: Callable[[ArticleEntry, Noted | None], tuple[str, int]]
    """Where a note is written: its file and line; that of a file alone, without a note."""
    file_of: Callable[[ClaimEntry], str]
    """The file of a claim that is kept for any article."""
    cards: bool = False
    """Whether a picture is drawn for each article and claim."""

    def article(self, url: str) -> ArticleEntry | None:
        """Return an article by its address below the site's."""
        return self.library.by_address.get(url)

    def of_article(self, entry: ArticleEntry) -> Share:
        """Return what an article says of itself."""
        return Share(
            type="article",
            published=moment(entry.date),
            modified=_written(entry.modified),
            section=entry.outlet,
            topics=entry.header.topics,
            image=beside(entry.url, CARD) if self.cards else "",
        )

    def of_claim(self, entry: ClaimEntry) -> Share:
        """Return what the page of a claim says of itself."""
        return Share(
            type="article",
            published=entry.published.isoformat(),
            modified=entry.modified.isoformat(),
            topics=entry.topics,
            image=beside(entry.url, CARD) if self.cards and not entry.withdrawn else "",
        )

    def cite_article(self, entry: ArticleEntry) -> Citations:
        """Return how to cite an article."""
        work = Work(
            title=entry.header.title,
            authors=tuple(
                Name(text=name, person=self._is_person(name)) for name in entry.header.authors
            ),
            outlet=entry.header.outlet,
            archive=self.publication.name,
            day=entry.day,
            url=self.publication.at(entry.url),
        )
        return _citations(work, entry.url.replace("/", "-"))

    def cite_claim(self, entry: ClaimEntry, title: str) -> Citations:
        """Return how to cite a fact-check, of which the newsroom is the author."""
        work = Work(
            title=_plain(title),
            authors=(Name(text=self.publication.name),),
            outlet="",
            archive=self.publication.name,
            day=entry.modified,
            url=self.publication.at(entry.url),
        )
        return _citations(work, f"claim-{entry.claim.id}")

    def frame(self, entry: ClaimEntry, title: str, root: str) -> str:
        """Return the HTML with which another page shows a claim's card; `root` begins addresses."""
        return frame(
            url=f"{root}/{entry.url}",
            title=_plain(title),
            tall=height(*card_texts(entry, self.library)),
        )

    def reports(self, entry: ArticleEntry) -> bool:
        """Whether there are notes on an article, and somewhere to say what is wrong with one."""
        return bool(entry.notes and (self.desk.repository or self.desk.contact))

    def edit_note(self, entry: ArticleEntry, note: Noted) -> str:
        """Return where a note is edited; empty for nowhere, and for a note that nobody wrote."""
        path, line = self.place_of(entry, note)
        return self.desk.edit(path, line) if line else ""

    def edit_article(self, entry: ArticleEntry) -> str:
        """Return where an article is edited; empty for nowhere."""
        return self.desk.edit(entry.source)

    def edit_claim(self, entry: ClaimEntry) -> str:
        """Return where a claim is edited: in its own file, or in the one article that has it."""
        if entry.claim.shared:
            return self.desk.edit(self.file_of(entry))
        return self.edit_note(entry.uses[0].article, entry.uses[0].note) if entry.uses else ""

    def _is_person(self, name: str) -> bool:
        """Whether an author is a person; only the registry can tell one from a desk."""
        return self.library.persons.get(name, False)


def card_texts(entry: ClaimEntry, library: Library) -> tuple[str, ...]:
    """Return the texts of a claim's card that may take several lines."""
    claim = entry.claim
    if entry.withdrawn:
        return tuple(change.note for change in entry.changes[-1:])
    who = f"{library.registry.entities[claim.claimant].name}, {claim.claimed_on or ''}"
    scale = library.registry.scale
    turned = entry.first_rating != claim.rating
    then = f"{scale.rating(entry.first_rating).name} {scale.rating(claim.rating).name}"
    return (claim.fact, claim.text, f"{who}      ", f"{then}{' ' * 40}" if turned else "")


def _plain(words: str) -> str:
    """Return words of the theme as plain text: templates write them as HTML."""
    return unescape(words) if hasattr(words, "__html__") else words


def _citations(work: Work, key: str) -> Citations:
    return Citations(apa=apa(work), chicago=chicago(work), bibtex=bibtex(work, key))


def _written(changed: dt.date | dt.datetime) -> str:
    return moment(changed) if isinstance(changed, dt.datetime) else changed.isoformat()
