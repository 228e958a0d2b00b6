"""Many phrases looked for in many texts, without regard to case or typography, at word borders.

Each phrase has a key word, its rarest as far as length tells. One pass gathers a text's words, and
only phrases whose words are all among them are looked for; so the cost hardly depends on how many
phrases there are. Scripts that put no spaces between words (Chinese, Thai) have no such words:
their phrases are looked for as they stand.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

FEW = 20  # keys: so many are looked for in a text as fast as its words are gathered

_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Thai, Lao, Burmese, Khmer, kana and Han."""

_SAME = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛ʼ′`´", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\t\r\n", " "),
    }
)
"""Signs that mean the same, one for one: an offset stays what it was."""


class _Spaced(dict[int, int]):
    """Every sign that is in no word becomes a space: three times as fast as looking for words."""

    def __missing__(self, sign: int) -> int:
        self[sign] = sign if _WORD.match(chr(sign)) else 32
        return self[sign]


_SPACED = _Spaced()


def folded(text: str) -> str:
    """Return the text in small letters and plain signs, of the same length."""
    lower = text.lower()
    if len(lower) != len(text):  # İ becomes two
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lower.translate(_SAME)


@dataclass(frozen=True)
class Phrase:
    """Some words that say a claim."""

    text: str
    claim: str

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words; none in a script without spaces."""
        unspaced = _UNSPACED.search(self.text)
        return frozenset() if unspaced else frozenset(_WORD.findall(folded(self.text)))

    @property
    def key(self) -> str:
        """The longest of its words."""
        return max(sorted(self.words), key=len, default="")

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield every place in a folded text, however its white space is broken."""
        for hit in self._pattern.finditer(text):
            start, end = hit.span()
            if not _goes_on(text, start) and not _goes_on(text, end):
                yield start, end

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(r"\s+".join(map(re.escape, folded(self.text).split())))


class Phrases:
    """A set of phrases, ready to be looked for."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._by_key: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in phrases:
            if phrase.text.strip():
                self._by_key[phrase.key].append(phrase)
        self._keys = set(self._by_key) - {""}

    def __bool__(self) -> bool:
        return bool(self._by_key)

    def spans(self, text: str) -> Iterator[tuple[Phrase, int, int]]:
        """Yield every place of every phrase in a folded text, in order."""
        found = [
            (start, end, phrase)
            for phrase in self._likely(text)
            for start, end in phrase.spans(text)
        ]
        for start, end, phrase in sorted(found, key=lambda place: (place[0], -place[1])):
            yield phrase, start, end

    def _likely(self, text: str) -> Iterator[Phrase]:
        """Yield the phrases all of whose words a text has."""
        few = len(self._keys) < FEW and not any(key in text for key in self._keys)
        words = frozenset() if few else set(text.translate(_SPACED).split())
        for key in ("", *sorted(self._keys & words)):
            for phrase in self._by_key.get(key, ()):
                if phrase.words <= words:
                    yield phrase


def _goes_on(text: str, at: int) -> bool:
    """Return whether one word stands on both sides of an offset."""
    around = text[max(0, at - 1) : at + 1]
    return (
        0 < at < len(text) and bool(re.fullmatch(r"\w\w", around)) and not _UNSPACED.search(around)
    )
