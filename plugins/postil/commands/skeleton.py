"""A new site: the folders and files of an archive with one article and one note of each kind."""

import shutil
from importlib.resources import as_file, files
from pathlib import Path


def new_site(folder: Path) -> str | None:
    """Copy the starter site into `folder`; return in plain words why not, if it cannot be.

    Nothing that is already there is ever overwritten.
    """
    with as_file(files("postil") / "starter") as starter:
        if folder.exists() and not folder.is_dir():
            return f"{folder} is a file"
        taken = sorted(
            path.relative_to(starter).as_posix()
            for path in starter.rglob("*")
            if path.is_file() and (folder / path.relative_to(starter)).exists()
        )
        if taken:
            return f"{folder} already has {taken[0]}; choose an empty folder"
        try:
            shutil.copytree(starter, folder, dirs_exist_ok=True)
        except OSError as error:
            return f"{folder} cannot be written: {error.strerror or error}"
    return None
