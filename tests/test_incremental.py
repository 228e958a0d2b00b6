"""Whatever happens to a site between two builds, the second makes what a clean one would make.

Rows of changes are drawn from seeds; a row that fails is told as short as it can be made.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

import pytest

from tests.changing import Change, changes, copy_sources
from tests.processes import Done, run
from tests.sites import run_alone
from tests.smallsite import CONF

MANY = 500  # rows of changes
FEW = 20  # of them, where there is less time
STEPS = 5
FEWER_STEPS = 3

Build = Callable[..., Done]


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=[pytest.mark.long][seed < FEW :]) for seed in range(MANY)]
)
def test_after_any_change_the_site_is_what_a_clean_build_makes(
    small_site: Path, tmp_path: Path, seed: int
) -> None:
    build = _alone if seed % 3 == 0 else run
    row: Sequence[Change] = changes(seed, FEWER_STEPS if seed < FEW else STEPS)
    if flaw := _flaw(build, small_site, tmp_path / "whole", row):
        row, flaw = _shortened(build, small_site, tmp_path, row, flaw)
        told = "\n".join(f"{number}. {change.name}" for number, change in enumerate(row, 1))
        pytest.fail(f"after these changes\n{told}\n{flaw}", pytrace=False)


def _alone(site: Path, command: str, environment: Mapping[str, str]) -> Done:
    """Run the command in a process that has loaded nothing."""
    done = run_alone(site, "postil", command, **environment)
    return Done(done.returncode, done.stdout, done.stderr)


def test_an_article_may_have_a_translation(small_site: Path, tmp_path: Path) -> None:
    site = copy_sources(small_site, tmp_path / "site")
    with (site / CONF).open("a", encoding="utf-8") as conf:
        conf.write("ARTICLE_TRANSLATION_ID = 'slug'\n")
    assert run(site, "build").code == 0


def _flaw(build: Build, start: Path, folder: Path, row: Sequence[Change]) -> str:
    """Build after each of the changes; return what is wrong first, or nothing."""
    site = folder / "site"
    shutil.copytree(start, site)
    environment: dict[str, str] = {}
    for number, change in enumerate(row, 1):
        change.happen(site)
        environment |= change.environment
        before = _tree(site / "output")
        clean = copy_sources(site, folder / "clean", compiled=bool(number % 5))
        done = _anywhere(build(site, "build", environment=environment), site)
        after = _tree(site / "output")
        wanted = _anywhere(run(clean, "build", environment=environment), clean)
        flaw = "\n".join(_differences(done, wanted, before, after, _tree(clean / "output")))
        if flaw:
            return f"{number}. {change!r}\n{flaw}"
    return ""


def _anywhere(done: Done, site: Path) -> Done:
    """Leave the site's own place out of what was said: Pelican names some files by it."""
    return replace(done, stderr=done.stderr.replace(str(site), ""))


def _differences(
    done: Done, wanted: Done, before: "Tree", after: "Tree", clean: "Tree"
) -> Iterator[str]:
    """Yield what a build did that a clean one did not, or did to files that were right."""
    if done != wanted:
        yield f"ended with {done.code}, a clean build with {wanted.code}"
        yield f"{done.said or 'silence'}\n-- the clean build: --\n{wanted.said or 'silence'}"
    elif done.code:
        yield from (f"no build, but {name} changed" for name in _unlike(before, after))
    else:
        yield from (f"{name} differs{_where(after, clean, name)}" for name in _unlike(after, clean))
        for name, entry in after.items():
            was = before.get(name)
            if entry.data is not None and was and was.data == entry.data and was != entry:
                yield f"{name} has another time stamp"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the published site, or a folder."""

    data: bytes | None
    stamp: int


Tree = Mapping[str, Entry]


def _tree(folder: Path) -> Tree:
    return {
        path.relative_to(folder).as_posix(): Entry(path.read_bytes(), path.stat().st_mtime_ns)
        if path.is_file()
        else Entry(None, 0)
        for path in sorted(folder.rglob("*"))
    }


def _unlike(one: Tree, other: Tree) -> Iterator[str]:
    """Yield the first few names whose files are not in both with the same bytes."""
    nothing = Entry(b"no such file", 0)
    names = sorted(one.keys() | other.keys())
    unlike = [
        name for name in names if one.get(name, nothing).data != other.get(name, nothing).data
    ]
    yield from unlike[:8]


def _where(one: Tree, other: Tree, name: str) -> str:
    """Return the first line in which two files are unlike each other."""
    texts = [(tree[name].data or b"").splitlines() if name in tree else [] for tree in (one, other)]
    if name not in one or name not in other:
        return " (there is none)" if name not in one else " (there should be none)"
    for number, (ours, theirs) in enumerate(zip_longest(*texts), 1):
        if ours != theirs:
            return f" in line {number}:\n  {ours!r}\n  {theirs!r}"
    return ""


def _shortened(
    build: Build, start: Path, folder: Path, row: Sequence[Change], flaw: str
) -> tuple[Sequence[Change], str]:
    """Leave out every change without which there is still a flaw."""
    for number in range(len(row) - 1, -1, -1):
        fewer = [*row[:number], *row[number + 1 :]]
        if other := _flaw(build, start, folder / f"without-{number}", fewer):
            row, flaw = fewer, other
    return row, flaw
