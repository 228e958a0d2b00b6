"""Quotation marks by language, for straight quotes that become typographic.

From Unicode's CLDR ("delimiters"), where a language has marks other than English; French keeps
its narrow spaces. Regions differ where newspapers do.
"""

from collections.abc import Mapping
from types import MappingProxyType

Quotes = tuple[str, str, str, str]
"""Double opening and closing, single opening and closing."""

ENGLISH: Quotes = ("“", "”", "‘", "’")

_LOW: Quotes = ("„", "“", "‚", "‘")
_ANGLES: Quotes = ("«", "»", "“", "”")
_ANGLES_LOW: Quotes = ("«", "»", "„", "“")
_LOW_HIGH: Quotes = ("„", "”", "«", "»")
_RIGHT: Quotes = ("”", "”", "’", "’")
_CORNERS: Quotes = ("「", "」", "『", "』")

_QUOTES: Mapping[str, Quotes] = MappingProxyType(
    {
        "ar": ("”", "“", "’", "‘"),
        "be": _ANGLES_LOW,
        "bg": ("„", "“", "’", "’"),
        "cs": _LOW,
        "de": _LOW,
        "de-ch": ("«", "»", "‹", "›"),
        "el": _ANGLES,
        "es": _ANGLES,
        "et": ("„", "“", "«", "»"),
        "fa": ("«", "»", "‹", "›"),
        "fi": _RIGHT,
        "fr": ("«\u202f", "\u202f»", "“", "”"),
        "fr-ch": ("«", "»", "‹", "›"),
        "he": _RIGHT,
        "hr": ("„", "”", "‚", "’"),
        "hu": ("„", "”", "»", "«"),
        "is": _LOW,
        "it": _ANGLES,
        "ja": _CORNERS,
        "lt": _LOW,
        "nb": ("«", "»", "‘", "’"),
        "nn": ("«", "»", "‘", "’"),
        "no": ("«", "»", "‘", "’"),
        "pl": _LOW_HIGH,
        "pt-pt": _ANGLES,
        "ro": _LOW_HIGH,
        "ru": _ANGLES_LOW,
        "sk": _LOW,
        "sl": _LOW,
        "sr": ("„", "”", "’", "’"),
        "sv": _RIGHT,
        "uk": _ANGLES_LOW,
        "ur": ("”", "“", "’", "‘"),
        "zh-hant": _CORNERS,
        "zh-hk": _CORNERS,
        "zh-tw": _CORNERS,
    }
)


def quotes_for(language: str) -> Quotes:
    """Return the marks of a language tag (BCP 47), the English ones where nothing else is known."""
    tag = language.lower()
    while tag:
        if tag in _QUOTES:
            return _QUOTES[tag]
        tag = tag.rpartition("-")[0]
    return ENGLISH
