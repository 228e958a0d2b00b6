"""Findings on paper: one line, in full, and for machines."""

import io
import json

import pytest

from postil.findings import reporting
from postil.findings.diagnostics import (
    Code,
    Diagnostic,
    Severity,
    finding,
    finding_in_file,
    in_order,
    nearest,
    with_severities,
)
from postil.findings.source import Source, Span

TEXT = "annotations:\n  - id: x\n\tquote: 'inspected thrice'\n"


def about(words: str, text: str = TEXT) -> Diagnostic:
    source = Source("annotations/dam.yaml", text)
    start = text.index(words)
    return finding(
        source,
        Span(start, start + len(words)),
        Code.QUOTE_NOT_FOUND,
        "the quote does not occur",
        notes=['closest text is "inspected twice" (content/dam.md:9)'],
        help="quote the article as published",
    )


def test_a_finding_in_full_points_at_its_words() -> None:
    assert reporting.full(about("inspected thrice")) == (
        "annotations/dam.yaml:3:10: error[quote-not-found]: the quote does not occur\n"
        "  |\n"
        "3 | \tquote: 'inspected thrice'\n"
        "  | \t        ^^^^^^^^^^^^^^^^\n"
        '  = note: closest text is "inspected twice" (content/dam.md:9)\n'
        "  = help: quote the article as published"
    )


def test_the_caret_stands_under_wide_and_combining_characters() -> None:
    text = "quote: 東京 e\u0301 wrong\n"
    rows = reporting.full(about("wrong", text)).splitlines()
    cells = len("quote: ") + 2 * len("東京") + len(" e ")
    assert rows[3] == "  | " + " " * cells + "^^^^^"


def test_words_over_several_lines_are_underlined_to_the_end_of_the_first() -> None:
    text = "quote: one\n  two\n"
    assert "^^^\n" in reporting.full(about("one\n  two", text))


@pytest.mark.parametrize("before", [0, 50, 500])
@pytest.mark.parametrize("after", [0, 50, 500])
def test_of_a_very_long_line_the_part_around_the_words_is_shown(before: int, after: int) -> None:
    text = "quote: " + "b" * before + "WRONG" + "a" * after
    _, _, shown, caret = reporting.full(about("WRONG", text)).splitlines()[:4]
    assert shown[caret.index("^") :].startswith("WRONG")
    assert caret.count("^") == len("WRONG")
    assert len(shown) <= reporting.LONGEST + len("1 | ……")


def test_a_finding_about_a_file_has_no_line() -> None:
    found = finding_in_file("annotations/x.yaml", Code.ORPHAN_SIDECAR, "has no article")
    assert reporting.full(found) == "annotations/x.yaml: error[orphan-sidecar]: has no article"
    assert json.loads(reporting.as_json([found]))[0]["line"] == 0
    assert "line=" not in reporting.as_github([found])


def test_json_has_the_fields_of_the_contract() -> None:
    (row,) = json.loads(reporting.as_json([about("inspected")]))
    assert list(row) == [
        "path", "line", "column", "severity", "code", "message", "notes", "help",
    ]  # fmt: skip
    assert (row["line"], row["column"], row["severity"]) == (3, 10, "error")


def test_github_commands_are_escaped() -> None:
    found = finding_in_file("a,b:c.yaml", Code.PELICAN, "100 %\nsure")
    assert reporting.as_github([found]) == (
        "::error file=a%2Cb%3Ac.yaml,title=pelican::100 %25%0Asure\n"
    )


def test_sarif_names_a_file_with_signs_as_an_address() -> None:
    found = finding_in_file("content/a b#1.md", Code.PELICAN, "x")
    (run,) = json.loads(reporting.as_sarif([found]))["runs"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "content/a%20b%231.md"}


def test_sarif_names_its_rules_and_places() -> None:
    (run,) = json.loads(reporting.as_sarif([about("inspected")]))["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["quote-not-found"]
    (result,) = run["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": 10, "endColumn": 19}


def test_findings_are_sorted_and_each_is_printed_once() -> None:
    first, second = about("annotations"), about("inspected")
    assert in_order([second, first, second]) == [first, second]
    stream = io.StringIO()
    reporting.report([second, first, second], stream=stream)
    assert stream.getvalue().count("error[") == 2


def test_of_many_findings_of_one_code_the_first_are_printed_and_the_others_counted() -> None:
    def lines(*, whole: bool = False, form: str = "text") -> str:
        stream = io.StringIO()
        reporting.report(many, stream=stream, whole=whole, form=form)
        return stream.getvalue()

    many = [
        finding_in_file(f"{code}-{number:02}", code, "wrong")
        for code in (Code.SINGLE_SOURCE, Code.MISSING_REPLY, Code.QUOTE_NOT_FOUND, Code.SETTINGS)
        for number in range(12 if code is not Code.MISSING_REPLY else 10)
    ]
    said = lines()
    assert "single-source-09:" in said
    assert "single-source-10:" not in said
    assert "missing-reply-09:" in said
    assert "quote-not-found-11:" in said  # an error is never left out
    assert said.endswith("\n\n… and 2 more single-source\n`postil check --all` shows them\n\n")
    assert lines(whole=True).count("[single-source]") == 12
    assert lines(form="json").count('"single-source"') == 12


@pytest.mark.parametrize(
    ("severities", "said"),
    [
        ([], "no findings"),
        (["error"], "1 error in 1 file"),
        (["error", "error", "warning"], "2 errors and 1 warning in 1 file"),
        (["error", "warning", "info"], "1 error, 1 warning and 1 remark in 1 file"),
    ],
)
def test_the_closing_line_counts(severities: list[str], said: str) -> None:
    found = [
        finding_in_file("x", Code.PELICAN, str(number), severity=Severity(severity))
        for number, severity in enumerate(severities)
    ]
    assert reporting.summary(found) == said


def test_a_site_sets_severities() -> None:
    (changed,) = with_severities([about("id")], {Code.QUOTE_NOT_FOUND: Severity.INFO})
    assert changed.severity is Severity.INFO
    assert not changed.is_error


@pytest.mark.parametrize(
    ("word", "near"), [("embasy-cn-us", "embassy-cn-us"), ("zzz", None), ("", None)]
)
def test_the_nearest_known_word(word: str, near: str | None) -> None:
    assert nearest(word, ["embassy-cn-us", "twitter"]) == near
