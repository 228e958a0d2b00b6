"""Where an article first names an entity that bore a label: there the label stands, unasked.

What a platform wrote beside an account belongs to the account's name wherever a reader meets it,
as of the article's day. An editor's own label note comes first, and `auto_labels: false` ends it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import regex

from postil.findings.source import NOWHERE
from postil.model import (
    Annotation,
    EditorialRecord,
    Entity,
    Labelling,
    Registry,
    Target,
    TextQuoteSelector,
)
from postil.weaving.visible import Visible

_BETWEEN = bytes(code if chr(code).isascii() and chr(code).isalnum() else 32 for code in range(256))
"""Makes a space of every byte of UTF-8 that is no letter or digit of ASCII."""
_BORDER = regex.compile(r"(?w)\b")
_NOT_THERE = frozenset("a code pre kbd samp h1 h2 h3 h4 h5 h6 figure table".split())
"""Where no label is put: links and code, and where a callout would be in the way."""


@dataclass(frozen=True)
class Mentions:
    """The names of all entities whose accounts ever bore a label."""

    registry: Registry

    def __bool__(self) -> bool:
        """Whether there is anybody to look for."""
        return bool(self._names)

    @property
    def key(self) -> tuple[tuple[object, ...], ...]:
        """All that plays a part in where labels stand, and nothing of what they say."""
        return tuple(
            (entity.id, entity.name, entity.also, tuple(use.period for use in entity.labels))
            for entity in self.registry.entities.values()
            if entity.labels
        )

    @cached_property
    def _names(self) -> dict[str, Entity]:
        """Each name, also with a capital as at the beginning of a sentence."""
        names: dict[str, Entity] = {}
        for entity in self.registry.entities.values():
            if entity.labels:
                for name in map(_flat, (entity.name, *entity.also)):
                    names.setdefault(name, entity)
                    names.setdefault(name[0].upper() + name[1:], entity)
        return names

    @cached_property
    def _by_first_word(self) -> Mapping[bytes, tuple[tuple[str, frozenset[bytes]], ...]]:
        """The names with all their ASCII words, by the first of these; without one by nothing."""
        found: dict[bytes, list[tuple[str, frozenset[bytes]]]] = defaultdict(list)
        for name in self._names:
            words = _ascii_words(name)
            found[words[0] if words else b""].append((name, frozenset(words)))
        return {word: tuple(names) for word, names in found.items()}

    def candidates(self, text: str) -> tuple[str, ...]:
        """Return the names that may be among the words of a text; the others are not there.

        A text has few of the names' first words, and not often their others too, so that most
        names cost nothing. `roughly` the visible text will do.
        """
        words = set(_ascii_words(text))
        return (
            *(
                name
                for word in self._by_first_word.keys() & words
                for name, its_words in self._by_first_word[word]
                if its_words <= words
            ),
            *(name for name, _ in self._by_first_word.get(b"", ()) if _first_letter(name) in text),
        )

    def _found(self, names: Iterable[str], text: str) -> Iterator[tuple[str, int, int]]:
        """Yield the names in a text with their places, the longest of several at one place."""
        hits = [(start, -len(name), name) for name in names for start in _places(name, text)]
        last = 0
        for start, length, name in sorted(hits):
            if start >= last:
                last = start - length
                yield name, start, last

    def labelled(
        self,
        seen: Visible,
        day: date,
        *,
        names: Iterable[str],
        noted: Collection[str],
        taken: Collection[str],
    ) -> Iterator[tuple[Annotation, int, int]]:
        """Yield a label note for each entity's first mention, with its place in the text.

        `names` are the text's `candidates`. Entities in `noted` have a note of the editor's, and
        ids in `taken` are in use.
        """
        done = set(noted)
        for name, start, end in self._found(names, _flat(seen.text)):
            entity = self._names[name]
            if entity.id in done or not _had_label(entity, day):
                continue
            if not _is_prose(seen, start, end):
                continue
            done.add(entity.id)
            yield _note(entity, seen.text[start:end], taken), start, end


def _places(name: str, text: str) -> Iterator[int]:
    """Yield where a name stands in a text as words of its own (UAX #29)."""
    start = text.find(name)
    while start >= 0:
        if _BORDER.match(text, start) and _BORDER.match(text, start + len(name)):
            yield start
        start = text.find(name, start + 1)


def _ascii_words(text: str) -> list[bytes]:
    """Return the runs of ASCII letters and digits; bytes are told apart five times as fast."""
    return text.encode("utf-8", "replace").translate(_BETWEEN).split()


def _first_letter(name: str) -> str:
    return next(filter(str.isalnum, name), "")


def _flat(text: str) -> str:
    """Return the text, as long as it was, with one kind of space and of apostrophe."""
    return text.replace("\n", " ").replace("\u00a0", " ").replace("\u2019", "'")


def _had_label(entity: Entity, day: date) -> bool:
    return any(use.period.start is None or use.period.start <= day for use in entity.labels)


def _is_prose(seen: Visible, start: int, end: int) -> bool:
    """Whether the words stand in one block, and in nothing that a label may not be put into."""
    if any(start < block < end for block in seen.blocks):
        return False
    runs = seen.runs[seen.run_at(start) : seen.run_at(end - 1) + 1]
    return not any(seen.around(run.element) & _NOT_THERE for run in runs)


def _note(entity: Entity, words: str, taken: Collection[str]) -> Annotation:
    name = f"label-{entity.id}"
    while name in taken:
        name += "-auto"
    return Annotation(
        id=name,
        target=Target(selector=TextQuoteSelector(exact=words)),
        body=Labelling(entity=entity.id),
        record=EditorialRecord(),
        quote_span=NOWHERE,
        id_span=NOWHERE,
    )
