"""What automatic labels cost: build articles with 300 labelled names and with the same unlabelled.

    python benchmarks/labels.py FOLDER [--names 300] [--rounds 3]

FOLDER holds Markdown articles, which become a site of their own. The names are taken from the
articles: their commonest pairs of capitalised words. Both builds alternate, CPU time counts, and
every label that was set is looked at: on whole words, outside links and code.
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

from bs4 import BeautifulSoup

from postil.skeleton import new_site

PAIR = re.compile(r"\b[A-Z][a-z]{2,} [A-Z][a-z]{2,}\b")
LABEL = "    labels: [{label: parody, account: example, from: 2000-01-01}]\n"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--names", type=int, default=300)
    arguments.add_argument("--rounds", type=int, default=3)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sites = {
            kind: make_site(Path(folder, kind), options.folder, options.names, labelled=labelled)
            for kind, labelled in (("plain", False), ("labelled", True))
        }
        seconds: dict[str, list[float]] = {kind: [] for kind in sites}
        for _ in range(options.rounds):
            for kind, site in sites.items():
                seconds[kind].append(build(site))
        labels, wrong = look(sites["labelled"] / "output")
    plain, labelled = min(seconds["plain"]), min(seconds["labelled"])
    print(f"{options.names} names, {labels} labels set, {wrong} on part of a word, a link or code")
    print(f"CPU seconds: {plain:.2f} without, {labelled:.2f} with: {labelled / plain - 1:+.1%}")


def make_site(site: Path, articles: Path, count: int, *, labelled: bool) -> Path:
    """A starter site with the articles in place of its own, and names taken from them."""
    assert new_site(site) is None
    for name in ("content/articles", "annotations/articles"):
        shutil.rmtree(site / name)
    shutil.copytree(articles, site / "content/articles")
    found: Counter[str] = Counter()
    for path in sorted(articles.rglob("*.md")):
        found.update(set(PAIR.findall(path.read_text("utf-8"))))
    rows = [
        f"name-{number}:\n    type: organisation\n    name: {name}\n"
        "    accounts: [{platform: example, handle: x}]\n" + (LABEL if labelled else "")
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
