"""Articles by topic, outlet and month, in time that grows with the archive and not its square.

Pelican looks for each article of the archive in the list of each topic, outlet, author and period.
Its lists are exchanged here, where it lets others, for such in which that takes no search.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pelican.generators import ArticlesGenerator

Periods = dict[str, list[dict[str, Any]]]
Groups = Callable[[Sequence[object], Sequence[object], Mapping[str, Any]], Periods]


class Listed(list[object]):
    """A list of articles that knows what is in it; nothing is taken out of it."""

    def __init__(self, items: Sequence[object] = ()) -> None:
        super().__init__(items)
        self._known = set(map(id, items))

    def append(self, item: object) -> None:
        """Add an article."""
        super().append(item)
        self._known.add(id(item))

    def __reduce__(self) -> tuple[type[list[object]], tuple[list[object]]]:
        """Be pickled, and so be named, as what is in it."""
        return list, (list(self),)

    def __contains__(self, item: object) -> bool:
        """Return whether that very article is in it."""
        return id(item) in self._known


def group_quickly(generator: ArticlesGenerator) -> None:
    """Have a generator find its articles' topics, outlets, authors and periods without a search."""
    for name in ("tags", "categories", "authors"):
        setattr(generator, name, defaultdict(Listed))
    build: Groups = generator._build_period_archives

    def built(
        by_date: Sequence[object], articles: Sequence[object], settings: Mapping[str, Any]
    ) -> Periods:
        place = {id(article): number for number, article in enumerate(articles)}
        found = build(by_date, (), settings)
        for periods in found.values():
            for period in periods:
                period["articles"] = sorted(period["dates"], key=lambda article: place[id(article)])
        return found

    vars(generator)["_build_period_archives"] = built
