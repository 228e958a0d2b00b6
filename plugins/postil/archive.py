"""An archive on disk, for the length of one build: its folders, its workshop, all that was found.

This is where files are looked for. What an article becomes is the business of
`compiling.article`, and what happens to it then is Pelican's.
"""

import datetime as dt
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from postil import rules
from postil.compiling import summaries
from postil.compiling.article import Compiled, Workshop, article_texts
from postil.compiling.compilations import Compilation, Compilations, Work
from postil.compiling.tracing import Names
from postil.engine import fingerprints
from postil.engine.cabinet import Cabinet
from postil.files.articles import ArticleFiles
from postil.files.folders import closed_below
from postil.files.layout import CONF, Layout, cache_of, layout_of
from postil.files.text import read_source, shown
from postil.findings.diagnostics import (
    Code,
    Diagnostic,
    finding,
    finding_in_file,
    in_order,
    with_severities,
)
from postil.findings.source import Source, Span
from postil.header.header import Header
from postil.markdown.parsing import ParserSettings
from postil.records.redirects import REDIRECTS, check_redirects, read_redirects
from postil.records.registry import load_registry
from postil.records.severities import SETTING, Severities, read_severities
from postil.records.shelf import read_file
from postil.rules.casebook import Casebook, ReadArticle
from postil.rules.sightings import Sightings
from postil.theming.catalogues import OURS, flaws
from postil.theming.reading import Readings
from postil.theming.templatecode import TemplateCode
from postil.theming.templating import theme_folder
from postil.theming.theme import COMPONENTS, Components, environment
from postil.theming.views import Render
from postil.theming.wording import Wordings
from postil.weaving.mentions import Mentions
from postil.weaving.resolving import Texts
from postil.yaml.written import Written

_SHAPING = ("DEFAULT_LANG", summaries.LENGTH, summaries.END)
"""The settings of Pelican's that articles are compiled by."""


def severities_of(settings: Mapping[str, Any], root: Path) -> tuple[Severities, list[Diagnostic]]:
    """Return how much findings weigh on a site, and what is wrong with its setting."""
    conf = read_source(root / CONF, root)
    return read_severities(
        settings.get(SETTING, {}), conf if isinstance(conf, Source) else Source(CONF, "")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Who publishes an archive, and how strict they are."""

    name: str
    host: str
    today: dt.date | None
    """The day that was given to the check; without one, the archive's own newest day counts."""
    severities: Severities


def open_archive(settings: Mapping[str, Any]) -> "Archive":
    """Open the archive of a site, given Pelican's settings."""
    layout = layout_of(settings)
    overrides = [Path(folder) for folder in settings["THEME_TEMPLATES_OVERRIDES"]]
    themes = [Path(settings["THEME"]) / "templates", theme_folder() / "templates"]
    templates = [*overrides, *themes]
    cache = cache_of(settings, layout.root)
    house, found = _house(settings, layout.root)
    own_words = layout.root / "locale"
    wordings = Wordings(settings["DEFAULT_LANG"], [own_words, OURS])
    program = fingerprints.of_bytes(fingerprints.of_program(), fingerprints.of_folders([own_words]))
    code = TemplateCode(program, Cabinet(cache / "templates") if cache else None)
    cabinet = Cabinet(cache / "compiled" if cache else None)
    components = environment(templates, wordings, code)
    archive = Archive(
        layout,
        ParserSettings(typographer=bool(settings.get("POSTIL_TYPOGRAPHER", False))).in_language(
            settings["DEFAULT_LANG"]
        ),
        Components(components),
        wordings,
        code,
        house,
        summarise=summaries.first_words(settings),
        program=program,
        templates=fingerprints.of_folders(templates),
        recipe=fingerprints.of_bytes(
            program,
            *_sources(components, cabinet, templates),
            *(repr(settings[name]).encode() for name in _SHAPING),
        ),
        cabinet=cabinet,
    )
    archive.add(found)
    archive.add(_bad_catalogues(layout.root))
    for folder in {own_words, *overrides, Path(settings["THEME"])}:
        archive.add(closed_below(folder, layout.root))
    return archive


def _sources(
    components: Any,  # noqa: ANN401 - Jinja's, which only `theming.theme` knows
    cabinet: Cabinet,
    folders: Sequence[Path],
) -> Iterator[bytes]:
    """Yield the fingerprints of the templates that articles are compiled with."""
    readings = Readings(components, cabinet)
    for name in COMPONENTS:
        reading = readings.of(name)
        yield reading.name if reading else fingerprints.of_folders(folders)


def _bad_catalogues(root: Path) -> Iterator[Diagnostic]:
    for path, flaw in flaws(root / "locale"):
        source = read_source(path, root)
        if isinstance(source, Diagnostic):
            yield source
            continue
        starts = [0, *(end.end() for end in re.finditer("\n", source.text))]
        start = starts[min(flaw.line, len(starts)) - 1]
        yield finding(
            source,
            Span(start, start),
            Code.BAD_CATALOGUE,
            flaw.message,
            help="keep the values in `%(…)s` as they are in the message above it",
        )


def _house(settings: Mapping[str, Any], root: Path) -> tuple[House, list[Diagnostic]]:
    levels, found = severities_of(settings, root)
    return House(
        name=str(settings["SITENAME"]),
        host=(urlsplit(str(settings["SITEURL"])).hostname or "").removeprefix("www."),
        today=settings.get("POSTIL_TODAY"),
        severities=levels,
    ), found


class Archive:
    """One build of an archive: reads articles, gathers findings, judges the whole at the end."""

    def __init__(
        self,
        layout: Layout,
        parser: ParserSettings,
        components: Components,
        wordings: Wordings,
        code: TemplateCode,
        house: House,
        *,
        summarise: Callable[[str], str],
        program: bytes,
        templates: bytes,
        recipe: bytes,
        cabinet: Cabinet,
    ) -> None:
        """Load the registry; its findings are the build's first.

        `program` names what all that a build makes depends on, `templates` all templates, `recipe`
        all that every article is compiled with, but for the registry. In the cabinet is what an
        earlier build made, if the site keeps it.
        """
        registry, found = load_registry(layout.annotations, layout.root)
        self.layout = layout
        self.wordings = wordings
        self.code = code
        self.registry = registry
        self._house = house
        moved = read_file(layout.annotations / "registry" / REDIRECTS, layout.root)
        wrong = [moved] if isinstance(moved, Diagnostic) else []
        self._moved = moved if isinstance(moved, Source) else Source(REDIRECTS, "")
        self.redirects, flaws = read_redirects(self._moved)
        self._workshop = Workshop(
            registry=registry,
            mentions=Mentions(registry),
            parser=parser,
            components=components,
            summarise=summarise,
        )
        self.cabinet = cabinet
        self.program = fingerprints.of_bytes(program, Names(registry).common)
        """Names what all pages depend on: the program, its words, the scale."""
        self.templates = templates
        """Names all templates, for what is written with some of them by itself."""
        self._compilations = Compilations(self._workshop, recipe, cabinet)
        self._memory = fingerprints.of_bytes(b"sightings", recipe, fingerprints.of_value(parser))
        self._sightings = Sightings(cabinet.get(self._memory))
        self._files = ArticleFiles(layout)
        self._works: dict[str, Work] = {}
        self._findings: list[Diagnostic] = [*found, *wrong, *flaws]
        self._read: dict[str, Compilation | None] = {}
        self._pages: set[str] = set()

    def prepare(self, articles: Iterable[str | Path], *, jobs: int) -> None:
        """Compile articles before they are asked for, over several processes."""
        works = [work for path in articles if (work := self._work(os.fspath(path), page=False))]
        self._compilations.prepare(works, jobs=jobs)

    def keep(self) -> None:
        """Keep what this build has made for the next one."""
        self.cabinet.put(self._memory, self._sightings.kept())
        self.cabinet.keep()

    def keep_all(self, *, instead_of: Iterable[bytes] = ()) -> None:
        """Keep what this build has made, and all that earlier ones had: it did not ask for that.

        Something may have been made in place of other things, which are kept no longer.
        """
        self.cabinet.retain_all()
        for name in instead_of:
            self.cabinet.drop(name)
        self.cabinet.keep()

    def says_nothing_new(self, before: bytes, made: Compilation) -> bool:
        """Whether the rules would see in an article what they saw in the one of that name."""
        return self._sightings.are_alike(before, made.words, made.dossier.noted)

    def found_in(self, article: str) -> Sequence[Diagnostic]:
        """Return what was found in an article by itself."""
        return self._compilations.of(self._works[article])[1]

    def compiled(self, article: str | Path) -> Compilation | None:
        """Return what an article compiles to, before it counts as one of the archive's."""
        work = self._works.get(os.fspath(article))
        return self._compilations.of(work)[0] if work else None

    def compiled_before(self, name: bytes) -> Compiled | None:
        """Return what an article compiled to in an earlier build, by its name in the cabinet."""
        return self._compilations.before(name)

    def compile(self, article: str | Path, *, page: bool = False) -> Compilation | None:
        """Return the compiled article; `None` if it cannot be read, which is then a finding."""
        path = os.fspath(article)
        if path in self._read:
            return self._read[path]
        self._read[path] = None
        if page:
            self._pages.add(path)
        work = self._work(path, page=page)
        if work is None:
            return None
        made, found = self._compilations.of(work)
        self._findings += found
        self._read[path] = made
        return made

    def reread(self, article: Path) -> list[Diagnostic]:
        """Compile an article anew, as its files are now; return what is wrong with it by itself."""
        path = os.fspath(article)
        self._works.pop(path, None)
        self._read.pop(path, None)
        before = len(self._findings)
        self.compile(article)
        found = self._findings[before:]
        del self._findings[before:]
        return in_order(with_severities(found, self._house.severities))

    def _work(self, article: str, *, page: bool) -> Work | None:
        """Open an article and its sidecar, each once."""
        if article in self._works:
            return self._works[article]
        source, sidecar = self._files.article(article), self._files.sidecar(article)
        self._findings += [read for read in (source, sidecar) if isinstance(read, Diagnostic)]
        if isinstance(source, Diagnostic):
            return None
        notes = sidecar if isinstance(sidecar, Source) else None
        self._works[article] = Work((source, notes), partial(self._files.both, article), page=page)
        return self._works[article]

    def texts(self, article: Path) -> Texts | None:
        """Return the texts of an article on which notes can be; `None` if it cannot be read."""
        source = read_source(article, self.layout.root)
        return self.texts_of(source) if isinstance(source, Source) else None

    def texts_of(self, source: Source) -> Texts | None:
        """Return the same of an article that may be an older one than the archive's."""
        return article_texts(source, self._workshop)

    @property
    def render(self) -> Render:
        """Makes HTML out of the Markdown of a note, on pages that no article stands behind."""
        return self._workshop.render

    def add(self, found: Iterable[Diagnostic]) -> None:
        """Add what somebody else found, the generator for one."""
        self._findings += found

    def findings(self) -> list[Diagnostic]:
        """Return everything found so far, with what only the whole archive shows, in order.

        Each has the severity that the site gives it.
        """
        book = self._casebook()
        unread = [*self._files.unread(self._read.keys(), elsewhere=self._has_articles)]
        is_closed = any(each.code is Code.UNREADABLE for each in unread)
        found = [
            *self._findings,
            *(() if is_closed else self._emptiness()),
            *unread,
            *self._files.shared(self._read.keys()),
            *_repeated_claims(book),
            *rules.check(book),
        ]
        return in_order(with_severities(found, self._house.severities))

    @property
    def _has_articles(self) -> bool:
        return bool(self._read.keys() - self._pages)

    def _emptiness(self) -> Iterator[Diagnostic]:
        """Yield the finding that there is no article: a wrong folder looks just like it."""
        if self._has_articles:
            return
        content, root = self.layout.content, self.layout.root
        elsewhere = self._files.elsewhere()
        folder = next(iter(elsewhere)) if len(elsewhere) == 1 else "."
        path = "" if folder == "." else folder
        yield finding_in_file(
            shown(content, root),
            Code.EMPTY_ARCHIVE,
            "there is no article in "
            + " or ".join(shown(folder, root) for folder in self.layout.articles),
            notes=[
                *(
                    f"there is no folder {folder}"
                    for folder in self.layout.articles
                    if not folder.is_dir()
                ),
                *(
                    f"Markdown files in {shown(content / folder, root)}: {number}"
                    for folder, number in sorted(elsewhere.items())
                ),
            ],
            help=f'if these are the articles, write ARTICLE_PATHS = ["{path}"] in the settings'
            if elsewhere
            else "write one, or look whether ARTICLE_PATHS in the settings names its folder",
        )

    def _casebook(self) -> Casebook:
        """Return what the rules look at."""
        annotations = self.layout.annotations
        read = {
            self._works[path].path: (path, made)
            for path, made in self._read.items()
            if made and self._files.has(path)
        }
        return Casebook(
            registry=self.registry,
            dossiers={name: read[name][1].dossier for name in sorted(read)},
            words=lambda name: read[name][1].words(),
            open=lambda name: self._reopened(*read[name]),
            sidecar_path=lambda name: self._files.name(self._files.sidecar_of(read[name][0])),
            sources=Written(self._open(annotations / "registry" / "sources.yaml")),
            claim_file=lambda name: self._open(annotations / "claims" / f"{name}.yaml"),
            sightings=self._sightings,
            own_name=self._house.name,
            own_host=self._house.host,
            today=self._house.today,
        )

    def _reopened(self, path: str, made: Compilation) -> ReadArticle:
        source, sidecar = self._works[path].texts
        sidecar_path = self._files.name(self._files.sidecar_of(path))
        return ReadArticle(
            source=source,
            sidecar=sidecar or Source(sidecar_path, ""),
            header=made.compiled.header,
            texts=partial(self.texts_of, source),
        )

    def as_written(self, article: str) -> tuple[Source, Header] | None:
        """Return an article and its header; nothing if it is none of the archive's own."""
        read = self._read.get(article)
        return (self._works[article].texts[0], read.compiled.header) if read else None

    def name_of(self, path: str) -> str:
        """Return a path as findings print it."""
        return self._files.name(path)

    def wrong_redirects(self, pages: Collection[str], theme: str) -> list[Diagnostic]:
        """Return a finding for each redirect that cannot work, given the site's addresses.

        `theme` is the folder with the theme's own files.
        """
        return check_redirects(self.redirects, self._moved, pages, theme)

    def _open(self, path: Path) -> Source:
        """Return a file as it is; one that cannot be read is empty here."""
        source = read_source(path, self.layout.root)
        return source if isinstance(source, Source) else Source(shown(path, self.layout.root), "")


def _repeated_claims(book: Casebook) -> Iterator[Diagnostic]:
    """Yield a finding for each claim id given twice: a claim's address is the archive's."""
    claims: dict[str, list[tuple[str, Span]]] = {}
    for article, dossier in book.dossiers.items():
        for own in dossier.own:
            claims.setdefault(own.id, []).append((article, own.place))
    for name, given in sorted(claims.items()):
        shared = name in book.registry.claims
        if not shared and len(given) == 1:
            continue
        places = [(book.open(article).sidecar, span) for article, span in given]
        first = f"annotations/claims/{name}.yaml" if shared else _at(*places[0])
        for source, span in places if shared else places[1:]:
            yield finding(
                source,
                span,
                Code.REPEATED_ID,
                f"the claim id `{name}` is taken: a claim's page is /claims/{name}/",
                notes=[f"first given in {first}"],
                help="give this claim another id, or take the other one in with `use:`",
            )


def _at(source: Source, span: Span) -> str:
    position = source.position(span.start)
    return f"{source.path}:{position.line}"
