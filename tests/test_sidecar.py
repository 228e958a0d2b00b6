"""Sidecars: every field lands where it belongs, and anything at all gives notes or findings."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postil.files.text import decode, read_source
from postil.findings.diagnostics import Code, Diagnostic, Severity
from postil.findings.source import Source
from postil.model import (
    Annotation,
    Change,
    ChangeType,
    Citation,
    Claim,
    Context,
    Deed,
    EditorialRecord,
    Kind,
    Labelling,
    Motivation,
    Part,
    Registry,
    Reply,
    SourceKind,
    Status,
    Step,
    Target,
    TextQuoteSelector,
)
from postil.records.claims import CLAIM_KEYS
from postil.records.registry import load_registry
from postil.records.sidecar import load_sidecar
from tests.sites import REPOSITORY

BASE = Path(__file__).parent / "cases" / "findings" / "base"
REGISTRY, _ = load_registry(BASE, BASE)
RECORD = REGISTRY.citations["record"]


def load(text: str, registry: Registry = REGISTRY) -> tuple[Annotation, ...]:
    sidecar, findings = load_sidecar(Source("x.yaml", text), registry)
    assert not findings
    return sidecar.annotations


def codes(text: str, registry: Registry = REGISTRY) -> list[Code]:
    return [found.code for found in load_sidecar(Source("x.yaml", text), registry)[1]]


FULL_CLAIM = """\
sources:
  paper:
    title: The paper
    by: A publisher
    url: https://example.org/paper?a=1,2#x
    archived: http://web.archive.org/web/2020/https://example.org/paper
    kind: secondary
    published: 2020-12-09
    accessed: 2020-12-16
annotations:
  - id: cheating
    kind: claim
    in: title
    quote: won by cheating
    before: "they "
    after: ""
    claim: The election was won by cheating
    said_by: speaker
    said_on: 2020-12-09
    first_seen: first-post
    verdict: false
    fact: States certified the result.
    why: |
      - One reason.
      - *Another* one.
    as_of: 2020-12-11
    recheck: 2021-01-10
    sources: [record, paper]
    spread:
      - {who: embassy, did: denied, date: 2020-12-10, claim: account-hacked}
      - {who: speaker, did: posted, date: 2020-12-09, post: first-post}
      - {who: embassy, did: reposted, date: 2020-12-09, source: paper}
      - {who: embassy, did: denied, date: 2020-12-11, unchecked: Nobody could say.}
    reply: {asked_on: 2020-12-10, answer: none}
    also_worded: [they cheated, it was stolen]
    by: desk.a
    checked_by: desk.b
    checked_on: 2020-12-10
    status: published
    changes:
      - {date: 2020-12-16, type: correction, note: Looked again., was: unproven, now: false}
      - {date: 2020-12-15, type: update, by: desk.a, note: "They voted.", was: true, now: unproven}
"""


def test_every_field_of_a_claim_lands_where_it_belongs() -> None:
    (note,) = load(FULL_CLAIM)
    paper = Citation(
        id="paper",
        title="The paper",
        by="A publisher",
        url="https://example.org/paper?a=1,2#x",
        archived="http://web.archive.org/web/2020/https://example.org/paper",
        kind=SourceKind.SECONDARY,
        published=date(2020, 12, 9),
        accessed=date(2020, 12, 16),
    )
    record = EditorialRecord(
        status=Status.PUBLISHED,
        by="desk.a",
        checked_by="desk.b",
        checked_on=date(2020, 12, 10),
        changes=(
            Change(
                date=date(2020, 12, 15),
                type=ChangeType.UPDATE,
                note="They voted.",
                by="desk.a",
                was="true",
                now="unproven",
            ),
            Change(
                date=date(2020, 12, 16),
                type=ChangeType.CORRECTION,
                note="Looked again.",
                was="unproven",
                now="false",
            ),
        ),
    )
    day = date(2020, 12, 9)
    assert note.target == Target(
        selector=TextQuoteSelector(exact="won by cheating", prefix="they ", suffix=""),
        part=Part.TITLE,
    )
    assert note.record == record
    assert note.body == Claim(
        id="cheating",
        text="The election was won by cheating",
        claimant="speaker",
        rating="false",
        fact="States certified the result.",
        as_of=date(2020, 12, 11),
        citations=(RECORD, paper),
        claimed_on=day,
        first_appearance="first-post",
        why="- One reason.\n- *Another* one.",
        recheck=date(2021, 1, 10),
        spread=(
            Step(who="speaker", did=Deed.POSTED, date=day, post="first-post"),
            Step(who="embassy", did=Deed.REPOSTED, date=day, source=paper),
            Step(who="embassy", did=Deed.DENIED, date=date(2020, 12, 10), claim="account-hacked"),
            Step(
                who="embassy",
                did=Deed.DENIED,
                date=date(2020, 12, 11),
                unchecked="Nobody could say.",
            ),
        ),
        reply=Reply(asked_on=date(2020, 12, 10)),
        also_worded=("they cheated", "it was stolen"),
        record=record,
    )
    assert (note.kind, note.kind.motivation) == (Kind.CLAIM, Motivation.ASSESSING)


def test_the_other_kinds_of_note() -> None:
    context, label, used = load("""\
annotations:
  - id: votes
    kind: context
    quote: 306 electoral votes
    note: >-
      Certified
      that day.
    as_of: 2020-12-11
    recheck: 2020-12-14
    sources: [record]
    by: desk.a
    checked_by: desk.b
    checked_on: 2020-12-11
    status: draft
  - {id: embassy, kind: label, quote: The embassy, who: embassy}
  - id: hacked
    use: account-hacked
    quote: its account was hacked
    in: summary
    status: withdrawn
    changes: [{date: 2020-12-12, type: retraction, note: The words left the article.}]
""")
    assert context.body == Context(
        text="Certified that day.",
        as_of=date(2020, 12, 11),
        recheck=date(2020, 12, 14),
        citations=(RECORD,),
    )
    assert context.record == EditorialRecord(
        status=Status.DRAFT, by="desk.a", checked_by="desk.b", checked_on=date(2020, 12, 11)
    )
    assert label.body == Labelling(entity="embassy")
    assert label.record == EditorialRecord()
    assert used.body == REGISTRY.claims["account-hacked"]
    assert used.record.status is Status.WITHDRAWN
    assert [change.type for change in used.record.changes] == [ChangeType.RETRACTION]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_spans_of_quote_and_id(end: str) -> None:
    text = FULL_CLAIM.replace("\n", end).replace("The paper", "The 😀 paper")
    (note,) = load(text)
    assert text[note.quote_span.start : note.quote_span.end] == "won by cheating"
    assert text[note.id_span.start : note.id_span.end] == "cheating"


@pytest.mark.parametrize(
    "text", ["no", "1:30", "1.10", "false", "2020-12-09", "~", "null", "0x10", "1e3", "yes"]
)
def test_what_looks_like_another_type_is_text(text: str) -> None:
    (note,) = load(
        "annotations:\n"
        f"  - {{id: a, kind: context, as_of: 2020-12-11, quote: {text}, note: {text}, by: {text}}}"
    )
    assert isinstance(note.body, Context)
    assert (note.target.selector.exact, note.body.text, note.record.by) == (text, text, text)


def test_a_reply_that_came() -> None:
    text = FULL_CLAIM.replace("answer: none", "answer: None of this is true.")
    (note,) = load(text)
    assert isinstance(note.body, Claim)
    assert note.body.reply == Reply(asked_on=date(2020, 12, 10), answer="None of this is true.")


@pytest.mark.parametrize("text", ["", "# notes to come\n", "annotations: []\n", "sources: {}\n"])
def test_a_sidecar_may_be_empty(text: str) -> None:
    assert load(text) == ()


def test_a_note_with_an_error_is_left_out_and_the_others_stay() -> None:
    text = """\
sources:
  broken: {title: Broken, url: nowhere}
annotations:
  - {id: a, kind: label, quote: one, who: embassy}
  - {id: b, kind: label, quote: two, who: nobody}
  - {id: c, kind: context, quote: three, note: Words., as_of: 2020-12-11, sources: [broken]}
  - {id: d, kind: label, quote: four, who: embassy, colour: red}
  - {id: e, kind: label, quote: five, who: embassy, who: embassy}
  - {id: f, kind: label, quote: six, who: embassy, by: desk.a, checked_by: desk.a}
"""
    sidecar, findings = load_sidecar(Source("x.yaml", text), REGISTRY)
    assert [note.id for note in sidecar.annotations] == ["a", "f"]
    assert sorted(found.code for found in findings) == [
        Code.BAD_URL, Code.REPEATED_KEY, Code.SELF_CHECKED, Code.UNKNOWN_ENTITY, Code.UNKNOWN_KEY,
    ]  # fmt: skip
    (mild,) = [found for found in findings if not found.is_error]
    assert (mild.code, mild.severity) == (Code.SELF_CHECKED, Severity.WARNING)


def test_a_denial_may_be_rated_by_another_claim_of_the_same_article() -> None:
    text = FULL_CLAIM.replace("claim: account-hacked", "claim: not-so")
    assert codes(text) == [Code.UNKNOWN_CLAIM]
    other = FULL_CLAIM.partition("annotations:\n")[2].replace("id: cheating", "id: not-so")
    assert [note.id for note in load(text + other)] == ["cheating", "not-so"]


@pytest.mark.parametrize(
    ("day", "found"), [("2011-07-26", []), ("2011-07-27", [Code.RETIRED_RATING])]
)
def test_a_retired_rating_holds_on_its_last_day(day: str, found: list[Code]) -> None:
    text = f"""\
annotations:
  - id: old
    kind: claim
    quote: words
    claim: A claim
    said_by: speaker
    verdict: barely-true
    fact: A fact.
    as_of: {day}
    sources: [record]
    by: desk.a
"""
    assert codes(text) == found


def test_a_change_may_lie_before_the_day_of_the_note() -> None:
    assert load("""\
annotations:
  - id: votes
    kind: context
    quote: votes
    note: Words.
    as_of: 2020-12-20
    changes: [{date: 2020-12-15, type: update, note: Words.}]
""")


def test_claim_keys_are_those_that_a_claim_reads() -> None:
    text = FULL_CLAIM.replace("    by: desk.a\n", "    by: desk.a\n    zzz: 1\n")
    (found,) = load_sidecar(Source("x.yaml", text), REGISTRY)[1]
    keys = set(re.findall(r"`(\w+)`", found.notes[0]))
    of_any_note = {"id", "kind", "in", "quote", "before", "after", "status", "changes"}
    assert keys - of_any_note == CLAIM_KEYS


def test_the_demo_archive_is_right() -> None:
    annotations = REPOSITORY / "annotations"
    registry, findings = load_registry(annotations, REPOSITORY)
    paths = sorted((annotations / "articles").rglob("*.yaml"))
    assert paths
    notes = 0
    for path in paths:
        source = read_source(path, REPOSITORY)
        assert isinstance(source, Source)
        sidecar, found = load_sidecar(source, registry)
        findings += found
        notes += len(sidecar.annotations)
    assert findings == []
    assert notes > 0


# Anything at all

WORDS = sorted(
    CLAIM_KEYS
    | set("annotations id kind in quote before after note who use status changes".split())
    | set("title url archived published accessed did date post source unchecked type was".split())
    | set("now asked_on answer claim context label draft withdrawn denied retraction".split())
    | set("record account-hacked speaker embassy first-post false unproven barely-true".split())
    | set("2020-12-09 2020-12-11 2021-02-30 https://example.org/ desk.a x '' ~ @x #x *x".split())
)
STRUCTURES = st.recursive(
    st.sampled_from(WORDS) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=6)
    ),
    max_leaves=24,
)
SIDECARS = st.fixed_dictionaries(
    {},
    optional={
        "sources": STRUCTURES | st.dictionaries(st.sampled_from(WORDS), STRUCTURES, max_size=3),
        "annotations": STRUCTURES | st.lists(STRUCTURES, max_size=4),
    },
)


def accept(source: Source | Diagnostic) -> None:
    if isinstance(source, Source):
        sidecar, findings = load_sidecar(source, REGISTRY)
        assert all(found.message and found.help for found in findings)
        assert len({note.id for note in sidecar.annotations}) == len(sidecar.annotations)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_notes_or_findings(data: bytes) -> None:
    accept(decode("x.yaml", data))


@settings(deadline=None)
@given(st.lists(st.sampled_from([*WORDS, *": - , [ ] { } \n \n\x20\x20 \t ' \" | >".split(" ")])))
def test_any_text_like_yaml_gives_notes_or_findings(words: list[str]) -> None:
    accept(Source("x.yaml", " ".join(words)))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(SIDECARS | STRUCTURES)
def test_any_structure_gives_notes_or_findings(structure: object) -> None:
    accept(Source("x.yaml", yaml.safe_dump(structure, allow_unicode=True)))


@settings(deadline=None)
@given(st.data())
def test_a_right_sidecar_with_one_thing_replaced(data: st.DataObject) -> None:
    lines = FULL_CLAIM.splitlines(keepends=True)
    at = data.draw(st.integers(0, len(lines) - 1))
    key = lines[at].partition(":")[0]
    replacement = data.draw(STRUCTURES.map(lambda value: yaml.safe_dump(value).strip()))
    lines[at] = f"{key}: {replacement}\n"
    accept(Source("x.yaml", "".join(lines)))


def test_changes_of_one_day_are_read_in_the_order_of_the_others() -> None:
    newest_first = FULL_CLAIM.replace(
        "    changes:\n",
        "    changes:\n"
        "      - {date: 2020-12-17, type: correction, note: C., was: false, now: false}\n"
        "      - {date: 2020-12-17, type: update, note: B., was: unproven, now: false}\n"
        "      - {date: 2020-12-17, type: update, note: A., was: false, now: unproven}\n",
    )
    for text in (newest_first, newest_first.replace("answer: none", "answer: None")):
        [claim] = load(text)
        assert [change.note for change in claim.record.changes][2:] == ["A.", "B.", "C."]
        assert isinstance(claim.body, Claim)
        assert claim.body.reply == Reply(asked_on=date(2020, 12, 10), answer="")
