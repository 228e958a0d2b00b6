"""A claim's card on somebody else's page: how tall its frame is, and what oEmbed says of it.

A frame without a script cannot grow with its text, so its height is reckoned from the words: enough
for a frame of `NARROW` pixels. In a narrower one the card's text scrolls, and its foot stays.
"""

import unicodedata
from collections.abc import Mapping
from html import escape
from math import ceil

WIDTH = 560  # pixels, as the frame is offered; the page around it may make it narrower
NARROW = 360  # pixels
LEAST = 220  # pixels, and no frame is lower
MOST = 720

_PADDING = 36  # pixels beside the text, both sides
_LETTER = 8.6  # pixels that a letter of 17 px takes on average, generously
_LINE = 26
_REST = 148  # the verdict, the foot, the space between


def height(*texts: str) -> int:
    """Return how tall a frame must be for these texts, one under the other."""
    room = (NARROW - _PADDING) / _LETTER
    lines = sum(ceil(_breadth(text) / room) for text in texts if text)
    return min(MOST, max(LEAST, _REST + lines * _LINE))


def oembed(
    *, url: str, title: str, provider: str, root: str, texts: tuple[str, ...]
) -> Mapping[str, str | int]:
    """Return what oEmbed 1.0 (oembed.com) says of the claim whose page is at `url`."""
    tall = height(*texts)
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "author_name": provider,
        "provider_name": provider,
        "provider_url": f"{root}/",
        "url": url,
        "width": WIDTH,
        "height": tall,
        "html": frame(url=url, title=title, tall=tall),
    }


def frame(*, url: str, title: str, tall: int) -> str:
    """Return the HTML with which a page shows the card."""
    return (
        f'<iframe src="{escape(url)}embed/" title="{escape(title)}" width="{WIDTH}" '
        f'height="{tall}" style="border:0;max-width:100%" loading="lazy"></iframe>'
    )


def _breadth(text: str) -> int:
    """Return how many letters a text is broad: those of East Asia take the place of two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
