"""What automatic labels cost: build articles with 300 labelled names, with the feature on and off.

    python benchmarks/labels.py FOLDER… [--names 300] [--rounds 5]

Each FOLDER holds Markdown articles; together they become a site of their own. Those that no archive
could build (a header without a date, an address that another has) are left out. The names are taken
from the articles: their commonest pairs of capitalised words. Both sites have the same pages for
the 300 names; in one, every article says `auto_labels: false`. Each build is from nothing, without
a cache; builds alternate, CPU time counts, the median is told, and every label that was set is
looked at: on whole words, outside links and code.
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

from bs4 import BeautifulSoup, Tag

from postil.commands.skeleton import new_site

PAIR = re.compile(r"\b[A-Z][a-z]{2,} [A-Z][a-z]{2,}\b")
BLOCKS = ["p", "li", "td", "dd", "dt", "blockquote", "div"]
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
    print(f"{articles} articles, {options.names} names in both, {labels} labels set in one")
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
    with (site / "pelican.conf.py").open("a", encoding="utf-8") as file:
        file.write("\nPOSTIL_CACHE = ''\n")
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
    """Count the labels that were set, and those that should not have been.

    A label whose words begin or end inside an emphasis has a mark for each part.
    """
    labels = wrong = 0
    for path in sorted(output.glob("[0-9]*/*/*/index.html")):
        soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for aside in soup.select("aside.postil-note"):
            aside.decompose()
        marks: dict[str, list[Tag]] = {}
        for mark in soup.select('mark[data-kind="label"]'):
            marks.setdefault(str(mark["aria-details"]), []).append(mark)
        labels += len(marks)
        wrong += sum(not is_right(parts) for parts in marks.values())
    return labels, wrong


def is_right(parts: list[Tag]) -> bool:
    """Return whether a label's marks are together on whole words, outside links and code."""
    block = parts[0].find_parent(BLOCKS)
    if block is None or any(part.find_parent(["a", "code", "pre"]) for part in parts):
        return False
    inside = {id(text) for part in parts for text in part.strings}
    texts = list(block.strings)
    places = [place for place, text in enumerate(texts) if id(text) in inside]
    if len(places) != len(inside):
        return False
    before, after = "".join(texts[: places[0]]), "".join(texts[places[-1] + 1 :])
    words = "".join(texts[places[0] : places[-1] + 1])
    return (
        re.search(rf"(?<!\w){re.escape(words)}(?!\w)", before[-1:] + words + after[:1]) is not None
    )


if __name__ == "__main__":
    main()
