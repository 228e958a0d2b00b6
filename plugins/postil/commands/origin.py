"""Where this Postil was installed from, as another machine can install it too."""

import json
import re
import subprocess
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

_COMMIT = re.compile(r"[0-9a-f]{7,64}")
_OVER_SSH = re.compile(r"(?:ssh://)?git@([^:/]+)[:/](.+)")
_PUBLIC = re.compile(r"https://[\w.-]+/[\w./~-]+")


def requirement() -> str:
    """Return what `pip install` takes for the same Postil; empty where nobody else has it.

    pip keeps a record of what it did not get from an index (PEP 610).
    """
    try:
        record = distribution("postil").read_text("direct_url.json")
    except PackageNotFoundError:
        return ""
    return described(json.loads(record)) if record else "postil"


def described(record: dict[str, dict[str, str] | str]) -> str:
    """Return the same, given pip's record."""
    url, vcs = str(record.get("url", "")), record.get("vcs_info")
    if isinstance(vcs, dict):
        return _from_git(url, vcs.get("commit_id", "")) if vcs.get("vcs") == "git" else ""
    parts = urlsplit(url)
    if parts.scheme == "file" and (folder := Path(url2pathname(parts.path))).is_dir():
        shared = _git(folder, "merge-base", "HEAD", "refs/remotes/origin/HEAD")
        return _from_git(_git(folder, "remote", "get-url", "origin"), shared)
    return ""


def _from_git(url: str, commit: str) -> str:
    """Return a commit of a repository, if anybody may fetch it; never a password in its address."""
    over_ssh = _OVER_SSH.fullmatch(url)
    parts = urlsplit(f"https://{over_ssh[1]}/{over_ssh[2]}" if over_ssh else url)
    public = f"{parts.scheme}://{parts.hostname}{parts.path}"
    known = _PUBLIC.fullmatch(public) and _COMMIT.fullmatch(commit)
    return f"postil @ git+{public}@{commit}" if known else ""


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and the arguments are ours
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - whichever git there is
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
