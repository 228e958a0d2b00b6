"""Records that are pickled by the thousand: each as one call with its values.

A frozen dataclass with slots is pickled by code of `dataclasses` that asks for the names of its
fields each time, going in and coming out, and takes nearly twice as long.
"""

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any


class Packed:
    """Base of frozen dataclasses with slots whose fields are all that there is to them."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Callable[..., object], tuple[Any, ...]]:
        """Return how to make the record again, for `pickle` and `copy`."""
        kind: Any = type(self)
        return _unpacked, (kind, *_values(kind)(self))


def _unpacked(kind: Any, *values: object) -> Packed:  # noqa: ANN401 - a dataclass
    """Make a record of values in the order of its fields; its `__init__` has seen them before."""
    record: Packed = object.__new__(kind)
    for put, value in zip(_setters(kind), values, strict=True):
        put(record, value)
    return record


@cache
def _values(kind: Any) -> Callable[[Packed], tuple[Any, ...]]:  # noqa: ANN401 - a dataclass
    """Return the function that reads all fields of a record."""
    first, *others = (field.name for field in fields(kind))
    if not others:
        return lambda record: (getattr(record, first),)
    return attrgetter(first, *others)


@cache
def _setters(kind: Any) -> tuple[Callable[[Packed, object], None], ...]:  # noqa: ANN401
    """Return a function for each field that sets it, frozen or not."""
    return tuple(vars(kind)[field.name].__set__ for field in fields(kind))
