"""What every template is told of the archive as a whole."""

from collections.abc import Sequence

from pelican.generators import Generator, PagesGenerator

from postil.archive import Archive
from postil.generators.data import page_data
from postil.generators.search import SEARCH, wanted
from postil.generators.sharing import sharing_of
from postil.library.library import Library
from postil.pages.finding import Finding

GENERATORS = "POSTIL_GENERATORS"
"""The key in Pelican's settings under which a build keeps Pelican's generators."""

LIBRARY = "POSTIL_LIBRARY"
"""The key in Pelican's settings under which the whole archive is found once it was read."""


TOLD = frozenset(
    "ABSOLUTE_ROOT finding library render_note scale search_page sharing structured_data".split()
)
"""The names of all that every template is told here and by `plugin.prepare`."""


def tell(generators: Sequence[Generator], library: Library, archive: Archive) -> None:
    """Put into the context of templates what a library says."""
    settings, context = generators[0].settings, generators[0].context
    pages = [
        page
        for generator in generators
        if isinstance(generator, PagesGenerator)
        for page in (*generator.pages, *generator.translations)
    ]
    settings[LIBRARY] = context["library"] = library
    context["structured_data"] = page_data(library, settings, pages, archive.render)
    publication = context["structured_data"].data.publication
    context["sharing"] = sharing_of(library, publication, settings)
    context["render_note"] = archive.render
    context["finding"] = Finding(
        library,
        month_url=settings["MONTH_ARCHIVE_SAVE_AS"] and settings["MONTH_ARCHIVE_URL"],
        year_url=settings["YEAR_ARCHIVE_SAVE_AS"] and settings["YEAR_ARCHIVE_URL"],
        topic_urls={tag.name: tag.url for tag, _ in context.get("tags", ()) if tag.save_as},
    )
    context["search_page"] = SEARCH if wanted(settings) else ""
