"""A registry that notes what is looked up in it: so it is known which records a thing is made of.

Everything counts, also that a record was looked for and is not there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Generic, TypeVar

from postil.engine.fingerprints import of_value
from postil.model import KINDS, Registry

Lookup = tuple[str, str | None]
"""A field of the registry and an id in it; `None` for all of them."""

Record = TypeVar("Record")


@dataclass(frozen=True)
class Traced(Mapping[str, Record], Generic[Record]):
    """One kind of record, and the lookups in it."""

    kind: str
    records: Mapping[str, Record]
    lookups: set[Lookup]

    def __getitem__(self, id: str) -> Record:  # noqa: A002
        self.lookups.add((self.kind, id))
        return self.records[id]

    def __iter__(self) -> Iterator[str]:
        self.lookups.add((self.kind, None))
        return iter(self.records)

    def __len__(self) -> int:
        self.lookups.add((self.kind, None))
        return len(self.records)


def traced(registry: Registry) -> tuple[Registry, set[Lookup]]:
    """Return the same registry with the set that its lookups go into."""
    lookups: set[Lookup] = set()
    kinds = {name: Traced(name, getattr(registry, name), lookups) for name in KINDS}
    return replace(registry, **kinds), lookups  # type: ignore[arg-type]


@dataclass(frozen=True)
class Names:
    """The fingerprints of a registry's records, each made when it is asked for."""

    registry: Registry
    _known: dict[Lookup, bytes] = field(default_factory=dict)

    def __getitem__(self, lookup: Lookup) -> bytes:
        """Return the fingerprint of what a lookup finds, which may be nothing."""
        if lookup not in self._known:
            kind, id_ = lookup
            records: Mapping[str, object] = getattr(self.registry, kind)
            self._known[lookup] = of_value(records if id_ is None else records.get(id_))
        return self._known[lookup]

    @property
    def common(self) -> bytes:
        """The fingerprint of what is in no record."""
        rest = [
            getattr(self.registry, each.name)
            for each in fields(self.registry)
            if each.name not in KINDS
        ]
        return of_value(rest)
