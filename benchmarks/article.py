"""What one article costs, step by step: CPU milliseconds, and how often the parser's own time.

    python benchmarks/article.py [--articles 400] [--rounds 5]

The steps are run in turn, and with each of them the bare parser on the same texts: on a busy
machine both slow down, and their ratio holds.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "plugins"))

from corpus import Corpus
from generators import Postil
from markdown_it import MarkdownIt

from postil.archive import Archive, open_archive
from postil.building.pelicanconf import read_conf
from postil.compiling.article import compile_article
from postil.files.text import read_source
from postil.findings.source import Source
from postil.header.header import Header, read_header
from postil.markdown.parsing import parse
from postil.model import Annotation
from postil.records.sidecar import load_sidecar
from postil.yaml.nodes import read_yaml


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder).resolve() / "site"
        Postil(site, site).write(Corpus(options.articles))
        settings, problem = read_conf(site / "pelican.conf.py")
        assert problem is None, problem
        subject = Subject(open_archive(settings), site)
        print(f"{options.articles} articles with 3 notes each, {options.rounds} rounds\n")
        print("| step | ms | × bare parser |\n|---|---|---|")
        for name, work in subject.steps().items():
            own, ratio = subject.measured(work, options.rounds)
            print(f"| {name} | {own:.3f} | {ratio:.2f} |", flush=True)


class Subject:
    """The articles, and every step with its input ready."""

    def __init__(self, archive: Archive, site: Path) -> None:
        self._workshop = archive._workshop
        self._root = site
        self._paths = sorted((site / "content/articles").rglob("*.md"))
        self._sidecars = [archive.layout.sidecar_of(path) for path in self._paths]
        self._pairs = [
            (self._source(path), self._source(sidecar))
            for path, sidecar in zip(self._paths, self._sidecars, strict=True)
        ]
        self._bare = MarkdownIt("commonmark")
        self._bodies = [article.text.split("---\n", 2)[2] for article, _ in self._pairs]

    def measured(self, work: Callable[[], object], rounds: int) -> tuple[float, float]:
        """Return the least milliseconds an article, and the median ratio to the bare parser."""
        own, ratios = [], []
        for _ in range(rounds):
            bare = _seconds(self._parse_bare)
            own.append(_seconds(work))
            ratios.append(own[-1] / bare)
        return min(own) * 1000 / len(self._paths), statistics.median(ratios)

    def steps(self) -> dict[str, Callable[[], object]]:
        """Return the steps by name."""
        return {
            "the bare parser": self._parse_bare,
            "reading both files": self._read,
            "the header": self._headers,
            "the sidecar's YAML": lambda: [read_yaml(_anew(notes)) for _, notes in self._pairs],
            "the sidecar": self._load,
            "the body: parsing, checking, writing": self._write,
            "all of it": self._compile,
        }

    def _parse_bare(self) -> None:
        for text in self._bodies:
            self._bare.parse(text, {})

    def _read(self) -> None:
        for path in (*self._paths, *self._sidecars):
            read_source(path, self._root)

    def _headers(self) -> list[Header | None]:
        return [read_header(_anew(article))[0] for article, _ in self._pairs]

    def _load(self) -> list[tuple[Annotation, ...]]:
        registry = self._workshop.registry
        return [load_sidecar(_anew(notes), registry)[0].annotations for _, notes in self._pairs]

    def _write(self) -> None:
        for article, _ in self._pairs:
            parse(article, article.text.index("---\n", 4) + 4, self._workshop.parser)

    def _compile(self) -> None:
        for article, notes in self._pairs:
            made, _ = compile_article(_anew(article), _anew(notes), self._workshop)
            assert made
            compiled, _ = made
            assert len(compiled.notes) == 3
            assert compiled.header.date != date.min

    def _source(self, path: Path) -> Source:
        source = read_source(path, self._root)
        assert isinstance(source, Source), source
        return source


def _anew(source: Source) -> Source:
    """Return a source that nobody has asked for a line yet."""
    return Source(source.path, source.text)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


if __name__ == "__main__":
    main()
