"""Pelican's articles without what makes them slow: read over all cores, kept from build to build.

For each article Pelican makes an object in some hundred steps, the same on each build. Here that
is done once: what the object holds is kept with what the article compiled to, and its HTML is
loaded when its own page is made. A site whose other plugins, or whose clock, have a say in how
articles are read has them read by Pelican, one after the other.
"""

import os
import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from pelican import signals
from pelican.contents import Article
from pelican.generators import ArticlesGenerator
from pelican.urlwrappers import URLWrapper
from pelican.utils import get_relative_path, path_to_url

from postil.archive import Archive
from postil.compiling.article import ROOT, Lead, Woven
from postil.compiling.compilations import Compilation
from postil.engine.fingerprints import PICKLING, of_bytes
from postil.engine.forking import each
from postil.engine.packed import Packed
from postil.pelican.listeners import has_strangers
from postil.pelican.log import PelicanLog, listening
from postil.pelican.reader import COMPILATION

Attributes = dict[str, Any]


class Shown(Protocol):
    """What has a page of its own."""

    @property
    def save_as(self) -> str:
        """The file of its page; Pelican puts its name together each time it is asked."""


_SEEN_BY_OTHERS = (
    signals.article_generator_preread,
    signals.article_generator_context,
    signals.content_object_init,
)
_OF_THE_BUILD = frozenset(
    {"settings", "_context", "_content", "annotated", "translations", "metadata"}
)
_COMPILED = frozenset({COMPILATION, "header", "notes"})  # kept with what the article compiled to


class ArchivedArticle(Article):
    """An article as Pelican made it, in this build or an earlier one; its HTML is loaded."""

    def __init__(self, kept: "_Kept", made: Compilation, build: "_Build") -> None:
        compiled = made.compiled
        again: Attributes = {
            COMPILATION: made,
            "header": compiled.header,
            "notes": compiled.notes,
        }
        self.metadata = {**build.known(kept.metadata), **again}
        vars(self).update(build.known(kept.attributes))
        vars(self).update(again)
        vars(self).update(settings=build.settings, _context=build.context)
        self.translations = []
        self._made = made
        self._url, self._save_as = kept.url, kept.save_as
        self._root = root_of(build.settings, kept)

    @property
    def url(self) -> str:
        """Its address below the site's."""
        return self._url

    @property
    def save_as(self) -> str:
        """The file of its page."""
        return self._save_as

    @property
    def annotated(self) -> Lead:
        """What stands above its text."""
        return self._woven.lead.at(self._root)

    @property
    def _content(self) -> str:  # type: ignore[override]
        return self._woven.content.replace(ROOT, self._root)

    @property
    def _woven(self) -> Woven:
        return self._made.load()

    def get_content(self, siteurl: str) -> str:
        """Return its HTML with every link made whole; it is in memory no longer than needed."""
        return self._update_content(self._content, siteurl)

    def get_static_links(self) -> set[str]:
        """Return the files that its HTML links to by `{static}` or `{attach}`."""
        return super().get_static_links() if self._made.compiled.linked else set()

    def get_relative_source_path(self, source_path: str | None = None) -> str | None:
        """Return where a file lies below the content folder; without one, its own."""
        if source_path:
            return super().get_relative_source_path(source_path)
        return self.relative_source_path

    def _update_content(self, content: str, siteurl: str) -> str:
        return super()._update_content(content, siteurl) if self._made.compiled.linked else content


@dataclass(frozen=True, slots=True)
class _Kept(Packed):
    """What an article's object holds, but for what belongs to one build."""

    attributes: Attributes
    metadata: Attributes
    url: str
    save_as: str


@dataclass(frozen=True, slots=True)
class _Wrapped(Packed):
    """An outlet, a topic or an author: Pelican's objects for them have all settings in them."""

    kind: type[URLWrapper]
    name: str


@dataclass(frozen=True)
class _Build:
    """What the articles of a build have in common."""

    settings: Mapping[str, Any]
    context: dict[str, Any]
    _wrappers: dict[_Wrapped, URLWrapper] = field(default_factory=dict)

    def known(self, attributes: Attributes) -> Attributes:
        """Return attributes with Pelican's objects in place of the names that were kept."""
        return {name: self._unwrapped(value) for name, value in attributes.items()}

    def _unwrapped(self, value: Any) -> Any:  # noqa: ANN401 - whatever Pelican has
        match value:
            case _Wrapped():
                if value not in self._wrappers:
                    self._wrappers[value] = value.kind(value.name, self.settings)
                return self._wrappers[value]
            case list():
                return [self._unwrapped(each_) for each_ in value]
        return value


class ReadArticles:
    """The articles of a build, by file, for Pelican's generator to take from."""

    def __init__(self, generator: ArticlesGenerator, archive: Archive, site: bytes) -> None:
        """Read for a generator; `site` names the site's settings."""
        self._generator, self._archive = generator, archive
        self._build = _Build(generator.settings, generator.context)
        self._site = of_bytes(site, archive.program)
        self._kept: dict[str, Compilation] = {}

    def prepare(self, names: Sequence[str], *, jobs: int) -> None:
        """Read the files of these names, below the content folder, over several processes."""
        self._archive.prepare(map(self._path, names), jobs=jobs)
        if not _may_be_kept(self._generator.settings):
            return
        made = {name: self._archive.compiled(self._path(name)) for name in names}
        missing = []
        for name, compilation in made.items():
            data = compilation and self._archive.cabinet.get(self._name(name, compilation))
            if compilation and data:
                self._kept[name] = compilation
            elif compilation:
                missing.append((name, compilation))
        for number, data in each(lambda at: self._read(missing[at][0]), len(missing), jobs=jobs):
            if data:
                name, compilation = missing[number]
                self._archive.cabinet.put(self._name(name, compilation), data)
                self._kept[name] = compilation

    def get(self, name: str, default: object = None) -> object:
        """Return the article of a file, as Pelican's own cache would."""
        made = self._kept.pop(name, None)
        data = made and self._archive.cabinet.get(self._name(name, made))
        if not (made and data):
            return default
        self._archive.compile(self._path(name))
        kept: _Kept = pickle.loads(data)  # noqa: S301 - as it was put in
        return ArchivedArticle(kept, made, self._build)

    def _path(self, name: str) -> Path:
        return Path(self._generator.path, name)

    def _name(self, name: str, made: Compilation) -> bytes:
        return of_bytes(b"article", self._site, os.fsencode(name), made.name)

    def _read(self, name: str) -> bytes:
        """Have Pelican read an article; return what can be kept of it, or nothing.

        What Pelican logs as wrong is wrong again in the next build, so such a one is not kept.
        """
        generator = self._generator
        with listening(PelicanLog()) as log:
            article = generator.readers.read_file(
                base_path=generator.path,
                path=name,
                content_class=Article,
                context=generator.context,
            )
            if type(article) is not Article or not article.is_valid() or log.findings():
                return b""
        return pickle.dumps(_kept(article), PICKLING)


def root_of(settings: Mapping[str, Any], shown: Shown) -> str:
    """Return what begins every link into the site on the page of an article."""
    return (
        path_to_url(get_relative_path(shown.save_as))
        if settings["RELATIVE_URLS"]
        else str(settings["SITEURL"])
    )


def _may_be_kept(settings: Mapping[str, Any]) -> bool:
    """Whether an article is, on each build, what Pelican made of it before."""
    return (
        not any(map(has_strangers, _SEEN_BY_OTHERS))
        and settings["WITH_FUTURE_DATES"]
        and not settings["TYPOGRIFY"]
        and settings["FORMATTED_FIELDS"] == ["summary"]
    )


def _kept(article: Article) -> _Kept:
    return _Kept(
        attributes=_own(vars(article), _OF_THE_BUILD | _COMPILED),
        metadata=_own(article.metadata, _COMPILED),
        url=article.url,
        save_as=article.save_as,
    )


def _own(attributes: Attributes, others: frozenset[str]) -> Attributes:
    return {name: _wrapped(value) for name, value in attributes.items() if name not in others}


def _wrapped(value: Any) -> Any:  # noqa: ANN401 - whatever Pelican has
    match value:
        case URLWrapper():
            return _Wrapped(type(value), value.name)
        case list():
            return [_wrapped(each_) for each_ in value]
    return value
