"""What an archive knows, as values: annotations and the registry that they speak of.

Words are those of Web Annotation (target, selector, body, motivation) and of ClaimReview (claimant,
appearance, rating); editors' words stay in YAML, schema.org's in JSON-LD. Records name each other
by id; whoever loads them has checked that every id is in the `Registry`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from postil.engine.cells import watching
from postil.engine.packed import Packed
from postil.findings.source import NOWHERE, Span


class Motivation(StrEnum):
    """Why a note was made (Web Annotation Vocabulary, section 4)."""

    ASSESSING = "assessing"
    COMMENTING = "commenting"
    CLASSIFYING = "classifying"


class Kind(StrEnum):
    """The three kinds of note, in editors' words."""

    CLAIM = "claim"
    CONTEXT = "context"
    LABEL = "label"

    @property
    def motivation(self) -> Motivation:
        """The standard's word for this kind."""
        return _MOTIVATIONS[self]


_MOTIVATIONS = {
    Kind.CLAIM: Motivation.ASSESSING,
    Kind.CONTEXT: Motivation.COMMENTING,
    Kind.LABEL: Motivation.CLASSIFYING,
}


class Status(StrEnum):
    """Where a note stands: drafts are not shown, withdrawn ones leave their place and reason."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Part(StrEnum):
    """Which text of an article a note is on."""

    BODY = "body"
    TITLE = "title"
    SUMMARY = "summary"
    KEY_POINTS = "key_points"


class ChangeType(StrEnum):
    """What a change was, in the classes of a corrections page."""

    CORRECTION = "correction"
    CLARIFICATION = "clarification"
    UPDATE = "update"
    RETRACTION = "retraction"


class Deed(StrEnum):
    """What somebody did with a claim."""

    POSTED = "posted"
    SAID = "said"
    QUOTED = "quoted"
    REPOSTED = "reposted"
    REPORTED = "reported"
    LABELLED = "labelled"
    REMOVED = "removed"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    DENIED = "denied"


class EntityType(StrEnum):
    """What an entity is: decides between `Person` and `Organization` in open data."""

    PERSON = "person"
    ORGANISATION = "organisation"
    OUTLET = "outlet"


class Tone(StrEnum):
    """How a rating or a label is drawn; its words always say it too."""

    GOOD = "good"
    MIXED = "mixed"
    BAD = "bad"
    OPEN = "open"
    INFORM = "inform"
    WARN = "warn"


class PostState(StrEnum):
    """What became of a post on its platform."""

    LIVE = "live"
    REMOVED = "removed"
    UNKNOWN = "unknown"


class SourceKind(StrEnum):
    """How near a source is to the facts."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class RecordKind(StrEnum):
    """What records name each other as."""

    RATING = "rating"
    LABEL = "label"
    ENTITY = "entity"
    POST = "post"
    SOURCE = "source"
    CLAIM = "claim"


# The registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment(Packed):
    """One line of the history of a label, a rating or a post: what became of its words."""

    date: date
    type: ChangeType
    note: str
    by: str = ""
    was: str = ""
    """The words before; empty where the note alone tells."""
    now: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period(Packed):
    """Days from `start` to `end`, both included; an open end is `None`."""

    start: date | None = None
    end: date | None = None

    def covers(self, day: date) -> bool:
        """Whether `day` lies within."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingWords(Packed):
    """How a rating is called in another language than the site's."""

    lang: str
    name: str
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating(Packed):
    """One verdict of the scale; without a `value` it is off the number line."""

    id: str
    name: str
    means: str
    tone: Tone
    value: int | None = None
    retired_on: date | None = None
    """The last day on which it was given; `None` while it is in use."""
    replaced_by: str | None = None
    """The id of the rating that took its place."""
    changes: tuple[Amendment, ...] = ()
    """Oldest first."""
    translated: tuple[RatingWords, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale(Packed):
    """All ratings, those in use first, in the order in which the editors wrote them."""

    version: str
    ratings: tuple[Rating, ...]
    retired: tuple[Rating, ...] = ()

    def rating(self, id: str) -> Rating:  # noqa: A002
        """Return a rating by its id, retired ones included; raises `KeyError`."""
        for rating in (*self.ratings, *self.retired):
            if rating.id == id:
                return rating
        raise KeyError(id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label(Packed):
    """What a platform, or this archive, writes beside an account or a post."""

    id: str
    text: str
    tone: Tone
    applied_by: str
    """The entity that applied it."""
    disclaimer: str
    more: str = ""
    """Address of the policy behind the label."""
    archived: str = ""
    used: Period = Period()
    changes: tuple[Amendment, ...] = ()
    """Oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(Packed):
    """A source as cited: where it is and where its copy is kept."""

    id: str
    title: str
    by: str = ""
    url: str = ""
    archived: str = ""
    kind: SourceKind | None = None
    published: date | None = None
    accessed: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Packed):
    """An entity's account on a platform."""

    platform: str
    handle: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelUse(Packed):
    """A label that an entity's account bore, from when until when."""

    label: str
    platform: str
    """The platform of the account that bore it; empty where it was on the entity itself."""
    period: Period
    source: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(Packed):
    """A person, an organisation or an outlet."""

    id: str
    type: EntityType
    name: str
    also: tuple[str, ...] = ()
    """Other names by which articles call it."""
    role: str = ""
    """Who this is, in a few words."""
    accounts: tuple[Account, ...] = ()
    labels: tuple[LabelUse, ...] = ()
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Packed):
    """A social post, kept as text."""

    id: str
    by: str
    platform: str
    date: date
    text: str = ""
    lang: str = ""
    url: str = ""
    archived: str = ""
    state: PostState = PostState.UNKNOWN
    labels: tuple[str, ...] = ()
    reposts: str | None = None
    """The id of the post that this one repeats."""
    changes: tuple[Amendment, ...] = ()
    """Oldest first."""


# Notes


@dataclass(frozen=True, slots=True, kw_only=True)
class TextQuoteSelector(Packed):
    """The words that a note is about (Web Annotation Data Model, section 4.2.4)."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Packed):
    """What is annotated: words in one part of the article."""

    selector: TextQuoteSelector
    part: Part = Part.BODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Packed):
    """One line of a record's history."""

    date: date
    type: ChangeType
    note: str
    by: str = ""
    was: str | None = None
    """The id of the rating before, where the verdict changed."""
    now: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorialRecord(Packed):
    """Who answers for a note, and what was done to it since."""

    status: Status = Status.PUBLISHED
    by: str = ""
    checked_by: str = ""
    checked_on: date | None = None
    changes: tuple[Change, ...] = ()
    """Oldest first."""

    @property
    def is_self_checked(self) -> bool:
        """Whether the second editor is its author, however the name is written."""
        return bool(self.by) and self.by.casefold() == self.checked_by.casefold()

    def last_looked(self, as_of: date) -> date:
        """Return when somebody last checked or changed what was true `as_of` a day."""
        return max(as_of, *(change.date for change in self.changes), self.checked_on or as_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Packed):
    """One step of a claim's spread."""

    who: str
    did: Deed
    date: date
    post: str | None = None
    source: Citation | None = None
    claim: str | None = None
    """The claim that rates a denial."""
    unchecked: str = ""
    """Why nobody rated a denial."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Packed):
    """What was asked of the claimant, and what came back."""

    asked_on: date
    answer: str = ""
    """Empty where no answer came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Packed):
    """A checkable statement and what was found out about it."""

    id: str
    text: str
    claimant: str
    rating: str
    fact: str
    as_of: date
    citations: tuple[Citation, ...]
    claimed_on: date | None = None
    first_appearance: str | None = None
    """The id of the post in which it was first seen."""
    why: str = ""
    """The longer reasons, Markdown."""
    recheck: date | None = None
    spread: tuple[Step, ...] = ()
    """In order of date."""
    reply: Reply | None = None
    also_worded: tuple[str, ...] = ()
    record: EditorialRecord
    lang: str = ""
    """The language that a shared one is written in; empty for the site's."""
    shared: bool = False
    """Whether it is kept once in `annotations/claims/` for any number of articles."""


@watching("text")
@dataclass(frozen=True, slots=True, kw_only=True)
class Context(Packed):
    """What a reader should know beside the words, without a verdict."""

    text: str
    """Markdown."""
    as_of: date
    recheck: date | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelling(Packed):
    """The labels of an entity's accounts, as of the article's date."""

    entity: str


Body = Claim | Context | Labelling


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation(Packed):
    """One note on one article."""

    id: str
    target: Target
    body: Body
    record: EditorialRecord
    quote_span: Span = field(compare=False)
    """Where the sidecar gives the quote."""
    id_span: Span = field(compare=False)
    """Where the sidecar gives the id."""
    line: int = field(default=0, compare=False)
    """The line of the sidecar on which the id stands; 0 for a note that nobody wrote."""

    @property
    def placeless(self) -> "Annotation":
        """The same for who has nothing to say about the sidecar: all but its lines."""
        return replace(self, quote_span=NOWHERE, id_span=NOWHERE)

    @property
    def kind(self) -> Kind:
        """Which of the three kinds of note this is."""
        match self.body:
            case Claim():
                return Kind.CLAIM
            case Context():
                return Kind.CONTEXT
            case Labelling():
                return Kind.LABEL


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps(Packed):
    """What a registry with errors in it lacks; whoever names it has made no mistake."""

    records: frozenset[tuple[RecordKind, str]] = frozenset()
    kinds: frozenset[RecordKind] = frozenset()
    """Kinds whose file could not be read at all."""

    def cover(self, kind: RecordKind, id: str) -> bool:  # noqa: A002
        """Whether a record may well exist though the registry has none."""
        return kind in self.kinds or (kind, id) in self.records


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry(Packed):
    """Everything that notes refer to by id; `KINDS` names the mappings."""

    scale: Scale = Scale(version="", ratings=())
    labels: Mapping[str, Label] = field(default_factory=dict)
    entities: Mapping[str, Entity] = field(default_factory=dict)
    posts: Mapping[str, Post] = field(default_factory=dict)
    citations: Mapping[str, Citation] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)
    """The shared claims, from `annotations/claims/`."""
    gaps: Gaps = Gaps()


KINDS = ("labels", "entities", "posts", "citations", "claims")
"""The fields of a registry that have records by id."""
