"""Values that know who reads them, so that it is known what a page was made from.

While a page is made, everything that it asks the archive for is noted: a cell, or one entry of a
mapping, by name. The page is the same as before for as long as what it read is the same, whatever
else has changed: the *verifying traces* of Mokhov, Mitchell and Peyton Jones, "Build Systems à la
Carte" (ICFP 2018), section 4.2.2. Pages are made one after the other in a process, so there is one
note-book at a time.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Generic, TypeVar, overload

Read = tuple[str, object]
"""The name of a cell, and the key of one entry in it; `None` for all of it."""

Owner = TypeVar("Owner")
Value = TypeVar("Value")
Key = TypeVar("Key")

WORDS = "words"
"""The name under which it is noted that a field of words was read; the key is what it held."""

_notes: list[set[Read] | None] = [None]


@contextmanager
def noting() -> Iterator[set[Read]]:
    """Note what is read meanwhile."""
    reads: set[Read] = set()
    _notes.append(reads)
    try:
        yield reads
    finally:
        _notes.pop()


@contextmanager
def _not_noting() -> Iterator[None]:
    """Note nothing meanwhile: what a cell is computed from is in its value."""
    _notes.append(None)
    try:
        yield
    finally:
        _notes.pop()


def note(name: str, key: object = None) -> None:
    """Note that something was read."""
    reads = _notes[-1]
    if reads is not None:
        reads.add((name, key))


def watching(*names: str) -> Callable[[type[Owner]], type[Owner]]:
    """Return what makes it be noted, of a dataclass with slots, who reads some fields of words.

    No cell may be computed from them: of a cell it is known who reads it, and not what is in it.
    """

    def watch(kind: type[Owner]) -> type[Owner]:
        for name in names:
            setattr(kind, name, _WatchedField(vars(kind)[name]))
        return kind

    return watch


class _WatchedField:
    """What stands in a class for a field, in place of its slot."""

    def __init__(self, slot: Any) -> None:  # noqa: ANN401 - a descriptor, which has no public type
        self._slot = slot

    def __get__(self, owner: object, kind: type | None = None) -> object:
        if owner is None:
            return self
        value = self._slot.__get__(owner, kind)
        if _notes[-1] is None and len(_notes) > 1:
            message = f"a cell was computed from {value!r}"
            raise RuntimeError(message)
        note(WORDS, str(value))
        return value

    def __set__(self, owner: object, value: object) -> None:
        self._slot.__set__(owner, value)


class Watched(Mapping[Key, Value], Generic[Key, Value]):
    """A mapping of which it is noted which entries are read; a search without success counts."""

    def __init__(self, name: str, entries: Mapping[Key, Value]) -> None:
        """Note reads under that name."""
        self.name, self.entries = name, entries

    def __getitem__(self, key: Key) -> Value:
        note(self.name, key)
        return self.entries[key]

    def __iter__(self) -> Iterator[Key]:
        note(self.name)
        return iter(self.entries)

    def __len__(self) -> int:
        note(self.name)
        return len(self.entries)


class cell(Generic[Owner, Value]):  # noqa: N801 - used as `cached_property` is
    """A property that is computed once, and of which each read is noted.

    A mapping among the values becomes a `Watched` one: then each entry is a cell of its own.
    """

    def __init__(self, compute: Callable[[Owner], Value]) -> None:
        """Be computed by that method."""
        self._compute = compute
        self.__doc__ = compute.__doc__
        self._name = compute.__name__
        self._full_name = compute.__qualname__

    @overload
    def __get__(self, owner: None, kind: type[Owner]) -> "cell[Owner, Value]": ...
    @overload
    def __get__(self, owner: Owner, kind: type[Owner]) -> Value: ...
    def __get__(self, owner: Owner | None, kind: type[Owner]) -> "cell[Owner, Value] | Value":
        if owner is None:
            return self
        known: dict[str, Any] = vars(owner)
        if self._name not in known:
            with _not_noting():
                value: Any = self._compute(owner)
            known[self._name] = (
                Watched(self._full_name, value) if isinstance(value, Mapping) else value
            )
        value = known[self._name]
        if not isinstance(value, Watched):
            note(self._full_name)
        return value  # type: ignore[no-any-return]

    def __set__(self, owner: Owner, value: Value) -> None:
        """Refuse: it is computed."""
        raise AttributeError(self._full_name)


def remembered(compute: Callable[[], Value]) -> Callable[[], Value]:
    """Return what computes a value once, and notes each time what it was computed from."""
    ahead, known = [compute], list[tuple[Value, set[Read]]]()

    def again() -> Value:
        if not known:
            with noting() as reads:
                value = ahead[0]()
            known.append((value, reads))
            ahead.clear()  # with all that it holds
        value, reads = known[0]
        for name, key in reads:
            note(name, key)
        return value

    return again


class Latest(Generic[Key, Value]):
    """The value that was computed last, by its key, for what is asked for a few times in a row.

    What it was computed from is noted each time.
    """

    def __init__(self, compute: Callable[[Key], Value]) -> None:
        """Compute it so; a key is compared by `==`."""
        self._compute = compute
        self._known: tuple[Key, Callable[[], Value]] | None = None

    def of(self, key: Key) -> Value:
        """Return the value of a key."""
        if self._known is None or self._known[0] != key:
            self._known = key, remembered(lambda: self._compute(key))
        return self._known[1]()
