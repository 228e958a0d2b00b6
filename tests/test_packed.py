"""Records come out of a pickle as they went in, and none that is kept goes the slow way."""

import copy
import pickle
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

import pytest

from postil.engine.packed import Packed
from postil.header.header import Header
from postil.records.registry import load_registry
from postil.theming.views import NoteView
from tests.sites import REPOSITORY

KINDS = [
    kind
    for kind in Packed.__subclasses__()  # each is there twice, as it was before it had slots too
    if vars(sys.modules[kind.__module__])[kind.__name__] is kind
]


def test_there_are_records_of_every_stage() -> None:
    assert {Header, NoteView} < set(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_record_comes_back(kind: Any) -> None:  # noqa: ANN401 - a dataclass
    record = kind(**{field.name: field.name.upper() for field in fields(kind)})
    for made in (pickle.loads(pickle.dumps(record)), copy.copy(record), copy.deepcopy(record)):
        assert type(made) is kind
        assert [getattr(made, field.name) for field in fields(kind)] == [
            field.name.upper() for field in fields(kind)
        ]
    assert replace(record) == record


@dataclass(frozen=True, slots=True)
class Shorter(Packed):
    """A record of a program that has one field fewer."""

    one: str


def test_a_record_with_other_fields_is_not_made() -> None:
    make, values = Shorter("a").__reduce__()
    with pytest.raises(ValueError, match="longer"):
        make(*values, "b")


def test_all_that_a_registry_holds_is_packed() -> None:
    registry, _ = load_registry(REPOSITORY / "annotations", REPOSITORY)
    assert pickle.loads(pickle.dumps(registry)) == registry
    assert {type(record) for record in _records(registry)} <= set(KINDS)


def _records(value: object) -> Iterator[object]:
    if is_dataclass(value):
        yield value
        for field in fields(value):
            yield from _records(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _records(inner)
    elif isinstance(value, tuple | frozenset):
        for inner in value:
            yield from _records(inner)
