"""`unnoted-claim`: an article repeats a checked claim and carries no note for it.

Looked for are the claim's own words and its `also_worded` phrases, in the title, the summary, the
key points and the body of every article, at word borders and without regard to case or typography.
The finding gives the entry to paste into the article's sidecar. An article that has any note on
the claim, a draft or a withdrawn one too, is left in peace.
"""

import re
from collections.abc import Iterator
from html import unescape

from postil.diagnostics import Code, Diagnostic, finding
from postil.model import Claim, Part, TextQuoteSelector
from postil.quoting import described, scalar
from postil.resolving import Texts
from postil.rules.casebook import Case, Casebook, ReadArticle
from postil.rules.phrases import Phrase, Phrases, folded
from postil.source import Span

MOST_LINES = 60  # of a paragraph that is broken into lines by hand
QUOTED = '"'  # between braces, words need quotation marks wherever they have a comma or a bracket

_TAG = re.compile(r'<[^>"]*(?:"[^"]*"[^>"]*)*>')


def check(book: Casebook) -> Iterator[Diagnostic]:
    """Yield a finding for each claim that an article repeats without a note."""
    cases = {claim.id: case for case, claim in book.claims}
    phrases = Phrases(
        Phrase(text, claim.id)
        for _, claim in book.claims
        for text in dict.fromkeys((claim.text, *claim.also_worded))
    )
    if not phrases:
        return
    for article in book.articles:
        noted = {note.body.id for note in article.annotations if isinstance(note.body, Claim)}
        hits = {phrase.claim for phrase, _, _ in phrases.spans(_sketch(article))} - noted
        if hits and (texts := article.texts()):
            yield from _findings(article, texts, phrases, {name: cases[name] for name in hits})


def _sketch(article: ReadArticle) -> str:
    """Return all words of an article, quickly; blocks may run together, lines are lost."""
    body = unescape(_TAG.sub("", article.html))
    header = article.header
    return folded("\n\n".join((header.title, header.summary, *header.key_points, body)))


def _findings(
    article: ReadArticle, texts: Texts, phrases: Phrases, cases: dict[str, Case]
) -> Iterator[Diagnostic]:
    """Yield one finding for each claim, at the first place; further places are its notes."""
    places: dict[str, list[tuple[Part, int, int, int]]] = {name: [] for name in cases}
    for part, documents in texts.documents.items():
        for item in range(len(documents)):
            for phrase, start, end in phrases.spans(folded(texts.words(part, item))):
                if phrase.claim in places and not _broken(texts, part, start, end):
                    places[phrase.claim].append((part, item, start, end))
    for name, found in places.items():
        if found:
            yield _finding(article, texts, cases[name], found)


def _finding(
    article: ReadArticle,
    texts: Texts,
    case: Case,
    places: list[tuple[Part, int, int, int]],
) -> Diagnostic:
    part, item, start, end = places[0]
    words = " ".join(texts.words(part, item)[start:end].split())
    selector = described(texts.documents[part][item], texts.words(part, item), start, end)
    claim = case.id
    notes = [f"the claim: {case.body.text} (/claims/{claim}/)"]
    if len(places) > 1:
        notes.append(f"the article has such words at {len(places)} places")
    entry = _entry(article, claim, part, selector)
    if case.shared:
        help_ = f"add to `annotations:` in {article.sidecar_path}: {entry}"
    else:
        help_ = (
            f"move the claim from {case.file.source.path} to annotations/claims/{claim}.yaml; "
            f"then add to `annotations:` in {article.sidecar_path}: {entry}"
        )
    return finding(
        article.source,
        _span(article, texts, part, start, words),
        Code.UNNOTED_CLAIM,
        f'"{words}" repeats the checked claim `{claim}`, and has no note',
        notes=notes,
        help=help_,
    )


def _entry(article: ReadArticle, claim: str, part: Part, selector: TextQuoteSelector) -> str:
    """Return the note on one line, ready to paste."""
    taken = {annotation.id for annotation in article.annotations}
    number, name = 1, claim
    while name in taken:
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
