"""What articles compile to, made over all cores, and kept for as long as it would be the same.

An article's compilation is named by the bytes of the article and its sidecar and by all that
every article is compiled with; with it are kept the records of the registry that it looked up.
What was found wrong is never kept: an error is looked at anew until it is mended.

Its HTML is kept apart, and loaded when a page that shows it is made: of an article that did not
change a build has in memory only what the rest of the archive sees of it.
"""

import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from postil import rules
from postil.compiling.article import Compiled, Workshop, Woven, compile_article
from postil.compiling.referring import References, StaleError
from postil.compiling.tracing import Lookup, Names, traced
from postil.engine.cabinet import Cabinet
from postil.engine.fingerprints import PICKLING, of_bytes, of_texts, of_value
from postil.engine.forking import each
from postil.engine.packed import Packed
from postil.findings.diagnostics import Diagnostic
from postil.findings.source import Source
from postil.markdown.fragments import dead_links
from postil.rules.dossier import Dossier

Texts = tuple[Source, Source | None]
"""An article, or an editors' page, and its sidecar."""


class ChangedError(Exception):
    """Raised where files are not as they were when they were read first; has the file's name."""


class Work:
    """What is compiled: an article, or an editors' page."""

    __slots__ = ("_read", "_texts", "name", "page", "path")

    def __init__(self, texts: Texts, read: Callable[[], Texts], *, page: bool) -> None:
        """Hold texts until they are `put_away`; then `read` returns them again."""
        self.path = texts[0].path
        self.page = page
        self.name = _name_of(texts, page=page)
        """A name for all that is its own."""
        self._texts: Texts | None = texts
        self._read = read

    @property
    def texts(self) -> Texts:
        """The article and its sidecar; raises `ChangedError`."""
        if self._texts is None:
            texts = self._read()
            if _name_of(texts, page=self.page) != self.name:
                raise ChangedError(self.path)
            self._texts = texts
        return self._texts

    def put_away(self) -> None:
        """Have the texts in memory no longer: what they compiled to is known."""
        self._texts = None


def _name_of(texts: Texts, *, page: bool) -> bytes:
    told = [text for file in texts if file for text in (file.path, file.text)]
    return of_texts("page" if page else "article", *told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compilation:
    """What an article compiled to."""

    compiled: Compiled
    name: bytes
    """The same for the same article and sidecar that compile to the same."""
    kept_as: bytes
    """Under which name it is in the cabinet."""
    seen: bytes
    """The same for the same `compiled`: for what others show of the article."""
    dossier: Dossier
    """What the rules have to know of it."""
    work: Work = field(repr=False, compare=False)
    among: "Compilations" = field(repr=False, compare=False)

    def load(self) -> Woven:
        """Return its HTML."""
        return self.among.woven_of(self.work)

    def words(self) -> str:
        """Return all its words, as the rules look for claims in them."""
        return self.among.words_of(self.work)


@dataclass(frozen=True, slots=True)
class _Kept(Packed):
    """What stands in the cabinet, beside the HTML."""

    lookups: Mapping[Lookup, bytes]
    compiled: bytes
    """By `References`: its fingerprint is that of these bytes."""
    seen: bytes
    """The fingerprint of that."""
    woven: bytes
    """The fingerprint of the HTML."""
    dossier: Dossier | None
    findings: list[Diagnostic]


class _Made(NamedTuple):
    """What an article compiled to, as it comes from another process."""

    kept: bytes
    """This and the rest stand in the cabinet, each under its own name."""
    rest: bytes
    """The HTML, and all its words: loaded when they are asked for."""
    wrong: bool
    """Whether there is an error among the findings."""


class Compilations:
    """The compilations of one build."""

    def __init__(self, workshop: Workshop, recipe: bytes, cabinet: Cabinet) -> None:
        """Compile with `workshop`; `recipe` names what else plays a part: program, templates."""
        self._workshop = workshop
        self._names = Names(workshop.registry)
        self._references = References(workshop.registry)
        self._cabinet = cabinet
        self._common = of_bytes(
            recipe, self._names.common, of_value(workshop.parser), of_value(workshop.mentions.key)
        )
        self._ready: dict[bytes, tuple[Compilation | None, list[Diagnostic]]] = {}
        """By the name of the work."""
        self._latest: tuple[Work | None, Woven | None] = None, None

    def of(self, work: Work) -> tuple[Compilation | None, list[Diagnostic]]:
        """Return what an article compiles to, if its header can be read, and what was found."""
        if work.name not in self._ready:
            self.prepare([work], jobs=1)
        return self._ready[work.name]

    def before(self, name: bytes) -> Compiled | None:
        """Return what an article compiled to in an earlier build, by its name in the cabinet."""
        data = self._cabinet.get(name)
        if not data:
            return None
        kept: _Kept = pickle.loads(data)  # noqa: S301 - its bytes are those that were put in
        try:
            compiled: Compiled | None = self._references.loads(kept.compiled)
        except StaleError:
            return None
        return compiled

    def prepare(self, works: Sequence[Work], *, jobs: int) -> None:
        """Compile articles before they are asked for.

        What they compiled to is loaded when all are done: it would lie scattered in memory.
        """
        missing = [work for work in works if not self._restore(work)]
        for number, made in each(lambda at: self._made(missing[at]), len(missing), jobs=jobs):
            self._put(missing[number], made)
        for work in missing:
            if work.name not in self._ready and not self._restore(work):
                self._take(work, self._made(work))
        for work in works:
            work.put_away()

    def _restore(self, work: Work) -> bool:
        name = self._name(work)
        data = self._cabinet.get(name)
        if not data:
            return False
        kept: _Kept = pickle.loads(data)  # noqa: S301 - its bytes are those that were put in
        if any(self._names[lookup] != known for lookup, known in kept.lookups.items()):
            return False
        try:
            self._ready[work.name] = self._compilation(work, kept), kept.findings
        except StaleError:
            return False
        self._cabinet.retain(_rest(name))
        return True

    def _made(self, work: Work) -> _Made:
        """Compile; return it in the form in which it is kept and comes from another process."""
        source, sidecar = work.texts
        registry, lookups = traced(self._workshop.registry)
        workshop = replace(self._workshop, registry=registry)
        made, found = compile_article(source, sidecar, workshop, page=work.page)
        compiled = woven = dossier = None
        words = ""
        if made:
            compiled, woven = made
            ids = [note.id for note in compiled.notes]
            gathered = rules.gather(
                source,
                sidecar,
                compiled.header,
                woven.plain,
                compiled.annotations,
                registry,
            )
            dossier, words = gathered.dossier, gathered.words
            dead = dead_links(source, woven.plain, ids)
            found = [*found, *dead, *gathered.findings]
        names = {lookup: self._names[lookup] for lookup in sorted(lookups, key=str)}
        head = self._references.dumps(compiled and compiled.placeless)
        body = pickle.dumps(woven, PICKLING)
        kept = _Kept(names, head, of_bytes(head), of_bytes(body), dossier, found)
        wrong = any(finding.is_error for finding in found)
        return _Made(pickle.dumps(kept, PICKLING), pickle.dumps((body, words), PICKLING), wrong)

    def _put(self, work: Work, made: _Made) -> None:
        """Put what was made into the cabinet; what is wrong is taken as it is."""
        if made.wrong:
            self._take(work, made)
            return
        name = self._name(work)
        self._cabinet.put(name, made.kept)
        self._cabinet.put(_rest(name), made.rest)

    def _take(self, work: Work, made: _Made) -> None:
        kept: _Kept = pickle.loads(made.kept)  # noqa: S301 - just made, here or by our own process
        self._ready[work.name] = self._compilation(work, kept), kept.findings

    def _compilation(self, work: Work, kept: _Kept) -> Compilation | None:
        compiled: Compiled | None = self._references.loads(kept.compiled)
        if compiled is None or kept.dossier is None:
            return None
        return Compilation(
            compiled=compiled,
            name=of_bytes(kept.seen, kept.woven, work.name),
            kept_as=self._name(work),
            seen=kept.seen,
            dossier=kept.dossier,
            work=work,
            among=self,
        )

    def woven_of(self, work: Work) -> Woven:
        """Return the HTML of an article; the last one is at hand, as a page asks several times."""
        last, woven = self._latest
        if woven is None or last is not work:
            woven = pickle.loads(self._rest_of(work)[0])  # noqa: S301 - as put in, or just made
            self._latest = work, woven
        return woven

    def words_of(self, work: Work) -> str:
        """Return all words of an article."""
        return self._rest_of(work)[1]

    def _rest_of(self, work: Work) -> tuple[bytes, str]:
        """Load what is kept apart, or make it where it was not kept or is kept no longer."""
        data = self._cabinet.get(_rest(self._name(work))) or self._made(work).rest
        rest: tuple[bytes, str] = pickle.loads(data)  # noqa: S301 - as put in, or just made
        return rest

    def _name(self, work: Work) -> bytes:
        return of_bytes(self._common, work.name)


def _rest(name: bytes) -> bytes:
    """Return under which name is kept what is loaded when it is asked for."""
    return name + b"rest"
