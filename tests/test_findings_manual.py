"""The manual of findings has one entry for each code, and says what the code is."""

import re

import pytest

from postil.findings.diagnostics import Code, usual_severity
from tests.sites import REPOSITORY

MANUAL = (REPOSITORY / "docs" / "findings.md").read_text("utf-8")
ENTRIES = dict(re.findall(r"^### (.+)\n((?:(?!#).*\n?)*)", MANUAL, re.MULTILINE))


def test_every_code_has_one_entry_in_the_order_of_the_codes() -> None:
    assert re.findall(r"^### (.+)$", MANUAL, re.MULTILINE) == [str(code) for code in Code]


@pytest.mark.parametrize("code", Code, ids=str)
def test_an_entry_gives_severity_example_and_next_step(code: Code) -> None:
    entry = ENTRIES[code]
    severity = usual_severity(code)
    assert re.match(rf"\n(?:An )?{severity}\b", entry, re.IGNORECASE)
    assert "\nExample: " in entry
    assert "\nDo: " in entry
