"""Normal forms of a text, each with a map back to it.

Typography, line ends, case and accents change while the words stay. Each form is a rewriting of
the one before it, and forgets more:

a. *typed*: no invisible characters, white space runs as one space, quotes, dashes and ellipses
   as on a keyboard, NFKC (UAX #15);
b. *folded*: case and accents gone;
c. *bare*: only what carries meaning: letters, digits, and the signs that change a number.

A form keeps its map as pieces: between two pieces offsets run in step, inside a rewritten piece
there is only its start and its end.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

SPACE = r"\s\x1c-\x1f"  # what `str.isspace` says of all, in a character class
BLANK = SPACE + r"\p{DI}"  # and Default_Ignorable_Code_Point, what a reader cannot see (UAX #44)
_TYPED = regex.compile(
    rf"[{BLANK}]{{2,}}|(?! )[{BLANK}]"  # all but a lone space
    r"|[-‐‑‒–—―−﹘﹣－⸺⸻]{2,}"  # a dash typed as hyphens
    r"|(?=[!-~]?[^\x00-\x7f])\X"  # a cluster that has more than ASCII
)
_LETTERS = "À-ÖØ-öø-ıĴ-ľŁ-ňŊ-žΑ-ΡΣ-Ωα-ωА-яЀ-џא-תء-غف-ي、。ぁ-ゖァ-ヺ㐀-\u4dbf一-\u9fff가-\ud7a3"
"""Letters that are typed as they stand, and each a cluster unless something is put upon it."""
_MOSTLY = 8  # every eighth place is odd: then looking for them is no faster than `_TYPED` alone
_KEYBOARD = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′‵`´ʼʹʻ＇‹›׳", "'"),
        **dict.fromkeys("“”„‟″‶«»「」『』〝〞〟＂״", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－⸺⸻", "-"),
        "〜": "~",
    }
)
_FOLDED = regex.compile(r"[^\x00-\x7f]")
_BARE = regex.compile(
    r"(?:(?!(?<=\p{N})[.,:/'-](?=\p{N}))"  # 1.5 is not 15, 9:30 not 930, 2010-12 not 201012
    r"(?!(?<![\p{L}\p{N}])-(?=\p{N}))"  # -5 is not 5
    r"[^\p{L}\p{N}\p{M}\p{Sc}%‰°<>=+±×÷≤≥≠])+"  # 5 % is not 5, nor $5 what €5 is
)


@dataclass(frozen=True, slots=True)
class Form:
    """A rewritten text and the map back to its source."""

    text: str
    _here: tuple[int, ...]
    """Where each piece begins in this form; one entry more for the end."""
    _there: tuple[int, ...]
    """Where each piece begins in the source; one entry more for the end."""
    _source: "Form | None" = None
    """The form that this one rewrites, unless that is the text itself."""

    def to_text(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the text that a span of this form stands for, whole pieces only.

        What was dropped at either end stays outside. The span must not be empty.
        """
        first = bisect_right(self._here, start) - 1
        last = bisect_right(self._here, end - 1) - 1
        source = (self._back(first, start), self._back(last, end - 1, after=True))
        return source if self._source is None else self._source.to_text(*source)

    def from_text(self, offset: int) -> int:
        """Return the offset in this form at which what stands at `offset` of the text begins."""
        if self._source is not None:
            offset = self._source.from_text(offset)
        piece = bisect_right(self._there, offset) - 1
        if piece == len(self._there) - 1:
            return self._here[-1]
        if self._in_step(piece):
            return self._here[piece] + offset - self._there[piece]
        return self._here[piece if offset == self._there[piece] else piece + 1]

    def _back(self, piece: int, offset: int, *, after: bool = False) -> int:
        if piece == len(self._here) - 1:
            return self._there[-1]
        if self._in_step(piece):
            return self._there[piece] + offset - self._here[piece] + after
        return self._there[piece + after]

    def _in_step(self, piece: int) -> bool:
        here, there = self._here, self._there
        return here[piece + 1] - here[piece] == there[piece + 1] - there[piece]


def typed(text: str) -> Form:
    """Return form a: the words as one would type them."""
    if not _UNTYPED_ASCII.search(text):
        return _aligned(text)
    return _rewrite(text, untyped(text), _type)


def folded(form: Form) -> Form:
    """Return form b: without case and accents."""
    if form.text.isascii():
        return _aligned(form.text.lower(), form)
    flat = form.text.translate(_FOLDS)
    if _NOT_ONE not in flat:
        return _aligned(flat, form)
    return _rewrite(form.text, _FOLDED.finditer(form.text), _fold, rest=str.lower, source=form)


def bare(form: Form) -> Form:
    """Return form c: letters, digits and the signs that make a number another number."""
    return _rewrite(form.text, _BARE.finditer(form.text), lambda _: "", source=form)


def untyped(text: str) -> Iterator[re.Match[str] | regex.Match[str]]:
    """Yield what is not as one would type it: the matches of `_TYPED` that change anything.

    It tries four alternatives at every letter. Most texts are letters on a keyboard with a few odd
    characters among them, and the places of those are found many times as fast.
    """
    odd, alone = _odd_places(text), _alone()
    if len(odd) * _MOSTLY > len(text):
        yield from _TYPED.finditer(text)
        return
    done = 0
    for at in odd:
        while done <= at and (
            found := alone.match(text, at)
            or (at > done and _TYPED.match(text, at - 1))
            or _TYPED.match(text, at)
        ):
            yield found
            done = found.end()


def _odd_places(text: str) -> list[int]:
    """Return where there is something untyped, or one character after; other places pass too."""
    odd = _ODD_ASCII if text.isascii() else _odd()
    places = [found.start() for found in odd.finditer(text)]
    for pair in ("  ", "--"):
        at = text.find(pair)
        while at >= 0:
            places.append(at)
            at = text.find(pair, at + 1)
    return sorted(places)


_ODD_ASCII = re.compile(r"[^ -~]")
_UNTYPED_ASCII = re.compile(r"[^ -~]|  |--")
"""What keeps a text from being typed as it stands."""


@cache
def _odd() -> re.Pattern[str]:
    """Return what finds the same in other texts, made when there is one."""
    usual = f" -~{_LETTERS}"
    return re.compile(f"[^{usual}]|[{_LETTERS}](?=[^{usual}])|`(?=[^\x00-\x7f])")


@cache
def _alone() -> re.Pattern[str]:
    """Return what is untyped by itself: white space between ASCII words, a mark between letters."""
    return re.compile(
        r"(?<=[!-~])[ \t-\r\x1c-\x1f]+(?=[!-~])"
        f"|(?<=[ -,.-_a-~{_LETTERS}])[‘’“”„«»–—…](?=[ -,.-~{_LETTERS}])"
    )


def _aligned(text: str, source: Form | None = None) -> Form:
    """Return a form that is as long as what it rewrites, character by character."""
    whole = (0, len(text)) if text else (0,)
    return Form(text, whole, whole, source)


def _rewrite(
    text: str,
    finds: Iterable[re.Match[str] | regex.Match[str]],
    replace: Callable[[str], str],
    *,
    rest: Callable[[str], str] = str,
    source: Form | None = None,
) -> Form:
    """Replace all that was found; `rest` must keep the length of what is between."""
    parts: list[str] = []
    here, there = [0], [0]
    length = done = 0
    for found in finds:
        was = found.group()
        now = replace(was)
        if now == was:
            continue
        start, end = found.span()
        parts += (rest(text[done:start]), now)
        length += start - done
        if start > there[-1]:
            here.append(length)
            there.append(start)
        length += len(now)
        here.append(length)
        there.append(end)
        done = end
    parts.append(rest(text[done:]))
    if len(text) > there[-1]:
        here.append(length + len(text) - done)
        there.append(len(text))
    return Form("".join(parts), tuple(here), tuple(there), source)


@lru_cache(maxsize=4096)
def _type(chunk: str) -> str:
    blank = not _VISIBLE.search(chunk)
    if blank:
        return " " if _SPACE.search(chunk) else ""
    if len(chunk) > 1 and set(chunk) <= _DASHES:
        return "-"
    chunk = "".join(char if _is_small(char) else char.translate(_KEYBOARD) for char in chunk)
    plain = "".join(
        char if _is_small(char) else unicodedata.normalize("NFKC", char)
        for char in unicodedata.normalize("NFC", chunk)
    )
    plain = _IGNORABLE.sub("", unicodedata.normalize("NFC", plain))
    return chunk if plain.startswith(" ") else plain  # a spacing accent is not white space


_VISIBLE = regex.compile(rf"[^{BLANK}]")
_IGNORABLE = regex.compile(r"\p{DI}+")
_SPACE = regex.compile(rf"[{SPACE}]")
_DASHES = frozenset("-‐‑‒–—―−﹘﹣－⸺⸻")


@lru_cache(maxsize=4096)
def _is_small(char: str) -> bool:
    """Tell raised, lowered and built-up characters: 10² must not read 102, nor 5½ read 51/2."""
    return unicodedata.decomposition(char).startswith(("<super>", "<sub>", "<fraction>"))


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    """Fold one character.

    Marks go where they are accents or vowel points that writers leave out (Latin, Greek, Cyrillic,
    Arabic, Hebrew). In Devanagari or Thai they are vowels, in Japanese they make か into が.
    """
    if char in "ıـ":
        return "i" if char == "ı" else ""  # Turkish i without a dot; Arabic kashida
    if _is_small(char):
        return char
    if char.isdecimal():
        return str(unicodedata.decimal(char))  # ٣ is 3
    apart = unicodedata.normalize("NFD", char.casefold())
    return unicodedata.normalize("NFC", _ACCENT.sub("", apart))


class _Folds(dict[int, str]):
    """What characters fold to, each looked up once; `_NOT_ONE` where that is no or several."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        fold = char.lower() if char.isascii() else _fold(char)
        return self.setdefault(code, fold if len(fold) == 1 else _NOT_ONE)


_NOT_ONE = "\ufdd1"  # a noncharacter; with one in the text itself the longer way is taken
_FOLDS = _Folds()

_ACCENT = regex.compile(
    r"[[\p{Mn}&&[\p{sc=Inherited}\p{sc=Hebrew}\p{sc=Arabic}]]--[\u3099\u309a]]", regex.V1
)
