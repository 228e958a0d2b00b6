"""Where Postil meets Pelican: signals and settings, nothing else.

Pelican logs a reader's or a plugin's exception and goes on without the article or the plugin.
An archive must not lose its notes like that, so everything Pelican logs as an error becomes a
finding, and a build with an error among its findings stops before it writes.
"""

import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.contents import Content
from pelican.generators import (
    ArticlesGenerator,
    CachingGenerator,
    Generator,
    PagesGenerator,
    StaticGenerator,
)
from pelican.readers import Readers
from pelican.utils import order_content

from postil.archive import Archive, open_archive
from postil.compiling.article import ROOT
from postil.compiling.compilations import Compilation
from postil.engine.cells import Read
from postil.engine.fingerprints import SIZE, of_bytes, of_data, of_value
from postil.files.layout import ARTICLE_KINDS, CACHE
from postil.findings import reporting
from postil.findings.diagnostics import Diagnostic, pressing
from postil.generators.data import DataGenerator, PageData
from postil.generators.feeds import FeedGenerator, take_over, without_notes
from postil.generators.made import StylesheetsGenerator
from postil.generators.pages import LibraryGenerator, MethodologyGenerator
from postil.generators.placed import wrong_addresses
from postil.generators.redirects import RedirectsGenerator
from postil.generators.search import SearchGenerator, missing_program
from postil.generators.sharing import SharingGenerator, wrong_fonts
from postil.generators.telling import GENERATORS, LIBRARY, tell
from postil.library.library import library
from postil.pelican.articles import ReadArticles, root_of
from postil.pelican.entries import articles_of, pages_of
from postil.pelican.grouping import group_quickly
from postil.pelican.jobs import JOBS, jobs_of, wrong_jobs
from postil.pelican.links import dead_links
from postil.pelican.log import PelicanLog
from postil.pelican.reader import ARCHIVE, COMPILATION, PostilReader
from postil.pelican.writing import STANDING, WRITER, PageWriter
from postil.publishing.staging import STAGE, Stage
from postil.rebuilding.makings import Makings
from postil.rebuilding.platemaking import PLATES, leave
from postil.theming.speaking import Voices

if TYPE_CHECKING:
    from pelican import Pelican

Judge = Callable[[Sequence[Diagnostic]], None]
JUDGE = "POSTIL_JUDGE"
"""The key in Pelican's settings for who decides about the findings; it may raise."""

SITE = "POSTIL_SITE"
"""The key in Pelican's settings for the fingerprint of all others."""

_LOG = "POSTIL_LOG"
_OF_A_BUILD = {
    "OUTPUT_PATH",
    ARCHIVE,
    CACHE,
    GENERATORS,
    JOBS,
    JUDGE,
    LIBRARY,
    PLATES,
    SITE,
    STAGE,
    STANDING,
    WRITER,
    _LOG,
}


def register() -> None:
    """Connect to Pelican (called by Pelican; `PLUGINS = ["postil"]`)."""
    signals.get_generators.connect(begin)
    signals.generator_init.connect(prepare)
    signals.article_generator_init.connect(read_ahead)
    signals.readers_init.connect(add_reader)
    signals.article_generator_pretaxonomy.connect(settle_articles)
    signals.page_generator_finalized.connect(settle_pages)
    signals.content_object_init.connect(settle_links)
    signals.all_generators_finalized.connect(finish)
    signals.feed_generated.connect(without_notes)
    signals.get_writer.connect(give_writer)
    signals.finalized.connect(write_pages)


def begin(pelican: "Pelican") -> tuple[type[Generator], ...]:
    """Open the archive anew for each build: Pelican's autoreload runs many in one process."""
    settings = pelican.settings
    settings[SITE] = _fingerprint(settings)
    settings[ARCHIVE] = open_archive(settings)
    log: PelicanLog = settings.setdefault(_LOG, PelicanLog(logging.ERROR))
    log.clear()
    logger = logging.getLogger("pelican")
    if log not in logger.handlers:
        logger.addHandler(log)
    return (
        LibraryGenerator,
        MethodologyGenerator,
        FeedGenerator,
        SharingGenerator,
        DataGenerator,
        RedirectsGenerator,
        SearchGenerator,
        StylesheetsGenerator,
    )


def prepare(generator: Generator) -> None:
    """Give every template what the archive knows as a whole, and let Markdown be ours."""
    archive: Archive = generator.settings[ARCHIVE]
    Voices(generator.env, archive.wordings, archive.code)
    generator.context["scale"] = archive.registry.scale
    generator.context["ABSOLUTE_ROOT"] = generator.settings["SITEURL"]
    if isinstance(generator, ArticlesGenerator):
        take_over(generator)
    if isinstance(generator, CachingGenerator):
        for extension in PostilReader.file_extensions:  # else it warns that Markdown is missing
            generator.readers.disabled_readers.pop(extension, None)


def read_ahead(generator: ArticlesGenerator) -> None:
    """Read all articles over all cores, before Pelican asks for one after the other."""
    settings = generator.settings
    archive: Archive = settings[ARCHIVE]
    names = generator.get_files(settings["ARTICLE_PATHS"], exclude=settings["ARTICLE_EXCLUDES"])
    read = ReadArticles(generator, archive, settings[SITE])
    read.prepare(
        sorted(name for name in names if name.endswith(ARTICLE_KINDS)), jobs=jobs_of(settings)
    )
    vars(generator)["get_cached_data"] = read.get
    group_quickly(generator)


def give_writer(_: "Pelican") -> type[PageWriter]:
    """Have the pages put together over all cores."""
    return PageWriter


def write_pages(pelican: "Pelican") -> None:
    """Write the pages that Pelican and we have asked for."""
    writer: PageWriter | None = pelican.settings.get(WRITER)
    generators: Sequence[Generator] = pelican.settings[GENERATORS]
    if writer:  # else another plugin's was chosen, which writes at once
        statics = (each for each in generators if isinstance(each, StaticGenerator))
        writer.finish({file.save_as for generator in statics for file in generator.staticfiles})
    archive: Archive = pelican.settings[ARCHIVE]
    makings: Makings | None = pelican.settings.get(STANDING)
    if writer and makings:
        pelican.settings[PLATES] = leave(generators, archive, makings, writer)
    archive.code.keep()
    archive.keep()


def add_reader(readers: Readers) -> None:
    """Read Markdown with our reader, whether Pelican's own could or not."""
    for extension in PostilReader.file_extensions:
        readers.reader_classes[extension] = PostilReader


def settle_articles(generator: ArticlesGenerator) -> None:
    """Put articles of one date in the order of their addresses.

    Pelican leaves them as it found the files, in an order that differs from run to run.
    """
    for articles in (generator.articles, generator.translations, generator.hidden_articles):
        articles.sort(key=_address)
        order_content(articles, generator.settings["ARTICLE_ORDER_BY"])


def settle_pages(generator: PagesGenerator) -> None:
    """Do the same with the editors' pages."""
    for pages in (generator.pages, generator.translations, generator.hidden_pages):
        pages.sort(key=_address)
        order_content(pages, generator.settings["PAGE_ORDER_BY"])


def settle_links(content: Content) -> None:
    """Replace the placeholder for the site's address, now that the page's own is known."""
    made = content.metadata.get(COMPILATION)
    if not isinstance(made, Compilation) or content._content is None:
        return
    root = root_of(content.settings, content)
    content._content = content._content.replace(ROOT, root)
    vars(content)["annotated"] = made.load().lead.at(root)  # templates' `article.annotated`


def finish(generators: Sequence[Generator]) -> None:
    """Judge the archive as a whole before anything is written."""
    settings = generators[0].settings
    archive: Archive = settings[ARCHIVE]
    contents = [content for generator in generators for content in contents_of(generator)]
    for content in contents:
        if _may_move_files(content):  # before files are copied
            content.get_content(settings["SITEURL"])
    articles = [*articles_of(generators, archive)]
    whole = library(archive.registry, articles, [*pages_of(contents, articles, archive)])
    archive.add(settings[_LOG].findings())
    for content in (*contents, *(draft for each in generators for draft in _drafts(each))):
        archive.add(dead_links(content, archive.layout))
    archive.add(wrong_fonts(settings))
    archive.add(wrong_jobs(settings))
    archive.add(missing_program(settings))
    archive.add(wrong_addresses(generators, contents, whole))

    settings[GENERATORS] = generators
    tell(generators, whole, archive)
    if stage := _stage(settings):
        settings[STANDING] = makings_of(settings, generators[0].context, stage)
    findings = archive.findings()
    judge: Judge = settings.get(JUDGE, stop_on_errors)
    try:
        judge(findings)
    except BaseException:
        archive.cabinet.retain_all()
        archive.keep()
        raise


def makings_of(
    settings: Mapping[str, Any],
    context: Mapping[str, Any],
    stage: Stage,
    known: Mapping[Read, bytes] | None = None,
) -> Makings:
    """Return what is known of the published pages; of what is `known` the name is not sought."""
    archive: Archive = settings[ARCHIVE]
    told: PageData = context["structured_data"]
    site = of_bytes(settings[SITE], archive.program, of_value(told.data.publication))
    return Makings(archive, context, site, stage, known)


def stop_on_errors(findings: Sequence[Diagnostic]) -> None:
    """Print the findings, and stop if there is an error among them.

    Raises `SystemExit`: the one thing that Pelican does not catch and go on from.
    """
    findings = pressing(findings)
    reporting.report(findings)
    if any(found.is_error for found in findings):
        sys.stderr.write(f"{reporting.summary(findings)}; nothing was written\n")
        raise SystemExit(1)


def _address(content: Content) -> str:
    return str(content.url)


def _fingerprint(settings: Mapping[str, Any]) -> bytes:
    """Return the fingerprint of a site's settings; of each build's own where they hold code."""
    told = sorted((name, value) for name, value in settings.items() if name not in _OF_A_BUILD)
    return of_data(told) or os.urandom(SIZE)


def _stage(settings: Mapping[str, Any]) -> Stage | None:
    """Return where a build is published whose pages are all ours: others' code is not known."""
    return settings.get(STAGE) if settings["PLUGINS"] == ["postil"] else None


def _may_move_files(content: Content) -> bool:
    """Whether a content may have an `{attach}` link."""
    made = content.metadata.get(COMPILATION)
    linked = not isinstance(made, Compilation) or made.compiled.linked
    return linked and "attach" in (content._content or "")


def contents_of(generator: Generator) -> list[Content]:
    """Return the articles and pages that a generator has read."""
    match generator:
        case ArticlesGenerator():
            return [*generator.articles, *generator.translations, *generator.hidden_articles]
        case PagesGenerator():
            return [*generator.pages, *generator.translations, *generator.hidden_pages]
        case _:
            return []


def _drafts(generator: Generator) -> list[Content]:
    match generator:
        case ArticlesGenerator():
            return [*generator.drafts, *generator.drafts_translations]
        case PagesGenerator():
            return [*generator.draft_pages, *generator.draft_translations]
        case _:
            return []
