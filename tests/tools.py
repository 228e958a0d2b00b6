"""Programs that some tests need: without one a test is skipped, and in CI it fails."""

import os
import shutil
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest

from tests.sites import REPOSITORY


def program(*names: str) -> str:
    """Return the path of a program, by the first of its names that this machine knows."""
    found = next(filter(None, map(shutil.which, names)), None)
    return found or absent(f"no {names[0]} on this machine; .ci/run shows how to install it")


def package(name: str, file: str) -> Path:
    """Return a file of an npm package that `make tools` installs."""
    path = REPOSITORY / "node_modules" / name / file
    return path if path.is_file() else absent(f"no npm package {name}; make tools installs it")


def absent(reason: str) -> NoReturn:
    """Skip the test, aloud; fail it in CI, where a skip would hide what is broken."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def script(path: Path) -> ModuleType:
    """Return a program of the repository that is no part of the package."""
    spec = spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
