"""A sidecar: the notes on one article, from YAML to the model.

What a note may hold depends on its kind: a claim has what `claims` reads, a context note its text,
a label the account that bears it; `use:` takes a claim in from `annotations/claims/`. A note with
an error is left out, and so is one that names a record with an error.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from postil.engine.overlay import Overlay
from postil.findings.diagnostics import Code, Diagnostic
from postil.findings.source import Source, Span
from postil.model import (
    Annotation,
    Body,
    Citation,
    Claim,
    Context,
    EditorialRecord,
    Gaps,
    Kind,
    Labelling,
    Part,
    RecordKind,
    Registry,
    Status,
    Target,
    TextQuoteSelector,
)
from postil.records.claims import (
    CLAIM_KEYS,
    check_recheck,
    check_withdrawn,
    decode_changes,
    decode_claim,
    decode_record,
    decode_status,
)
from postil.records.decoding import Attempt, Fields, attempt, attempt_each, fields_of_file
from postil.records.fields import decode_citation
from postil.records.forms import DAY, ID, MARKDOWN, MAYBE_EMPTY, TEXT, Known, choice, shown
from postil.records.logbook import Log
from postil.yaml.nodes import Mapping as MappingNode
from postil.yaml.nodes import Node, Scalar, Sequence

_KIND = choice(Kind, "a kind of note")
_PART = choice(Part, "a part of an article that a note can be on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """The notes on one article."""

    source: Source
    annotations: tuple[Annotation, ...]
    """In the order in which they were written."""


def load_sidecar(source: Source, registry: Registry) -> tuple[Sidecar, list[Diagnostic]]:
    """Return the notes that have no error, and what is wrong with the others."""
    log = Log(source)
    fields = fields_of_file(log, "a sidecar")
    if fields is None:
        return Sidecar(source=source, annotations=()), log.findings
    notes = fields.whole(partial(_decode_sidecar, registry=registry))
    return Sidecar(source=source, annotations=notes), log.findings


def _decode_sidecar(fields: Fields, registry: Registry) -> tuple[Annotation, ...]:
    decode = partial(_decode_sources, taken=registry.citations)
    sources = fields.record("sources", "`sources`", decode) or {}
    inline = _inline_claims(fields.node("annotations"))
    known = _known(registry, sources, inline)
    notes = _Notes(known, registry.claims)
    tried = [attempt(note, notes.decode) for note in fields.each("annotations", "a note")]
    return tuple(
        read.value
        for read in tried
        if read.value and read.sound and not any(known.gaps.cover(*name) for name in read.named)
    )


def _decode_sources(
    fields: Fields, taken: Mapping[str, Citation]
) -> dict[str, Attempt[Citation] | None]:
    """Read the sources of one sidecar; an id means the same source all over an archive."""
    for entry in fields.entries():
        if entry.key.text in taken:
            fields.log.flaw(
                entry.key.span,
                Code.REPEATED_ID,
                f"there is a source {shown(entry.key.text)} already",
                notes=("it stands in annotations/registry/sources.yaml",),
                advice="remove this one and cite the other, or give this one another id",
            )
    return attempt_each(fields, "a source", decode_citation)


def _inline_claims(notes: Node | None) -> dict[str, None]:
    """Return the ids of the claims in a sidecar, whatever else is wrong with them."""
    claims: dict[str, None] = {}
    for note in notes.items if isinstance(notes, Sequence) else ():
        entries = note.entries if isinstance(note, MappingNode) else ()
        texts = {
            entry.key.text: entry.value.text for entry in entries if isinstance(entry.value, Scalar)
        }
        if texts.get("kind") == Kind.CLAIM and "id" in texts and "use" not in texts:
            claims[texts["id"]] = None
    return claims


def _known(
    registry: Registry,
    sources: Mapping[str, Attempt[Citation] | None],
    inline: Mapping[str, None],
) -> Known:
    """Return what the notes of one sidecar may name: the registry, and what stands beside them."""
    sound = {name: read.value for name, read in sources.items() if read and read.sound}
    lost = {(RecordKind.SOURCE, name) for name in sources.keys() - sound.keys()}
    scale = registry.scale
    citations = Overlay(sound, registry.citations)  # neither is copied: they may be thousands
    return Known(
        ids={
            RecordKind.RATING: {rating.id for rating in (*scale.ratings, *scale.retired)},
            RecordKind.LABEL: registry.labels,
            RecordKind.ENTITY: registry.entities,
            RecordKind.POST: registry.posts,
            RecordKind.SOURCE: citations,
            RecordKind.CLAIM: Overlay[object](inline, registry.claims),
        },
        citations=citations,
        retired={rating.id: rating.retired_on for rating in scale.retired if rating.retired_on},
        gaps=Gaps(records=registry.gaps.records | lost, kinds=registry.gaps.kinds),
    )


class _Notes:
    """The notes of one sidecar, one after the other."""

    def __init__(self, known: Known, claims: Mapping[str, Claim]) -> None:
        self._known = known
        self._claims = claims
        self._shared = known.among(claims, RecordKind.CLAIM)
        self._entity = known.one_of(RecordKind.ENTITY)
        self._first: dict[str, Span] = {}

    def decode(self, fields: Fields) -> Annotation | None:
        """Read one note; `None` where nobody can tell what it is about."""
        name = fields.required("id", ID)
        self._check_id(fields, name)
        target = Target(
            selector=TextQuoteSelector(
                exact=fields.required("quote", TEXT),
                prefix=fields.optional("before", MAYBE_EMPTY, ""),
                suffix=fields.optional("after", MAYBE_EMPTY, ""),
            ),
            part=fields.optional("in", _PART, Part.BODY),
        )
        kind = fields.optional("kind", _KIND, None)
        body: Body | None = None
        record = EditorialRecord()
        if "use" in fields:
            body, record = self._use(fields, kind)
        elif kind is Kind.CLAIM:
            fields.what = "a claim"
            body = decode_claim(name, fields, self._known, shared=False)
            record = body.record
        elif kind is Kind.CONTEXT:
            fields.what = "a context note"
            body = self._context(fields)
            record = decode_record(fields, self._known)
        elif kind is Kind.LABEL:
            fields.what = "a label note"
            body = Labelling(entity=fields.required("who", self._entity))
            record = decode_record(fields, self._known)
        elif "kind" in fields:
            fields.ignore_others()  # what belongs here depends on the kind
        else:
            fields.miss("kind")
            fields.ignore_others(but_like="kind")
        if body is None:
            return None
        return Annotation(
            id=name,
            target=target,
            body=body,
            record=record,
            quote_span=fields.place("quote"),
            id_span=fields.place("id"),
            line=fields.log.source.position(fields.place("id").start).line,
        )

    def _use(self, fields: Fields, kind: Kind | None) -> tuple[Claim | None, EditorialRecord]:
        """Read a note that takes in a shared claim; only what is about this place is its own."""
        fields.what = "a note with `use:`"
        claim = fields.required("use", self._shared)
        if kind and kind is not Kind.CLAIM:
            fields.log.flaw(
                fields.place("kind"),
                Code.BAD_CHOICE,
                f"a note with `use:` is a claim, and not `{kind}`",
                advice="remove `kind` or `use`",
            )
        for key in sorted(CLAIM_KEYS):
            if key in fields:
                fields.ignore(key)
                fields.log.flaw(
                    fields.key_place(key),
                    Code.UNKNOWN_KEY,
                    f"`{key}` would be ignored: with `use:` all of the claim comes from its file",
                    advice=f"write it in annotations/claims/{claim or 'ID'}.yaml, or remove `use`",
                )
        record = EditorialRecord(
            status=decode_status(fields), changes=decode_changes(fields, self._known)
        )
        check_withdrawn(fields, record)
        taken = self._claims.get(claim)
        hidden = taken is not None and taken.record.status is Status.DRAFT
        if hidden and record.status is not Status.DRAFT:
            fields.log.remark(
                fields.place("use"),
                Code.DRAFT_CLAIM,
                f"the claim {shown(claim)} is a draft, so this note is shown to nobody",
                advice=f"publish annotations/claims/{claim}.yaml, or make this note a draft too",
            )
        return taken, record

    def _context(self, fields: Fields) -> Context:
        context = Context(
            text=fields.required("note", MARKDOWN),
            as_of=fields.required("as_of", DAY),
            recheck=fields.optional("recheck", DAY, None),
            citations=fields.several("sources", self._known.citation()),
        )
        check_recheck(fields, context.as_of, context.recheck)
        return context

    def _check_id(self, fields: Fields, name: str) -> None:
        if not name:
            return
        place = fields.place("id")
        first = self._first.setdefault(name, place)
        if first != place:
            fields.log.repeated_id(place, "note", name, first)
