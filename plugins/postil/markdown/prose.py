"""Rules for what most of an article is: paragraphs of words, some stressed, now and then a link.

Each recognises its case at first sight, so that the dozen rules that cannot apply are not asked
one after the other; anything else it leaves to them. Tokens are the same with and without.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore, normalize
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_SIGNS = re.compile(r"[\n!&*<[\\\]^_`~]")
"""The characters at which an inline rule that we use begins or ends something."""
_WORDS = r"[^\n!&*<[\\\]^_`~]+"
_ITEM = re.compile(r"[*+-] [^\W\d_]")
_INDENTED_CODE = 4  # columns: what stands further in begins no block (CommonMark, section 4.4)
_LINK = re.compile(rf"\[({_WORDS})\]\((https?://[a-z0-9.-]+\.[a-z]+(?:/[A-Za-z0-9_./-]*)?)\)")
"""A link of words alone to an address that is in its normal form."""
_PIECE = re.compile(
    rf"({_WORDS})"
    rf"|{_LINK.pattern}"
    rf"|(?<![^ (])([*_])((?=[^\W_]){_WORDS}(?<=[^\W_]))\4(?![^ ,.:;?)])"
    r"|(?<! )(\n)(?![ \t])"
)
"""Words, such a link, words between signs that can stress nothing else, or the end of a line."""


def prose_plugin(md: MarkdownIt) -> None:
    """Teach a parser the rules; later plugins may not bring signs of their own."""
    md.block.ruler.before("table", "prose", _paragraph)
    md.core.ruler.at("normalize", _normalize)
    md.core.ruler.at("inline", _inline)
    md.inline.ruler.at("text", _words)
    md.inline.ruler.before("link", "plain_link", _link)


def _paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: ARG001, FBT001 - markdown-it's call
    """Read a paragraph all of whose lines begin with letters: with one no other block begins."""
    if state.is_code_block(start):
        return False
    line = start
    while line < state.lineMax:
        first = state.bMarks[line] + state.tShift[line]
        if first >= state.eMarks[line]:
            break
        if not state.src[first].isalpha():
            if line > start and _begins_item(state, line):
                break
            return False
        line += 1
    state.line = line
    place = [start, line]
    state.push("paragraph_open", "p", 1).map = place
    token = state.push("inline", "", 0)
    words = (
        state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
        if line == start + 1
        else state.getLines(start, line, state.blkIndent, keepLastLF=False)
    )
    token.content = mdTrim(words)
    token.map = place
    token.children = []
    state.push("paragraph_close", "p", -1)
    return True


def _begins_item(state: StateBlock, line: int) -> bool:
    """Whether a line after a paragraph is `- words`, and not so deep that it goes on with it."""
    indent = state.sCount[line]
    return (
        0 <= indent < min(state.blkIndent, max(state.listIndent, 0)) + _INDENTED_CODE
        and _ITEM.match(state.src, state.bMarks[line] + state.tShift[line]) is not None
    )


def _normalize(state: StateCore) -> None:
    """Make every line end one character, where any is not."""
    if "\r" in state.src or "\0" in state.src:
        normalize(state)


def _inline(state: StateCore) -> None:
    """Read the words of every block: piece by piece, if they are made of nothing else."""
    for token in state.tokens:
        if token.type == "inline":
            token.children = _pieces(token.content)
            if token.children is None:
                token.children = []
                state.md.inline.parse(token.content, state.md, state.env, token.children)


def _pieces(text: str) -> list[Token] | None:
    tokens: list[Token] = []
    end = 0
    for found in _PIECE.finditer(text):
        if found.start() != end:
            return None
        end = found.end()
        words, label, address, sign, stressed, _ = found.groups()
        if words:
            tokens.append(Token("text", "", 0, content=words))
        elif label:
            tokens += (
                Token("link_open", "a", 1, attrs={"href": address}),
                Token("text", "", 0, content=label, level=1),
                Token("link_close", "a", -1),
            )
        elif sign:
            tokens += (
                Token("em_open", "em", 1, markup=sign),
                Token("text", "", 0, content=stressed, level=1),
                Token("em_close", "em", -1, markup=sign),
            )
        else:
            tokens.append(Token("softbreak", "br", 0))
    return tokens if end == len(text) else None


def _words(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read words up to the next sign; markdown-it stops at those of rules that are off as well."""
    start = state.pos
    sign = _SIGNS.search(state.src, start, state.posMax)
    end = sign.start() if sign else state.posMax
    if end == start:
        return False
    if not silent:
        state.append_pending(state.src[start:end])
    state.pos = end
    return True


def _link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    found = _LINK.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("link_open", "a", 1).attrs = {"href": found[2]}
        state.push("text", "", 0).content = found[1]
        state.push("link_close", "a", -1)
    state.pos = found.end()
    return True
