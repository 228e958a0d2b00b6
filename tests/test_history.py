"""Nothing changes in silence, on generated archives: what is told passes, all else is said once."""

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import TypedDict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postil.files.text import read_source
from postil.findings.diagnostics import Code, Diagnostic, Severity, in_order
from postil.findings.reporting import as_text
from postil.findings.source import Source
from postil.header.header import Header
from postil.history.comparing import compare
from postil.history.snapshots import Folders, Snapshot, snapshot
from tests.sites import REPOSITORY

Fields = dict[str, object]


class Archive(TypedDict):
    """An archive as data; each record is a mapping, as an editor writes it."""

    notes: list[Fields]
    claims: dict[str, Fields]
    scale: Fields
    labels: dict[str, Fields]
    entities: dict[str, Fields]
    posts: dict[str, Fields]


FOLDERS = Folders(content="content", annotations="annotations")
ARTICLE = "content/articles/2026/a.md"
SIDECAR = "annotations/articles/2026/a.yaml"
REGISTRY = ("scale", "labels", "entities", "posts")

words = st.text("abc é’月", min_size=1, max_size=8).filter(lambda text: bool(text.strip()))
days = st.dates().map(str)
ids = st.text("abcdef", min_size=3, max_size=6)
ratings = st.sampled_from(["true", "false", "unproven"])


def lines(rated: bool = False) -> st.SearchStrategy[list[Fields]]:
    line: dict[str, st.SearchStrategy[object]] = {"date": days, "type": st.just("update")}
    line |= {"note": words}
    if rated:
        line |= {"was": ratings, "now": ratings}
    return st.lists(st.fixed_dictionaries(line), max_size=3)


def claims() -> st.SearchStrategy[Fields]:
    return st.fixed_dictionaries(
        {"claim": words, "said_by": ids, "verdict": ratings, "fact": words, "as_of": days},
        optional={"changes": lines(), "by": ids, "why": words},
    )


def keyed(fields: dict[str, st.SearchStrategy[object]]) -> st.SearchStrategy[dict[str, Fields]]:
    record = st.fixed_dictionaries(fields)
    return st.dictionaries(ids, record, min_size=1, max_size=3)


def note_of(name: str, fields: Mapping[str, object], kind: str) -> Fields:
    return {"id": name, "kind": kind, "quote": "q", **fields}


@st.composite
def archives(draw: st.DrawFn) -> Archive:
    names = draw(st.lists(ids, min_size=4, max_size=4, unique=True))
    context = draw(
        st.fixed_dictionaries({"note": words, "as_of": days}, optional={"changes": lines()})
    )
    shared = names[3]
    return {
        "notes": [
            note_of(names[0], draw(claims()), "claim"),
            note_of(names[1], context, "context"),
            note_of(names[2], {"who": draw(ids)}, "label"),
            {"id": shared, "use": shared, "quote": "q"},
        ],
        "claims": {shared: draw(claims())},
        "scale": {
            "version": str(draw(st.integers(1, 9))),
            "ratings": [
                {"id": "one", "name": draw(words), "means": draw(words), "value": "1"},
                {"id": "none", "name": draw(words), "means": draw(words)},
            ],
            "retired": [{"id": "old", "name": draw(words), "means": draw(words)}],
        },
        "labels": draw(keyed({"text": words, "disclaimer": words, "applied_by": ids})),
        "entities": draw(keyed({"type": words, "name": words})),
        "posts": draw(keyed({"by": ids, "text": words})),
    }


def taken(archive: Archive, header: str = "title: A\ndate: 2026-01-01\n") -> Snapshot:
    """Write an archive out (JSON is YAML), and read it as history does."""

    def address_of(path: str, header: Header) -> str:
        return f"2026/01/{header.slug or path.rpartition('/')[2].removesuffix('.md')}/"

    files = {
        ARTICLE: f"---\n{header}---\n\nq\n",
        SIDECAR: json.dumps({"annotations": archive["notes"]}, ensure_ascii=False),
        **{
            f"annotations/claims/{name}.yaml": json.dumps(claim, ensure_ascii=False)
            for name, claim in archive["claims"].items()
        },
        "annotations/registry/scale.yaml": json.dumps(archive["scale"], ensure_ascii=False),
        "annotations/registry/labels.yaml": json.dumps(archive["labels"], ensure_ascii=False),
        "annotations/registry/entities.yaml": json.dumps(archive["entities"], ensure_ascii=False),
        "annotations/registry/posts.yaml": json.dumps(archive["posts"], ensure_ascii=False),
    }
    sources = [Source(path, text) for path, text in files.items()]
    return snapshot(sources, FOLDERS, address_of)


def changed(archive: Archive, change: Callable[[Archive], object]) -> list[Diagnostic]:
    """Return the findings about a change of an archive."""
    after = deepcopy(archive)
    change(after)
    return compare(taken(archive), taken(after))


def claim_of(archive: Archive, *, shared: bool) -> Fields:
    return next(iter(archive["claims"].values())) if shared else archive["notes"][0]


def other(fields: Fields, key: str) -> None:
    fields[key] = f"{fields.get(key, '')} and other words"


def tell(fields: Fields, **more: str) -> None:
    """Add a line to the changes of a record."""
    line = {"date": "2026-02-01", "type": "update", "note": "a line that is new", **more}
    before = fields.get("changes", [])
    assert isinstance(before, list)
    fields["changes"] = [*before, line]


def rating(archive: Archive, number: int) -> Fields:
    rows = archive["scale"]["ratings"]
    assert isinstance(rows, list)
    row = rows[number]
    assert isinstance(row, dict)
    return row


def first(records: dict[str, Fields]) -> Fields:
    return next(iter(records.values()))


@settings(deadline=None, max_examples=40)
@given(archives())
def test_without_a_change_there_is_nothing_to_say(archive: Archive) -> None:
    assert changed(archive, lambda _: None) == []


@settings(deadline=None, max_examples=40)
@given(archives(), st.booleans(), st.sampled_from(["verdict", "claim", "fact"]))
def test_a_claim_that_changes_in_silence_is_said_once(
    archive: Archive, shared: bool, key: str
) -> None:
    (found,) = changed(archive, lambda after: other(claim_of(after, shared=shared), key))
    assert (found.code, found.severity) == (Code.SILENT_CHANGE, Severity.ERROR)
    assert found.excerpt[found.column - 1 :].startswith('"')


@settings(deadline=None, max_examples=40)
@given(archives(), st.booleans(), st.sampled_from(["claim", "fact", "said_by", "why"]))
def test_a_claim_that_says_what_changed_passes(archive: Archive, shared: bool, key: str) -> None:
    def change(after: Archive) -> None:
        other(claim_of(after, shared=shared), key)
        tell(claim_of(after, shared=shared))

    assert changed(archive, change) == []


@settings(deadline=None, max_examples=40)
@given(archives(), st.booleans())
def test_a_verdict_needs_a_line_that_says_from_what_to_what(archive: Archive, shared: bool) -> None:
    was = str(claim_of(archive, shared=shared)["verdict"])

    def change(after: Archive, **more: str) -> None:
        claim = claim_of(after, shared=shared)
        claim["verdict"] = "another"
        tell(claim, **more)

    assert changed(archive, lambda after: change(after, was=was, now="another")) == []
    for more in ({}, {"was": "something-else", "now": "another"}):
        (found,) = changed(archive, lambda after, more=more: change(after, **more))  # type: ignore[misc]
        assert found.code is Code.SILENT_CHANGE
        assert f"was: {was}, now: another" in found.help


@settings(deadline=None, max_examples=40)
@given(archives())
def test_a_context_note_is_to_say_what_changed(archive: Archive) -> None:
    (found,) = changed(archive, lambda after: other(after["notes"][1], "note"))
    assert (found.code, found.severity) == (Code.SILENT_CLARIFICATION, Severity.WARNING)

    def told(after: Archive) -> None:
        other(after["notes"][1], "note")
        tell(after["notes"][1])

    assert changed(archive, told) == []


@settings(deadline=None, max_examples=40)
@given(archives(), st.integers(0, 1), st.sampled_from(["name", "means", "value"]))
def test_a_rating_that_means_something_else_needs_a_new_version_and_a_line(
    archive: Archive, number: int, key: str
) -> None:
    def change(after: Archive, *, raised: bool = False, told: bool = False) -> None:
        other(rating(after, number), key)
        if raised:
            after["scale"]["version"] = f"{archive['scale']['version']}.1"
        if told:
            tell(rating(after, number))

    for half in ({}, {"raised": True}, {"told": True}):
        (found,) = changed(archive, lambda after, half=half: change(after, **half))  # type: ignore[misc]
        assert found.code is Code.SILENT_CHANGE
    assert changed(archive, lambda after: change(after, raised=True, told=True)) == []


@settings(deadline=None, max_examples=40)
@given(archives(), st.sampled_from(["text", "disclaimer"]))
def test_a_label_keeps_its_words_or_says_what_changed(archive: Archive, key: str) -> None:
    (found,) = changed(archive, lambda after: other(first(after["labels"]), key))
    assert found.code is Code.SILENT_CHANGE

    def told(after: Archive) -> None:
        other(first(after["labels"]), key)
        tell(first(after["labels"]))

    assert changed(archive, told) == []


REMOVALS: dict[str, Callable[[Archive], object]] = {
    **{f"note {number}": lambda after, n=number: after["notes"].pop(n) for number in range(4)},  # type: ignore[misc]
    "claim": lambda after: after["claims"].clear(),
    "rating": lambda after: after["scale"].pop("retired"),
    "label": lambda after: after["labels"].popitem(),
    "entity": lambda after: after["entities"].popitem(),
    "post": lambda after: after["posts"].popitem(),
    "draft note": lambda after: after["notes"][0].update(status="draft"),
    "draft context": lambda after: after["notes"][1].update(status="draft"),
    "draft claim": lambda after: first(after["claims"]).update(status="draft"),
}


@pytest.mark.parametrize("name", REMOVALS)
@settings(deadline=None, max_examples=40)
@given(archive=archives())
def test_what_is_gone_is_missed_once(archive: Archive, name: str) -> None:
    (found,) = changed(archive, REMOVALS[name])
    assert (found.code, found.severity) == (Code.REMOVED_ID, Severity.ERROR)


def reuse(records: Callable[[Archive], Fields], *keys: str) -> Callable[[Archive], object]:
    def change(after: Archive) -> None:
        for key in keys:
            other(records(after), key)

    return change


REUSES: dict[str, Callable[[Archive], object]] = {
    "claim": reuse(lambda after: after["notes"][0], "claim", "said_by"),
    "claim told": lambda after: claim_of(after, shared=False).update(
        claim="x", said_by="x", changes=[{"date": "2026-02-01", "type": "update", "note": "n"}]
    ),
    "shared claim": reuse(lambda after: first(after["claims"]), "claim", "said_by"),
    "kind": lambda after: after["notes"][1].update(kind="label", who="x"),
    "who": reuse(lambda after: after["notes"][2], "who"),
    "use": lambda after: after["notes"][3].update(use=after["notes"][0]["id"]),
    "entity": reuse(lambda after: first(after["entities"]), "type", "name"),
    "post": reuse(lambda after: first(after["posts"]), "by", "text"),
    "label": reuse(lambda after: first(after["labels"]), "applied_by", "text"),
}


@pytest.mark.parametrize("name", REUSES)
@settings(deadline=None, max_examples=40)
@given(archive=archives())
def test_an_id_that_means_something_else_is_said_once(archive: Archive, name: str) -> None:
    (found,) = changed(archive, REUSES[name])
    assert (found.code, found.severity) == (Code.REUSED_ID, Severity.ERROR)


@settings(deadline=None, max_examples=40)
@given(archives(), st.sampled_from(["date", "note", "type", "was", ""]), st.data())
def test_a_line_of_history_stays_as_it_was(archive: Archive, key: str, data: st.DataObject) -> None:
    for number in range(data.draw(st.integers(1, 3))):
        tell(archive["notes"][0], note=f"line {number}")
    rows = archive["notes"][0]["changes"]
    assert isinstance(rows, list)
    number = data.draw(st.integers(0, len(rows) - 1))

    def change(after: Archive) -> None:
        lines = after["notes"][0]["changes"]
        assert isinstance(lines, list)
        if key:
            other(lines[number], key)
        else:
            del lines[number]

    found = changed(archive, change)
    assert [each.code for each in found] == [Code.REWRITTEN_HISTORY]


@settings(deadline=None, max_examples=40)
@given(archives())
def test_the_order_of_keys_and_of_lines_is_free(archive: Archive) -> None:
    def change(after: Archive) -> None:
        after["notes"].reverse()
        for note in after["notes"]:
            note["changes"] = list(reversed(note.get("changes", [])))  # type: ignore[call-overload]
            for key in sorted(note):
                note[key] = note.pop(key)
        after["claims"] = dict(reversed(after["claims"].items()))

    assert changed(archive, change) == []


@settings(deadline=None, max_examples=40)
@given(archives(), archives())
def test_what_is_new_is_free(archive: Archive, more: Archive) -> None:
    def change(after: Archive) -> None:
        have = {str(note["id"]) for note in after["notes"]}
        after["notes"] += [note for note in more["notes"] if str(note["id"]) not in have]
        for name, record in more["claims"].items():
            if name not in have:
                after["claims"].setdefault(name, record)
        for kind in ("labels", "entities", "posts"):
            for name, record in more[kind].items():
                after[kind].setdefault(name, record)

    assert changed(archive, change) == []


@settings(deadline=None, max_examples=40)
@given(archives(), archives())
def test_an_article_that_was_a_draft_is_free(archive: Archive, another: Archive) -> None:
    archive["claims"] = another["claims"] = {}
    for kind in REGISTRY:
        another[kind] = archive[kind]  # type: ignore[literal-required]
    before = taken(archive, "title: A\ndate: 2026-01-01\nstatus: draft\n")
    assert compare(before, taken(another)) == []
    assert compare(before, taken(another, "title: B\ndate: 2027-01-01\nslug: b\n")) == []


@settings(deadline=None, max_examples=40)
@given(archives())
def test_a_claim_that_moves_to_a_file_and_back_is_the_same_claim(archive: Archive) -> None:
    def move(after: Archive) -> None:
        note = after["notes"][0]
        name = str(note["id"])
        kept = {"id": name, "quote": note.pop("quote"), "use": name}
        after["claims"][name] = {
            key: value for key, value in note.items() if key not in {"id", "kind"}
        }
        after["notes"][0] = kept

    after = deepcopy(archive)
    move(after)
    assert compare(taken(archive), taken(after)) == []
    assert compare(taken(after), taken(archive)) == []
    other(after["claims"][str(after["notes"][0]["id"])], "fact")
    (found,) = compare(taken(archive), taken(after))
    assert found.path.startswith("annotations/claims/")


@settings(deadline=None, max_examples=40)
@given(archives())
def test_an_address_that_moves_is_said_once_and_its_notes_are_still_compared(
    archive: Archive,
) -> None:
    before = taken(archive)
    (found,) = compare(before, taken(archive, "title: A\ndate: 2026-01-01\nslug: b\n"))
    assert (found.code, found.line) == (Code.MOVED_ADDRESS, 4)
    other(archive["notes"][0], "fact")
    after = taken(archive, "title: A\ndate: 2026-01-01\nslug: b\n")
    assert {each.code for each in compare(before, after)} == {
        Code.MOVED_ADDRESS,
        Code.SILENT_CHANGE,
    }


@settings(deadline=None, max_examples=40)
@given(archives(), st.sampled_from([SIDECAR, "annotations/registry/labels.yaml"]))
def test_a_file_that_cannot_be_read_hides_nothing_and_accuses_nobody(
    archive: Archive, path: str
) -> None:
    whole = taken(archive)
    files = [
        Source(path, "a: [") if source.path == path else source for source in whole.files.values()
    ]
    broken = snapshot(files, FOLDERS, lambda *_: "2026/01/a/")
    assert compare(whole, broken) == []
    assert compare(broken, whole) == []


CASES = sorted(path for path in (REPOSITORY / "tests" / "cases" / "history").iterdir())


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_what_an_editor_reads(case: Path, golden: Callable[[Path, str], None]) -> None:
    def address_of(path: str, header: Header) -> str:
        return f"{header.date:%Y/%m}/{Path(path).stem}/"

    def of(moment: str) -> Snapshot:
        root = case / moment
        files = [read_source(path, root) for path in sorted(root.rglob("*")) if path.is_file()]
        return snapshot([file for file in files if isinstance(file, Source)], FOLDERS, address_of)

    golden(case / "expected.txt", as_text(in_order(compare(of("before"), of("after")))))
