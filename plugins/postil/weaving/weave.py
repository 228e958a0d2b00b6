"""Notes woven into HTML: `<mark>` on exactly their words, callouts after the block they end in.

The words themselves never change: `unweave` gives back the HTML as it was, byte for byte.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from postil.weaving.visible import Visible

MARK_CLASS = "postil"
CALLOUT_CLASS = "postil-note"
ADDRESS_CLASS = "postil-address"  # of a note whose words cannot be marked


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A note ready to be woven: where its words are and what stands beside them."""

    id: str
    start: int
    """In the visible text, code points."""
    end: int
    number: int
    attributes: tuple[tuple[str, str], ...] = ()
    """For the `<mark>`: what the stylesheet needs to know."""
    callout: str = ""
    """HTML of one `<aside class="postil-note">`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """A callout for words that cannot be marked, at an offset in the HTML."""

    id: str
    at: int
    callout: str


def weave(seen: Visible, threads: Sequence[Thread], pinned: Sequence[Pinned] = ()) -> str:
    """Return the HTML with every thread's words marked and its callout placed.

    A mark is around words of one text node alone. Where notes overlap, their marks are nested and
    split at every border, so that each piece names every note it belongs to; a note's first piece
    has its address, `quote-ID`, and its last its number. White space alone is never marked.
    Callouts of one block keep the threads' order.
    """
    pieces = _pieces(seen, threads)
    first = {note.id: n for n, (*_, notes) in reversed([*enumerate(pieces)]) for note in notes}
    last = {note.id: n for n, (*_, notes) in enumerate(pieces) for note in notes}
    insertions: list[tuple[int, int, int, str]] = []
    for order, (start, end, notes) in enumerate(pieces):
        opening = "".join(
            _mark(note, opens=first[note.id] == order, closes=last[note.id] == order)
            for note in notes
        )
        insertions.append((seen.opening(start), _OPEN, order, opening))
        insertions.append((seen.closing(end), _CLOSE, order, "</mark>" * len(notes)))
    for order, thread in enumerate(threads):
        if thread.callout:
            insertions.append((seen.after_block(thread.end), _CALLOUT, order, thread.callout))
    for order, pin in enumerate(pinned):
        address = f'<span class="{ADDRESS_CLASS}" id="quote-{pin.id}"></span>'
        insertions.append((pin.at, _CALLOUT, len(threads) + order, address + pin.callout))
    insertions.sort(key=lambda insertion: insertion[:3])

    parts: list[str] = []
    done = 0
    for at, _, _, html in insertions:
        parts += (seen.html[done:at], html)
        done = at
    parts.append(seen.html[done:])
    return "".join(parts)


def unweave(html: str) -> str:
    """Return the HTML as it was before `weave`: no mark, no callout.

    Nobody can write our classes into an article (`markdown.sanitising`), so they tell what is ours.
    """
    return _WOVEN.sub("", html)


_CLOSE, _CALLOUT, _OPEN = range(3)
"""The order of insertions at one place: end what ends there before anything begins."""

_WOVEN = re.compile(
    rf'<aside class="{CALLOUT_CLASS}".*?</aside>'
    rf'|<span class="{ADDRESS_CLASS}" id="[^"]*"></span>'
    rf'|<mark class="{MARK_CLASS}"[^>]*>|</mark>',
    re.DOTALL,
)


def _pieces(seen: Visible, threads: Sequence[Thread]) -> list[tuple[int, int, tuple[Thread, ...]]]:
    """Return the stretches of text to mark: within one text node, under one set of notes."""
    borders = sorted({border for thread in threads for border in (thread.start, thread.end)})
    found: list[tuple[int, int, tuple[Thread, ...]]] = []
    for left, right in pairwise(borders):
        notes = tuple(note for note in threads if note.start <= left and right <= note.end)
        if not notes:
            continue
        for index in range(seen.run_at(left), len(seen.runs)):
            run = seen.runs[index]
            if run.start >= right:
                break
            start, end = max(left, run.start), min(right, run.end)
            if start < end and not seen.text[start:end].isspace():
                found.append((start, end, notes))
    return found


def _mark(note: Thread, *, opens: bool, closes: bool) -> str:
    """Return the start tag for a piece of a note."""
    address = f' id="quote-{note.id}"' if opens else ""
    number = f' data-number="{note.number}"' if closes else ""
    extra = "".join(f' {name}="{escape(value)}"' for name, value in note.attributes)
    return f'<mark class="{MARK_CLASS}"{address} aria-details="note-{note.id}"{extra}{number}>'
