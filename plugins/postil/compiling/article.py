"""One article from text to annotated HTML: parse, resolve, weave. Pure, and the same everywhere.

`pelican`, `postil build` and `postil check` all come through `compile_article`; what they do with
the result is theirs.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import chain

from markupsafe import Markup, escape

from postil.engine.overlay import Overlay
from postil.engine.packed import Packed
from postil.files.text import PLACEHOLDER
from postil.findings.diagnostics import Code, Diagnostic, Severity, finding, nearest
from postil.findings.source import Source
from postil.header.header import Header, read_header
from postil.markdown.parsing import ParserSettings, PostReference, Segment, parse, render_fragment
from postil.model import (
    Annotation,
    Claim,
    Context,
    Labelling,
    Part,
    RecordKind,
    Registry,
    Status,
    TextQuoteSelector,
)
from postil.records.sidecar import load_sidecar
from postil.theming.theme import Components
from postil.theming.views import (
    TODAY,
    ClaimView,
    ContextView,
    LabellingView,
    NoteView,
    noted,
    posted,
    standing,
)
from postil.weaving.mentions import Mentions
from postil.weaving.resolving import Place, Texts, resolve
from postil.weaving.visible import Visible, roughly, visible
from postil.weaving.weave import Pinned, Thread, weave
from postil.yaml.written import Record, Written

ROOT = PLACEHOLDER
"""Begins every link into the site, until the page's own address is known."""

_PELICANS_LINK = re.compile(r"""=\s*["'][{|]""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What every article of a site is compiled with."""

    registry: Registry
    mentions: Mentions
    parser: ParserSettings
    components: Components
    summarise: Callable[[str], str]
    """Returns the first words of an article's HTML, for one without a summary."""

    def render(self, text: str) -> Markup:
        """Return the HTML of a note's Markdown."""
        return Markup(render_fragment(text, self.parser))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead(Packed):
    """What stands above the body of an article, with its notes."""

    title: Markup
    summary: Markup
    key_points: tuple[Markup, ...]
    callouts: Markup
    """Of the notes on any of these."""

    def at(self, root: str) -> "Lead":
        """Return the same with the site's address in place of `ROOT`."""
        if not self.callouts:
            return self
        return replace(self, callouts=Markup(self.callouts.replace(ROOT, root)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Woven(Packed):
    """The HTML of an article, which its own page and full-text feeds show, and nothing else."""

    content: str = field(repr=False)
    """Annotated, with `ROOT` where links begin."""
    plain: str = field(repr=False)
    """The same without any note."""
    lead: Lead


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled(Packed):
    """An article as all the archive sees it."""

    header: Header
    summary: str
    """HTML: the header's, with its notes marked, or else the first words of the text."""
    notes: tuple[NoteView, ...]
    """As a reader meets them; drafts are left out."""
    annotations: tuple[Annotation, ...]
    """As the sidecar has them, drafts too."""
    shown: tuple[tuple[Annotation, TextQuoteSelector], ...]
    """For each of `notes`: what the sidecar says, and the words with their context as published."""
    posts: tuple[str, ...] = ()
    """The saved posts that its text shows, by id."""
    linked: bool = False
    """Whether there are links in its HTML that only Pelican can resolve, such as `{static}`."""

    @property
    def placeless(self) -> "Compiled":
        """The same without the places in the sidecar that only findings name."""
        bare = {id(note): note.placeless for note in self.annotations}
        return replace(
            self,
            annotations=tuple(bare.values()),
            shown=tuple((bare.get(id(note), note), words) for note, words in self.shown),
        )

    @property
    def said(self) -> frozenset[str]:
        """What its notes of context say, in Markdown and in HTML."""
        bodies = [note.body for note in self.annotations], [note.body for note in self.notes]
        return frozenset(
            str(body.text) for body in chain(*bodies) if isinstance(body, Context | ContextView)
        )


def compile_article(
    source: Source, sidecar: Source | None, workshop: Workshop, *, page: bool = False
) -> tuple[tuple[Compiled, Woven] | None, list[Diagnostic]]:
    """Return the compiled article, if its header can be read, and everything found on the way.

    With an error among the findings the result is for looking at, never for publishing.
    """
    header, start, findings = read_header(source, page=page)
    if header is None:
        return None, findings
    body = _Body(source, start, header.lang, workshop)
    findings += body.findings
    annotations: Sequence[Annotation] = ()
    if sidecar is not None:
        loaded, found = load_sidecar(sidecar, workshop.registry)
        annotations = loaded.annotations
        findings += found
    automatic = header.auto_labels and not page and workshop.mentions
    names: Sequence[str] = ()
    if automatic:
        words = body.visible.text if annotations else roughly(body.html)
        names = workshop.mentions.candidates(words)
    if not annotations and not names:
        lead = Lead(
            title=escape(header.title),
            summary=escape(header.summary),
            key_points=tuple(escape(point) for point in header.key_points),
            callouts=Markup(),
        )
        compiled = Compiled(
            header=header,
            summary=_summary(header, lead, body.html, workshop),
            notes=(),
            annotations=(),
            shown=(),
            posts=body.posts,
            linked=_is_linked(body.html),
        )
        return (compiled, Woven(content=body.html, plain=body.html, lead=lead)), findings

    if sidecar and header.date:
        findings += _early(annotations, header.date.date(), sidecar)
    texts = _texts(source, header, body)
    placed, found = _placed(annotations, texts, sidecar) if sidecar else ([], [])
    findings += found
    moment = header.modified or header.date if page else header.date
    day = moment.date() if moment else TODAY
    if names:
        placed += _labels(body.visible, names, annotations, day, workshop)
    placed.sort(key=lambda pair: (*pair[0].order, pair[1].id))
    registry = _with_claims(workshop.registry, annotations)
    notes = tuple(
        noted(
            annotation,
            registry,
            number=number,
            quote=_one(place.quote, annotation.target.selector.exact),
            day=day,
            render=workshop.render,
        )
        for number, (place, annotation) in enumerate(placed, 1)
    )
    if sidecar:
        findings += _unlabelled(placed, notes, sidecar)
    components = workshop.components.in_language(header.lang)
    weaver = _Weave([place for place, _ in placed], notes, components)
    lead = Lead(
        title=weaver.words(Part.TITLE, 0, texts.title),
        summary=weaver.words(Part.SUMMARY, 0, texts.summary),
        key_points=tuple(
            weaver.words(Part.KEY_POINTS, item, point)
            for item, point in enumerate(texts.key_points)
        ),
        callouts=weaver.lead_callouts(),
    )
    woven = Woven(content=weaver.body(body.visible), plain=body.html, lead=lead)
    compiled = Compiled(
        header=header,
        summary=_summary(header, lead, body.html, workshop),
        notes=notes,
        annotations=tuple(annotations),
        shown=tuple(
            (annotation, _selector(texts, place, annotation)) for place, annotation in placed
        ),
        posts=body.posts,
        linked=_is_linked(woven.content),
    )
    return (compiled, woven), findings


def _is_linked(html: str) -> bool:
    return ("{" in html or "|" in html) and _PELICANS_LINK.search(html) is not None


def _selector(texts: Texts, place: Place, annotation: Annotation) -> TextQuoteSelector:
    """Return the words that a note is on, with their context, as published."""
    selector = texts.selector(place)
    return replace(selector, exact=_one(selector.exact, annotation.target.selector.exact))


def _one(words: str, quoted: str) -> str:
    """Return words, as the very string that the sidecar has if it quotes them as they are.

    There are thousands of articles in memory.
    """
    return quoted if words == quoted else words


def _summary(header: Header, lead: Lead, plain: str, workshop: Workshop) -> str:
    """Return what lists say of an article: no callout is ever in it."""
    return str(lead.summary) if header.summary else workshop.summarise(plain)


def _placed(
    annotations: Sequence[Annotation], texts: Texts, sidecar: Source
) -> tuple[list[tuple[Place, Annotation]], list[Diagnostic]]:
    """Return the notes to show with their places, and what there is to say about all of them."""
    placed, findings = [], []
    for annotation in annotations:
        place, problem = resolve(annotation, texts, sidecar)
        if problem:
            findings.append(problem)
        wrong = problem is not None and problem.is_error
        if place and not wrong and standing(annotation) is not Status.DRAFT:
            placed.append((place, annotation))
    return placed, findings


def _early(annotations: Sequence[Annotation], day: date, sidecar: Source) -> Iterator[Diagnostic]:
    """Yield a finding for each change of a note that is dated before the note's article."""
    for annotation in annotations:
        early = {change.date for change in annotation.record.changes if change.date < day}
        for line in _written(annotation, sidecar).changes if early else ():
            if line.date in map(str, early):
                yield finding(
                    sidecar,
                    line.span,
                    Code.DATE_ORDER,
                    f"this change is dated before its article, of {day}",
                    help="give the day on which the note was changed",
                    severity=Severity.WARNING,
                )


def _written(annotation: Annotation, sidecar: Source) -> Record:
    """Return a note as it stands in its sidecar."""
    notes = Written(sidecar).notes
    return next(note for note in notes if note.span("quote") == annotation.quote_span)


def _unlabelled(
    placed: Sequence[tuple[Place, Annotation]], notes: Sequence[NoteView], sidecar: Source
) -> Iterator[Diagnostic]:
    """Yield a finding for each label note that has no label to show."""
    for (_, annotation), note in zip(placed, notes, strict=True):
        body = note.body
        if not isinstance(body, LabellingView) or body.labels or note.withdrawn:
            continue
        day = f" on {body.day}" if body.day and body.entity.labels else ""
        yield finding(
            sidecar,
            _written(annotation, sidecar).span("who"),
            Code.NO_LABEL,
            f"no account of `{body.entity.id}` bore a label{day}, so this note would be empty",
            help="give the label in annotations/registry/entities.yaml, or take the note out",
        )


def _labels(
    seen: Visible,
    names: Sequence[str],
    annotations: Sequence[Annotation],
    day: date,
    workshop: Workshop,
) -> list[tuple[Place, Annotation]]:
    """Return the label notes that nobody wrote: each at the first mention of whom it is about."""
    noted = {note.body.entity for note in annotations if isinstance(note.body, Labelling)}
    taken = {note.id for note in annotations}
    return [
        (
            Place(part=Part.BODY, start=start, end=end, quote=annotation.target.selector.exact),
            annotation,
        )
        for annotation, start, end in workshop.mentions.labelled(
            seen, day, names=names, noted=noted, taken=taken
        )
    ]


def article_texts(source: Source, workshop: Workshop) -> Texts | None:
    """Return the texts of an article on which notes can be; `None` if its header cannot be read."""
    header, start, _ = read_header(source)
    return (
        None
        if header is None
        else _texts(source, header, _Body(source, start, header.lang, workshop))
    )


def _texts(source: Source, header: Header, body: "_Body") -> Texts:
    return Texts(
        path=source.path,
        title=header.title,
        summary=header.summary,
        key_points=header.key_points,
        body=body.visible,
        locate=body.line,
    )


def _with_claims(registry: Registry, annotations: Sequence[Annotation]) -> Registry:
    """Return the registry with the article's own claims: a denial may be rated by one of them."""
    own = {note.body.id: note.body for note in annotations if isinstance(note.body, Claim)}
    return replace(registry, claims=Overlay(own, registry.claims)) if own else registry


class _Body:
    """The body of an article as HTML, and the way from its words back to the article's lines."""

    def __init__(self, source: Source, start: int, language: str, workshop: Workshop) -> None:
        self._source, self._start, self._workshop = source, start, workshop
        self._components = workshop.components.in_language(language)
        self.findings: list[Diagnostic] = []
        self._parser = replace(
            workshop.parser.in_language(language), wording=self._components.markup
        )
        parts, found = parse(source, start, self._parser)
        self.findings += found
        self.html = self._joined(parts)
        named = [part.post for part in parts if isinstance(part, PostReference)]
        self.posts = tuple(post for post in dict.fromkeys(named) if post in workshop.registry.posts)

    @cached_property
    def visible(self) -> Visible:
        return visible(self.html)

    @cached_property
    def _with_lines(self) -> Visible:
        parts, _ = parse(self._source, self._start, self._parser, lines=True)
        return visible(self._joined(parts, lines=True))

    def line(self, offset: int) -> int:
        """Return the article's line for an offset in the visible text; only findings ask."""
        return self._with_lines.line(offset)

    def _joined(self, parts: Sequence[Segment | PostReference], *, lines: bool = False) -> str:
        html = []
        posts, gaps = self._workshop.registry.posts, self._workshop.registry.gaps
        for part in parts:
            if isinstance(part, Segment):
                html.append(part.html)
            elif part.post in posts:
                view = posted(posts[part.post], self._workshop.registry)
                card = self._components.post_card(view, root=ROOT)
                line = self._source.position(part.span.start).line
                html.append(f'<div data-line="{line}">{card}</div>' if lines else card)
            elif not lines and not gaps.cover(RecordKind.POST, part.post):
                near = nearest(part.post, posts)
                self.findings.append(
                    finding(
                        self._source,
                        part.span,
                        Code.UNKNOWN_POST,
                        f"no post is called `{part.post}`",
                        help=f"write `{near}`"
                        if near
                        else "add the post to annotations/registry/posts.yaml",
                    )
                )
        return "".join(html)


class _Weave:
    """The placed notes of one article, ready to be woven into each of its texts."""

    def __init__(
        self, places: Sequence[Place], notes: Sequence[NoteView], components: Components
    ) -> None:
        self._notes = list(zip(places, notes, strict=True))
        self._components = components

    def body(self, seen: Visible) -> str:
        threads, pinned = [], []
        for place, note in self._notes:
            if place.part is not Part.BODY:
                continue
            callout = str(self._components.callout(note, root=ROOT))
            if place.picture:
                pinned.append(
                    Pinned(id=note.id, at=seen.after_picture(place.picture), callout=callout)
                )
            else:
                threads.append(_thread(place, note, callout))
        return weave(seen, threads, pinned)

    def words(self, part: Part, item: int, text: str) -> Markup:
        """Return one of the article's plain texts as HTML with its notes marked."""
        threads = [
            _thread(place, note, "")
            for place, note in self._notes
            if place.part is part and place.item == item
        ]
        html = escape(text)
        return Markup(weave(visible(str(html)), threads)) if threads else html

    def lead_callouts(self) -> Markup:
        return Markup().join(
            self._components.callout(note, root=ROOT)
            for place, note in self._notes
            if place.part is not Part.BODY
        )


def _thread(place: Place, note: NoteView, callout: str) -> Thread:
    attributes = [("data-kind", str(note.kind))]
    if isinstance(note.body, ClaimView):
        attributes += [("data-verdict", note.body.rating.id), ("data-tone", note.body.rating.tone)]
    if note.withdrawn:
        attributes = [("data-kind", str(note.kind)), ("data-status", "withdrawn")]
    return Thread(
        id=note.id,
        start=place.start,
        end=place.end,
        number=note.number,
        attributes=tuple(attributes),
        callout=callout,
    )
