"""Notes whose words stand among others than before: the move that an article cannot show.

A note without `before` and `after` is on words that its article has once. Where those are edited
and the same words are written elsewhere, the article has them once again, and nothing in it tells
that they are others. Its published version does: there the note stood beside other words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from postil.findings.diagnostics import Code, Diagnostic, finding
from postil.findings.source import Source
from postil.model import Annotation, Status, TextQuoteSelector
from postil.weaving.resolving import Place, Texts, resolve


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An article with its notes, as it stands or as it was."""

    texts: Texts
    sidecar: Source
    annotations: Sequence[Annotation]

    def place(self, note: Annotation) -> Place | None:
        """Return where a note is, if there is nothing to say about that."""
        place, problem = resolve(note, self.texts, self.sidecar)
        return None if problem else place


def wandered(before: Version, after: Version) -> Iterator[Diagnostic]:
    """Yield a finding for each note that stands beside other words on both sides.

    Where one side is the same, something was written or taken out on the other. A note whose
    `quote`, `before` or `after` was changed has been looked at, and what was a draft is free.
    """
    old = {note.id: note for note in before.annotations if note.record.status != Status.DRAFT}
    for note in after.annotations:
        was = old.get(note.id)
        if was is None or was.target != note.target:
            continue
        there, here = before.place(was), after.place(note)
        if there is None or here is None:
            continue
        then, now = before.texts.selector(there), after.texts.selector(here)
        if bool(there.picture) == bool(here.picture) and _one_side_stays(then, now):
            continue
        yield finding(
            after.sidecar,
            note.quote_span,
            Code.QUOTE_AMONG_OTHERS,
            "what stands on both sides of the quoted words has changed: they may be others",
            notes=[f"they were in: {_shown(then)}", f"they are in: {_shown(now)}"],
            help="look whether the note is still on the words it was written for; "
            "if not, quote what they have become",
        )


def _one_side_stays(then: TextQuoteSelector, now: TextQuoteSelector) -> bool:
    return _key(then.prefix) == _key(now.prefix) or _key(then.suffix) == _key(now.suffix)


def _key(words: str) -> str:
    return " ".join(words.casefold().split())


def _shown(selector: TextQuoteSelector) -> str:
    return " ".join(f"…{selector.prefix}{selector.exact}{selector.suffix}…".split())
