"""From selectors to places: every note is tied to exactly its words, or a finding says why not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from postil.anchoring import Anchoring, Document
from postil.anchoring import Status as AnchorStatus
from postil.findings.diagnostics import Code, Diagnostic, finding
from postil.findings.source import Source
from postil.model import Annotation, Part, TextQuoteSelector
from postil.weaving.visible import Picture, Visible

CONTEXT = 32  # code points: what Web Annotation clients commonly write
ENOUGH = 200  # code points of words in a finding: by both their ends they are known again
LONGEST = 1000  # code points of what an article says now, to quote it anew
MOST_LISTED = 5  # hits named in a finding: enough to choose from, short enough to read


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a note's words are: code points of one of the article's texts."""

    part: Part
    start: int
    end: int
    quote: str
    """The words, as the article has them."""
    item: int = 0
    """Which of the key points."""
    picture: Picture | None = None
    """The picture whose alternative text has the words, which cannot be marked."""

    @property
    def order(self) -> tuple[int, int, int, int]:
        """Sort key: as a reader meets the words, the longer first where two begin together."""
        return (
            list(Part).index(self.part) if self.part is not Part.BODY else 9,
            self.item,
            self.start,
            -self.end,
        )


@dataclass(frozen=True)
class Texts:
    """All texts of one article that notes can be on, each normalised at most once."""

    path: str
    title: str
    summary: str
    key_points: tuple[str, ...]
    body: Visible
    locate: Callable[[int], int] = field(compare=False)
    """Returns the article's line for an offset in the body's text."""

    @cached_property
    def documents(self) -> dict[Part, tuple[Document, ...]]:
        """One document for each text of each part."""
        return {
            Part.TITLE: (Document(self.title),),
            Part.SUMMARY: (Document(self.summary),),
            Part.KEY_POINTS: tuple(Document(point) for point in self.key_points),
            Part.BODY: (Document(self.body.text, blocks=self.body.blocks),),
        }

    @cached_property
    def pictures(self) -> tuple[Document, ...]:
        """One document for each alternative text."""
        return tuple(Document(picture.alt) for picture in self.body.pictures)

    def words(self, part: Part, item: int) -> str:
        """Return one text of a part."""
        match part:
            case Part.TITLE:
                return self.title
            case Part.SUMMARY:
                return self.summary
            case Part.KEY_POINTS:
                return self.key_points[item]
            case Part.BODY:
                return self.body.text

    def selector(self, place: Place) -> TextQuoteSelector:
        """Return the words at a place and `CONTEXT` code points around them, as published."""
        if place.picture:
            return TextQuoteSelector(exact=place.quote)
        text = self.words(place.part, place.item)
        return TextQuoteSelector(
            exact=text[place.start : place.end],
            prefix=text[max(0, place.start - CONTEXT) : place.start],
            suffix=text[place.end : place.end + CONTEXT],
        )

    def place(self, part: Part, start: int) -> str:
        """Return how a finding names a place in a text: `path:line` or the part's name."""
        if part is not Part.BODY:
            return f"the {part.replace('_', ' ')}"
        line = self.locate(start)
        return f"{self.path}:{line}" if line else self.path


def resolve(
    annotation: Annotation, texts: Texts, sidecar: Source
) -> tuple[Place | None, Diagnostic | None]:
    """Return the place of a note's words, or `None`; and what there is to say about it.

    With an error the place is where an editor has to look, and no note may be drawn there.
    """
    part = annotation.target.part
    selector = annotation.target.selector
    tried = [
        (
            item,
            document.anchor(
                selector.exact, selector.prefix, selector.suffix, one_of_many=True
            ),  # a sidecar gives context only where the quote occurs more than once
        )
        for item, document in enumerate(texts.documents[part])
    ]
    placed = [(item, anchoring) for item, anchoring in tried if anchoring.status.placed]
    if len(placed) == 1:
        item, anchoring = placed[0]
        return _placed(annotation, texts, sidecar, item, anchoring)
    if len(placed) > 1:
        hits = [(item, anchoring.start or 0, anchoring.end or 0) for item, anchoring in placed]
        return None, _ambiguous(annotation, texts, sidecar, hits)
    alone = not selector.prefix + selector.suffix  # no context leads to alternative text
    if part is Part.BODY and alone and (place := _on_picture(annotation, texts)):
        return place, None
    return None, _not_placed(annotation, texts, sidecar, tried)


def _placed(
    annotation: Annotation, texts: Texts, sidecar: Source, item: int, anchoring: Anchoring
) -> tuple[Place | None, Diagnostic | None]:
    assert anchoring.start is not None
    assert anchoring.end is not None
    part = annotation.target.part
    words = texts.words(part, item)[anchoring.start : anchoring.end]
    place = Place(
        part=part, start=anchoring.start, end=anchoring.end, quote=_one_line(words), item=item
    )
    if anchoring.status is not AnchorStatus.DRIFTED:
        return place, None
    serious = anchoring.claim_may_have_changed
    now = _brief(place.quote, LONGEST)
    notes = [f'the article now says "{now}" ({texts.place(part, anchoring.start)})']
    notes += [
        f'"{_brief(change.before)}" became "{_brief(change.after)}"'
        + (f": a changed {change.matters}" if change.matters else "")
        for change in anchoring.changes
    ]
    if serious:
        return place, finding(
            sidecar,
            annotation.quote_span,
            Code.CLAIM_MAY_HAVE_CHANGED,
            "the quoted words were edited, and the claim itself may have changed",
            notes=notes,
            help="read the note against the new words, then quote the article as it now stands",
        )
    return place, finding(
        sidecar,
        annotation.quote_span,
        Code.QUOTE_DRIFTED,
        "the quoted words were edited; the note is placed on the words as they are now",
        notes=notes,
        help="quote the article as it now stands, so that small edits do not add up",
    )


def _on_picture(annotation: Annotation, texts: Texts) -> Place | None:
    """Return the place in an alternative text, where the words are in exactly one of them."""
    selector = annotation.target.selector
    found = []
    for picture, document in zip(texts.body.pictures, texts.pictures, strict=True):
        anchoring = document.anchor(selector.exact)
        if anchoring.status in (AnchorStatus.EXACT, AnchorStatus.NORMALISED):
            found.append((picture, anchoring))
    if len(found) != 1:
        return None
    picture, anchoring = found[0]
    words = picture.alt[anchoring.start : anchoring.end]
    return Place(
        part=Part.BODY,
        start=picture.at,
        end=picture.at,
        quote=_one_line(words),
        picture=picture,
    )


def _not_placed(
    annotation: Annotation,
    texts: Texts,
    sidecar: Source,
    tried: Sequence[tuple[int, Anchoring]],
) -> Diagnostic:
    for item, anchoring in tried:
        if anchoring.status is AnchorStatus.AMBIGUOUS:
            hits = [(item, start, end) for start, end in anchoring.candidates]
            return _ambiguous(annotation, texts, sidecar, hits)
    near = [
        (item, start, end) for item, anchoring in tried for start, end in anchoring.candidates[:1]
    ]
    notes = [f"closest text is {_cited(annotation, texts, hit)}" for hit in near[:1]]
    status = {anchoring.status for _, anchoring in tried}
    selector = annotation.target.selector
    has_them = any(
        _one_line(texts.words(annotation.target.part, item)[start:end]) == selector.exact
        for item, start, end in near
    )
    if AnchorStatus.SUSPECT in status and has_them and not selector.prefix + selector.suffix:
        return finding(
            sidecar,
            annotation.quote_span,
            Code.QUOTE_SUSPECT,
            "the quote is in the article only as a part of another word or number",
            notes=notes,
            help="quote the whole of it, or give the rest as `before` or `after`",
        )
    if AnchorStatus.SUSPECT in status:
        return finding(
            sidecar,
            annotation.quote_span,
            Code.QUOTE_SUSPECT,
            "words like the quote are in the article, but what stands around them is different",
            notes=notes,
            help="look whether these are the words meant, then give `before` and `after` anew",
        )
    if any(anchoring.cut_short for _, anchoring in tried):
        return finding(
            sidecar,
            annotation.quote_span,
            Code.SEARCH_CUT_SHORT,
            f"the search for the quote in {texts.path} was cut short, so it may be there",
            notes=notes,
            help="quote fewer words, or quote the article exactly as published",
        )
    part = annotation.target.part
    where = "" if part is Part.BODY else f"the {part.replace('_', ' ')} of "
    return finding(
        sidecar,
        annotation.quote_span,
        Code.QUOTE_NOT_FOUND,
        f"the quote does not occur in {where}{texts.path}",
        notes=notes,
        help="quote the article as published, word for word",
    )


def _ambiguous(
    annotation: Annotation, texts: Texts, sidecar: Source, hits: Sequence[tuple[int, int, int]]
) -> Diagnostic:
    notes = [_cited(annotation, texts, hit) for hit in hits[:MOST_LISTED]]
    if len(hits) > MOST_LISTED:
        notes.append(f"and {len(hits) - MOST_LISTED} more")
    return finding(
        sidecar,
        annotation.quote_span,
        Code.QUOTE_AMBIGUOUS,
        f"the quote could be at {len(hits)} places in {texts.path}",
        notes=notes,
        help="give the words just before it as `before`, or just after it as `after`",
    )


def _cited(annotation: Annotation, texts: Texts, hit: tuple[int, int, int]) -> str:
    """Return the words at a hit with what stands around them, and where that is."""
    item, start, end = hit
    part = annotation.target.part
    text = texts.words(part, item)
    left, right = max(0, start - 24), min(len(text), end + 24)
    around = _brief(_one_line(text[left:right]))
    return (
        f'"{"…" if left else ""}{around}{"…" if right < len(text) else ""}" '
        f"({texts.place(part, start)})"
    )


def _brief(words: str, most: int = ENOUGH) -> str:
    """Return words without their middle, if they are longer than anybody reads in a finding."""
    if len(words) <= most:
        return words
    return f"{words[: most // 2].rstrip()} […] {words[-most // 2 :].lstrip()}"


def _one_line(words: str) -> str:
    return " ".join(words.split())
