"""By what a list is narrowed down: what is known of each entry, and the choices that this gives.

Pure. A page shows the choices as a form where scripts run, and as links to other lists in any case.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from postil.library.library import ArticleEntry, ClaimEntry, Library
from postil.model import Claim, EntityType, Kind, Rating, Status

FEW = 3  # entries that are seen at a glance, so that nobody wants a form above them

Traits = Mapping[str, tuple[str, ...]]
"""What is known of one entry, by the name of a choice: ids, or names of outlets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """Something to choose."""

    id: str
    url: str = ""
    """The list of its own, below the site's address, where it has one."""
    rating: Rating | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """The choices of a list, by name, and what is known of its entries, by address."""

    choices: tuple[tuple[str, tuple[Value, ...]], ...]
    traits: Mapping[str, Traits]

    @property
    def offered(self) -> tuple[tuple[str, tuple[Value, ...]], ...]:
        """The choices that make a difference; none where the list is short."""
        if len(self.traits) <= FEW:
            return ()
        return tuple((name, values) for name, values in self.choices if len(values) > 1)

    @property
    def linked(self) -> tuple[tuple[str, tuple[Value, ...]], ...]:
        """The values that have a list of their own, and there are any."""
        linked = [(name, tuple(v for v in values if v.url)) for name, values in self.choices]
        return tuple((name, values) for name, values in linked if values)


def article_traits(entry: ArticleEntry) -> Traits:
    """Return what the notes on an article are; one that was withdrawn says no more."""
    standing = [note for note in entry.notes if note.view.status is not Status.WITHDRAWN]
    bodies = [note.annotation.body for note in standing]
    return {
        "kind": _each(note.view.kind for note in standing),
        "verdict": _each(body.rating for body in bodies if isinstance(body, Claim)),
    }


def claim_traits(entry: ClaimEntry, library: Library) -> Traits:
    """Return what a claim is narrowed down by: its outlets are those of the articles with it."""
    claimant = library.registry.entities[entry.claim.claimant]
    return {
        "verdict": (entry.claim.rating,),
        "outlet": _each(use.article.outlet for use in entry.uses if use.article.outlet),
        "claimant-kind": (claimant.type,),
        "year": (f"{entry.since.year:04}",),
    }


def narrowing(
    traits: Mapping[str, Traits],
    names: Iterable[str],
    library: Library,
    places: Mapping[tuple[str, str], str] | None = None,
) -> Narrowing:
    """Return the choices of these names. `places` has addresses by name and value."""
    found = places or {}
    scale = library.registry.scale
    ratings = {rating.id: rating for rating in (*scale.ratings, *scale.retired)}
    orders = {"verdict": [*ratings], "kind": [*Kind], "claimant-kind": [*EntityType]}

    def values(name: str) -> tuple[Value, ...]:
        ids = {id_ for each in traits.values() for id_ in each.get(name, ())}
        if name in orders:
            ordered = [id_ for id_ in orders[name] if id_ in ids]
        else:
            ordered = sorted(ids, key=lambda id_: (id_.casefold(), id_), reverse=name == "year")
        return tuple(
            Value(
                id=id_,
                url=found.get((name, id_), ""),
                rating=ratings[id_] if name == "verdict" else None,
            )
            for id_ in ordered
        )

    return Narrowing(choices=tuple((name, values(name)) for name in names), traits=traits)


def _each(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
