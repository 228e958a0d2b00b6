"""Notes woven into HTML: `<mark>` on exactly their words, callouts after the block they end in.

The words themselves never change: `unweave` gives back the HTML as it was, byte for byte.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from postil.visible import Visible

MARK_CLASS = "postil"
CALLOUT_CLASS = "postil-note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A note ready to be woven: where its words are and what stands beside them."""

    id: str
    start: int
    """In the visible text, code points."""
    end: int
    attributes: tuple[tuple[str, str], ...] = ()
    """For the `<mark>`: what the stylesheet needs to know."""
    callout: str = ""
    """HTML of one `<aside class="postil-note">`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """A callout for words that cannot be marked, at an offset in the HTML."""

    at: int
    callout: str


def weave(seen: Visible, threads: Sequence[Thread], pinned: Sequence[Pinned] = ()) -> str:
    """Return the HTML with every thread's words marked and its callout placed.

    Where notes overlap, each piece names them all; a note's first piece carries its address,
    `quote-ID`. White space alone is never marked. Callouts of one block keep the threads' order.
    """
    insertions: list[tuple[int, int, int, str]] = []
    order = 0
    addressed: set[str] = set()
    for start, end, notes in _pieces(seen, threads):
        fresh = [note.id for note in notes if note.id not in addressed]
        addressed.update(fresh)
        insertions.append((seen.opening(start), _OPEN, order, _mark(notes, fresh)))
        insertions.append((seen.closing(end), _CLOSE, order, "</mark>"))
        order += 1
    for thread in threads:
        if thread.callout:
            insertions.append((seen.after_block(thread.end), _CALLOUT, order, thread.callout))
            order += 1
    for pin in pinned:
        insertions.append((pin.at, _CALLOUT, order, pin.callout))
        order += 1
    insertions.sort(key=lambda insertion: insertion[:3])

    parts: list[str] = []
    last = 0
    for at, _, _, html in insertions:
        parts += (seen.html[last:at], html)
        last = at
    parts.append(seen.html[last:])
    return "".join(parts)


def unweave(html: str) -> str:
    """Return the HTML as it was before `weave`: no mark, no callout.

    Nobody can write our classes into an article (see `sanitising`), so they tell what is ours.
    """
    return _WOVEN.sub("", html)


_CLOSE, _CALLOUT, _OPEN = range(3)
"""The order of insertions at one place: end what ends there before anything begins."""

_WOVEN = re.compile(
    rf'<aside class="{CALLOUT_CLASS}".*?</aside>'
    rf'|(?:<span class="{MARK_CLASS}-address" id="[^"]*"></span>)*<mark class="{MARK_CLASS}"[^>]*>'
    r"|</mark>",
    re.DOTALL,
)


def _pieces(seen: Visible, threads: Sequence[Thread]) -> list[tuple[int, int, tuple[Thread, ...]]]:
    """Return the stretches of text to mark: within one text node, under one set of notes."""
    if not threads:
        return []
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


def _mark(notes: Sequence[Thread], fresh: Sequence[str]) -> str:
    """Return the start tag for a piece; the first new note's address is the mark's own id."""
    details = " ".join(f"note-{note.id}" for note in notes)
    extra = "".join(f' {name}="{escape(value)}"' for name, value in notes[-1].attributes)
    address = f' id="quote-{fresh[0]}"' if fresh else ""
    more = "".join(
        f'<span class="{MARK_CLASS}-address" id="quote-{name}"></span>' for name in fresh[1:]
    )
    return f'{more}<mark class="{MARK_CLASS}"{address} aria-details="{details}"{extra}>'
