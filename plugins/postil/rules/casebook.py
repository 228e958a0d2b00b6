"""The whole archive as the rules see it, once every article has its dossier."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from postil.findings.source import Source
from postil.header.header import Header
from postil.model import Registry
from postil.rules.cases import Case, Circumstances, names
from postil.rules.dossier import Dossier, case_of, days
from postil.rules.sightings import Sightings
from postil.weaving.resolving import Texts
from postil.yaml.written import Written


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadArticle:
    """An article that is opened again, because there may be something to say about it."""

    source: Source
    sidecar: Source
    """Empty, at the place where it would lie, if there is none."""
    header: Header
    texts: Callable[[], Texts | None]
    """Returns its texts with their lines, which takes as long as reading it did."""


@dataclass(frozen=True, kw_only=True)
class Casebook:
    """An archive; its articles are named by the paths that findings print."""

    registry: Registry
    dossiers: Mapping[str, Dossier]
    words: Callable[[str], str]
    """Returns all words of an article, folded."""
    open: Callable[[str], ReadArticle]
    sidecar_path: Callable[[str], str]
    """Returns where the sidecar of an article lies, or would lie."""
    sources: Written
    """The registry's sources."""
    claim_file: Callable[[str], Source]
    """Returns the file of a shared claim."""
    sightings: Sightings
    own_name: str
    """What the archive calls itself."""
    own_host: str
    """The host under which it is published."""
    today: dt.date | None = None
    """The day that was given to the check; an archive of itself has no clock."""

    @cached_property
    def shared(self) -> tuple[Case, ...]:
        """The shared claims that are cases."""
        return tuple(self._shared())

    @cached_property
    def circumstances(self) -> Circumstances:
        """What suspicions are judged by."""
        outlets = {dossier.outlet for dossier in self.dossiers.values()}
        return Circumstances(
            own_names=names([self.own_name, *outlets]),
            own_host=self.own_host,
            day=self.today or max(self._days(), default=dt.date.min),
            day_given=self.today is not None,
        )

    def sidecar(self, article: str) -> Source:
        """Return the sidecar of an article."""
        return self.open(article).sidecar

    def _shared(self) -> Iterator[Case]:
        for name, claim in sorted(self.registry.claims.items()):
            file = Written(self.claim_file(name))
            yield from case_of(name, claim, claim.record, file, self.registry)

    def _days(self) -> Iterator[dt.date]:
        yield from (dossier.newest for dossier in self.dossiers.values())
        for case in self.shared:
            yield from days(case)
