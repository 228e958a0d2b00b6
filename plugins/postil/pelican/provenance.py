"""What pages were made from: a page whose making would read the same is not made again.

A page is named by what it was given, by what its template reads of what all pages are given, and by
what it read of the archive meanwhile (`engine.cells`). What has no sure name, such as a value of
another plugin's, has no record, and its page is made on each build.
"""

import pickle
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from postil.engine.cells import WORDS, Read, Watched
from postil.engine.fingerprints import PICKLING, Reduce, of_bytes, of_texts, of_told
from postil.library.library import ArticleEntry, ClaimEntry, Use


class Later:
    """A value that is computed when a page is made; what it reads meanwhile is noted."""

    def __init__(self, compute: Callable[[], object], *given: object) -> None:
        """Compute it so; `given` is what else comes into it, but for what it reads."""
        self.compute, self.given = compute, given


class Nameless(Exception):  # noqa: N818 - an answer
    """Raised for a value that has no sure name."""


class Names:
    """The names of the values of one build: of equal name are only such of which equal pages come.

    They are the same in the next build, unless something in them changed.
    """

    def __init__(
        self,
        cells: Mapping[str, object],
        others: Mapping[type, Mapping[bool, Reduce]],
        texts: set[str],
        known: Mapping[Read, bytes],
    ) -> None:
        """Name what was read of `cells`, by their class's name.

        `others` say, by type, how values are pickled that belong to the rim: for pages that
        show the text of articles, and for others. The articles whose text comes into a name are
        added to `texts`. Of what is `known` the name is not looked for.
        """
        self._cells, self._texts = cells, texts
        self._tables: dict[bool, dict[type, Reduce]] = {
            text: {
                **_OURS,
                ArticleEntry: self._whole_article if text else _article,
                Use: self._whole_use if text else _use,
                **{of: by[text] for of, by in others.items()},
            }
            for text in (False, True)
        }
        self._known: dict[tuple[int, bool], tuple[bytes, frozenset[str], object]] = {}
        self._reads = dict(known)

    def of(self, value: object, *, text: bool) -> bytes:
        """Return the name of a value; raises `Nameless`."""
        if isinstance(value, str):
            return of_texts("text", value)
        key = (id(value), text)
        if key not in self._known:  # the value is kept, or another could have its id
            before = frozenset(self._texts)
            self._texts.clear()
            try:
                self._known[key] = self._named(value, text=text), frozenset(self._texts), value
            finally:
                self._texts |= before
        name, texts, _ = self._known[key]
        self._texts |= texts
        return name

    def of_read(self, read: Read) -> bytes:
        """Return the name of what would be read now; words that were read name themselves."""
        name, key = read
        if name == WORDS:
            return of_texts(str(key))
        if read not in self._reads:
            owner, _, attribute = name.partition(".")
            value = getattr(self._cells[owner], attribute)
            if isinstance(value, Watched):
                value = value.entries if key is None else value.entries.get(key)
            self._reads[read] = self._named(value, text=False)
        return self._reads[read]

    def _named(self, value: object, *, text: bool) -> bytes:
        try:
            return of_told(value, self._tables[text])
        except (pickle.PicklingError, AttributeError, TypeError) as error:
            raise Nameless(value) from error

    def _whole_article(self, entry: ArticleEntry) -> tuple[Any, ...]:
        self._texts.add(entry.source)
        return bytes, (entry.text_fingerprint,)

    def _whole_use(self, use: Use) -> tuple[Any, ...]:
        self._texts.add(use.article.source)
        return tuple, ((use.article.text_fingerprint, use.note.annotation.id),)


class Records:
    """What the pages of a site were made of, and which of them stand."""

    def __init__(
        self, names: Names, told: Callable[[str], bytes | None], tell: Callable[[str, bytes], None]
    ) -> None:
        """Compare with what was `told` of a published file; `tell` it to the next build."""
        self._names, self._told, self._tell = names, told, tell

    def stands(self, page: str, given: bytes | None) -> Sequence[Read] | None:
        """Return what a page read, if it is published as it would be made now of what is given."""
        data = self._told(page) if given else None
        if not (data and given):
            return None
        name, reads = pickle.loads(data)  # noqa: S301 - as it was told
        return reads if name == self._name(given, reads) else None

    def made(self, page: str, given: bytes | None, reads: Iterable[Read]) -> bool:
        """Note what a page was made of; return whether it has a name."""
        if not given:
            return False
        ordered = sorted(reads, key=str)
        try:
            name = self._name(given, ordered)
        except Nameless:
            return False
        self._tell(page, pickle.dumps((name, ordered), PICKLING))
        return True

    def _name(self, given: bytes, reads: Collection[Read]) -> bytes:
        return of_bytes(given, *map(self._names.of_read, reads))


def _article(entry: ArticleEntry) -> tuple[Any, ...]:
    return bytes, (entry.fingerprint,)


def _use(use: Use) -> tuple[Any, ...]:
    return tuple, ((use.article.fingerprint, use.note.annotation.id),)


def _claim(entry: ClaimEntry) -> tuple[Any, ...]:
    own = entry.uses and not entry.claim.shared
    return tuple, ((entry.claim.id if own else entry.claim, entry.uses),)  # its article names it


def _later(value: Later) -> tuple[Any, ...]:
    return tuple, (value.given,)


_OURS: Mapping[type, Reduce] = {
    ClaimEntry: _claim,
    Later: _later,
}
