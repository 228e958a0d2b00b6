"""The demo archive is the same bytes however, wherever and whenever it is built, or it stays."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.published import PLACES, Published, copy_demo
from tests.sites import REPOSITORY, edit, run, run_alone, tree

SITEURL = PLACES["sub-path"]
SIDECAR = "annotations/articles/2020/embassy-account-reposts-president.yaml"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The demo archive in a folder of another name, not built yet."""
    copy_demo(tmp_path / "another place")
    return tmp_path / "another place"


def different(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def test_another_folder_clock_and_hash_seed_give_the_same_bytes(
    site: Path, demo: Published
) -> None:
    strange = {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "4"}
    done = run_alone(site, "postil", "build", SITEURL=SITEURL, **strange)
    assert done.returncode == 0, done.stderr
    assert different(tree(site / "output"), tree(demo.folder)) == []


def test_pelican_on_its_own_gives_the_same_bytes(anywhere: Published, tmp_path: Path) -> None:
    siteurl = PLACES[anywhere.place]
    copy_demo(tmp_path)
    environment = {"SITEURL": siteurl} if siteurl else {}
    done = run_alone(tmp_path, "pelican", "content", "-s", "pelican.conf.py", **environment)
    assert done.returncode == 0, done.stderr
    assert different(tree(tmp_path / "output"), tree(anywhere.folder)) == []


def test_a_build_that_fails_leaves_the_published_archive(site: Path) -> None:
    run(site, "postil", "build")
    before = tree(site / "output")
    assert before
    edit(site / SIDECAR, "quote: The account of the Chinese embassy", "quote: No such words")
    assert run(site, "postil", "build").returncode == 1
    assert different(tree(site / "output"), before) == []


@pytest.mark.parametrize("pages", [0, 1, 20])
def test_a_build_that_is_killed_leaves_the_published_archive(site: Path, pages: int) -> None:
    run(site, "postil", "build")
    before = tree(site / "output")
    staging = site / ".output.postil" / "staging"
    build = subprocess.Popen(
        [sys.executable, "-m", "postil", "build"],
        cwd=site,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "plugins"), "SITEURL": SITEURL},
        stdin=subprocess.DEVNULL,
    )
    while build.poll() is None and not written(staging, pages):
        time.sleep(0.002)
    build.send_signal(signal.SIGKILL)
    assert build.wait() == -signal.SIGKILL, "the build was over before it could be killed"
    assert different(tree(site / "output"), before) == []
    assert run(site, "postil", "build").returncode == 0
    assert different(tree(site / "output"), before) == []
    assert not staging.exists()


def written(staging: Path, pages: int) -> bool:
    return staging.exists() and sum(1 for _ in staging.rglob("*.html")) >= pages
