"""The tables: exact as JSON Lines, safe and readable as CSV, and the same as the YAML and pages."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from postil.opendata.tabular import Cell, Table, bare, guarded, json_lines, spreadsheet
from tests.published import Published, copy_demo
from tests.sites import REPOSITORY, run, write

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'", "'=1", "''"]
TEXT = st.one_of(
    st.text(),
    st.text(alphabet=st.sampled_from("=+-@'\"\r\n\t,;|\\ \u2028\x85é日\U0001f600a")),
    st.sampled_from(HOSTILE),
)
CELL = st.one_of(st.none(), st.integers(), TEXT, st.lists(TEXT).map(tuple))
TABLE = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.tuples(*[CELL] * width), max_size=5).map(
        lambda rows: Table(columns=tuple("abcd"[:width]), rows=tuple(rows))
    )
)


@given(TABLE)
def test_json_lines_give_back_every_cell(table: Table) -> None:
    lines = "".join(json_lines(table)).split("\n")
    assert lines.pop() == ""
    rows = [json.loads(line) for line in lines]
    assert [list(row) for row in rows] == [list(table.columns)] * len(table.rows)
    back = [tuple(tupled(value) for value in row.values()) for row in rows]
    assert back == list(table.rows)


def tupled(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


@given(TABLE)
def test_csv_gives_back_every_text(table: Table) -> None:
    data = "".join(spreadsheet(table)).encode("utf-8")
    header, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    assert header == list(table.columns)
    assert [[bare(cell) for cell in row] for row in rows] == [
        [in_csv(cell) for cell in row] for row in table.rows
    ]


def in_csv(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case tuple():
            return "\n".join(cell)
        case _:
            return str(cell)


@given(TABLE)
def test_no_cell_of_a_spreadsheet_is_a_formula(table: Table) -> None:
    text = "".join(spreadsheet(table)).removeprefix("\ufeff")
    _, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, written in zip(cells, row, strict=True):
            assert isinstance(cell, int) or not written.startswith(tuple("=+-@\t\r\n＝＋－＠"))


@given(TEXT)
@example("'=1")
def test_the_guard_can_be_taken_off(text: str) -> None:
    assert bare(guarded(text)) == text


@given(TABLE)
def test_lines_of_csv_end_as_rfc_4180_has_them(table: Table) -> None:
    data = "".join(spreadsheet(table)).encode("utf-8")
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    outside_of_quotes = data.split(b'"')[::2]  # a quote in a cell is two, so parity holds
    bare_ends = [part.replace(b"\r\n", b"") for part in outside_of_quotes]
    assert not any(b"\n" in part or b"\r" in part for part in bare_ends)


# The demo archive's own


def data_folder(site: Published) -> Path:
    return site.folder / "data"


def rows(site: Published, table: str) -> list[dict[str, object]]:
    text = (data_folder(site) / f"{table}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


TABLES = (
    "claims spread notes articles people labels labelled posts sources corrections ratings".split()
)


def test_the_data_page_leads_to_every_file_and_to_no_other(demo: Published) -> None:
    links = {str(link["href"]) for link in demo.soup(demo.at("data/")).select("main a[href]")}
    files = {
        demo.address(path)
        for path in data_folder(demo).iterdir()
        if path.suffix not in {".html", ""}
    }
    assert {link for link in links if not link.endswith("/")} == files
    names = {path.stem for path in data_folder(demo).glob("*.csv")}
    assert names == set(TABLES) == {path.stem for path in data_folder(demo).glob("*.jsonl")}


def test_the_data_page_names_the_licence(demo: Published) -> None:
    (licence,) = demo.soup(demo.at("data/")).select("a[rel=license]")
    assert licence["href"] == "https://creativecommons.org/licenses/by/4.0/"
    feed = json.loads((data_folder(demo) / "claimreview.json").read_text("utf-8"))
    assert feed["license"] == licence["href"]


@pytest.mark.parametrize("table", TABLES)
def test_both_forms_of_a_table_say_the_same(demo: Published, table: str) -> None:
    exact = rows(demo, table)
    assert exact
    text = (data_folder(demo) / f"{table}.csv").read_text("utf-8-sig")
    found = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert [list(row) for row in found] == [list(row) for row in exact]
    assert [{name: bare(cell) for name, cell in row.items()} for row in found] == [
        {name: in_csv(tupled(cell)) for name, cell in row.items()}  # type: ignore[arg-type]
        for row in exact
    ]


@pytest.mark.parametrize("table", TABLES)
def test_every_address_of_the_archive_in_a_table_is_there(demo: Published, table: str) -> None:
    for row in rows(demo, table):
        for cell in row.values():
            for address in cell if isinstance(cell, list) else [cell]:
                if isinstance(address, str) and address.startswith(demo.base):
                    assert demo.file(address), address
                    if "#" in address:
                        fragment = address.partition("#")[2]
                        assert demo.soup(address).find(id=fragment), address


def test_the_claims_are_those_of_the_yaml(demo: Published) -> None:
    found = {row["id"]: row for row in rows(demo, "claims")}
    folder = demo.folder.parent / "annotations" / "claims"
    for path in folder.glob("*.yaml"):
        written = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
        row = found[path.stem]
        assert row["claim"] == written["claim"]
        assert row["verdict"] == written["verdict"]
        assert row["fact"] == written["fact"]
        assert row["said_on"] == written["said_on"]
        assert row["recheck"] == written.get("recheck")
        assert len(row["sources"]) == len(written["sources"])  # type: ignore[arg-type]
        steps = [step for step in rows(demo, "spread") if step["claim"] == path.stem]
        assert [(step["who"], step["did"]) for step in steps] == [
            (step["who"], step["did"]) for step in written["spread"]
        ]


def test_a_note_that_was_withdrawn_says_so_and_nothing_else(demo: Published) -> None:
    (withdrawn,) = [row for row in rows(demo, "notes") if row["status"] == "withdrawn"]
    assert withdrawn["id"] == "georgia-audit-figure"
    assert withdrawn["changed"] == "2020-12-17"
    assert withdrawn["text"] is None


@pytest.mark.parametrize("table", TABLES)
def test_the_manual_names_every_column_in_its_order(demo: Published, table: str) -> None:
    manual = (REPOSITORY / "docs" / "open-data.md").read_text("utf-8")
    (line,) = [line for line in manual.splitlines() if re.match(rf"\| `{table}` \|.*\|.*\|$", line)]
    columns = line.split("|")[3].replace("`", "").split()
    assert columns == list(rows(demo, table)[0])


def test_no_page_of_an_editor_s_takes_the_data_s_address(tmp_path: Path) -> None:
    copy_demo(tmp_path)
    write(tmp_path, {"content/pages/data.md": "---\ntitle: Data\nslug: data\n---\nx\n"})
    done = run(tmp_path, "postil", "check")
    assert done.returncode == 1
    assert "its page would be /data/, which the archive makes by itself" in done.stdout
