"""What happens to a build from outside: it is killed, the disk is full, another one is at work.

The published folder is whole at each moment, and the next build is right.
"""

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from resource import RLIM_INFINITY

import pytest

from tests.changing import copy_sources
from tests.processes import run, start
from tests.sites import edit, tree, write
from tests.smallsite import SITE
from tests.test_serving import served

KILLS = 200
FEW = 8  # of them, where there is less time
ROUND = 4  # kills of one test: each worker has its share
DAM = "content/articles/2020/dam.md"


@pytest.fixture
def site(small_site: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    shutil.copytree(small_site, folder)
    return folder


def _of_clean(site: Path, folder: Path) -> dict[str, bytes]:
    """Return what a build makes of a site's sources that knows of none before it."""
    built = run(copy_sources(site, folder), "build")
    assert built.code == 0, built.said
    return tree(folder / "output")


def _version(number: int) -> dict[str, str]:
    """Return files that change an article, its lists and every page."""
    return {
        "templates/partials/footer.html": f"<footer>{number}</footer>\n",
        DAM: SITE[DAM].replace("The dam", f"The dam {number}"),
    }


def _left(site: Path) -> dict[str, int]:
    """Return the names of all that builds leave beside a site, but for what is published."""
    found = [path for name in (".output.postil", ".cache") for path in (site / name).rglob("*")]
    names = {
        path: re.sub(r"things-\w+", "things", path.relative_to(site).as_posix()) for path in found
    }
    return {name: path.is_dir() for path, name in names.items()}


@pytest.mark.parametrize(
    "number",
    [
        pytest.param(number, marks=[] if number * ROUND < FEW else [pytest.mark.long])
        for number in range(KILLS // ROUND)
    ],
)
def test_a_build_killed_at_any_moment_leaves_a_whole_site(
    site: Path, tmp_path: Path, number: int
) -> None:
    random = Random(number)
    trees = []
    for version in (0, 1):  # what a build makes of either, and how long it takes
        write(site, _version(version))
        begun = time.monotonic()
        assert run(site, "build").code == 0
        usual = time.monotonic() - begun
        trees.append(tree(site / "output"))
        left = _left(site)
    assert trees[0] != trees[1]
    ended = []
    for kill in range(ROUND):
        write(site, _version(kill % 2))
        before = tree(site / "output")
        assert before in trees
        building = start(site, "build")
        moment = random.uniform(0, usual)
        time.sleep(moment)  # not a limit: another moment of the build each time
        building.kill()
        ended.append(building.done().code)
        assert tree(site / "output") in (before, trees[kill % 2]), f"killed after {moment:.3f} s"
    assert -9 in ended
    assert run(site, "build").code == 0
    assert tree(site / "output") == trees[1] == _of_clean(site, tmp_path / "clean")
    assert _left(site) == left


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, of eight megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a small disk needs the right to mount one")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def _fill(disk: Path, room: int) -> Path:
    """Leave so many bytes of room on a disk; return what takes up the rest."""
    filler = disk / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(disk).free - room))
    return filler


@pytest.mark.parametrize("room", [0.0, 0.5, 0.9])
def test_a_full_disk_is_said_and_the_site_stays_whole(
    site: Path, small_disk: Path, tmp_path: Path, room: float
) -> None:
    with (site / "pelican.conf.py").open("a") as conf:
        conf.write(f"OUTPUT_PATH = {str(small_disk / 'output')!r}\n")
    assert run(site, "build").code == 0
    before = tree(small_disk / "output")
    filler = _fill(small_disk, int(room * sum(map(len, before.values()))))
    write(site, _version(1))
    _fails_for_want_of_room(site, "No space left on device")
    assert tree(small_disk / "output") == before
    filler.unlink()
    assert run(site, "build").code == 0
    edit(site / "pelican.conf.py", str(small_disk / "output"), "output")
    assert tree(small_disk / "output") == _of_clean(site, tmp_path / "clean")


def test_a_file_that_cannot_be_written_is_said_and_the_site_stays_whole(
    site: Path, tmp_path: Path
) -> None:
    before = tree(site / "output")
    write(site, _version(1))
    _fails_for_want_of_room(site, "File too large", largest_file=20_000)
    assert tree(site / "output") == before
    assert run(site, "build").code == 0
    assert tree(site / "output") == _of_clean(site, tmp_path / "clean")


def _fails_for_want_of_room(site: Path, why: str, largest_file: int = RLIM_INFINITY) -> None:
    built = start(site, "build", largest_file=largest_file).done()
    assert built.code == 1
    assert f"cannot be written: {why}" in built.said
    assert "nothing was published" in built.said
    assert "Traceback" not in built.said


def test_a_build_goes_on_without_a_cache_that_has_no_room(
    site: Path, small_disk: Path, tmp_path: Path
) -> None:
    with (site / "pelican.conf.py").open("a") as conf:
        conf.write(f"POSTIL_CACHE = {str(small_disk / 'cache')!r}\n")
    filler = _fill(small_disk, 0)
    for number in (1, 2):
        write(site, _version(number))
        built = run(site, "build")
        assert built.code == 0, built.said
        assert tree(site / "output") == _of_clean(site, tmp_path / f"clean-{number}")
        if number == 1:
            filler.unlink()
    assert any((small_disk / "cache").iterdir())


def test_two_builds_at_once_both_end_well(site: Path, tmp_path: Path) -> None:
    write(site, _version(1))
    for build in [start(site, "build") for _ in range(2)]:
        done = build.done()
        assert done.code == 0, done.said
    assert tree(site / "output") == _of_clean(site, tmp_path / "clean")


def test_a_build_beside_an_editors_server_ends_well(site: Path, tmp_path: Path) -> None:
    with served(site) as server:
        for number in (1, 2):
            write(site, _version(number))
            built = run(site, "build")
            assert built.code == 0, built.said
        wanted = _of_clean(site, tmp_path / "clean")
        for _ in range(200):
            if server.said and tree(site / "output") == wanted:
                break
            time.sleep(0.1)
        assert tree(site / "output") == wanted
    assert not [line for line in server.said if "Traceback" in line]
