"""Many phrases looked for in many texts, without regard to case or typography, at word borders.

Each phrase has a key word, its rarest as far as length tells. One pass gathers a text's words, and
only phrases whose key word is among them are looked for; so the cost hardly depends on how many
phrases there are. Scripts that put no spaces between words (Chinese, Thai) have no such words:
their phrases are looked for as they stand.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

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
    def pattern(self) -> re.Pattern[str]:
        """Finds the phrase in folded text, however its white space is broken."""
        words = folded(self.text).split()
        body = r"\s+".join(map(re.escape, words))
        first, last = words[0][0], words[-1][-1]
        before = r"(?<!\w)" if _joins(first) else ""
        after = r"(?!\w)" if _joins(last) else ""
        return re.compile(f"{before}{body}{after}")

    @cached_property
    def key(self) -> str:
        """The longest of its words; none in a script without spaces."""
        if _UNSPACED.search(self.text):
            return ""
        return max(_WORD.findall(folded(self.text)), key=len, default="")


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

    def maybe_in(self, text: str) -> list[Phrase]:
        """Return the phrases that a folded text may hold."""
        keys = self._keys.intersection(_WORD.findall(text)) if self._keys else set()
        return [phrase for key in ("", *sorted(keys)) for phrase in self._by_key.get(key, ())]

    def spans(self, text: str) -> Iterator[tuple[Phrase, int, int]]:
        """Yield every place of every phrase in a folded text, in order."""
        found = [
            (hit.start(), hit.end(), phrase)
            for phrase in self.maybe_in(text)
            for hit in phrase.pattern.finditer(text)
        ]
        for start, end, phrase in sorted(found, key=lambda place: (place[0], -place[1])):
            yield phrase, start, end


def _joins(char: str) -> bool:
    """Return whether a word goes on where another letter follows."""
    return bool(_WORD.match(char)) and not _UNSPACED.match(char)
