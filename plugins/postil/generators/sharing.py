"""Pelican's generator of what is there to be shared: site map, embeds, cards."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from html import unescape
from typing import Any

from pelican.urlwrappers import Category, Tag
from pelican.writers import Writer

from postil.archive import Archive
from postil.engine.cells import remembered
from postil.engine.fingerprints import of_bytes, of_program
from postil.engine.memo import Memo
from postil.files.layout import CONF, cache_of, card_fonts, layout_of
from postil.files.text import shown
from postil.findings.diagnostics import Code, Diagnostic, finding_in_file
from postil.generators.data import ADDRESSES
from postil.generators.made import MadePagesGenerator
from postil.library.library import ArticleEntry, ClaimEntry, Library, Noted
from postil.library.publication import Publication
from postil.pages.claims import ClaimLine, ClaimPage, claim_line, claim_page
from postil.pelican.provenance import Later
from postil.pelican.reader import ARCHIVE
from postil.sharing import sitemap
from postil.sharing.cards import Card, drawn
from postil.sharing.embedding import oembed
from postil.sharing.offers import Desk, Sharing, card_texts
from postil.sharing.pictures import Pictures
from postil.sharing.repository import Repository
from postil.sharing.typefaces import Typefaces, typefaces
from postil.theming.templating import direction
from postil.theming.theme import wordings_of
from postil.theming.views import ClaimView
from postil.theming.wording import Wording

STORE = "cards"
"""Where drawn pictures are kept, below the folder of the cache."""


class SharingGenerator(MadePagesGenerator):
    """Writes the site map, and for each claim what others can show of it."""

    def generate_output(self, writer: Writer) -> None:
        """Write them."""
        sharing: Sharing = self.context["sharing"]
        whole = bool(sharing.publication.root) and not self.settings["RELATIVE_URLS"]
        self._write_embeds(writer, sharing, whole=whole)
        if sharing.cards:
            self._write_cards(writer, sharing)
        if whole:
            self._write_sitemap(writer, sharing.library, sharing.publication)

    def _write_embeds(self, writer: Writer, sharing: Sharing, *, whole: bool) -> None:
        """Write the card of each claim; what oEmbed says of it needs `whole` addresses."""
        site, render = sharing.publication, self.context["render_note"]
        for entry in sharing.library.claims.values():
            view = remembered(partial(claim_page, entry, sharing.library, render))
            title = remembered(partial(self._headline, entry, view))
            self.write_page(
                writer,
                "embed",
                f"{entry.url}embed/index.html",
                entry=entry,
                view=Later(view, entry),
                headline=Later(title, entry),
                page_lang=entry.lang,
            )
            if not whole:
                continue
            told = partial(_oembed, entry, title, sharing, site)
            self.write_data(writer, f"{entry.url}oembed.json", told, (entry,))

    def _headline(self, entry: ClaimEntry, view: Callable[[], ClaimPage]) -> str:
        words = self.component("headline", entry.lang).module
        return unescape(str(words.claim_headline(entry, view().claim))).strip()

    def _write_cards(self, writer: Writer, sharing: Sharing) -> None:
        """Draw the picture of each article and claim, or take it from the store."""
        archive: Archive = self.settings[ARCHIVE]
        faces = typefaces(card_fonts(self.settings))
        cache = cache_of(self.settings, layout_of(self.settings).root)
        pictures = Pictures(faces, cache / STORE if cache else None)
        sign = self.component("shape").module.shape
        recipe = of_bytes(b"cards", of_program(), archive.templates, faces.digest.encode())
        names = Memo[Card, str](archive.cabinet, recipe)
        for place, card in self._cards(sharing):
            svg = partial(drawn, card, faces, sign)
            name = names.of(card, partial(pictures.name_of, svg))
            make = pictures.to_draw(name, svg)
            self.write_data(writer, place, make, (name,), templated=False)
        names.keep()
        pictures.forget_others()

    def _cards(self, sharing: Sharing) -> Iterator[tuple[str, Card]]:
        """Yield all cards, each with its place below the site's address."""
        site, library = sharing.publication, sharing.library
        for article in library.articles:
            yield sharing.of_article(article).image, article_card(article, site)
        for entry in library.claims.values():
            if image := sharing.of_claim(entry).image:
                wording = wordings_of(self.env).of(entry.lang)
                yield image, claim_card(claim_line(entry, library), wording, site)

    def _write_sitemap(self, writer: Writer, library: Library, publication: Publication) -> None:
        pages = {page.url: page.edited for page in library.pages}
        found = sitemap.places(
            library,
            {**dict.fromkeys(publication.pages.values()), **pages},
            list_addresses(self.settings),
            {"", self.context.get("search_page", ""), *ADDRESSES},
        )
        root = publication.root
        for name, content in sitemap.files([*found], root).items():
            self.write_data(writer, name, partial(str, content), (content,))
        self.write_data(writer, "robots.txt", partial(sitemap.robots, root))


def _oembed(
    entry: ClaimEntry, title: Callable[[], str], sharing: Sharing, site: Publication
) -> str:
    told = oembed(
        url=site.at(entry.url),
        title=title(),
        provider=site.name,
        root=site.root,
        texts=card_texts(entry, sharing.library),
    )
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def article_card(article: ArticleEntry, site: Publication) -> Card:
    """Return what an article's picture says: its title, and the signs of the verdicts in it."""
    verdicts = [
        note.view.body.rating.tone
        for note in article.notes
        if isinstance(note.view.body, ClaimView) and not note.view.withdrawn
    ]
    return Card(
        text=article.header.title,
        who=article.header.outlet,
        site=site.name,
        signs=tuple(verdicts),
        rtl=direction(article.lang) == "rtl",
    )


def claim_card(claim: ClaimLine, wording: Wording, site: Publication) -> Card:
    """Return what a claim's picture says; a verdict that cannot be set is in the site's words."""
    return Card(
        text=unescape(wording.quoted(claim.text)),
        who=claim.claimant.name,
        site=site.name,
        verdict=wording.spoken(claim.rating),
        verdict_or=claim.rating.name,
        tone=claim.rating.tone,
        rtl=direction(claim.entry.lang or site.lang) == "rtl",
    )


def wrong_fonts(settings: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Yield a finding for each of a site's typefaces that cannot be used."""
    for path in card_fonts(settings) if draws_cards(settings) else ():
        try:
            _ = Typefaces((path,)).faces
        except (OSError, ValueError):
            yield finding_in_file(
                CONF,
                Code.SETTINGS,
                f"POSTIL_CARD_FONTS names {shown(path, layout_of(settings).root)}, "
                "which is no typeface that can be read",
                help="give the path of a TrueType or OpenType file below the site's folder",
            )


def draws_cards(settings: Mapping[str, Any]) -> bool:
    """Whether a picture is drawn for each article and claim: others need its whole address."""
    whole = bool(settings["SITEURL"]) and not settings["RELATIVE_URLS"]
    return whole and bool(settings.get("POSTIL_CARDS", True))


def list_addresses(settings: Mapping[str, Any]) -> Callable[[ArticleEntry], Iterator[str]]:
    """Return what yields the addresses of an article's lists, given Pelican's settings."""
    outlet_url = cache(lambda name: Category(name, settings).url)
    topic_url = cache(lambda name: Tag(name, settings).url)

    def addresses(article: ArticleEntry) -> Iterator[str]:
        yield ""
        if settings["CATEGORY_SAVE_AS"]:
            yield outlet_url(article.outlet)
        if settings["TAG_SAVE_AS"]:
            yield from map(topic_url, article.header.topics)
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

    return addresses


def sharing_of(library: Library, publication: Publication, settings: Mapping[str, Any]) -> Sharing:
    """Return what templates ask about sharing, given Pelican's settings."""
    layout = layout_of(settings)

    def place_of(entry: ArticleEntry, note: Noted | None) -> tuple[str, int]:
        path = layout.sidecar_of(layout.root / entry.source)
        return shown(path, layout.root), note.annotation.line if note else 0

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
        cards=draws_cards(settings),
    )
