"""Where an article first names an entity that bore a label: there the label stands, unasked.

What a platform wrote beside an account belongs to the account's name wherever a reader meets it,
as of the article's day. An editor's own label note comes first, and `auto_labels: false` ends it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import regex

from postil.model import (
    Annotation,
    EditorialRecord,
    Entity,
    Labelling,
    Registry,
    Target,
    TextQuoteSelector,
)
from postil.source import Span
from postil.visible import Visible

_FOLDED = str.maketrans({"\n": " ", "\u00a0": " ", "\u2019": "'"})
_NOT_THERE = frozenset("a code pre kbd samp h1 h2 h3 h4 h5 h6 figure table".split())
"""Where no label is put: links and code, and where a callout would be in the way."""


@dataclass(frozen=True)
class Mentions:
    """The names of all entities whose accounts ever bore a label."""

    registry: Registry

    def __bool__(self) -> bool:
        """Whether there is anybody to look for."""
        return bool(self._names)

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
    def _pattern(self) -> "regex.Pattern[str] | None":
        """One search for all names at once; borders are those of words (UAX #29)."""
        if not self._names:
            return None
        longest_first = sorted(self._names, key=lambda name: (-len(name), name))
        any_name = "|".join(regex.escape(name, literal_spaces=True) for name in longest_first)
        return regex.compile(rf"(?w)\b(?:{any_name})\b")

    def labelled(
        self, seen: Visible, day: date, *, noted: Collection[str], taken: Collection[str]
    ) -> Iterator[tuple[Annotation, int, int]]:
        """Yield a label note for each entity's first mention, with its place in the text.

        Entities in `noted` have a note of the editor's, and ids in `taken` are in use.
        """
        done = set(noted)
        for found in self._pattern.finditer(_flat(seen.text)) if self._pattern else ():
            entity = self._names[found[0]]
            if entity.id in done or not _had_label(entity, day):
                continue
            if not _is_prose(seen, found.start(), found.end()):
                continue
            done.add(entity.id)
            yield _note(entity, seen.text[found.start() : found.end()], taken), *found.span()


def _flat(text: str) -> str:
    """Return the text, as long as it was, with one kind of space and of apostrophe."""
    return text.translate(_FOLDED)


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
        quote_span=Span(0, 0),
        id_span=Span(0, 0),
    )
