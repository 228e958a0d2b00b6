"""From CommonMark's tokens to those of our pages: the HTML that readers get, still as tokens.

Footnotes that a screen reader understands (DPUB-ARIA 1.1), tables that scroll on a phone, pictures
that load when they are reached. Attributes that a Content-Security-Policy forbids become classes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markdown_it.common.utils import escapeHtml, unescapeAll
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict


class _Writer(RendererHTML):
    """markdown-it's own writer, with a short way for words and for tags without attributes."""

    def renderInline(  # noqa: N802 - markdown-it's name
        self, tokens: Sequence[Token], options: OptionsDict, env: EnvType
    ) -> str:
        """Return the HTML of words and the markup among them."""
        if len(tokens) == 1 and tokens[0].type == "text":
            return escapeHtml(tokens[0].content)
        return "".join(
            escapeHtml(token.content)
            if token.type == "text"
            else self.rules[token.type](tokens, index, options, env)
            if token.type in self.rules
            else self.renderToken(tokens, index, options, env)
            for index, token in enumerate(tokens)
        )

    def renderToken(  # noqa: N802
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """Return a tag; where line ends stand beside that of a block is markdown-it's business."""
        token = tokens[idx]
        if not token.hidden:
            if token.nesting < 0:
                return f"</{token.tag}>\n" if token.block else f"</{token.tag}>"
            if token.nesting > 0 and (not token.block or _opens_paragraph(tokens, idx)):
                return f"<{token.tag}{self.renderAttrs(token) if token.attrs else ''}>"
        return super().renderToken(tokens, idx, options, env)


def _opens_paragraph(tokens: Sequence[Token], index: int) -> bool:
    """Whether words follow a block's tag, and no paragraph of a tight list stands before it."""
    following = index + 1
    return (
        following < len(tokens)
        and tokens[following].type == "inline"
        and not (index and tokens[index - 1].hidden)
    )


HTML = _Writer()
"""Writes tokens: whatever is ours is in them already."""

Attribute = str | int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What the markup itself says, in the site's language; `{number}` counts from 1."""

    table: str = "Table {number}"
    """Names the region in which a wide table scrolls."""
    footnotes: str = "Footnotes"
    """Names the section of footnotes."""
    footnote_back: str = "Back to the text of footnote {number}"
    """Names the link from a footnote to its place."""


ENGLISH = Wording()


def dress(tokens: Sequence[Token], wording: Wording, options: OptionsDict) -> list[Token]:
    """Return the tokens of a whole article as our pages show them."""
    dressed: list[Token] = []
    tables = 0
    for token in tokens:
        match token.type:
            case "inline":
                token.children = _dress_inline(token.children or [], options)
                dressed.append(token)
            case "paragraph_open" | "paragraph_close":
                dressed.append(token)
            case "table_open":
                tables += 1
                dressed += [_scroller(wording.table.format(number=tables)), token]
            case "table_close":
                dressed += [token, _close("div", block=True)]
            case "th_open" | "td_open":
                _align(token)
                dressed.append(token)
            case "fence":
                _name_language(token)
                dressed.append(token)
            case kind if kind.startswith("footnote_"):
                dressed += _footnote_block(token, wording)
            case _:
                dressed.append(token)
    return dressed


def _dress_inline(children: list[Token], options: OptionsDict) -> list[Token]:
    if not any(child.type in _DRESSED for child in children):
        return children
    dressed: list[Token] = []
    postponed: list[Token] = []
    links = 0
    for child in children:
        match child.type:
            case "image":
                # A footnote in the words of a picture has no place there: it follows the picture.
                postponed += _footnotes_within(child)
                dressed.append(_picture(child, options))
            case "footnote_ref":
                postponed.append(child)
            case _:
                links += child.nesting if child.tag == "a" else 0
                dressed.append(child)
        # A link inside a link is no HTML: the footnote of linked words follows the link.
        if postponed and not links:
            dressed += [piece for token in postponed for piece in _footnote_reference(token)]
            postponed = []
    return dressed + [piece for token in postponed for piece in _footnote_reference(token)]


_DRESSED = frozenset({"image", "footnote_ref"})


def _footnotes_within(token: Token) -> list[Token]:
    if token.type == "footnote_ref":
        return [token]
    return [found for child in token.children or () for found in _footnotes_within(child)]


def _picture(image: Token, options: OptionsDict) -> Token:
    # CommonMark, section 6.4: what the description would show, without its markup.
    alt = HTML.renderInlineAsText(image.children, options, {})
    shown = _leaf("img", image.attrs | {"alt": alt, "loading": "lazy"})
    shown.level = image.level
    return shown


def _scroller(label: str) -> Token:
    attributes: dict[str, Attribute] = {
        "class": "table-scroll",
        "tabindex": "0",
        "role": "region",
        "aria-label": label,
    }
    return _open("div", attributes, block=True)


def _align(cell: Token) -> None:
    """Say by a class what markdown-it says by a `style`."""
    style = cell.attrs.pop("style", None)
    if isinstance(style, str):
        cell.attrSet("class", f"align-{style.removeprefix('text-align:')}")


def _name_language(fence: Token) -> None:
    """Say the language of code by the class that HTML suggests (section 4.4.8 there)."""
    if words := unescapeAll(fence.info).split():
        fence.attrSet("class", f"language-{words[0]}")
    fence.info = ""


# Footnotes, from mdit-py-plugins' tokens


def _footnote_reference(token: Token) -> list[Token]:
    number, place = _numbers(token)
    anchor: dict[str, Attribute] = {
        "href": f"#fn{number}",
        "id": f"fnref{number}{place}",
        "role": "doc-noteref",
    }
    return [
        _open("sup", {"class": "footnote-ref"}),
        _open("a", anchor),
        _text(str(number)),
        _close("a"),
        _close("sup"),
    ]


def _footnote_block(token: Token, wording: Wording) -> list[Token]:
    match token.type:
        case "footnote_block_open":
            section: dict[str, Attribute] = {
                "class": "footnotes",
                "role": "doc-endnotes",
                "aria-label": wording.footnotes,
            }
            return [_open("section", section, block=True), _open("ol", {}, block=True)]
        case "footnote_block_close":
            return [_close("ol", block=True), _close("section", block=True)]
        case "footnote_open":
            return [_open("li", {"id": f"fn{_numbers(token)[0]}"}, block=True)]
        case "footnote_close":
            return [_close("li", block=True)]
        case "footnote_anchor":
            return _back_link(token, wording)
    return [token]


def _back_link(token: Token, wording: Wording) -> list[Token]:
    number, place = _numbers(token)
    anchor: dict[str, Attribute] = {
        "href": f"#fnref{number}{place}",
        "role": "doc-backlink",
        "class": "footnote-backref",
        "aria-label": wording.footnote_back.format(number=f"{number}{place}"),
    }
    # U+FE0E asks for the arrow as text: some systems draw it as a picture.
    return [_text(" "), _open("a", anchor), _text("\u21a9\ufe0e"), _close("a")]


def _numbers(token: Token) -> tuple[int, str]:
    """Return a footnote's number, and what tells its second and later references apart."""
    number, place = token.meta["id"] + 1, token.meta.get("subId", 0)
    return number, f"-{place + 1}" if place else ""


# Tokens


def _open(tag: str, attributes: dict[str, Attribute], *, block: bool = False) -> Token:
    return Token(f"{tag}_open", tag, 1, attrs=attributes, block=block)


def _close(tag: str, *, block: bool = False) -> Token:
    return Token(f"{tag}_close", tag, -1, block=block)


def _leaf(tag: str, attributes: dict[str, Attribute]) -> Token:
    return Token(tag, tag, 0, attrs=attributes)


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def with_opening_tags(tokens: Iterable[Token]) -> Iterable[Token]:
    """Yield every token that is written as a tag with attributes, inline ones included."""
    for token in tokens:
        if token.type == "inline":
            yield from with_opening_tags(token.children or ())
        elif token.nesting >= 0 and token.tag:
            yield token
