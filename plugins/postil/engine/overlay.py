"""One mapping over another, neither copied: what a file adds to records that may be thousands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Overlay(Mapping[str, Value], Generic[Value]):
    """Finds a key in `upper`, else in `lower`."""

    upper: Mapping[str, Value]
    lower: Mapping[str, Value]

    def __getitem__(self, key: str) -> Value:
        return self.upper[key] if key in self.upper else self.lower[key]

    def __iter__(self) -> Iterator[str]:
        yield from self.lower
        yield from (key for key in self.upper if key not in self.lower)

    def __len__(self) -> int:
        return len(self.lower) + sum(key not in self.lower for key in self.upper)
