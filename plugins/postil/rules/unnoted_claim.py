"""`unnoted-claim`: an article repeats a checked claim and carries no note for it.

Looked for are the claim's own words and its `also_worded` phrases, in the title, the summary, the
key points and the body of every article, at word borders and without regard to case or typography.
The finding gives the entry to paste into the article's sidecar. An article that has any note on
the claim, a draft or a withdrawn one too, is left in peace.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from html import unescape
from typing import NamedTuple

from postil.engine.fingerprints import of_value
from postil.findings.diagnostics import Code, Diagnostic, finding
from postil.findings.source import Span
from postil.header.header import Header
from postil.model import Claim, Part, TextQuoteSelector
from postil.rules.casebook import Casebook, ReadArticle
from postil.rules.dossier import Wording, wordings
from postil.rules.phrases import Phrase, Phrases, folded
from postil.weaving.quoting import described
from postil.weaving.resolving import Texts
from postil.yaml.scalars import scalar

MOST_LINES = 60  # of a paragraph that is broken into lines by hand
QUOTED = '"'  # between braces, words need quotation marks wherever they have a comma or a bracket

_TAG = re.compile(r'<[^>"]*(?:"[^"]*"[^>"]*)*>')


class _Known(NamedTuple):
    """A claim that articles may repeat."""

    id: str
    wordings: tuple[Wording, ...]
    """Its own words first."""
    file: str
    """The sidecar in which it stands; empty for a shared one."""


class _Place(NamedTuple):
    """Where an article has the words."""

    part: Part
    item: int
    start: int
    end: int


def check(book: Casebook) -> Iterator[Diagnostic]:
    """Yield a finding for each claim that an article repeats without a note."""
    claims: dict[str, _Known] = {}
    for claim in _claims(book):
        claims.setdefault(claim.id, claim)
    sought = [wording for claim in claims.values() for wording in claim.wordings]
    texts = {each.text: partial(book.words, path) for path, each in book.dossiers.items()}
    seen = book.sightings.look(sought, texts)
    for path, dossier in book.dossiers.items():
        if hits := seen[dossier.text]:
            repeated = {wording.claim for wording in hits}.difference(dossier.noted)
            yield from _remembered(path, book, [claims[name] for name in sorted(repeated)])


def words(header: Header, html: str) -> str:
    """Return all words of an article, quickly; blocks may run together, lines are lost."""
    body = unescape(_TAG.sub("", html))
    return folded("\n\n".join((header.title, header.summary, *header.key_points, body)))


def _claims(book: Casebook) -> Iterator[_Known]:
    for case in book.shared:
        if isinstance(case.body, Claim):
            yield _Known(case.id, wordings(case.body), "")
    for path, dossier in book.dossiers.items():
        for own in dossier.own:
            if own.wordings:
                yield _Known(own.id, own.wordings, book.sidecar_path(path))


def _remembered(path: str, book: Casebook, claims: Sequence[_Known]) -> Iterable[Diagnostic]:
    """Return what is to be said about an article; it is read again only for what is new."""
    dossier = book.dossiers[path]
    name = of_value((dossier.text, dossier.notes, book.sidecar_path(path), claims))
    return book.sightings.recall(name, lambda: _findings(book.open(path), dossier.notes, claims))


def _findings(
    article: ReadArticle, notes: Collection[str], claims: Sequence[_Known]
) -> Iterator[Diagnostic]:
    """Yield one finding for each claim, at the first place; further places are its notes."""
    texts = article.texts()
    if texts is None:
        return
    phrases = Phrases(
        Phrase(wording.text, claim.id) for claim in claims for wording in claim.wordings
    )
    places: dict[str, list[_Place]] = {claim.id: [] for claim in claims}
    for part, documents in texts.documents.items():
        for item in range(len(documents)):
            for phrase, start, end in phrases.spans(folded(texts.words(part, item))):
                if not _broken(texts, part, start, end):
                    places[phrase.claim].append(_Place(part, item, start, end))
    for claim in claims:
        if places[claim.id]:
            yield _finding(article, texts, notes, claim, places[claim.id])


def _finding(
    article: ReadArticle,
    texts: Texts,
    notes: Collection[str],
    claim: _Known,
    places: Sequence[_Place],
) -> Diagnostic:
    part, item, start, end = places[0]
    words = " ".join(texts.words(part, item)[start:end].split())
    selector = described(texts.documents[part][item], texts.words(part, item), start, end)
    evidence = [f"the claim: {claim.wordings[0].text} (/claims/{claim.id}/)"]
    if len(places) > 1:
        evidence.append(f"the article has such words at {len(places)} places")
    entry = _entry(notes, claim.id, part, selector)
    if claim.file:
        help_ = (
            f"move the claim from {claim.file} to annotations/claims/{claim.id}.yaml; "
            f"then add to `annotations:` in {article.sidecar.path}: {entry}"
        )
    else:
        help_ = f"add to `annotations:` in {article.sidecar.path}: {entry}"
    return finding(
        article.source,
        _span(article, texts, part, start, words),
        Code.UNNOTED_CLAIM,
        f'"{words}" repeats the checked claim `{claim.id}`, and has no note',
        notes=evidence,
        help=help_,
    )


def _entry(notes: Collection[str], claim: str, part: Part, selector: TextQuoteSelector) -> str:
    """Return the note on one line, ready to paste beside those that there are."""
    number, name = 1, claim
    while name in notes:
        number += 1
        name = f"{claim}-{number}"
    fields = [f"id: {name}", f"use: {claim}"]
    if part is not Part.BODY:
        fields.append(f"in: {part}")
    quoted = {"quote": selector.exact, "before": selector.prefix, "after": selector.suffix}
    fields += [f"{key}: {scalar(text, QUOTED)}" for key, text in quoted.items() if text]
    return f"- {{{', '.join(fields)}}}"


def _span(article: ReadArticle, texts: Texts, part: Part, start: int, words: str) -> Span:
    """Return where the words stand in the article's file: the words, or at least their line."""
    source, header = article.source, article.header
    heads = {
        Part.TITLE: header.title_span,
        Part.SUMMARY: header.summary_span,
        Part.KEY_POINTS: header.key_points_span,
    }
    if part in heads:
        within = heads[part]
        from_, to = within.start, max(within.end, within.start + 1)
    else:
        line = texts.locate(start)
        from_ = source.offset(line) if line else 0
        to = source.offset(source.position(from_).line + MOST_LINES)
    at = folded(source.text[from_:to]).find(folded(words))
    if at >= 0:
        return Span(from_ + at, from_ + at + len(words))
    return Span(from_, from_ + len(source.line(source.position(from_).line)))


def _broken(texts: Texts, part: Part, start: int, end: int) -> bool:
    """Return whether a new block begins within the words: they were never one sentence."""
    return part is Part.BODY and any(start < block < end for block in texts.body.blocks)
