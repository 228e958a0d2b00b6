"""What automatic labels cost: build articles with 300 labelled names, with the feature on and off.

    python benchmarks/labels.py FOLDER… [--names 300] [--rounds 5]

Each FOLDER holds Markdown articles; together they become a site of their own. Those that no archive
could build (a header without a date, an address that another has) are left out. The names are taken
from the articles: their commonest pairs of capitalised words. Both sites have the same pages for
the 300 names; in one, every article says `auto_labels: false`. Builds alternate, CPU time counts,
the median is told, and every label that was set is looked at: on whole words, outside links and
code.
"""

import argparse
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from statistics import median

from bs4 import BeautifulSoup

from postil.skeleton import new_site

PAIR = re.compile(r"\b[A-Z][a-z]{2,} [A-Z][a-z]{2,}\b")
NAMED = """name-{number}:
    type: organisation
    name: {name}
    accounts: [{{platform: example, handle: x}}]
    labels: [{{label: parody, account: example, from: 1900-01-01}}]
"""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folders", type=Path, nargs="+")
    arguments.add_argument("--names", type=int, default=300)
    arguments.add_argument("--rounds", type=int, default=5)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sites = {
            kind: make_site(Path(folder, kind), options.folders, options.names, labelled=labelled)
            for kind, labelled in (("plain", False), ("labelled", True))
        }
        articles = sum(1 for _ in (sites["plain"] / "content/articles").rglob("*.md"))
        for site in sites.values():
            build(site)
        seconds: dict[str, list[float]] = {kind: [] for kind in sites}
        for _ in range(options.rounds):
            for kind, site in sites.items():
                seconds[kind].append(build(site))
            print(f"{seconds['plain'][-1]:.2f} s, {seconds['labelled'][-1]:.2f} s", flush=True)
        labels, wrong = look(sites["labelled"] / "output")
    plain, labelled = median(seconds["plain"]), median(seconds["labelled"])
    print(f"{articles} articles, {options.names} names, {labels} labels set")
    print(f"{wrong} labels on part of a word, in a link or in code")
    print(f"CPU seconds: {plain:.2f} without, {labelled:.2f} with: {labelled / plain - 1:+.1%}")


def make_site(site: Path, folders: list[Path], count: int, *, labelled: bool) -> Path:
    """Make a starter site with the articles in place of its own, and names taken from them."""
    assert new_site(site) is None
    for name in ("content/articles", "annotations/articles"):
        shutil.rmtree(site / name)
    found: Counter[str] = Counter()
    taken = set()
    for folder in folders:
        for path in sorted(folder.rglob("*.md")):
            text = path.read_text("utf-8")
            if path.name in taken or not re.search("^date: ", text, re.MULTILINE):
                continue
            taken.add(path.name)
            found.update(set(PAIR.findall(text)))
            copy = site / "content/articles" / folder.name / path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            head = f"---\nauto_labels: {str(labelled).lower()}\n"
            copy.write_text(text.replace("---\n", head, 1), "utf-8")
    rows = [
        NAMED.format(number=number, name=name)
        for number, (name, _) in enumerate(found.most_common(count))
    ]
    with (site / "annotations/registry/entities.yaml").open("a", encoding="utf-8") as file:
        file.write("".join(rows))
    return site


def build(site: Path) -> float:
    """Build from nothing; return the CPU seconds it took."""
    shutil.rmtree(site / "output", ignore_errors=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "postil", "build"],
        cwd=site,
        capture_output=True,
        text=True,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(done.stderr[-2000:])
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def look(output: Path) -> tuple[int, int]:
    """Count the labels that were set, and those that should not have been."""
    labels = wrong = 0
    for path in sorted(output.glob("[0-9]*/*/*/index.html")):
        soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for mark in soup.select('mark[data-kind="label"]'):
            labels += 1
            text = str(mark.parent.get_text()) if mark.parent else ""
            words = mark.get_text()
            whole = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text)
            wrong += not whole or mark.find_parent(["a", "code", "pre"]) is not None
    return labels, wrong


if __name__ == "__main__":
    main()
