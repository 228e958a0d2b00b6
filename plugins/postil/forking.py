"""The same work on many things, over all cores: processes that inherit what was loaded.

Where the system cannot fork safely the work is done here, one thing after the other, with the
same results.
"""

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import TypeVar

FEW = 64  # things a process: for fewer the fork costs more than it gains
NEIGHBOURS = 16  # things in a row that one process does: what they have in common is made once

Result = TypeVar("Result")


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def each(
    work: Callable[[int], Result], count: int, *, jobs: int, few: int = FEW
) -> Iterator[tuple[int, Result]]:
    """Yield `(number, work(number))` for all numbers below `count`, in the order of being done.

    Results must be picklable. What fails in another process is done again in this one, so that an
    exception is raised here, as if there were no other.
    """
    done = bytearray(count)
    workers = min(jobs, count // few)
    if workers > 1 and sys.platform == "linux":  # elsewhere system libraries do not bear a fork
        for number, result in _forked(work, count, workers):
            done[number] = True
            yield number, result
    for number in range(count):
        if not done[number]:
            yield number, work(number)


def _forked(
    work: Callable[[int], Result], count: int, workers: int
) -> Iterator[tuple[int, Result]]:
    context = multiprocessing.get_context("fork")
    gc.freeze()  # or the collector would write to, and so copy, every page that is shared
    lines, processes = [], []
    for worker in range(workers):
        ours, theirs = context.Pipe(duplex=False)
        numbers = [at for at in range(count) if at // NEIGHBOURS % workers == worker]
        process = context.Process(target=_work, args=(work, numbers, theirs), daemon=True)
        process.start()
        theirs.close()
        lines.append(ours)
        processes.append(process)
    gc.unfreeze()
    try:
        while lines:
            for line in wait(lines):
                assert isinstance(line, Connection)
                try:
                    yield line.recv()
                except EOFError:
                    lines.remove(line)
    finally:
        for process in processes:
            if lines:  # nobody waits for the rest
                process.terminate()
            process.join()


def _work(work: Callable[[int], Result], numbers: list[int], line: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it without a word
    with suppress(Exception):
        for number in numbers:
            line.send((number, work(number)))
    # At once: another thread of the parent, such as a spinner's, may have held the lock of a
    # stream when we were forked, and flushing it would wait for ever.
    os._exit(0)
