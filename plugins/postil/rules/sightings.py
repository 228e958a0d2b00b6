"""Which claims' words each article has, remembered from one build to the next.

An article that did not change is only asked for words that are new, and words that did not change
are only looked for in articles that are new. What is remembered is named by what it was found in.
"""

import pickle
from collections.abc import Callable, Collection, Iterable, Mapping

from postil.engine.fingerprints import PICKLING
from postil.findings.diagnostics import Diagnostic
from postil.rules.dossier import Wording
from postil.rules.phrases import Phrase, Phrases

Seen = tuple[Wording, ...]


class Sightings:
    """The memory of one build."""

    def __init__(self, kept: bytes | None = None) -> None:
        """Remember what an earlier build has `kept`."""
        self._sought: Seen = ()
        self._seen: dict[bytes, Seen] = {}
        self._findings: dict[bytes, tuple[Diagnostic, ...]] = {}
        if kept:
            self._sought, self._seen, self._findings = pickle.loads(kept)  # noqa: S301 - our own
        self._recalled: dict[bytes, tuple[Diagnostic, ...]] = {}

    def look(
        self, wordings: Iterable[Wording], articles: Mapping[bytes, Callable[[], str]]
    ) -> Mapping[bytes, Seen]:
        """Return which of the wordings stand in each article.

        Articles are named by fingerprints; called, each returns its words, folded.
        """
        wanted = set(wordings)
        before = set(self._sought)
        new, gone = wanted - before, before - wanted
        everything, added = _phrases(wanted), _phrases(new)
        seen = {}
        for name, words in articles.items():
            known = self._seen.get(name)
            if known is None:
                seen[name] = _sighted(everything, words)
            else:
                stay = tuple(each for each in known if each not in gone) if gone else known
                seen[name] = tuple(sorted({*stay, *_sighted(added, words)})) if new else stay
        self._sought, self._seen = tuple(sorted(wanted)), seen
        return seen

    def are_alike(self, before: bytes, words: Callable[[], str], noted: Collection[str]) -> bool:
        """Whether in an article's words stands what stood in those that had the name `before`.

        That are claims which it has `noted` alone: of others it is said where they stand.
        """
        known = self._seen.get(before)
        if known is None or not {wording.claim for wording in known} <= set(noted):
            return False
        return known == _sighted(_phrases(self._sought), words)

    def recall(
        self, name: bytes, find: Callable[[], Iterable[Diagnostic]]
    ) -> tuple[Diagnostic, ...]:
        """Return what was found under that name before, or find it."""
        if name not in self._recalled:
            known = self._findings.get(name)
            self._recalled[name] = tuple(find()) if known is None else known
        return self._recalled[name]

    def kept(self) -> bytes:
        """Return what the next build remembers: what this one has asked for."""
        return pickle.dumps((self._sought, self._seen, self._recalled), PICKLING)


def _phrases(wordings: Iterable[Wording]) -> Phrases:
    return Phrases(Phrase(wording.text, wording.claim) for wording in sorted(wordings))


def _sighted(phrases: Phrases, words: Callable[[], str]) -> Seen:
    if not phrases:
        return ()
    places = phrases.spans(words())
    return tuple(sorted({Wording(phrase.claim, phrase.text) for phrase, _, _ in places}))
