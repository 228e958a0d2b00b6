"""Sidecar entries for quotes: proposed for new notes, renewed in place for drifted ones.

Renewing touches the values of `quote`, `before` and `after` and not one byte beside them, so that
comments, order and line endings stay as the editor left them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from postil.anchoring import Document
from postil.anchoring import Status as AnchorStatus
from postil.findings.source import Source, Span
from postil.model import Part, TextQuoteSelector
from postil.weaving.resolving import Texts
from postil.yaml.nodes import Mapping as MappingNode
from postil.yaml.nodes import Scalar, Style, read_yaml
from postil.yaml.nodes import Sequence as ListNode
from postil.yaml.scalars import scalar

_WORD = re.compile(r"\W+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Where words were found, and the entry for a note on them."""

    line: int
    """The article's; 0 for another part than its body."""
    selector: TextQuoteSelector
    part: Part
    exactly: bool
    """Whether the words are in the article just as they were asked for."""

    def entry(self, *, taken: Iterable[str] = ()) -> str:
        """Return the YAML to paste under `annotations:`, with an id that is not `taken`."""
        rows = [("id", _id(self.selector.exact, set(taken))), ("kind", "context")]
        if self.part is not Part.BODY:
            rows.append(("in", str(self.part)))
        rows.append(("quote", self.selector.exact))
        rows += [("before", self.selector.prefix)] if self.selector.prefix else []
        rows += [("after", self.selector.suffix)] if self.selector.suffix else []
        rows += [("note", "…"), ("as_of", "…")]
        lines = [f"{key}: {scalar(value)}" for key, value in rows]
        return "  - " + "\n    ".join(lines) + "\n"


def propose(texts: Texts, words: str, part: Part = Part.BODY) -> list[Proposal]:
    """Return an entry for each place at which the words are: none, one, or all to choose from."""
    proposals = []
    for item, document in enumerate(texts.documents[part]):
        found = document.anchor(words)
        spans: Sequence[tuple[int, int]] = found.candidates
        if found.start is not None and found.end is not None:
            spans = [(found.start, found.end)]
        elif found.status is not AnchorStatus.AMBIGUOUS:
            continue
        text = texts.words(part, item)
        for start, end in spans:
            proposals.append(
                Proposal(
                    line=texts.locate(start) if part is Part.BODY else 0,
                    selector=described(document, text, start, end),
                    part=part,
                    exactly=found.status is not AnchorStatus.DRIFTED,
                )
            )
    return proposals


def described(document: Document, text: str, start: int, end: int) -> TextQuoteSelector:
    """Return the selector for a span: its context only where the words alone do not tell.

    Then of both sides: with one, a new copy put right beside it would pass for the old one.
    """
    exact = _one_line(text[start:end])
    alone = document.anchor(exact)
    if (alone.start, alone.end) == (start, end):
        return TextQuoteSelector(exact=exact)
    full = document.describe(start, end)
    return TextQuoteSelector(
        exact=exact, prefix=_one_line(full.prefix), suffix=_one_line(full.suffix)
    )


def redescribed(
    document: Document, text: str, start: int, end: int, *, old: TextQuoteSelector
) -> TextQuoteSelector:
    """Return the selector for a span in place of `old`: context that was given is given anew."""
    new = described(document, text, start, end)
    full = document.describe(start, end)
    return TextQuoteSelector(
        exact=new.exact,
        prefix=_one_line(full.prefix) if old.prefix else new.prefix,
        suffix=_one_line(full.suffix) if old.suffix else new.suffix,
    )


def renewed(sidecar: Source, selectors: Mapping[Span, TextQuoteSelector]) -> str:
    """Return the sidecar's text with the selectors in place of those of the notes they are for.

    A note is known by the place of its quote: by mistake two may have the same id.
    """
    edits: list[tuple[Span, str]] = []
    for entry in _annotations(sidecar):
        quote = next((field.value for field in entry.entries if field.key.text == "quote"), None)
        if quote and quote.span in selectors:
            edits += _edits(sidecar, entry, selectors[quote.span])
    text = sidecar.text
    for span, new in sorted(edits, key=lambda edit: edit[0].start, reverse=True):
        text = text[: span.start] + new + text[span.end :]
    return text


def _edits(
    sidecar: Source, entry: MappingNode, selector: TextQuoteSelector
) -> Iterable[tuple[Span, str]]:
    fields = {field.key.text: field for field in entry.entries}
    quote = fields["quote"]
    for key, value in (("before", selector.prefix), ("after", selector.suffix)):
        if key in fields:
            yield fields[key].value.span, _replacement(sidecar, fields[key].value, value)
        elif value:
            field = _beside(sidecar, entry, quote.key, f"{key}: {scalar(value)}")
            yield Span(quote.key.span.start, quote.key.span.start), field
    yield quote.value.span, _replacement(sidecar, quote.value, selector.exact)


def _replacement(sidecar: Source, node: object, text: str) -> str:
    """Return a value's new text in the style of the old; a block's line end stays its own."""
    assert isinstance(node, Scalar)
    old = sidecar.text[node.span.start : node.span.end]
    ending = re.search(r"\s*\Z", old) if node.style is Style.BLOCK else None
    style = old[0] if node.style is Style.QUOTED else ""
    return scalar(text, style) + (ending[0] if ending else "")


def _beside(sidecar: Source, entry: MappingNode, key: Scalar, field: str) -> str:
    """Return a further field for right before the quote's key, whose line may end in a comment."""
    if sidecar.text[entry.span.start] == "{":
        return f"{field}, "
    column = sidecar.position(key.span.start).column - 1
    ending = "\r\n" if "\r\n" in sidecar.text else "\n"
    return f"{field}{ending}{' ' * column}"


def _annotations(sidecar: Source) -> Iterable[MappingNode]:
    root, _ = read_yaml(sidecar)
    if not isinstance(root, MappingNode):
        return
    for field in root.entries:
        if field.key.text == "annotations" and isinstance(field.value, ListNode):
            yield from (item for item in field.value.items if isinstance(item, MappingNode))


def _id(words: str, taken: set[str]) -> str:
    """Return an id out of a quote's first words."""
    ascii_words = [word for word in _WORD.split(words.lower()) if word.isascii() and word]
    base = "-".join(ascii_words[:4]) or "note"
    number = 1
    while (name := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return name


def _one_line(words: str) -> str:
    return " ".join(words.split())
