"""The real command in a process of its own, many times over: with the imports done only once.

Each process is forked from a server that has loaded the program and nothing of any site. It leads
a group of its own, so that it can be killed with all that it has started.
"""

import os
import resource
import signal
import sys
import warnings
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import mkstemp

_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(["postil.__main__", "postil.building.build", "postil.plugin"])


@dataclass(frozen=True, slots=True)
class Done:
    """A command that has ended."""

    code: int
    """Its exit code; below zero the signal that ended it."""
    stdout: str
    stderr: str

    @property
    def said(self) -> str:
        """What it wrote to either stream."""
        return self.stdout + self.stderr


@dataclass(frozen=True, slots=True)
class Running:
    """A command at work."""

    process: ForkServerProcess
    papers: tuple[Path, Path]
    """What it writes to either stream."""

    def kill(self) -> None:
        """End it at once, with all that it has started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid or 0, signal.SIGKILL)

    def done(self) -> Done:
        """Wait for its end."""
        self.process.join()
        code = self.process.exitcode
        assert code is not None
        done = Done(code, *(paper.read_text("utf-8") for paper in self.papers))
        self.process.close()
        for paper in self.papers:
            paper.unlink()
        return done


def start(
    site: Path,
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    largest_file: int = resource.RLIM_INFINITY,
) -> Running:
    """Start `postil` with these arguments in a site's folder.

    A file of more than `largest_file` bytes cannot be written.
    """
    papers = (_paper(), _paper())
    here = {name: value for name, value in os.environ.items() if name != "SITEURL"}
    ready, other = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(
        target=_run,
        args=(site, arguments, {**here, **(environment or {})}, papers, largest_file, other),
    )
    process.start()
    other.close()
    ready.recv()
    ready.close()
    return Running(process, papers)


def run(site: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> Done:
    """Run `postil` with these arguments in a site's folder, to its end."""
    return start(site, *arguments, environment=environment).done()


def _paper() -> Path:
    handle, name = mkstemp()
    os.close(handle)
    return Path(name)


def _run(
    site: Path,
    arguments: tuple[str, ...],
    environment: dict[str, str],
    papers: tuple[Path, Path],
    largest_file: int,
    ready: Connection,
) -> None:
    from postil.__main__ import main

    os.setsid()
    os.chdir(site)
    os.environ.clear()
    os.environ.update(environment)
    sys.path.insert(0, str(site))
    warnings.simplefilter("error", SyntaxWarning)
    for stream, paper in zip((sys.stdout, sys.stderr), papers, strict=True):
        with paper.open("wb", buffering=0) as file:
            os.dup2(file.fileno(), stream.fileno())
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, resource.RLIM_INFINITY))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # so that writing fails, as on a full disk
    ready.send(None)
    raise SystemExit(main(arguments))
