"""The real command in a process of its own, many times over: with the imports done only once.

Each process is forked from a server that has loaded the program and nothing of any site. It leads
a group of its own, so that it can be killed with all that it has started.
"""

import os
import resource
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import mkstemp

from tests import sites

_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(["postil.__main__", "postil.building", "postil.plugin"])


@dataclass(frozen=True, slots=True)
class Done:
    """A command that has ended."""

    code: int
    """Its exit code; below zero the signal that ended it."""
    said: str
    """What it wrote to either stream."""


@dataclass(frozen=True, slots=True)
class Running:
    """A command at work."""

    process: ForkServerProcess
    paper: Path

    def kill(self) -> None:
        """End it at once, with all that it has started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid or 0, signal.SIGKILL)

    def done(self) -> Done:
        """Wait for its end."""
        self.process.join()
        code, said = self.process.exitcode, self.paper.read_text("utf-8")
        self.process.close()
        self.paper.unlink()
        assert code is not None
        return Done(code, said)


def start(
    site: Path,
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    largest_file: int = resource.RLIM_INFINITY,
) -> Running:
    """Start `postil` with these arguments in a site's folder.

    A file of more than `largest_file` bytes cannot be written.
    """
    handle, paper = mkstemp(dir=site.parent)
    os.close(handle)
    ready, other = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(
        target=_run,
        args=(site, arguments, dict(environment or {}), Path(paper), largest_file, other),
    )
    process.start()
    other.close()
    ready.recv()
    ready.close()
    return Running(process, Path(paper))


def run(site: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> Done:
    """Run `postil` with these arguments in a site's folder, to its end."""
    return start(site, *arguments, environment=environment).done()


def run_alone(site: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> Done:
    """Do the same in a process that has loaded nothing, and so may end before it loads Pelican."""
    done = sites.run(site, "postil", *arguments, **(environment or {}))
    return Done(done.returncode, done.stdout + done.stderr)


def _run(
    site: Path,
    arguments: tuple[str, ...],
    environment: dict[str, str],
    paper: Path,
    largest_file: int,
    ready: Connection,
) -> None:
    from postil.__main__ import main

    os.setsid()
    os.chdir(site)
    os.environ.pop("SITEURL", None)
    os.environ.update(environment)
    with paper.open("wb", buffering=0) as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stderr.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, resource.RLIM_INFINITY))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # so that writing fails, as on a full disk
    ready.send(None)
    raise SystemExit(main(arguments))
