"""A quote is found across typography, accents and line ends, and refused when in doubt.

The cases are in `anchoring/cases.json`, each with the status and, when placed, the words.
"""

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from postil.anchoring import Anchoring, Document, anchor

CASES = json.loads((Path(__file__).parent / "anchoring" / "cases.json").read_text("utf-8"))


class Answer(NamedTuple):
    status: str
    words: str | None


def answer(text: str, found: Anchoring) -> Answer:
    if not found.status.placed:
        assert found.start is None
        assert found.end is None
        return Answer(found.status.value, None)
    return Answer(found.status.value, text[found.start : found.end])


def test_there_are_cases() -> None:
    assert len(CASES) > 70
    assert len({case["name"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, str]) -> None:
    text = case["text"]
    found = anchor(text, case["exact"], case.get("prefix"), case.get("suffix"))
    assert answer(text, found) == (case["status"], case.get("words"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_document_gives_the_same_answer_every_time(case: dict[str, str]) -> None:
    document = Document(case["text"])
    asked = case["exact"], case.get("prefix"), case.get("suffix")
    assert document.anchor(*asked) == document.anchor(*asked) == anchor(case["text"], *asked)
