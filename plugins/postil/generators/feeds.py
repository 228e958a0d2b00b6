"""Pelican's generator of feeds: Atom and JSON Feed, for everything that a reader may follow."""

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from html import unescape
from typing import Any

from feedgenerator import SyndicationFeed
from pelican.generators import ArticlesGenerator
from pelican.urlwrappers import Category, Tag, URLWrapper
from pelican.writers import Writer

from postil.engine.cells import Latest
from postil.feeds.archive import ArchiveFeeds, FeedPlan, Planned, Section
from postil.feeds.feed import Feed, atom, json_feed
from postil.generators.made import MadePagesGenerator
from postil.library.corrections import Correction
from postil.theming.views import ClaimView
from postil.weaving.weave import unweave

ADDRESSES = {
    "articles": "FEED_ALL_ATOM",
    "outlet": "CATEGORY_FEED_ATOM",
    "topic": "TAG_FEED_ATOM",
    "person": "PERSON_FEED_ATOM",
    "verdict": "VERDICT_FEED_ATOM",
    "claims": "CLAIMS_FEED_ATOM",
    "corrections": "CORRECTIONS_FEED_ATOM",
}
"""The settings that say where the feeds are; the JSON form lies beside each."""

_INSTEAD_OF_PELICAN = ("FEED_ALL_ATOM", "CATEGORY_FEED_ATOM", "TAG_FEED_ATOM")


class FeedGenerator(MadePagesGenerator):
    """Writes every feed in both forms."""

    def generate_output(self, writer: Writer) -> None:
        """Write them."""
        for planned in self._feeds.planned():
            for path in (planned.path, planned.json_path):
                self.write_feed(writer, path, planned)

    def write_feed(self, writer: Writer, path: str, planned: Planned) -> None:
        """Write the form of a feed that has its place there."""
        form = atom if path == planned.path else json_feed
        make = partial(_written, self._latest, planned, form)
        self.write_data(writer, path, make, (planned,), text=planned.has_text)

    @cached_property
    def _latest(self) -> Latest[Planned, Feed]:
        """The two forms of a feed are written one after the other."""
        return Latest(self._feeds.feed)

    @cached_property
    def _feeds(self) -> ArchiveFeeds:
        data = self.context["structured_data"].data
        return ArchiveFeeds(
            data.library,
            data.publication,
            feed_plan(self.settings),
            FeedWords(self.component("feed"), self.component("correction")),
            self.context["render_note"],
        )


def _written(latest: Latest[Planned, Feed], planned: Planned, form: Callable[[Feed], str]) -> str:
    return form(latest.of(planned))


class FeedWords:
    """What the theme's templates write in feeds."""

    def __init__(self, feed: Any, correction: Any) -> None:  # noqa: ANN401 - components of the theme
        self._feed, self._correction = feed.module, correction.module

    def claims(self, site: str) -> str:
        """Return the title of the feed of all claims."""
        return _plain(self._feed.claims_name(site))

    def corrections(self, site: str) -> str:
        """Return the title of the feed of corrections."""
        return _plain(self._correction.feed_name(site))

    def claim_title(self, claim: ClaimView) -> str:
        """Return what stands over a claim."""
        return _plain(self._feed.claim_title(claim))

    def claim_html(self, claim: ClaimView, url: str) -> str:
        """Return what a feed says of a claim whose page is at `url`."""
        return str(self._feed.claim_text(claim, url)).strip()

    def correction_title(self, correction: Correction) -> str:
        """Return what stands over a change."""
        return _plain(self._correction.feed_title(correction))

    def correction_html(self, correction: Correction, site: str) -> str:
        """Return what a feed says of a change."""
        return str(self._correction.feed_text(correction, site)).strip()


def feed_plan(settings: Mapping[str, Any]) -> FeedPlan:
    """Return which feeds a site has, given Pelican's settings."""
    places = {kind: settings.get(name) or "" for kind, name in ADDRESSES.items()}

    def of(wrapper: type[URLWrapper]) -> Callable[[str], Section]:
        def section(name: str) -> Section:
            wrapped = wrapper(name, settings)
            return Section(name=name, slug=wrapped.slug, url=wrapped.url)

        return section

    return FeedPlan(
        **places, most=settings["FEED_MAX_ITEMS"], outlet_of=of(Category), topic_of=of(Tag)
    )


def take_over(generator: ArticlesGenerator) -> None:
    """Keep Pelican from writing the feeds that are written here; it renders contents anew."""
    write = generator.generate_feeds

    def generate_feeds(writer: Writer) -> None:
        settings = generator.settings
        generator.settings = {**settings, **dict.fromkeys(_INSTEAD_OF_PELICAN)}
        try:
            write(writer)  # type: ignore[no-untyped-call]
        finally:
            generator.settings = settings

    vars(generator)["generate_feeds"] = generate_feeds


def without_notes(context: Mapping[str, object], feed: SyndicationFeed) -> None:  # noqa: ARG001 - Pelican passes both
    """Take the notes out of a feed that is Pelican's own (RSS, a language's), as it writes it."""
    for item in feed.items:
        for part in ("description", "content"):
            if item.get(part):
                item[part] = unweave(item[part])


def _plain(html: object) -> str:
    return unescape(str(html)).strip()
