"""The benchmarks run: what the manual says of speed can be measured again."""

import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]


def _rows(program: str, *options: str) -> list[list[str]]:
    """Run a benchmark on a small archive; return the cells of its tables' rows."""
    command = [sys.executable, f"{REPOSITORY}/benchmarks/{program}", *options]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    lines = [line for line in done.stdout.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_steps_of_an_article_are_measured() -> None:
    header, *steps = _rows("article.py", "--articles", "4", "--rounds", "1")
    assert header == ["step", "ms", "× bare parser"]
    assert steps[0][0] == "the bare parser"
    assert steps[-1][0] == "all of it"
    assert all(float(figure) >= 0 for step in steps for figure in step[1:])


def test_builds_are_measured_after_each_kind_of_edit() -> None:
    _, *builds = _rows("build.py", "--only", "postil", "--articles", "4")
    written = {case: int(files) for case, _, _, _, _, _, _, files, *_ in builds}
    assert [*written] == [
        "from nothing",
        "nothing changed",
        "one article edited",
        "the notes on one article edited",
        "one label of the registry edited",
        "the template of articles edited",
    ]
    assert written["nothing changed"] == 0
    assert 0 < written["the notes on one article edited"] < written["from nothing"] / 2
