"""A small archive of everything, and what may happen to its files from one build to the next.

A change is drawn from a seed, and says by itself what it does to which file: changes can be left
out of a row, and the others still mean the same.
"""

import os
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random

from tests.sites import REPOSITORY, lend

Files = Mapping[str, str]
"""The text of each file of a site, by its path."""

Edit = Callable[[Random, Files], "dict[str, str | None] | None"]
"""Returns the files that get another text, or go; `None` where it cannot be done."""

CONF = "pelican.conf.py"
SCALE, ENTITIES, LABELS, POSTS, SOURCES, REDIRECTS = (
    f"annotations/registry/{name}.yaml"
    for name in ("scale", "entities", "labels", "posts", "sources", "redirects")
)
CLAIM = "annotations/claims/dam-safe.yaml"

SITE: Files = {
    CONF: """\
import os
from pathlib import Path

from postil.settings import *

SITENAME = "The weir"
SITESUBTITLE = Path("motto.txt").read_text("utf-8").strip()
SITEURL = os.environ.get("SITEURL", "https://example.org")
RELATIVE_URLS = True
DEFAULT_PAGINATION = 2
POSTIL_SEARCH = False
POSTIL_CARDS = False
THEME_TEMPLATES_OVERRIDES = ["templates"]
""",
    "motto.txt": "All about water\n",
    "content/articles/2020/dam.md": """\
---
title: The dam
date: 2020-12-09
outlet: Herald
topics: [Water, Power]
---
The Ministry said that the dam is safe. It was *inspected twice* in that year.

The Water Office wrote about it, and so did [another](../2021/canal.md "old").
""",
    "annotations/articles/2020/dam.yaml": """\
annotations:
  - {id: twice, kind: context, quote: inspected twice, note: In May and in July., as_of: 2020-12-09}
  - {id: safe, use: dam-safe, quote: the dam is safe}
""",
    "content/articles/2020/weir.md": """\
---
title: The weir
date: 2020-12-10
outlet: Herald
topics: [Water]
summary: A weir, and what became of it.
---
The weir was inspected once, as the Water Office had asked.

![The weir](../../images/weir.svg)
""",
    "content/articles/2020/lock.md": """\
---
title: السد
date: 2020-12-10
outlet: Herald
lang: ar
---
قال الوزير إن السد آمن منذ عام.
""",
    "annotations/articles/2020/lock.yaml": """\
annotations:
  - id: lock-safe
    kind: claim
    quote: السد آمن
    claim: السد آمن
    said_by: minister
    said_on: 2020-12-01
    verdict: false
    fact: لم يفحصه أحد.
    as_of: 2020-12-10
    sources: [report]
    by: desk.a
    changes:
      - {date: 2020-12-15, type: update, by: desk.b, note: Looked again., was: unproven, now: false}
""",
    "content/articles/2021/canal.md": """\
---
title: The canal
date: 2021-01-04
outlet: Tribune
topics: [Ships, Water]
---
Somebody posted it first.

:::post first-post
:::

Then the Tribune said that the dam is safe, and the Water Office agreed.
""",
    "annotations/articles/2021/canal.yaml": """\
annotations:
  - {id: office, kind: label, who: office, quote: the Water Office}
  - {id: again, use: dam-safe, quote: the dam is safe}
""",
    "content/articles/2021/tide.md": """\
---
title: The tide
date: 2021-01-04
---
The tide came in and went out.
""",
    "content/articles/2021/sluice.md": """\
---
title: The sluice
date: 2021-02-01
outlet: Tribune
topics: [Power]
status: draft
---
The sluice was opened at night.
""",
    "annotations/articles/2021/sluice.yaml": """\
annotations:
  - {id: night, kind: context, quote: at night, note: At three., as_of: 2021-02-01}
""",
    "content/pages/about.md": """\
---
title: About us
---
We look after the weir.
""",
    "annotations/pages/about.yaml": """\
annotations:
  - {id: we, kind: context, quote: the weir, note: All of it., as_of: 2021-02-01}
""",
    "content/images/weir.svg": '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>\n',
    CLAIM: """\
claim: The dam is safe
said_by: minister
said_on: 2020-12-01
first_seen: first-post
verdict: unproven
fact: Nobody has shown it.
as_of: 2020-12-09
sources: [report]
by: desk.a
spread:
  - {who: tribune, did: reported, date: 2021-01-04, source: report}
""",
    SCALE: """\
version: 1
ratings:
  - {id: true, name: "True", tone: good, means: It is so.}
  - {id: unproven, name: Unproven, tone: open, means: Nobody knows.}
  - {id: false, name: "False", tone: bad, means: It is not so.}
""",
    ENTITIES: """\
minister: {type: person, name: The Minister, also: [The Ministry]}
network: {type: organisation, name: Network}
tribune: {type: outlet, name: Tribune}
office:
  type: organisation
  name: Water Office
  accounts: [{platform: network, handle: water}]
  labels:
    - {label: state, account: network, from: 2020-01-01, until: 2022-01-01}
""",
    LABELS: """\
state: {text: Of the state, tone: inform, applied_by: network, disclaimer: Run by the state., \
used: {from: 2019-01-01, until: 2022-01-01}}
""",
    POSTS: """\
first-post: {by: minister, platform: network, date: 2020-11-30, text: The dam is safe., \
labels: [state]}
""",
    SOURCES: """\
report: {title: Report, by: Dam office, url: https://example.org/report, kind: primary}
""",
    REDIRECTS: "2019/01/dam/: 2020/12/dam/\n",
}


@dataclass(frozen=True, slots=True)
class Change:
    """What happens between two builds."""

    name: str
    files: Mapping[str, str | None] = field(default_factory=dict, repr=False)
    """The new texts; `None` for a file that goes."""
    backdated: bool = False
    """Whether files that change keep the time stamp that they had."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """What is set from now on."""
    mischief: Callable[[Path], object] | None = field(default=None, repr=False)
    """What happens to files of ours, given the site's folder."""

    def happen(self, site: Path) -> None:
        """Do it."""
        for name, text in self.files.items():
            path = site / name
            if text is None:
                path.unlink(missing_ok=True)
                continue
            stat = path.stat() if path.exists() else None
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(encoded(text))
            if stat and self.backdated:
                os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        if self.mischief:
            self.mischief(site)


START = Change("the site as it was", dict(SITE))


def copy_sources(site: Path, folder: Path, *, compiled: bool = True) -> Path:
    """Copy a site into a new folder without what builds left, but for its `COMPILED`, maybe."""
    shutil.rmtree(folder, ignore_errors=True)
    left = shutil.ignore_patterns(".cache", "output", ".output.postil", "__pycache__")
    shutil.copytree(site, folder, ignore=left)
    if compiled:
        lend(site, folder)
    return folder


def encoded(text: str) -> bytes:
    """Return a file's bytes; a text that was cut within a character is no UTF-8."""
    return text.encode("utf-8", "surrogateescape")


def changes(seed: int, number: int) -> list[Change]:
    """Return a row of changes to `SITE`. What makes it wrong is mostly mended by the next."""
    random, row = Random(seed), _kind_of_site(seed)
    files = _after(SITE, row[0].files if row else {})
    undone: dict[str, str | None] = {}
    while len(row) < number:
        if undone and random.random() < 0.8:
            change = Change("what was before", undone)
        elif random.random() < 0.25:
            change = random.choice(_OTHERS)(random)
        else:
            names, texts = [], dict[str, str | None]()
            for _ in range(random.choice((1, 1, 1, 2, 3))):
                name, edit = random.choice(_EDITS)
                if edited := edit(random, _after(files, texts)):
                    names.append(name)
                    texts |= edited
            change = Change(" + ".join(names), texts, backdated=random.random() < 0.15)
        if change.files:
            undone = {name: files.get(name) for name in change.files}
            if not any(name in change.name for name in _RISKY):
                undone = {}
            files = _after(files, change.files)
        row.append(change)
    return row


def _kind_of_site(seed: int) -> list[Change]:
    """Return what makes one site in ten larger, and one in ten have a search and pictures."""
    if seed % 10 == 3:
        many = {f"content/articles/2018/{n}.md": f"---\ntitle: No. {n}\n{_MORE}" for n in range(40)}
        return [Change("forty articles more", many)]
    if seed % 10 == 7:
        settings = "POSTIL_SEARCH = POSTIL_CARDS = True\nRELATIVE_URLS = False\n"
        return [Change("search and pictures", {CONF: SITE[CONF] + settings})]
    return []


_MORE = """\
date: 2018-07-01
outlet: Herald
topics: [Water]
---
The Water Office met The Minister, and nothing came of it.
"""


def _after(files: Files, texts: Mapping[str, str | None]) -> dict[str, str]:
    merged = {**files, **texts}
    return {name: text for name, text in merged.items() if text is not None}


def _articles(files: Files) -> list[str]:
    return sorted(name for name in files if name.startswith("content/articles/"))


def _sidecar(article: str) -> str:
    return article.replace("content/", "annotations/", 1).rpartition(".")[0] + ".yaml"


def _word(random: Random) -> str:
    return f"{random.choice('ABCDEFGH')}{random.randrange(100)}"


def _some_article(edit: Callable[[Random, str], str]) -> Edit:
    """Return the edit that changes the text of an article or a page."""

    def edited(random: Random, files: Files) -> dict[str, str | None]:
        name = random.choice([*_articles(files), "content/pages/about.md"])
        return {name: edit(random, files[name])}

    return edited


def _header(key: str, *values: str) -> Edit:
    """Return the edit that gives a line of an article's header one of these values, or none."""

    def edit(random: Random, text: str) -> str:
        line, value = re.compile(rf"^{key}: .*\n", re.MULTILINE), random.choice(values)
        bare = line.sub("", text, count=1)
        value = value.replace("WORD", _word(random))
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
        new = value.replace("WORD", _word(random))
        return {name: f"{text[: place.start()]}{new}{text[place.end() :]}"}

    return edit


def _setting(line: str) -> Edit:
    """Return the edit that sets something anew in the settings."""

    def edit(random: Random, files: Files) -> dict[str, str | None]:
        return {CONF: files[CONF] + line.replace("WORD", _word(random)) + "\n"}

    return edit


def _file(name: str, *texts: str | None) -> Edit:
    """Return the edit that gives a file one of these texts."""

    def edit(random: Random, _: Files) -> dict[str, str | None]:
        text = random.choice(texts)
        return {name: text and text.replace("WORD", _word(random))}

    return edit


def _note(random: Random, files: Files) -> dict[str, str | None]:
    """Put a note on an article's title."""
    article = random.choice(_articles(files))
    title = re.search(r"^title: (.+)$", files[article], re.MULTILINE)
    name, word = _sidecar(article), _word(random)
    before = files.get(name, "annotations:\n")
    return {
        name: f"{before}  - {{id: {word.lower()}, kind: context, in: title, "
        f'quote: "{title[1] if title else word}", note: Of {word}., as_of: 2020-12-09}}\n'
    }


def _without_sidecar(random: Random, files: Files) -> dict[str, str | None] | None:
    names = [name for name in map(_sidecar, _articles(files)) if name in files]
    return {random.choice(names): None} if names else None


def _without_article(random: Random, files: Files) -> dict[str, str | None] | None:
    articles = _articles(files)
    article = random.choice(articles)
    return {article: None, _sidecar(article): None} if len(articles) > 1 else None


def _another_name(random: Random, files: Files) -> dict[str, str | None]:
    article, sidecar = (name := random.choice(_articles(files))), _sidecar(name)
    folder = random.choice(("2020", "2021", "2022"))
    new = f"content/articles/{folder}/{_word(random).lower()}{random.choice(('.md', '.markdown'))}"
    moved: dict[str, str | None] = {article: None, new: files[article]}
    if sidecar in files:
        moved |= {sidecar: None, _sidecar(new): files[sidecar]}
    return moved


def _two_swapped(random: Random, files: Files) -> dict[str, str | None]:
    one, other = (random.choice(_articles(files)) for _ in range(2))
    return {
        one: files[other],
        other: files[one],
        _sidecar(one): files.get(_sidecar(other)),
        _sidecar(other): files.get(_sidecar(one)),
    }


def _new_article(random: Random, _: Files) -> dict[str, str | None]:
    word, year = _word(random), random.choice((2019, 2020, 2021))
    return {
        f"content/articles/{year}/{word.lower()}.md": f"---\ntitle: {word}\ndate: {year}-12-10\n"
        f"outlet: {random.choice(('Herald', 'Tribune', word))}\n"
        f"topics: [Water, {word}]\n---\nThe Water Office and The Minister met at {word}.\n"
    }


def _half_written(random: Random, files: Files) -> dict[str, str | None]:
    name = random.choice(sorted(name for name in files if name != "motto.txt"))
    data = encoded(files[name])
    return {name: data[: random.randrange(len(data))].decode("utf-8", "surrogateescape")}


def _template(random: Random, files: Files) -> dict[str, str | None]:
    """Let a template of the site stand in for the theme's, or no longer."""
    ours = [name for name in files if name.startswith("templates/")]
    if ours and random.random() < 0.3:
        return {random.choice(ours): None}
    path = random.choice([*(REPOSITORY / "theme/templates").rglob("*.html")])
    name = f"templates/{path.relative_to(REPOSITORY / 'theme/templates').as_posix()}"
    text = files.get(name, path.read_text("utf-8"))
    places = [place.end() for place in re.finditer(r'<[a-z]+ class="', text)]
    if not places:
        return {name: text}
    at = random.choice(places)
    return {name: f"{text[:at]}x{_word(random)} {text[at:]}"}


_WORDING = """\
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Fact-check"
msgstr "WORD"
"""
_EDITS: list[tuple[str, Edit]] = [
    ("text", _some_article(lambda random, text: f"{text}\nIt rained on {_word(random)}.\n")),
    ("other words", _some_article(lambda _, text: text.replace("safe", "sound"))),
    ("a label's bearer", _some_article(lambda _, text: text + "\nThe Water Office was asked.\n")),
    ("title", _header("title", "WORD", "The WORD & more", '"<b>WORD</b>"')),
    ("date", _header("date", "2020-12-10", "2021-01-04", "2019-05-01", "2022-01-01")),
    ("status", _header("status", "draft", "published", "")),
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
    ("words of a note", _in_file(_sidecar("content/articles/2020/dam.md"), "May|July", "WORD")),
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
    ("template", _template),
    ("template", _template),
    ("words of the site", _file("locale/en/LC_MESSAGES/postil.po", _WORDING, None)),
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
    (
        "other addresses",
        _setting("TAG_URL = 'about/{slug}/'; TAG_SAVE_AS = TAG_URL + 'index.html'"),
    ),
    ("picture", _file("content/images/weir.svg", SITE["content/images/weir.svg"] + "<!--WORD-->")),
    ("a picture less", _file("content/images/weir.svg", None)),
    ("a picture more", _file("content/images/more.svg", "<svg>WORD</svg>", None)),
    ("about us", _file("content/pages/about.md", "---\ntitle: About\n---\nOf the weir WORD.\n")),
    ("a page", _file("content/pages/more.md", "---\ntitle: More\n---\nWORD.\n", None)),
    ("no change", lambda _, files: {CONF: files[CONF]}),
]
_RISKY = {
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
    "another name",
}
"""What may stop a build: the next change mostly takes it back."""


def _environment(random: Random) -> Change:
    address = random.choice(("https://example.org", f"https://example.net/{_word(random)}"))
    return Change("another environment", environment={"SITEURL": address})


def _touch(random: Random) -> Change:
    return Change("all touched", mischief=partial(_touched, random.random()))


def _cache(random: Random) -> Change:
    return Change("a spoilt cache", mischief=partial(_spoilt, ".cache", random.random()))


def _workplace(random: Random) -> Change:
    return Change(
        "a spoilt workplace", mischief=partial(_spoilt, ".output.postil", random.random())
    )


def _published(random: Random) -> Change:
    return Change("a spoilt page", mischief=partial(_spoilt, "output", random.random()))


def _no_cache(_: Random) -> Change:
    return Change("no cache", mischief=partial(_removed, ".cache"))


def _no_workplace(_: Random) -> Change:
    return Change("no workplace", mischief=partial(_removed, ".output.postil"))


def _no_site(_: Random) -> Change:
    return Change("nothing published", mischief=partial(_removed, "output"))


_OTHERS = (
    _environment,
    _touch,
    _cache,
    _cache,
    _workplace,
    _published,
    _no_cache,
    _no_workplace,
    _no_site,
)


def _touched(seed: float, site: Path) -> None:
    """Give files another time stamp, an older or a newer one."""
    random = Random(seed)
    for folder in ("content", "annotations"):
        for path in sorted((site / folder).rglob("*")):
            if random.random() < 0.5:
                os.utime(path, (random.randrange(2**30), random.randrange(2**30)))


def _spoilt(folder: str, seed: float, site: Path) -> None:
    """Cut a file short, fill it with something else, change a byte of it, or remove it."""
    random = Random(seed)
    paths = sorted(path for path in (site / folder).rglob("*") if path.is_file())
    if not paths:
        return
    path = random.choice(paths)
    data = path.read_bytes()
    at = random.randrange(len(data)) if data else 0
    match random.randrange(5):
        case 0:
            path.write_bytes(data[:at])
        case 1:
            path.write_bytes(random.randbytes(len(data)))
        case 2:
            path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :] if data else b"x")
        case 3:
            path.unlink()
        case 4:
            path.with_name(f"{path.name}.stray").write_bytes(b"stray")


def _removed(folder: str, site: Path) -> None:
    shutil.rmtree(site / folder, ignore_errors=True)
