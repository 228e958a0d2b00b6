"""Offsets, lines and columns of files with any line ending."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.files.text import decode, read_source
from postil.findings.diagnostics import Code, Diagnostic
from postil.findings.source import Position, Source

TEXTS = st.text(alphabet="ab\r\n\u2028é😀", max_size=40)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_in_three_ways(end: str) -> None:
    source = Source("x", f"one{end}two{end}{end}four")
    assert source.position(source.text.index("two")) == Position(2, 1)
    assert source.position(source.text.index("four") + 1) == Position(4, 2)
    assert [source.line(number) for number in range(1, 6)] == ["one", "two", "", "four", ""]


@given(TEXTS)
def test_offset_and_position_are_each_others_way_back(text: str) -> None:
    source = Source("x", text)
    for offset in range(len(text) + 1):
        position = source.position(offset)
        assert source.offset(position.line, position.column) == offset


def test_columns_are_code_points() -> None:
    assert Source("x", "é😀x").position(2) == Position(1, 3)


def test_a_place_past_the_end_is_the_end() -> None:
    assert Source("x", "ab").offset(7) == 2


def test_a_byte_order_mark_is_not_text() -> None:
    source = decode("x", "\ufeffid: a".encode())
    assert isinstance(source, Source)
    assert source.text == "id: a"


def test_what_is_not_utf8_is_found_where_it_is() -> None:
    found = decode("x.yaml", "gut\nschön\n".encode("latin-1"))
    assert isinstance(found, Diagnostic)
    assert (found.code, found.line, found.column) == (Code.NOT_UTF8, 2, 4)
    assert found.message == "byte 0xf6 is not UTF-8 text"


@given(st.binary(max_size=60))
def test_any_bytes_are_text_or_a_finding(data: bytes) -> None:
    assert isinstance(decode("x", data), Source | Diagnostic)


def test_a_missing_file_and_a_folder_are_findings(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        found = read_source(path, tmp_path)
        assert isinstance(found, Diagnostic)
        assert found.code is Code.UNREADABLE
