"""A YAML header as entries: which keys there are, which hold one text, a list, or parts."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from postil.findings.diagnostics import Code, Diagnostic, finding, nearest
from postil.findings.source import Source, Span
from postil.header.values import Entry, Words
from postil.records.forms import listed
from postil.yaml import nodes
from postil.yaml.scalars import scalar

_TEXTS = frozenset(
    "title date outlet summary source_url archived_url captured_on modified lang slug status "
    "auto_labels save_as template translation url".split()
)
_LISTS = frozenset({"authors", "topics", "key_points"})
_IMAGE = frozenset({"src", "alt", "caption", "credit"})
IMAGE = "image."
"""The key under which the image's own place stands; its parts follow, as `image.src`."""
KEYS = _TEXTS | _LISTS | {"image"}

_OTHER_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "author": "authors",
        "by": "authors",
        "byline": "authors",
        "category": "outlet",
        "description": "summary",
        "headline": "title",
        "keywords": "topics",
        "language": "lang",
        "original_url": "source_url",
        "publisher": "outlet",
        "tags": "topics",
        "updated": "modified",
    }
)
"""What the same things are called elsewhere."""
_OTHER_IMAGE_NAMES: Mapping[str, str] = MappingProxyType(
    {"by": "credit", "file": "src", "text": "alt", "title": "caption", "url": "src"}
)

_CAPITALS = (
    "keys have no capitals, unless all have: then the header is read as Pelican's own, "
    "which has no lists in brackets and no empty lines"
)


def read_yaml_header(
    source: Source, block: Span
) -> tuple[tuple[Entry, ...] | None, list[Diagnostic]]:
    """Return the entries of the YAML in `block`; `None` where it cannot be read at all.

    An image comes as several: `IMAGE` and its parts.
    """
    root, findings = nodes.read_yaml(source, block)
    match root:
        case nodes.Mapping():
            reader = _Reader(source)
            entries = tuple(reader.entries(root))
            return entries, findings + reader.findings
        case None if not findings:
            return (), []
        case nodes.Scalar() | nodes.Sequence():
            findings.append(
                finding(
                    source,
                    root.span,
                    Code.HEADER_SYNTAX,
                    "the header is not made of keys and values",
                    help="write a key, a colon, a space and the value on each line: `title: …`",
                )
            )
    return None, findings


class _Reader:
    """Turns nodes into entries, with a finding for every one that has no place in a header."""

    def __init__(self, source: Source) -> None:
        self.findings: list[Diagnostic] = []
        self._source = source

    def entries(self, root: nodes.Mapping) -> Iterator[Entry]:
        for entry in root.entries:
            key = Words(entry.key.text, entry.key.span)
            if key.text not in KEYS:
                yield from self._unknown(key, root, KEYS, _OTHER_NAMES)
            elif key.text == "image":
                yield from self._image(key, entry.value)
            else:
                yield self._values(key, entry.value, several=key.text in _LISTS)

    def _values(self, key: Words, node: nodes.Node, *, several: bool, item: bool = False) -> Entry:
        what = f"an item of `{key.text}`" if item else f"`{key.text}`"
        match node:
            case nodes.Scalar():
                values = () if node.is_absent else (Words(node.text, node.span),)
                return Entry(key, values)
            case nodes.Sequence() if several:
                found = [self._values(key, each, several=False, item=True) for each in node.items]
                return Entry(key, tuple(value for entry in found for value in entry.values))
            case nodes.Sequence():
                self._wrong(node.span, f"{what} is one text, not a list", "write one text")
            case nodes.Mapping():
                wanted = "a list" if several else "one text"
                help_ = "put quotation marks around a text that has a colon and a space in it"
                self._wrong(node.span, f"{what} is {wanted}, not keys and values", help_)
        return Entry(key, (), refused=True)

    def _image(self, key: Words, node: nodes.Node) -> Iterator[Entry]:
        if isinstance(node, nodes.Scalar) and not node.is_absent:
            help_ = f"write `image: {{src: {scalar(node.text)}, alt: what it shows}}`"
            self._wrong(node.span, "`image` has parts: src, alt, caption, credit", help_)
        elif isinstance(node, nodes.Sequence):
            help_ = "write `image: {src: the file, alt: what it shows}`"
            self._wrong(node.span, "`image` has parts: src, alt, caption, credit", help_)
        elif isinstance(node, nodes.Mapping):
            yield Entry(Words(IMAGE, key.span), (Words("", node.span),))
            for entry in node.entries:
                part = Words(entry.key.text, entry.key.span)
                if part.text in _IMAGE:
                    value = self._values(part, entry.value, several=False)
                    yield replace(value, key=Words(f"{IMAGE}{part.text}", part.span))
                else:
                    for meant in self._unknown(part, node, _IMAGE, _OTHER_IMAGE_NAMES):
                        yield replace(meant, key=Words(f"{IMAGE}{meant.key.text}", part.span))

    def _unknown(
        self,
        key: Words,
        within: nodes.Mapping,
        known: frozenset[str],
        others: Mapping[str, str],
    ) -> Iterator[Entry]:
        """Report a key that there is not.

        A misspelt key is one mistake and not two: the one that was meant is there, and refused.
        """
        small = key.text.lower()
        if small != key.text and any(small == other.key.text for other in within.entries):
            message = f"`{small}` stands here too, and `{key.text}` would be another value for it"
            self.findings.append(
                finding(
                    self._source,
                    key.span,
                    Code.REPEATED_KEY,
                    message,
                    help=f"keep one of the two, as `{small}`",
                )
            )
            return
        near = others.get(small) or nearest(small, known)
        help_ = f"write `{near}`" if near else f"write one of {listed(sorted(known))}"
        self.findings.append(
            finding(
                self._source,
                key.span,
                Code.UNKNOWN_KEY,
                f"a header has no key `{key.text}`"
                if known is KEYS
                else f"an image has no key `{key.text}`",
                notes=(_CAPITALS,) if key.text != small and known is KEYS else (),
                help=help_,
            )
        )
        if near and all(near != other.key.text for other in within.entries):
            yield Entry(Words(near, key.span), (), refused=True)

    def _wrong(self, span: Span, message: str, help_: str) -> None:
        self.findings.append(finding(self._source, span, Code.WRONG_KIND, message, help=help_))
