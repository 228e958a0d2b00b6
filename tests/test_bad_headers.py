"""Wrong headers and bodies, one to a folder, each with exactly what is said about it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from postil.files.text import read_source
from postil.findings.diagnostics import Diagnostic, in_order
from postil.findings.reporting import as_text
from postil.header.header import read_header
from postil.markdown.parsing import ParserSettings, parse

FINDINGS = Path(__file__).parent / "cases" / "findings"
CASES = [*sorted(FINDINGS.glob("header-*")), *sorted(FINDINGS.glob("body-*"))]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_what_is_wrong_is_explained(case: Path, golden: Callable[[Path, str], None]) -> None:
    source = read_source(case / "article.md", case)
    assert not isinstance(source, Diagnostic)
    header, start, findings = read_header(source)
    if header:
        findings += parse(source, start, ParserSettings())[1]
    assert findings
    golden(case / "expected.txt", as_text(in_order(findings)))


def test_there_are_cases() -> None:
    assert len(CASES) >= 35
