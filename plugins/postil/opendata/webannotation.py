"""Notes as Web Annotations (W3C Recommendation, 2017): the only file with that standard's names.

One collection for each article and one for the site. What was withdrawn is not in them: the page
keeps the reason. A denial is an annotation of its own, on the post or the claim that it answers.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from postil.library.library import ArticleEntry, Library, Noted, Use
from postil.library.publication import Publication, beside, moment
from postil.model import (
    Citation,
    Claim,
    Context,
    Deed,
    EntityType,
    Labelling,
    Status,
    Step,
    TextQuoteSelector,
)
from postil.theming.views import LabellingView

Json = str | int | Sequence["Json"] | Mapping[str, "Json"] | Iterable["Node"]
Node = dict[str, Json]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json;profile="{CONTEXT}"'
FILE = "annotations.json"


def place(url: str) -> str:
    """Return where the notes of an article lie: in its folder, or beside a file of its own."""
    return beside(url, FILE)


@dataclass(frozen=True, slots=True)
class Annotations:
    """The notes of an archive as collections of Web Annotations."""

    library: Library
    publication: Publication

    def of_article(self, article: ArticleEntry) -> Node:
        """Return the notes on one article, in the order in which a reader meets them."""
        items = [make() for make in self._annotations(article).values()]
        return _collection(
            self.publication.at(place(article.url)),
            f"Notes on “{article.header.title}”",
            len(items),
            items,
        )

    def of_site(self) -> Node:
        """Return the notes on all articles, the newest article first, and each denial once.

        There may be more of them than memory should hold: `items` is an iterator.
        """
        makers: dict[str, Callable[[], Node]] = {}
        for article in (*self.library.articles, *self.library.pages):
            makers |= self._annotations(article)
        site = self.publication
        items = (make() for make in makers.values())
        name = f"Notes of {site.name}"
        return _collection(site.at(f"data/{FILE}"), name, len(makers), items)

    def of_note(self, use: Use) -> Node | None:
        """Return a note as it is in the collections that have it; nothing if it is in none."""
        make = self._annotations(use.article).get(self._id(use.article, use.note))
        return make() if make else None

    def _annotations(self, article: ArticleEntry) -> dict[str, Callable[[], Node]]:
        """Return what makes each annotation, by its id."""
        makers: dict[str, Callable[[], Node]] = {}
        for note in article.notes:
            if note.view.status is not Status.PUBLISHED:
                continue
            makers[self._id(article, note)] = partial(self._annotation, article, note)
            claim = note.annotation.body
            if isinstance(claim, Claim):
                for number, step in enumerate(_denials(claim), 1):
                    make = partial(self._denial, claim, number, step, article.lang)
                    makers[self._denial_id(claim, number)] = make
        return makers

    def _id(self, article: ArticleEntry, note: Noted) -> str:
        return f"{self.publication.at(article.url)}#note-{note.annotation.id}"

    def _denial_id(self, claim: Claim, number: int) -> str:
        return f"{self.publication.claim(claim.id)}#denial-{number}"

    def _annotation(self, article: ArticleEntry, note: Noted) -> Node:
        match note.annotation.body:
            case Claim() as claim:
                bodies = self._assessment(claim, article.lang)
            case Context() as context:
                bodies = [_text(context.text, "commenting", article.lang, markdown=True)]
                bodies += [_link(citation) for citation in context.citations]
            case Labelling() as labelling:
                bodies = self._classification(labelling, note)
        page = self.publication.at(article.url)
        return {
            "id": self._id(article, note),
            "type": "Annotation",
            "motivation": str(note.annotation.kind.motivation),
            **_history(note, article),
            "creator": self._creator(note.view.by),
            **self._rights(),
            "body": bodies,
            "target": {
                "type": "SpecificResource",
                "source": page,
                "selector": _selector(note.selector),
            },
        }

    def _assessment(self, claim: Claim, lang: str) -> list[Node]:
        bodies = [
            _resource(self.publication.claim(claim.id), "identifying"),
            _resource(self.publication.rating(claim.rating), "classifying"),
            _text(claim.fact, "assessing", lang),
        ]
        if claim.why:
            bodies.append(_text(claim.why, "assessing", lang, markdown=True))
        return [*bodies, *(_link(citation) for citation in claim.citations)]

    def _classification(self, labelling: Labelling, note: Noted) -> list[Node]:
        """Return whose account it is, and the labels that the reader sees beside it."""
        entity = self.library.registry.entities[labelling.entity]
        bodies = [
            _resource(address, "identifying")
            for address in (self.publication.entity(entity.id), *entity.same_as)
        ]
        assert isinstance(note.view.body, LabellingView)
        for label in note.view.body.labels:
            bodies += [
                _resource(self.publication.label(label.id), "classifying"),
                _text(label.text, "classifying"),
            ]
            if label.citation:
                bodies.append(_link(label.citation))
        return bodies

    def _denial(self, claim: Claim, number: int, step: Step, lang: str) -> Node:
        return {
            "id": self._denial_id(claim, number),
            "type": "Annotation",
            "motivation": "replying",
            "created": _midnight(step.date),
            "creator": self._agent(step.who),
            **self._rights(),
            "body": self._reply(step, lang),
            "target": self._denied(claim, step),
        }

    def _reply(self, step: Step, lang: str) -> list[Node]:
        """Return a denial in its own words, with the claim that rates it or why none does."""
        bodies: list[Node] = []
        post = self.library.registry.posts[step.post] if step.post else None
        if post and post.text:
            bodies.append(_text(post.text, "replying", post.lang))
        if post:
            bodies.append(_resource(self.publication.post(post.id), "replying"))
        if step.claim and step.claim in self.library.claims:
            bodies.append(_resource(self.publication.claim(step.claim), "assessing"))
        if step.unchecked:
            bodies.append(_text(step.unchecked, "commenting", lang))
        if step.source:
            bodies.append(_link(step.source))
        return bodies

    def _denied(self, claim: Claim, denial: Step) -> str:
        """Return what a denial answers: its author's own post, else the first, else the claim."""
        own = [
            step.post
            for step in claim.spread
            if step.who == denial.who and step.post and step.did is not Deed.DENIED
        ]
        post = own[-1] if own else claim.first_appearance
        return self.publication.post(post) if post else self.publication.claim(claim.id)

    def _creator(self, name: str) -> Node:
        """Return who made a note; nobody signs a label, so the newsroom answers for it."""
        if name:
            return {"type": "Person", "name": name}
        site = self.publication
        return {"id": site.newsroom, "type": "Organization", "name": site.name}

    def _rights(self) -> Node:
        return {"rights": self.publication.license} if self.publication.license else {}

    def _agent(self, name: str) -> Node:
        entity = self.library.registry.entities[name]
        person = entity.type is EntityType.PERSON
        found: Node = {"type": "Person" if person else "Organization", "name": entity.name}
        return {"id": f"{self.publication.entity(name)}#entity", **found}


def _denials(claim: Claim) -> Iterator[Step]:
    return (step for step in claim.spread if step.did is Deed.DENIED)


def _collection(address: str, label: str, total: int, items: Iterable[Node]) -> Node:
    """Return a collection with its one page inside, or without any: a page has items (5.2)."""
    collection: Node = {
        "@context": CONTEXT,
        "id": address,
        "type": "AnnotationCollection",
        "label": label,
        "total": total,
    }
    if total:
        page = f"{address}#page-1"
        collection["last"] = page
        collection["first"] = {
            "id": page,
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": items,
        }
    return collection


def _selector(selector: TextQuoteSelector) -> Node:
    found: Node = {"type": "TextQuoteSelector", "exact": selector.exact}
    if selector.prefix:
        found["prefix"] = selector.prefix
    if selector.suffix:
        found["suffix"] = selector.suffix
    return found


def _history(note: Noted, article: ArticleEntry) -> Node:
    """Return when a note was made and last changed; the article's own moment where none is known.

    Changes are known by the day, so one of the article's day may seem to come before the article.
    """
    body, record = note.annotation.body, note.view
    day = record.checked_on or (None if isinstance(body, Labelling) else body.as_of)
    created = _midnight(day) if day else moment(article.date)
    changed = max((change.date for change in record.changes), default=None)
    if changed is None or _midnight(changed) <= created:
        return {"created": created}
    return {"created": created, "modified": _midnight(changed)}


def _text(value: str, purpose: str, lang: str = "", *, markdown: bool = False) -> Node:
    """Return a text; without a language where it is somebody else's, and nobody noted it."""
    return {
        "type": "TextualBody",
        "value": value,
        "format": "text/markdown" if markdown else "text/plain",
        **({"language": lang} if lang else {}),
        "purpose": purpose,
    }


def _resource(address: str, purpose: str) -> Node:
    return {"type": "SpecificResource", "source": address, "purpose": purpose}


def _link(citation: Citation) -> Node:
    """Return a source; its archived copy is its state at the time (4.3.1)."""
    address = citation.url or citation.archived
    if not address:
        words = ", ".join(filter(None, (citation.title, citation.by)))
        return {"type": "TextualBody", "value": words, "purpose": "linking"}
    found = _resource(address, "linking")
    state: Node = {}
    if citation.accessed:
        state["sourceDate"] = _midnight(citation.accessed)
    if citation.url and citation.archived:
        state["cached"] = citation.archived
    return {**found, "state": {"type": "TimeState", **state}} if state else found


def _midnight(day: dt.date) -> str:
    """Return a day as the standard wants its moments: in Universal Time (3.3.1)."""
    return f"{day.isoformat()}T00:00:00Z"
