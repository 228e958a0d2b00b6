"""Pages that are made from what the archive knows and not from a file.

A thin rim: what stands on a page is said by `postil.pages`, and how, by the theme's template
of that name.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from pelican.contents import Page
from pelican.writers import Writer

from postil.engine.cells import remembered
from postil.generators.made import MadePagesGenerator
from postil.library.corrections import corrections, of_class
from postil.library.library import Library
from postil.pages.claims import claim_list, claim_page, verdict_pages
from postil.pages.labels import label_page
from postil.pages.people import person_page
from postil.pages.posts import post_page
from postil.pelican.provenance import Later
from postil.theming.templating import address
from postil.theming.views import Render

METHODOLOGY = "METHODOLOGY_SAVE_AS"


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryPage:
    """A page to be written: where, by which template, with what."""

    url: str
    template: str
    values: Mapping[str, object]

    @property
    def save_as(self) -> str:
        """Its file, below the output folder."""
        return f"{self.url}index.html"


def library_pages(library: Library, render: Render) -> Iterator[LibraryPage]:
    """Yield every page that is made from the library."""
    registry = library.registry

    def shown(url: str, template: str, name: str, compute: Callable[[], object]) -> LibraryPage:
        return LibraryPage(url=url, template=template, values={name: Later(compute)})

    for entry in library.claims.values():
        view = Later(partial(claim_page, entry, library, render), entry)
        yield LibraryPage(
            url=entry.url,
            template="claim",
            values={"page_lang": entry.lang, "entry": entry, "view": view},
        )
    for entity in library.entities:
        person = Later(partial(person_page, entity, library), entity)
        yield LibraryPage(url=f"people/{entity.id}/", template="person", values={"view": person})
    for label in registry.labels.values():
        worn = Later(partial(label_page, label, library), label)
        yield LibraryPage(url=f"labels/{label.id}/", template="label", values={"view": worn})
    for post in registry.posts.values():
        saved = Later(partial(post_page, post, library), post)
        yield LibraryPage(url=f"posts/{post.id}/", template="post", values={"view": saved})
    claims = remembered(lambda: claim_list(library))
    yield shown("claims/", "claims", "view", claims)
    verdicts = remembered(lambda: {page.url: page for page in verdict_pages(claims(), library)})
    for url in sorted({f"verdicts/{entry.claim.rating}/" for entry in library.standing}):
        yield shown(url, "verdict", "view", partial(_page_at, verdicts, url))
    yield shown(
        "people/",
        "people",
        "people",
        lambda: [person_page(one, library) for one in library.entities],
    )
    yield shown(
        "labels/",
        "labels",
        "labels",
        lambda: [label_page(label, library) for label in registry.labels.values()],
    )
    yield shown("corrections/", "corrections", "classes", lambda: of_class(corrections(library)))


def _page_at(pages: Callable[[], Mapping[str, object]], url: str) -> object:
    return pages()[url]


class LibraryGenerator(MadePagesGenerator):
    """Writes the pages that are made from the library."""

    def generate_output(self, writer: Writer) -> None:
        """Write the pages."""
        library: Library = self.context["library"]
        for page in library_pages(library, self.context["render_note"]):
            self.write_page(writer, page.template, page.save_as, **page.values)


class MethodologyGenerator(MadePagesGenerator):
    """Writes the page that explains the scale, unless an editor wrote one.

    A page of that address with `template: methodology` in its header stands above the scale.
    """

    def generate_output(self, writer: Writer) -> None:
        """Write `/methodology/`."""
        save_as = _methodology(self.settings)
        if not save_as or save_as in _pages_by_address(self.context):
            return
        self.write_page(writer, "methodology", save_as)


def methodology_address(settings: Mapping[str, Any]) -> str:
    """Return the address of that page below the site's, given Pelican's settings."""
    return address(_methodology(settings))


def _methodology(settings: Mapping[str, Any]) -> str:
    return str(settings.get(METHODOLOGY, "methodology/index.html"))


def _pages_by_address(context: Mapping[str, list[Page]]) -> set[str]:
    pages = [*context.get("pages", []), *context.get("hidden_pages", [])]
    return {page.save_as for page in pages}
