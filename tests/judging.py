"""What every piece of our HTML must be, judged without any of our own code."""

import re

from bs4 import BeautifulSoup, Tag

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [^\s=">/]+="[^"<>]*")*)>')
_VOID = frozenset("br col hr img wbr".split())


def assert_scannable(html: str) -> None:
    """Every `<` begins a tag, tags are balanced, and no id comes twice."""
    at = 0
    open_tags: list[str] = []
    while (at := html.find("<", at)) >= 0:
        tag = _TAG.match(html, at)
        assert tag, html[at : at + 60]
        at = tag.end()
        if tag[1]:
            assert open_tags, f"</{tag[2]}> closes nothing"
            assert open_tags.pop() == tag[2]
        elif tag[2] not in _VOID:
            open_tags.append(tag[2])
    assert not open_tags
    assert ">" not in _TAG.sub("", html)
    ids = re.findall(r' id="([^"]*)"', html)
    assert len(ids) == len(set(ids))


def elements(html: str) -> list[Tag]:
    """Return all elements as a browser sees them."""
    return BeautifulSoup(f"<body>{html}", "html5lib").body.find_all(True)  # type: ignore[union-attr]


def words(html: str) -> str:
    """Return the visible text, white space aside."""
    body = BeautifulSoup(html, "html5lib").body
    assert body is not None
    return " ".join(body.get_text().split())
