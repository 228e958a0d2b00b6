"""Saved posts in the text: `:::post ID` on one line, `:::` on the next.

The block rule only records what stands there; `parsing` turns it into a place in the article or a
finding. Other `:::` lines are words like any others.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

TOKEN = "saved_post"  # noqa: S105 - a token of Markdown

_OPENING = re.compile(r":{3,}[ \t]*post(?:[ \t](.*))?$")
_CLOSING = re.compile(r":{3,}[ \t]*$")
_INDENTED_CODE = 4  # columns: what stands further in is code (CommonMark, section 4.4)


class Flaw(Enum):
    """What can be wrong with the block of a saved post."""

    NESTED = auto()
    UNCLOSED = auto()
    TEXT_INSIDE = auto()
    BAD_ID = auto()


@dataclass(frozen=True, slots=True)
class SavedPost:
    """What one block says."""

    post: str
    flaw: Flaw | None = None
    line: int = 0
    """Of the flaw, from the block's first line."""


def saved_post_plugin(md: MarkdownIt) -> None:
    """Teach a parser the block; it may interrupt a paragraph, as a fence may."""
    md.block.ruler.before(
        "fence", TOKEN, _rule, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )


def saved_post(token: Token) -> SavedPost:
    """Return what a token of this kind says."""
    found = token.meta[TOKEN]
    assert isinstance(found, SavedPost)
    return found


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's call
    if state.sCount[start] - state.blkIndent >= _INDENTED_CODE:
        return False
    opening = _OPENING.match(_line(state, start))
    if opening is None:
        return False
    if silent:
        return True
    post = (opening[1] or "").strip()
    closing = _closing_line(state, start, end)
    token = state.push(TOKEN, "", 0)
    token.block = True
    token.meta = {TOKEN: _judge(state, start, closing, post)}
    state.line = start + 1 if closing is None else closing + 1
    token.map = [start, state.line]
    return True


def _judge(state: StateBlock, start: int, closing: int | None, post: str) -> SavedPost:
    if state.level > 0:
        return SavedPost(post, Flaw.NESTED)
    if not post or len(post.split()) > 1:
        return SavedPost(post, Flaw.BAD_ID)
    if closing is None:
        return SavedPost(post, Flaw.UNCLOSED)
    for line in range(start + 1, closing):
        if not state.isEmpty(line):
            return SavedPost(post, Flaw.TEXT_INSIDE, line - start)
    return SavedPost(post)


def _closing_line(state: StateBlock, start: int, end: int) -> int | None:
    """Find the line that closes the block; the next saved post begins a block of its own."""
    for line in range(start + 1, end):
        if not state.isEmpty(line) and state.sCount[line] < state.blkIndent:
            return None
        text = _line(state, line)
        if _CLOSING.match(text):
            return line
        if _OPENING.match(text):
            return None
    return None


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
