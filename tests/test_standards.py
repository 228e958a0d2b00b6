"""The standards report: its figures counted again from the YAML, and what moves each of them."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from postil.building.build import check
from postil.library.library import Library
from postil.library.standards import Report, Share, in_words, newest_date, report
from postil.model import Change, ChangeType, Claim
from tests.published import Published, copy_demo
from tests.sites import REPOSITORY, edit, run

Record = dict[str, Any]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    site = tmp_path_factory.mktemp("site")
    copy_demo(site)
    outcome = check(site / "pelican.conf.py")
    assert not outcome.failed
    assert outcome.library
    return outcome.library


def with_claim(library: Library, claim: Claim) -> Report:
    """Return the report on an archive in which one shared claim is another."""
    claims = {**library.registry.claims, claim.id: claim}
    return report(Library(replace(library.registry, claims=claims), library.articles))


def claims() -> list[Record]:
    """Return every claim of the demo archive as its YAML has it."""
    folder = REPOSITORY / "annotations"
    found = [read(path) for path in sorted(folder.glob("claims/*.yaml"))]
    for path in sorted(folder.glob("articles/*/*.yaml")):
        notes = read(path)["annotations"]
        found += [note for note in notes if note.get("kind") == "claim"]
    return [claim for claim in found if claim.get("status", "published") == "published"]


def read(path: Path) -> Record:
    loaded: Record = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    return loaded


def changes() -> Iterator[Record]:
    folder = REPOSITORY / "annotations"
    for path in sorted(folder.glob("claims/*.yaml")):
        yield from read(path).get("changes", [])
    for path in sorted(folder.glob("articles/*/*.yaml")):
        if path.stem != "webb-first-pictures":  # a draft
            for note in read(path)["annotations"]:
                yield from note.get("changes", [])
    scale = read(folder / "registry/scale.yaml")
    records = [read(folder / f"registry/{name}.yaml").values() for name in ("labels", "posts")]
    for record in [*scale["ratings"], *scale["retired"], *records[0], *records[1]]:
        yield from record.get("changes", [])


def test_the_shares_are_those_of_the_yaml(library: Library) -> None:
    found, written = report(library), claims()
    assert found.claims == len(written)
    whole = len(written)
    two = sum(len(claim["sources"]) > 1 for claim in written)
    second = sum(claim.get("checked_by", claim["by"]) != claim["by"] for claim in written)
    asked = sum("reply" in claim for claim in written)
    assert found.two_sources == Share(part=two, whole=whole)
    assert found.second_editor == Share(part=second, whole=whole)
    assert found.reply_asked == Share(part=asked, whole=whole)


def test_every_change_is_counted_once_in_its_year(library: Library) -> None:
    written = list(changes())
    for year in report(library).years:
        of_year = [change for change in written if change["date"].startswith(str(year.year))]
        kinds = [change["type"] for change in of_year]
        assert year.updates == kinds.count("update")
        assert year.retractions == kinds.count("retraction")
        assert year.clarifications == kinds.count("clarification")
        assert year.corrections + year.verdicts == kinds.count("correction")
    counted = [
        year.updates + year.retractions + year.clarifications + year.corrections + year.verdicts
        for year in report(library).years
    ]
    assert sum(counted) == len(written)


def test_one_source_twice_is_one(library: Library) -> None:
    before = report(library)
    claim = library.registry.claims["embassy-hacked"]
    (source, *_) = claim.citations
    twice = (source, replace(source, id="again"))
    after = with_claim(library, replace(claim, citations=twice))
    assert after.two_sources.part == before.two_sources.part - 1
    assert after.archived == before.archived


def test_one_source_without_a_copy_is_enough_to_lack_it(library: Library) -> None:
    claim = library.registry.claims["embassy-hacked"]
    first, *others = claim.citations
    bare = (replace(first, archived=""), *others)
    after = with_claim(library, replace(claim, citations=bare))
    assert after.archived.part == report(library).archived.part - 1


def test_who_checks_a_note_of_their_own_is_no_second_editor(library: Library) -> None:
    claim = library.registry.claims["embassy-hacked"]
    own = replace(claim.record, checked_by=claim.record.by)
    after = with_claim(library, replace(claim, record=own))
    assert after.second_editor.part == report(library).second_editor.part - 1


def test_a_second_editor_is_another_however_the_name_is_written(library: Library) -> None:
    claim = library.registry.claims["embassy-hacked"]
    own = replace(claim.record, by="A. Editor", checked_by="a. editor")
    after = with_claim(library, replace(claim, record=own))
    assert after.second_editor.part == report(library).second_editor.part - 1


DUE = dt.date(2023, 2, 1)


def open_claims(found: Report) -> set[str]:
    return {one.url for one in found.open_rechecks if one.url.startswith("claims/")}


@pytest.mark.parametrize(("looked", "is_open"), [(None, True), (-1, True), (0, False), (9, False)])
def test_a_recheck_is_open_until_somebody_looked_again(
    library: Library, looked: int | None, is_open: bool
) -> None:
    claim = library.registry.claims["embassy-hacked"]
    days = [] if looked is None else [DUE + dt.timedelta(looked)]
    seen = tuple(Change(date=day, type=ChangeType.UPDATE, note="Looked again.") for day in days)
    record = replace(claim.record, changes=seen, checked_on=None)
    whole = replace(claim, as_of=DUE - dt.timedelta(30), recheck=DUE, record=record)
    after = with_claim(library, whole)
    assert ("claims/embassy-hacked/" in open_claims(after)) is is_open


def test_what_is_due_after_the_newest_date_of_the_archive_is_to_come(library: Library) -> None:
    newest = newest_date(library)
    assert newest
    before = report(library)
    claim = library.registry.claims["election-stolen"]
    claim = replace(claim, record=replace(claim.record, changes=()))
    for day, overdue in ((newest, 1), (newest + dt.timedelta(1), 0)):
        after = with_claim(library, replace(claim, recheck=day))
        assert len(after.open_rechecks) == len(before.open_rechecks) + overdue
        assert after.coming_rechecks == before.coming_rechecks + 1 - overdue
        assert after.as_of == newest


def test_an_empty_archive_has_a_report_too(library: Library) -> None:
    found = report(Library(replace(library.registry, claims={}), ()))
    assert found.as_of is None
    assert found.two_sources.percent is None
    assert "empty" in in_words(found)


def test_a_share_is_all_only_where_nothing_lacks() -> None:
    assert Share(part=999, whole=1000).percent == 99
    assert Share(part=0, whole=0).percent is None


def test_the_page_the_file_and_the_command_say_the_same(demo: Published, tmp_path: Path) -> None:
    file = json.loads((demo.folder / "data/standards.json").read_text("utf-8"))
    main = demo.soup(demo.at("data/standards/")).main
    assert main
    page = " ".join(main.get_text(" ").split())
    copy_demo(tmp_path)
    done = run(tmp_path, "postil", "check", "--report")
    assert done.returncode == 0
    said = " ".join(done.stdout.split())
    for name, words in (
        ("two_sources", "Two sources or more"),
        ("archived", "An archived copy of every source"),
        ("second_editor", "Checked by a second editor"),
        ("reply_asked", "Speaker asked for a reply"),
    ):
        share = file[name]
        figures = f"{share['part']} of {share['whole']} {share['percent']} %"
        assert f"{words} {figures}" in page
        assert f"{words}: {figures}" in said
    assert file["as_of"] in said
    for one in file["rechecks_open"]:
        assert one["what"] in page
        assert one["what"] in said


def test_the_report_is_only_for_reading(tmp_path: Path) -> None:
    copy_demo(tmp_path)
    wrong = run(tmp_path, "postil", "check", "--report", "--format", "json")
    assert wrong.returncode == 2
    edit(tmp_path / "annotations/claims/embassy-hacked.yaml", "verdict: unproven", "verdict: nope")
    failed = run(tmp_path, "postil", "check", "--report")
    assert failed.returncode == 1
    assert "Standards report" not in failed.stdout
