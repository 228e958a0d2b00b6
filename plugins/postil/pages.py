"""Pages that are made from what the archive knows and not from a file.

A thin rim: what stands on a page is said by `claimpages`, `peoplepages` and the like, and how, by
the theme's template of that name.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pelican.contents import Page
from pelican.writers import Writer

from postil.claimpages import claim_list, claim_page, verdict_pages
from postil.corrections import corrections, of_class
from postil.labelpages import label_page
from postil.library import Library
from postil.made_pages import MadePagesGenerator
from postil.peoplepages import person_page
from postil.postpages import post_page
from postil.views import Render

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
    for entry in library.claims.values():
        claim = claim_page(entry, library, render)
        yield LibraryPage(
            url=entry.url,
            template="claim",
            values={"page_lang": entry.lang, "entry": entry, "view": claim},
        )
    people = [person_page(entity, library) for entity in library.entities]
    labels = [label_page(label, library) for label in library.registry.labels.values()]
    posts = [post_page(post, library) for post in library.registry.posts.values()]
    for template, pages in (("person", people), ("label", labels), ("post", posts)):
        for page in pages:
            yield LibraryPage(url=page.url, template=template, values={"view": page})
    claims = claim_list(library)
    yield LibraryPage(url="claims/", template="claims", values={"view": claims})
    for verdict in verdict_pages(claims, library):
        yield LibraryPage(url=verdict.url, template="verdict", values={"view": verdict})
    yield LibraryPage(url="people/", template="people", values={"people": people})
    yield LibraryPage(url="labels/", template="labels", values={"labels": labels})
    changes = of_class(corrections(library))
    yield LibraryPage(url="corrections/", template="corrections", values={"classes": changes})


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
        save_as = self.settings.get(METHODOLOGY, "methodology/index.html")
        if not save_as or save_as in _pages_by_address(self.context):
            return
        self.write_page(writer, "methodology", save_as)


def _pages_by_address(context: Mapping[str, list[Page]]) -> set[str]:
    pages = [*context.get("pages", []), *context.get("hidden_pages", [])]
    return {page.save_as for page in pages}
