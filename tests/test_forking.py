"""The same work on many things over several processes, of which this is one."""

import multiprocessing
import os
import signal

import pytest

from postil.engine.forking import each


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
