"""The same work on many things, over all cores: processes that inherit what was loaded.

Where the system cannot fork safely the work is done here, one thing after the other, with the
same results.
"""

import gc
import multiprocessing
import os
import pickle
import select
import signal
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from itertools import chain
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from tempfile import TemporaryFile
from typing import Generic, Self, TypeVar

FEW = 64  # things a process: for fewer the fork costs more than it gains
NEIGHBOURS = 16  # things in a row that one process does: what they have in common is made once
_MOST_BLOCKS = 1024  # of four bytes each: any pipe holds that many
_WIDE = 1 << 20  # bytes: as many as any user may have by default
_BLOCK = struct.Struct("=I")
_FORKS = sys.platform == "linux"  # elsewhere system libraries do not bear it
_CONTEXT = multiprocessing.get_context("fork" if _FORKS else None)

Result = TypeVar("Result")
Other = TypeVar("Other")


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def each(
    work: Callable[[int], Result], count: int, *, jobs: int, few: int = FEW, own: int = 0
) -> Iterator[tuple[int, Result]]:
    """Yield `(number, work(number))` for all numbers below `count`, in the order of being done.

    This process is one of those that work, since each has its own copy of what it looks at. It does
    the first `own` things itself: those that look at everything. Results must be picklable. What
    fails in another process is done again in this one, so that an exception is raised here, as if
    there were no other.
    """
    done = bytearray(count)
    workers = min(jobs, count // few)
    if workers > 1 and _FORKS:
        with _Team(work, count, own, workers - 1) as team:
            for number, result in team.work():
                done[number] = True
                yield number, result
    for number in range(count):
        if not done[number]:
            yield number, work(number)


@contextmanager
def meanwhile(
    first: Callable[[], Result], then: Callable[[], Other], *, jobs: int
) -> Iterator[tuple[Callable[[], Result], Callable[[], Other]]]:
    """Have another process do two pieces of work until their results are asked for.

    Yields what is to be asked, for one after the other. With one job the work is done when it is
    asked for. Results must be picklable; they wait in a file, so that the process can end. What
    fails there is done again in this one.
    """
    if jobs < 2 or not _FORKS:
        yield cache(first), cache(then)
        return
    ours, theirs = _CONTEXT.Pipe(duplex=False)
    with ours, TemporaryFile() as file:
        arguments = (ours, theirs, file.fileno(), first, then)
        process = _CONTEXT.Process(target=_answer, args=arguments, daemon=True)
        process.start()
        theirs.close()

        @cache
        def one() -> Result:
            return _received(ours, file.fileno(), first)

        @cache
        def other() -> Other:
            with suppress(Exception):
                one()
            return _received(ours, file.fileno(), then)

        try:
            yield one, other
        finally:
            process.terminate()
            process.join()


def _answer(ours: Connection, theirs: Connection, file: int, *works: Callable[[], object]) -> None:
    ours.close()
    with _alone():
        end = 0
        for work in works:
            data = memoryview(pickle.dumps(work(), pickle.HIGHEST_PROTOCOL))
            start = end
            while end < start + len(data):
                end += os.pwrite(file, data[end - start :], end)
            theirs.send((start, end))


def _received(line: Connection, file: int, work: Callable[[], Result]) -> Result:
    try:
        start, end = line.recv()
    except EOFError:
        return work()
    found: Result = pickle.loads(os.pread(file, end - start, start))  # noqa: S301 - as put there
    return found


class _Team(Generic[Result]):
    """This process and those that it has forked, which take the next block when one is done."""

    def __init__(self, work: Callable[[int], Result], count: int, own: int, helpers: int) -> None:
        self._work, self._count, self._own, self._helpers = work, count, own, helpers
        self._size = max(NEIGHBOURS, -(-(count - own) // _MOST_BLOCKS))
        self._lines: dict[int, Connection] = {}
        self._poll = select.poll()
        self._processes: list[BaseProcess] = []

    def __enter__(self) -> Self:
        self._queue, filled = os.pipe()
        blocks = range(-(-(self._count - self._own) // self._size))
        os.write(filled, b"".join(map(_BLOCK.pack, blocks)))
        os.close(filled)  # whoever reads on at the end finds nothing more
        _give_back()  # or each process would have its own copy of what is free, once it uses it
        gc.freeze()  # or the collector would write to, and so copy, every page that is shared
        for _ in range(self._helpers):
            ours, theirs = _CONTEXT.Pipe(duplex=False)
            self._lines[ours.fileno()] = ours
            _widen(theirs)
            process = _CONTEXT.Process(target=self._help, args=(theirs,), daemon=True)
            process.start()
            theirs.close()
            self._poll.register(ours, select.POLLIN)
            self._processes.append(process)
        return self

    def __exit__(self, *_: object) -> None:
        gc.unfreeze()
        os.close(self._queue)
        for process in self._processes:
            if self._lines:  # nobody waits for the rest
                process.terminate()
            process.join()

    def work(self) -> Iterator[tuple[int, Result]]:
        """Yield what anyone has done; what failed in another process is left out."""
        for number in chain(range(self._own), self._numbers()):
            yield number, self._work(number)
            yield from self._received(patience=0)
        while self._lines:
            yield from self._received(patience=None)

    def _received(self, patience: int | None) -> Iterator[tuple[int, Result]]:
        """Yield all results that there are, the first after so many milliseconds at most."""
        while ready := self._poll.poll(patience):
            for line, _ in ready:
                try:
                    yield self._lines[line].recv()
                except EOFError:
                    self._poll.unregister(line)
                    del self._lines[line]
            patience = 0

    def _numbers(self) -> Iterator[int]:
        while block := os.read(self._queue, _BLOCK.size):
            first = self._own + _BLOCK.unpack(block)[0] * self._size
            yield from range(first, min(first + self._size, self._count))

    def _help(self, line: Connection) -> None:
        for other in self._lines.values():
            other.close()  # or nobody would hear that the parent, which reads there, was killed
        with _alone():
            for number in self._numbers():
                line.send((number, self._work(number)))


@contextmanager
def _alone() -> Iterator[None]:
    """Do the work of a process that was forked for it, which ends then, whatever happens."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it without a word
    try:
        with suppress(Exception):
            yield
    finally:
        # At once: another thread of the parent, such as a spinner's, may have held the lock of a
        # stream when we were forked, and flushing it would wait for ever.
        os._exit(0)


if sys.platform == "linux":
    import ctypes
    import fcntl

    def _give_back() -> None:
        """Give memory that was freed back to the system, where the C library is one that can."""
        with suppress(AttributeError):
            ctypes.CDLL(None).malloc_trim(0)

    def _widen(line: Connection) -> None:
        """Have a process go on while nobody takes its results: a large file may take a second."""
        with suppress(OSError):
            fcntl.fcntl(line.fileno(), fcntl.F_SETPIPE_SZ, _WIDE)

else:  # where there is no team

    def _give_back() -> None: ...

    def _widen(line: Connection) -> None: ...
