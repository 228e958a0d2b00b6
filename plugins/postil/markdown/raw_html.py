"""An author's raw HTML, read tag by tag: what of it the sanitiser will remove, and where it stands.

Markdown hands raw HTML over in pieces, and a piece may end inside a comment, a tag or a script that
would swallow the article's next paragraphs. Those, and elements that go with all that they hold,
are cut out here; everything else is the sanitiser's work.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from postil.markdown import sanitising

# As the tokeniser of the HTML Standard reads tags (section 13.2.5), white space and names too.
_NAME = re.compile(r"<(/?)([A-Za-z][^\t\n\f\r />]*)")
_GAP = re.compile(r"[\t\n\f\r /]*")
_ATTRIBUTE = re.compile(r"[^\t\n\f\r />][^\t\n\f\r />=]*")
_EQUALS = re.compile(r"[\t\n\f\r ]*=[\t\n\f\r ]*")
_VALUE = re.compile(r"""(?:"([^"]*)"|'([^']*)'|((?!["'])[^\t\n\f\r >]*))""")
_COMMENT = re.compile(r"<!--(?:-?>|.*?--!?>)", re.DOTALL)
_DECLARATION = re.compile(r"<(?:[!?]|/[^A-Za-z])[^>]*>")  # all read as comments, "bogus" ones
_DECLARED = re.compile(r"<(?:[!?]|/(?=[^A-Za-z]))")
_LONGEST_SHOWN = 40  # characters of a value in a message: enough to find it by


@dataclass(frozen=True, slots=True)
class Removal:
    """Something that will not be in the page."""

    at: int
    """Where it begins in the piece."""
    text: str
    """How it begins in the article, on one line."""
    message: str
    help: str = ""


@dataclass(slots=True)
class Scan:
    """What came of one piece of raw HTML."""

    kept: str = ""
    removals: list[Removal] = field(default_factory=list)
    open_element: str = ""
    """The element, cut out with its content, that the piece does not close."""
    starts: list[tuple[int, int]] = field(default_factory=list)
    """Of each start tag that is kept: where its attributes begin, and its line in the piece."""


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    closing: bool
    attributes: tuple[tuple[str, str], ...]
    name_end: int
    end: int


def scan(html: str, ids: set[str]) -> Scan:
    """Read one piece; ids that it defines are added to `ids`, and those taken are removals."""
    done = Scan()
    copied = at = line = counted = 0
    while (at := html.find("<", at)) >= 0:
        tag = _read_tag(html, at)
        if tag and tag.name not in sanitising.WITH_CONTENT:
            if not tag.closing:
                done.removals += _judge(tag, at, html[at : tag.end], ids)
                line += html.count("\n", counted, at)
                counted = at
                done.starts.append((len(done.kept) + tag.name_end - copied, line))
            at = tag.end
            continue
        if tag:
            end = _past_element(html, at, tag, done)
        elif _NAME.match(html, at):
            end = len(html)
            message = "a tag without its > is left out, with all that follows it here"
            done.removals.append(Removal(at, _first_line(html[at:]), message, "write > at its end"))
        elif _DECLARED.match(html, at):
            end = _past_declaration(html, at, done)
        else:
            at += 1
            continue
        done.kept += html[copied:at]
        copied = at = end
    done.kept += html[copied:]
    return done


def _read_tag(html: str, at: int) -> _Tag | None:
    """Return the tag that begins at `at`, if one does and it ends."""
    name = _NAME.match(html, at)
    if name is None:
        return None
    attributes: list[tuple[str, str]] = []
    pos = name.end()
    while True:
        if gap := _GAP.match(html, pos):
            pos = gap.end()
        if html.startswith(">", pos):
            return _Tag(name[2].lower(), bool(name[1]), tuple(attributes), name.end(), pos + 1)
        attribute = _ATTRIBUTE.match(html, pos)
        if attribute is None:
            return None
        pos = attribute.end()
        value = ""
        if equals := _EQUALS.match(html, pos):
            written = _VALUE.match(html, equals.end())
            if written is None:
                return None
            value = unescape(written[1] or written[2] or written[3] or "")
            pos = written.end()
        attributes.append((attribute[0].lower(), value))


def _past_element(html: str, at: int, tag: _Tag, done: Scan) -> int:
    """Return where an element that goes with its content ends, and report it."""
    if tag.closing:
        return tag.end
    closing = re.compile(rf"</{re.escape(tag.name)}[\t\n\f\r />][^>]*?>?", re.IGNORECASE)
    end = closing.search(html, tag.end)
    message = f"<{tag.name}> and all that it holds is left out"
    if end is None:
        done.open_element = tag.name
        if html[tag.end :].strip():
            message = f"<{tag.name}> is never closed: it is left out with all that follows it here"
    done.removals.append(Removal(at, _first_line(html[at : tag.end]), message, _advice(tag.name)))
    return end.end() if end else len(html)


def _past_declaration(html: str, at: int, done: Scan) -> int:
    """Return where a comment, or what HTML reads as one, ends; only whole comments pass unsaid."""
    comment = html.startswith("<!--", at)
    end = (_COMMENT if comment else _DECLARATION).match(html, at)
    if end is None:
        what = "a comment that is never closed is left out, with all that follows it here"
        advice = "write --> at its end" if comment else "write > at its end"
        done.removals.append(Removal(at, _first_line(html[at:]), what, advice))
    elif not comment:
        what = "what HTML reads as a comment is left out"
        done.removals.append(Removal(at, _first_line(html[at:]), what))
    return end.end() if end else len(html)


def _judge(tag: _Tag, at: int, text: str, ids: set[str]) -> Iterator[Removal]:
    """Compare a start tag with the allow-list."""
    text = _first_line(text)
    if tag.name not in sanitising.TAGS:
        message = f"the tag <{tag.name}> is left out; the words in it stay"
        yield Removal(at, text, message, _advice(tag.name))
        return
    allowed = sanitising.ATTRIBUTES["*"] | sanitising.ATTRIBUTES.get(tag.name, frozenset())
    dropped: list[str] = []
    for name, value in tag.attributes:
        if name == "class":
            if set(value.split()) - sanitising.CLASSES:
                dropped.append(name)
        elif name not in allowed:
            dropped.append(name)
        elif name in sanitising.ADDRESSES and not sanitising.is_safe_address(value):
            yield Removal(
                at,
                text,
                f"the address {_shortened(value)} of <{tag.name}> is left out",
                "addresses begin with http:, https:, mailto: or tel:, or are relative",
            )
        elif name == "id":
            if not sanitising.may_be_id(value, ids):
                message = f"the id {_shortened(value)} of <{tag.name}> is left out"
                yield Removal(at, text, message, _IDS)
            ids.add(value)
    if dropped:
        noun = "attribute" if len(dropped) == 1 else "attributes"
        verb = "is" if len(dropped) == 1 else "are"
        names = ", ".join(map(_shortened, dropped))
        yield Removal(at, text, f"the {noun} {names} of <{tag.name}> {verb} left out")


_IDS = "an id stands once in a page; note-…, quote-…, fn… and main are the archive's own"


def _advice(name: str) -> str:
    if name in {"audio", "embed", "iframe", "object", "video"}:
        return "link to it; keep a social post as a saved post, `:::post ID`"
    if name == "script":
        return "keep a social post as a saved post, `:::post ID`; other scripts have no place here"
    return ""


def _first_line(text: str) -> str:
    return text.partition("\n")[0]


def _shortened(value: str) -> str:
    """Return an author's value for a message: on one line, short."""
    line = " ".join(value.split())
    return line if len(line) <= _LONGEST_SHOWN else f"{line[:_LONGEST_SHOWN]}…"
