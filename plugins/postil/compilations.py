"""What articles compile to, made over all cores, and kept for as long as it would be the same.

An article's compilation is named by the bytes of the article and its sidecar and by all that
every article is compiled with; with it are kept the records of the registry that it looked up.
What was found wrong is never kept: an error is looked at anew until it is mended.
"""

import pickle
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from postil.cabinet import Cabinet
from postil.compiling import Compiled, Workshop, compile_article
from postil.diagnostics import Diagnostic
from postil.fingerprints import PICKLING, of_bytes, of_value
from postil.forking import each
from postil.fragments import dead_links
from postil.source import Source
from postil.tracing import Lookup, Names, traced

Compilation = tuple[Compiled | None, list[Diagnostic]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is compiled: an article, or an editors' page."""

    source: Source
    sidecar: Source | None
    page: bool

    @property
    def name(self) -> bytes:
        """A name for all that is its own."""
        texts = [self.source.path, self.source.text]
        if self.sidecar:
            texts += [self.sidecar.path, self.sidecar.text]
        return of_bytes(
            bytes([self.page]), *(text.encode("utf-8", "surrogatepass") for text in texts)
        )


@dataclass(frozen=True, slots=True)
class _Kept:
    """What stands in the cabinet."""

    lookups: Mapping[Lookup, bytes]
    compilation: Compilation


class Compilations:
    """The compilations of one build."""

    def __init__(self, workshop: Workshop, recipe: bytes, cabinet: Cabinet | None) -> None:
        """Compile with `workshop`; `recipe` names what else plays a part: program, templates."""
        self._workshop = workshop
        self._names = Names(workshop.registry)
        self._cabinet = cabinet
        self._common = of_bytes(
            recipe, self._names.common, of_value(workshop.parser), of_value(workshop.mentions.key)
        )
        self._ready: dict[Work, Compilation] = {}
        self._kept: dict[bytes, bytes] = {}

    def of(self, work: Work) -> Compilation:
        """Return what an article compiles to, and everything found on the way."""
        if work in self._ready:
            return self._ready.pop(work)
        return self._restored(work) or self._take(work, self._made(work))

    def prepare(self, works: Sequence[Work], *, jobs: int) -> None:
        """Compile articles before they are asked for."""
        missing = []
        for work in works:
            restored = self._restored(work)
            if restored:
                self._ready[work] = restored
            else:
                missing.append(work)
        for number, made in each(lambda at: self._made(missing[at]), len(missing), jobs=jobs):
            self._ready[missing[number]] = self._take(missing[number], made)

    def keep(self) -> None:
        """Keep what this build has used for the next one."""
        if self._cabinet:
            self._cabinet.replace(self._kept)

    def _restored(self, work: Work) -> Compilation | None:
        name = self._name(work)
        data = self._cabinet.get(name) if self._cabinet else None
        if not data:
            return None
        kept: _Kept = pickle.loads(data)  # noqa: S301 - its bytes are those that were put in
        if any(self._names[lookup] != known for lookup, known in kept.lookups.items()):
            return None
        self._kept[name] = data
        return kept.compilation

    def _made(self, work: Work) -> bytes:
        """Compile; return it in the form in which it is kept and comes from another process."""
        registry, lookups = traced(self._workshop.registry)
        workshop = replace(self._workshop, registry=registry)
        compiled, found = compile_article(work.source, work.sidecar, workshop, page=work.page)
        if compiled:
            ids = [note.id for note in compiled.notes]
            found = [*found, *dead_links(work.source, compiled.plain, ids)]
        names = {lookup: self._names[lookup] for lookup in sorted(lookups, key=str)}
        return pickle.dumps(_Kept(names, (compiled, found)), PICKLING)

    def _take(self, work: Work, data: bytes) -> Compilation:
        kept: _Kept = pickle.loads(data)  # noqa: S301 - just made, here or by our own process
        compiled, found = kept.compilation
        if compiled and not _wrong(found):
            self._kept[self._name(work)] = data
        return compiled, found

    def _name(self, work: Work) -> bytes:
        return of_bytes(self._common, work.name)


def _wrong(found: Iterable[Diagnostic]) -> bool:
    return any(each.is_error for each in found)
