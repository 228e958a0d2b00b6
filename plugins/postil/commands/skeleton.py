"""A new site: the folders and files of an archive with one article and one note of each kind."""

import shutil
from importlib.resources import as_file, files
from pathlib import Path

from postil.commands.origin import requirement

WORKFLOW = ".github/workflows/pages.yml"
_NOWHERE = 'POSTIL: ""'


def new_site(folder: Path) -> str | None:
    """Copy the starter site into `folder`; return in plain words why not, if it cannot be.

    Nothing that is already there is ever overwritten.
    """
    with as_file(files("postil") / "starter") as starter:
        if folder.exists() and not folder.is_dir():
            return f"{folder} is a file"
        try:
            taken = sorted(
                path.relative_to(starter).as_posix()
                for path in starter.rglob("*")
                if _is_in_the_way(folder / path.relative_to(starter), path)
            )
            if taken:
                return f"{folder} already has {taken[0]}; choose an empty folder"
            shutil.copytree(starter, folder, dirs_exist_ok=True)
            _say_where_from(folder / WORKFLOW)
        except shutil.Error as error:  # of many files; which has a list of triples
            return f"{folder} cannot be written: {error.args[0][0][-1]}"
        except OSError as error:
            return f"{folder} cannot be written: {error.strerror or error}"
    return None


def can_publish(folder: Path) -> bool:
    """Whether the workflow of a new site knows where Postil comes from."""
    return _NOWHERE not in (folder / WORKFLOW).read_text("utf-8")


def _is_in_the_way(there: Path, ours: Path) -> bool:
    """Whether something stands where a file or a folder of ours belongs."""
    is_there = there.exists() or there.is_symlink()
    return is_there and not (ours.is_dir() and there.is_dir())


def _say_where_from(workflow: Path) -> None:
    text = workflow.read_text("utf-8")
    assert text.count(_NOWHERE) == 1
    workflow.write_text(text.replace(_NOWHERE, f'POSTIL: "{requirement()}"'), "utf-8", newline="")
