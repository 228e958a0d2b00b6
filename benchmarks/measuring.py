"""What a program takes while it runs, and what it left in a folder."""

import hashlib
import os
import resource
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLE = 0.2  # seconds between two looks at the memory: a look costs milliseconds itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a program with all its children."""

    wall: float
    cpu: float
    """Seconds of all processes together, by the user's and the system's clock."""
    memory: float
    """The peak in MB; what processes share counts once."""
    load: float
    """The machine's load average just before: what else was running."""


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Run:
    """Run a program to its end; what it prints is shown only if it fails.

    Raises `RuntimeError` then.
    """
    load = os.getloadavg()[0]
    begun = time.monotonic()
    log = folder.with_name(f"{folder.name}.log")
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, cwd=folder, env=dict(environment), stdout=file, stderr=subprocess.STDOUT
        )
        peak = _Peak(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        message = f"{' '.join(command)}\n{log.read_text('utf-8', 'replace')[-3000:]}"
        raise RuntimeError(message)
    return Run(
        wall=wall,
        cpu=usage.ru_utime + usage.ru_stime,
        memory=max(peak.stop(), _largest(usage)),
        load=load,
    )


def _largest(usage: resource.struct_rusage) -> float:
    """Return the peak of the largest single process, which no sample misses."""
    return usage.ru_maxrss / (1024 if os.uname().sysname == "Linux" else 1024**2)


class _Peak(threading.Thread):
    """Looks at the memory of a process and its descendants from time to time (Linux only)."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._peak, self._ended = pid, 0.0, threading.Event()
        self.start()

    def run(self) -> None:
        while not self._ended.wait(SAMPLE):
            self._peak = max(self._peak, sum(map(_proportional, _family(self._pid))))

    def stop(self) -> float:
        self._ended.set()
        self.join()
        return self._peak


def _family(pid: int) -> list[int]:
    found = [pid]
    for each in found:
        try:
            for task in Path(f"/proc/{each}/task").iterdir():
                found += map(int, (task / "children").read_text("utf-8").split())
        except OSError:  # it has ended, or this is no Linux
            continue
    return found


def _proportional(pid: int) -> float:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


@dataclass(frozen=True, slots=True)
class Tree:
    """The files of a folder: for each its time stamp and a digest of its bytes."""

    files: Mapping[str, tuple[int, bytes]]

    def written_since(self, before: "Tree") -> int:
        """Return how many files have another time stamp, or are new."""
        return sum(before.files.get(name, (0,))[0] != file[0] for name, file in self.files.items())

    def changed_since(self, before: "Tree") -> int:
        """Return how many files have other bytes, are new, or are gone."""
        gone = len(before.files.keys() - self.files.keys())
        return gone + sum(
            before.files.get(name, (0, b""))[1] != file[1] for name, file in self.files.items()
        )

    def pages(self) -> int:
        """Return how many of the files are pages."""
        return sum(name.endswith(".html") for name in self.files)


def tree(folder: Path) -> Tree:
    """Read a folder."""
    files = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            digest = hashlib.blake2b(path.read_bytes(), digest_size=16).digest()
            files[str(path.relative_to(folder))] = path.stat().st_mtime_ns, digest
    return Tree(files)
