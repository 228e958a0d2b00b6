"""Articles and their sidecars on disk: where each lies, and what nothing reads.

Paths are strings here: a build asks for tens of thousands of them.
"""

import os
from collections import Counter
from collections.abc import Collection, Iterator

from postil.files.layout import ARTICLE_KINDS, Layout
from postil.files.text import badly_named, read_if_there, read_source, shown
from postil.files.unread import unread_articles, unread_notes
from postil.findings.diagnostics import Code, Diagnostic, finding_in_file
from postil.findings.source import Source


class ArticleFiles:
    """The files of one archive's articles."""

    def __init__(self, layout: Layout) -> None:
        """Look for them where `layout` says."""
        self._layout = layout
        self._root = layout.root
        self._content = os.path.join(layout.content, "")
        self._annotations = os.path.join(layout.annotations, "")
        self._sidecars_of: dict[str, str] = {}
        self._missing = set[str]()
        self._closed: dict[str, bool] = {}

    def has(self, article: str) -> bool:
        """Whether an article lies in the content folder, so that it may have notes."""
        return article.startswith(self._content)

    def sidecar_of(self, article: str) -> str:
        """Return where the sidecar of an article lies, or would lie: the same path, `.yaml`."""
        if article not in self._sidecars_of:
            inside = article.removeprefix(self._content)
            self._sidecars_of[article] = f"{self._annotations}{os.path.splitext(inside)[0]}.yaml"
        return self._sidecars_of[article]

    def name(self, path: str) -> str:
        """Return a path as findings print it."""
        return shown(path, self._root)

    def article(self, path: str) -> Source | Diagnostic:
        """Return an article, or why it cannot be read."""
        return badly_named(path, self._root) or read_source(path, self._root)

    def sidecar(self, article: str) -> Source | Diagnostic | None:
        """Return the sidecar of an article, if it has one, or why it cannot be read."""
        if not self.has(article):
            return None
        path = self.sidecar_of(article)
        read = read_if_there(path, self._root)
        if read is None:
            self._missing.add(path)
        if isinstance(read, Diagnostic) and self._is_closed(os.path.dirname(path)):
            return None  # one finding, about the folder, is enough
        return read

    def both(self, path: str) -> tuple[Source, Source | None]:
        """Return an article and its sidecar; what cannot be read is empty, or not there."""
        source, sidecar = self.article(path), self.sidecar(path)
        return (
            source if isinstance(source, Source) else Source(self.name(path), ""),
            sidecar if isinstance(sidecar, Source) else None,
        )

    def shared(self, articles: Collection[str]) -> Iterator[Diagnostic]:
        """Yield a finding for each sidecar that two of these articles would have."""
        of = dict[str, str]()
        for article in sorted(articles):
            first = of.setdefault(self.sidecar_of(article), article)
            if first != article and self.has(article) and os.path.exists(self.sidecar_of(article)):
                yield finding_in_file(
                    self.name(self.sidecar_of(article)),
                    Code.SHARED_SIDECAR,
                    f"this is the sidecar of {self.name(first)} and of {self.name(article)}",
                    help="rename one of the two articles, and give each a sidecar of its own",
                )

    def unread(self, articles: Collection[str], *, elsewhere: bool) -> Iterator[Diagnostic]:
        """Yield a finding for each file that nothing reads, and for folders that cannot be read.

        `articles` are those that were read. Markdown outside the folders of articles and pages is
        among these files only if `elsewhere`.
        """
        sidecars = {self.sidecar_of(article): article for article in articles if self.has(article)}
        closed: list[OSError] = []
        yield from unread_articles(self._layout, articles, closed, elsewhere=elsewhere)
        behind = tuple(
            self.sidecar_of(os.path.join(error.filename, "any")).removesuffix("any.yaml")
            for error in closed
            if self.has(os.path.join(error.filename, "any"))
        )
        yield from unread_notes(self._layout, sidecars, self._missing, behind)

    def elsewhere(self) -> Counter[str]:
        """Return how many articles there would be outside the folders of articles and pages.

        They are counted by the folder of the content folder that has them.
        """
        found = Counter[str]()
        known = {os.path.normpath(path) for path in (*self._layout.articles, *self._layout.pages)}
        for folder, folders, files in os.walk(self._content):
            folders[:] = [name for name in folders if os.path.join(folder, name) not in known]
            top = os.path.relpath(folder, self._content).split(os.sep)[0]
            found[top] += sum(name.endswith(ARTICLE_KINDS) for name in files)
        return +found

    def _is_closed(self, folder: str) -> bool:
        """Whether a folder cannot be listed, which `unread` tells."""
        if folder not in self._closed:
            self._closed[folder] = not os.access(folder, os.R_OK)
        return self._closed[folder]
