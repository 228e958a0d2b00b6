"""Markdown to HTML: CommonMark with tables, footnotes, strikethrough and saved posts.

The only `MarkdownIt(...)`. What comes out is well formed and simple to scan: every `<` begins a
tag, attribute values stand in double quotes, and what an author wrote as raw HTML has passed
`sanitising`. Notes are not known here; `weaving.weave` lays them over the result.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from postil.findings.diagnostics import Code, Diagnostic, finding
from postil.findings.source import Source, Span
from postil.markdown import typography
from postil.markdown.heading_ids import set_heading_ids
from postil.markdown.losses import losses
from postil.markdown.markup import ENGLISH, HTML, Wording, dress
from postil.markdown.places import Place
from postil.markdown.prose import prose_plugin
from postil.markdown.rendering import Renderer
from postil.markdown.sanitising import writable
from postil.markdown.saved_posts import TOKEN as SAVED_POST
from postil.markdown.saved_posts import Flaw, saved_post, saved_post_plugin

_DEEPEST = 60  # blocks within blocks: far beyond any article, well within Python's own stack
_BY_PELICAN = re.compile(r"[{|](?:filename|static|attach|index|author|category|tag)[|}]")
_TO_MARKDOWN = re.compile(
    r"(?![a-z][a-z0-9+.-]*:|//)[^?#]+\.(?:md|markdown)(?:#|\Z)", re.IGNORECASE
)
_TO_FILE = re.compile(
    r"(?![a-z][a-z0-9+.-]*:|/)[^?#]+\.(?!html?\b)[a-z0-9]{2,5}(?:[?#]|\Z)", re.IGNORECASE
)
_NORMAL = re.compile(
    r"https?://(?:[a-z0-9-]{1,20}\.){1,9}[a-z]{2,20}(?:/[A-Za-z0-9_./:-]*(?:\?[A-Za-z0-9_.=&-]*)?)?"
)
"""Addresses to which normalising, a third of the cost of a link, does nothing."""
_REFUSED = re.compile(r"(?:javascript|vbscript|file|data):", re.IGNORECASE)
_DEFINITIONS = "postil_footnote_definitions"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParserSettings:
    """What a site decides about its Markdown."""

    typographer: bool = False
    """Whether `"straight"` quotes, `--` and `...` become typographic."""
    quotes: str | typography.Quotes = typography.ENGLISH
    """Double and single quotation marks, opening and closing."""
    wording: Wording = ENGLISH

    def in_language(self, language: str) -> "ParserSettings":
        """Return the settings with the quotation marks of an article's language."""
        return replace(self, quotes=typography.quotes_for(language)) if language else self


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A piece of the body as HTML."""

    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostReference:
    """A place in the body for a saved post."""

    post: str
    span: Span = field(compare=False)
    """Of the post's id in the article."""


def parse(
    source: Source, start: int, settings: ParserSettings, *, lines: bool = False
) -> tuple[tuple[Segment | PostReference, ...], list[Diagnostic]]:
    """Return the body of an article, which begins at `start`, and what is wrong with it.

    With `lines`, tags of blocks carry `data-line`, the article's line on which the block begins; in
    a paragraph each line end is one of the article's too. The text is the same.
    """
    parser = _parser(settings.typographer, tuple(settings.quotes))
    definitions: list[tuple[str, int]] = []
    tokens = parser.parse(writable(source.text[start:]), {_DEFINITIONS: definitions})
    set_heading_ids(tokens)
    place = Place(source, start)
    findings = list(losses(tokens, definitions, place, deepest=_DEEPEST))
    tokens = dress(tokens, settings.wording, parser.options)
    renderer = Renderer(tokens, place, parser.options, lines=lines)
    pieces: list[Segment | PostReference] = []
    run: list[Token] = []
    for token in tokens:
        if token.type != SAVED_POST:
            run.append(token)
            continue
        reference = _post_reference(token, place)
        if isinstance(reference, Diagnostic):
            findings.append(reference)
            continue
        if run:
            pieces.append(Segment(html=renderer.render(run)))
            run = []
        pieces.append(reference)
    if run:
        pieces.append(Segment(html=renderer.render(run)))
    return tuple(pieces), findings + renderer.findings()


def render_fragment(text: str, settings: ParserSettings) -> str:
    """Return the HTML of a note's Markdown: without headings, pictures, footnotes and ids.

    Raw HTML is shown as text: a note has nothing that needs it.
    """
    if _ONE_LINE.fullmatch(text):
        return f"<p>{text}</p>\n"
    return _fragment(text, settings.typographer, tuple(settings.quotes))


_ONE_LINE = re.compile(r"[A-Za-z](?:[^\W_]|[ ;:%/’“”–—]|(?<!,),|(?<!\.)\.|(?<!-)-)*(?<! )")
"""One line of words in which nothing is Markdown, whatever the settings; most notes are such."""


@lru_cache(maxsize=4096)  # a claim or a label is the same in every article that has it
def _fragment(text: str, typographer: bool, quotes: Sequence[str]) -> str:  # noqa: FBT001
    parser = _parser(typographer, quotes, fragment=True)
    tokens = parser.parse(writable(text), {})
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            token.tag = tokens[index + 2].tag = "p"
            tokens[index + 1].children = [
                Token("strong_open", "strong", 1),
                *(tokens[index + 1].children or ()),
                Token("strong_close", "strong", -1),
            ]
    return HTML.render(tokens, parser.options, {})


class _Parser(MarkdownIt):
    """markdown-it with our ideas of addresses."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        """Leave Pelican's `{filename}` links alone, and give it those to files beside the article.

        `[the policy](corrections-policy.md)` then leads to the page here, and to the file on a
        code host as well; so does `![the dam](../../images/dam.jpg)`.
        """
        if _NORMAL.fullmatch(url):
            return url
        if _BY_PELICAN.match(url):
            return url
        if _TO_MARKDOWN.match(url):
            return f"{{filename}}{url}"
        return f"{{static}}{url}" if _TO_FILE.match(url) else super().normalizeLink(url)

    def validateLink(self, url: str) -> bool:  # noqa: N802
        """Refuse addresses that run or embed something; they stay in the article as text."""
        return not _REFUSED.match(url.strip())


@lru_cache(maxsize=32)  # building one costs a third of a millisecond
def _parser(typographer: bool, quotes: Sequence[str], *, fragment: bool = False) -> _Parser:  # noqa: FBT001
    parser = _Parser(
        "commonmark",
        {
            "html": not fragment,
            "xhtmlOut": False,
            "typographer": typographer,
            "quotes": quotes,
            "maxNesting": _DEEPEST,
        },
    )
    parser.enable("strikethrough").use(prose_plugin)
    if typographer:
        parser.enable(["replacements", "smartquotes"])
    if fragment:
        parser.disable("image")
        return parser
    parser.enable("table").use(footnote_plugin).use(saved_post_plugin)
    parser.core.ruler.before("footnote_tail", _DEFINITIONS, _gather_definitions)
    return parser


def _gather_definitions(state: StateCore) -> None:
    """Put the definitions of footnotes last, side by side, and note where each was.

    The plugin's next step moves them and drops those unused; it loses its way in a definition that
    holds another (`[^1]: > [^2]: words`).
    """
    if "[^" not in state.src:
        return
    text: list[Token] = []
    definitions: list[list[Token]] = []
    within: list[list[Token]] = []
    for token in state.tokens:
        if token.type == "footnote_reference_open":
            definitions.append([token])
            within.append(definitions[-1])
            noted = (token.meta["label"], token.map[0] if token.map else 0)
            state.env.setdefault(_DEFINITIONS, []).append(noted)
        else:
            (within[-1] if within else text).append(token)
        if token.type == "footnote_reference_close":
            within.pop()
    state.tokens = text + [token for definition in definitions for token in definition]


def _post_reference(token: Token, place: Place) -> PostReference | Diagnostic:
    """Return the place for a saved post, or the finding why there is none."""
    post = saved_post(token)
    line = token.map[0] if token.map else 0
    span = place.of_line(token)
    if post.post:
        span = Span(span.end - len(post.post), span.end)  # the id closes its line
    match post.flaw:
        case None:
            return PostReference(post=post.post, span=span)
        case Flaw.NESTED:
            code = Code.NESTED_POST
            message = "a saved post stands inside a list, a quotation or a footnote"
            help_ = "give it a place of its own between paragraphs, not indented"
        case Flaw.UNCLOSED:
            code = Code.UNCLOSED_POST
            message = f"the saved post `{post.post}` is not closed"
            help_ = "write `:::` on the next line"
        case Flaw.BAD_ID:
            code = Code.BAD_ID
            message = "a saved post is named by one id"
            help_ = "write `:::post` and the id that it has in annotations/registry/posts.yaml"
        case Flaw.TEXT_INSIDE:
            code = Code.TEXT_IN_POST
            span = place.line(line + post.line)
            message = f"text stands inside the saved post `{post.post}`, where no reader sees it"
            help_ = "write `:::` right after the line of the post, and the text after that"
    return finding(place.source, span, code, message, help=help_)
