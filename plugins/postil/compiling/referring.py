"""What is kept of an article, with the registry's records in it by reference.

Thousands of articles cite the same sources and repeat the same claims. Each of these records is in
memory once, as the registry has it, and what is kept of an article only says which it is, and the
record's fingerprint: of equal bytes are equal things, whatever the registry says by then.
"""

import copyreg
import io
import pickle
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from postil.engine.fingerprints import PICKLING, of_value
from postil.engine.packed import Packed
from postil.model import KINDS, Citation, Claim, Entity, Label, Post, Rating, Registry

_RECORDS = (Citation, Claim, Entity, Label, Post, Rating)

_Place = tuple[str, str]
"""A kind of record, and an id."""


class StaleError(Exception):
    """Raised for a reference to a record that is not in the registry as it was."""


class References:
    """The records of one registry."""

    def __init__(self, registry: Registry) -> None:
        """Refer to the records of that registry."""
        self._records = dict(_records(registry))
        self._places = {id(record): place for place, record in self._records.items()}
        self._names: dict[_Place, bytes] = {}
        self._table = {**copyreg.dispatch_table, **dict.fromkeys(_RECORDS, self._reduce)}

    def dumps(self, value: object) -> bytes:
        """Return a value as bytes."""
        file = io.BytesIO()
        pickler = pickle.Pickler(file, PICKLING)
        pickler.dispatch_table = self._table
        pickler.dump(value)
        return file.getvalue()

    def loads(self, data: bytes) -> Any:  # noqa: ANN401 - a value
        """Return the value of bytes that `dumps` made; raises `StaleError`."""
        return _Unpickler(io.BytesIO(data), self._record).load()

    def _reduce(self, record: Packed) -> tuple[Callable[..., object], tuple[Any, ...]]:
        place = self._places.get(id(record))
        return (_referred, (*place, self._name(place))) if place else record.__reduce__()

    def _record(self, kind: str, id_: str, name: bytes) -> Packed:
        place = kind, id_
        if place not in self._records or self._name(place) != name:
            raise StaleError(place)
        return self._records[place]

    def _name(self, place: _Place) -> bytes:
        if place not in self._names:
            self._names[place] = of_value(self._records[place])
        return self._names[place]


def _records(registry: Registry) -> Iterator[tuple[_Place, Packed]]:
    for kind in KINDS:
        for id_, record in getattr(registry, kind).items():
            yield (kind, id_), record
    for rating in (*registry.scale.ratings, *registry.scale.retired):
        yield ("ratings", rating.id), rating


def _referred(*place: object) -> NoReturn:
    """Stand for `References._record` in what is pickled."""
    raise StaleError(place)


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, record: Callable[[str, str, bytes], Packed]) -> None:
        super().__init__(file)
        self._record = record

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - pickle's form
        """Return what is called for a record, or made otherwise."""
        if module == __name__ and name == _referred.__name__:
            return self._record
        return super().find_class(module, name)
