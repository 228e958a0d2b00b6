"""How long anchoring takes: an article with 0, 3 and 30 notes, found and not found.

    python benchmarks/anchoring.py                  the tables of docs/anchoring.md
    python benchmarks/anchoring.py --peer FOLDER    beside approx-string-match, the search that
                                                    Hypothesis uses, run under node; FOLDER is
                                                    where `npm install approx-string-match` was run

Texts and quotes are made from a seed, so that every run measures the same. `edlib` is measured if
it is installed. Times are of the processor, so that a busy machine does not show.
"""

import argparse
import difflib
import importlib
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType

sys.path.insert(0, str(Path(__file__).parents[1] / "plugins"))

from rapidfuzz import fuzz

from postil.anchoring import Document
from postil.anchoring.profile import distances
from postil.anchoring.sieve import sieve

SIZES = 5_000, 20_000, 200_000
NOTES = 0, 3, 30
QUOTE = 100  # characters, about one sentence
CONTEXT = 32  # characters on either side
REPEATS = 5
SLOW = 200_000  # characters at which difflib is left out: minutes a quote

# The words of a town council, by how often they are used: prose is not random letters.
VOCABULARY = (
    "the of and to in a that was for it on with as he at by his had not from but she they her "
    "which were been have their one all would there when who more said time out so up into them "
    "some could new other than then first any only its over such our may after also did many "
    "before must through years where much way well down should because long those people mayor "
    "council budget trams tickets promised yesterday street report schools bridge river votes "
    "members plan delay money houses library workers market station winter evening asked agreed "
    "refused opened closed built repaired counted measured questioned announced expected ordinary "
    "neighbourhood administration investigation responsibility development representatives"
).split()
WEIGHTS = [1 / (place + 3) for place in range(len(VOCABULARY))]

NODE = """
import search from "approx-string-match";
import { readFileSync } from "fs";
const jobs = JSON.parse(readFileSync(0, "utf8"));
const times = jobs.map(({ text, quotes }) => {
  const best = [];
  for (let round = 0; round < 3; round++) {
    const begun = process.cpuUsage();
    for (const quote of quotes)
      if (text.indexOf(quote) < 0) search(text, quote, Math.min(256, quote.length / 2));
    const { user, system } = process.cpuUsage(begun);
    best.push((user + system) / 1000);
  }
  return Math.min(...best);
});
console.log(JSON.stringify(times));
"""


def prose(characters: int, seed: int) -> str:
    chance = random.Random(seed)
    sentences: list[str] = []
    length = 0
    while length < characters:
        words = chance.choices(VOCABULARY, WEIGHTS, k=chance.randint(6, 24))
        sentences.append(" ".join(words).capitalize() + chance.choice([".", ".", ".", ".\n\n"]))
        length += len(sentences[-1]) + 1
    return " ".join(sentences)[:characters]


Asked = tuple[str, str, str]
"""A quote, and what stood before and after it."""


def present(text: str, count: int, seed: int) -> list[Asked]:
    chance = random.Random(seed)
    asked = []
    for _ in range(count):
        start = chance.randrange(CONTEXT, len(text) - QUOTE - CONTEXT)
        end = start + QUOTE
        asked.append((text[start:end], text[start - CONTEXT : start], text[end : end + CONTEXT]))
    return asked


def edited(text: str, count: int, seed: int) -> list[Asked]:
    """Return quotes in which about a seventh of the words is another."""
    chance = random.Random(seed)
    return [
        (
            " ".join(
                chance.choice(VOCABULARY) if chance.random() < 1 / 7 else word
                for word in quote.split(" ")
            ),
            prefix,
            suffix,
        )
        for quote, prefix, suffix in present(text, count, seed)
    ]


def absent(text: str, count: int, seed: int) -> list[Asked]:
    return present(prose(len(text), seed + 1000), count, seed)


def milliseconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    times = []
    for _ in range(repeats):
        begun = time.process_time()
        work()
        times.append((time.process_time() - begun) * 1000)
    return statistics.median(times)


def article(text: str, asked: Sequence[Asked]) -> None:
    document = Document(text)
    for quote, prefix, suffix in asked:
        document.anchor(quote, prefix, suffix)


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    print(f"\n### {title}\n")
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |")


def notes() -> None:
    rows = []
    for size in SIZES:
        text = prose(size, 1)
        for count in NOTES:
            kinds = [make(text, count, 2) for make in (present, edited, absent)]
            times = [milliseconds(partial(article, text, asked)) for asked in kinds]
            rows.append([f"{size:,}", str(count), *(f"{time:.1f}" for time in times)])
    head = ("characters", "notes", "as quoted", "edited", "not in the text")
    table("ms an article, all its notes together", head, rows)


def engines(peer: Path | None) -> None:
    """Time one quote of each kind on each engine; the text is ready, in its normal form."""
    jobs: list[dict[str, object]] = []
    rows = []
    for size in SIZES:
        text = prose(size, 1).lower()
        for kind, make in (("edited", edited), ("absent", absent)):
            quote = make(text, 1, 3)[0][0].lower()
            jobs.append({"text": text, "quotes": [quote]})
            rows.append([f"{size:,}", kind, *engine_cells(quote, text)])
    head = ["characters", "quote", "sieve", "profile", "edlib", "partial_ratio", "difflib"]
    if peer:
        head.append("approx-string-match")
        for row, spent in zip(rows, under_node(jobs, peer), strict=True):
            row.append(f"{spent:.1f}")
    table("ms a quote of 100 characters, engine alone", head, rows)


def engine_cells(quote: str, text: str) -> list[str]:
    edlib = optional("edlib")
    works: list[Callable[[], object] | None] = [
        lambda: sieve(quote, text, len(quote) * 3 // 10, 10**12),
        lambda: list(distances(quote, text)),
        (lambda: edlib.align(quote, text, "HW", "distance")) if edlib else None,
        lambda: fuzz.partial_ratio_alignment(quote, text),
        (lambda: blocks(quote, text)) if len(text) < SLOW else None,
    ]
    return [f"{milliseconds(work):.2f}" if work else "–" for work in works]


def blocks(quote: str, text: str) -> object:
    return difflib.SequenceMatcher(None, text, quote, autojunk=False).get_matching_blocks()


def optional(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def under_node(jobs: list[dict[str, object]], folder: Path) -> list[float]:
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", NODE],
        cwd=folder,
        input=json.dumps(jobs),
        capture_output=True,
        text=True,
        check=True,
    )
    return list(json.loads(done.stdout))


def hostile() -> None:
    text = prose(300_000, 1)
    quotes = [prose(2_000, 10 + place) for place in range(20)]
    document = Document(text)
    document.anchor("nothing that is in it")
    spent = milliseconds(
        lambda: [document.anchor(quote, "before ", " after") for quote in quotes], 1
    )
    each = spent / len(quotes)
    print(f"\nHostile: 2,000 characters, absent, on 300,000: {each:.0f} ms a quote, ", end="")
    print(f"{each * 0.5:.0f} s for 500.")


def main() -> None:
    options = argparse.ArgumentParser(description="Time anchoring.")
    options.add_argument("--peer", type=Path, help="where approx-string-match is installed")
    chosen = options.parse_args()
    notes()
    engines(chosen.peer)
    hostile()


if __name__ == "__main__":
    main()
