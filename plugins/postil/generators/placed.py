"""Findings about addresses: two pages of one, a name that can have none, a redirect that fails."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from pelican.contents import Content
from pelican.generators import Generator, StaticGenerator

from postil.archive import Archive
from postil.compiling.compilations import Compilation
from postil.findings.diagnostics import Code, Diagnostic, finding, finding_in_file
from postil.findings.source import Span
from postil.generators.addresses import made_addresses, not_free, places_of_lists
from postil.generators.pages import methodology_address
from postil.header.forms import SLUG, fits_address
from postil.library.library import Library
from postil.pelican.reader import ARCHIVE, COMPILATION
from postil.records.forms import Flaw, shown
from postil.theming.templating import address


def wrong_addresses(
    generators: Sequence[Generator], contents: Sequence[Content], library: Library
) -> Iterator[Diagnostic]:
    """Yield what would be written to one place twice, what has no place, and what leads nowhere.

    `contents` are the articles and pages that the generators have read.
    """
    settings = generators[0].settings
    archive: Archive = settings[ARCHIVE]
    placed = [content for content in contents if content.save_as and content.source_path]
    for content in placed:
        if _is_named_by_file(content):
            yield from _unfit_name(str(content.source_path), content.slug, archive)
    yield from _unfit_lists(placed, settings, archive)

    made, lists = made_addresses(library, settings), places_of_lists(library, settings)
    theme = settings["THEME_STATIC_DIR"]
    instead = {address(each.save_as) for each in placed if _is_moved(each)}
    if instead:
        others = made.union(address(each.save_as) for each in placed if not _is_moved(each))
        made |= not_free(instead, others, library, theme)
    addresses = [(str(each.source_path), address(each.save_as)) for each in placed]
    yield from _repeated(addresses, made | (lists - instead), archive)

    statics = (each for each in generators if isinstance(each, StaticGenerator))
    files = {file.save_as for generator in statics for file in generator.staticfiles}
    known = {place for _, place in addresses} | made | lists | files
    yield from archive.wrong_redirects(known | {methodology_address(settings)}, theme)


def _repeated(
    addresses: Iterable[tuple[str, str]], made: Collection[str], archive: Archive
) -> Iterator[Diagnostic]:
    """Yield a finding for each article whose page another has, or the archive makes by itself."""
    articles: dict[str, set[str]] = {}
    for article, place in addresses:
        articles.setdefault(place, set()).add(article)
    for place, of_it in articles.items():
        first = min(of_it)
        for article in of_it:
            if place in made:
                message = f"its page would be /{place}, which the archive makes by itself"
                help_ = "give it another `slug`"
            elif article != first:
                where = archive.name_of(first)
                message = f"its page would be /{place}, which is the page of {where}"
                help_ = "give one of the two another `slug`"
            else:
                continue
            yield _of_title(article, Code.REPEATED_ADDRESS, message, help_, archive)


def _unfit_name(article: str, slug: str, archive: Archive) -> Iterator[Diagnostic]:
    """Yield a finding if an article's file has a name that no address can have."""
    flaw = SLUG.read(slug)
    if isinstance(flaw, Flaw):
        help_ = f"rename the file, or give it a `slug`: {flaw.advice}"
        yield _of_title(article, flaw.code, flaw.message, help_, archive)


def _unfit_lists(
    contents: Iterable[Content], settings: Mapping[str, Any], archive: Archive
) -> Iterator[Diagnostic]:
    """Yield a finding for each outlet and topic whose list can have no address."""
    for article, name, slug in _lists_of(contents, settings):
        if slug and fits_address(slug):
            continue
        problem = "is too long for an address" if slug else "leaves nothing for an address"
        message = f"the list of {shown(name)} needs one, and the name {problem}"
        help_ = "shorten it" if slug else "write it with letters or digits"
        written = archive.as_written(article)
        if written is None:
            yield finding_in_file(archive.name_of(article), Code.BAD_ID, message, help=help_)
            continue
        source, header = written
        span = header.outlet_span
        if name != header.outlet:
            at = source.text.find(name, header.topics_span.start)
            span = header.topics_span if at < 0 else Span(at, at + len(name))
        yield finding(source, span, Code.BAD_ID, message, help=help_)


def _lists_of(
    contents: Iterable[Content], settings: Mapping[str, Any]
) -> Iterator[tuple[str, str, str]]:
    """Yield outlets and topics that have a list, each once: an article, the name, the slug."""
    told: set[tuple[str, str]] = set()
    for content in contents:
        wrapped = [getattr(content, "category", None)] if settings["CATEGORY_SAVE_AS"] else []
        wrapped += getattr(content, "tags", None) or [] if settings["TAG_SAVE_AS"] else []
        for one in filter(None, wrapped):
            if (type(one).__name__, one.name) not in told:
                told.add((type(one).__name__, one.name))
                yield str(content.source_path), one.name, one.slug


def _of_title(article: str, code: Code, message: str, help_: str, archive: Archive) -> Diagnostic:
    """Return a finding about an article as a whole; it stands at the title, if there is one."""
    written = archive.as_written(article)
    if written is None:
        return finding_in_file(archive.name_of(article), code, message, help=help_)
    source, header = written
    return finding(source, header.title_span, code, message, help=help_)


def _is_named_by_file(content: Content) -> bool:
    """Whether its file's name is the end of its address."""
    made = content.metadata.get(COMPILATION)
    return isinstance(made, Compilation) and not (made.compiled.header.slug or _is_moved(content))


def _is_moved(content: Content) -> bool:
    """Whether an editor has said where it is to be saved, in place of a list perhaps."""
    return hasattr(content, "override_save_as")
