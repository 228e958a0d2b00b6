"""What a search of the archive looks through: every article and claim, each as one record.

Records are made from what the archive knows and not from its pages, so that no word of a note, a
menu or a heading of ours is found where an article was asked for. How they are indexed is
`index`'s business.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import regex

from postil.library.library import ArticleEntry, ClaimEntry, Library
from postil.model import Claim, Status
from postil.theming.views import Render
from postil.weaving.visible import visible

UNSPACED = "und"
"""The language of an index that takes no ending off a word and splits at white space only.

For languages that write no space between words, each character is a word by itself, and a reader's
words are looked for as a row of them. So any part of a text is found; dictionaries differ on where
a word ends, from one machine to the next.
"""

OFFERED = 200  # values of one filter: what a menu can hold and a thumb can scroll
BROUGHT = 8  # languages looked through at once: each fetches some 70 kB of program


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One thing that can be found."""

    url: str
    """Its address below the site's."""
    lang: str
    """A language without its region: `en-GB` and `en-US` are looked through as one.

    Languages that write no space between words are one as well, by the name of `UNSPACED`.
    """
    title: str
    text: str
    """With spaces between the characters of scripts that have none."""
    shown: tuple[tuple[str, str], ...]
    """What its line among the results says, by name; a reader's words are looked for in it too."""
    filters: tuple[tuple[str, tuple[str, ...]], ...]
    """The values by which it is found or left out, by filter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """What the search page is made of."""

    languages: tuple[str, ...]
    """The languages of the records, those with most records first."""
    filters: tuple[tuple[str, tuple[str, ...]], ...]
    """What can be chosen, by filter."""
    total: int


def records(
    library: Library,
    render: Render,
    default_lang: str,
    words: Mapping[str, str],
) -> Iterator[Record]:
    """Yield everything that can be found: articles, the newest first, and claims.

    `words` are those by which each article is found, by its address (`words_of`).
    """
    for article in library.articles:
        yield _article(article, library, words[article.url])
    for entry in library.standing:
        yield _claim(entry, library, render, default_lang)


def search_page(found: Iterable[Record], library: Library) -> SearchPage:
    """Return what the search page offers, given all that can be found."""
    languages: Counter[str] = Counter()
    counts: dict[str, Counter[str]] = {name: Counter() for name in _FILTERS}
    for record in found:
        languages[record.lang] += 1
        for name, values in record.filters:
            counts[name].update(values)
    scale = library.registry.scale
    order = {rating.name: place for place, rating in enumerate((*scale.ratings, *scale.retired))}
    return SearchPage(
        languages=tuple(
            lang for lang, _ in sorted(languages.items(), key=lambda item: (-item[1], item[0]))
        )[:BROUGHT],
        filters=tuple((name, _offered(name, counts[name], order)) for name in _FILTERS),
        total=sum(languages.values()),
    )


def words_of(article: ArticleEntry) -> str:
    """Return the words by which an article is found, besides its title."""
    return _joined(article.summary, visible(article.load()).text)


def split(text: str) -> str:
    """Return a text with a space around each character of a script that has none."""
    return _BORDERS.sub(" ", text) if _MAY_BE_UNSPACED.search(text) else text


_CHARACTER = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}--\p{M}]"
_BORDERS = regex.compile(
    rf"(?V1)(?<=\S)(?={_CHARACTER})|(?<={_CHARACTER}\p{{M}}*+)(?=[\p{{L}}\p{{N}}])"
)
_MAY_BE_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u19ff\u2e80-\U0010ffff]")
"""Any of these characters, or some others: told fifty times as fast."""

_UNSPACED_LANGUAGES = frozenset(("zh", "ja", "th", "lo", "km", "my", "yue", "wuu"))


_FILTERS = ("kind", "verdict", "claimant", "outlet", "topic", "year", "lang")


def _offered(name: str, counts: Counter[str], order: dict[str, int]) -> tuple[str, ...]:
    """Return the values to choose from: the most frequent ones, in the order of a reader."""
    often = sorted(counts, key=lambda value: (-counts[value], value))[:OFFERED]
    match name:
        case "verdict":
            return tuple(sorted(often, key=lambda value: order[value]))
        case "year":
            return tuple(sorted(often, reverse=True))
        case _:
            return tuple(sorted(often, key=lambda value: (value.casefold(), value)))


def _article(article: ArticleEntry, library: Library, text: str) -> Record:
    claims = [
        note.annotation.body
        for note in article.notes
        if isinstance(note.annotation.body, Claim) and note.view.status is not Status.WITHDRAWN
    ]
    registry, title = library.registry, article.header.title
    return Record(
        url=article.url,
        lang=index_language(article.lang),
        title=split(title),
        text=text,
        shown=(
            ("title", title),
            ("by", article.outlet),
            ("date", article.day.isoformat()),
            ("lang", _shown(article.lang)),
        ),
        filters=(
            ("lang", (article.lang,)),
            ("kind", ("article",)),
            ("verdict", _each(registry.scale.rating(claim.rating).name for claim in claims)),
            ("claimant", _each(registry.entities[claim.claimant].name for claim in claims)),
            ("outlet", (article.outlet,)),
            ("topic", _each(article.header.topics)),
            ("year", (f"{article.day.year:04}",)),
        ),
    )


def _claim(entry: ClaimEntry, library: Library, render: Render, default_lang: str) -> Record:
    claim, registry = entry.claim, library.registry
    rating = registry.scale.rating(claim.rating)
    claimant = registry.entities[claim.claimant].name
    lang = entry.lang or default_lang
    why = visible(render(claim.why)).text if claim.why else ""
    return Record(
        url=entry.url,
        lang=index_language(lang),
        title=split(claim.text),
        text=_joined(claimant, claim.fact, why),
        shown=(
            ("title", claim.text),
            ("by", claimant),
            ("date", entry.since.isoformat()),
            ("lang", _shown(lang)),
            ("verdict", rating.name),
        ),
        filters=(
            ("lang", (lang,)),
            ("kind", ("claim",)),
            ("verdict", (rating.name,)),
            ("claimant", (claimant,)),
            ("outlet", _each(use.article.outlet for use in entry.uses if use.article.outlet)),
            ("topic", entry.topics),
            ("year", (f"{entry.since.year:04}",)),
        ),
    )


def index_language(lang: str) -> str:
    """Return the language by which the index knows a text of this language."""
    base = lang.replace("_", "-").split("-")[0].lower()
    return UNSPACED if base in _UNSPACED_LANGUAGES else base


def _shown(lang: str) -> str:
    """Return a language as no reader types it: the first letters of a word find what begins so."""
    return f"_{lang.split('-', maxsplit=1)[0]}"


def _joined(*parts: str) -> str:
    return split("\n".join(part for part in parts if part))


def _each(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))
