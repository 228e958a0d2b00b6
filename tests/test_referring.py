"""The registry's records in what is kept: each once in memory, and never another than was meant."""

from dataclasses import replace
from datetime import date

import pytest

from postil.compiling.referring import References, StaleError
from postil.model import (
    Citation,
    Claim,
    EditorialRecord,
    Entity,
    EntityType,
    Rating,
    Registry,
    Scale,
    Tone,
)

REPORT = Citation(id="report", title="Report", url="https://example.org/report")
OFFICE = Entity(id="office", type=EntityType.ORGANISATION, name="The Water Office")
FALSE = Rating(id="false", name="False", means="Not so.", tone=Tone.BAD, value=1)
SAFE = Claim(
    id="safe",
    text="The dam is safe",
    claimant="office",
    rating="false",
    fact="It was not.",
    as_of=date(2020, 12, 9),
    citations=(REPORT,),
    record=EditorialRecord(),
    shared=True,
)
REGISTRY = Registry(
    scale=Scale(version="1", ratings=(FALSE,)),
    entities={"office": OFFICE},
    citations={"report": REPORT},
    claims={"safe": SAFE},
)


def test_records_are_those_of_the_registry() -> None:
    references = References(REGISTRY)
    kept = references.dumps({"cited": [REPORT, REPORT], "by": OFFICE, "said": SAFE, "was": FALSE})
    found = References(REGISTRY).loads(kept)
    assert found["cited"][0] is found["cited"][1] is REPORT
    assert (found["by"], found["said"], found["was"]) == (OFFICE, SAFE, FALSE)
    assert found["by"] is OFFICE
    assert found["said"] is SAFE
    assert found["was"] is FALSE
    assert SAFE.fact.encode() not in kept


def test_a_record_that_is_not_the_registrys_is_kept_whole() -> None:
    own = replace(SAFE, id="own", text="The weir is safe", shared=False)
    twin = replace(REPORT)
    found = References(REGISTRY).loads(References(REGISTRY).dumps((own, twin)))
    assert found == (own, twin)
    assert found[0].citations[0] is REPORT
    assert found[1] is not REPORT


@pytest.mark.parametrize(
    "now",
    [
        replace(REGISTRY, citations={}),
        replace(REGISTRY, citations={"report": replace(REPORT, title="A report")}),
    ],
)
def test_a_record_that_has_changed_is_not_taken_for_what_it_was(now: Registry) -> None:
    with pytest.raises(StaleError):
        References(now).loads(References(REGISTRY).dumps([REPORT]))


def test_bytes_differ_with_what_a_record_says() -> None:
    changed = replace(REPORT, title="A report")
    now = replace(REGISTRY, citations={"report": changed})
    assert References(REGISTRY).dumps(REPORT) != References(now).dumps(changed)
    assert References(REGISTRY).dumps(REPORT) == References(REGISTRY).dumps(REPORT)
