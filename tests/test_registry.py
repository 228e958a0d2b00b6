"""The registry: every field lands where it belongs, and an error takes along what names it."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postil.findings.diagnostics import Code, Diagnostic
from postil.model import (
    Account,
    Citation,
    Entity,
    EntityType,
    Label,
    LabelUse,
    Period,
    Post,
    PostState,
    Rating,
    RecordKind,
    Registry,
    Scale,
    SourceKind,
    Tone,
)
from postil.records.registry import load_registry

RECORD = Citation(
    id="record",
    title="The record",
    by="The archives",
    url="https://example.org/record",
    kind=SourceKind.PRIMARY,
)

FILES = {
    "registry/scale.yaml": """\
version: 2.1
ratings:
  - {id: true, name: True, value: 5, tone: good, means: It is right.}
  - {id: mostly-false, name: Mostly false, value: 2, tone: bad, means: It misleads.}
  - {id: no, name: No, tone: open, means: Nobody knows.}
retired:
  - {id: barely-true, name: Barely true, value: -2, means: It misleads., until: 2011-07-26,
     now: mostly-false}
  - {id: perhaps, name: Perhaps, tone: mixed, means: It may be., until: 2010-01-01}
""",
    "registry/labels.yaml": """\
state:
  text: State account
  tone: warn
  applied_by: twitter
  disclaimer: It speaks for a state.
  more: https://example.org/policy
  archived: https://web.archive.org/policy
  used: {from: 2020-08-06, until: 2023-04-21}
""",
    "registry/entities.yaml": """\
twitter: {type: organisation, name: Twitter, same_as: https://www.wikidata.org/wiki/Q918}
embassy:
  type: outlet
  name: The Embassy
  also: [the mission, "no"]
  role: Mission
  accounts:
    - {platform: twitter, handle: "@embassy", url: https://example.org/embassy}
    - {platform: weibo, handle: 123}
  labels:
    - {label: state, account: twitter, from: 2020-08-06, source: record}
    - {label: state}
  same_as: [https://www.wikidata.org/wiki/Q1, https://example.org/2]
speaker: {type: person, name: A Speaker}
""",
    "registry/posts.yaml": """\
first:
  by: speaker
  platform: twitter
  date: 2020-12-09
  text: They cheated.
  lang: en-GB
  url: https://example.org/1
  archived: https://web.archive.org/1
  state: removed
  labels: [state]
again: {by: embassy, platform: twitter, date: 2020-12-09, reposts: first}
""",
    "registry/sources.yaml": """\
record: {title: The record, by: The archives, url: https://example.org/record, kind: primary}
""",
    "claims/hacked.yaml": """\
claim: The account was hacked
said_by: embassy
verdict: no
fact: Nobody has published evidence.
as_of: 2020-12-11
sources: [record]
by: desk.a
""",
}


def load(folder: Path, files: Mapping[str, str | bytes]) -> tuple[Registry, list[Diagnostic]]:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_registry(folder, folder)


def test_every_field_lands_where_it_belongs(tmp_path: Path) -> None:
    registry, findings = load(tmp_path, FILES)
    assert findings == []
    assert registry.scale == Scale(
        version="2.1",
        ratings=(
            Rating(id="true", name="True", value=5, tone=Tone.GOOD, means="It is right."),
            Rating(
                id="mostly-false", name="Mostly false", value=2, tone=Tone.BAD, means="It misleads."
            ),
            Rating(id="no", name="No", tone=Tone.OPEN, means="Nobody knows."),
        ),
        retired=(
            Rating(
                id="barely-true",
                name="Barely true",
                value=-2,
                tone=Tone.BAD,
                means="It misleads.",
                retired_on=date(2011, 7, 26),
                replaced_by="mostly-false",
            ),
            Rating(
                id="perhaps",
                name="Perhaps",
                tone=Tone.MIXED,
                means="It may be.",
                retired_on=date(2010, 1, 1),
            ),
        ),
    )
    assert registry.labels == {
        "state": Label(
            id="state",
            text="State account",
            tone=Tone.WARN,
            applied_by="twitter",
            disclaimer="It speaks for a state.",
            more="https://example.org/policy",
            archived="https://web.archive.org/policy",
            used=Period(start=date(2020, 8, 6), end=date(2023, 4, 21)),
        )
    }
    assert registry.entities["embassy"] == Entity(
        id="embassy",
        type=EntityType.OUTLET,
        name="The Embassy",
        also=("the mission", "no"),
        role="Mission",
        accounts=(
            Account(platform="twitter", handle="embassy", url="https://example.org/embassy"),
            Account(platform="weibo", handle="123"),
        ),
        labels=(
            LabelUse(
                label="state",
                platform="twitter",
                period=Period(start=date(2020, 8, 6)),
                source=RECORD,
            ),
            LabelUse(label="state", platform="", period=Period()),
        ),
        same_as=("https://www.wikidata.org/wiki/Q1", "https://example.org/2"),
    )
    assert registry.entities["twitter"].same_as == ("https://www.wikidata.org/wiki/Q918",)
    assert registry.posts == {
        "first": Post(
            id="first",
            by="speaker",
            platform="twitter",
            date=date(2020, 12, 9),
            text="They cheated.",
            lang="en-GB",
            url="https://example.org/1",
            archived="https://web.archive.org/1",
            state=PostState.REMOVED,
            labels=("state",),
        ),
        "again": Post(
            id="again", by="embassy", platform="twitter", date=date(2020, 12, 9), reposts="first"
        ),
    }
    assert registry.citations == {"record": RECORD}
    claim = registry.claims["hacked"]
    assert (claim.id, claim.text, claim.rating) == ("hacked", "The account was hacked", "no")
    assert claim.citations == (RECORD,)
    assert claim.shared


@pytest.mark.parametrize("content", [None, "", "# nothing yet\n"])
def test_every_registry_file_may_be_missing_or_empty(tmp_path: Path, content: str | None) -> None:
    files = {name: content for name in FILES if content is not None and name[0] == "r"}
    registry, findings = load(tmp_path, files)
    assert findings == []
    assert registry == Registry()


def without(registry: Registry) -> set[tuple[RecordKind, str]]:
    return set(registry.gaps.records)


def test_an_error_takes_along_what_names_it_without_a_word(tmp_path: Path) -> None:
    broken = FILES["registry/sources.yaml"].replace("https://", "https:/")
    registry, findings = load(tmp_path, {**FILES, "registry/sources.yaml": broken})
    assert [found.code for found in findings] == [Code.BAD_URL]
    assert without(registry) == {
        (RecordKind.SOURCE, "record"),
        (RecordKind.ENTITY, "embassy"),
        (RecordKind.POST, "again"),
        (RecordKind.CLAIM, "hacked"),
    }
    assert set(registry.entities) == {"twitter", "speaker"}
    assert set(registry.posts) == {"first"}
    assert registry.claims == {}


def test_an_unreadable_file_takes_along_what_needs_it(tmp_path: Path) -> None:
    registry, findings = load(tmp_path, {**FILES, "registry/entities.yaml": b"a: \xff"})
    assert [found.code for found in findings] == [Code.NOT_UTF8]
    assert registry.gaps.kinds == {RecordKind.ENTITY}
    assert not any([registry.labels, registry.posts, registry.claims])
    assert [rating.id for rating in registry.scale.ratings] == ["true", "mostly-false", "no"]
    assert registry.citations == {"record": RECORD}


def test_every_reference_has_a_finding_of_its_own(tmp_path: Path) -> None:
    files = {name: text.replace("twitter:", "x:") for name, text in FILES.items()}
    _, findings = load(tmp_path, files)
    assert [(found.path, found.code) for found in findings] == [
        ("registry/labels.yaml", Code.UNKNOWN_ENTITY)
    ]
    files = {name: text.replace("\nspeaker:", "\nspaeker:") for name, text in FILES.items()}
    _, findings = load(tmp_path, files)
    assert [found.help.partition(",")[0] for found in findings] == ["write `spaeker`"]


def test_claims_may_rate_each_others_denials(tmp_path: Path) -> None:
    spread = "spread: [{who: speaker, did: denied, date: 2020-12-09, claim: hacked}]\n"
    other = FILES["claims/hacked.yaml"] + spread
    registry, findings = load(tmp_path, {**FILES, "claims/another.yaml": other})
    assert findings == []
    assert list(registry.claims) == ["another", "hacked"]


def test_paths_are_shown_from_the_root(tmp_path: Path) -> None:
    load(tmp_path / "annotations", {"registry/sources.yaml": "- a\n"})
    _, findings = load_registry(tmp_path / "annotations", tmp_path)
    assert [found.path for found in findings] == ["annotations/registry/sources.yaml"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    load(tmp_path, FILES)
    (tmp_path / "registry" / "posts.yaml").chmod(0)
    _, findings = load_registry(tmp_path, tmp_path)
    assert [found.code for found in findings] == [Code.UNREADABLE]


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "registry" / "posts.yaml").mkdir(parents=True)
    _, findings = load_registry(tmp_path, tmp_path)
    assert [found.code for found in findings] == [Code.UNREADABLE]


KEYS = sorted(
    {
        *"version ratings retired id name value tone means until now text applied_by".split(),
        *"disclaimer more archived used from type also role accounts platform handle url".split(),
        *"labels label account source same_as by date lang state reposts title kind".split(),
        *"true twitter embassy state first record hacked 2020-12-09 https://example.org".split(),
    }
)
STRUCTURES = st.recursive(
    st.sampled_from(KEYS) | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6)
    ),
    max_leaves=16,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(sorted(FILES)), STRUCTURES | st.binary(max_size=60))
def test_any_file_gives_a_registry_or_findings(name: str, content: object) -> None:
    data = content if isinstance(content, bytes) else yaml.safe_dump(content).encode()
    with TemporaryDirectory() as folder:
        registry, findings = load(Path(folder), {**FILES, name: data})
    assert all(found.message and found.help for found in findings)
    known = {*registry.entities, *registry.labels, *registry.posts}
    for post in registry.posts.values():
        assert {post.by, *post.labels, post.reposts or post.by} <= known
    for label in registry.labels.values():
        assert label.applied_by in registry.entities
    for claim in registry.claims.values():
        assert claim.claimant in registry.entities
        assert registry.scale.rating(claim.rating) in {
            *registry.scale.ratings,
            *registry.scale.retired,
        }
