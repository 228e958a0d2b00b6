"""The records of the registry, field by field."""

from collections.abc import Mapping

from postil.findings.diagnostics import Code, nearest
from postil.model import (
    Account,
    Amendment,
    Citation,
    Entity,
    EntityType,
    Label,
    LabelUse,
    Period,
    Post,
    PostState,
    Rating,
    RatingWords,
    RecordKind,
    SourceKind,
    Tone,
)
from postil.records.decoding import Fields
from postil.records.forms import (
    CHANGE_TYPE,
    DAY,
    HANDLE,
    LANGUAGE,
    TEXT,
    URL,
    WHOLE_NUMBER,
    Known,
    choice,
    shown,
)

_SOURCE_KIND = choice(SourceKind, "a kind of source")
_TONE = choice((Tone.GOOD, Tone.MIXED, Tone.BAD, Tone.OPEN), "a tone of ratings")
_LABEL_TONE = choice((Tone.INFORM, Tone.WARN), "a tone of labels")
_ENTITY_TYPE = choice(EntityType, "a type of entity")
_POST_STATE = choice(PostState, "the state of a post")


def decode_citation(name: str, fields: Fields) -> Citation:
    """Read a source."""
    citation = Citation(
        id=name,
        title=fields.required("title", TEXT),
        by=fields.optional("by", TEXT, ""),
        url=fields.optional("url", URL, ""),
        archived=fields.optional("archived", URL, ""),
        kind=fields.optional("kind", _SOURCE_KIND, None),
        published=fields.optional("published", DAY, None),
        accessed=fields.optional("accessed", DAY, None),
    )
    if fields.is_whole and not any(key in fields for key in ("url", "archived", "by")):
        fields.log.flaw(
            fields.at,
            Code.MISSING_FIELD,
            "a reader could not find this source: it has neither `url` nor `archived` nor `by`",
            advice="add its `url`; for a source on paper add `by`, whoever published it",
        )
    return citation


def decode_period(fields: Fields) -> Period:
    """Read `from` and `until`."""
    period = Period(
        start=fields.optional("from", DAY, None), end=fields.optional("until", DAY, None)
    )
    if period.start and period.end and period.end < period.start:
        fields.log.flaw(
            fields.place("until"),
            Code.BAD_PERIOD,
            f"this period ends before it begins, on {period.start}",
            advice="exchange `from` and `until`, or mend one of them",
        )
    return period


def decode_rating(name: str, fields: Fields) -> Rating:
    """Read a rating that is in use."""
    return Rating(
        id=name,
        name=fields.required("name", TEXT),
        means=fields.required("means", TEXT),
        tone=fields.required("tone", _TONE),
        value=fields.optional("value", WHOLE_NUMBER, None),
        changes=_decode_amendments(fields),
        translated=_decode_translations(fields),
    )


def decode_retired_rating(
    name: str,
    fields: Fields,
    known: Known,
    tones: Mapping[str, Tone],
) -> Rating:
    """Read a rating that is no longer given; it is drawn like the one that took its place."""
    successor = fields.optional("now", known.one_of(RecordKind.RATING), None)
    usual = tones.get(successor or "", Tone.OPEN)
    return Rating(
        id=name,
        name=fields.required("name", TEXT),
        means=fields.required("means", TEXT),
        tone=fields.optional("tone", _TONE, usual),
        value=fields.optional("value", WHOLE_NUMBER, None),
        retired_on=fields.required("until", DAY),
        replaced_by=successor,
        changes=_decode_amendments(fields),
        translated=_decode_translations(fields),
    )


def decode_label(name: str, fields: Fields, known: Known) -> Label:
    """Read a label."""
    return Label(
        id=name,
        text=fields.required("text", TEXT),
        tone=fields.required("tone", _LABEL_TONE),
        applied_by=fields.required("applied_by", known.one_of(RecordKind.ENTITY)),
        disclaimer=fields.required("disclaimer", TEXT),
        more=fields.optional("more", URL, ""),
        archived=fields.optional("archived", URL, ""),
        used=fields.record("used", "a period", decode_period) or Period(),
        changes=_decode_amendments(fields),
    )


def decode_entity(name: str, fields: Fields, known: Known) -> Entity:
    """Read a person, an organisation or an outlet."""
    accounts = fields.records("accounts", "an account", _decode_account)
    platforms = [account.platform for account in accounts]
    return Entity(
        id=name,
        type=fields.required("type", _ENTITY_TYPE),
        name=fields.required("name", TEXT),
        also=fields.several("also", TEXT),
        role=fields.optional("role", TEXT, ""),
        accounts=accounts,
        labels=fields.records(
            "labels",
            "a label on an account",
            lambda use: _decode_label_use(use, known, platforms),
        ),
        same_as=fields.several("same_as", URL, one_alone=True),
    )


def decode_post(name: str, fields: Fields, known: Known) -> Post:
    """Read a social post."""
    post = Post(
        id=name,
        by=fields.required("by", known.one_of(RecordKind.ENTITY)),
        platform=fields.required("platform", TEXT),
        date=fields.required("date", DAY),
        text=fields.optional("text", TEXT, ""),
        lang=fields.optional("lang", LANGUAGE, ""),
        url=fields.optional("url", URL, ""),
        archived=fields.optional("archived", URL, ""),
        state=fields.optional("state", _POST_STATE, PostState.UNKNOWN),
        labels=fields.several("labels", known.one_of(RecordKind.LABEL)),
        reposts=fields.optional("reposts", known.one_of(RecordKind.POST), None),
        changes=_decode_amendments(fields),
    )
    if "text" not in fields and "reposts" not in fields:
        fields.miss("text")
    return post


def _decode_amendments(fields: Fields) -> tuple[Amendment, ...]:
    """Read what was done to a record's words since, oldest first."""

    def decode(line: Fields) -> Amendment:
        amendment = Amendment(
            date=line.required("date", DAY),
            type=line.required("type", CHANGE_TYPE),
            note=line.required("note", TEXT),
            by=line.optional("by", TEXT, ""),
            was=line.optional("was", TEXT, ""),
            now=line.optional("now", TEXT, ""),
        )
        if ("was" in line) != ("now" in line):
            line.miss("was" if "now" in line else "now")
        return amendment

    return tuple(sorted(fields.records("changes", "a change", decode), key=lambda one: one.date))


def _decode_translations(fields: Fields) -> tuple[RatingWords, ...]:
    return fields.records("translated", "a translation", _decode_rating_words)


def _decode_rating_words(fields: Fields) -> RatingWords:
    return RatingWords(
        lang=fields.required("lang", LANGUAGE),
        name=fields.required("name", TEXT),
        means=fields.required("means", TEXT),
    )


def _decode_account(fields: Fields) -> Account:
    return Account(
        platform=fields.required("platform", TEXT),
        handle=fields.required("handle", HANDLE),
        url=fields.optional("url", URL, ""),
    )


def _decode_label_use(fields: Fields, known: Known, platforms: list[str]) -> LabelUse:
    use = LabelUse(
        label=fields.required("label", known.one_of(RecordKind.LABEL)),
        platform=fields.optional("account", TEXT, ""),
        period=decode_period(fields),
        source=fields.optional("source", known.citation(), None),
    )
    if use.platform and use.platform not in platforms:
        near = nearest(use.platform, platforms)
        fields.log.flaw(
            fields.place("account"),
            Code.BAD_CHOICE,
            f"there is no account on {shown(use.platform)} among the `accounts` above",
            advice=f"write `{near}`" if near else "give the platform of one of its `accounts`",
        )
    return use
