"""What may be edited of a site's files, and which of it may stop a build."""

import re
from collections.abc import Callable
from random import Random

from tests.bodies import Edit, articles, word
from tests.sites import REPOSITORY
from tests.smallsite import (
    CLAIM,
    CONF,
    ENTITIES,
    LABELS,
    POSTS,
    REDIRECTS,
    SCALE,
    SITE,
    SOURCES,
    Files,
)

THEME = REPOSITORY / "theme/templates"


def encoded(text: str) -> bytes:
    """Return a file's bytes; a text that was cut within a character is no UTF-8."""
    return text.encode("utf-8", "surrogateescape")


def _sidecar(article: str) -> str:
    return article.replace("content/", "annotations/", 1).rpartition(".")[0] + ".yaml"


def _some_article(edit: Callable[[Random, str], str]) -> Edit:
    """Return the edit that changes the text of an article or a page."""

    def edited(random: Random, files: Files) -> dict[str, str | None]:
        name = random.choice([*articles(files), "content/pages/about.md"])
        return {name: edit(random, files[name])}

    return edited


def _header(key: str, *values: str) -> Edit:
    """Return the edit that gives a line of an article's header one of these values, or none."""

    def edit(random: Random, text: str) -> str:
        line, value = re.compile(rf"^{key}: .*\n", re.MULTILINE), random.choice(values)
        bare = line.sub("", text, count=1)
        value = value.replace("WORD", word(random))
        return bare.replace("---\n", f"---\n{key}: {value}\n", 1) if value else bare

    return _some_article(edit)


def _in_file(name: str, pattern: str, *values: str) -> Edit:
    """Return the edit that puts one of these values in the place of a pattern, somewhere."""

    def edit(random: Random, files: Files) -> dict[str, str | None] | None:
        text = files.get(name, "")
        places = list(re.finditer(pattern, text))
        if not places:
            return None
        place, value = random.choice(places), random.choice(values)
        new = value.replace("WORD", word(random))
        return {name: f"{text[: place.start()]}{new}{text[place.end() :]}"}

    return edit


def _setting(line: str) -> Edit:
    """Return the edit that sets something anew in the settings."""

    def edit(random: Random, files: Files) -> dict[str, str | None]:
        return {CONF: files[CONF] + line.replace("WORD", word(random)) + "\n"}

    return edit


def _file(name: str, *texts: str | None) -> Edit:
    """Return the edit that gives a file one of these texts."""

    def edit(random: Random, _: Files) -> dict[str, str | None]:
        text = random.choice(texts)
        return {name: text and text.replace("WORD", word(random))}

    return edit


def _note(random: Random, files: Files) -> dict[str, str | None]:
    """Put a note on an article's title."""
    article = random.choice(articles(files))
    title = re.search(r"^title: (.+)$", files[article], re.MULTILINE)
    name, new = _sidecar(article), word(random)
    before = files.get(name, "annotations:\n")
    return {
        name: f"{before}  - {{id: {new.lower()}, kind: context, in: title, "
        f'quote: "{title[1] if title else new}", note: Of {new}., as_of: 2020-12-09}}\n'
    }


def _sidecars(files: Files) -> list[str]:
    return [name for name in map(_sidecar, articles(files)) if name in files]


def _in_sidecar(pattern: str, *values: str) -> Edit:
    """Return the edit that puts one of these values in the place of a pattern, in some sidecar."""

    def edit(random: Random, files: Files) -> dict[str, str | None] | None:
        names = [name for name in _sidecars(files) if re.search(pattern, files[name])]
        return _in_file(random.choice(names), pattern, *values)(random, files) if names else None

    return edit


def _without_sidecar(random: Random, files: Files) -> dict[str, str | None] | None:
    names = _sidecars(files)
    return {random.choice(names): None} if names else None


def _without_article(random: Random, files: Files) -> dict[str, str | None] | None:
    names = articles(files)
    article = random.choice(names)
    return {article: None, _sidecar(article): None} if len(names) > 1 else None


def _another_name(random: Random, files: Files) -> dict[str, str | None]:
    article, sidecar = (name := random.choice(articles(files))), _sidecar(name)
    folder = random.choice(("2020", "2021", "2022"))
    new = f"content/articles/{folder}/{word(random).lower()}{random.choice(('.md', '.markdown'))}"
    moved: dict[str, str | None] = {article: None, new: files[article]}
    if sidecar in files:
        moved |= {sidecar: None, _sidecar(new): files[sidecar]}
    return moved


def _two_swapped(random: Random, files: Files) -> dict[str, str | None]:
    one, other = (random.choice(articles(files)) for _ in range(2))
    return {
        one: files[other],
        other: files[one],
        _sidecar(one): files.get(_sidecar(other)),
        _sidecar(other): files.get(_sidecar(one)),
    }


def _new_article(random: Random, _: Files) -> dict[str, str | None]:
    new, year = word(random), random.choice((2019, 2020, 2021))
    return {
        f"content/articles/{year}/{new.lower()}.md": f"---\ntitle: {new}\ndate: {year}-12-10\n"
        f"outlet: {random.choice(('Herald', 'Tribune', new))}\n"
        f"topics: [Water, {new}]\n---\nThe Water Office and The Minister met at {new}.\n"
    }


def _half_written(random: Random, files: Files) -> dict[str, str | None]:
    name = random.choice(sorted(name for name in files if name != "motto.txt"))
    data = encoded(files[name])
    return {name: data[: random.randrange(len(data))].decode("utf-8", "surrogateescape")}


def _template(*names: str) -> Edit:
    """Return the edit that has another word in one of these templates of the theme, or in any.

    The site's own stands in for the theme's, or no longer.
    """

    def edit(random: Random, files: Files) -> dict[str, str | None]:
        ours = [name for name in files if name.startswith("templates/")]
        if ours and random.random() < 0.2:
            return {random.choice(ours): None}
        every = sorted(path.relative_to(THEME).as_posix() for path in THEME.rglob("*.html"))
        name = random.choice(names or every)
        text = files.get(f"templates/{name}", (THEME / name).read_text("utf-8"))
        places = [place.end() for place in _PLACES_IN_TEMPLATES.finditer(text)]
        if not places:
            return {f"templates/{name}": text}
        at = random.choice(places)
        return {f"templates/{name}": f"{text[:at]}x{word(random)} {text[at:]}"}

    return edit


_PLACES_IN_TEMPLATES = re.compile(
    r"""
    <[a-z]+ [ ] [a-z-]+ ="               # an element's first attribute, mostly its class
    | \b_\(" | \bgettext\(" | gettext\( "[^"]*", [ ] "   # words, which are in no catalogue then
    """,
    re.VERBOSE,
)


def _wording(random: Random, files: Files) -> dict[str, str | None]:
    """Say something of the theme's in other words, on pages, in feeds or both; or no longer."""
    language, said = random.choice(("en", "ar")), random.choice(_SAID)
    name = f"locale/{language}/LC_MESSAGES/postil.po"
    if name in files and random.random() < 0.3:
        return {name: None}
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
    return {name: f'{head}\nmsgid "{said}"\nmsgstr "{word(random)}"\n'}


_SAID = ("Fact-check", "The whole fact-check", "The whole record", "Methodology", "Notes")

_FEEDS = [f"components/{name}.html" for name in ("feed", "correction", "change", "headline")]
_NOTES = [
    f"components/{name}.html"
    for name in ("callout", "markup", "source", "shape", "label", "spread", "change", "people")
]
_LISTS = ["index.html", "tag.html", "category.html", "archives.html", "components/teaser.html"]
_MASTHEAD = [f"partials/{name}.html" for name in ("header", "footer", "feeds", "social")]

_IN_HTML = """\
<html><head><title>Old WORD</title><meta name="date" content="2020-12-11">
<meta name="tags" content="water"><meta name="category" content="Herald"></head>
<body><p>The dam is WORD, <a href="{filename}/articles/2020/weir.md">and the weir</a>.</p></body>
</html>
"""
"""What Pelican reads itself."""

EDITS: list[tuple[str, Edit]] = [
    ("other words", _some_article(lambda _, text: text.replace("safe", "sound"))),
    ("title", _header("title", "WORD", "The WORD & more", '"<b>WORD</b>"')),
    ("date", _header("date", "2020-12-10", "2021-01-04", "2019-05-01", "2022-01-01")),
    ("status", _header("status", "draft", "hidden", "published", "")),
    ("language", _header("lang", "ar", "zh-Hans", "en-GB", "")),
    ("topics", _header("topics", "[Water]", "[WORD, Power]", "")),
    ("outlet", _header("outlet", "Tribune", "WORD", "")),
    ("summary", _header("summary", "In short, WORD.", "")),
    ("slug", _header("slug", "other-WORD", "dam", "")),
    ("modified", _header("modified", "2022-03-01", "")),
    ("a new article", _new_article),
    ("an article less", _without_article),
    ("another name", _another_name),
    ("two swapped", _two_swapped),
    ("a note", _note),
    ("a sidecar less", _without_sidecar),
    ("words of a fact", _in_sidecar(r"(?<=fact: ).+", "It is WORD.")),
    ("words that a note is on", _in_sidecar("(?<=quote: )[^,}]+", "the dam", "twice", "night")),
    ("a note's verdict", _in_sidecar(r"(?<=verdict: )\w+", "true", "unproven")),
    ("a note's sources", _in_sidecar(r"(?<=sources: ).+", "[]", "[report, register]")),
    ("a note's day", _in_sidecar(r"(?<=as_of: )[\d-]+", "2021-01-02", "2022-02-02")),
    ("claim", _in_file(CLAIM, r"(?<=fact: ).+", "It is WORD.")),
    ("verdict", _in_file(CLAIM, r"(?<=verdict: )\w+", "true", "false", "unproven", "none")),
    ("claimant", _in_file(CLAIM, r"(?<=said_by: )\w+", "office", "tribune")),
    ("claim withdrawn", _file(CLAIM, SITE[CLAIM], SITE[CLAIM] + "status: draft\n")),
    ("rating", _in_file(SCALE, r"(?<=name: )[\w\"]+", '"WORD"')),
    ("entity", _in_file(ENTITIES, r"(?<=name: )[\w ]+", "Name WORD")),
    ("label's time", _in_file(ENTITIES, r"(?<=from: )\S+(?=,)", "2020-12-10", "2021-01-02")),
    ("label", _in_file(LABELS, r"(?<=text: )[\w ]+|(?<=disclaimer: )[\w ]+", "By WORD")),
    ("post", _in_file(POSTS, r"(?<=text: )[\w ]+|(?<=date: )[\d-]+", "2020-11-29")),
    ("source", _in_file(SOURCES, r"(?<=title: )[\w ]+", "Report WORD")),
    ("redirects", _file(REDIRECTS, None, "old/: 2020/12/dam/\nolder/: 2020/12/weir/\n")),
    ("half written", _half_written),
    ("template", _template()),
    ("template of feeds", _template(*_FEEDS)),
    ("template of notes", _template(*_NOTES)),
    ("template of claims", _template("claim.html", "components/claim.html", "embed.html")),
    ("template of lists", _template(*_LISTS)),
    ("template of records", _template("label.html", "post.html", "person.html", "verdict.html")),
    ("template of the site", _template("methodology.html", "standards.html", "corrections.html")),
    ("template of all pages", _template("base.html", *_MASTHEAD)),
    ("words of the site", _wording),
    ("motto", _file("motto.txt", "About WORD\n")),
    ("name of the site", _setting("SITENAME = 'The WORD'")),
    ("fewer a page", _setting("DEFAULT_PAGINATION = 1")),
    ("more a page", _setting("DEFAULT_PAGINATION = 20")),
    ("its address", _setting("SITEURL = 'https://example.net/WORD'")),
    ("whole addresses", _setting("RELATIVE_URLS = False")),
    ("its language", _setting("DEFAULT_LANG = 'ar'")),
    ("typography", _setting("POSTIL_TYPOGRAPHER = True")),
    ("summaries", _setting("SUMMARY_MAX_LENGTH = 3")),
    ("severities", _setting("POSTIL_SEVERITIES = {'single-source': 'error'}")),
    ("repository", _setting("POSTIL_REPOSITORY = 'https://example.org/WORD'")),
    ("fewer feeds", _setting("TAG_FEED_ATOM = None")),
    ("a search", _setting("POSTIL_SEARCH = True")),
    ("no search", _setting("POSTIL_SEARCH = False")),
    ("pictures", _setting("POSTIL_CARDS = True")),
    ("no pictures", _setting("POSTIL_CARDS = False")),
    (
        "other addresses",
        _setting("TAG_URL = 'about/{slug}/'; TAG_SAVE_AS = TAG_URL + 'index.html'"),
    ),
    ("picture", _file("content/images/weir.svg", SITE["content/images/weir.svg"] + "<!--WORD-->")),
    ("a picture less", _file("content/images/weir.svg", None)),
    ("a picture more", _file("content/images/more.svg", "<svg>WORD</svg>", None)),
    ("about us", _file("content/pages/about.md", "---\ntitle: About\n---\nOf the weir WORD.\n")),
    ("a page", _file("content/pages/more.md", "---\ntitle: More\n---\nWORD.\n", None)),
    ("a page in HTML", _file("content/pages/old.html", _IN_HTML, None)),
    ("an article in HTML", _file("content/articles/2020/old.html", _IN_HTML, None)),
    ("the map", _file("content/articles/2021/map.csv", "tide,WORD\n", "tide,in\n")),
    ("no change", lambda _, files: {CONF: files[CONF]}),
]
WORDS_OF_NOTES: list[tuple[str, Edit]] = [
    ("words of a note", _in_sidecar(r"(?<=note: )[\w *]+", "Of WORD", "In May and *WORD*")),
    ("words of a note", _in_sidecar(r"(?<=note: )[\w *]+", "By the WORD")),
    ("a note", _note),  # there may be none
]
RISKY_EDITS = {
    "other words",
    "title",
    "slug",
    "two swapped",
    "a note",
    "verdict",
    "half written",
    "template",
    "severities",
    "an article less",
    "a picture less",
    "post",
    "rating",
    "entity",
    "words that a note is on",
    "a note's verdict",
    "another name",
}
"""What may stop a build."""
