"""The files of an archive as git has them at a revision: read, and nothing checked out.

Git's plumbing is asked (`rev-parse`, `merge-base`, `ls-tree`, `cat-file --batch`), in the site's
own folder, which may lie anywhere inside a repository.
"""

import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from postil.files.text import decode
from postil.findings.diagnostics import Code, Diagnostic, finding_in_file
from postil.findings.source import Source

_REGULAR = frozenset({"100644", "100755"})  # no links, no submodules: they are no texts of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """Some folders at a revision."""

    files: tuple[Source, ...]
    lost: tuple[str, ...]
    """Files that are no UTF-8 text."""


def read_revision(
    root: Path, revision: str, folders: Sequence[str], kinds: Sequence[str]
) -> Revision | Diagnostic:
    """Return the files of some kinds in `folders` of a site, or the finding why not.

    A branch that has gone on since ours began is read where ours began: what others have published
    in the meantime is not missing here.
    """
    try:
        commit = _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        began = _git(root, "merge-base", commit.strip(), "HEAD", may_fail=True).strip()
        tree = began or commit.strip()
        listing = _git(root, "ls-tree", "-r", "-z", tree, "--", *folders)
        blobs = list(_listed(listing, tuple(kinds)))
        contents = _contents(root, [name for name, _ in blobs])
    except FileNotFoundError:
        return _flaw(revision, "git is not installed", "install git, or check without --since")
    except _GitError as error:
        return _explained(root, revision, error)
    files, lost = [], []
    for (_, path), data in zip(blobs, contents, strict=True):
        source = decode(path, data)
        if isinstance(source, Source):
            files.append(source)
        else:
            lost.append(path)
    return Revision(files=tuple(files), lost=tuple(lost))


class _GitError(Exception):
    """Git has refused; the message is its own."""


def _git(root: Path, *arguments: str, may_fail: bool = False) -> str:
    done = _run(root, arguments, b"")
    if done.returncode and not may_fail:
        raise _GitError(done.stderr.decode("utf-8", "replace").strip())
    return "" if done.returncode else done.stdout.decode("utf-8", "surrogateescape")


def _run(root: Path, arguments: Sequence[str], given: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - no shell, and a revision is never an option: see `^{commit}`
        ["git", "-C", os.fspath(root), *arguments],  # noqa: S607 - whichever git the editor uses
        input=given,
        capture_output=True,
        check=False,
        env={**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"},
    )


def _listed(listing: str, kinds: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield the object and the path of each file of `ls-tree -z`."""
    for entry in filter(None, listing.split("\0")):
        about, _, path = entry.partition("\t")
        mode, _, name = about.split(" ")
        if mode in _REGULAR and path.endswith(kinds):
            yield name, path


def _contents(root: Path, names: Sequence[str]) -> Iterator[bytes]:
    """Yield what each object holds, from one `cat-file --batch`."""
    done = _run(root, ["cat-file", "--batch"], "".join(f"{name}\n" for name in names).encode())
    if done.returncode:
        raise _GitError(done.stderr.decode("utf-8", "replace").strip())
    at = 0
    found = []
    for name in names:
        end = done.stdout.index(b"\n", at)
        head = done.stdout[at:end].split(b" ")
        if len(head) != 3:
            message = f"the object {name} is missing"
            raise _GitError(message)
        at = end + 1 + int(head[2]) + 1
        found.append(done.stdout[end + 1 : at - 1])
    return iter(found)


def _explained(root: Path, revision: str, error: _GitError) -> Diagnostic:
    """Return the finding for what git said, or did not say."""
    said = str(error)
    inside = _git(root, "rev-parse", "--is-inside-work-tree", may_fail=True).strip()
    if inside != "true":
        if "dubious ownership" in said:
            return _flaw(revision, "git does not trust this folder", said.splitlines()[-1].strip())
        return _flaw(
            revision, "this site is not in a git repository", "go to the repository's own copy"
        )
    if said:
        return _flaw(revision, f"`{revision}` cannot be read", f"git said: {said}")
    if _git(root, "rev-parse", "--is-shallow-repository", may_fail=True).strip() == "true":
        return _flaw(
            revision,
            f"there is no revision `{revision}` in this clone, which has only the latest ones",
            "fetch it with `git fetch --unshallow`; in a workflow give actions/checkout "
            "`fetch-depth: 0`",
        )
    return _flaw(
        revision,
        f"there is no revision `{revision}` here",
        "name a branch, a tag or a commit; what only the server has, fetch with `git fetch`",
    )


def _flaw(revision: str, message: str, advice: str) -> Diagnostic:
    return finding_in_file(f"--since {revision}", Code.UNKNOWN_REVISION, message, help=advice)
