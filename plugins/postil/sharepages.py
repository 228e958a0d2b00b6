"""Pelican's generator of what is there to be shared: site map, embeds, cards."""

import json
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any

from pelican.urlwrappers import Category, Tag
from pelican.writers import Writer

from postil import sitemap
from postil.archive import layout_of
from postil.claimpages import claim_page
from postil.datapages import ADDRESSES
from postil.embedding import oembed
from postil.files import read_source, shown
from postil.library import ArticleEntry, ClaimEntry, Library, Noted
from postil.made_pages import MadePagesGenerator
from postil.publication import Publication
from postil.repository import Repository
from postil.sharing import Desk, Sharing, card_texts
from postil.source import Source


class SharingGenerator(MadePagesGenerator):
    """Writes the site map, and for each claim what others can show of it."""

    def generate_output(self, writer: Writer) -> None:
        """Write them."""
        sharing: Sharing = self.context["sharing"]
        whole = bool(sharing.publication.root) and not self.settings["RELATIVE_URLS"]
        self._write_embeds(writer, sharing, whole=whole)
        if whole:
            self._write_sitemap(sharing.library, sharing.publication)

    def _write_embeds(self, writer: Writer, sharing: Sharing, *, whole: bool) -> None:
        """Write the card of each claim; what oEmbed says of it needs `whole` addresses."""
        site, render = sharing.publication, self.context["render_note"]
        words = self.templates.get_template("components/headline.html").module
        for entry in sharing.library.claims.values():
            view = claim_page(entry, sharing.library, render)
            title = unescape(str(words.claim_headline(entry, view.claim))).strip()
            self.write_page(
                writer,
                "embed",
                f"{entry.url}embed/index.html",
                entry=entry,
                view=view,
                headline=title,
                page_lang=entry.uses[0].article.lang if entry.uses else site.lang,
            )
            if not whole:
                continue
            told = oembed(
                url=site.at(entry.url),
                title=title,
                provider=site.name,
                root=site.root,
                texts=card_texts(entry),
            )
            content = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
            self._write(f"{entry.url}oembed.json", content)

    def _write_sitemap(self, library: Library, publication: Publication) -> None:
        pages = {page.url: page.header.modified or page.header.date for page in library.pages}
        found = sitemap.places(
            library,
            {**dict.fromkeys(publication.pages.values()), **pages},
            lambda article: list_addresses(article, self.settings),
            ("", *ADDRESSES),
        )
        root = publication.root
        for name, content in sitemap.files([*found], root).items():
            self._write(name, content)
        self._write("robots.txt", sitemap.robots(root))

    def _write(self, name: str, content: str) -> None:
        path = Path(self.output_path) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8", newline="\n")


def list_addresses(article: ArticleEntry, settings: Mapping[str, Any]) -> Iterator[str]:
    """Yield the addresses of the lists that an article is in, given Pelican's settings."""
    yield ""
    if settings["CATEGORY_SAVE_AS"]:
        yield Category(article.outlet, settings).url
    if settings["TAG_SAVE_AS"]:
        yield from (Tag(topic, settings).url for topic in article.header.topics)
    for name in ("YEAR_ARCHIVE", "MONTH_ARCHIVE", "DAY_ARCHIVE"):
        if settings[f"{name}_SAVE_AS"]:
            yield settings[f"{name}_URL"].format(date=article.date)
    for name, template in (
        ("CATEGORIES", "categories"),
        ("TAGS", "tags"),
        ("ARCHIVES", "archives"),
    ):
        if template in settings["DIRECT_TEMPLATES"]:
            yield settings.get(f"{name}_SAVE_AS", f"{template}.html").removesuffix("index.html")


def sharing_of(library: Library, publication: Publication, settings: Mapping[str, Any]) -> Sharing:
    """Return what templates ask about sharing, given Pelican's settings."""
    layout = layout_of(settings)
    sources: dict[Path, Source | None] = {}

    def source_of(path: Path) -> Source | None:
        if path not in sources:
            found = read_source(path, layout.root)
            sources[path] = found if isinstance(found, Source) else None
        return sources[path]

    def place_of(entry: ArticleEntry, note: Noted | None) -> tuple[str, int]:
        path = layout.sidecar_of(layout.root / entry.source)
        source = source_of(path) if note else None
        span = note.annotation.id_span if note else None
        if not (note and source and span):
            return shown(path, layout.root), 0
        written = source.text[span.start : span.end].strip("\"'") == note.annotation.id
        return source.path, source.position(span.start).line if written else 0

    def file_of(entry: ClaimEntry) -> str:
        return shown(layout.annotations / "claims" / f"{entry.claim.id}.yaml", layout.root)

    url = str(settings.get("POSTIL_REPOSITORY", "")).rstrip("/")
    repository = Repository(
        url=url,
        branch=str(settings.get("POSTIL_BRANCH", "main")),
        folder=str(settings.get("POSTIL_REPOSITORY_FOLDER", "")),
    )
    return Sharing(
        library=library,
        publication=publication,
        desk=Desk(
            repository=repository if url else None,
            contact=str(settings.get("POSTIL_CONTACT", "")),
        ),
        place_of=place_of,
        file_of=file_of,
        articles={article.url: article for article in library.articles},
    )
