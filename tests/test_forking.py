"""The same work on many things over several processes, of which this is one."""

import fcntl
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from postil.engine.forking import each, meanwhile


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("count", [0, 1, 50, 20_000])  # more than there are blocks
def test_work_is_done_once_each_however_many_do_it(jobs: int, count: int) -> None:
    assert sorted(each(lambda number: number * number, count, jobs=jobs, few=1)) == [
        (number, number * number) for number in range(count)
    ]


def test_this_process_works_too() -> None:
    assert {pid for _, pid in each(lambda _: os.getpid(), 1, jobs=2, few=1)} == {os.getpid()}


def test_results_may_be_larger_than_what_a_pipe_holds() -> None:
    made = dict(each(lambda number: bytes([number]) * 300_000, 60, jobs=2, few=1))
    assert all(made[number] == bytes([number]) * 300_000 for number in range(60))


def test_what_fails_elsewhere_fails_here() -> None:
    def work(number: int) -> int:
        return 10 // (number - 30)

    with pytest.raises(ZeroDivisionError):
        list(each(work, 50, jobs=2, few=1))


def test_what_a_killed_process_had_taken_is_done_here() -> None:
    ours = os.getpid()

    def work(number: int) -> int:
        if os.getpid() != ours:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    assert sorted(each(work, 200, jobs=3, few=1)) == [(number, number) for number in range(200)]


def test_who_wants_no_more_leaves_no_process_behind() -> None:
    before = multiprocessing.active_children()
    results = each(lambda number: number, 10_000, jobs=3, few=1)
    next(results)
    assert len(multiprocessing.active_children()) == len(before) + 2
    results.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == before


@pytest.mark.parametrize("jobs", [1, 2])
def test_two_things_are_done_meanwhile(jobs: int) -> None:
    ours = os.getpid()
    with meanwhile(lambda: b"x" * 3_000_000, os.getpid, jobs=jobs) as (one, other):
        assert (other() == ours) == (jobs == 1)  # the second may be asked for first
        assert one() == b"x" * 3_000_000
        assert one() is one()


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_fails_meanwhile_fails_where_it_is_asked_for(jobs: int) -> None:
    with meanwhile(lambda: 1 // 0, lambda: 2, jobs=jobs) as (one, other):
        with pytest.raises(ZeroDivisionError):
            one()
        assert other() == 2


def test_what_nobody_asks_for_leaves_no_process_behind() -> None:
    before = multiprocessing.active_children()
    with meanwhile(lambda: bytes(3_000_000), lambda: time.sleep(60), jobs=2):
        assert len(multiprocessing.active_children()) == len(before) + 1
    assert multiprocessing.active_children() == before


ORPHANS = """
import os, sys, time
from postil.engine.forking import each, meanwhile
with meanwhile(lambda: bytes(3_000_000), lambda: 0, jobs=2):
    results = each(lambda number: bytes(3_000_000), 100, jobs=3, few=1)
    next(results)
    print("ready", flush=True)
    time.sleep(60)
"""


def test_who_was_killed_leaves_no_process_behind(tmp_path: Path) -> None:
    """Not even one that waits to tell something: it would keep the next build from beginning."""
    with (tmp_path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        process = subprocess.Popen(
            [sys.executable, "-c", ORPHANS], stdout=subprocess.PIPE, pass_fds=[lock.fileno()]
        )
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        process.kill()
        process.wait()
        process.stdout.close()
    with (tmp_path / "lock").open("w") as lock:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            time.sleep(0.05)
    pytest.fail("a process still has the lock")
