"""What authors may write as raw HTML: the allow-list, and nh3 (ammonia), which enforces it.

An author's `mark`, `aside`, `role`, `class` or `data-…` never comes through, so that nobody can
forge a note. Our own attributes, which look the same, travel through the sanitiser as numbers on an
attribute that no author can write. What is removed is reported by `raw_html`, from the same list.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from types import MappingProxyType

import nh3

from postil.markdown.heading_ids import is_reserved

TAGS = frozenset(
    "a abbr address b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div "
    "dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q rp rt ruby s samp "
    "section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var "
    "wbr".split()
)
"""What journalism needs. No audio or video: the pages make no request for either; link to them."""

WITH_CONTENT = frozenset(
    "applet canvas iframe math noembed noframes noscript object plaintext script select style svg "
    "template textarea title xmp".split()
)
"""Elements that go with all that they hold: it is code, or it is not read as HTML."""

ATTRIBUTES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "*": frozenset({"dir", "id", "lang", "title"}),
        "a": frozenset({"href", "hreflang"}),
        "blockquote": frozenset({"cite"}),
        "col": frozenset({"span"}),
        "colgroup": frozenset({"span"}),
        "del": frozenset({"cite", "datetime"}),
        "details": frozenset({"open"}),
        "img": frozenset({"alt", "height", "loading", "src", "width"}),
        "ins": frozenset({"cite", "datetime"}),
        "li": frozenset({"value"}),
        "ol": frozenset({"reversed", "start", "type"}),
        "q": frozenset({"cite"}),
        "td": frozenset({"colspan", "headers", "rowspan"}),
        "th": frozenset({"abbr", "colspan", "headers", "rowspan", "scope"}),
        "time": frozenset({"datetime"}),
    }
)
ADDRESSES = frozenset({"cite", "href", "src"})
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
CLASSES = frozenset({"align-left", "align-center", "align-right"})
"""Classes that tables made by hand may share with those made in Markdown."""

OWN = "\ufdd1"
"""The name of the attribute that stands for ours: a noncharacter, which no article can contain."""

UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)
"""Control characters, noncharacters and lone surrogates: no HTML may hold them (HTML, section
13.2.3.5), and the archive needs some of them for itself."""
_USUAL = re.compile("[\t\n\x0c\r -~\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd]*")
"""A text with none of `UNWRITABLE`, nor emoji and the like: told twenty times as fast."""

_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=set(WITH_CONTENT),
    attributes={
        tag: {*names, OWN} if tag == "*" else set(names) for tag, names in ATTRIBUTES.items()
    },
    allowed_classes={tag: set(CLASSES) for tag in TAGS},
    url_schemes=set(SCHEMES),
    url_relative="pass_through",
    link_rel=None,
)
_TAG = re.compile(r'<[a-z](?:[^>"]|"[^"]*")*>')
_ATTRIBUTE = re.compile(r'\s([^\s=">]+)="([^"]*)"')
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")


@dataclass(slots=True)
class OwnAttributes:
    """The attributes of our own tags, held back while the sanitiser works."""

    written: list[str] = field(default_factory=list)

    def hold(self, attributes: str) -> str:
        """Keep attributes as they will be written; return what to write in `OWN` instead."""
        self.written.append(attributes)
        return str(len(self.written) - 1)


def clean(html: str, own: OwnAttributes, ids: set[str]) -> str:
    """Return `html` as the allow-list has it, well formed, with our own attributes back in place.

    An id in `ids` is taken; those that the result keeps are added.
    """
    used: set[str] = set()

    def attribute(found: re.Match[str]) -> str:
        name, value = found[1], found[2]
        if name == OWN:
            return _restore(own, value, used)
        if name in ADDRESSES and not is_safe_address(unescape(value)):
            return ""  # ammonia does not look at every element's
        if name == "class" and not value:
            return ""  # what is left when none of an author's classes may stay
        if name == "id":
            if not may_be_id(unescape(value), ids):
                return ""
            ids.add(unescape(value))
        # Serialisers of old leave these two as they are in attribute values.
        return f' {name}="{value.replace("<", "&lt;").replace(">", "&gt;")}"'

    def tag(found: re.Match[str]) -> str:
        written = _ATTRIBUTE.sub(attribute, found[0])
        return _whole_picture(written) if written.startswith("<img") else written

    return writable(_TAG.sub(tag, _CLEANER.clean(html)))


def writable(text: str) -> str:
    """Return text with U+FFFD for every character that HTML cannot hold; offsets stay."""
    return text if _USUAL.fullmatch(text) else UNWRITABLE.sub("\ufffd", text)


def may_be_id(value: str, taken: set[str]) -> bool:
    """Whether an author may use this id: free, not the archive's own, without white space."""
    return (
        bool(value) and value not in taken and not is_reserved(value) and (len(value.split()) == 1)
    )


def is_safe_address(value: str) -> bool:
    """Whether an address is relative or of a scheme that only leads somewhere.

    Browsers pass over tabs, line ends and leading controls (URL Standard, section 4.4).
    """
    bare = re.sub(r"[\t\n\r]", "", value).lstrip("".join(map(chr, range(0x21)))).lower()
    scheme = _SCHEME.match(bare)
    return scheme is None or scheme[1] in SCHEMES


def _whole_picture(tag: str) -> str:
    """Return a picture that is one: with an address, and described, if only as an ornament."""
    names = [found[1] for found in _ATTRIBUTE.finditer(tag)]
    if "src" not in names:
        return ""
    return tag if "alt" in names else f'{tag[:-1]} alt="">'


def _restore(own: OwnAttributes, value: str, used: set[str]) -> str:
    """Return our attributes; where the sanitiser doubled a tag, the second has no id."""
    attributes = own.written[int(value)]
    if value in used:
        return re.sub(r' id="[^"]*"', "", attributes)
    used.add(value)
    return attributes
