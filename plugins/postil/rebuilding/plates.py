"""What a build leaves, so that after an edit of an article's words its page is made alone.

Newspapers call it a replate: one page's printing plate is made anew between two editions. For it
must be known in which files an article's text is, and what those read of the archive as a whole:
the answers to these questions are kept, in place of the thousands of articles they came from.
"""

import io
import pickle
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, fields
from typing import Any, NamedTuple, NoReturn, TypeVar

from postil.engine.cells import Read, Watched
from postil.engine.fingerprints import PICKLING
from postil.library.library import ArticleEntry, Library
from postil.model import Registry

Thing = TypeVar("Thing")


class Gap(Exception):  # noqa: N818 - an answer
    """Raised where something is asked that nobody asked when the answers were kept."""


class Plate(NamedTuple):
    """An article whose page can be made alone."""

    head: bytes
    """The same as long as others are told the same by Pelican and the rules."""
    seen: bytes
    """The same as long as others see the same in what it compiled to."""
    kept_as: bytes
    """Under which name that is in the cabinet."""
    words: bytes
    """The fingerprint of its file, by which the rules remember what they saw in it."""
    files: tuple[str, ...] = ()
    """The published files that show its text: its page, and those of `Plates.given`."""
    notes: tuple[str, ...] = ()
    """The published files with its notes alone."""

    @classmethod
    def unpack(cls, data: bytes) -> "Plate":
        """Return what was packed; not to be used on bytes that a cabinet did not keep."""
        return cls(*pickle.loads(data))  # noqa: S301 - as it was packed

    def pack(self) -> bytes:
        """Return all of it as bytes."""
        return pickle.dumps(tuple(self), PICKLING)


@dataclass(frozen=True, slots=True)
class Plates:
    """What a build leaves."""

    articles: MutableMapping[str, bytes]
    """By their files, relative to the site's folder: packed, as few of them are asked for."""
    given: Mapping[str, bytes]
    """By its name, what a file is given that no template makes: packed."""
    names: Mapping[Read, bytes]
    """Of all that the files that show text read: the name of what they read."""
    answers: Mapping[Read, bytes]
    """What they read of the library: packed."""
    all_notes: tuple[str, ...]
    """The published files that have a part for each note of the archive."""
    lists_files: bool
    """Whether the page that lists these can be made when no other is."""
    elsewhere: frozenset[bytes]
    """The names of what notes say that any other file shows."""
    search: bytes
    """The name of what the search index is made of; empty if there is none."""

    @classmethod
    def unpack(cls, data: bytes) -> "Plates":
        """Return what was packed; not to be used on bytes that a cabinet did not keep."""
        return cls(*pickle.loads(data))  # noqa: S301 - as it was packed

    def pack(self) -> bytes:
        """Return all of it as bytes."""
        return pickle.dumps([getattr(self, field.name) for field in fields(self)], PICKLING)

    def library(self, registry: Registry, entry: Callable[[str], ArticleEntry]) -> Library:
        """Return a library that knows the answers, and raises `Gap` for all other questions.

        `entry` returns the entry of an article, by its file.
        """
        found: dict[str, dict[object, bytes]] = {}
        for (name, key), answer in self.answers.items():
            found.setdefault(name, {})[key] = answer
        library = Library(registry, _Unknown(), _Unknown())
        for name, answers in found.items():
            attribute = name.partition(".")[2]
            vars(library)[attribute] = Watched(name, _Answers(answers, entry))
        return library


def pack(thing: object) -> bytes:
    """Return a thing as bytes, in which articles are no more than the names of their files."""
    file = io.BytesIO()
    _Packer(file, PICKLING).dump(thing)
    return file.getvalue()


def unpack(data: bytes, entry: Callable[[str], ArticleEntry]) -> Any:  # noqa: ANN401 - a thing
    """Return the thing that was packed, with the articles as they are now."""
    return _Unpacker(io.BytesIO(data), entry).load()


class _Packer(pickle.Pickler):
    def persistent_id(self, thing: object) -> str | None:
        return thing.source if isinstance(thing, ArticleEntry) else None


class _Unpacker(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, entry: Callable[[str], ArticleEntry]) -> None:
        super().__init__(file)
        self._entry = entry

    def persistent_load(self, name: str) -> ArticleEntry:
        return self._entry(name)


class _Answers(Mapping[Any, object]):
    """The entries of a mapping that were asked for."""

    def __init__(
        self, packed: Mapping[object, bytes], entry: Callable[[str], ArticleEntry]
    ) -> None:
        self._packed, self._entry = packed, entry
        self._known: dict[object, object] = {}

    def __getitem__(self, key: object) -> object:
        if key not in self._known:
            if key not in self._packed:
                raise Gap(key)
            packed = self._packed[key]
            if not packed:  # it was asked for and not there
                raise KeyError(key)
            self._known[key] = unpack(packed, self._entry)
        return self._known[key]

    def __iter__(self) -> Iterator[Any]:
        raise Gap

    def __len__(self) -> int:
        raise Gap


class _Unknown(tuple[Thing, ...]):
    """Articles that are not at hand, in any number."""

    __slots__ = ()

    def _gap(self, *_: object) -> NoReturn:
        raise Gap

    __iter__ = __len__ = __getitem__ = __contains__ = __reversed__ = __bool__ = _gap
